"""Entries of registers from the database: as they stand now, read where they are new and taken over where they are not, or as they stood at a version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from gouji.book import Book
from gouji.book import Entry
from gouji.book.history import REMOVED
from gouji.book.reading import EntryReader
from gouji.catalogue import Catalogue
from gouji.catalogue import Register
from gouji.messages import Problem
from gouji.store.models import CurrentRow
from gouji.store.models import RowVersion
from gouji.store.reading import csv_row

REGISTERS = "registers/"
"""Before the name of a register in that of its table."""
_BATCH = 500


class KeptEntries:
    """The entries of one book that were read, by register and number of the row; after a change only rows that are new are read."""

    def __init__(self) -> None:
        self._known: dict[str, dict[int, Entry]] = {}

    def clear(self) -> None:
        """Forget all of them."""
        self._known.clear()

    def now(self, book: Book, number: int, name: str) -> tuple[Entry, ...] | None:
        """A register as it stands, exactly as a fresh reading has it; None where a row cannot be read (then the whole book is, and says why)."""
        register = defined(book.catalogue, name)
        if register is None:
            return None
        rows = CurrentRow.objects.filter(book=number, table=REGISTERS + name).values_list("version__file", "version__position", "version_id")
        order = [pk for _file, _position, pk in sorted(rows)]
        before = self._known.get(name, {})
        known = {pk: before[pk] for pk in order if pk in before}
        missing = [pk for pk in order if pk not in before]
        for start in range(0, len(missing), _BATCH):
            read = read_entries(book, register, RowVersion.objects.filter(pk__in=missing[start:start + _BATCH]))
            if read is None:
                return None
            known |= read
        self._known[name] = {pk: _numbered(known[pk], place) for place, pk in enumerate(order, 1)}
        return tuple(self._known[name].values())


def read_entries(book: Book, register: Register, versions: Iterable[RowVersion]) -> dict[int, Entry] | None:
    """The entries that row versions say, by their number; None where one cannot be read or names evidence nobody knows."""
    reader, problems = EntryReader(book, register), list[Problem]()
    read = {version.pk: reader.read(0, csv_row(version), problems) for version in versions}
    found = {pk: entry for pk, entry in read.items() if entry is not None}
    unknown = any(link.partition("#")[0] not in book.evidence for entry in found.values() for link in entry.evidence)
    return None if problems or unknown else found


def entries_then(book: Book, number: int, name: str, version: int, also: frozenset[int] = frozenset()) -> tuple[Entry, ...]:
    """A register as it was at a version, with the later versions `also` counting besides."""
    register = defined(book.catalogue, name)
    if register is None:
        return ()
    last: dict[str, RowVersion] = {}
    chosen = RowVersion.objects.filter(Q(pk__lte=version) | Q(pk__in=also), book_id=number, table=REGISTERS + name).order_by("pk")
    for row in chosen.iterator(chunk_size=_BATCH):
        last[row.row_key] = row
    rows = sorted((row for row in last.values() if row.change != REMOVED), key=lambda row: (row.file, row.position, row.pk))
    reader, problems = EntryReader(book, register), list[Problem]()
    read = (reader.read(count, csv_row(row), problems) for count, row in enumerate(rows, 1))
    return tuple(entry for entry in read if entry is not None)


def defined(catalogue: Catalogue, name: str) -> Register | None:
    """The definition by which a register is read; the latest of that name, as when a book is put together."""
    return next((each for each in reversed(catalogue.registers) if each.name == name), None)


def _numbered(entry: Entry, number: int) -> Entry:
    return entry if entry.number == number else replace(entry, number=number)
