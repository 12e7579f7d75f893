"""Intervals of exact fractions: what a printed number may stand for, and what arithmetic makes of it.

Ends are `Fraction`, `None` where the interval is unbounded; an end may be open (`> v`). Arithmetic returns the smallest interval that
contains every pointwise result. It runs inside the evaluator's inner loop, hence the short cuts for points and for positive closed
intervals, which are nearly all there is.
"""

from __future__ import annotations

from fractions import Fraction

from gouji.numbers.exact import Exact
from gouji.numbers.exact import exactly
from gouji.numbers.record import record

ZERO = Exact(0)
End = tuple[int, Fraction, bool]  # infinite (-1, 0, 1), value where finite, open


@record
class Interval:
    """All numbers from `low` to `high`. Callers keep low ≤ high; an unbounded end (None) carries no open flag; a point is closed."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @staticmethod
    def point(value: Fraction | int) -> Interval:
        """The interval that holds one value only."""
        exact = value if type(value) is Exact else exactly(value)
        return Interval(exact, exact)

    @staticmethod
    def around(value: Fraction, half: Fraction) -> Interval:
        """The closed interval value ± half, half ≥ 0; a point where half is 0."""
        return Interval(value - half, value + half) if half else Interval(value, value)

    @property
    def is_point(self) -> bool:
        """Whether the interval holds exactly one value."""
        return self.low is not None and (self.low is self.high or self.low == self.high)

    @property
    def middle(self) -> Fraction | None:
        """The midpoint; None where an end is unbounded."""
        if self.low is None or self.high is None:
            return None
        return self.low if self.low is self.high else (self.low + self.high) / 2

    def contains(self, value: Fraction | int) -> bool:
        """Whether the value lies in the interval."""
        above = self.low is None or self.low < value or (self.low == value and not self.low_open)
        return above and (self.high is None or value < self.high or (self.high == value and not self.high_open))

    def lies_below(self, other: Interval) -> bool:
        """Whether every value of this interval is less than every value of the other."""
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    def overlaps(self, other: Interval) -> bool:
        """Whether the two have a value in common; closed ends that touch do."""
        if _both_points(self, other):
            return self.low == other.low
        return not (self.lies_below(other) or other.lies_below(self))

    def __neg__(self) -> Interval:
        if self.low is self.high and self.low is not None:
            return Interval.point(-self.low)
        low = None if self.high is None else -self.high
        return Interval(low, None if self.low is None else -self.low, self.high_open, self.low_open)

    def __abs__(self) -> Interval:
        if self.low is not None and self.low.numerator >= 0:
            return self
        if self.high is not None and self.high.numerator <= 0:
            return -self
        top = max(_upper(-self), _upper(self), key=_closed_last)
        return Interval(ZERO, None if top[0] else top[1], high_open=top[2] and not top[0])

    def __add__(self, other: Interval) -> Interval:
        if _both_points(self, other):
            return Interval.point(self.low + other.low)  # type: ignore[operator]  # points are bounded
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        low_open = low is not None and (self.low_open or other.low_open)
        return Interval(low, high, low_open, high is not None and (self.high_open or other.high_open))

    def __sub__(self, other: Interval) -> Interval:
        if _both_points(self, other):
            return Interval.point(self.low - other.low)  # type: ignore[operator]  # points are bounded
        low = None if self.low is None or other.high is None else self.low - other.high
        high = None if self.high is None or other.low is None else self.high - other.low
        low_open = low is not None and (self.low_open or other.high_open)
        return Interval(low, high, low_open, high is not None and (self.high_open or other.low_open))

    def __mul__(self, other: Interval) -> Interval:
        if _both_points(self, other):
            return Interval.point(self.low * other.low)  # type: ignore[operator]  # points are bounded
        if _plain(self) and _plain(other):
            return Interval(self.low * other.low, self.high * other.high)  # type: ignore[operator]  # plain is bounded
        return _hull([_product(a, b) for a in (_lower(self), _upper(self)) for b in (_lower(other), _upper(other))])

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient over all non-zero divisors; ZeroDivisionError where the divisor is exactly 0."""
        if _both_points(self, other):
            return Interval.point(self.low / other.low)  # type: ignore[operator]  # points are bounded
        if _plain(self) and _plain(other) and other.low:
            return Interval(self.low / other.high, self.high / other.low)  # type: ignore[operator]  # plain is bounded
        return self * _reciprocal(other)


def _both_points(a: Interval, b: Interval) -> bool:
    # identity, not equality: points are built with one object at both ends, and comparing fractions is slow
    return a.low is a.high and b.low is b.high and a.low is not None and b.low is not None


def _plain(a: Interval) -> bool:
    """Closed, bounded and not negative."""
    return a.low is not None and a.high is not None and not a.low_open and not a.high_open and a.low.numerator >= 0


def _lower(a: Interval) -> End:
    return (-1, ZERO, True) if a.low is None else (0, a.low, a.low_open)


def _upper(a: Interval) -> End:
    return (1, ZERO, True) if a.high is None else (0, a.high, a.high_open)


def _product(a: End, b: End) -> End:
    """The product of two ends. A closed zero makes zero attained whatever the other end is, even infinite."""
    a_sign, b_sign = a[0] or _sign(a[1]), b[0] or _sign(b[1])
    if not a_sign or not b_sign:
        return 0, ZERO, (a_sign != 0 or a[2]) and (b_sign != 0 or b[2])
    if a[0] or b[0]:
        return a_sign * b_sign, ZERO, True
    return 0, a[1] * b[1], a[2] or b[2]


def _sign(value: Fraction) -> int:
    return (value.numerator > 0) - (value.numerator < 0)


def _closed_last(end: End) -> tuple[int, Fraction, bool]:
    return end[0], end[1], not end[2]


def _hull(corners: list[End]) -> Interval:
    low, high = min(corners), max(corners, key=_closed_last)  # of equal corners the closed one counts
    return Interval(None if low[0] else low[1], None if high[0] else high[1], not low[0] and low[2], not high[0] and high[2])


def _reciprocal(a: Interval) -> Interval:
    """1/x over the non-zero x of the interval."""
    if a.is_point and not a.low:
        raise ZeroDivisionError
    low, high = _lower(a), _upper(a)
    if (low[0] or _sign(low[1])) < 0 < (high[0] or _sign(high[1])):
        return Interval(None, None)
    upper = _inverse(low)  # 1/x falls, so the lower end gives the upper one
    lower = _inverse(high)
    return Interval(lower[0], upper[0], lower[1], upper[1])


def _inverse(end: End) -> tuple[Fraction | None, bool]:
    if end[0]:
        return ZERO, True
    return (1 / end[1], end[2]) if end[1] else (None, False)
