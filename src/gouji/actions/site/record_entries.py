"""Rows of a register within a submission: added, changed, taken out; each read as the book reads it, none overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from gouji.actions.site.asked import round_form
from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.entry_page import writable_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.record_figures import BEGIN
from gouji.actions.site.record_figures import MOST_CELLS
from gouji.actions.site.record_figures import Fault
from gouji.actions.site.row_keys import entry_key
from gouji.actions.site.row_keys import joined
from gouji.actions.site.row_keys import opaque
from gouji.actions.site.submissions import FILLING
from gouji.actions.site.submissions import OPEN
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import move
from gouji.actions.site.submissions import shut
from gouji.actions.site.submissions import shut_for
from gouji.book import Book
from gouji.book import parse_period
from gouji.book.csvrows import CsvRow
from gouji.book.reading import EntryReader
from gouji.book.reading import entry_identity
from gouji.book.tables import key_columns
from gouji.book.tables import register_table
from gouji.catalogue import Register
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.reckon.results import HIDDEN
from gouji.reports.entry_rows import SEPARATOR
from gouji.reports.entry_rows import masked
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.models import CurrentRow
from gouji.store.models import RowVersion
from gouji.store.models import Submission
from gouji.store.writing import NewRow
from gouji.store.writing import Writer
from gouji.store.writing import writing

LONGEST_TEXT = 5000
SERIAL = "序号"
"""The column that numbers the rows of a register: left empty in a new row, it goes on from the last."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A row as it is to be: `key` names the row it was (empty: a new one), `seen` the number of it that was seen; `cells` None takes it out.

    `tag` is what a fault calls it, where the key does not do.
    """

    key: str
    cells: Mapping[str, str] | None
    seen: int = 0
    tag: str = ""


@dataclass(frozen=True, slots=True)
class EntrySaved:
    """A row that was taken: its key, its number, its cells as they are shown."""

    was: str
    key: str
    version: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class RecordedEntries:
    """What came of it: rows taken, and those given back with why (by the key they were sent with)."""

    saved: list[EntrySaved] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def record_entries(origin: Origin, number: int, name: str, changes: Sequence[EntryChange]) -> RecordedEntries:
    """Record rows of a register that the form shows. Good ones are taken in one transaction, the others come back.

    Raises GoujiError: no such submission (S05), register (B24) or too many rows (S40), locked (S09), not one's tables (S42); Refused (figures.record).
    """
    submission = find_submission(number)
    if len(changes) > MOST_CELLS:
        raise GoujiError.of("S40", count=len(changes), limit=MOST_CELLS)
    target, place = target_and_name(submission)
    require(origin, Act.RECORD_FIGURES, target, place)
    writable = writable_of(origin, submission, target)
    tables = [table.name for table in round_form(submission.round).tables if table.entries == name]
    if writable.reason:
        raise GoujiError.of("S09", state=writable.reason)
    if not any(writable.table(table) for table in tables):
        raise GoujiError.of("S42", name=name)
    with live_book(submission.round.book).use() as reckoner:
        book = reckoner.book
        register = book.edition(parse_period(submission.round.period)).register(name)
    if register is None:
        raise GoujiError.of("B24", name=name, known="、".join(tables))
    with writing(submission.round.book_id, origin.name, origin.number) as writer:
        held = hold(submission)
        if words := shut(held):
            raise GoujiError.of("S09", state=words)
        found = _Recorder(writer, book, register, held, place).record(changes)
        if found.saved and held.state in OPEN and held.state != FILLING:  # what an exception lets in changes no state
            move(held, FILLING, origin, BEGIN)
        details = {"rows": len(found.saved), "faults": len(found.faults), "register": name}
        trail.append(origin.trail, Act.RECORD_FIGURES.value, submission_thing(held.pk), details=details)
    return found


class _Recorder:
    """Records the rows of one register, one after the other, so that two of the same key are noticed."""

    def __init__(self, writer: Writer, book: Book, register: Register, held: Submission, place: str) -> None:
        self.writer = writer
        self.book = book
        self.register = register
        self.held = held
        self.place = place
        self.table = register_table(register)
        self.known: dict[str, tuple[str, ...]] = {}
        self.named: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._look()
        self.found = RecordedEntries()

    def record(self, changes: Sequence[EntryChange]) -> RecordedEntries:
        for change in changes:
            try:
                self._one(change)
            except GoujiError as error:
                problem = error.problems[0]
                self.found.faults.append(Fault(change.tag or change.key, problem.code, problem.message(), problem.advice()))
        return self.found

    def _look(self) -> None:
        """Note the keys of the rows there are: by the names pages know them by, and by what identifies them however it is written."""
        rows = CurrentRow.objects.filter(book=self.writer.book, table=self.table.name).order_by("-pk").values_list("row_key", "version__cells")
        for key, text in rows:
            cells = dict.fromkeys(self.table.columns, "") | json.loads(text)
            self.known[opaque(SEPARATOR.join(self.table.key(cells)))] = tuple(key.split(SEPARATOR))
            self.named[self._identity(cells)] = tuple(key.split(SEPARATOR))

    def _identity(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        return entry_identity(self.book, self.register, cells)

    def _one(self, change: EntryChange) -> None:
        old = self.known.get(change.key) if change.key else None
        before = self.writer.versions(self.table.name, [old]).get(joined(old)) if old else None
        if change.key and (before is None or before.pk != change.seen):
            raise GoujiError.of("S39")
        if change.cells is None:
            former = json.loads(before.cells) if before is not None else {}
            self._refuse_foreign(former)
            self.writer.record([NewRow(self.table.name, old or (), None)])
            self.named.pop(self._identity(former), None)
            self.found.saved.append(EntrySaved(change.key, "", 0, {}))
            return
        cells = self._cells(change.cells, before)
        identity, former = self._identity(cells), self._identity(json.loads(before.cells)) if before is not None else ()
        if identity != former and identity in self.named:
            raise GoujiError.of("B37", key="、".join(filter(None, self.table.key(cells)))[:80], other=self.register.title)
        key = old if old and identity == former else entry_key(self.register, cells)  # a row that is still the same keeps the key it had
        moved = [NewRow(self.table.name, old, None)] if old and key != old else []
        written = self.writer.record([*moved, NewRow(self.table.name, key, cells)])
        shown = masked(self.register, cells)
        name = opaque(SEPARATOR.join(self.table.key(cells)))
        self.named.pop(former, None)
        self.known[name] = self.named[identity] = key
        self.found.saved.append(EntrySaved(change.key, name, written[-1].pk, shown))

    def _cells(self, given: Mapping[str, str], before: RowVersion | None) -> dict[str, str]:
        """The row's cells: what is hidden or not shown stays as it was. Raises GoujiError with what is wrong."""
        former = dict.fromkeys(self.table.columns, "") | (json.loads(before.cells) if before is not None else {})
        if before is not None:
            self._refuse_foreign(former)  # nobody makes a row of another organisation, or of a locked period, his own
        cells = former | {column.name: given[column.name].strip() for column in self.register.columns if given.get(column.name, HIDDEN) != HIDDEN}
        if self.register.organisation and not cells[self.register.organisation]:
            cells[self.register.organisation] = self.place
        if before is None and SERIAL in self.register.key and not cells[SERIAL]:
            cells[SERIAL] = self._next(cells)
        longest = max((len(text) for text in cells.values()), default=0)
        if longest > LONGEST_TEXT:
            raise GoujiError.of("S41", count=longest, limit=LONGEST_TEXT)
        self._refuse_foreign(cells)
        return cells

    def _next(self, cells: Mapping[str, str]) -> str:
        """The number after the last among the rows that share the rest of the key: of the same organisation, in the same year."""
        place = self.register.key.index(SERIAL)
        rest = self._rest(self._identity(cells))
        taken = [key[place] for key in self.named if self._rest(key) == rest]
        return str(max((int(text) for text in taken if text.isascii() and text.isdigit()), default=0) + 1)

    def _rest(self, identity: tuple[str, ...]) -> tuple[str, ...]:
        """What identifies a row but its number; a day or a month counts as its year."""
        named = zip(key_columns(self.register), identity, strict=True)
        return tuple(_year(text) if name == self.register.period else text for name, text in named if name != SERIAL)

    def _refuse_foreign(self, cells: Mapping[str, str]) -> None:
        """Rows of other organisations or locked periods are not this submission's. Raises GoujiError: unreadable (B…, N…), S46, S09."""
        problems: list[Problem] = []
        entry = EntryReader(self.book, self.register).read(0, CsvRow(dict(cells), Place()), problems)
        if entry is None:
            raise GoujiError(*problems)
        if entry.organisation != self.held.organisation:
            raise GoujiError.of("S46", name=self.book.organisations.name(entry.organisation), where=self.place)
        words = shut_for(self.held.round.book_id, entry.organisation, entry.period or self.held.round.period, f"registers/{self.register.name}")
        if words:
            raise GoujiError.of("S09", state=words)


def _year(text: str) -> str:
    try:
        period = parse_period(text)
    except GoujiError:  # unreadable: the row is refused for it
        return text
    return f"{period.year}年" if period.kind in ("月", "时点") else period.text
