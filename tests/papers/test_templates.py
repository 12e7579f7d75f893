import importlib.util
import sys
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook

from gouji.messages import GoujiError
from gouji.papers.templates import lint_excel
from gouji.papers.templates import lint_word

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src" / "gouji" / "definitions" / "templates"
NAMES = frozenset({"标题", "副标题", "落款", "单位"})


def findings(path, **options):
    return [(each.code, each.place.cell) for each in lint_word(path, NAMES, **options)]


@pytest.fixture
def template(tmp_path):
    """A Word template made of the given paragraphs; Chinese text has a Chinese font unless told otherwise."""

    def make(*paragraphs, font="仿宋_GB2312", table=None):
        document = Document()
        document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}").attrib.clear()
        for text in paragraphs:
            document.add_paragraph(text)
        if table:
            document.add_table(1, 1).cell(0, 0).text = table
        if font:
            for run in document.element.body.iter(qn("w:r")):
                run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        document.save(tmp_path / "own.docx")
        return tmp_path / "own.docx"

    return make


@pytest.mark.parametrize("name", ["报告", "公文", "表格"])
def test_the_templates_we_ship_have_no_faults(name):
    assert findings(SHIPPED / f"{name}.docx") == []


def test_the_templates_we_ship_are_what_the_tool_makes(tmp_path, monkeypatch):
    specification = importlib.util.spec_from_file_location("make_templates", ROOT / "tools" / "make_templates.py")
    tool = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, "make_templates", tool)
    specification.loader.exec_module(tool)
    monkeypatch.setattr(tool, "TARGET", tmp_path)
    tool.main()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {each.name: each.read_bytes() for each in SHIPPED.glob("*.docx")}


def test_unknown_names_are_told_with_place_and_nearest_name(template):
    problems = lint_word(template("{{ 正文 }}", "{{ 标 题 }}".replace(" 题", "体"), table="{{ 单位 }}{{ 电话 }}"), NAMES)
    assert [(each.code, each.place.cell) for each in problems] == [("T04", "第2段"), ("T04", "表1第1行第1格")]
    assert problems[0].advice() == "是不是“标题”？"
    assert "可用的名称" in problems[1].advice()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{%p if 单位 %}", set()),
        ("{%p if 单位 %}甲{%p endif %}", {"T02", "T05"}),  # the end is swallowed too
        ("甲{%p if 单位 %}", {"T05"}),
        ("甲{{ 正文 }}", {"T05"}),
        ("{{ 单位 }}甲", set()),
    ],
)
def test_text_that_a_tag_would_swallow(template, text, codes):
    rest = ["{%p endif %}"] if "if" in text and "endif" not in text else []
    assert {code for code, _place in findings(template(text, *rest), body=False)} == codes


def test_a_missing_marker_matters_only_for_reports(template):
    assert findings(template("{{ 标题 }}")) == [("T03", "")]
    assert findings(template("{{ 标题 }}"), body=False) == []


def test_chinese_text_without_a_chinese_font(template):
    assert findings(template("{{ 正文 }}", "中文", "English", font="")) == [("T06", "第1段"), ("T06", "第2段")]


def test_a_tag_that_is_no_tag(template):
    assert findings(template("{{ 正文 }}", "{% if %}")) == [("T02", "")]


def test_an_excel_template_is_asked_cell_by_cell(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["C2"] = "{{ 标题 }} {{标体}}", "{{#目标}}{{.名称}}", "{{.数值}}", "{{.没有}}"
    book.save(tmp_path / "own.xlsx")
    known = {"标题", "#目标", "目标.名称", "目标.数值"}
    assert [(each.code, each.place.cell, each.params["name"]) for each in lint_excel(tmp_path / "own.xlsx", known.__contains__)] == [
        ("T04", "表!A1", "标体"),
        ("T04", "表!C2", ".没有"),
    ]


@pytest.mark.parametrize(("tag", "said"), [
    ("{{ / }}", "不能有“/”"), ("{{ 学校 名称 }}", "名称后多出“名称”"), ("{{ 标题：2024 }}", "不能有“：”"), ("{{ }}", "没有名称"), ("{{ 标题 }", "括号没有成对"),
])
def test_faulty_tags_are_told_in_chinese_with_their_paragraph(template, tag, said):
    problems = lint_word(template("{{ 正文 }}", tag), NAMES)
    assert [(each.code, each.place.cell) for each in problems] == [("T02", "第2段")]
    assert said in problems[0].message()
    assert tag in problems[0].message()


def test_a_template_that_is_not_there_is_missing_and_not_damaged(tmp_path):
    for look in (lambda: lint_word(tmp_path / "没有.docx", NAMES), lambda: lint_excel(tmp_path / "没有.xlsx", NAMES.__contains__)):
        with pytest.raises(GoujiError) as caught:
            look()
        assert [each.code for each in caught.value.problems] == ["P50"]
        assert "没有这个文件" in str(caught.value)


def test_names_in_excel_templates_get_a_suggestion(tmp_path):
    book = Workbook()
    book.active["B2"] = "{{ 毕业生人|人 }}"
    book.save(tmp_path / "own.xlsx")
    problems = lint_excel(tmp_path / "own.xlsx", lambda tag: False, ("毕业生人数", "升学人数"))
    assert [(each.code, each.advice()) for each in problems] == [("T04", "是不是“毕业生人数”？")]
