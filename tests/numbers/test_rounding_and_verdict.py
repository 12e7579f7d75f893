"""Rounding conventions and the verdicts on rounded claims."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import Interval
from gouji.numbers import Rounding
from gouji.numbers import Verdict
from gouji.numbers import as_decimal
from gouji.numbers import compare
from gouji.numbers import judge
from gouji.numbers import read_figure
from gouji.numbers import round_to

VALUES = st.fractions(min_value=-10000, max_value=10000, max_denominator=997)
DECIMALS = st.integers(0, 4)


@pytest.mark.parametrize(
    ("value", "decimals", "half_up", "half_even", "truncated"),
    [
        ("1.050", 1, "1.1", "1.0", "1.0"),  # GB/T 8170: 1.050 → 1.0, digit before the 5 is even
        ("0.35", 1, "0.4", "0.4", "0.3"),  # … 0.35 → 0.4, digit before the 5 is odd
        ("0.3501", 1, "0.4", "0.4", "0.3"),
        ("15.4546", 0, "15", "15", "15"),  # in one step; in a chain it would become 16
        ("2.5", 0, "3", "2", "2"),
        ("-2.5", 0, "-3", "-2", "-2"),
        ("-0.04", 1, "0.0", "0.0", "0.0"),
        ("1250", -2, "1300", "1200", "1200"),
        ("2.675", 2, "2.68", "2.68", "2.67"),  # a binary float would give 2.67
        ("1/3", 3, "0.333", "0.333", "0.333"),
        ("-2/3", 2, "-0.67", "-0.67", "-0.66"),
    ],
)
def test_rounding_conventions(value, decimals, half_up, half_even, truncated):
    exact = Fraction(value)
    expected = (half_up, half_even, truncated)
    rounded = tuple(round_to(exact, decimals, rounding) for rounding in (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATE))
    assert tuple(format(number, "f") for number in rounded) == expected


@given(VALUES, DECIMALS, st.sampled_from(Rounding))
def test_rounding_moves_less_than_one_place_and_half_a_place_at_most(value, decimals, rounding):
    moved = abs(Fraction(round_to(value, decimals, rounding)) - value)
    place = Fraction(1, 10**decimals)
    assert moved < place if rounding is Rounding.TRUNCATE else moved <= place / 2


@given(VALUES, VALUES, DECIMALS, st.sampled_from(Rounding))
def test_rounding_keeps_order(first, second, decimals, rounding):
    low, high = sorted((first, second))
    assert round_to(low, decimals, rounding) <= round_to(high, decimals, rounding)


@given(VALUES, DECIMALS, st.sampled_from((Rounding.HALF_UP, Rounding.HALF_EVEN)))
def test_what_was_rounded_lies_in_the_interval_of_its_figure_and_holds(value, decimals, rounding):
    figure = Figure(round_to(value, decimals, rounding), Decimal(1).scaleb(-decimals))
    assert figure.interval.contains(value)
    assert compare(figure.interval, Fraction(figure.place), Interval.point(value)) is Verdict.HOLDS


@given(VALUES, DECIMALS)
def test_what_was_cut_off_is_never_a_contradiction(value, decimals):
    place = Fraction(1, 10**decimals)
    cut = Fraction(round_to(value, decimals, Rounding.TRUNCATE))
    verdict = compare(Interval.around(cut, place / 2), place, Interval.point(value))
    assert verdict is (Verdict.HOLDS if abs(value - cut) <= place / 2 else Verdict.TRUNCATED)


@given(VALUES, DECIMALS, VALUES)
def test_a_value_a_whole_place_away_contradicts(value, decimals, miss):
    place = Fraction(1, 10**decimals)
    claim = Fraction(round_to(value, decimals))
    far = claim + (place + abs(miss)) * (1 if miss >= 0 else -1)
    assert compare(Interval.around(claim, place / 2), place, Interval.point(far)) is Verdict.CONTRADICTS


@pytest.mark.parametrize(
    ("claim", "unit", "low", "high", "expected"),
    [
        ("17.6", ":1", "17.55", "17.55", Verdict.HOLDS),  # a tie may go either way
        ("17.6", ":1", "17.69", "17.69", Verdict.TRUNCATED),
        ("17.6", ":1", "17.54", "17.54", Verdict.CONTRADICTS),  # cutting off never raises
        ("17.6", ":1", "17.7", "17.7", Verdict.CONTRADICTS),
        ("-4.0", "", "-4.09", "-4.09", Verdict.TRUNCATED),  # mirrored below zero
        ("-4.0", "", "-3.94", "-3.94", Verdict.CONTRADICTS),
        ("0.0", "", "0.09", "0.09", Verdict.TRUNCATED),
        ("0.0", "", "-0.09", "-0.09", Verdict.TRUNCATED),
        ("0.0", "", "0.1", "0.1", Verdict.CONTRADICTS),
        ("17.6", ":1", "17.69", "18", Verdict.TRUNCATED),  # any value of the recomputed interval may be the true one
        ("39", "人", "39", "39", Verdict.HOLDS),
        ("39", "人", "38", "38", Verdict.CONTRADICTS),  # exact counts have no tolerance
        ("39", "人", "38.5", "39.5", Verdict.HOLDS),
        ("≥60", "人", "75", "75", Verdict.HOLDS),
        ("≥60", "人", "59", "59", Verdict.CONTRADICTS),
        ("近50", "", "50", "50", Verdict.CONTRADICTS),
        ("近50", "", "49.9", "49.9", Verdict.HOLDS),
        ("超100", "", "100", "100", Verdict.CONTRADICTS),
        ("≥60.0", "", "59.95", "59.95", Verdict.CONTRADICTS),  # a bound is not rounded and not cut off
        ("约3.2", "", "3.4", "3.4", Verdict.HOLDS),  # 10 % of 3.2 is 0.32
        ("约3.2", "", "3.6", "3.6", Verdict.SUSPICIOUS),
        ("2-24", "小时", "90000", "90000", Verdict.CONTRADICTS),  # base unit 秒: 25 h
        ("2-24", "小时", "36000", "36000", Verdict.HOLDS),
        ("95.43", "%", "0.95434", "0.95434", Verdict.HOLDS),
        ("2.5", "亿元", "254999999", "254999999", Verdict.HOLDS),  # ± 500万元
        ("2.5", "亿元", "259999999", "259999999", Verdict.TRUNCATED),
    ],
)
def test_verdicts(claim, unit, low, high, expected):
    assert judge(read_figure(claim, unit), Interval(Fraction(low), Fraction(high))) is expected


def test_the_printed_value_may_be_given():
    claim = Interval.around(Fraction("17.6"), Fraction("0.05"))
    assert compare(claim, Fraction("0.1"), Interval.point(Fraction("17.68")), Fraction("17.6")) is Verdict.TRUNCATED


def test_rounded_parts_and_total_share_the_tolerance():
    # 33.3 + 33.3 + 33.3 = 99.9 against 100.0: bound (3 + 1) × 0.1 / 2 = 0.2
    part = read_figure("33.3", "%").interval
    assert compare(read_figure("100.0", "%").interval, Fraction("0.1"), part + part + part) is Verdict.HOLDS
    assert compare(read_figure("100.2", "%").interval, Fraction("0.1"), part + part + part) is Verdict.CONTRADICTS


@given(VALUES)
def test_a_finite_fraction_becomes_its_exact_decimal(value):
    finite = round_to(value, 6)
    assert as_decimal(Fraction(finite)) == finite


def test_an_endless_fraction_keeps_forty_digits():
    assert as_decimal(Fraction(2000, 3)) == Decimal("666." + "6" * 36 + "7")


def test_intervals_of_bounds():
    figure = Figure(Decimal(60), Decimal(1))
    ends = {
        Bound.AT_LEAST: Interval(Fraction(60), None),
        Bound.MORE: Interval(Fraction(60), None, low_open=True),
        Bound.AT_MOST: Interval(None, Fraction(60)),
        Bound.LESS: Interval(None, Fraction(60), high_open=True),
        Bound.NEAR: Interval(None, Fraction(60), high_open=True),
        Bound.ABOUT: Interval(Fraction(54), Fraction(66)),
        Bound.NONE: Interval(Fraction("59.5"), Fraction("60.5")),
    }
    for bound, expected in ends.items():
        assert Figure(figure.value, figure.place, bound=bound).interval == expected
