"""Live books: the book and its reckoner kept in memory by each process, brought up to date from the database whenever they are used.

A figure is current the moment it is recorded, in every process: what others recorded since is read by its version number and only what depends on
it is reckoned anew. One at a time uses a live book of a process; Python runs one thread at a time anyway. Earlier states (as submitted, as
published) are the present one with what came later undone, kept as long as they are asked for.
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections import deque
from collections.abc import Hashable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from threading import RLock

from django.db.models import Q

from gouji.book import Book
from gouji.book import Fact
from gouji.book import Key
from gouji.book.assembly import evidence_of
from gouji.book.facts import NULL
from gouji.book.facts import STATED
from gouji.book.history import REMOVED
from gouji.book.history import Recorded
from gouji.book.reading import FactReader
from gouji.book.tables import EVIDENCE
from gouji.book.tables import FACTS
from gouji.book.tables import fact_row_key
from gouji.catalogue import Catalogue
from gouji.messages import Problem
from gouji.reckon import Reckoner
from gouji.reckon.reckoner import CacheKey
from gouji.store import stamps
from gouji.store.entries import REGISTERS
from gouji.store.entries import KeptEntries
from gouji.store.entries import entries_then
from gouji.store.models import BookRow
from gouji.store.models import RowVersion
from gouji.store.prepared import Prepared
from gouji.store.prepared import ask
from gouji.store.reading import DatabaseSource
from gouji.store.reading import Moment
from gouji.store.reading import csv_row
from gouji.store.reading import load
from gouji.store.units import in_transaction

_TAKEN = (FACTS.name, EVIDENCE.name)
_MOST = 2000  # changes read one by one; after more the book is loaded anew
_STATES = 8  # earlier states kept by each live book
_FRESH = Prepared(
    lambda book, after, last: RowVersion.objects.filter(book_id=book, pk__gt=after, pk__lte=last).order_by("pk")[:_MOST + 1], int, int, int,
)
_THRESHOLDS = (20_000, 20, 50)  # going through a book of 240,000 figures stops everybody for 0.3 s
_CHANGES = 500  # changes taken in that are remembered for what was laid out before them


@dataclass(frozen=True, slots=True)
class Change:
    """What was taken in up to a version: the results that may be different since (None: any), the rows of facts with what each is about, the registers."""

    version: int
    stale: frozenset[CacheKey] | None
    rows: tuple[tuple[Key, str, int], ...] = ()
    registers: frozenset[str] = frozenset()


@dataclass(slots=True)
class State:
    """A book as it stood at a version (and some that came later): its reckoner, and what has been laid out of it (plain values, by whatever key)."""

    version: int
    reckoner: Reckoner
    laid: dict[object, object] = field(default_factory=dict)


class LiveBook:
    """One book of this process."""

    def __init__(self, book: int, catalogue: Catalogue) -> None:
        self.book = book
        self.catalogue = catalogue
        self.lock = RLock()
        self.version = self._known_from = -1
        self.reloads = -1
        self._reckoner: Reckoner | None = None
        self._states: OrderedDict[tuple[int, frozenset[int]], State] = OrderedDict()
        self._tentative: RowVersion | None = None
        self._changes: deque[Change] = deque(maxlen=_CHANGES)
        self._entries = KeptEntries()
        self.kept: dict[Hashable, object] = {}
        """What was laid out of the book as it stands, by whatever key; whoever keeps something asks `since` whether it holds. Emptied when the book
        is loaded anew."""

    def since(self, version: int) -> list[Change] | None:
        """What was taken in after a version; None where that is not known any more."""
        later = [change for change in self._changes if change.version > version]
        return later if version >= self._known_from else None

    @contextmanager
    def at(self, version: int, also: frozenset[int] = frozenset()) -> Iterator[State]:
        """The book as it stood at a version, with the later versions `also` counting besides (what an erratum corrected). Results of its reckoner must
        not be kept beyond the block.
        """
        with self.lock:
            self.current()
            state = self._states.pop((version, also), None) or State(version, Reckoner(self._earlier(version, also)))
            self._states[version, also] = state
            if len(self._states) > _STATES:
                self._states.popitem(last=False)
            yield state

    def _earlier(self, version: int, also: frozenset[int]) -> Book:
        """The present book with the facts recorded later undone; read anew where more than a few, or other rows, came later."""
        book = self.current().book
        later = list(RowVersion.objects.filter(book_id=self.book, pk__gt=version, pk__lte=self.version).order_by("pk")[:_MOST + 1])
        if len(later) > _MOST or any(not _taken(row.table) for row in later):
            return load(BookRow.objects.get(pk=self.book), self.catalogue, Moment(version=version, also=also))
        registers = {name: entries_then(book, self.book, name, version, also) for name in registers_of(later)}
        later = [row for row in later if row.table == FACTS.name]  # evidence that came later changes no figure
        keys = {row.row_key for row in later}
        before = {row.row_key: row for row in RowVersion.objects.filter(
            Q(pk__lte=version) | Q(pk__in=also), book_id=self.book, table=FACTS.name, row_key__in=keys).order_by("pk")}
        undone = facts_of(book, [before[key] for key in keys if key in before and before[key].change != REMOVED])
        added = facts_of(book, [row for row in later if row.row_key not in before or before[row.row_key].change == REMOVED])
        if undone is None or added is None or any(fact.basis == STATED for fact in added):
            return load(BookRow.objects.get(pk=self.book), self.catalogue, Moment(version=version, also=also))
        return book.with_facts([*(replace(fact, state=NULL, figure=None, text="") for fact in added), *undone]).with_entries(registers)

    @contextmanager
    def use(self) -> Iterator[Reckoner]:
        """The reckoner of the book as it stands now. Results must not be kept beyond the block."""
        seen = _stamp(self.book)  # before the lock is taken: nobody waits for somebody else's question to the database
        with self.lock:
            yield self.current(seen)

    def current(self, seen: tuple[int, int] | None = None) -> Reckoner:
        """The reckoner, brought up to date; the lock is held. `seen` is what was just seen in the database: it is asked only where that is no more so."""
        seen = seen or (None if in_transaction() else stamps.seen(self.book))
        if self._reckoner is not None and self._tentative is None and seen == (self.version, self.reloads):
            return self._reckoner
        if self._reckoner is not None and self._tentative is None and seen is not None and seen[1] == self.reloads and seen[0] > self.version:
            return self._catch_up(self._reckoner, seen[0])
        version, reloads = _asked(self.book)
        if self._reckoner is None or reloads != self.reloads or version < self.version or not self._stands():
            return self._load(BookRow.objects.get(pk=self.book))
        if version != self.version:
            return self._catch_up(self._reckoner, version)
        return self._reckoner

    def _stands(self) -> bool:
        """Whether what was taken in within a transaction, before it ended, is there: it may have been undone and its numbers given anew."""
        if self._tentative is None:
            return True
        stands = RowVersion.objects.filter(pk=self._tentative.pk, row_key=self._tentative.row_key, recorded=self._tentative.recorded).exists()
        if not in_transaction():
            self._tentative = None
        return stands

    def _load(self, row: BookRow) -> Reckoner:
        self._tentative = RowVersion.objects.filter(pk=row.version).first() if in_transaction() else None
        self._states.clear()
        self._changes.clear()
        self._entries.clear()
        self.kept.clear()
        with _uncollected():
            self._reckoner = Reckoner(load(row, self.catalogue))
        self.version = self._known_from = row.version
        self.reloads = row.reloads
        return self._reckoner

    def _catch_up(self, reckoner: Reckoner, last: int) -> Reckoner:
        fresh: list[RowVersion] = _FRESH(self.book, self.version, last)
        if len(fresh) > _MOST or any(not _taken(version.table) or (version.change == REMOVED and version.table in _TAKEN) for version in fresh):
            return self._load(BookRow.objects.get(pk=self.book))
        evidence = [version for version in fresh if version.table == EVIDENCE.name]
        if evidence:
            reckoner.book = _with_evidence(reckoner.book, BookRow.objects.get(pk=self.book), evidence)
        rows = [version for version in fresh if version.table == FACTS.name]
        facts = facts_of(reckoner.book, rows)
        registers = {name: self._entries.now(reckoner.book, self.book, name) for name in registers_of(fresh)}
        if facts is None or None in registers.values():
            return self._load(BookRow.objects.get(pk=self.book))
        stale = reckoner.take(facts, {name: entries for name, entries in registers.items() if entries is not None})
        if len(self._changes) == _CHANGES:
            self._known_from = self._changes[0].version
        named = tuple((fact.key, version.row_key, version.pk) for fact, version in zip(facts, rows, strict=True))
        self._changes.append(Change(last, stale, named, frozenset(registers)))
        self.version = last
        if in_transaction():
            self._tentative = fresh[-1] if fresh else None
        return reckoner


def settle() -> None:
    """What lasts is in memory now: the collector passes it over from here on, and looks for what is left over less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of lasting objects are made within: the collector would go through them again and again, then and with every later request."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def _stamp(book: int) -> stamps.Stamp:
    """The last version of a book and how often it was replaced, as seen in this request."""
    return (None if in_transaction() else stamps.seen(book)) or _asked(book)


def _asked(book: int) -> stamps.Stamp:
    """The same, asked of the database."""
    found = ask("SELECT version, reloads FROM store_book WHERE id = %s", [book])
    if not found:
        raise BookRow.DoesNotExist
    stamp = (int(found[0][0]), int(found[0][1]))
    if not in_transaction():
        stamps.saw([(book, stamp)])
    return stamp


def _taken(table: str) -> bool:
    """Whether changes of a table are taken in one by one."""
    return table in _TAKEN or table.startswith(REGISTERS)


def registers_of(fresh: Iterable[RowVersion]) -> list[str]:
    """The registers that rows belong to."""
    return sorted({version.table.removeprefix(REGISTERS) for version in fresh if version.table.startswith(REGISTERS)})


def _with_evidence(book: Book, row: BookRow, fresh: list[RowVersion]) -> Book:
    """The book with these pieces of evidence; figures do not follow from them."""
    source = DatabaseSource(row, Moment(version=0))
    rows = [csv_row(version) for version in fresh]
    return book.with_evidence({**book.evidence, **{item.cells["id"]: evidence_of(item, source.kept(item.cells["file"])) for item in rows}})


def facts_of(book: Book, fresh: list[RowVersion]) -> list[Fact] | None:
    """The facts that row versions say; None where one cannot be read (then the whole book is, and says why)."""
    rows = [csv_row(version) for version in fresh]
    known = {fact_row_key(row.cells): Recorded(row.cells, version.recorded.astimezone(), version.recorded_by) for row, version in zip(rows, fresh, strict=True)}
    reader = FactReader(book, known, fact_row_key)
    problems: list[Problem] = []
    facts = [fact for row in rows if (fact := reader.read(row, problems)) is not None]
    return None if problems else facts


_books: dict[int, LiveBook] = {}
_guard = RLock()


def live(book: int, catalogue: Catalogue) -> LiveBook:
    """The live book of this process."""
    with _guard:
        known = _books.get(book)
        if known is None or known.catalogue is not catalogue:
            known = _books[book] = LiveBook(book, catalogue)
        return known


def forget() -> None:
    """Drop all live books of this process (tests, restore)."""
    with _guard:
        _books.clear()
