"""Figures and tokens of measures and ranges, put together from a number and what stands around it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from gouji.audit.tokens.around import Before
from gouji.audit.tokens.around import Behind
from gouji.audit.tokens.around import change_goes_on
from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.audit.tokens.units import COUNTED
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import units

ENDLESS = -38  # an exponent that only a fraction without a finite decimal has (numbers.rounding keeps 40 digits)
_APPROXIMATE = {Bound.ABOUT, Bound.NEAR, Bound.MORE, Bound.LESS}


def figure(number: Decimal, unit: str, bound: Bound, text: str, upper: Decimal | None = None) -> Figure:
    """A number in its unit with the last place it was printed to; 0 for a whole number of things counted."""
    power = min(exponent(number), exponent(upper)) if upper is not None else exponent(number)
    if power > 0:  # 三万五 is 35,000 to the nearest thousand
        return Figure(Decimal(int(number)), Decimal(10**power), unit, bound, upper, text)
    return Figure(number, _place(power, unit), unit, bound, upper, text)


@lru_cache(maxsize=1 << 10)
def _place(power: int, unit: str) -> Decimal:
    """The last printed place; 0 for whole things."""
    return Decimal(0) if not power and (units.is_count(unit) or unit in COUNTED) else Decimal(1).scaleb(power)


def exponent(number: Decimal) -> int:
    """The power of ten of the last printed place."""
    power = number.as_tuple().exponent
    return power if isinstance(power, int) else 0


def quotient(value: Decimal, text: str, unit: str = "") -> Figure:
    """1/3, 三分之一: exact, so that only the digits beyond those kept are unsure."""
    power = exponent(value)
    return Figure(value, Decimal(1).scaleb(power) if power <= ENDLESS else Decimal(0), unit, text=text)


def token(text: str, start: int, end: int, value: Figure, outer: tuple[Before, int], *, han: bool = False) -> Token:
    """The token of a figure between the words before it and the end of what follows it."""
    ahead, outer_end = outer
    if ahead.bound and not value.bound:
        value = replace(value, bound=ahead.bound)
    change = "" if ahead.change == "from" and not change_goes_on(text, outer_end) else ahead.change
    by_sign = text[start - 1 : start] in ("<", ">")
    return Token(
        TokenKind.RANGE if value.bound is Bound.RANGE else TokenKind.MEASURE,
        start,
        end,
        min(start, ahead.start),
        max(end, outer_end),
        text[start:end],
        value,
        value.unit,
        han,
        value.bound in _APPROXIMATE and not by_sign,
        change,
        ahead.sign,
    )


def measure(text: str, place: tuple[int, int], number: Decimal, around: tuple[Before, Behind], *, han: bool = False) -> Token:
    """A single number at `place` with what stands around it."""
    start, end = place
    ahead, follows = around
    unit = follows.printed or ("元" if text[start - 1 : start] in ("¥", "￥") and start else "")
    value = figure(number, unit, joined(ahead.bound, follows), text[start:end])
    return token(text, start, end, value, (ahead, follows.end), han=han)


def joined(ahead: Bound, follows: Behind) -> Bound:
    """≥90%以上 is a lower bound, 约500多 an approximation, 100余 more than 100."""
    if Bound.ABOUT in (ahead, follows.bound) or follows.more == "来":
        return Bound.ABOUT
    if follows.more:
        return Bound.AT_LEAST if follows.more == "+" else Bound.MORE
    return ahead or follows.bound


def name(text: str, start: int, end: int, kind: TokenKind = TokenKind.NAME) -> Token:
    """A number that measures nothing."""
    return Token(kind, start, end, start, end, text[start:end])
