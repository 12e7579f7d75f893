"""A book as a plain folder of CSV, YAML and evidence files, made for git and Excel (docs/formats.md, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from gouji.book.assembly import Kept
from gouji.book.assembly import assemble
from gouji.book.book import Book
from gouji.book.csvrows import CsvRow
from gouji.book.csvrows import read_rows
from gouji.book.factfiles import empty_files
from gouji.book.factfiles import fact_files
from gouji.book.factfiles import misplaced_tables
from gouji.book.factfiles import read_fact_rows
from gouji.book.history import Change
from gouji.book.history import HistoryTable
from gouji.book.history import Recorded
from gouji.book.history import RowKey
from gouji.book.history import differences
from gouji.book.history import replay
from gouji.book.tables import FACTS
from gouji.catalogue import Catalogue
from gouji.catalogue.nodes import Section
from gouji.catalogue.nodes import read_yaml
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem


@dataclass(frozen=True)
class Loaded:
    """A folder book with the changes that history does not know yet, and what its reader should be told of its files."""

    book: Book
    pending: tuple[Change, ...] = ()
    tables: dict[str, HistoryTable] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()


def load_book(folder: Path | str, catalogue: Catalogue, as_of: datetime | None = None) -> Book:
    """The book of a folder, today or as of a moment. Raises GoujiError with every mistake of every file, each with its place."""
    return read_folder(Path(folder), catalogue, as_of).book


def read_folder(folder: Path, catalogue: Catalogue, as_of: datetime | None = None) -> Loaded:
    """The book of a folder and what has changed in it since history was last written."""
    source = FolderSource(folder, as_of)
    book = assemble(source, catalogue)
    return Loaded(book, tuple(source.pending), source.tables, tuple(empty_files(folder)))


class FolderSource:
    """The tables of one folder, today or (from its history) as of a moment; gathers what history does not know yet."""

    def __init__(self, folder: Path, as_of: datetime | None = None) -> None:
        if not (folder / "book.yaml").is_file():
            raise GoujiError.of("B20", Place(str(folder)))
        self.folder: Path | None = folder
        self._folder = folder
        self.as_of = as_of.astimezone() if as_of is not None else None  # a moment without an offset is meant here
        self.problems: list[Problem] = []
        self.pending: list[Change] = []
        self.tables: dict[str, HistoryTable] = {}
        self._known: dict[str, dict[RowKey, Recorded]] = {}

    def frame(self) -> Section | None:
        """What book.yaml says."""
        return read_yaml(self._folder / "book.yaml", self.problems)

    def rows(self, table: HistoryTable, required: Sequence[str]) -> list[CsvRow]:
        """The rows to load (history's where an earlier moment is asked for); notes what history does not know yet."""
        current = self.current(table, required)
        self.tables[table.name] = table
        known = self._known[table.name] = replay(self._folder, table, self.as_of)
        if self.as_of is not None:
            return [CsvRow(recorded.row, Place(f"history/{table.name}.csv")) for recorded in known.values()]
        self.pending.extend(differences(table, known, (row.cells for row in current)))
        return current

    def current(self, table: HistoryTable, required: Sequence[str]) -> list[CsvRow]:
        """The rows that stand in the files of a table now."""
        if table.name == FACTS.name:
            self.problems.extend(misplaced_tables(self._folder))
            return [row for path in fact_files(self._folder) for row in read_fact_rows(path, tuple(required))]
        path = self._folder / f"{table.name}.csv"
        return read_rows(path, required, table.columns) if path.exists() else []

    def known(self, table: HistoryTable) -> Mapping[RowKey, Recorded]:
        """What history knows of a table whose rows have been asked for."""
        return self._known[table.name]

    def registers(self) -> Sequence[str]:
        """The registers that have a file now or had one once."""
        present = (path for path in (self._folder / "registers").glob("*.csv") if not path.name.startswith((".", "~$")))
        files = [*present, *(self._folder / "history" / "registers").glob("*.csv")]
        return sorted({path.stem for path in files})

    def place(self, table: str) -> Place:
        """The file of a table."""
        return Place(str(self._folder / f"{table}.csv"))

    def kept(self, file: str) -> Kept:
        """Whether a file lies in evidence/, and its hash."""
        room = (self._folder / "evidence").resolve()
        path = (room / file).resolve()
        if not path.is_relative_to(room):
            return Kept(found=False, inside=False)
        return Kept(found=True, sha256=_digest(path)) if path.is_file() else Kept(found=False)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
