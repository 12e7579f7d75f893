"""The books that documents may be held against: those whose institution's own figures the account may see."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.actions.site.definitions import live_book
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.reading import readable_books
from gouji.actions.site.targets import figures_target
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.models import BookRow


def comparable_books(origin: Origin) -> Sequence[BookRow]:
    """The books, by title."""
    return [book for book in readable_books(origin) if allowed(origin, Act.VIEW_FIGURES, _target(book)).allowed]


def comparable_book(origin: Origin, slug: str, period: str = "") -> BookRow:
    """One of them. Raises GoujiError S02, Refused (figures.view)."""
    book = book_of(slug)
    require(origin, Act.VIEW_FIGURES, _target(book, period))
    return book


def _target(book: BookRow, period: str = "") -> Target:
    with live_book(book).use() as reckoner:
        return figures_target(book, reckoner.book.organisations, book.organisation, period)
