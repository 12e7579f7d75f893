"""Rounding by name, on exact numbers.

Statistics and reports round half up (四舍五入), GB/T 8170-2008 rounds half to even (四舍六入五成双), some figures are simply cut off (截断).
All three are symmetric about zero: what happens to 2.5 happens to −2.5.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN
from decimal import Context
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

ENDLESS_DIGITS = 40  # significant digits kept of a fraction that has no finite decimal, such as 2000/3


class Rounding(StrEnum):
    """A rounding convention under the name that regulations use."""

    HALF_UP = "四舍五入"
    HALF_EVEN = "四舍六入五成双"
    TRUNCATE = "截断"


def round_to(value: Fraction | Decimal, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """The value rounded to so many decimals (negative: to tens, hundreds …), in one step from the exact value, never in a chain."""
    above, below = value.as_integer_ratio()
    above, below = (above * 10**decimals, below) if decimals > 0 else (above, below * 10**-decimals)
    whole, rest = divmod(abs(above), below)
    if _goes_up(whole, 2 * rest, below, rounding):
        whole += 1
    signed = -whole if above < 0 else whole
    return Decimal(f"{signed}E{-decimals}") if decimals > 0 else Decimal(signed * 10**-decimals)


def as_decimal(value: Fraction) -> Decimal:
    """The fraction as a decimal: exact where it ends, else to 40 significant digits."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator == 1:
        return round_to(value, max(twos, fives))
    return Context(prec=ENDLESS_DIGITS, rounding=ROUND_HALF_EVEN).divide(Decimal(value.numerator), Decimal(value.denominator))


def _goes_up(whole: int, twice_rest: int, unit: int, rounding: Rounding) -> bool:
    if rounding is Rounding.TRUNCATE or twice_rest < unit:
        return False
    return twice_rest > unit or rounding is Rounding.HALF_UP or whole % 2 == 1
