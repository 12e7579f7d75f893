"""A printed number: its value, the last place it was printed to, its unit and bound, and hence the interval it stands for."""

from __future__ import annotations

from dataclasses import field
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gouji.messages import GoujiError
from gouji.numbers.exact import Exact
from gouji.numbers.exact import exactly
from gouji.numbers.interval import Interval
from gouji.numbers.record import record
from gouji.numbers.rounding import as_decimal
from gouji.numbers.units import ONE
from gouji.numbers.units import scale

ABOUT_SHARE = Exact(1, 10)  # how far 约, 左右 reach to both sides, as a share of the value: a setting, no regulation defines it


class Bound(StrEnum):
    """How the text limits its number: 不少于 is ≥, 余 and 多 are >, 近 and 不到 are close below."""

    NONE = ""
    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"
    ABOUT = "约"
    NEAR = "近"
    RANGE = "~"


@record
class Figure:
    """A number as printed. `value`, `place` and `upper` are in `unit`; `place` is the last printed place, 0 for an exact count."""

    value: Decimal
    place: Decimal
    unit: str = ""
    bound: Bound = Bound.NONE
    upper: Decimal | None = None  # the upper end of a range
    text: str = ""  # as printed
    _value: Fraction | None = field(default=None, init=False, repr=False, compare=False)  # asked for thousands of times, reckoned once
    _base: Interval | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def interval(self) -> Interval:
        """What the number stands for, in `unit`: v ± half its last place; a point for counts; one-sided for bounds."""
        return _interval(self, ONE)

    def base(self) -> Interval:
        """What the number stands for, in base units (元, 平方米, 1 for %). Raises N03 for a text that cannot be a unit."""
        known = self._base
        if known is None:
            known = _interval(self, scale(self.unit)[1])
            object.__setattr__(self, "_base", known)
        return known

    def base_value(self) -> Fraction:
        """The printed value in base units, exact. Raises N03 for a text that cannot be a unit."""
        known = self._value
        if known is None:
            known = _times(self.value, scale(self.unit)[1])
            object.__setattr__(self, "_value", known)
        return known

    def base_place(self) -> Fraction:
        """The last printed place in base units; 0 for an exact count. Raises N03 for a text that cannot be a unit."""
        return _times(self.place, scale(self.unit)[1])

    def to(self, unit: str) -> Figure:
        """The same number in another unit of the same quantity, place converted with it. Raises N02 where the quantities differ.

        A value without a finite decimal (3 亩 in 平方米) keeps 40 significant digits; `base()` stays exact.
        """
        if unit == self.unit:
            return self
        base, factor = scale(self.unit)
        target_base, target_factor = scale(unit)
        if base != target_base:
            raise GoujiError.of("N02", unit=self.unit, target=unit)
        ratio = factor / target_factor
        upper = None if self.upper is None else as_decimal(Fraction(self.upper) * ratio)
        value, place = as_decimal(Fraction(self.value) * ratio), as_decimal(Fraction(self.place) * ratio)
        return replace(self, value=value, place=place, unit=unit, upper=upper)


def _interval(figure: Figure, factor: Fraction) -> Interval:
    value = _times(figure.value, factor)
    match figure.bound:
        case Bound.NONE:
            return Interval.around(value, _times(figure.place, factor) / 2) if figure.place else Interval(value, value)
        case Bound.AT_LEAST:
            return Interval(value, None)
        case Bound.MORE:
            return Interval(value, None, low_open=True)
        case Bound.AT_MOST:
            return Interval(None, value)
        case Bound.LESS | Bound.NEAR:
            return Interval(None, value, high_open=True)
        case Bound.ABOUT:
            return Interval.around(value, max(abs(value) * ABOUT_SHARE, _times(figure.place, factor) / 2))
        case Bound.RANGE:
            return Interval(value, value if figure.upper is None else _times(figure.upper, factor))


def _times(value: Decimal, factor: Fraction) -> Fraction:
    exact = exactly(value)
    return exact if factor is ONE else exact * factor  # most units are base units
