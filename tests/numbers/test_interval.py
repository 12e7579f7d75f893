"""Interval arithmetic holds every pointwise result, and nothing wider than need be."""

from fractions import Fraction

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from gouji.numbers import Interval

VALUES = st.fractions(min_value=-50, max_value=50, max_denominator=12)


@st.composite
def intervals(draw):
    """An interval of any kind, with a value inside it."""
    value = draw(VALUES)
    below, above = draw(st.none() | st.fractions(0, 20, max_denominator=6)), draw(st.none() | st.fractions(0, 20, max_denominator=6))
    low, high = None if below is None else value - below, None if above is None else value + above
    low_open, high_open = bool(below) and draw(st.booleans()), bool(above) and draw(st.booleans())
    return Interval(low, high, low_open, high_open), value


def interval(text):
    """"[1,2)" or "(,3]" as an interval; an empty end is unbounded."""
    low, high = text[1:-1].split(",")
    ends = Fraction(low) if low else None, Fraction(high) if high else None
    return Interval(*ends, bool(low) and text[0] == "(", bool(high) and text[-1] == ")")


@given(intervals(), intervals())
def test_arithmetic_contains_the_pointwise_result(first, second):
    (a, x), (b, y) = first, second
    assert (a + b).contains(x + y)
    assert (a - b).contains(x - y)
    assert (a * b).contains(x * y)
    assert (-a).contains(-x)
    assert abs(a).contains(abs(x))


@given(intervals(), intervals())
def test_division_contains_the_pointwise_result(first, second):
    (a, x), (b, y) = first, second
    assume(y != 0)
    assert (a / b).contains(x / y)


@given(intervals(), intervals(), intervals())
def test_a_narrower_operand_gives_a_narrower_result(first, second, third):
    (a, _), (b, _), (c, value) = first, second, third
    point = Interval.point(value)
    assert _within(a + point, a + c)
    assert _within(a * point, a * c)
    assert _within((b * point) - a, (b * c) - a)


def _within(inner, outer):
    """Whether every value of the inner interval is one of the outer."""
    low = outer.low is None or (inner.low is not None and (inner.low > outer.low or (inner.low == outer.low and outer.low_open <= inner.low_open)))
    high = outer.high is None or (
        inner.high is not None and (inner.high < outer.high or (inner.high == outer.high and outer.high_open <= inner.high_open))
    )
    return low and high


@given(intervals(), intervals())
def test_two_intervals_with_a_common_value_overlap(first, second):
    (a, x), (b, y) = first, second
    if b.contains(x) or a.contains(y):
        assert a.overlaps(b)
        assert b.overlaps(a)
    assert a.overlaps(b) == (not a.lies_below(b) and not b.lies_below(a))
    if a.lies_below(b):
        assert x < y


@pytest.mark.parametrize(
    ("first", "operator", "second", "expected"),
    [
        ("[1,2]", "+", "[10,20)", "[11,22)"),
        ("[1,2]", "-", "[10,20)", "(-19,-8]"),  # 1 − 20 is not reached
        ("[1,]", "+", "[1,2]", "[2,]"),
        ("[-1,2]", "*", "[3,4]", "[-4,8]"),
        ("[-3,-2]", "*", "[-5,4]", "[-12,15]"),
        ("[0,1]", "*", "(2,]", "[0,]"),  # 0 × anything is reached
        ("(0,1]", "*", "[2,]", "(0,]"),
        ("[0,0]", "*", "(,)", "[0,0]"),
        ("[-1,1]", "*", "(,)", "(,)"),
        ("[1,2]", "/", "[4,8]", "[1/8,1/2]"),
        ("[1,2)", "/", "(4,8]", "[1/8,1/2)"),
        ("[1,2]", "/", "[4,]", "(0,1/2]"),
        ("[1,2]", "/", "[0,4]", "[1/4,)"),  # the divisor 0 has no quotient, the others reach any size
        ("[1,2]", "/", "[-4,0]", "(,-1/4]"),
        ("[1,2]", "/", "[-1,1]", "(,)"),
        ("[0,0]", "/", "[-1,1]", "[0,0]"),
        ("[-2,4]", "/", "[2,2]", "[-1,2]"),
    ],
)
def test_arithmetic_is_as_narrow_as_the_values_allow(first, operator, second, expected):
    a, b = interval(first), interval(second)
    results = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}
    assert results[operator]() == interval(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[1,2)", "[1,2)"), ("[-3,-1)", "(1,3]"), ("[-3,2)", "[0,3]"), ("(-2,2]", "[0,2]"), ("(-2,2)", "[0,2)"), ("(,1]", "[0,)"), ("[-1,)", "[0,)")],
)
def test_absolute_value(text, expected):
    assert abs(interval(text)) == interval(expected)


def test_division_by_exactly_zero_is_an_error():
    with pytest.raises(ZeroDivisionError):
        Interval.point(1) / Interval.point(0)
    with pytest.raises(ZeroDivisionError):
        interval("[1,2]") / interval("[0,0]")


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [("[1,2]", "[2,3]", True), ("[1,2)", "[2,3]", False), ("[1,2]", "(2,3]", False), ("(,1]", "[1,)", True), ("(,)", "[5,5]", True), ("[1,2]", "[3,4]", False)],
)
def test_only_closed_ends_touch(first, second, overlap):
    assert interval(first).overlaps(interval(second)) is overlap


def test_middle_and_point():
    assert interval("[1,2]").middle == Fraction(3, 2)
    assert interval("[1,)").middle is None
    assert Interval.point(7).is_point
    assert Interval.around(Fraction(7), Fraction(0)).is_point
    assert Interval(Fraction(1), Fraction(1)).is_point
    assert not interval("(,)").is_point
