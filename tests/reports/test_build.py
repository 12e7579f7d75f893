"""A whole report: blocks in order, counts, warnings, score sheet, issues; written whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl import load_workbook

from gouji.book import FormUse
from gouji.book import load_book
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.messages import GoujiError
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Cover
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import Heading
from gouji.papers.blocks import Paragraph
from gouji.papers.captions import caption_numbers
from gouji.reckon import Reckoner
from gouji.reports import build_report
from gouji.reports import file_name
from gouji.reports import write_report
from gouji.reports.build import _with_useful_contents

TEXT = "# 一、概况\n\n学生{{学生数}}人，生师比{{生师比}}，占地{{占地面积}}平方米，教师手写200人。\n\n[[表:表1]]\n\n[[图:学生]]\n\n[[图:空图]]\n\n# 二、评分\n\n[[评分表]]\n"
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def report(book_folder, catalogue):
    return build(book_folder, catalogue, TEXT)


def build(folder, catalogue, text, **options):
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "报告.md").write_text(text, encoding="utf-8")
    book = load_book(folder, catalogue)
    return build_report(Reckoner(book), book.forms[0], **options)


def rows_of(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def test_order_of_blocks(report):
    assert report.blocks[0] == Cover("某学校2023年报告", "试用", ("某学校", "2024年1月"))
    assert report.blocks[1] == Contents()
    kinds = [type(block) for block in report.blocks[2:]]
    assert kinds[:3] == [Heading, Paragraph, Grid]
    assert sum(kind is ChartBlock for kind in kinds) == 1  # the chart without data is left out
    assert report.blocks[-3] != report.blocks[2]
    assert any(isinstance(block, Heading) and block.text == "附：数字核对说明" for block in report.blocks)


def test_counts_warnings_and_typed(report):
    assert report.counts[FigureState.TYPED] == 1
    assert [(typed.text, typed.line) for typed in report.typed] == [("200人", 3)]
    assert {problem.code for problem in report.warnings} == {"T60", "T61"}
    assert "〔缺：占地面积〕" in {problem.params["name"] for problem in report.warnings if problem.code == "T60"}


def test_score_sheet(report):
    (grid,) = [block for block in report.blocks if isinstance(block, Grid) and block.kind == "评分表"]
    rows = rows_of(grid)
    assert rows[0] == ["【演示评分】本表按演示办法计分，不代表任何部门的评价结论。分值仅为演示。"]
    # 17.7 ≤ 18: 60 points; a mark of 9 of 10 gives 36 of 40; 96 capped at 80, since 93.77 % < 95 %
    assert [[*row[:3], row[-2]] for row in rows[1:3]] == [["A", "生师比", "60.0", "60.0"], ["B", "管理", "40.0", "36.0"]]
    assert rows[2][-1] == "制度齐全\n评分人：专家甲"
    assert rows[3] == ["【封顶】满意度 < 95%：总分最高 80 分（满意度不足）——已触发"]
    assert [row for row in rows[-1] if row] == ["合计", "100.0", "80.0", "等级：好；封顶前 96.0 分"]
    notes = [block.runs[0].text for block in report.blocks if isinstance(block, Paragraph)]
    assert any("自评得分：填报 98.5 分（自评报告），没有评分明细，不可复现" in note for note in notes)


def test_issues_state_both_sides_and_their_difference(report):
    grids = {block.id: block for block in report.blocks if isinstance(block, Grid) and block.kind == "问题清单"}
    assert rows_of(grids["问题清单-数字"]) == [["1", "生师比", "2023年", "17.6:1", "表3", "17.7:1", "0.1"]]
    assert "问题清单-关系" not in grids  # every other relation holds or does not apply


def test_issues_stand_where_the_narrative_wants_them(book_folder, catalogue):
    report = build(book_folder, catalogue, "# 核对\n\n[[表:表1]]\n\n[[问题清单]]\n\n# 尾\n")
    assert not any(isinstance(block, Heading) and block.text.startswith("附") for block in report.blocks)
    assert report.blocks[-1] == Heading(1, "尾")
    assert isinstance(report.blocks[-2], Grid)
    assert report.blocks[-2].kind == "问题清单"


def test_as_stated_prints_what_was_stated(book_folder, catalogue):
    report = build(book_folder, catalogue, "生师比{{生师比}}。\n", as_stated=True)
    (paragraph,) = [block for block in report.blocks if isinstance(block, Paragraph) and block.runs[0].text.startswith("生师比")]
    assert "".join(run.text for run in paragraph.runs) == "生师比17.6:1。"
    assert report.counts[FigureState.STATED] >= 1


def test_without_a_narrative_no_number_stands_twice_and_the_annex_is_last(book, reckoner):
    report = build_report(reckoner, book.forms[0])
    assert [block.id for block in report.blocks if isinstance(block, Grid)][:4] == ["经费", "获奖", "评分表-试用办法", "表1"]
    numbers = [number.text for number in caption_numbers(report.blocks) if number.kind == "表"]
    assert len(numbers) == len(set(numbers)), numbers
    assert "T57" in {problem.code for problem in report.warnings}


def test_unknown_form(reckoner):
    with pytest.raises(GoujiError) as caught:
        build_report(reckoner, FormUse("没有", "没有", "S", "2023年"))
    assert caught.value.problems[0].code == "T56"


def test_progress_runs_to_the_end(book, reckoner):
    steps = []
    build_report(reckoner, book.forms[0], progress=lambda what, done, total: steps.append((what, done, total)))
    assert steps[0][1] == 0
    assert steps[-1][1] == steps[-1][2]


def test_written_files(report, tmp_path):
    docx, xlsx, page = write_report(report, tmp_path / "out")
    assert [path.name for path in (docx, xlsx, page)] == ["报告.docx", "报告.xlsx", "报告.html"]
    assert any("学生3540人" in paragraph.text for paragraph in Document(docx).paragraphs)
    book = load_workbook(xlsx)
    assert book.sheetnames == ["表1", "经费", "获奖", "评分表", "数字核对", "图表"]
    numbers = {cell.value: cell.number_format for row in book["表1"].iter_rows() for cell in row if isinstance(cell.value, float)}
    assert numbers[17.7] == '0.0":1"'
    assert "学生数 / 教师数" in page.read_text(encoding="utf-8")


def test_own_workbook_template_is_filled(report, tmp_path):
    template = tmp_path / "表式.xlsx"
    book = Workbook()
    book.active.append(["单位", "{{ 机构 }}", "{{ 生师比 }}"])
    book.active.append(["{{#获奖}}{{.赛事}}", "{{.数量}}"])
    book.save(template)
    (path,) = write_report(report, tmp_path / "out", ("xlsx",), template)
    rows = [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]
    assert rows == [["单位", "某学校", 17.7], ["技能大赛", 1, None], ["技能大赛", 2, None], ["创新大赛", 3, None]]


def test_faulty_templates_are_refused_before_anything_is_written(report, tmp_path):
    template = tmp_path / "错.xlsx"
    book = Workbook()
    book.active.append(["{{ 学生书 }}", "{{#没有}}"])
    book.save(template)
    with pytest.raises(GoujiError):
        write_report(report, tmp_path / "out", ("docx", "xlsx"), template)
    assert not (tmp_path / "out").exists()
    with pytest.raises(GoujiError) as caught:
        write_report(report, tmp_path / "out", ("pdf",))
    assert caught.value.problems[0].code == "T58"


@pytest.mark.parametrize(
    ("text", "name"), [("质量报告", "质量报告"), ("a/b\\c:d*?", "a_b_c_d_"), (" ..", "报告"), ("../../etc", "_.._etc"), ("长" * 200, "长" * 80)],
)
def test_file_names_are_safe(text, name):
    assert file_name(text) == name


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in EXAMPLES.glob("*/book.yaml")))
def test_every_example_is_written_in_every_format(folder, tmp_path):
    book = load_book(EXAMPLES / folder, load_catalogue(shipped_definitions()))
    reckoner = Reckoner(book)
    for use in book.forms:
        report = build_report(reckoner, use)
        assert report.counts.total() > 10
        assert [path.stat().st_size > 5000 for path in write_report(report, tmp_path)] == [True, True, True]
        assert not [problem for problem in report.warnings if problem.code == "T57"], "the narrative is missing"


@pytest.mark.parametrize("name", ["../secret.md", "/etc/hostname", "../../secret.md"])
def test_a_narrative_outside_the_book_is_not_read(book_folder, catalogue, name):
    """A book may come from anybody: building its report must not carry other files of the machine into it."""
    (book_folder / "secret.md").write_text("机密 42人", encoding="utf-8")
    book = load_book(book_folder, catalogue)
    with pytest.raises(GoujiError) as caught:
        build_report(Reckoner(book), replace(book.forms[0], text=name))
    assert [problem.code for problem in caught.value.problems] == ["T62"]


@pytest.mark.parametrize("name", ["form.pdf", "form.doc", "form.dotx", "form"])
def test_a_template_of_another_kind_is_refused_not_passed_over(report, tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(GoujiError) as caught:
        write_report(report, tmp_path / "out", template=tmp_path / name)
    assert [problem.code for problem in caught.value.problems] == ["T01"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("listed", [0, 1, 2, 3])
def test_contents_of_one_entry_are_left_out(listed):
    blocks = (Contents(), *(Heading(1, str(number)) for number in range(listed)))
    assert any(isinstance(block, Contents) for block in _with_useful_contents(blocks)) is (listed > 1)
