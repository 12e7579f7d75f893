"""Numbers as they are printed: fixed decimals, thousands marks where wanted, ratios as 17.6:1."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from gouji.numbers.rounding import Rounding
from gouji.numbers.rounding import round_to


def write_figure(
    value: Decimal | Fraction,
    decimals: int,
    unit: str = "",
    *,
    thousands: bool = False,
    rounding: Rounding = Rounding.HALF_UP,
) -> str:
    """The value, which is in `unit`, with so many decimals: "95.43", "1,234.5"; the unit itself is written only for ":1": "17.6:1"."""
    rounded = round_to(value, decimals, rounding)
    if not rounded:
        rounded = abs(rounded)  # −0.00 is nothing people print
    return f"{rounded:{',' if thousands else ''}f}{unit if unit == ':1' else ''}"
