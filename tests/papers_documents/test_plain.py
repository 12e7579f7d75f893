"""Plain text: offsets are those of the file, tables from tabs, pipes and aligned blanks, paragraphs over page ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.messages import GoujiError
from gouji.papers.documents import BlockKind
from gouji.papers.documents import read_document
from gouji.papers.documents.plain import blocks_of


@pytest.fixture
def read(tmp_path):
    def read(text, name="a.txt", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return read_document(path)

    return read


def test_the_text_is_the_file_and_a_place_is_its_offset(read):
    text = "\ufeff第一章 概况\r\n\r\n全校共有学生 8013 人。\r\n"
    document = read(text)
    assert document.text == text
    offset = text.index("8013")
    assert document.place(offset).offset == offset
    assert document.place(offset).words == "第 3 行"


def test_gb18030_is_read_and_told(read, words):
    document = read("一、概况\n共有学生8013人，教职工604人。\n", encoding="gb18030")
    assert words(document) == ["一、概况", "共有学生8013人，教职工604人。"]
    assert [notice.code for notice in document.notices] == ["D20"]


def test_utf8_with_a_damaged_byte_is_still_utf8(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("全年收入 33555.52 万元，比上年增加 2865.69 万元。".encode() * 5 + b"\xe5" + "支出 12 万元。".encode())
    document = read_document(path)
    assert document.text.endswith("\ufffd支出 12 万元。")
    assert [notice.code for notice in document.notices] == ["D20"]


def test_a_table_with_its_caption_unit_and_two_rows_of_titles(read, rows):
    document = read("表 1-5 资金情况\n\n单位：万元\n\n来源\t预算\t\t到位\n\t总额\t其中：中期\t\n财政\t3942\t3821\t5352\n合计\t3942\t3821\t5352\n")
    table = document.blocks[2].table
    assert (table.rows, table.columns, table.header_rows, table.caption, table.number) == (4, 4, 2, 0, 1)
    assert rows(document)[2] == ["财政", "3942", "3821", "5352"]
    assert document.place(document.text.index("5352")).words == "第 7 行 表 1-5 第 3 行第 4 列"


def test_a_table_goes_on_after_a_page_end_and_its_repeated_header_is_no_row(read, rows):
    document = read("项目\t数量\t说明\n甲\t1\t完成（国家级\n\n\t\t一项)\n乙\t2\t完成\n\n\n项 目\t数量\t说明\n丙\t3\t完成\n\n正文。\n")
    assert rows(document) == [["项目", "数量", "说明"], ["甲", "1", "完成（国家级\n\n\t\t一项)"], ["乙", "2", "完成"], ["丙", "3", "完成"]]
    assert len([block for block in document.blocks if block.table]) == 1


def test_a_text_broken_inside_a_cell_is_one_again(read, rows):
    document = read("项目\t说明\t数\n甲\t建成\n基地\t3\n乙\t完成\t4\n")
    assert rows(document) == [["项目", "说明", "数"], ["甲", "建成\n基地", "3"], ["乙", "完成", "4"]]


def test_markdown_and_aligned_blanks(read, rows):
    document = read("# 报告\n\n| 项目 | 数 |\n|---|---|\n| 甲 | 1 |\n\n指标    本年    上年\n收入    120.5   100.5\n支出    80.0    70.0\n", "a.md")
    assert document.format == "markdown"
    assert rows(document, 0) == [["项目", "数"], ["甲", "1"]]
    assert rows(document, 1) == [["指标", "本年", "上年"], ["收入", "120.5", "100.5"], ["支出", "80.0", "70.0"]]


@pytest.mark.parametrize(("first", "second", "joined"), [
    ("2022-2023 年学校省域高水平高等职业院校建设项目到", "位资金额为 13253 万元。", True),
    ("完成任务 2 项。2022年，我", "校成功设立 2 个试点专业。", True),
    ("隆重举行系列活动，提升体系，", "分别组织三项仪式。", True),
    ("立足国际视野，走出合作新天地", "学校主动对接发展需求。", False),
    ("全年收入 300 万元。", "支出 200 万元。", False),
    ("全年收入 300 万元，其中财政拨款占一半以上并逐年增加", "（二）支出情况", False),
])  # fmt: skip
def test_a_paragraph_that_a_page_end_broke_is_one(read, words, first, second, joined):
    document = read(f"{first}\n\n{second}\n")
    assert words(document) == ([f"{first}\n\n{second}"] if joined else [first, second])


def test_lines_broken_at_the_margin_are_paragraphs(read, words):
    lines = ["按时完成物业管理与校园安保服务项目的政府采购工", "作，通过加强对一般校园校舍维修、清洁保洁、绿化", "养护及安保管理工作等经常性后勤服务的监管，提升", "学校后勤服务质量和水平，完成率达到99.5%，比", "上年提高1.5个百分点，为广大师生提供优质环境。"]
    text = "\n\n".join([*lines, "合计 600.00 600.00", *lines])
    assert words(read(text)) == ["\n\n".join(lines), "合计 600.00 600.00", "\n\n".join(lines)]


def test_contents_page_heads_and_tags_are_told_apart(read, words):
    pages = "".join(f"\n\n\n某某报告\n\n第{number}段共有学生 {number} 人。\n" for number in range(1, 5))
    document = read(f"目 录\n一、概况\t1\n二、条件\t2\n\n![](image12.png)\n{pages}")
    assert words(document, BlockKind.CONTENTS) == ["一、概况\t1", "二、条件\t2"]
    assert len(words(document, BlockKind.PAGE_HEADER)) == 3
    assert not any("image12" in text for text in words(document))


def test_a_list_of_short_numbered_lines_is_no_sequence_of_headings(read):
    kinds = [block.kind.value for block in read("一、任务\n1. 招生\n2. 就业\n3. 培训\n共三项。\n").blocks]
    assert kinds == ["heading", "item", "item", "item", "paragraph"]


def test_binary_is_refused(read):
    with pytest.raises(GoujiError) as caught:
        read("\x01\x02\x03\x04" * 50)
    assert caught.value.problems[0].code == "D01"


@given(st.text(st.sampled_from("一二1234.5%万元人，。；（）\t\n |-表图第章、\u3000\r\f"), max_size=300))
def test_blocks_are_in_order_and_every_digit_stands_in_one(text):
    last = 0
    covered = set()
    for block in blocks_of(text):
        assert last <= block.start <= block.end <= len(text)
        last = block.end
        covered.update(range(block.start, block.end))
    assert all(index in covered for index, sign in enumerate(text) if sign.isdigit())
