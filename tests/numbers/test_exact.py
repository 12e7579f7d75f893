"""An Exact is a Fraction that reckons faster: every result is the one that Fraction gives."""

import copy
import operator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.numbers import Exact
from gouji.numbers import exactly

FRACTIONS = st.fractions(min_value=-10**6, max_value=10**6, max_denominator=2000)
OPERATIONS = (operator.add, operator.sub, operator.mul, operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)


@given(FRACTIONS, FRACTIONS)
def test_it_reckons_as_fractions_do(one, other):
    for reckon in (*OPERATIONS, *((operator.truediv, operator.mod) if other else ())):
        expected = reckon(one, other)
        for result in (reckon(exactly(one), exactly(other)), reckon(exactly(one), other), reckon(one, exactly(other))):
            assert result == expected
            assert str(result) == str(expected)
    assert (hash(exactly(one)), str(exactly(one)), -exactly(one), abs(exactly(one))) == (hash(one), str(one), -one, abs(one))


@given(FRACTIONS, st.integers(-1000, 1000))
def test_it_reckons_with_whole_numbers(one, whole):
    for reckon in OPERATIONS:
        assert (reckon(exactly(one), whole), reckon(whole, exactly(one))) == (reckon(one, whole), reckon(whole, one))


def test_it_stays_exact_and_in_lowest_terms():
    results = (Exact(1, 6) + Exact(1, 3), 1 - Exact(1, 2), sum([Exact(1, 4), Exact(1, 4)]), exactly(Decimal("0.50")), 1 / Exact(2), copy.copy(Exact(1, 2)))
    assert [(type(each), each.as_integer_ratio()) for each in results] == [(Exact, (1, 2))] * len(results)
    assert {Fraction(3): "three"}[exactly(3)] == "three"


def test_it_takes_no_floats_and_divides_by_no_zero():
    with pytest.raises(TypeError):
        Exact(1, 2) + 0.5
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            compare(Exact(1, 2), 0.5)
    with pytest.raises(ZeroDivisionError):
        Exact(1, 2) / Exact(0)
