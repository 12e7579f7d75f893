"""The books there are, how far each is, and the site's settings, as a request saw them when it began: asked of the database once, not each time.

A request sees figures at least as new as its own beginning; what it records itself it sees too, for whoever begins a transaction forgets what was
seen before. Outside a request nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import cast

from django.db import DEFAULT_DB_ALIAS

from gouji.store.models import BookRow
from gouji.store.models import SiteSetting
from gouji.store.prepared import Prepared

Stamp = tuple[int, int]
"""The number of a book's last row version, and how often it was replaced."""
_seen = local()
_NAMES = ("id", "slug", "title", "organisation", "version", "reloads")
_SETTING = Prepared(lambda name: SiteSetting.objects.filter(pk=name).values_list("value"), str)
_BY_SLUG = Prepared(lambda slug: BookRow.objects.only(*_NAMES).filter(slug=slug), str)


@contextmanager
def remembered() -> Iterator[None]:
    """Within, what is seen is remembered, until somebody forgets it."""
    _seen.stamps, _seen.books, _seen.settings = {}, {}, None
    try:
        yield
    finally:
        _seen.stamps, _seen.books, _seen.settings = None, {}, None


def saw(stamps: Iterable[tuple[int, Stamp]]) -> None:
    """Note how far books are, by number."""
    known: dict[int, Stamp] | None = getattr(_seen, "stamps", None)
    if known is not None:
        known.update(stamps)


def saw_books(rows: Iterable[tuple[int, str, str, str, int, int]]) -> None:
    """Note the books there are: number, short name, title, organisation, how far each is."""
    if getattr(_seen, "stamps", None) is not None:
        for row in rows:
            _seen.books[row[1]] = row
            _seen.stamps[row[0]] = row[4:]


def saw_settings(values: Iterable[tuple[str, str]]) -> None:
    """Note the settings of the site: name and value."""
    if getattr(_seen, "stamps", None) is not None:
        _seen.settings = dict(values)


def setting(name: str) -> str | None:
    """A setting of the site, as seen in this request or as it is; None where it was never set."""
    known: dict[str, str] | None = getattr(_seen, "settings", None)
    if known is not None:
        return known.get(name)
    return next((str(value) for value, in _SETTING(name)), None)


def book_row(slug: str) -> BookRow | None:
    """The book of that short name, as seen in this request or as it is; None where there is none."""
    row = getattr(_seen, "books", {}).get(slug)
    if row is not None:
        return cast("BookRow", BookRow.from_db(DEFAULT_DB_ALIAS, _NAMES, row))
    return cast("BookRow | None", _BY_SLUG.first(slug))


def seen(book: int) -> Stamp | None:
    """How far a book was when it was last seen in this request; None where that is to be asked."""
    known: dict[int, Stamp] | None = getattr(_seen, "stamps", None)
    return known.get(book) if known else None


def forget() -> None:
    """What was seen may be older than what is recorded from here on."""
    if getattr(_seen, "stamps", None) is not None:
        _seen.stamps, _seen.books, _seen.settings = {}, {}, None
