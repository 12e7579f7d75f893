"""Nothing that people read stands in a template or a script of the site where it cannot be translated, be it only a comma."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

WEB = Path(__file__).parents[2] / "src" / "gouji" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCRIPTS = sorted((WEB / "static" / "gouji").glob("*.js"))
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’]+")
DATA = {
    "确认", "说明", "容差", "退回", "错误", "警告", "提示", "小计", "值", "空", "填报", "删", "不适用", "未采集", "第", "行",
}
"""Words of the book and of stored rows that templates and scripts compare with or send; what people read of them is translated beside."""
NAMES = {"中文"}
"""The name of a language is written in it."""
_COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
_CLASSES = re.compile(r"\[[^\]\n]*\]/")
"""Characters that a regular expression looks for."""
_SENT = re.compile(r'data-set="(\w+)"')


def rests_of_template(source):
    """The Chinese of a template that is neither in `_()` nor a word of data, each with its line."""
    before = ["", ""]
    for line, kind, text in Environment().lex(_SENT.sub(lambda sent: "" if sent[1] in DATA else sent[0], source)):  # noqa: S701  # renders nothing
        if kind == "data":
            yield from ((line + text[:found.start()].count("\n"), found[0]) for found in CHINESE.finditer(text) if found[0] not in NAMES)
        elif kind == "string" and before != ["_", "("] and CHINESE.search(text) and text[1:-1] not in DATA | NAMES:
            yield line, text
        if kind not in ("whitespace", "comment"):
            before = [before[1], text]


def rests_of_script(source):
    """The Chinese of a script that is no word of data; what a script says comes from its page."""
    bare = _CLASSES.sub("", _COMMENTS.sub(lambda found: "\n" * found[0].count("\n"), source))
    return [(bare[:found.start()].count("\n") + 1, found[0]) for found in CHINESE.finditer(bare) if found[0] not in DATA]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(WEB).as_posix())
def test_what_a_template_says_can_be_translated(file):
    assert list(rests_of_template(file.read_text("utf-8"))) == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_what_a_script_says_comes_from_its_page(file):
    assert rests_of_script(file.read_text("utf-8")) == []


@pytest.mark.parametrize(("source", "found"), [
    ("<p>{{ a }}，{{ b }}</p>", ["，"]), ("{{ a }}\n（{{ b }}）", ["（", "）"]), ('{{ names|join("、") }}', ['"、"']), ('<input placeholder="例">', ["例"]),
    ('{{ _("好") }}{# 说明 #}{% if kind == "容差" %}x{% endif %}', []), ('<button data-set="不适用">{{ _("不适用") }}</button>', []), ("<p>不适用</p>", ["不适用"]),
])
def test_what_is_found_in_a_template(source, found):
    assert [text for _line, text in rests_of_template(source)] == found


@pytest.mark.parametrize(("source", "found"), [
    ('tell("没有办成");', ["没有办成"]), ("a + `：${b}`;  // 说", ["："]), ('kind === "退回"; /[０-９]/.test(x)', []), ("/* 注 */ x('未采集')", []),
])
def test_what_is_found_in_a_script(source, found):
    assert [text for _line, text in rests_of_script(source)] == found
