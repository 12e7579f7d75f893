"""How rows of a book are known in the database: figures by what they are about, entries by the key of their register."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from hashlib import sha256

from gouji.actions.site.load_folder import short_key
from gouji.book.facts import FACT
from gouji.book.tables import register_table
from gouji.catalogue import Register
from gouji.reports.entry_rows import SEPARATOR


def figure_key(indicator: str, organisation: str, period: str, breakdown: str = "") -> tuple[str, ...]:
    """The key of the row that records a figure as a fact."""
    return short_key((indicator, organisation, period, breakdown, FACT, ""))


def entry_key(register: Register, cells: Mapping[str, str]) -> tuple[str, ...]:
    """The key of the row of an entry."""
    return short_key(register_table(register).key(dict(cells)))


def opaque(text: str) -> str:
    """What pages and files know an entry by: the fingerprint of its key, which may hold names of persons."""
    return sha256(text.encode()).hexdigest()


def joined(key: Sequence[str]) -> str:
    """A key as one text."""
    return SEPARATOR.join(key)
