"""Fractions that reckon with one another three times as fast: an audit adds, divides and compares them by the hundred thousand.

`Fraction` asks of every operand which of Python's kinds of numbers it is, and of every result whether it can be cut; here both are known.
An `Exact` is a `Fraction`, equal to it, hashed like it, and all that is not overridden here is done by it. Where a `Fraction` would turn to binary
for a float, an `Exact` raises TypeError: when it is added, subtracted, multiplied or divided, and when it is compared by <, <=, > or >=.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

_new = object.__new__


class Exact(Fraction):
    """A fraction in lowest terms."""

    __slots__ = ()
    if TYPE_CHECKING:
        _numerator: int
        _denominator: int

    def __add__(self, other: object) -> Exact:  # type: ignore[override]  # floats are no figures
        above, below = (other._numerator, other._denominator) if type(other) is Exact else _parts(other)
        mine = self._denominator
        if mine == below:
            return _cut(self._numerator + above, mine) if mine != 1 else _made(self._numerator + above, 1)
        return _cut(self._numerator * below + above * mine, mine * below)

    __radd__ = __add__  # type: ignore[assignment]

    def __sub__(self, other: object) -> Exact:  # type: ignore[override]
        above, below = (other._numerator, other._denominator) if type(other) is Exact else _parts(other)
        mine = self._denominator
        if mine == below:
            return _cut(self._numerator - above, mine) if mine != 1 else _made(self._numerator - above, 1)
        return _cut(self._numerator * below - above * mine, mine * below)

    def __rsub__(self, other: object) -> Exact:  # type: ignore[override]
        return -(self - other)

    def __mul__(self, other: object) -> Exact:  # type: ignore[override]
        above, below = (other._numerator, other._denominator) if type(other) is Exact else _parts(other)
        return _cut(self._numerator * above, self._denominator * below)

    __rmul__ = __mul__  # type: ignore[assignment]

    def __truediv__(self, other: object) -> Exact:  # type: ignore[override]
        above, below = _parts(other)
        return _divided(self._numerator * below, self._denominator * above)

    def __rtruediv__(self, other: object) -> Exact:  # type: ignore[override]
        above, below = _parts(other)
        return _divided(above * self._denominator, below * self._numerator)

    def __neg__(self) -> Exact:
        return _made(-self._numerator, self._denominator)

    def __abs__(self) -> Exact:
        return self if self._numerator >= 0 else _made(-self._numerator, self._denominator)

    def __eq__(self, other: object) -> bool:
        if type(other) is Exact:
            return self._numerator == other._numerator and self._denominator == other._denominator
        if type(other) is int:
            return self._denominator == 1 and self._numerator == other
        return Fraction.__eq__(self, other)

    def __hash__(self) -> int:  # type: ignore[override]  # typeshed does not know that complex numbers have one
        return hash(self._numerator) if self._denominator == 1 else Fraction.__hash__(self)

    def __lt__(self, other: object) -> bool:
        above, below = (other._numerator, other._denominator) if type(other) is Exact else _parts(other)
        return self._numerator * below < above * self._denominator

    def __le__(self, other: object) -> bool:
        above, below = (other._numerator, other._denominator) if type(other) is Exact else _parts(other)
        return self._numerator * below <= above * self._denominator

    def __gt__(self, other: object) -> bool:
        above, below = (other._numerator, other._denominator) if type(other) is Exact else _parts(other)
        return self._numerator * below > above * self._denominator

    def __ge__(self, other: object) -> bool:
        above, below = (other._numerator, other._denominator) if type(other) is Exact else _parts(other)
        return self._numerator * below >= above * self._denominator


def exactly(value: Decimal | Fraction | int) -> Exact:
    """The same number as an Exact."""
    return _made(*value.as_integer_ratio())


def _made(above: int, below: int) -> Exact:
    """The fraction of two numbers without a common divisor, the lower one positive."""
    made = _new(Exact)
    made._numerator, made._denominator = above, below  # noqa: SLF001 - its own
    return made


def _cut(above: int, below: int) -> Exact:
    common = gcd(above, below)
    return _made(above, below) if common == 1 else _made(above // common, below // common)


def _divided(above: int, below: int) -> Exact:
    if not below:
        raise ZeroDivisionError
    return _cut(above, below) if below > 0 else _cut(-above, -below)


def _parts(other: object) -> tuple[int, int]:
    """Numerator and denominator. Raises TypeError for what is no exact number."""
    kind = type(other)
    if kind is Exact or kind is Fraction:
        return other._numerator, other._denominator  # type: ignore[attr-defined]  # noqa: SLF001 - its own
    if isinstance(other, int | Fraction):
        return other.numerator, other.denominator
    raise TypeError(kind)
