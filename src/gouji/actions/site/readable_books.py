"""The books that documents may be held against: those whose institution's own figures the account may see."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.targets import figures_target
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.models import BookRow


def readable_books(origin: Origin) -> Sequence[BookRow]:
    """The books, by title."""
    return [book for book in BookRow.objects.order_by("title") if _held(origin, book) and allowed(origin, Act.VIEW_FIGURES, _target(book)).allowed]


def readable_book(origin: Origin, slug: str, period: str = "") -> BookRow:
    """One of them. Raises GoujiError S02, Refused (figures.view)."""
    book = BookRow.objects.filter(slug=slug).first()
    if book is None:
        raise GoujiError.of("S02", name=slug)
    require(origin, Act.VIEW_FIGURES, _target(book, period))
    return book


def _held(origin: Origin, book: BookRow) -> bool:
    """Whether the account has anything to do with the book: others need not be opened."""
    return origin.actor is None or any(grant.book == book.slug for grant in origin.actor.grants)


def _target(book: BookRow, period: str = "") -> Target:
    with live_book(book).use() as reckoner:
        return figures_target(book, reckoner.book.organisations, book.organisation, period)
