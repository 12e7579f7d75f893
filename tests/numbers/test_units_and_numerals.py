"""Units of quantities, and Chinese numerals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.messages import GoujiError
from gouji.numbers import chinese
from gouji.numbers import units


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [
        ("", "", "1"), (":1", "", "1"), ("%", "", "1/100"), ("‰", "", "1/1000"), ("个百分点", "", "1/100"), ("倍", "", "1"), ("万", "", "10000"),
        ("元", "元", "1"), ("万元", "元", "10000"), ("亿元", "元", "100000000"), ("百万元", "元", "1000000"), ("千元", "元", "1000"),
        ("元/生", "元/生", "1"), ("万元/生", "元/生", "10000"), ("册/生", "册/生", "1"), ("个/生", "个/生", "1"), ("平方米/生", "平方米/生", "1"),
        ("亩", "平方米", "2000/3"), ("万平方米", "平方米", "10000"), ("㎡/生", "平方米/生", "1"), ("公里", "米", "1000"), ("千米", "米", "1000"),
        ("万册", "册", "10000"), ("万人次", "人次", "10000"), ("人", "人", "1"), ("名", "人", "1"), ("人日", "人日", "1"), ("学时", "学时", "1"),
        ("Mbps", "bps", "1000000"), ("Gbps", "bps", "1000000000"), ("小时", "秒", "3600"), ("千克", "克", "1000"), ("吨", "克", "1000000"),
        ("支", "支", "1"), ("台套", "台套", "1"), ("台（套）", "台套", "1"), ("课题", "课题", "1"), ("人/年", "人/年", "1"), ("平方米/小时", "平方米/秒", "1/3600"),
    ],
)  # fmt: skip
def test_base_unit_and_factor(unit, base, factor):
    assert units.scale(unit) == (base, Fraction(factor))


@pytest.mark.parametrize("unit", ["10%", "人3", "——", "元/", "/生", "元//生", "元，", "长" * 13, "a b"])
def test_what_cannot_be_a_unit_is_refused(unit):
    with pytest.raises(GoujiError) as caught:
        units.scale(unit)
    assert caught.value.problems[0].code == "N03"


@pytest.mark.parametrize("unit", ["人", "名", "人次", "个", "项", "门", "所", "家", "件", "间", "台", "套", "台（套）", "次", "场", "期", "本", "支"])
def test_what_is_counted_one_by_one(unit):
    assert units.is_count(unit)


@pytest.mark.parametrize("unit", ["", "%", ":1", "元", "万元", "万人", "万人次", "个/生", "册/生", "平方米", "学时", "课时", "人日", "小时", "天", "年", "分", "倍"])
def test_what_is_measured(unit):
    assert not units.is_count(unit)


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("零", "0", 0), ("两", "2", 0), ("八", "8", 0), ("十", "10", 0), ("十五", "15", 0), ("二十", "20", 0), ("九十九", "99", 0), ("一百零二", "102", 0),
        ("一百一十五", "115", 0), ("三百五", "350", 0), ("一千二", "1200", 0), ("一千二百五", "1250", 0), ("一千零二十", "1020", 0), ("两千零五", "2005", 0),
        ("三万", "30000", 4), ("三万五", "35000", 3), ("三万五千", "35000", 0), ("十万", "100000", 4), ("三万零五", "30005", 0),
        ("两百万", "2000000", 4), ("三亿", "300000000", 8), ("一亿零五百", "100000500", 0), ("一亿二", "120000000", 7), ("一万亿", "1000000000000", 12),
        ("九十五点六", "95.6", -1), ("零点五零", "0.50", -2), ("三点五万", "35000", 3), ("二〇二四", "2024", 0),
    ],
)  # fmt: skip
def test_chinese_numerals(text, value, place):
    number = chinese.parse(text)
    assert number == Decimal(value)
    assert number.as_tuple().exponent == place


@pytest.mark.parametrize("text", ["", "百", "万", "点五", "五点", "千百", "百五", "一万二万", "二二百", "十十", "一二三四五六七八九十", "两〇", "几十", "一百人", "五点十"])
def test_what_is_no_numeral(text):
    assert chinese.parse(text) is None


@given(st.integers(0, 10**12 - 1))
def test_a_spelled_number_reads_back(number):
    assert chinese.parse(_spell(number)) == number


def _spell(number):
    """The number in full Chinese numerals, as a cheque has them."""
    if not number:
        return "零"
    for power, word in ((8, "亿"), (4, "万"), (3, "千"), (2, "百"), (1, "十")):
        unit = 10**power
        if number >= unit:
            rest = number % unit
            gap = "零" if rest and rest < unit // 10 else ""
            return _spell(number // unit) + word + gap + (_spell(rest) if rest else "")
    return "零一二三四五六七八九"[number]
