"""A Book from the database, now, as of a moment or as of a version; the same readers and checks as for a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from sys import intern
from typing import NamedTuple

from django.db.models import Q

from gouji.book import Book
from gouji.book.assembly import Kept
from gouji.book.assembly import assemble
from gouji.book.csvrows import CsvRow
from gouji.book.history import REMOVED
from gouji.book.history import HistoryTable
from gouji.book.history import Recorded
from gouji.book.history import RowKey
from gouji.catalogue import Catalogue
from gouji.catalogue.nodes import Section
from gouji.catalogue.nodes import parse_yaml
from gouji.messages import Place
from gouji.messages import Problem
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.models import RowVersion
from gouji.store.place import book_folder

_REGISTERS = "registers/"


@dataclass(frozen=True, slots=True)
class Moment:
    """Which state of a book is meant: up to a version's number, or recorded up to a moment; both None: the present. `also` are numbers of later
    versions that count besides: the figures an erratum has corrected.
    """

    version: int | None = None
    recorded: datetime | None = None
    also: frozenset[int] = frozenset()


class Row(NamedTuple):
    """A row version as it is read: its number and, of its columns, what a book is made of. `cells` is JSON text."""

    pk: int
    table: str
    row_key: str
    file: str
    position: int
    cells: str
    change: str
    recorded: datetime
    recorded_by: str


class DatabaseSource:
    """The tables of one book in the database."""

    def __init__(self, book: BookRow, at: Moment = Moment()) -> None:
        self.book = book
        self.at = at
        self.problems: list[Problem] = []
        self.folder: Path | None = book_folder(book.slug)
        self._rows: dict[str, list[tuple[Row, dict[str, str]]]] = {}
        for row in versions(book, at):
            self._rows.setdefault(row.table, []).append((_slim(row), json.loads(row.cells)))
        for rows in self._rows.values():
            rows.sort(key=_in_file_order)

    def frame(self) -> Section | None:
        """What book.yaml says."""
        return parse_yaml(self.book.frame, "book.yaml", self.problems)

    def rows(self, table: HistoryTable, required: Sequence[str]) -> list[CsvRow]:
        """The rows of a table as they count at the moment, in the order of their files."""
        del required  # looked after when rows are recorded
        return [CsvRow(cells, _place(row)) for row, cells in self._rows.get(table.name, ())]

    def known(self, table: HistoryTable) -> Mapping[RowKey, Recorded]:
        """When and by whom each row was recorded."""
        return {table.key(cells): Recorded(cells, row.recorded, row.recorded_by) for row, cells in self._rows.get(table.name, ())}

    def registers(self) -> Sequence[str]:
        """The registers that have rows."""
        return sorted(name.removeprefix(_REGISTERS) for name in self._rows if name.startswith(_REGISTERS))

    def place(self, table: str) -> Place:
        """The table's name."""
        return Place(f"{table}.csv")

    def kept(self, file: str) -> Kept:
        """Whether a file of evidence lies in the data folder, and its hash."""
        assert self.folder is not None, "set when the source is made"
        room = (self.folder / "evidence").resolve()
        path = (room / file).resolve()
        if not path.is_relative_to(room):
            return Kept(found=False, inside=False)
        if not path.is_file():
            return Kept(found=False)
        state = path.stat()
        return Kept(found=True, sha256=_digest(str(path), state.st_mtime_ns, state.st_size))


def load(book: BookRow, catalogue: Catalogue, at: Moment = Moment()) -> Book:
    """The book of the database. Raises GoujiError with every mistake of its rows, each with its place."""
    return assemble(DatabaseSource(book, at), catalogue)


def csv_row(version: RowVersion | Row) -> CsvRow:
    """A row version as a row of a table, with where it stands."""
    return CsvRow(json.loads(version.cells), _place(version))


def _place(version: RowVersion | Row) -> Place:
    return Place(version.file or f"{version.table}.csv", version.position)


def _slim(row: Row) -> Row:
    """The row without its text, names that stand in every row held once: of a book of a million figures only the figures weigh."""
    return row._replace(table=intern(row.table), row_key="", file=intern(row.file), cells="", recorded_by=intern(row.recorded_by))


def _in_file_order(item: tuple[Row, dict[str, str]]) -> tuple[str, int, int]:
    row = item[0]
    return (row.file, row.position, row.pk)


def versions(book: BookRow, at: Moment = Moment()) -> Iterator[Row]:
    """The row versions that count at a moment."""
    if at.version is None and at.recorded is None:
        named = [f"version__{name}" for name in Row._fields]
        yield from map(Row._make, CurrentRow.objects.filter(book=book).values_list(*named).iterator(chunk_size=5000))
        return
    chosen = RowVersion.objects.filter(book=book).order_by("pk")
    chosen = chosen.filter(Q(pk__lte=at.version) | Q(pk__in=at.also)) if at.version is not None else chosen.filter(recorded__lte=at.recorded)
    last: dict[tuple[str, str], Row] = {}
    for row in map(Row._make, chosen.values_list(*Row._fields).iterator(chunk_size=5000)):
        last[(row.table, row.row_key)] = row
    yield from (row for row in last.values() if row.change != REMOVED)


@lru_cache(maxsize=10_000)
def _digest(path: str, _changed: int, _size: int) -> str:
    """The hash of a file, reckoned once for each state of it."""
    with open(path, "rb") as stream:  # noqa: PTH123  # a cached function takes texts
        return file_digest(stream, "sha256").hexdigest()
