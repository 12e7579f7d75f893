"""Every method of scoring with its arithmetic, in every direction."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.catalogue import Criterion
from gouji.catalogue.definitions import Band
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.formulas import of_figure
from gouji.messages import Place
from gouji.numbers import read_figure
from gouji.reckon.methods import all_or_nothing
from gouji.reckon.methods import by_bands
from gouji.reckon.methods import by_deduction
from gouji.reckon.methods import by_formula
from gouji.reckon.methods import by_mark
from gouji.reckon.methods import by_ratio
from gouji.reckon.methods import meets


def amount(text):
    return of_figure(read_figure(text))


def criterion(**values):
    plain = {
        "code": "X", "name": "项", "points": Fraction(10), "method": "", "value": None, "target": None, "direction": "≥", "formula": None, "bands": (),
        "unit": Fraction(1, 100), "unit_written": "1%", "deduct": Fraction(0), "out_of": None, "targets": None, "children": (), "either": (), "rescale": False, "note": "",
        "place": Place(),
    }
    return Criterion(**{**plain, **values})


@pytest.mark.parametrize(("direction", "actual", "target", "score"), [
    ("≥", "90", "90", 10), ("≥", "120", "90", 10), ("≥", "45", "90", 5), ("≥", "0", "90", 0), ("≥", "-5", "90", 0),
    (">", "90", "90", 10),                       # not more than 90, but 90 ÷ 90 of the points
    ("=", "90", "90", 10), ("=", "45", "90", 5), ("=", "95", "90", 10),     # practice: at least
    ("≤", "90", "90", 10), ("≤", "30", "90", 10), ("≤", "180", "90", 5), ("≤", "0", "90", 10), ("≤", "-1", "90", 10),
    ("<", "90", "90", 10),
    ("≥", "73%", "85%", Fraction(146, 17)),      # 10 × 73 ÷ 85 = 8.588
    ("≤", "0", "0", 10), ("≤", "1", "0", 0), ("=", "0", "0", 10), ("=", "2", "0", 0), ("≥", "0", "0", 10),     # a target of nought is all or nothing
    ("≥", "≥60", "60", 10), ("≥", "≥50", "60", None), ("≤", "≥60", "60", None), ("≥", "约60", "50", 10), ("≥", "约60", "60", None),
])
def test_by_ratio(direction, actual, target, score):
    assert by_ratio(Fraction(10), direction, amount(actual), amount(target)).score == score


@pytest.mark.parametrize(("direction", "actual", "target", "completion"), [
    ("≥", "45", "90", Fraction(1, 2)), ("≥", "180", "90", 2), ("≤", "180", "90", Fraction(1, 2)), ("≤", "45", "90", 2), ("≤", "0", "90", None), ("≥", "5", "0", None),
    ("≥", "-10%", "-5%", None), ("≤", "5%", "-10%", None),          # of a target below 0 there is no share: −10 of −5 is no 200 %
])
def test_how_far_the_target_was_reached(direction, actual, target, completion):
    assert by_ratio(Fraction(10), direction, amount(actual), amount(target)).completion == completion


@pytest.mark.parametrize(("direction", "actual", "target", "score"), [
    ("≥", "90", "90", 10), ("≥", "89.9", "90", 0), (">", "90", "90", 0), ("≤", "90", "90", 10), ("<", "90", "90", 0), ("=", "90", "90", 10), ("=", "91", "90", 0),
    ("≥", "≥95", "90", 10), ("≥", "≤80", "90", 0), ("≥", "≥80", "90", None), ("≤", "≤80", "90", 10), ("≤", "≥95", "90", 0), ("=", "≥80", "90", None),
    ("≥", "95", "≥90", None),
])
def test_all_or_nothing(direction, actual, target, score):
    assert all_or_nothing(Fraction(10), direction, amount(actual), amount(target)).score == score


@pytest.mark.parametrize(("actual", "score"), [
    ("95%", 10), ("120%", 10), ("94.99%", 8), ("80%", 8), ("79.9%", 3), ("60%", 3), ("59%", 0), ("≥95%", None),
])
def test_by_bands(actual, score):
    bands = tuple(Band(Fraction(start, 100), Fraction(share, 10)) for start, share in ((60, 3), (95, 10), (80, 8)))    # in any order
    assert by_bands(criterion(bands=bands), amount(actual)).score == score


@pytest.mark.parametrize(("direction", "actual", "target", "score"), [
    ("≤", "10%", "10%", 10), ("≤", "5%", "10%", 10), ("≤", "15%", "10%", 9), ("≤", "70%", "10%", 0),       # 10 − 5 × 0.2; never below 0
    ("≤", "11.26%", "10%", Fraction(9748, 1000)),                                                            # 10 − 1.26 × 0.2, in proportion
    ("≥", "95%", "100%", 9), ("≥", "105%", "100%", 10), ("=", "95%", "100%", 9), ("=", "105%", "100%", 9),
    ("≤", "≥10%", "10%", None),
])
def test_by_deduction(direction, actual, target, score):
    assert by_deduction(criterion(direction=direction, deduct=Fraction(2, 10)), amount(actual), amount(target)).score == score


@pytest.mark.parametrize(("value", "score"), [(Fraction(7), 7), (Fraction(12), 10), (Fraction(-1), 0), (Fraction(1, 3), Fraction(1, 3))])
def test_by_formula(value, score):
    assert by_formula(criterion(), Amount.exact(value)).score == score


def test_a_formula_without_a_number_gives_no_points():
    assert by_formula(criterion(), Missing("缺数据")).score is None
    assert by_formula(criterion(), amount("≥5")).score is None


@pytest.mark.parametrize(("out_of", "mark", "score"), [(None, 7, 7), (None, 12, 10), (None, -1, 0), (100, 85, Fraction(17, 2)), (5, 4, 8), (5, 6, 10)])
def test_by_mark(out_of, mark, score):
    assert by_mark(criterion(out_of=None if out_of is None else Fraction(out_of)), Fraction(mark)).score == score


def test_the_arithmetic_is_shown():
    assert by_ratio(Fraction(10), "≥", amount("45"), amount("90")).arithmetic == "10 × 50% = 5"
    assert by_deduction(criterion(direction="≤", deduct=Fraction(1, 5)), amount("15%"), amount("10%")).arithmetic == "10 − 偏差 5% ÷ 1% × 0.2 = 9"
    assert by_mark(criterion(out_of=Fraction(100)), Fraction(85)).arithmetic == "10 × 85 ÷ 100 = 8.5"


numbers = st.fractions(-50, 200, max_denominator=20).map(Amount.exact)


@given(st.sampled_from("≥>=≤<"), numbers, numbers)
def test_points_stay_between_nothing_and_all(direction, actual, target):
    for points in (by_ratio(Fraction(10), direction, actual, target), all_or_nothing(Fraction(10), direction, actual, target),
                   by_deduction(criterion(direction=direction, deduct=Fraction(1)), actual, target)):
        assert 0 <= points.score <= 10


@given(st.sampled_from("≥>=≤<"), numbers, numbers)
def test_a_met_target_gets_all_points(direction, actual, target):
    if meets(direction, actual, target):
        assert by_ratio(Fraction(10), direction, actual, target).score == 10
        assert all_or_nothing(Fraction(10), direction, actual, target).score == 10
