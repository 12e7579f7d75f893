"""A table of facts handed in for a round: kept, looked over, its good rows taken, the file given back with an error column."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from gouji.actions.import_table import annotation_of
from gouji.actions.site.entry_page import EntryPage
from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.fact_table import FactRow
from gouji.actions.site.fact_table import FactTable
from gouji.actions.site.fact_table import read_fact_table
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.record_figures import Conflict
from gouji.actions.site.record_figures import Fault
from gouji.actions.site.record_figures import record_figures
from gouji.actions.site.submissions import find_submission
from gouji.book.tables import FACTS
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.tables import write_annotated
from gouji.reports.entry import INPUT
from gouji.rights import Act
from gouji.store import trail
from gouji.store.models import RowVersion
from gouji.store.models import Submission
from gouji.store.place import room
from gouji.store.units import rehearsed
from gouji.store.units import together

WAITING = "facts"
"""The folder of tables that are looked over, one an account and submission."""
NEW, CHANGED, SAME, CONFLICT, FAULT = "new", "changed", "same", "conflict", "fault"


@dataclass(frozen=True, slots=True)
class FactLine:
    """A row as it is looked over: what it is about, what stands there now and what the file says, what would come of it (`state`), why it is not taken;
    where others changed the figure after it was seen, who and when, and what was seen. `now` is the number of the row that stands there.
    """

    number: int
    label: str
    place: str
    before: str
    after: str
    state: str
    words: str = ""
    who: str = ""
    when: datetime | None = None
    seen: str = ""
    now: int = 0


@dataclass(frozen=True, slots=True)
class FactsSeen:
    """A table looked over: the name of its file, its rows in their order, how many have no value, remarks on the file."""

    name: str
    lines: tuple[FactLine, ...]
    blank: int
    notices: tuple[str, ...]

    def count(self, *states: str) -> int:
        """How many rows are so."""
        return sum(line.state in states for line in self.lines)


@dataclass(frozen=True, slots=True)
class FactsTaken:
    """What came of it: how many figures were recorded, how many rows were not."""

    saved: int
    left: int


def hand_in_facts(origin: Origin, number: int, path: Path, name: str) -> None:
    """Keep a table to be looked over; an earlier one of this account and submission goes.

    Raises GoujiError: no such submission (S05), a file or columns that cannot be read (P…, I…); Refused (figures.record).
    """
    submission = _open(origin, number)
    found = read_fact_table(origin, submission, path, {})
    drop_facts(origin, number)
    kept = _kept(origin, submission)
    seen = {str(row.number): row.typed.seen for row in found.rows}
    kept.with_suffix(".json").write_text(json.dumps({"name": name[:120], "seen": seen}), encoding="utf-8")
    shutil.copyfile(path, kept)  # last: where the table lies, what belongs to it does


def facts_waiting(origin: Origin, number: int) -> FactsSeen | None:
    """The table that waits, looked over as things stand now; None where none does. Raises GoujiError S05, Refused (figures.record)."""
    submission = _open(origin, number)
    kept = _kept(origin, submission)
    if not kept.exists():
        return None
    beside = _told(kept)
    found = read_fact_table(origin, submission, kept, beside.seen)
    lines: list[FactLine] = []
    for own, rows in found.submissions():
        with trail.put_off(), rehearsed():
            lines += _rehearsed(origin, own, rows)
    told = found.told()
    lines += [FactLine(row, told[row][0], "", "", told[row][1], FAULT, _words(problems[0])) for row, problems in found.faults.items()]
    lines.sort(key=lambda line: line.number)
    return FactsSeen(beside.name, tuple(lines), found.blank, tuple(str(notice) for notice in found.table.notices))


def accept_facts(origin: Origin, number: int, over: Mapping[int, int]) -> FactsTaken:
    """Record the good rows of the table that waits, all in one transaction. `over` names rows that others changed meanwhile and whose figure is to
    stand nevertheless, each with the number of the row that was shown. What is left out goes back in the file's error column (`returned_facts`).

    Raises GoujiError: none waits (S143), what recording raises; Refused (figures.record).
    """
    submission = _open(origin, number)
    kept = _kept(origin, submission)
    if not kept.exists():
        raise GoujiError.of("S143")
    found = read_fact_table(origin, submission, kept, _told(kept).seen)
    found.rows = [replace(row, typed=replace(row.typed, seen=over[row.number])) if row.number in over else row for row in found.rows]
    saved, left = 0, dict[int, str]()
    with trail.put_off(), together():  # a right lost meanwhile undoes the rows, not the line that tells of it
        for own, rows in found.submissions():
            result = record_figures(origin, own.pk, [row.typed for row in rows])
            saved += len(result.saved)
            left |= _left(rows, result.faults, result.conflicts)
    _give_back(origin, submission, found, left)
    return FactsTaken(saved, len(found.faults) + len(left))


def drop_facts(origin: Origin, number: int) -> None:
    """Put the table that waits away, and the one that was given back. Raises GoujiError S05, Refused (figures.record)."""
    kept = _kept(origin, _open(origin, number))
    for path in (kept, kept.with_suffix(".json"), *kept.parent.glob(f"{kept.stem}-returned.*")):
        path.unlink(missing_ok=True)


def returned_facts(origin: Origin, number: int) -> Path:
    """The account's own file with its error column. Raises GoujiError S143 where there is none, S05, Refused (figures.record)."""
    kept = _kept(origin, _open(origin, number))
    found = next(iter(kept.parent.glob(f"{kept.stem}-returned.*")), None)
    if found is None:
        raise GoujiError.of("S143")
    return found


def facts_to_fill(origin: Origin, number: int) -> tuple[EntryPage, Iterator[tuple[str | Decimal | int, ...]]]:
    """The submission, and its typed figures as rows of a table of facts: code, name, organisation, period, breakdown, value, unit, note, number of the row.

    Raises GoujiError S05, Refused (figures.record).
    """
    _open(origin, number)
    found = open_entry(origin, number, registers=False)
    cells = {cell.key: cell for table in found.tables for cell in table.cells() if cell.kind == INPUT}
    return found, ((each.indicator, each.label, found.place, each.period, each.breakdown, each.text, each.unit, each.note, each.version)
                   for each in cells.values())


def clear_facts(before: datetime) -> int:
    """Take away what was handed in before a moment; gives how many files."""
    old = [path for path in room(WAITING).iterdir() if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is kept beside a table: the name of the file, and which rows of the book counted when it was handed in, by row number."""

    name: str
    seen: Mapping[int, int]


def _told(kept: Path) -> _Told:
    known = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
    return _Told(known["name"], {int(row): seen for row, seen in known["seen"].items()})


def _open(origin: Origin, number: int) -> Submission:
    submission = find_submission(number)
    require(origin, Act.RECORD_FIGURES, *target_and_name(submission))
    return submission


def _kept(origin: Origin, submission: Submission) -> Path:
    return room(WAITING) / f"{origin.number or 0}-{submission.pk}.table"


def _rehearsed(origin: Origin, submission: Submission, rows: list[FactRow]) -> Iterator[FactLine]:
    """What would come of the rows of one submission."""
    try:
        result = record_figures(origin, submission.pk, [row.typed for row in rows])
    except GoujiError as error:  # locked, not begun yet: none of its rows is taken
        words = _words(error.problems[0])
        yield from (FactLine(row.number, row.label, row.place, row.before, row.typed.value, FAULT, words) for row in rows)
        return
    faults = {fault.key: f"{fault.message} {fault.advice}".strip() for fault in result.faults}
    conflicts = {conflict.key: conflict for conflict in result.conflicts}
    for row in rows:
        key, both = row.typed.key, conflicts.get(row.typed.key)
        line = FactLine(row.number, row.label, row.place, row.before, row.typed.value, NEW if not row.now else CHANGED)
        if key in faults:
            yield replace(line, state=FAULT, words=faults[key])
        elif both is not None:
            yield replace(line, state=CONFLICT, before=both.value, who=both.who, when=both.when, seen=_value(submission, row), now=both.version)
        else:
            yield replace(line, state=SAME) if result.saved.get(key) == row.now else line


def _value(submission: Submission, row: FactRow) -> str:
    """What stood there when the row was seen; empty where nothing did, or where the number is no version of this figure."""
    version = RowVersion.objects.filter(pk=row.typed.seen, book=submission.round.book_id, table=FACTS.name, row_key=row.row_key).first()
    return str(json.loads(version.cells).get("value", "")) if version is not None else ""


def _left(rows: list[FactRow], faults: tuple[Fault, ...], conflicts: tuple[Conflict, ...]) -> dict[int, str]:
    """Why rows were not taken, by their number."""
    numbers = {row.typed.key: row.number for row in rows}
    said = {numbers[fault.key]: f"{fault.message} {fault.advice}".strip() for fault in faults}
    for each in conflicts:
        said[numbers[each.key]] = _words(Problem("S08", params={"who": each.who, "value": each.value, "when": f"{each.when.astimezone():%Y-%m-%d %H:%M}"}))
    return said


def _give_back(origin: Origin, submission: Submission, found: FactTable, left: Mapping[int, str]) -> None:
    """The file with its error column in place of the one that waited; nothing where all was taken."""
    kept = _kept(origin, submission)
    if found.faults or left:
        annotation = annotation_of(found.table, found.faults)
        errors = {**annotation.errors, **left}
        target = kept.with_name(f"{kept.stem}-returned{'.xlsx' if found.table.sheet else '.csv'}")
        write_annotated(found.table, target, replace(annotation, errors=errors, summary=_("{count} 行没有收").format(count=len(errors))))
    kept.unlink(missing_ok=True)  # the button, pressed twice
    kept.with_suffix(".json").unlink(missing_ok=True)


def _words(problem: Problem) -> str:
    return f"{problem.message().partition(chr(10))[0]} {problem.advice()}".strip()  # without the sign under a formula
