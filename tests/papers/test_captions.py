import pytest

from gouji.papers.blocks import Case
from gouji.papers.blocks import Grid
from gouji.papers.blocks import Heading
from gouji.papers.captions import caption_numbers


def table(label=""):
    return Grid("", "某表", (), (), label=label)


def numbers(*blocks):
    return [number.text for number in caption_numbers(blocks)]


def test_without_chapters_numbers_run_through():
    assert numbers(Heading(1, "概述"), table(), Heading(1, "数据"), table()) == ["表1", "表2"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [("第二章 质量", "表2-1"), ("二、质量", "表2-1"), ("第十二部分 质量", "表12-1"), ("2. 质量", "表2-1"), ("2 质量", "表2-1"), ("第二十一章 质量", "表21-1")],
)
def test_numbers_start_anew_in_every_chapter(second, expected):
    assert numbers(Heading(1, "第一章 规模"), table(), table(), Heading(1, second), table()) == ["表1-1", "表1-2", expected]


def test_headings_without_an_ordinal_count_on_their_own():
    assert numbers(Heading(1, "前言"), table(), Heading(1, "一、甲"), table(), Heading(1, "二、乙"), Heading(1, "附录"), table()) == ["表1", "表1-1", "表2"]


def test_one_numbered_heading_makes_no_chapters():
    assert numbers(Heading(1, "一、甲"), table()) == ["表1"]


def test_the_label_of_an_issued_form_stays_and_is_not_counted():
    assert numbers(table(), table("附表3"), table()) == ["表1", "附表3", "表2"]


def test_tables_in_cases_are_counted_in_order():
    assert numbers(table(), Case("案例", (table(),)), table()) == ["表1", "表2", "表3"]


def test_a_table_without_caption_has_no_number():
    assert numbers(Grid("", "", (), ()), table()) == ["表1"]
