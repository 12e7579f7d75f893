"""Score a book: the schemes it names, or the one asked for."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from gouji.actions.explain_figure import organisation_of
from gouji.book import Book
from gouji.book import SchemeUse
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon.scoresheet import ScoreSheet
from gouji.reckon.scoring import scheme_of
from gouji.reckon.scoring import score


def score_book(book: Book, scheme: str = "", organisation: str = "", period: str = "") -> list[ScoreSheet]:
    """A score sheet for each scheme of book.yaml, or for the one named; organisation and period given here go before those of the book.

    Raises GoujiError: no scheme named anywhere (X09), no such scheme in the period (R01), unknown organisation (B30) or period (B01).
    """
    reckoner = Reckoner(book)
    return [_score(reckoner, use, organisation, period) for use in _uses(book, scheme)]


def _score(reckoner: Reckoner, use: SchemeUse, organisation: str, period: str) -> ScoreSheet:
    place = Context(organisation_of(reckoner.book, organisation or use.organisation), parse_period(period or use.period))
    return score(reckoner, scheme_of(reckoner, use.scheme, place), place)


def _uses(book: Book, scheme: str) -> Sequence[SchemeUse]:
    known = sorted({item.name for item in book.catalogue.schemes})
    if not scheme:
        if not book.schemes:
            raise GoujiError.of("X09", known="、".join(known) or "—")
        return book.schemes
    named = [use for use in book.schemes if use.scheme == scheme]
    return named or [SchemeUse(_nearest(scheme, known), book.organisation, _latest(book))]


def _nearest(name: str, known: Sequence[str]) -> str:
    """The scheme that a unique part of its name means; the name as it is where none or several do."""
    holding = [item for item in known if name in item]
    return holding[0] if len(holding) == 1 else next(iter(get_close_matches(name, known, n=1, cutoff=0.9)), name)


def _latest(book: Book) -> str:
    """The period the book is about: that of its first scheme or form, else the latest it knows."""
    named = [*(use.period for use in book.schemes), *(use.period for use in book.forms)]
    return next(iter(named), "") or next((period.text for period in reversed(book.periods())), "2000")
