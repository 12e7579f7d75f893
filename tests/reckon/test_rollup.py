"""Totals over breakdowns, organisations and years, as the indicator declares; never across what does not aggregate."""

from fractions import Fraction

import pytest

from builders import book
from builders import catalogue
from builders import fact
from gouji.book import parse_period
from gouji.formulas import Amount
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import check

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: SUM, name: 人数, unit: 人, organisations: 合计, periods: 合计, breakdowns: [任务]}
      - {code: MEAN, name: 满意度, unit: "%", decimals: 2, organisations: 加权平均, weight: 人数, periods: 平均}
      - {code: MAX, name: 最大班额, unit: 人, organisations: 最大, periods: 期末}
      - {code: MIN, name: 最小班额, unit: 人, organisations: 最小}
      - {code: NO, name: 排名, organisations: 不汇总}
      - {code: RE, name: 生均, unit: 元, decimals: 2, formula: 经费 / 人数}
      - {code: M, name: 经费, unit: 元, organisations: 合计, periods: 合计}
"""
ORGANISATIONS = (
    {"code": "c", "name": "某市", "kind": "市"}, {"code": "e", "name": "东县", "kind": "县", "parent": "c"}, {"code": "w", "name": "西县", "kind": "县", "parent": "c"},
    {"code": "s1", "name": "一校", "kind": "学校", "parent": "e"},
    {"code": "s2", "name": "二校", "kind": "学校", "parent": "e", "to": "2023-12-31"}, {"code": "s2", "name": "二校", "kind": "学校", "parent": "w", "from": "2024-01-01"},
    {"code": "s3", "name": "三校", "kind": "学校", "parent": "w"},
)
SCHOOLS = {
    "s1": {"人数": "100", "满意度": "90.00", "最大班额": "50", "最小班额": "20", "排名": "1", "经费": "1000"},
    "s2": {"人数": "300", "满意度": "80.00", "最大班额": "60", "最小班额": "30", "排名": "2", "经费": "9000"},
    "s3": {"人数": "600", "满意度": "95.00", "最大班额": "40", "最小班额": "10", "排名": "3", "经费": "5000"},
}
FACTS = [fact(name, year, value, organisation=school) for year in ("2023", "2024") for school, values in SCHOOLS.items() for name, value in values.items()]


@pytest.fixture
def known(tmp_path):
    return catalogue(tmp_path, indicators=DEFINITIONS)


def figure(reckoner, code, organisation, period, breakdown=""):
    found = reckoner.figure(code, organisation, parse_period(period), breakdown).value
    return found.point if isinstance(found, Amount) else found.kind


@pytest.mark.parametrize(("code", "organisation", "period", "result"), [
    ("SUM", "c", "2024", 1000), ("SUM", "e", "2024", 100), ("SUM", "w", "2024", 900),      # 二校 went west in 2024
    ("SUM", "e", "2023", 400), ("SUM", "w", "2023", 600), ("SUM", "c", "2023", 1000),
    ("MEAN", "w", "2024", Fraction(90, 100)),                    # (80 × 300 + 95 × 600) ÷ 900 = 90
    ("MEAN", "e", "2023", Fraction(825, 1000)),                  # (90 × 100 + 80 × 300) ÷ 400 = 82.5
    ("MEAN", "c", "2024", Fraction(90, 100)),                    # (90 × 100 + 90 × 900) ÷ 1000
    ("MAX", "c", "2024", 60), ("MIN", "c", "2024", 10), ("NO", "c", "2024", "缺数据"),
    ("RE", "c", "2024", 15), ("RE", "w", "2024", Fraction(140, 9)),       # 15000 ÷ 1000; 14000 ÷ 900: from the sums, never a mean of means
])
def test_over_organisations(tmp_path, known, code, organisation, period, result):
    assert figure(Reckoner(book(tmp_path, known, FACTS, organisations=ORGANISATIONS)), code, organisation, period) == result


@pytest.mark.parametrize(("code", "result"), [("SUM", 2200), ("MEAN", Fraction(85, 100)), ("MAX", 45), ("MIN", "缺数据"), ("RE", Fraction(5))])
def test_over_the_years_of_a_span(tmp_path, known, code, result):
    # 1000 + 1200; (80 + 90) ÷ 2; the last year's; not aggregated; (2000 + 9000) ÷ 2200 = 5
    rows = [
        fact("人数", "2023", "1000"), fact("人数", "2024", "1200"), fact("满意度", "2023", "80"), fact("满意度", "2024", "90"), fact("最大班额", "2023", "50"),
        fact("最大班额", "2024", "45"), fact("最小班额", "2023", "20"), fact("最小班额", "2024", "20"), fact("经费", "2023", "2000"), fact("经费", "2024", "9000"),
    ]
    assert figure(Reckoner(book(tmp_path, known, rows)), code, "s", "2023-2024年") == result


def test_over_a_breakdown(tmp_path, known):
    rows = [fact("人数", "2024", value, breakdown=f"任务={task}") for task, value in (("1", "5"), ("2", "7"), ("10", "9"))]
    reckoner = Reckoner(book(tmp_path, known, rows))
    result = reckoner.figure("SUM", "s", parse_period("2024"))
    assert (result.printed, result.origin, result.formula, result.filled) == ("21", "汇总", "合计(各任务, 人数)", "5 + 7 + 9")
    assert [operand.breakdown for operand in result.operands] == ["任务=1", "任务=2", "任务=10"]     # in numerical order


@pytest.mark.parametrize("value", ["", "未采集"])
def test_a_missing_part_makes_the_total_missing(tmp_path, known, value):
    rows = [fact("人数", "2024", "5", organisation="s1"), fact("人数", "2024", value, organisation="s2"), fact("人数", "2024", "3", organisation="s3")]
    reckoner = Reckoner(book(tmp_path, known, rows, organisations=ORGANISATIONS))
    assert figure(reckoner, "SUM", "c", "2024") in ("缺数据", "未采集")
    assert figure(reckoner, "SUM", "e", "2024") == 5


def test_what_was_recorded_goes_before_what_rolls_up(tmp_path, known):
    reckoner = Reckoner(book(tmp_path, known, [*FACTS, fact("人数", "2024", "999", organisation="c")], organisations=ORGANISATIONS))
    assert figure(reckoner, "SUM", "c", "2024") == 999
    assert figure(reckoner, "SUM", "w", "2024") == 900


def test_weights_that_are_all_nil_leave_no_mean(tmp_path, known):
    rows = [fact(name, "2024", value, organisation=school) for school in ("s1", "s2", "s3") for name, value in (("人数", "0"), ("满意度", "90"))]
    assert figure(Reckoner(book(tmp_path, known, rows, organisations=ORGANISATIONS)), "MEAN", "w", "2024") == "除数为零"


@pytest.mark.parametrize(("values", "total", "mean"), [
    ({"s1": ("100", "90"), "s2": ("300", "不适用"), "s3": ("不适用", "不适用")}, 400, Fraction(90, 100)),      # 90 × 100 ÷ 100
    ({"s1": ("不适用", "不适用"), "s2": ("不适用", "不适用"), "s3": ("不适用", "不适用")}, "不适用", "不适用"),
    ({"s1": ("不适用", "90"), "s2": ("", "80"), "s3": ("5", "70")}, "缺数据", "缺数据"),
])
def test_what_does_not_apply_adds_nothing(tmp_path, known, values, total, mean):
    rows = [fact(name, "2024", value, organisation=school) for school, pair in values.items() for name, value in zip(("人数", "满意度"), pair, strict=True)]
    flat = tuple({**organisation, "parent": "c"} for organisation in ORGANISATIONS if organisation["code"].startswith("s") and "to" not in organisation)
    reckoner = Reckoner(book(tmp_path, known, rows, organisations=(ORGANISATIONS[0], *flat)))
    assert figure(reckoner, "SUM", "c", "2024") == total
    assert figure(reckoner, "MEAN", "c", "2024") == mean
    assert len(reckoner.figure("SUM", "c", parse_period("2024")).operands) == 3                  # the explanation shows every part
    value = reckoner.evaluate("合计(下级机构, 人数)", "试", Context("c", parse_period("2024年"))).value
    assert (value.point if isinstance(value, Amount) else value.kind) == total


@pytest.mark.parametrize(("own", "east", "found", "held", "unassessed"), [
    ("1000", {}, [], 1, 0), ("999", {}, [("G-05", "c", "999人", "1000人")], 0, 0), ("约1000", {}, [], 1, 0),
    ("1000", {"s1": ""}, [], 0, 1),                                  # one school has not reported: nothing can be said of the total
    ("900", {"s1": "不适用"}, [], 1, 0), ("", {}, [], 0, 0),
])
def test_a_recorded_total_must_be_that_of_the_parts(tmp_path, known, own, east, found, held, unassessed):
    """What the city typed is kept, and it is told where its schools say otherwise."""
    rows = [fact("人数", "2024", east.get(school, values["人数"]), organisation=school) for school, values in SCHOOLS.items()]
    report = check(Reckoner(book(tmp_path, known, [*rows, fact("人数", "2024", own, organisation="c")], organisations=ORGANISATIONS)))
    assert [(item.rule, item.organisation, item.left, item.right) for item in report.findings] == found
    assert (report.held, len(report.not_assessable)) == (held, unassessed)


def test_a_cell_not_yet_filled_does_not_hide_what_rolls_up(tmp_path, known):
    """`gouji new` lays out a table of empty cells; the schools' figures count all the same."""
    reckoner = Reckoner(book(tmp_path, known, [*FACTS, fact("人数", "2024", "", organisation="c"), fact("人数", "2022", "")], organisations=ORGANISATIONS))
    assert figure(reckoner, "SUM", "c", "2024") == 1000
    assert figure(reckoner, "SUM", "c", "2022") == "缺数据"
