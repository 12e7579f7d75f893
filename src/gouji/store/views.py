"""A book as those see it who may see only what was submitted, or only what was published; kept by each process beside the live book.

Rule: figures that a round asks for count as they were submitted (none before that), published ones as they were published; what no round asks for
is open to those who see what was submitted. Totals and derived figures follow from what can be seen, so that none tells of what cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic
from typing import TypeVar
from typing import cast
from weakref import WeakKeyDictionary

from gouji.book import Book
from gouji.book import Entry
from gouji.book import Fact
from gouji.book import Key
from gouji.book.facts import FACT
from gouji.book.history import REMOVED
from gouji.book.tables import FACTS
from gouji.messages import current_language
from gouji.reckon import CheckReport
from gouji.reckon import Reckoner
from gouji.reckon import check
from gouji.rights import Reach
from gouji.store.covers import LIVE
from gouji.store.covers import NONE
from gouji.store.covers import Cover
from gouji.store.covers import Covers
from gouji.store.covers import covers_of
from gouji.store.entries import REGISTERS
from gouji.store.entries import entries_then
from gouji.store.index import FactIndex
from gouji.store.live import LiveBook
from gouji.store.live import facts_of
from gouji.store.models import RowVersion

_MOST_KEPT = 64
T = TypeVar("T")


class View:
    """One book as far as one reach goes. The lock of the live book is held while it is used; `reckoner` brings it up to date, once, before the rest is
    asked.
    """

    def __init__(self, live: LiveBook, reach: Reach) -> None:
        self.live = live
        self.reach = reach
        self._source: Reckoner | None = None
        self._reckoner: Reckoner | None = None
        self._covers: Covers | None = None
        self._version = -1
        self._index: FactIndex | None = None
        self._book: Book | None = None
        self._kept: dict[Hashable, object] = {}
        self._recent: dict[Hashable, tuple[float, object]] = {}

    def reckoner(self) -> Reckoner:
        """The reckoner of what can be seen, brought up to date."""
        source = self.live.current()
        covers = covers_of(self.live.book, self.live.catalogue, self.reach)
        if self._reckoner is None or source is not self._source or covers != self._covers:
            self._reckoner = source if covers is None else Reckoner(_narrowed(source.book, self.live.book, covers))
            self._source, self._covers, self._version, self._index = source, covers, self.live.version, None
            self._recent.clear()
        elif self.live.version != self._version:
            self._catch_up(source, self._reckoner)
        return self._reckoner

    @property
    def reckoner_now(self) -> Reckoner:
        """The reckoner as it was last brought up to date: for many figures in a row."""
        return self._reckoner if self._reckoner is not None else self.reckoner()

    def _catch_up(self, source: Reckoner, own: Reckoner) -> None:
        """Take in what was recorded since; what cannot be seen is passed over."""
        keys = [key for key in self._changed(source) if self._covers is None or self._covers.state_of(key) == LIVE]
        if own is not source:
            facts = [fact for key in keys if (fact := source.book.fact(key)) is not None]
            later = RowVersion.objects.filter(book_id=self.live.book, pk__gt=self._version, pk__lte=self.live.version, table__startswith=REGISTERS)
            changed = {table.removeprefix(REGISTERS) for table in later.values_list("table", flat=True)}
            entries = _entries_of(source.book, self.live.book, self._covers, changed) if changed and self._covers is not None else {}
            own.take([*facts, *(fact for key in keys for fact in source.book.stated_of(key))], entries)
            if own.book.evidence is not source.book.evidence:
                own.book = replace(own.book, evidence=source.book.evidence)
        if self._index is not None:
            self._index.take(own.book, keys)
        self._version = self.live.version

    def _changed(self, source: Reckoner) -> list[Key]:
        """The keys of the facts recorded since, as the live book remembers them; else read from the database."""
        changes = self.live.since(self._version)
        if changes is not None:
            return [key for change in changes for key, _row, _number in change.rows]
        later = RowVersion.objects.filter(book_id=self.live.book, pk__gt=self._version, pk__lte=self.live.version, table=FACTS.name)
        return [fact.key for fact in facts_of(source.book, list(later.order_by("pk"))) or ()]

    def state_of(self, key: Key) -> int:
        """Which state of a figure counts: LIVE, NONE, or the number of a version."""
        return LIVE if self._covers is None else self._covers.state_of(key)

    def index(self) -> FactIndex:
        """The index of what can be seen."""
        if self._index is None:
            self._index = FactIndex(self.reckoner_now.book)
        return self._index

    def entries_behind(self, evidence: str) -> tuple[Entry, ...]:
        """The entries of registers that name a piece of evidence."""
        def found() -> dict[str, list[Entry]]:
            linked: dict[str, list[Entry]] = {}
            for entry in (entry for group in self.reckoner_now.book.entries.values() for entry in group):
                for number in dict.fromkeys(link.partition("#")[0] for link in entry.evidence):
                    linked.setdefault(number, []).append(entry)
            return linked
        return tuple(self.kept("entries behind evidence", found).get(evidence, ()))

    def report(self) -> CheckReport:
        """What a check of all that can be seen finds."""
        return self.kept(("check", current_language()), lambda: check(self.reckoner_now))

    def kept(self, name: Hashable, make: Callable[[], T]) -> T:
        """What was made of the figures as they are, by name; made anew once a figure has changed."""
        book = self.reckoner_now.book
        if self._book is not book:
            self._book = book
            self._kept.clear()
        if name not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[name] = make()
        return cast("T", self._kept[name])


    def recent(self, name: Hashable, make: Callable[[], T], seconds: int) -> T:
        """The same for what may be a little older than the figures: made anew after so many seconds, or when what can be seen has changed."""
        known = self._recent.get(name)
        if known is None or monotonic() - known[0] > seconds:
            if len(self._recent) >= _MOST_KEPT:
                self._recent.clear()
            known = self._recent[name] = (monotonic(), make())
        return cast("T", known[1])


_views: WeakKeyDictionary[LiveBook, dict[Reach, View]] = WeakKeyDictionary()


def view(live: LiveBook, reach: Reach) -> View:
    """The view of a live book for a reach (SITE, BELOW: everything); its lock is held."""
    own = reach if reach in (Reach.SENT, Reach.PUBLISHED) else Reach.BELOW
    known = _views.setdefault(live, {})
    if own not in known:
        known[own] = View(live, own)
    return known[own]


def sent_then(own: View, then: Book, cover: Cover) -> Book:
    """An earlier state of a book in which only what one submission is about stands as it did `then`; all else as it was sent, which is what the view
    shows: a draft of somebody else's, or of another year, comes into no report of what was submitted.
    """
    now = own.reckoner_now.book

    def asked(key: Key) -> bool:
        return cover.asks(key[0], key[1], key[2])

    facts = {key: fact for key, fact in now.facts.items() if not asked(key)} | {key: fact for key, fact in then.facts.items() if asked(key)}
    stated = {key: group for key, group in now.stated.items() if not asked(key)} | {key: group for key, group in then.stated.items() if asked(key)}
    entries: dict[str, tuple[Entry, ...]] = {}
    for name in {*now.entries, *then.entries}:
        kept = [entry for entry in now.entries.get(name, ()) if not cover.asks(f"@{name}", entry.organisation, entry.period)]
        kept += [entry for entry in then.entries.get(name, ()) if cover.asks(f"@{name}", entry.organisation, entry.period)]
        entries[name] = tuple(sorted(kept, key=lambda entry: entry.number))
    return replace(then, facts=facts, stated=stated, entries=entries)


def _open(_key: Key) -> int:
    return LIVE


def _narrowed(book: Book, number: int, covers: Covers) -> Book:
    """The book with what cannot be seen left out, and what counts as of an earlier version put back."""
    facts = {key: fact for key, fact in book.facts.items() if covers.state_of(key) != NONE}
    stated = {key: group for key, group in book.stated.items() if covers.state_of(key) != NONE}
    for key, basis, source, fact in _earlier(book, number, covers):
        if basis == FACT:
            facts.pop(key, None)
            if fact is not None:
                facts[key] = fact
        else:
            others = tuple(each for each in stated.get(key, ()) if each.source != source)
            stated[key] = (*others, fact) if fact is not None else others
    kept = {key: group for key, group in stated.items() if group}
    return replace(book, facts=facts, stated=kept, entries=_entries(book, number, covers))


def _earlier(book: Book, number: int, covers: Covers) -> Iterable[tuple[Key, str, str, Fact | None]]:
    """The facts that changed after the version that counts for them: what they are about, and what they said then (None: nothing yet)."""
    since = covers.earliest()
    if since is None:
        return
    later: dict[str, list[RowVersion]] = {}
    for version in RowVersion.objects.filter(book_id=number, table=FACTS.name, pk__gt=since).order_by("pk").iterator(chunk_size=5000):
        later.setdefault(version.row_key, []).append(version)
    for row_key, versions in later.items():
        read = facts_of(book, versions[:1])
        if not read:
            continue
        about, counts = read[0], covers.state_of(read[0].key)
        if counts in (LIVE, NONE) or versions[-1].pk <= counts:
            continue
        last = _last_until(number, FACTS.name, row_key, counts)
        then = facts_of(book, [last]) if last is not None and last.change != REMOVED else None
        yield about.key, about.basis, about.source, then[0] if then else None


def _last_until(number: int, table: str, row_key: str, version: int) -> RowVersion | None:
    found: RowVersion | None = RowVersion.objects.filter(book_id=number, table=table, row_key=row_key, pk__lte=version).order_by("-pk").first()
    return found


def _entries(book: Book, number: int, covers: Covers) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of registers that can be seen."""
    return {name: entries for name, entries in _entries_of(book, number, covers, None).items() if entries}


def _entries_of(book: Book, number: int, covers: Covers, only: set[str] | None) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of registers (None: all) that can be seen, each register as it was at the version that counts."""
    since = covers.earliest()
    changed = set() if since is None else set(
        RowVersion.objects.filter(book_id=number, table__startswith=REGISTERS, pk__gt=since).values_list("table", flat=True).distinct(),
    )
    found: dict[str, tuple[Entry, ...]] = {}
    for name in sorted({*book.entries, *(table.removeprefix(REGISTERS) for table in changed)} if only is None else only):
        now = book.entries.get(name, ())
        pools = {version: entries_then(book, number, name, version) if REGISTERS + name in changed else now for version in covers.versions()}
        kept = [entry for entry in now if covers.entry_state(entry) == LIVE]
        kept += [entry for version, pool in pools.items() for entry in pool if covers.entry_state(entry) == version]
        found[name] = tuple(sorted(kept, key=lambda entry: entry.number))
    return found
