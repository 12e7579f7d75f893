"""A quick sieve for very many places: tells, on whole numbers only, where a relation certainly holds; everything else goes to the evaluator.

The sieve never decides against a relation, and where it says *holds* the evaluator says the same (a property test compares them). It knows
sums, differences, multiples and one ratio of recorded figures and of their earlier values; the rest of the language it leaves alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from gouji.catalogue import Edition
from gouji.formulas import Binary
from gouji.formulas import Call
from gouji.formulas import Node
from gouji.formulas import Number
from gouji.formulas import Reference
from gouji.formulas import Unary
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import units
from gouji.reckon.places import Places

Ends = dict[int, tuple[int, int]]
Sieve = Callable[[int], bool]
_SPARE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Column:
    """The interval ends of an indicator by spot, as whole multiples of 1/scale in base units."""

    scale: int
    ends: Ends


@dataclass(frozen=True, slots=True)
class Sum:
    """A linear expression: a constant and weighted columns (an indicator and how many periods back)."""

    constant: Fraction
    terms: tuple[tuple[Fraction, str, int], ...]


class Screen:
    """Builds columns once and sieves for relations of one book."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._columns: dict[tuple[str, int], Column] = {}

    def sieve(self, edition: Edition, operator: str, left: Node, right: Node) -> Sieve | None:
        """A function of a spot's number that is true where left operator right certainly holds; None where the relation is not for the sieve."""
        if operator in ("≥", ">"):
            return self.sieve(edition, "≤" if operator == "≥" else "<", right, left)
        if operator not in ("=", "≤", "<"):
            return None
        for claim, other in ((left, right), (right, left)):
            if operator == "=" and isinstance(other, Binary) and other.operator == "÷":
                return self._ratio(edition, claim, other)
        first, second = linear(left, edition), linear(right, edition)
        if first is None or second is None:
            return None
        negated = [(-weight, code, back) for weight, code, back in second.terms]
        return self._difference(operator, [*first.terms, *negated], first.constant - second.constant)

    def _difference(self, operator: str, terms: list[tuple[Fraction, str, int]], constant: Fraction) -> Sieve:
        """Left − right as one interval: = needs 0 inside, ≤ and < need a low end that allows it."""
        offset, weighted = self._scaled(constant, terms)
        zero_counts = operator != "<"

        def holds(spot: int) -> bool:
            low = high = offset
            for weight, ends in weighted:
                pair = ends.get(spot)
                if pair is None:
                    return False
                if weight > 0:
                    low += weight * pair[0]
                    high += weight * pair[1]
                else:
                    low += weight * pair[1]
                    high += weight * pair[0]
            return low <= 0 <= high if operator == "=" else low < 0 or (zero_counts and low == 0)

        return holds

    def _ratio(self, edition: Edition, claim: Node, ratio: Binary) -> Sieve | None:
        """Claim = numerator ÷ denominator for denominators above 0: the claim's interval meets the ratio's."""
        parts = [linear(node, edition) for node in (claim, ratio.left, ratio.right)]
        if any(part is None for part in parts):
            return None
        scaled = [self._scaled(part.constant, list(part.terms)) for part in parts if part is not None]
        claimed, top, bottom = (_interval_of(offset, weighted) for offset, weighted in scaled)
        unit = self._unit(claim, ratio, edition)

        def holds(spot: int) -> bool:
            divisor, stated, dividend = bottom(spot), claimed(spot), top(spot)
            if divisor is None or stated is None or dividend is None or divisor[0] <= 0:
                return False
            highest = divisor[0] if dividend[1] >= 0 else divisor[1]
            lowest = divisor[1] if dividend[0] >= 0 else divisor[0]
            return stated[0] * highest * unit[1] <= dividend[1] * unit[0] and dividend[0] * unit[0] <= stated[1] * lowest * unit[1]

        return holds

    def _unit(self, claim: Node, ratio: Binary, edition: Edition) -> tuple[int, int]:
        """What turns stated × divisor into the scale of the dividend: (scale of claim × scale of divisor, scale of dividend)."""
        scales = []
        for node in (claim, ratio.right, ratio.left):
            part = linear(node, edition)
            assert part is not None, "asked only of linear parts"
            scales.append(self._common(part.constant, list(part.terms)))
        return scales[0] * scales[1], scales[2]

    def _common(self, constant: Fraction, terms: list[tuple[Fraction, str, int]]) -> int:
        return lcm(constant.denominator, *(weight.denominator * self._column(code, back).scale for weight, code, back in terms))

    def _scaled(self, constant: Fraction, terms: list[tuple[Fraction, str, int]]) -> tuple[int, list[tuple[int, Ends]]]:
        common = self._common(constant, terms)
        weighted = []
        for weight, code, back in terms:
            column = self._column(code, back)
            weighted.append((int(weight * common / column.scale), column.ends))
        return int(constant * common), weighted

    def _column(self, code: str, back: int) -> Column:
        column = self._columns.get((code, back))
        if column is None:
            column = self._columns[(code, back)] = self._earlier(code, back) if back else self._recorded(code)
        return column

    def _recorded(self, code: str) -> Column:
        facts = self.places.book.facts
        ends: Ends = {}
        scale = 0
        halves: dict[tuple[object, str], tuple[int, int, int] | None] = {}
        for number, key in self.places.whole.get(code, {}).items():
            fact = facts.get(key)
            if fact is None or fact.figure is None or fact.figure.bound is not Bound.NONE:
                continue
            figure = fact.figure
            shape = (figure.place, figure.unit)
            measure = halves.get(shape)
            if measure is None:
                scale = scale or _scale(figure)
                measure = halves[shape] = _measure(figure, scale)
            if measure is None:
                continue
            top, bottom = figure.value.as_integer_ratio()
            times, rest = divmod(measure[0], bottom)
            if not rest and measure[2]:
                middle = top * times
                ends[number] = (middle - measure[1], middle + measure[1])
        return Column(scale or 1, ends)

    def _earlier(self, code: str, back: int) -> Column:
        now = self._column(code, 0)
        spots, numbers = self.places.spots, self.places.numbers
        ends: Ends = {}
        for number, (organisation, period) in enumerate(spots):
            before = numbers.get((organisation, period.earlier(back)))
            if before is not None and before in now.ends:
                ends[number] = now.ends[before]
        return Column(now.scale, ends)


def _scale(figure: Figure) -> int:
    """Twice a power of ten with room for finer figures of the same indicator, times the denominator of the unit."""
    exponent = figure.value.as_tuple().exponent
    decimals = max(-exponent if isinstance(exponent, int) else 0, 0) + _SPARE_DECIMALS
    factor = units.scale(figure.unit)[1]
    return int(2 * 10**decimals * factor.denominator)


def _measure(figure: Figure, scale: int) -> tuple[int, int, int] | None:
    """(what a whole unit is worth, half the last place, 1) in multiples of 1/scale; None where the scale is too coarse for it."""
    factor = units.scale(figure.unit)[1]
    worth, half = factor * scale, Fraction(figure.place) * factor * scale / 2
    return (int(worth), int(half), 1) if worth.denominator == 1 and half.denominator == 1 else None


def _interval_of(offset: int, weighted: list[tuple[int, Ends]]) -> Callable[[int], tuple[int, int] | None]:
    def ends_at(spot: int) -> tuple[int, int] | None:
        low = high = offset
        for weight, ends in weighted:
            pair = ends.get(spot)
            if pair is None:
                return None
            low += weight * pair[0 if weight > 0 else 1]
            high += weight * pair[1 if weight > 0 else 0]
        return low, high

    return ends_at


def linear(node: Node, edition: Edition) -> Sum | None:
    """The expression as weighted recorded indicators, each occurrence apart; None where it is anything else."""
    match node:
        case Number():
            return Sum(node.value, ())
        case Reference(kind="indicator"):
            return None if _special(node.key, edition) else Sum(Fraction(0), ((Fraction(1), node.key, 0),))
        case Call(function="上期"):
            return _back(node, edition)
        case Unary():
            return _times(linear(node.operand, edition), Fraction(-1))
        case Binary(operator="+"):
            return _plus(linear(node.left, edition), linear(node.right, edition))
        case Binary(operator="-"):
            return _plus(linear(node.left, edition), _times(linear(node.right, edition), Fraction(-1)))
        case Binary(operator="×", left=Number() as factor):
            return _times(linear(node.right, edition), factor.value)
        case Binary(operator="×", right=Number() as factor):
            return _times(linear(node.left, edition), factor.value)
        case _:
            return None


def _special(code: str, edition: Edition) -> bool:
    indicator = edition.indicators[code]
    return indicator.formula is not None or indicator.type != "数量"


def _back(node: Call, edition: Edition) -> Sum | None:
    first = node.arguments[0]
    steps = node.arguments[1] if len(node.arguments) > 1 else None
    if not isinstance(first, Reference) or first.kind != "indicator" or _special(first.key, edition) or not isinstance(steps, Number | None):
        return None
    return Sum(Fraction(0), ((Fraction(1), first.key, int(steps.value) if steps is not None else 1),))


def _plus(left: Sum | None, right: Sum | None) -> Sum | None:
    return None if left is None or right is None else Sum(left.constant + right.constant, (*left.terms, *right.terms))


def _times(part: Sum | None, factor: Fraction) -> Sum | None:
    if part is None or not factor:
        return None
    return Sum(part.constant * factor, tuple((weight * factor, code, back) for weight, code, back in part.terms))
