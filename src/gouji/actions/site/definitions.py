"""The definitions of the site: those that come along and those of its own folder (`definitions` in the data folder)."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from gouji.actions.open_book import load_definitions
from gouji.catalogue import Catalogue
from gouji.store.live import LiveBook
from gouji.store.live import live
from gouji.store.models import BookRow
from gouji.store.place import data_folder

OWN = "definitions"


_guard = Lock()


def site_catalogue() -> Catalogue:
    """The catalogue of this process, loaded once. Raises GoujiError with every mistake of the site's own definitions."""
    with _guard:  # whoever comes while it is being loaded waits, and has the same
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Catalogue:
    own = data_folder() / OWN
    return load_definitions([str(own)] if own.is_dir() else [])


def live_book(book: BookRow) -> LiveBook:
    """The live book of this process; what its `use` gives is a reckoner for one block."""
    return live(book.pk, site_catalogue())
