"""Values of formulas: exact arithmetic, intervals that contain every result, gaps that stay gaps."""

from fractions import Fraction

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.formulas import as_amount
from gouji.formulas import evaluate
from gouji.formulas import of_figure
from gouji.formulas import parse
from gouji.numbers import Interval
from gouji.numbers import read_figure


class Values:
    """A scope of named values."""

    def __init__(self, **values):
        self.values = values

    def value(self, node):
        return self.values[str(node)]

    def call(self, node):
        return None


def amount(number, half=0):
    return Amount(Fraction(number), Interval.around(Fraction(number), Fraction(half)))


def at_least(number):
    return Amount(None, Interval(Fraction(number), None))


GAP, NONE, LATER = Missing("缺数据", ("甲",)), Missing("不适用", ("乙",)), Missing("未采集", ("丙",))


def value(text, **values):
    found = evaluate(parse(text), Values(**values))
    return found.point if isinstance(found, Amount) else found


@pytest.mark.parametrize(("text", "result"), [
    ("1 + 2 × 3", 7), ("(1 + 2) × 3", 9), ("10 - 4 - 3", 3), ("12 ÷ 3 ÷ 2", 2), ("-2 × 3", -6), ("- -5", 5),
    ("1 / 3 + 1 / 6", Fraction(1, 2)), ("50% × 3万", 15000), ("0.1 + 0.2", Fraction(3, 10)),
    ("绝对值(2 - 5)", 3), ("合计(1, 2, 3)", 6), ("最大(1, 3, 2)", 3), ("最小(4, 3, 5)", 3),
    ("若(1 < 2, 10, 20)", 10), ("若(1 > 2, 10, 20)", 20),
    ("1 < 2 < 3", True), ("1 < 2 < 2", False), ("1 ≤ 1 ≤ 1", True), ("2 ≠ 2", False), ("1 = 1 且 2 = 3", False), ("1 = 2 或 2 = 2", True), ("非 1 = 2", True),
    ('"国家级" = "国家级"', True), ('"国家级" ≠ "省级"', True), ('"95" = 95', True),
])
def test_values(text, result):
    assert value(text) == result


@pytest.mark.parametrize(("text", "kind"), [
    ("1 ÷ 0", "除数为零"), ("甲 + 1", "缺数据"), ("乙 × 2", "不适用"), ("丙 = 3", "未采集"), ("绝对值(甲)", "缺数据"), ("合计(1, 甲)", "缺数据"),
    ("最大(1, 甲)", "缺数据"), ("若(甲 > 1, 1, 2)", "缺数据"), ("1 < 甲 < 3", "缺数据"), ('"完备" + 1', "不能判断"), ('"完备" > 1', "不能判断"),
    ("乙 + 甲", "缺数据"), ("甲 + 乙", "缺数据"),   # a gap is never taken for something that does not apply
])
def test_gaps_stay_gaps(text, kind):
    found = value(text, 甲=GAP, 乙=NONE, 丙=LATER)
    assert isinstance(found, Missing)
    assert found.kind == kind


def test_a_gap_names_all_that_is_missing():
    assert value("甲 + 1 + 乙", 甲=GAP, 乙=Missing("缺数据", ("乙",))).names == ("甲", "乙")


@pytest.mark.parametrize(("text", "result"), [
    ("有值(甲)", False), ("有值(乙)", False), ("有值(1)", True), ("若(有值(甲), 甲, 0) + 5", 5),
    ("1 = 2 且 甲 = 1", False), ("1 = 1 或 甲 = 1", True), ("3 < 2 < 甲", False),
])
def test_what_can_be_told_without_the_gap(text, result):
    assert value(text, 甲=GAP, 乙=NONE) == result


@pytest.mark.parametrize(("text", "result"), [
    ("甲 ≥ 60", True), ("甲 > 59", True), ("甲 < 59", False), ("甲 ≥ 50", True),   # 甲 is ≥ 60
    ("甲 > 60", Missing("不能判断")), ("甲 = 70", Missing("不能判断")), ("甲 ≤ 100", Missing("不能判断")),
])
def test_bounds_decide_only_what_they_can(text, result):
    assert value(text, 甲=at_least(60)) == result


def test_a_bound_has_no_point_but_an_interval():
    found = evaluate(parse("甲 × 2"), Values(甲=at_least(60)))
    assert found == Amount(None, Interval(Fraction(120), None))


def test_a_divisor_that_may_be_nil_leaves_the_quotient_open():
    found = evaluate(parse("1 ÷ 甲"), Values(甲=amount(1, 2)))
    assert found.point == 1
    assert found.interval == Interval(None, None)


@pytest.mark.parametrize(("text", "number"), [("95", 95), ("95%", Fraction(95, 100)), ("1,234.5", Fraction(2469, 2)), ("3万", 30000)])
def test_a_text_that_is_a_number_counts_as_one(text, number):
    assert as_amount(text).point == number


def test_a_text_that_is_none_stays_a_text():
    assert as_amount("完备") == "完备"


def test_an_approximation_has_no_exact_point():
    assert of_figure(read_figure("约3.2")).point is None


numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=40)


@st.composite
def arithmetic(draw, depth=4):
    """A formula of random numbers, what it comes to, its operands' halves left at 0."""
    if depth == 0 or draw(st.booleans()):
        number = draw(st.integers(0, 99))
        return f"{number}", Fraction(number)
    operator = draw(st.sampled_from("+-×÷"))
    left, first = draw(arithmetic(depth=depth - 1))
    right, second = draw(arithmetic(depth=depth - 1))
    if operator == "÷":
        assume(second != 0)
    result = {"+": lambda: first + second, "-": lambda: first - second, "×": lambda: first * second, "÷": lambda: first / second}[operator]()
    return f"({left} {operator} {right})", result


@given(arithmetic())
def test_arithmetic_is_that_of_fractions(case):
    text, result = case
    assert value(text) == result


halves = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1, 20), Fraction(5)])
FORMULAS = ("甲 + 乙", "甲 - 乙", "甲 × 乙", "甲 ÷ 乙", "(甲 - 乙) ÷ (甲 + 乙)", "绝对值(甲 - 乙)", "最大(甲, 乙)", "最小(甲, 乙)", "合计(甲, 乙, 甲)", "-甲 × 乙")


@given(st.sampled_from(FORMULAS), numbers, halves, st.fractions(-1, 1), numbers, halves, st.fractions(-1, 1))
def test_the_interval_holds_every_value_the_operands_may_have(text, first, half, share, second, other_half, other_share):
    found = evaluate(parse(text), Values(甲=amount(first, half), 乙=amount(second, other_half)))
    inside = evaluate(parse(text), Values(甲=amount(first + half * share), 乙=amount(second + other_half * other_share)))
    assume(isinstance(found, Amount) and isinstance(inside, Amount))
    assert found.interval.contains(found.point)
    assert found.interval.contains(inside.point)
