"""Load a book folder into the site: every row with its history, every other file beside."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from gouji.actions.lock import locked
from gouji.actions.open_book import open_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.book.csvrows import CsvRow
from gouji.book.csvrows import read_rows
from gouji.book.factfiles import fact_files
from gouji.book.factfiles import read_fact_rows
from gouji.book.facts import STATED
from gouji.book.folder import Loaded
from gouji.book.history import ADDED
from gouji.book.history import CHANGED
from gouji.book.history import REMOVED
from gouji.book.history import SEAL
from gouji.book.history import STAMP
from gouji.book.history import Change
from gouji.book.history import HistoryTable
from gouji.book.history import former_slot
from gouji.book.history import history_file
from gouji.book.reading import FactReader
from gouji.book.tables import FACTS
from gouji.book.tables import fact_row_key
from gouji.catalogue import Catalogue
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.files import settle
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import trail
from gouji.store.loading import LoadedRow
from gouji.store.loading import Taken
from gouji.store.loading import store_book
from gouji.store.models import BookRow
from gouji.store.place import book_folder
from gouji.store.place import room
from gouji.store.stamps import book_row
from gouji.store.units import together

LONGEST_KEY = 280
_OF_DATABASE = ("facts", "registers", "history", "book.yaml", "organisations.csv", "evidence.csv")


def load_folder(origin: Origin, folder: Path, slug: str, catalogue: Catalogue) -> BookRow:
    """The book of a folder, taken into the site under a short name. What history does not know yet is recorded as of now.

    Raises Refused (books.manage), GoujiError: no book or one with mistakes (B…, X…), the name taken (S01), being loaded by somebody else (S129).
    """
    require(origin, Act.MANAGE_BOOKS, Target())
    if BookRow.objects.filter(slug=slug).exists():
        raise GoujiError.of("S01", Place(str(folder)), name=slug)
    with _alone(slug), tempfile.TemporaryDirectory(prefix="loading-", dir=room("work")) as staged:
        return _load(origin, folder, slug, catalogue, Path(staged) / "book")


@contextmanager
def _alone(slug: str) -> Iterator[None]:
    """Hold the right to load a book of this name. Raises GoujiError S129 where somebody else holds it."""
    place = room("run") / f"load-{sha256(slug.encode()).hexdigest()[:32]}"
    place.mkdir(exist_ok=True, mode=0o700)
    with ExitStack() as held:
        try:
            held.enter_context(locked(place))
        except GoujiError as error:
            if error.problems[0].code != "X01":
                raise
            raise GoujiError.of("S129", name=slug) from error
        yield


def _load(origin: Origin, folder: Path, slug: str, catalogue: Catalogue, staged: Path) -> BookRow:
    loaded = open_book(folder, catalogue)
    rows = [row for table in loaded.tables.values() for row in _TableLoader(folder, loaded, table, origin.name).rows()]
    rows.sort(key=lambda row: row.moment)  # what was recorded first has the lower number, over all tables
    _copy_files(folder, staged)
    settle(staged)
    files = {path.relative_to(folder).as_posix(): _columns(path) for path in _tables(folder)}
    frame = (folder / "book.yaml").read_text(encoding="utf-8-sig")
    with _undone_with(book_folder(slug)) as placing, together():
        try:
            book = store_book(
                slug=slug, title=loaded.book.title, organisation=loaded.book.organisation, frame=frame, files=files, rows=rows, origin=origin.trail,
            )
        except Taken as error:
            raise GoujiError.of("S01", Place(str(folder)), name=slug) from error
        placing(staged)  # last but one: the name is ours now, and nobody sees the book before its files are there
        trail.append(origin.trail, Act.MANAGE_BOOKS.value, f"book/{book.pk}", details={"verb": "load", "rows": len(rows)})
    return book


@dataclass(slots=True)
class _Slot:
    """A row that exists at the moment reached: its key, its cells, its versions."""

    key: tuple[str, ...]
    cells: dict[str, str]
    versions: list[LoadedRow] = field(default_factory=list)


class _TableLoader:
    """One table: the lines of its history replayed, what they do not know appended, each row put to its file and line."""

    def __init__(self, folder: Path, loaded: Loaded, table: HistoryTable, author: str) -> None:
        self.folder = folder
        self.loaded = loaded
        self.table = table
        self.author = author
        self.reader = FactReader(loaded.book, {}, fact_row_key)
        self.slots: dict[tuple[str, ...], list[_Slot]] = {}
        self.written: list[LoadedRow] = []

    def rows(self) -> list[LoadedRow]:
        for cells in self._history():
            moment = datetime.fromisoformat(cells["recorded"])
            plain = {name: cells.get(name, "") for name in self.table.columns}
            self._replay(Change(self.table.name, cells["change"], plain), moment, cells["recorded"], cells["recorded_by"])
        now = datetime.now().astimezone()
        for change in self.loaded.pending:
            if change.table == self.table.name:
                self._replay(change, now, now.isoformat(timespec="seconds"), self.author)
        self._place()
        return self.written

    def _history(self) -> Iterable[dict[str, str]]:
        path = history_file(self.folder, self.table)
        return (row.cells for row in read_rows(path, STAMP, (*self.table.columns, SEAL))) if path.exists() else ()

    def _replay(self, change: Change, moment: datetime, stamp: str, author: str) -> None:
        """Append the version of one line to the row it is about: a change to the only one, a removal to the one with these cells."""
        base = self.table.key(change.row)
        if change.change == CHANGED and not self.slots.get(base):
            self._rename(base, change.row)
        slots = self.slots.setdefault(base, [])
        if change.change == ADDED or not slots:
            slot = _Slot(self._key(change.row, base, len(slots)), change.row)
            slots.append(slot)
        elif change.change == CHANGED:
            slot = slots[0]
        else:
            slot = next((item for item in slots if item.cells == change.row), slots[-1])
            slots.remove(slot)
        slot.cells = change.row
        kind = REMOVED if change.change == REMOVED else ADDED if not slot.versions else CHANGED
        row = LoadedRow(self.table.name, slot.key, change.row, kind, moment.astimezone(UTC), stamp, author, self._about(change.row))
        slot.versions.append(row)
        self.written.append(row)

    def _rename(self, base: tuple[str, ...], cells: dict[str, str]) -> None:
        """A row that lines of an earlier version knew by fewer columns goes on under its present key."""
        known = ((key, slot.cells) for key, slots in self.slots.items() for slot in slots)
        former = former_slot(self.table, cells, known)
        if former is not None:
            self.slots[base] = self.slots.pop(former)

    def _key(self, cells: dict[str, str], base: tuple[str, ...], before: int) -> tuple[str, ...]:
        key = (fact_key_of(self.reader, cells) or base) if self.table.name == FACTS.name else base
        return short_key((*key, f"#{before + 1}") if before else key)

    def _about(self, cells: dict[str, str]) -> tuple[str, str, str]:
        key = fact_key_of(self.reader, cells) if self.table.name == FACTS.name else None
        return (key[0], key[1], key[2]) if key else ("", "", "")

    def _place(self) -> None:
        """Tell the versions of every row that counts in which file and where it stands."""
        waiting = {base: list(slots) for base, slots in self.slots.items()}
        for file, position, row in _current(self.folder, self.table):
            cells = {name: row.cells.get(name, "") for name in self.table.columns}
            slots = waiting.get(self.table.key(cells), [])
            slot = next((item for item in slots if item.cells == cells), None)
            if slot is not None:
                slots.remove(slot)
                for version in slot.versions:
                    version.file, version.position = file, position


def fact_key_of(reader: FactReader, cells: dict[str, str]) -> tuple[str, ...] | None:
    """What a row of facts is about, in codes, with its basis and, where it is stated, its source; None where it cannot be read."""
    problems: list[Problem] = []
    fact = reader.read(CsvRow(dict.fromkeys(FACTS.columns, "") | cells, Place()), problems)
    if fact is None:
        return None
    return (*fact.key, fact.basis, fact.source if fact.basis == STATED else "")


def short_key(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The key as it is kept: whole where it is short, else its hash."""
    if len("\x1f".join(parts)) <= LONGEST_KEY:
        return parts
    return ("sha256", sha256("\x1f".join(parts).encode()).hexdigest())


def _current(folder: Path, table: HistoryTable) -> Iterable[tuple[str, int, CsvRow]]:
    paths = fact_files(folder) if table.name == FACTS.name else [folder / f"{table.name}.csv"]
    for path in paths:
        if path.exists():
            rows = read_fact_rows(path) if table.name == FACTS.name else read_rows(path, (), table.columns)
            for position, row in enumerate(rows, 1):
                yield path.relative_to(folder).as_posix(), position, row


def _tables(folder: Path) -> list[Path]:
    """The CSV files whose rows the database keeps."""
    named = [folder / "organisations.csv", folder / "evidence.csv"]
    registers, history = sorted((folder / "registers").glob("*.csv")), sorted((folder / "history").rglob("*.csv"))
    return [*fact_files(folder), *registers, *(path for path in named if path.exists()), *history]


def _columns(path: Path) -> str:
    """The header of a CSV file, as columns of the book."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return json.dumps(stream.readline().strip().split(","), ensure_ascii=False)


@contextmanager
def _undone_with(target: Path) -> Iterator[Callable[[Path], None]]:
    """Gives what moves files to where the book looks for them; they are taken away again where the block fails. What lies there before belongs to a loading
    that was ended before its transaction: the name was free.
    """
    placed = []

    def place(staged: Path) -> None:
        shutil.rmtree(target, ignore_errors=True)
        staged.replace(target)
        placed.append(target)
        settle(target)

    try:
        yield place
    except BaseException:
        for each in placed:
            shutil.rmtree(each, ignore_errors=True)
        raise


def _copy_files(folder: Path, target: Path) -> None:
    """Copy what is no table: prose, templates, evidence, whatever else lies there; no hidden files."""
    target.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name in _OF_DATABASE or path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            shutil.copytree(path, target / path.name, dirs_exist_ok=True)
        else:
            shutil.copy2(path, target / path.name)


def book_of(slug: str) -> BookRow:
    """The book of that short name. Raises GoujiError S02."""
    found = book_row(slug)
    if found is None:
        raise GoujiError.of("S02", name=slug)
    return found
