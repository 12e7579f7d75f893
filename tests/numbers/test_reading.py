"""The cell reader: what a printed text stands for."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.messages import GoujiError
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import Interval
from gouji.numbers import read_figure
from gouji.numbers import round_to
from gouji.numbers import write_figure


@pytest.mark.parametrize(
    ("text", "unit", "decimals", "value", "place", "read_unit", "bound"),
    [
        ("17.6:1", "", None, "17.6", "0.1", ":1", Bound.NONE),
        ("17.6：1", ":1", 2, "17.6", "0.01", ":1", Bound.NONE),
        ("1:20", "", None, "0.05", "0.0025", ":1", Bound.NONE),  # d(1/n) = dn/n² = 1/400
        ("1∶20", ":1", None, "0.05", "0.0025", ":1", Bound.NONE),
        ("≥60", "人", None, "60", "0", "人", Bound.AT_LEAST),
        ("90%以上", "", None, "90", "1", "%", Bound.AT_LEAST),
        ("≥90%以上", "%", None, "90", "1", "%", Bound.AT_LEAST),
        ("不低于 90 %", "%", None, "90", "1", "%", Bound.AT_LEAST),
        ("不少于20人", "", None, "20", "0", "人", Bound.AT_LEAST),
        ("20多", "人", None, "20", "0", "人", Bound.MORE),
        ("20多人", "人", None, "20", "0", "人", Bound.MORE),
        ("超100人以上", "人", None, "100", "0", "人", Bound.MORE),
        ("逾200人", "人", None, "200", "0", "人", Bound.MORE),
        ("近50%", "", None, "50", "1", "%", Bound.NEAR),
        ("将近400家", "家", None, "400", "0", "家", Bound.NEAR),
        ("约3.2万", "元", None, "32000", "1000", "元", Bound.ABOUT),
        ("0.9万", "天", None, "9000", "1000", "天", Bound.NONE),                  # 0.9 × 10⁴ 天, place 0.1 × 10⁴
        ("0.9万", "亩", None, "9000", "1000", "亩", Bound.NONE),
        ("0.9万", "万元", None, "0.9", "0.1", "万元", Bound.NONE),
        ("2亿", "万元", None, "20000", "10000", "万元", Bound.NONE),
        ("约3.2万", "万元", None, "3.2", "0.1", "万元", Bound.ABOUT),
        ("约 3.2 万元", "", None, "3.2", "0.1", "万元", Bound.ABOUT),
        ("约419余", "人", None, "419", "0", "人", Bound.ABOUT),
        ("3.5万元左右", "万元", None, "3.5", "0.1", "万元", Bound.ABOUT),
        ("3000多万", "元", None, "30000000", "10000", "元", Bound.MORE),
        ("600 多万元", "", None, "600", "1", "万元", Bound.MORE),
        ("100余万元", "元", None, "1000000", "10000", "元", Bound.MORE),
        ("平均≤6秒", "秒", None, "6", "1", "秒", Bound.AT_MOST),
        ("控制在3%以内", "%", None, "3", "1", "%", Bound.AT_MOST),
        ("＞1000个", "", None, "1000", "0", "个", Bound.MORE),
        ("＞1000（个）", "", None, "1000", "0", "个", Bound.MORE),
        ("5台（套）", "台套", None, "5", "0", "台套", Bound.NONE),
        ("1,234.5", "", None, "1234.5", "0.1", "", Bound.NONE),
        ("12 345.67", "元", None, "12345.67", "0.01", "元", Bound.NONE),
        ("1 200 人", "", None, "1200", "0", "人", Bound.NONE),
        ("(1,234.56)", "元", None, "-1234.56", "0.01", "元", Bound.NONE),
        ("１２，０００", "人", 0, "12000", "0", "人", Bound.NONE),
        ("９５．４％", "", None, "95.4", "0.1", "%", Bound.NONE),
        ("-64.2", "%", None, "-64.2", "0.1", "%", Bound.NONE),
        ("－4", "%", None, "-4", "1", "%", Bound.NONE),
        ("−4%", "%", None, "-4", "1", "%", Bound.NONE),
        ("+1.35个百分点", "", None, "1.35", "0.01", "个百分点", Bound.NONE),
        ("2.5亿元", "", None, "2.5", "0.1", "亿元", Bound.NONE),
        ("2.5亿元", "万元", 2, "25000", "1000", "万元", Bound.NONE),  # the column's decimals say nothing of a scale of the text's own
        ("12,345.67万元", "元", None, "123456700", "100", "元", Bound.NONE),
        ("5万人", "人", None, "50000", "10000", "人", Bound.NONE),
        ("99.90", "%", None, "99.90", "0.01", "%", Bound.NONE),
        ("70", "万元", 2, "70", "0.01", "万元", Bound.NONE),  # Excel dropped the zeros of 70.00
        ("70", "人", 0, "70", "0", "人", Bound.NONE),
        ("70", "人", 2, "70", "0.01", "人", Bound.NONE),
        ("12.4", "个", 0, "12.4", "0.1", "个", Bound.NONE),
        ("20名", "人", None, "20", "0", "人", Bound.NONE),
        ("668㎡", "平方米", None, "668", "1", "平方米", Bound.NONE),
        ("0.5‰", "%", None, "0.05", "0.01", "%", Bound.NONE),
        ("百分之九十五点六", "", None, "95.6", "0.1", "%", Bound.NONE),
        ("百分之九十五点六", "%", 2, "95.6", "0.01", "%", Bound.NONE),
        ("千分之五", "%", None, "0.5", "0.1", "%", Bound.NONE),
        ("万分之三", "", None, "0.03", "0.01", "%", Bound.NONE),
        ("一千二", "人", None, "1200", "0", "人", Bound.NONE),
        ("三万五", "元", None, "35000", "1000", "元", Bound.NONE),
        ("两项", "项", None, "2", "0", "项", Bound.NONE),
        ("1.5E+05", "元", None, "150000", "10000", "元", Bound.NONE),
        ("0次", "次", None, "0", "0", "次", Bound.NONE),
        ("1Gbps", "Mbps", None, "1000", "1000", "Mbps", Bound.NONE),
    ],
)
def test_what_a_cell_prints(text, unit, decimals, value, place, read_unit, bound):
    figure = read_figure(text, unit, decimals)
    assert (figure.value, figure.place, figure.unit, figure.bound) == (Decimal(value), Decimal(place), read_unit, bound)
    assert figure.text == text


@pytest.mark.parametrize(
    ("text", "unit", "low", "high", "read_unit"),
    [
        ("2-24小时", "", "2", "24", "小时"),
        ("2～24 小时", "小时", "2", "24", "小时"),
        ("3至5万元", "", "3", "5", "万元"),
        ("3至5万元", "元", "30000", "50000", "元"),
        ("约3至5万元", "", "3", "5", "万元"),
        ("5万~10万", "元", "50000", "100000", "元"),
        ("3万至5万元", "", "3", "5", "万元"),
        ("63%—68%", "", "63", "68", "%"),
        ("63%——68%", "", "63", "68", "%"),
        ("-5~3", "%", "-5", "3", "%"),
        ("-4--2", "", "-4", "-2", ""),
    ],
)
def test_ranges(text, unit, low, high, read_unit):
    figure = read_figure(text, unit)
    assert (figure.value, figure.upper, figure.unit, figure.bound) == (Decimal(low), Decimal(high), read_unit, Bound.RANGE)
    assert figure.interval == Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "——", "-", "完备", "无", "不适用", "按月提供", "NaN", "Infinity", "-inf", "1e999", "1e-999", "1_000",
        "2024-05-18", "2024/5/18", "2024年5月18日", "2024年", "2023届", "2023-2024学年", "2023-2024", "12月底前", "12:30", "3:2", "1:0",
        "1+X", "3+3", "1,23", "1,2345", "12.3.4", "3 4", "5!!", "1/3", "≥60≤", "≥3以下", "约", "5-3", "3多-5多", "十几", "千百", "百分之", "٣",
        "9" * 31, "一" * 31, "≥3-5", "9" * 201, "（）", "-(5)", "5\n6",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_its_text(text):
    with pytest.raises(GoujiError) as caught:
        read_figure(text)
    problem = caught.value.problems[0]
    assert problem.code == "N01"
    assert str(problem.params["text"]).rstrip("…") == text.strip()[:40]


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [("5亩", "元", "N02"), ("20人", "人次", "N02"), ("20学时", "课时", "N02"), ("5人3", "", "N03"), ("0x1F", "", "N03"), ("5" + "长" * 13, "", "N03"), ("5", "10%", "N03")],
)
def test_units_that_do_not_fit(text, unit, code):
    with pytest.raises(GoujiError) as caught:
        read_figure(text, unit)
    assert caught.value.problems[0].code == code


@given(st.text(max_size=30) | st.text("0123456789.,:-+%万亿人元多余近约≥≤至到点十百千一二三 ()eE", max_size=14), st.sampled_from(["", "人", "%", "万元", ":1"]))
def test_any_text_is_either_a_figure_or_a_clear_error(text, unit):
    codes = set()
    try:
        figure = read_figure(text, unit, 1)
    except GoujiError as error:
        codes = {problem.code for problem in error.problems}
        figure = None
    assert codes <= {"N01", "N02", "N03"}
    assert (figure is None) == bool(codes)
    if figure is not None:
        assert figure.value.is_finite()
        assert figure.place >= 0
        assert figure.interval.contains(Fraction(figure.value)) or figure.bound in {Bound.MORE, Bound.LESS, Bound.NEAR}


@given(st.fractions(-(10**9), 10**9, max_denominator=9973), st.integers(0, 6), st.sampled_from(["", "万元", "%", ":1", "平方米"]), st.booleans())
def test_what_is_written_reads_back(value, decimals, unit, thousands):
    figure = read_figure(write_figure(value, decimals, unit, thousands=thousands), unit, decimals)
    assert figure.value == round_to(value, decimals)
    assert (figure.place, figure.unit) == (Decimal(1).scaleb(-decimals), unit)


@given(st.decimals(-(10**6), 10**6, places=2), st.sampled_from([("万元", "元"), ("亿元", "万元"), ("亩", "平方米"), ("%", "‰"), ("公顷", "亩")]))
def test_conversion_keeps_what_the_figure_stands_for(value, units):
    figure = Figure(value, Decimal("0.01"), units[0])
    converted = figure.to(units[1])
    assert converted.unit == units[1]
    assert abs(converted.base_value() - figure.base_value()) <= abs(figure.base_value()) / 10**38
    assert abs(converted.base().low - figure.base().low) <= (abs(figure.base_value()) + 1) / 10**37


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "thousands", "text"),
    [
        ("17.6", 1, ":1", False, "17.6:1"),
        ("95.4267", 2, "%", False, "95.43"),
        ("1234567.891", 1, "元", True, "1,234,567.9"),
        ("-0.001", 2, "", False, "0.00"),
        ("30000", 0, "人", False, "30000"),
        ("-1234.5", 0, "", True, "-1,235"),
    ],
)
def test_writing(value, decimals, unit, thousands, text):
    assert write_figure(Decimal(value), decimals, unit, thousands=thousands) == text
