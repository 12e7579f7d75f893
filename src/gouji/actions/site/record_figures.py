"""Figures typed, pasted or read from a workbook: each read as the book reads it; the good ones recorded together, the others given back with why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime

from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import Writable
from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.entry_page import writable_of
from gouji.actions.site.kept_form import KeptForm
from gouji.actions.site.kept_form import kept_form
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.return_submission import KIND as RETURNED_MARK
from gouji.actions.site.round_scope import concerns
from gouji.actions.site.row_keys import figure_key
from gouji.actions.site.row_keys import joined
from gouji.actions.site.submissions import FILLING
from gouji.actions.site.submissions import OPEN
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import move
from gouji.actions.site.submissions import shut
from gouji.actions.site.submissions import submissions_of
from gouji.book.csvrows import CsvRow
from gouji.book.reading import FactReader
from gouji.book.tables import FACT_COLUMNS
from gouji.book.tables import FACTS
from gouji.book.tables import fact_row_key
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.reckon import Reckoner
from gouji.reports.entry import DERIVED
from gouji.reports.entry import key_parts
from gouji.reports.entry import own_period
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.models import Mark
from gouji.store.models import RowVersion
from gouji.store.models import Submission
from gouji.store.prepared import Prepared
from gouji.store.writing import NewRow
from gouji.store.writing import Writer
from gouji.store.writing import writing

MOST_CELLS = 5000
LONGEST_TEXT = 2000
BEGIN = "开始填报"
_RETURNED = Prepared(lambda number: Mark.objects.filter(submission_id=number, kind=RETURNED_MARK, closed__isnull=True).values_list("pk", "row_key"), int)


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as it was typed: which, what, and the number of the row the person saw (0: none); `note` None leaves the note as it is.

    `more` is what a table of facts says besides: the unit the value is in, where it comes from (unit, source).
    """

    key: str
    value: str
    seen: int = 0
    note: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that was not taken, and why."""

    key: str
    code: str
    message: str
    advice: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody else changed meanwhile: what stands there now, who put it there and when, what was typed; of a file also what it was handed out
    with (`base`).
    """

    key: str
    value: str
    who: str
    when: datetime
    version: int
    mine: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: the cells taken with the number of their row, faults and conflicts by cell."""

    saved: Mapping[str, int]
    faults: tuple[Fault, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    state: str = ""


@dataclass(slots=True)
class _Sorted:
    """Cells being sorted."""

    rows: dict[str, tuple[Typed, NewRow]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    saved: dict[str, int] = field(default_factory=dict)


def record_figures(origin: Origin, number: int, cells: Sequence[Typed]) -> Recorded:
    """Record figures of a submission. Good cells are taken in one transaction; faulty ones and those changed by others meanwhile come back.

    Raises GoujiError: no such submission (S05), too many at once (S40), locked (S09), not begun (S44); Refused (figures.record).
    """
    submission = find_submission(number)
    if len(cells) > MOST_CELLS:
        raise GoujiError.of("S40", count=len(cells), limit=MOST_CELLS)
    target, place = target_and_name(submission)
    require(origin, Act.RECORD_FIGURES, target, place)
    writable = writable_of(origin, submission, target)
    live = live_book(submission.round.book)
    with live.use() as reckoner:
        kept = kept_form(live, round_form(submission.round), context_of(submission))
        sorted_cells = _Sorter(reckoner, submission, kept, writable, origin.name).sort(cells)
    with writing(submission.round.book_id, origin.name, origin.number) as writer:
        held = hold(submission)
        _refuse_shut(held)
        _leave_shut(held, sorted_cells)
        _settle(writer, sorted_cells)
        if sorted_cells.rows:
            _write(writer, held, origin, sorted_cells)
        counts = {"cells": len(sorted_cells.rows), "faults": len(sorted_cells.faults), "conflicts": len(sorted_cells.conflicts)}
        trail.append(origin.trail, Act.RECORD_FIGURES.value, submission_thing(submission.pk), details=counts)
    return Recorded(sorted_cells.saved, tuple(sorted_cells.faults), tuple(sorted_cells.conflicts), held.state)


def _refuse_shut(held: Submission) -> None:
    words = shut(held)
    if words:
        raise GoujiError.of("S09", state=words)
    if held.round.opens > today():
        raise GoujiError.of("S44", day=f"{held.round.opens:%Y-%m-%d}")


def _leave_shut(held: Submission, found: _Sorted) -> None:
    """Cells that another form of the organisation, already handed in, rests on are given back (S09)."""
    others = submissions_of(held.round.book_id, held.organisation)
    closed = [(each.round, words) for each in others if each.pk != held.pk and (words := shut(each))]
    for key, (typed, row) in list(found.rows.items()) if closed else ():
        words = next((words for asked, words in closed if concerns(asked, row.about[2], row.about[0])), "")
        if words:
            problem = Problem("S09", params={"state": words})
            found.faults.append(Fault(key, problem.code, problem.message(), problem.advice(), typed.value[:LONGEST_TEXT]))
            del found.rows[key]


class _Sorter:
    """Reads cells as the book would; what it cannot take goes to the faults."""

    def __init__(self, reckoner: Reckoner, submission: Submission, kept: KeptForm, writable: Writable, author: str) -> None:
        self.submission = submission
        self.reckoner = reckoner
        self.kept = kept
        self.writable = writable
        self.author = author
        self.reader = FactReader(reckoner.book, {}, fact_row_key)
        self._slices: dict[tuple[str, str], str] | None = None

    def sort(self, cells: Iterable[Typed]) -> _Sorted:
        """The cells as rows, or with what is wrong; of two of the same cell the later counts."""
        found = _Sorted()
        for typed in {each.key: each for each in cells}.values():
            try:
                found.rows[typed.key] = (typed, self._row(typed))
            except GoujiError as error:
                problem = error.problems[0]
                found.faults.append(Fault(typed.key, problem.code, problem.message(), problem.advice(), typed.value[:LONGEST_TEXT]))
        return found

    def _row(self, typed: Typed) -> NewRow:
        code, breakdown, period = self._about(typed.key)
        value = typed.value.strip()
        if len(value) > LONGEST_TEXT or len(typed.note or "") > LONGEST_TEXT:
            raise GoujiError.of("S41", count=max(len(value), len(typed.note or "")), limit=LONGEST_TEXT)
        cells = dict.fromkeys(FACT_COLUMNS, "") | {
            "indicator": code, "organisation": self.submission.organisation, "period": period, "breakdown": breakdown, "value": value,
            "author": self.author, "note": typed.note or "", **typed.more,
        }
        problems: list[Problem] = []
        fact = self.reader.read(CsvRow(cells, Place()), problems)
        if fact is None:
            raise GoujiError(*problems)
        return NewRow(FACTS.name, figure_key(*fact.key), cells, about=fact.key[:3])

    def _about(self, key: str) -> tuple[str, str, str]:
        """Indicator, breakdown and period of a cell that may be typed. Raises GoujiError S06, S07, S42."""
        code, breakdown = key_parts(key)
        held = self.kept.cell(self.reckoner, key)
        if held is not None:
            cell, tables = held
            if cell.kind == DERIVED:
                raise GoujiError.of("S07", formula=cell.formula)
        else:
            name = self._slice(code, breakdown.partition("=")[0])
            if not name:
                raise GoujiError.of("S06", name=key[:80])
            tables = [name]
        if not any(self.writable.table(name) for name in tables):
            raise GoujiError.of("S42", name="、".join(tables)) if not self.writable.reason else GoujiError.of("S09", state=self.writable.reason)
        context = context_of(self.submission)
        return code, breakdown, own_period(self.reckoner.book.edition(context.period).indicators[code], context)

    def _slice(self, code: str, dimension: str) -> str:
        """The table in which new values of a breakdown of an indicator may be typed; empty where there is none."""
        if self._slices is None:
            tables = self.kept.tables(self.reckoner, registers=False)
            self._slices = {(own, table.dimension): table.name for table in tables for own in table.codes if own}
        return self._slices.get((code, dimension), "")


def _settle(writer: Writer, found: _Sorted) -> None:
    """Hold what was seen against what counts now: unchanged cells need no row, changed ones are conflicts unless they came to the same."""
    current = writer.versions(FACTS.name, [row.key for _typed, row in found.rows.values()])
    for key, (typed, row) in list(found.rows.items()):
        version = current.get(joined(row.key))
        before = json.loads(version.cells) if version is not None else {}
        new = dict(row.cells or {})
        if typed.note is None:
            new["note"] = before.get("note", "")
        said = ("value", "note", "unit", *typed.more)
        same = all(before.get(name, "") == new[name] for name in said)
        if same:
            found.saved[key] = version.pk if version is not None else 0
            del found.rows[key]
        elif version is not None and version.pk != typed.seen:
            found.conflicts.append(_conflict(key, typed, version, before))
            del found.rows[key]
        else:
            merged = {**new, **before, **{name: new[name] for name in (*said, "author")}}
            found.rows[key] = (typed, NewRow(row.table, row.key, merged, about=row.about))


def _conflict(key: str, typed: Typed, version: RowVersion, before: Mapping[str, str]) -> Conflict:
    return Conflict(key, before.get("value", ""), version.recorded_by, version.recorded, version.pk, typed.value)


def _write(writer: Writer, held: Submission, origin: Origin, found: _Sorted) -> None:
    written = {version.row_key: version.pk for version in writer.record(row for _typed, row in found.rows.values())}
    found.saved |= {key: written[joined(row.key)] for key, (_typed, row) in found.rows.items()}
    mended = [number for number, key in _RETURNED(held.pk) if key in found.rows]
    if mended:
        Mark.objects.filter(pk__in=mended).update(closed=datetime.now(UTC))
    if held.state in OPEN and held.state != FILLING:  # what an exception lets in changes no state
        move(held, FILLING, origin, BEGIN)
