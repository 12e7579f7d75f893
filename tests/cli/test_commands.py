"""The command line as people and programs use it: exit status, sentences, JSON contracts, languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gouji.cli.main import globals_first
from gouji.cli.main import language_of
from gouji.cli.main import main

CHECK_KEYS = {"schema", "findings", "held", "not_assessable", "not_applicable"}
FINDING_KEYS = {"rule", "severity", "verdict", "indicators", "organisation", "period", "message"}


@pytest.fixture
def run(definitions, capsys):
    """Runs a command under the definitions of the test; gives status, output and errors."""

    def call(*words, own=True):
        arguments = ["--lang", "zh", *(["--definitions", "none", "--definitions", str(definitions)] if own else []), *map(str, words)]
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def change(book, before, after):
    path = book / "facts" / "一.csv"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def test_clean_is_0_findings_are_1_unusable_is_2(run, book):
    assert run("check", book)[0] == 0
    change(book, ",300,", ",3,")
    status, out, _err = run("check", book)
    assert status == 1
    assert "X-R1" in out
    assert "学生人数（2023年）= 3人　[事实 · 表1 · E01#第1行]" in out
    assert out.rstrip().endswith("错误 1 · 警告 0 · 提示 0 · 已成立 0 · 不可评 0 · 不适用 0")
    assert run("check", book, "--severity", "提示")[0] == 0
    assert run("check", book / "facts")[0] == 2


def test_check_as_json(run, book):
    change(book, ",300,", ",3,")
    status, out, _err = run("check", book, "--format", "json")
    record = json.loads(out)
    assert (status, record["schema"], set(record) >= CHECK_KEYS) == (1, "gouji-check/1", True)
    (finding,) = record["findings"]
    assert set(finding) >= FINDING_KEYS
    assert (finding["rule"], finding["severity"], finding["verdict"], finding["indicators"]) == ("X-R1", "error", "contradicts", ["X-1", "X-2"])


def test_what_cannot_be_assessed_is_listed_on_request(run, book):
    change(book, "教师人数,,2023年,,,20,,表1,E01#第2行,甲,\n", "")
    assert "不可评（1）" not in run("check", book)[1]
    status, out, _err = run("check", book, "--all")
    assert (status, "不可评（1）" in out, "教师人数" in out) == (0, True, True)


def test_explain(run, book):
    status, out, _err = run("explain", book, "生师比")
    assert status == 0
    assert "15.0:1 〔推算〕" in out
    assert "代入：300 ÷ 20" in out
    record = json.loads(run("explain", book, "学生人数 * 2", "--format", "json")[1])
    assert (record["schema"], record["value"], len(record["operands"])) == ("gouji-explain/1", "600", 1)
    status, _out, err = run("explain", book, "学生人")
    assert (status, "学生人数" in err) == (2, True)


def test_record_and_the_remark_that_something_is_not_recorded(run, book):
    assert run("check", book)[2] == ""  # a book without history is not nagged about
    status, out, _err = run("record", book, "--author", "甲")
    assert (status, "已记入历史 6 处改动" in out) == (0, True)
    assert "没有需要记入历史的改动" in run("record", book)[1]
    change(book, ",300,", ",301,")
    status, _out, err = run("check", book)
    assert (status, "有 1 处改动尚未记入历史（gouji record" in err) == (0, True)
    record = json.loads(run("record", book, "--format", "json")[1])
    assert [item["change"] for item in record["changes"]] == ["改"]


def test_the_past_can_be_looked_at_but_not_written(run, book):
    run("record", book)
    assert run("check", book, "--as-of", "2099-01-01")[0] == 0
    assert run("check", book, "--as-of", "2000-01-01")[0] == 2
    assert run("check", book, "--as-of", "昨天")[0] == 2
    for words in (["record", book], ["import", book, "x.csv"], ["new", book / "n", "--title", "x", "--organisation", "y"]):
        status, _out, err = run(*words, "--as-of", "2099-01-01")
        assert (status, "[X05]" in err) == (2, True)


def test_import(run, book, tmp_path):
    file = tmp_path / "表.csv"
    file.write_text("指标,期间,数值,序号\n学生人数,2024年,310,1\n学生人数,2022年,很多,2\n", "utf-8")
    status, _out, err = run("import", book, file)
    assert (status, "不认识列“序号”" in err) == (2, True)
    status, out, _err = run("import", book, file, "--map", "序号=")
    assert status == 1
    assert "新增 1 · 更改 0 · 未变 0 · 空白 0 · 有错 1" in out
    assert (tmp_path / "表-错误.csv").exists()
    record = json.loads(run("import", book, file, "--map", "序号=", "--format", "json")[1])
    assert (record["schema"], record["new"], record["unchanged"], record["failed"]) == ("gouji-import/1", 0, 1, 1)
    assert [(fault["row"], fault["cell"], fault["code"]) for fault in record["faults"]] == [(3, "C3", "N01")]
    assert run("import", book, file, "--map", "序号")[0] == 2


def test_definitions(run, definitions, tmp_path):
    status, out, _err = run("definitions", "list")
    assert (status, "试验" in out, "竞赛" in out) == (0, True, True)
    assert "X-3" in run("definitions", "list", "--set", "试验")[1]
    assert run("definitions", "list", "--set", "无")[0] == 2
    record = json.loads(run("definitions", "list", "--format", "json")[1])
    assert {item["kind"] for item in record["definitions"]} == {"指标", "规则", "台账"}
    assert main(["--definitions", "none", "definitions", "check", str(definitions)]) == 0
    (definitions / "rules" / "y.yaml").write_text("set: 试验\nrules:\n  - {number: X-R2, check: 学生数 > 0}\n  - {number: X-R3, chek: 1}\n", "utf-8")
    assert main(["--definitions", "none", "definitions", "check", str(definitions)]) == 2


def test_new_then_check(run, tmp_path):
    folder = tmp_path / "新"
    status, out, _err = run("new", folder, "--title", "试", "--organisation", "某校", "--form", "中职质量年报", "--period", "2023-2024学年", own=False)
    assert (status, "下一步" in out) == (0, True)
    assert run("check", folder, own=False)[0] == 0
    assert run("new", folder, "--title", "试", "--organisation", "某校", own=False)[0] == 2


def test_reports_of_a_book_that_names_none(run, book, tmp_path):
    status, _out, err = run("report", book, "--to", tmp_path / "out")
    assert (status, "[X13]" in err, (tmp_path / "out").exists()) == (2, True, False)
    status, _out, err = run("score", book)
    assert (status, "[X09]" in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "没有命令“chek”"),
        (["check"], "缺少参数 BOOK"),
        (["check", "x", "--nope"], "没有选项 --nope"),
        (["check", "x", "--severity"], "后面要写出值"),
        (["check", "x", "--severity", "严重"], "不在可选的值"),
        (["check", "x", "y"], "多出了参数 y"),
        (["explain", "x", "y", "--depth", "多"], "--depth"),
        (["check", "x", "--lang", "fr"], "没有语言“fr”"),
    ],
)
def test_usage_errors_in_plain_words(run, words, said):
    status, _out, err = run(*words, own=False)
    assert status == 2
    assert said in err


def test_global_options_may_stand_anywhere():
    assert globals_first(["check", "b", "--lang", "en", "--all"]) == ["--lang", "en", "check", "b", "--all"]
    assert globals_first(["check", "--definitions=d", "b", "--debug"]) == ["--definitions=d", "--debug", "check", "b"]
    assert globals_first(["explain", "b", "--", "--lang"]) == ["explain", "b", "--", "--lang"]
    assert globals_first(["check", "--lang"]) == ["--lang", "check"]


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ([], {"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        (["--lang", "zh"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["--lang=en"], {}, "en"),
    ],
)
def test_language(words, environment, expected):
    assert language_of(words, environment) == expected


def gouji(*words, **environment):
    surroundings = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR")}
    command = [sys.executable, "-c", "import sys; from gouji.cli import main; sys.exit(main())", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env={**surroundings, **environment})


def test_help_in_both_languages():
    chinese, english = gouji("--help", LANG="zh_CN.UTF-8").stdout, gouji("--help", LANG="en_US.UTF-8").stdout
    assert "用法：gouji [选项] 命令" in chinese
    assert "检查勾稽关系" in chinese
    assert "Usage: gouji [OPTIONS] COMMAND" in english
    assert not any("一" <= sign <= "鿿" for sign in english.replace("勾稽", ""))


def test_help_of_every_command_is_english_in_english():
    for words in (["check"], ["score"], ["report"], ["explain"], ["import"], ["record"], ["new"], ["demo"], ["definitions", "check"], ["definitions", "list"]):
        page = gouji(*words, "--help", LANG="en_US.UTF-8").stdout
        assert page.startswith(f"Usage: gouji {' '.join(words)}")
        assert not [sign for sign in page.replace("学校", "") if "一" <= sign <= "鿿"], page


def test_no_command_shows_the_commands(run, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main([]) == 2
    err = capsys.readouterr().err
    assert (err.startswith("用法：gouji"), "demo" in err) == (True, True)
    assert "缺少命令" in run(own=False)[2]


def test_an_office_console_of_another_encoding(book, definitions):
    change(book, ",300,", ",3,")
    command = [sys.executable, "-c", "import sys; from gouji.cli import main; sys.exit(main())", "--definitions", "none", "--definitions", str(definitions)]
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "LANG": "zh_CN.UTF-8"}
    text = subprocess.run([*command, "check", str(book)], capture_output=True, check=False, env=environment)
    assert (text.returncode, "核对两数" in text.stdout.decode("gbk")) == (1, True)
    record = subprocess.run([*command, "check", str(book), "--format", "json"], capture_output=True, check=False, env=environment)
    assert json.loads(record.stdout.decode("ascii"))["findings"][0]["rule"] == "X-R1"


def test_version():
    assert gouji("--version").stdout.startswith("gouji 0.")


def test_help_imports_nothing_heavy():
    script = "import sys; from gouji.cli import main; main(['--help']); print([name for name in ('lxml', 'yaml', 'docx', 'openpyxl', 'jinja2', 'rich') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.rstrip().endswith("[]")


def test_a_reader_that_goes_away_is_no_error(book, definitions):
    command = f"{sys.executable} -c 'from gouji.cli import main; main()' --definitions none --definitions {definitions} definitions list --set 试验 | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_colours_only_on_a_terminal(run, book):
    change(book, ",300,", ",3,")
    assert "\x1b[" not in run("check", book)[1]


def test_an_unexpected_error_says_how_to_report_it(run, book, monkeypatch):
    monkeypatch.setattr("gouji.actions.open_book.open_book", lambda *_: 1 / 0)
    status, _out, err = run("check", book)
    assert (status, "ZeroDivisionError" in err, "--debug" in err) == (2, True, True)
    with pytest.raises(ZeroDivisionError):
        run("check", book, "--debug")


def test_interrupted_is_130(run, book, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("gouji.actions.open_book.open_book", interrupt)
    assert run("check", book)[0] == 130


def test_the_demonstration_says_where_examples_are_missing(run, tmp_path):
    status, _out, err = run("demo", "--examples", tmp_path, own=False)
    assert (status, "[X15]" in err) == (2, True)


def test_the_demonstration(run, tmp_path):
    status, out, _err = run("demo", "--to", tmp_path / "out", own=False)
    assert status == 0
    for example in ("guangzhou-mechatronics", "jiangmen-secondary-2024", "jiangmen-technician-2022", "maoming-plan-2022-2025"):
        files = list((tmp_path / "out" / example).iterdir())
        assert {file.suffix for file in files} == {".docx", ".xlsx", ".html"}
        assert all(str(file) in out for file in files)
    assert out.count("检查  错误") == 4
    assert list((Path(__file__).parents[2] / "examples").rglob(".gouji*")) == []
