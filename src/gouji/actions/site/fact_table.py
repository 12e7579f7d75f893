"""A table of facts (CSV or XLSX, as `gouji import` takes it) held against what a round asks for: each row becomes a cell of a submission, or says why not."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from gouji.actions.imported_rows import ReadRow
from gouji.actions.imported_rows import find_columns
from gouji.actions.imported_rows import read_rows_of
from gouji.actions.imported_rows import titles_of
from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.definitions import live_book
from gouji.actions.site.kept_form import kept_form
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.record_figures import Typed
from gouji.actions.site.row_keys import figure_key
from gouji.actions.site.row_keys import joined
from gouji.actions.site.targets import submission_target
from gouji.book import Fact
from gouji.book.facts import FACT
from gouji.messages import Problem
from gouji.papers.tables import Limits
from gouji.papers.tables import RawTable
from gouji.papers.tables import read_table
from gouji.reckon import Reckoner
from gouji.reports.entry import cell_key
from gouji.reports.entry import own_period
from gouji.rights import Act
from gouji.store.live import LiveBook
from gouji.store.models import Submission

SEEN, NAMED = "版本", "名称"
"""Columns of a table that was downloaded here: the number of the row that was seen, and what the figure is called (for people only)."""
_MEBIBYTE = 1 << 20
_LIMITS = Limits(file=20 * _MEBIBYTE, unpacked=100 * _MEBIBYTE, rows=50_000, columns=100, cells=1_000_000)
"""What is looked over while others wait for the book, each time the page is opened."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row that can be recorded: its number in the file, the submission it belongs to, the cell; what the figure is, where, what stands there now with the
    number of its row (0: nothing yet), and the key of that row.
    """

    number: int
    submission: Submission
    typed: Typed
    label: str
    place: str
    before: str
    now: int
    row_key: str


@dataclass(slots=True)
class FactTable:
    """A table sorted: the rows that can be recorded, faults by row number, how many rows have no value."""

    table: RawTable
    rows: list[FactRow] = field(default_factory=list)
    faults: dict[int, list[Problem]] = field(default_factory=dict)
    blank: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)

    def told(self) -> Mapping[int, tuple[str, str]]:
        """What each row calls its figure, and the value it has there, as they stand in the file."""
        name, value = self.columns["indicator"], self.columns["value"]
        return {row.number: (row.cells[name].strip(), row.cells[value].strip()) for row in self.table.rows}

    def submissions(self) -> Iterator[tuple[Submission, list[FactRow]]]:
        """The rows by the submission they belong to."""
        groups: dict[int, list[FactRow]] = {}
        for row in self.rows:
            groups.setdefault(row.submission.pk, []).append(row)
        for group in groups.values():
            yield group[0].submission, group


def read_fact_table(origin: Origin, submission: Submission, path: Path, seen: Mapping[int, int]) -> FactTable:
    """The rows of a file, held against the round of a submission and all its organisations that the account may fill in for.

    `seen` gives the number of the row that was seen where the file does not say it, by row number (missing: what stands there now counts as seen).
    Raises GoujiError where the file or its columns cannot be read at all (P…, I…).
    """
    titles = [title for name, others in titles_of(None).items() for title in (name, *others)]
    table = read_table(path, limits=_LIMITS, expected=[*titles, SEEN, NAMED])
    own = {title: table.columns.index(title) for title in (SEEN, NAMED) if title in table.columns}
    columns = find_columns(table, None, dict.fromkeys(own, ""))
    live = live_book(submission.round.book)
    with live.use() as reckoner:
        read = read_rows_of(table, columns, reckoner.book, None)
        found = FactTable(table, faults=dict(read.faults), blank=read.blank, columns=columns)
        said = {row.number: row.cells[own[SEEN]].strip() for row in table.rows} if SEEN in own else {}
        numbers = {number: int(text) for number, text in said.items() if text.isdecimal() and len(text) < 19}  # noqa: PLR2004  # what the database counts to
        _Sorter(origin, submission, live, reckoner, found).sort(read.rows.values(), {**seen, **numbers}, frozenset(columns))
    return found


class _Sorter:
    """Holds rows against the submissions of a round; the lock of the live book is held."""

    def __init__(self, origin: Origin, submission: Submission, live: LiveBook, reckoner: Reckoner, found: FactTable) -> None:
        self.live = live
        self.reckoner = reckoner
        self.found = found
        self.form = round_form(submission.round)
        organisations = reckoner.book.organisations
        others = Submission.objects.filter(round=submission.round_id).select_related("round__book")
        self.open = {each.organisation: each for each in others if allowed(origin, Act.RECORD_FIGURES, submission_target(each, organisations)).allowed}

    def sort(self, rows: Iterable[ReadRow], seen: Mapping[int, int], columns: frozenset[str]) -> None:
        for row in rows:
            problem = self._problem(row)
            if problem is None:
                self.found.rows.append(self._row(row, seen, columns))
            else:
                self.found.faults[row.number] = [problem]

    def _problem(self, row: ReadRow) -> Problem | None:
        """Why a row is no cell of this round; None where it may be one."""
        fact = _fact(row)
        place = self.found.table.place(row.number)
        if fact.basis != FACT:
            return Problem("S140", place, {"basis": fact.basis})
        submission = self.open.get(fact.organisation)
        if submission is None:
            return Problem("S141", place, {"name": self.reckoner.book.organisations.name(fact.organisation)})
        context = context_of(submission)
        indicator = self.reckoner.book.edition(context.period).indicators.get(fact.indicator)
        wanted = own_period(indicator, context) if indicator is not None else context.period.text
        return Problem("S142", place, {"given": fact.period, "wanted": wanted}) if fact.period != wanted else None

    def _row(self, row: ReadRow, seen: Mapping[int, int], columns: frozenset[str]) -> FactRow:
        fact = _fact(row)
        submission = self.open[fact.organisation]
        context = context_of(submission)
        key = cell_key(fact.indicator, fact.breakdown)
        held = kept_form(self.live, self.form, context).cell(self.reckoner, key)
        before, now = (held[0].text, held[0].version) if held is not None else ("", 0)
        indicator = self.reckoner.book.edition(context.period).indicators[fact.indicator]
        unit = "" if row.cells["unit"] == indicator.unit else row.cells["unit"]
        more = {name: text for name, text in (("unit", unit), ("source", row.cells["source"])) if name in columns and (name == "source" or text)}
        label = f"{indicator.label}（{fact.breakdown}）" if fact.breakdown else indicator.label
        typed = Typed(key, row.cells["value"], seen.get(row.number, now), row.cells["note"] if "note" in columns else None, more)
        place = self.reckoner.book.organisations.name(fact.organisation)
        return FactRow(row.number, submission, typed, label, place, before, now, joined(figure_key(*fact.key)))


def _fact(row: ReadRow) -> Fact:
    assert isinstance(row.said, Fact), "no register was asked for"
    return row.said
