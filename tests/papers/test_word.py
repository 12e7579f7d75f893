import re
import zipfile
from decimal import Decimal

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gouji.messages import GoujiError
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import Heading
from gouji.papers.blocks import PageBreak
from gouji.papers.blocks import ParagraphStyle
from gouji.papers.blocks import Run
from gouji.papers.blocks import cell
from gouji.papers.blocks import paragraph
from gouji.papers.word import write
from gouji.papers.word.contents import entries
from gouji.papers.word.cover import balanced
from gouji.papers.word.markup import NAMESPACES
from gouji.papers.word.markup import run_xml
from gouji.papers.word.sections import stretches
from gouji.papers.word.table import column_widths
from gouji.papers.word.table import fitted


def texts(document):
    return [each.text for each in document.paragraphs]


def attribute(element, name):
    return element.get(qn(f"w:{name}"))


def fields(document):
    return [each.text.strip() for each in document.element.body.iter(qn("w:instrText"))]


def paragraph_of(document, text):
    return next(each for each in document.paragraphs if each.text == text)


def test_the_template_gives_cover_and_header(written, report):
    document = written(report)
    assert texts(document)[:3] == ["质量报告", "2024年度", "教育局\n2024年12月"]
    assert document.sections[2].header.paragraphs[0].text == "质量报告"
    assert document.core_properties.title == "质量报告"
    assert document.core_properties.author == "教育局"


def test_headings_have_outline_levels_and_bookmarks(written, report):
    document = written(report)
    heading = paragraph_of(document, "2.1 计分卡")
    assert heading.style.name == "Heading 2"
    assert attribute(heading.style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"), "val") == "1"
    assert attribute(heading._p.find(qn("w:bookmarkStart")), "name") == "_Toc3"


def test_the_contents_are_a_field_that_is_already_filled_in(written, report):
    document = written(report)
    assert 'TOC \\o "1-3" \\h \\z \\u' in fields(document)
    contents = document.element.body.find(qn("w:sdt"))
    lines = ["".join(text.text for text in each.iter(qn("w:t"))) for each in contents.iter(qn("w:p"))]
    assert lines[0] == "目录"
    assert [re.sub(r"\d+$", "", line) for line in lines[1:]] == ["第一章 规模", "第二章 质量", "2.1 计分卡", "2.2 宽表"]
    assert document.settings.element.find(qn("w:updateFields")) is not None


def test_chapters_and_landscape_tables_are_expected_on_new_pages(wide):
    blocks = (Heading(1, "一、甲"), *[paragraph("字" * 28)] * 30, Heading(1, "二、乙"), wide, Heading(2, "丙"))
    assert [entry.page for entry in entries(blocks)] == [1, 3, 4]


def test_captions_count_by_fields_with_numbers_filled_in(written, report):
    document = written(report)
    captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
    assert captions == ["图1-1  三年在校生", "表2-1  计分卡", "图2-1  三年在校生", "表2-2  宽表"]
    assert [each for each in fields(document) if each.startswith("SEQ")] == [f"SEQ {name} \\* ARABIC" for name in ("图1_", "表2_", "图2_", "表2_")]


def test_header_rows_are_repeated_and_rows_do_not_split(written, grid):
    table = written([grid]).tables[0]._tbl
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.tr_lst] == [True, True, False, False, False]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.tr_lst)


def test_spans_become_merged_cells(written, grid):
    table = written([grid]).tables[0]
    spans = [[(attribute(tc, "w"), tc.grid_span, tc.vMerge) for tc in row._tr.tc_lst] for row in table.rows]
    assert [[span[1:] for span in row] for row in spans] == [
        [(1, "restart"), (1, "restart"), (2, None)],
        [(1, "continue"), (1, "continue"), (1, None), (1, None)],
        [(1, "restart"), (1, None), (1, None), (1, None)],
        [(1, "continue"), (1, None), (1, None), (1, None)],
        [(2, None), (1, None), (1, None)],
    ]


def test_golden_row(written, grid):
    row = written([grid]).tables[0]._tbl.tr_lst[4]
    assert re.sub(r' xmlns:\w+="[^"]+"', "", etree.tostring(row, encoding="unicode")) == (
        '<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="6398" w:type="dxa"/><w:gridSpan w:val="2"/><w:vAlign w:val="center"/></w:tcPr>'
        '<w:p><w:pPr><w:pStyle w:val="GoujiTable"/><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">合计</w:t></w:r></w:p></w:tc>'
        '<w:tc><w:tcPr><w:tcW w:w="1280" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="GoujiTable"/><w:jc w:val="left"/></w:pPr></w:p></w:tc>'
        '<w:tc><w:tcPr><w:tcW w:w="1280" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="GoujiTable"/><w:jc w:val="right"/></w:pPr>'
        '<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">17.6</w:t></w:r></w:p></w:tc></w:tr>'
    )


def test_a_wide_table_lies_across_with_its_heading(written, report):
    document = written(report)
    assert [section.page_width > section.page_height for section in document.sections] == [False, False, False, True, False]
    assert [attribute(each._sectPr.find(qn("w:pgNumType")), "start") for each in document.sections[2:]] == ["1", None, None]
    ends = [number for number, each in enumerate(document.element.body) if each.tag == qn("w:p") and each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    heading = paragraph_of(document, "2.2 宽表")._p
    assert document.element.body.index(heading) == ends[2] + 1


def test_a_report_may_end_with_a_wide_table(written, wide):
    document = written([paragraph("前。"), wide])
    assert [section.page_width > section.page_height for section in document.sections] == [False, False, False, True]


def test_headings_before_and_notes_after_a_wide_table_are_on_its_page(wide):
    before, heading, note, after = paragraph("前。"), Heading(2, "宽表"), paragraph("注：…", ParagraphStyle.NOTE), paragraph("后。")
    assert stretches((before, heading, wide, note, wide, after)) == [(False, (before,)), (True, (heading, wide, note, wide)), (False, (after,))]
    assert stretches((note, wide)) == [(False, (note,)), (True, (wide,))]


def test_nothing_but_the_end_of_the_section_follows_a_wide_table(written, wide):
    """A table that fills its page would push an empty paragraph, and so an empty page, out behind it."""
    body = list(written([paragraph("前。"), wide, paragraph("后。")]).element.body)
    table = next(number for number, each in enumerate(body) if each.tag == qn("w:tbl"))
    assert body[table + 1].find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


def test_wide_tables_need_no_turn_on_a_landscape_template(written, wide):
    assert len(written([paragraph("前。"), wide, paragraph("后。")], "表格").sections) == 1


def test_a_missing_figure_is_highlighted(written, report):
    runs = [run for each in written(report).paragraphs for run in each.runs if run.font.highlight_color]
    assert [run.text for run in runs] == ["〔缺：家长满意度〕"]


def test_comments_stand_at_the_first_occurrence_only(written, report):
    document = written(report, comments={"D": "推算为12，填报为13。"})
    assert [each.text for each in document.comments] == ["推算为12，填报为13。"]
    assert len(list(document.element.body.iter(qn("w:commentRangeStart")))) == 1
    assert not document.element.body.xpath("//w:r[@figure]")


def test_a_page_break_goes_to_the_next_paragraph(written):
    document = written([paragraph("前。"), PageBreak(), paragraph("后。")])
    assert paragraph_of(document, "后。").paragraph_format.page_break_before
    assert not paragraph_of(document, "前。").paragraph_format.page_break_before


@pytest.mark.parametrize("template", ["报告", "公文", "表格"])
def test_chinese_fonts_and_fall_backs_are_declared(written, report, template, tmp_path):
    written(report, template)
    with zipfile.ZipFile(tmp_path / "out.docx") as archive:
        styles, fonts = archive.read("word/styles.xml").decode(), archive.read("word/fontTable.xml").decode()
    for font in ("仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in styles
        assert f'w:name="{font}"><w:altName' in fonts


def test_a_template_of_ones_own_gets_the_styles_it_lacks(tmp_path, report):
    template = Document()
    template.add_paragraph("{{ 正文 }}")
    template.save(tmp_path / "own.docx")
    write(report, tmp_path / "own.docx", {}, tmp_path / "out.docx")
    document = Document(tmp_path / "out.docx")
    assert paragraph_of(document, "质量报告").style.name == "封面标题"
    assert "目录" in "".join(document.element.body.itertext())
    assert paragraph_of(document, "完。").style.name == "报告正文"


@pytest.mark.parametrize(("text", "code"), [("没有标签", "T03"), ("{{ 正文 ", "T02"), ("{{ 正文 }} {{ 无人知晓 }}", "T02")])
def test_faulty_templates_are_refused(tmp_path, text, code):
    template = Document()
    template.add_paragraph(text)
    template.save(tmp_path / "own.docx")
    with pytest.raises(GoujiError) as caught:
        write((), tmp_path / "own.docx", {}, tmp_path / "out.docx")
    assert caught.value.problems[0].code == code
    assert not (tmp_path / "out.docx").exists()


def test_what_is_no_word_file_is_refused(tmp_path):
    (tmp_path / "own.docx").write_text("不是", encoding="utf-8")
    with pytest.raises(GoujiError, match="T01"):
        write((), tmp_path / "own.docx", {}, tmp_path / "out.docx")


def test_a_template_cannot_reach_outside(tmp_path):
    template = Document()
    template.add_paragraph("{{ ''.__class__.__mro__ }}")
    template.add_paragraph("{{ 正文 }}")
    template.save(tmp_path / "own.docx")
    with pytest.raises(GoujiError, match="T02"):
        write((), tmp_path / "own.docx", {}, tmp_path / "out.docx")


@given(st.text())
def test_any_text_gives_well_formed_xml(text):
    run = etree.fromstring(f"<root {NAMESPACES}>{run_xml(Run(text))}</root>")
    assert run.tag == "root"


@given(st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=20), st.integers(100, 20000))
def test_column_widths_add_up_exactly(shares, width):
    widths = column_widths(tuple(GridColumn("", share) for share in shares), width)
    assert sum(widths) == (width if sum(shares) else 0)
    assert min(widths) >= 0


def test_tables_in_a_row_do_not_grow_together(written):
    grid = Grid("", "", (GridColumn("甲"),), ((cell("乙"),),))
    names = [etree.QName(each).localname for each in written([grid, grid]).element.body]
    assert "tbl,tbl" not in ",".join(names)


def test_indent_is_in_characters(written):
    grid = Grid("", "", (GridColumn("甲", Decimal(1)),), ((cell("其中：乙", indent=2),),))
    assert 'w:leftChars="200"' in etree.tostring(written([grid]).tables[0]._tbl, encoding="unicode")


@pytest.mark.parametrize(("widths", "needs", "expected"), [
    ([500, 4500], [812, 0], [812, 4188]),  # 312 more, taken where there is room
    ([1000, 1000], [900, 0], [1000, 1000]),  # nothing lacking
    ([500, 500], [800, 800], [500, 500]),  # nothing to spare
    ([400, 1000, 3000], [600, 0, 1000], [600, 934, 2866]),  # 200 shared as 1000 : 2000 of spare room
])
def test_columns_are_wide_enough_for_their_numbers(widths, needs, expected):
    assert fitted(widths, needs) == expected


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3000)), min_size=1, max_size=12))
def test_changing_widths_keeps_the_table_width(columns):
    widths, needs = [each for each, _ in columns], [each for _, each in columns]
    result = fitted(widths, needs)
    assert sum(result) == sum(widths)
    assert result == widths or all(width >= need for width, need in zip(result, needs, strict=True))


@pytest.mark.parametrize(("title", "expected"), [
    ("质量报告", "质量报告"),
    ("广州市机电技师学院2022年度教育质量报告", "广州市机电技师学院\n2022年度教育质量报告"),
    ("江门市技师学院2022年度部门整体支出绩效自评报告", "江门市技师学院2022年度\n部门整体支出绩效自评报告"),
    ("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛壬\n癸甲乙丙丁戊己庚辛"),  # 18 characters without a good place: halves
])
def test_the_lines_of_a_title_are_balanced(title, expected):
    assert balanced(title, 17) == expected


@given(st.text(alphabet="甲乙年度（）《》2022 A的", min_size=1, max_size=60), st.integers(4, 30))
def test_a_balanced_title_keeps_its_text(title, characters):
    assert balanced(title, characters).replace("\n", "").replace(" ", "") == title.replace(" ", "")


def test_the_rows_before_a_total_stay_with_it(written):
    rows = tuple((cell(str(number)),) for number in range(5))
    table = written((Grid("g", "表", (GridColumn("数"),), rows, totals=1),)).tables[0]
    kept = [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in table.rows]
    assert kept == [True, False, False, True, True, False]  # header; the two before the total


def test_a_short_lead_goes_with_its_landscape_table(wide):
    short, long = paragraph("字" * 100), paragraph("字" * 300)
    assert [turned for turned, _ in stretches((Heading(2, "甲"), short, wide))] == [True]
    assert [turned for turned, _ in stretches((Heading(2, "甲"), long, wide))] == [False, True]
    assert stretches((short, wide))[0] == (False, (short,))  # no heading: text stays where it was
