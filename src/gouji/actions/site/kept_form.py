"""A form laid out for filling, kept by each process beside the live book: after a change only the tables it touches are laid out anew, only the
relations it touches are assessed again. What is kept is what a fresh layout and a fresh check would give.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace

from gouji.actions.site.row_keys import figure_key
from gouji.actions.site.row_keys import joined
from gouji.book import in_calendar
from gouji.book.tables import FACTS
from gouji.book.tables import register_table
from gouji.catalogue import Form
from gouji.catalogue import Table
from gouji.messages import current_language
from gouji.reckon import CheckReport
from gouji.reckon import Context
from gouji.reckon import KeptCheck
from gouji.reckon import Only
from gouji.reckon import Reckoner
from gouji.reckon.reckoner import CacheKey
from gouji.reports.entry import EntryCell
from gouji.reports.entry import EntryTable
from gouji.reports.entry import cell_key
from gouji.reports.entry import entry_rows
from gouji.reports.entry import entry_tables
from gouji.reports.entry import own_period
from gouji.reports.entry_rows import SEPARATOR
from gouji.store.covers import asked_by
from gouji.store.live import LiveBook
from gouji.store.models import CurrentRow

CALENDARS = ("学年", "自然年", "财年", "届")
_REGISTER = "@"  # before the names of registers among what a form asks for
MOST = 60  # forms kept for each book


@dataclass(frozen=True, slots=True)
class _Laid:
    """A table as it is filled in, the figures that were asked for, the version of the book it was laid out at."""

    table: EntryTable
    asked: frozenset[CacheKey]
    version: int
    rows: tuple[frozenset[CacheKey], ...] = ()
    """Of a table of figures what each of its rows asked for, so that a change lays out one row anew and not all."""


class KeptForm:
    """One form of one organisation and period; the lock of the live book is held while it is used."""

    def __init__(self, live: LiveBook, form: Form, context: Context) -> None:
        self.live = live
        self.form = form
        self.context = context
        self.version = live.version
        self._laid: dict[str, _Laid] = {}
        self._touched: dict[str, set[int]] = {}
        self._stale: set[CacheKey] | None = set()
        self._check: KeptCheck | None = None
        self._versions: dict[str, int] | None = None
        self._known: dict[str, str] = {}
        self._entries: dict[str, dict[str, int]] = {}

    def tables(self, reckoner: Reckoner, *, registers: bool = True) -> tuple[EntryTable, ...]:
        """The tables; those of registers left out where they are not asked for."""
        return tuple(self._table(reckoner, table).table for table in self.form.tables if registers or not table.entries)

    def cell(self, reckoner: Reckoner, key: str) -> tuple[EntryCell, list[str]] | None:
        """A figure of the form and the names of the tables it stands in; None where it stands in none."""
        held = [laid for table in self.form.tables if not table.entries and key in (laid := self._table(reckoner, table)).table.figures]
        return (held[0].table.figures[key], [laid.table.name for laid in held]) if held else None

    def laid_at(self) -> dict[str, int]:
        """Since which version of the book each table that is laid out stands as it does."""
        return {name: laid.version for name, laid in self._laid.items()}

    def report(self, reckoner: Reckoner) -> CheckReport:
        """What a check of the form's place finds."""
        if self._check is None:
            asked = asked_by(reckoner.book.edition(self.context.period), self.form.name)
            registers = frozenset(name[1:] for name in asked if name.startswith(_REGISTER))
            only = Only(asked - {_REGISTER + name for name in registers}, registers, self.context.organisation, self.context.period)
            self._check, self._stale = KeptCheck(only), None
        report = self._check.report(reckoner, self._stale)
        self._stale = set()
        return report

    def catch_up(self) -> bool:
        """Drop what changed since; False where that is not known any more."""
        changes = self.live.since(self.version)
        if changes is None:
            return False
        for change in changes:
            if change.stale is None:
                self._laid.clear()
                self._touched.clear()
                self._stale = None
            else:
                for name in [name for name, laid in self._laid.items() if not laid.asked.isdisjoint(change.stale)]:
                    self._touch(name, change.stale)
                if self._stale is not None:
                    self._stale |= change.stale
            for name in change.registers:
                self._entries.pop(name, None)
            for key, row_key, pk in change.rows:
                self._take_version(key[:3], key[3], row_key, pk)
        self.version = self.live.version
        return True

    def _touch(self, name: str, stale: frozenset[CacheKey]) -> None:
        """Note that a table, or rows of it, do not stand any more."""
        rows = {number for number, asked in enumerate(self._laid[name].rows) if not asked.isdisjoint(stale)}
        if rows:
            self._touched.setdefault(name, set()).update(rows)
        else:
            del self._laid[name]
            self._touched.pop(name, None)

    def _table(self, reckoner: Reckoner, table: Table) -> _Laid:
        laid = self._laid.get(table.name)
        if laid is None or table.name in self._touched:
            rows = self._touched.pop(table.name, set())
            laid = self._laid[table.name] = self._laid_out(reckoner, table) if laid is None else self._mended(reckoner, table, laid, sorted(rows))
        return laid

    def _laid_out(self, reckoner: Reckoner, table: Table) -> _Laid:
        versions = self._entry_versions(reckoner, table.entries) if table.entries else self._fact_versions(reckoner)
        by_row = not table.entries and not table.breakdown
        with reckoner.noting() as asked:
            form = replace(self.form, tables=(replace(table, rows=()) if by_row else table,))
            made = entry_tables(reckoner, form, self.context, versions)[0]
        if not by_row:
            return _Laid(made, frozenset(asked), self.live.version)
        rows = entry_rows(reckoner, self.form, table, self.context, versions, range(len(table.rows)))
        each = tuple(own for _row, own in rows)
        return _Laid(replace(made, rows=tuple(row for row, _own in rows)), frozenset(asked).union(*each), self.live.version, each)

    def _mended(self, reckoner: Reckoner, table: Table, laid: _Laid, numbers: list[int]) -> _Laid:
        """The table with these rows laid out anew."""
        rows, each = list(laid.table.rows), list(laid.rows)
        made = entry_rows(reckoner, self.form, table, self.context, self._fact_versions(reckoner), numbers)
        for number, (row, asked) in zip(numbers, made, strict=True):
            rows[number], each[number] = row, asked
        all_asked = laid.asked.union(*(asked for _row, asked in made))
        return _Laid(replace(laid.table, rows=tuple(rows)), all_asked, self.live.version, tuple(each))

    def _fact_versions(self, reckoner: Reckoner) -> Mapping[str, int]:
        """The number of the row that says each figure, by cell key; none is newer than the book in memory, so that nobody overwrites what is not shown."""
        if self._versions is None:
            self._versions = {}
            period, organisation = self.context.period, self.context.organisation
            periods = {period.text, *(in_calendar(period, calendar).text for calendar in CALENDARS)}
            rows = CurrentRow.objects.filter(
                book=self.live.book, table=FACTS.name, version__organisation=organisation, version__period__in=periods, version_id__lte=self.live.version,
            )
            self._known = {code: own_period(indicator, self.context) for code, indicator in reckoner.book.edition(period).indicators.items()}
            for key, code, own, pk, cells in rows.values_list("row_key", "version__indicator", "version__period", "version_id", "version__cells"):
                parts = key.split(SEPARATOR)
                breakdown = parts[3] if len(parts) > 3 else json.loads(cells).get("breakdown", "")  # noqa: PLR2004  # a long key is kept as its hash
                self._take_version((code, organisation, own), breakdown, key, pk)
        return self._versions

    def _take_version(self, about: tuple[str, str, str], breakdown: str, row_key: str, pk: int) -> None:
        """Note which row says a figure of the form."""
        code, organisation, period = about
        if self._versions is None or organisation != self.context.organisation or self._known.get(code) != period:
            return
        if joined(figure_key(code, organisation, period, breakdown)) == row_key:
            self._versions[cell_key(code, breakdown)] = pk

    def _entry_versions(self, reckoner: Reckoner, name: str) -> Mapping[str, int]:
        """The number of the row of each entry of a register."""
        if name not in self._entries:
            register = reckoner.book.edition(self.context.period).register(name)
            found = self._entries[name] = {}
            if register is not None:
                table = register_table(register)
                rows = CurrentRow.objects.filter(book=self.live.book, table=table.name, version_id__lte=self.live.version)
                for pk, text in rows.values_list("version_id", "version__cells"):
                    cells = dict.fromkeys(table.columns, "") | json.loads(text)
                    found.setdefault(f"{name}{SEPARATOR}{SEPARATOR.join(table.key(cells))}", pk)
        return self._entries[name]


def kept_form(live: LiveBook, form: Form, context: Context) -> KeptForm:
    """The form as it stands now; the lock of the live book is held and the book was brought up to date."""
    name = ("form", form.name, context.organisation, context.period.text, current_language())
    known = live.kept.pop(name, None)
    if not isinstance(known, KeptForm) or known.form is not form or not known.catch_up():
        known = KeptForm(live, form, context)
    live.kept[name] = known  # the last used stands last
    if len(live.kept) > MOST:
        live.kept.pop(next(iter(live.kept)))
    return known


def filled_of(tables: Iterable[EntryTable]) -> tuple[int, int]:
    """How many cells are filled, of how many; a figure that stands in several tables counts once."""
    filled: dict[str, bool] = {}
    for table in tables:
        filled |= table.filled
    return sum(filled.values()), len(filled)
