"""The numbers of a long text found on two cores: the second half in a copy of this process, which tells them as plain values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from gouji.audit.tokens.plain import plain
from gouji.audit.tokens.scan import scanned
from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.papers.documents import beside

LONG = 80_000  # characters; for fewer another process would take longer to begin than it spares
_KINDS = {kind.value: kind for kind in TokenKind}
_BOUNDS = {bound.value: bound for bound in Bound}
Plain = tuple[Any, ...]
"""A token as values that marshal carries."""


def tokens_of(text: str) -> list[Token]:
    """All numbers of a text in their order, as `tokenize` finds them."""
    prepared, middle = plain(text), text.find("\n", len(text) // 2) + 1
    if len(text) < LONG or not middle or not beside.possible():
        return scanned(text, prepared, 0, len(text))[0]
    second = beside.Beside(lambda: [_told(token) for token in scanned(text, prepared, middle, len(text))[0]], long=True)
    try:
        tokens, position = scanned(text, prepared, 0, middle)
        if position > middle:  # a number that goes on behind the middle: what stands there was read from within it
            return tokens + scanned(text, prepared, position, len(text))[0]
        return tokens + [_heard(told) for told in second.result()]
    finally:
        second.dropped()


def _told(token: Token) -> Plain:
    """All that a token says."""
    figure, span = token.figure, token.span
    measured = None if figure is None else (
        str(figure.value), str(figure.place), figure.unit, figure.bound.value, None if figure.upper is None else str(figure.upper), figure.text,
    )
    days = None if span is None else (span[0].toordinal(), span[1].toordinal())
    return (
        token.kind.value, token.start, token.end, token.outer_start, token.outer_end, token.value_text, measured, token.unit, token.han,
        token.approximate, token.change, token.sign, token.year, days,
    )


def _heard(told: Plain) -> Token:
    """The token that was told."""
    kind, start, end, outer_start, outer_end, printed, measured, unit, han, approximate, change, sign, year, days = told
    figure = None
    if measured is not None:
        value, place, of, bound, upper, text = measured
        figure = Figure(Decimal(value), Decimal(place), of, _BOUNDS[bound], None if upper is None else Decimal(upper), text)
    span = None if days is None else (date.fromordinal(days[0]), date.fromordinal(days[1]))
    return Token(_KINDS[kind], start, end, outer_start, outer_end, printed, figure, unit, han, approximate, change, sign, year, span)
