from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import Series
from gouji.papers.html.charts import svg
from gouji.papers.html.charts import ticks

VALUES = st.decimals(-(10**9), 10**9, places=2)


def drawn(kind, *values, series=1):
    numbers = tuple(None if each is None else Decimal(each) for each in values)
    chart = ChartBlock("", "三年<在校生>", kind, tuple(f"{2020 + each}年" for each in range(len(numbers))), (Series("甲", numbers),) * series, "人")
    return etree.fromstring(str(svg(chart)))


def texts(tree, kind):
    return ["".join(each.itertext()) for each in tree.iter("text") if each.get("class") == kind]


@pytest.mark.parametrize("kind", [ChartKind.COLUMN, ChartKind.BAR, ChartKind.LINE])
def test_every_mark_carries_its_value_with_the_decimals_of_the_finest(kind):
    assert texts(drawn(kind, "1", None, "2.50"), "value") == ["1.00", "2.50"]


def test_a_pie_tells_names_values_and_shares():
    # 1 ÷ 3 = 33.3 %, 2 ÷ 3 = 66.7 %; a zero has no slice
    tree = drawn(ChartKind.PIE, "1", "0", "2")
    assert texts(tree, "name") == ["2020年  1人（33.3%）", "2022年  2人（66.7%）"]
    assert len(list(tree.iter("path"))) == 2


def test_a_pie_of_one_is_a_circle():
    assert len(list(drawn(ChartKind.PIE, "7").iter("circle"))) == 1


def test_a_gap_breaks_the_line():
    assert len(list(drawn(ChartKind.LINE, "1", "2", None, "3", "4").iter("polyline"))) == 2


def test_a_chart_speaks_to_who_does_not_see_it():
    tree = drawn(ChartKind.COLUMN, "1", None)
    assert (tree.get("role"), tree.findtext("title"), tree.findtext("desc")) == ("img", "三年<在校生>", "甲：2020年 1人，2021年 —")


def test_a_legend_only_for_several_series():
    assert texts(drawn(ChartKind.COLUMN, "1"), "name") == ["2020年"]
    assert texts(drawn(ChartKind.COLUMN, "1", series=2), "name") == ["2020年", "甲", "甲"]


@pytest.mark.parametrize("kind", ChartKind)
def test_an_empty_chart_is_still_a_picture(kind):
    assert drawn(kind).tag == "svg"
    assert drawn(kind, None).tag == "svg"


@pytest.mark.parametrize(
    ("values", "from_zero", "expected"),
    [
        (["33590"], True, ["0", "10000", "20000", "30000", "40000"]),
        (["100"], True, ["0", "25", "50", "75", "100"]),
        (["9"], True, ["0", "5", "10"]),  # 9 ÷ 4 = 2.25; steps of 2.5 would halve people
        (["90.1", "96.0"], False, ["90", "92", "94", "96"]),
        (["-5", "5"], True, ["-5", "0", "5"]),
        (["0"], True, ["0"]),
    ],
)
def test_axes_have_round_numbers(values, from_zero, expected):
    assert [f"{each:f}" for each in ticks([Decimal(each) for each in values], from_zero=from_zero)] == expected


@given(st.lists(VALUES, min_size=1, max_size=8), st.booleans())
def test_the_axis_encloses_all_values_in_few_steps(values, from_zero):
    found = ticks(values, from_zero=from_zero)
    assert found[0] <= min(values)
    assert found[-1] >= max(values)
    assert len(found) <= 7
