"""Numbers without unit in formulas, rules and schemes are in the unit of what they stand beside; where that is not clear they are refused."""

from fractions import Fraction

import pytest

from builders import book
from builders import catalogue
from builders import fact
from gouji.book import parse_period
from gouji.formulas import Amount
from gouji.formulas import FormulaError
from gouji.messages import GoujiError
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import scheme_of
from gouji.reckon import score

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: D, name: 天数, unit: 天, decimals: 2}
      - {code: M, name: 经费, unit: 万元, decimals: 2}
      - {code: W, name: 带宽, unit: Gbps}
      - {code: H, name: 面积, unit: 公顷, decimals: 1}
      - {code: P, name: 人数, unit: 人}
      - {code: G, name: 目标数, unit: 个}
      - {code: R, name: 完成率, unit: "%", decimals: 2}
"""
FACTS = [
    fact("D", "2024年", "28"), fact("M", "2024年", "300"), fact("W", "2024年", "10"), fact("H", "2024年", "20"), fact("P", "2024年", "60"),
    fact("G", "2024年", "20"), fact("R", "2024年", "95"),
]
YEAR = parse_period("2024年")
DAY = 86400


def reckoner(path, **rooms):
    return Reckoner(book(path, catalogue(path, indicators=DEFINITIONS, **rooms), FACTS))


def value(path, text):
    return reckoner(path).evaluate(text, "试", Context("s", YEAR)).value


@pytest.mark.parametrize(("text", "holds"), [
    ("天数 ≥ 30", False), ("天数 ≥ 28", True), ("天数 ≥ 30天", False), ("天数 ≥ 28.00天", True), ("天数 = 28", True), ("天数 ≠ 28", False),
    ("30 ≤ 天数", False), ("28 ≤ 天数 < 29", True), ("天数 < 28.01", True), ("天数 ≥ 700小时", False), ("天数 ≥ 672小时", True),    # 28 × 24
    ("经费 ≥ 500", False), ("经费 ≥ 300", True), ("经费 ≥ 300万", True), ("经费 ≥ 301万", False), ("经费 > 300万元", False), ("经费 < 3000001元", True),
    ("带宽 ≥ 11", False), ("带宽 = 10", True), ("面积 ≥ 21", False), ("面积 = 300亩", True),                                        # 20 × 15
    ("天数 / 2 ≥ 15", False), ("2 × 天数 = 56", True), ("天数 + 天数 ≥ 57", False), ("绝对值(天数 - 30) = 2", True), ("-天数 = -28", True),
    ("最大(天数, 30) = 30", True), ("最小(天数, 27) = 27", True), ("合计(天数, 2) = 30", True), ("若(人数 > 50, 天数, 0) = 28", True),
    ("若(人数 > 50, 2, 天数) = 2", True), ("天数 ≥ 20 + 10", False), ("天数 ≥ 3 × 10", False), ("天数 + 2 ≥ 5 × (2 + 4)", True),
    ("天数 / 天数 = 1", True), ("天数 × 完成率 ≥ 27", False), ("人数 / 目标数 = 3", True), ("人数 ≥ 60", True), ("目标数 + 3项 = 23", True),
    ("完成率 ≥ 95%", True), ("完成率 ≤ 1", True), ("1 - 完成率 = 5%", True), ("经费 / 人数 ≥ 50000元", True), ("经费 / 人数 > 0", True),
])
def test_a_bare_number_is_in_the_unit_of_its_neighbour(tmp_path, text, holds):
    assert value(tmp_path, text) is holds


@pytest.mark.parametrize(("text", "base"), [
    ("天数 - 30", -2 * DAY), ("30 - 天数", 2 * DAY), ("天数 + 0.5", Fraction(57, 2) * DAY), ("经费 + 1", 301 * 10**4), ("天数 × 2", 56 * DAY),
])
def test_sums_are_exact(tmp_path, text, base):
    found = value(tmp_path, text)
    assert isinstance(found, Amount)
    assert found.point == base


@pytest.mark.parametrize(("text", "unit"), [
    ("天数 - 30", "天"), ("30 - 天数", "天"), ("经费 × 2", "万元"), ("合计(天数, 2)", "天"), ("经费 / 人数", ""), ("1 - 完成率", ""), ("天数 ≥ 30", ""),
])
def test_a_formula_has_the_unit_of_its_operands(tmp_path, text, unit):
    assert catalogue(tmp_path, indicators=DEFINITIONS).on(YEAR.last).unit(text, "试") == unit


@pytest.mark.parametrize(("text", "code"), [
    ("经费 / 人数 ≥ 5", "F18"), ("5 ≤ 经费 / 人数", "F18"), ("经费 / 人数 + 1", "F18"), ("天数 × 经费 > 3", "F18"), ("最大(经费 / 人数, 5)", "F18"),
    ("目标数 + 3斗", "F19"), ("天数 ≥ 30元", "F19"), ("30元 ≤ 天数", "F19"), ("经费 ≥ 50%", "F19"), ("完成率 ≥ 3天", "F19"),
])
def test_what_is_not_clear_is_refused(tmp_path, text, code):
    with pytest.raises(FormulaError) as caught:
        value(tmp_path, text)
    assert [problem.code for problem in caught.value.problems] == [code]


SCHEME = """
    scheme: 办法
    set: 试
    total: 10
    grades: [{{name: 差, from: 0}}]
    criteria:
      - {{code: A, name: 项, points: 10, {rest}}}
"""


@pytest.mark.parametrize(("rest", "points"), [
    ("method: 达标, value: 天数, target: 30", 0), ("method: 达标, value: 天数, target: 28", 10), ("method: 达标, value: 天数, target: 30天", 0),
    ("method: 比例, value: 天数, target: 35", 8), ("method: 比例, value: 经费, target: 600", 5), ("method: 达标, value: 人数, target: 60", 10),
    ("method: 分档, value: 天数, bands: [{from: 30, share: 100%}, {from: 20, share: 50%}, {from: 0, share: 0%}]", 5),
    ("method: 分档, value: 天数, bands: [{from: 28天, share: 100%}, {from: 0, share: 0%}]", 10),
    ("method: 扣分, value: 天数, target: 30, unit: 1, deduct: 1.5", 7),                                          # 2 天 × 1.5
    ("method: 扣分, value: 完成率, target: 100%, deduct: 1", 5),
])
def test_targets_bands_and_steps_are_in_the_unit_of_the_value(tmp_path, rest, points):
    found = reckoner(tmp_path, schemes=SCHEME.format(rest=rest))
    sheet = score(found, scheme_of(found, "办法", Context("s", YEAR)), Context("s", YEAR))
    assert sheet.total == points


@pytest.mark.parametrize("rest", ["method: 达标, value: 经费 / 人数, target: 5", "method: 分档, value: 经费 / 人数, bands: [{from: 5, share: 100%}]"])
def test_a_target_beside_a_value_without_unit_is_refused(tmp_path, rest):
    with pytest.raises(GoujiError) as caught:
        catalogue(tmp_path, indicators=DEFINITIONS, schemes=SCHEME.format(rest=rest))
    assert "F18" in [problem.code for problem in caught.value.problems]
