"""A submission as a workbook, handed out to be filled in and taken back: what was changed there is recorded, what others changed meanwhile is asked about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from decimal import Decimal
from decimal import InvalidOperation
from hashlib import sha256
from pathlib import Path

from gouji.actions.site.definitions import site_catalogue
from gouji.actions.site.entry_page import EntryPage
from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.entry_sheets import ROW
from gouji.actions.site.entry_sheets import entry_sheet
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.record_entries import EntryChange
from gouji.actions.site.record_entries import record_entries
from gouji.actions.site.record_figures import Conflict
from gouji.actions.site.record_figures import Fault
from gouji.actions.site.record_figures import Typed
from gouji.actions.site.record_figures import record_figures
from gouji.actions.site.submissions import find_submission
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.papers.excel.entry_book import ReadBook
from gouji.papers.excel.entry_book import Returned
from gouji.papers.excel.entry_book import read_entry_book
from gouji.papers.excel.entry_book import write_entry_book
from gouji.papers.marking.xlsx import mark_cells
from gouji.reports.entry import EntryTable
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.place import room
from gouji.store.units import together

RETURNED = "returned"
"""The folder of the files that go back with remarks, one an account and submission."""


@dataclass(frozen=True, slots=True)
class Said:
    """A cell of the file that something is said about: where it stands, what was in it, what is wrong."""

    sheet: str
    cell: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What came of a file: cells and rows taken, cells that were as handed out, faults, cells others changed meanwhile (to be chosen)."""

    taken: int
    rows: int
    unchanged: int
    faults: tuple[Said, ...]
    conflicts: tuple[tuple[str, Conflict], ...]


def download_entry(origin: Origin, number: int, path: Path) -> EntryPage:
    """Write the submission as a workbook to `path`. Raises GoujiError S05, Refused (figures.view)."""
    found = open_entry(origin, number)
    sheets = [entry_sheet(table, editable=found.writable.table(table.name)) for table in found.tables]
    submission = found.submission
    identity = {
        "submission": str(submission.pk), "form": submission.round.form, "period": submission.round.period, "place": found.place,
        "title": submission.round.title, "fingerprint": fingerprint(found.tables, submission.round.period),
    }
    write_entry_book(sheets, identity, path)
    trail.append(origin.trail, Act.VIEW_FIGURES.value, submission_thing(number), details={"verb": "download"})
    return found


def upload_entry(origin: Origin, number: int, path: Path) -> Uploaded:
    """Take back a workbook: only what was changed in it is recorded, each cell held against what counts now.

    Raises GoujiError: not one of ours (S35), of another submission (S36), of older definitions (S37), unreadable (P…), what `record_figures` raises;
    Refused (figures.record). The file with remarks on its cells lies at `returned_file` where something is wrong with it.
    """
    require(origin, Act.RECORD_FIGURES, *target_and_name(find_submission(number)))
    read = read_entry_book(path)
    found = open_entry(origin, number)
    if read.identity.get("submission") != str(number):
        raise GoujiError.of("S36", title=read.identity.get("title", "—"), where=read.identity.get("place", "—"))
    if read.identity.get("fingerprint") != fingerprint(found.tables, found.submission.round.period):
        raise GoujiError.of("S37")
    changed = [each for each in read.cells if not same_text(each.text, each.base)]
    faults = [Said(each.sheet, each.cell, each.text, _broken(each)) for each in changed if each.broken]
    usable = [each for each in changed if not each.broken]
    with together():  # figures and rows, or neither
        taken, conflicts, wrong = _figures(origin, number, [each for each in usable if not each.key.startswith(ROW)])
        rows, row_faults = _rows(origin, number, found.tables, usable, read)
    faults += [*wrong, *row_faults]
    labels = {cell.key: cell.label for table in found.tables for cell in table.cells()}
    _give_back(path, origin, number, faults, conflicts, usable)
    handed_out = {each.key: each.base for each in usable}
    asked = tuple((labels.get(each.key, each.key), replace(each, base=handed_out[each.key])) for each in conflicts)
    return Uploaded(taken, rows, len(read.cells) - len(changed), tuple(faults), asked)


def returned_file(origin: Origin, number: int) -> Path:
    """The file of this account with remarks on it. Raises GoujiError S05 where there is none, Refused (figures.view)."""
    open_entry(origin, number, registers=False)
    path = _returned(origin, number)
    if not path.is_file():
        raise GoujiError.of("S05")
    return path


def clear_returned(before: datetime) -> int:
    """Take away files that went back with remarks before a moment; gives how many."""
    old = [path for path in room(RETURNED).glob("*.xlsx") if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def fingerprint(tables: Iterable[EntryTable], period: str) -> str:
    """The fingerprint of what the form's cells mean: it changes where an indicator's definition or the layout does."""
    edition = site_catalogue().on(parse_period(period).last)
    codes = sorted({cell.indicator for table in tables for cell in table.cells() if cell.indicator})
    parts = [*(table.name for table in tables), *(edition.fingerprint(edition.indicators[code]) for code in codes)]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same: the same number, however many zeros follow it, or the same words."""
    if one == other:
        return True
    try:
        return Decimal(one.replace(",", "")) == Decimal(other.replace(",", ""))
    except InvalidOperation:
        return False


def _figures(origin: Origin, number: int, cells: list[Returned]) -> tuple[int, tuple[Conflict, ...], list[Said]]:
    places: dict[str, Returned] = {}
    faults: list[Said] = []
    for each in cells:
        other = places.setdefault(each.key, each)
        if not same_text(other.text, each.text):
            problem = Problem("S47", params={"here": f"{each.sheet}!{each.cell}", "there": f"{other.sheet}!{other.cell}"})
            faults.append(Said(each.sheet, each.cell, each.text, f"{problem.message()} {problem.advice()}"))
    for key in {each.key for each in cells for said in faults if (said.sheet, said.cell) == (each.sheet, each.cell)}:
        del places[key]
    result = record_figures(origin, number, [Typed(each.key, each.text, each.version) for each in places.values()])
    faults += [Said(places[fault.key].sheet, places[fault.key].cell, places[fault.key].text, _words(fault)) for fault in result.faults]
    return len(result.saved), result.conflicts, faults


def _rows(origin: Origin, number: int, tables: tuple[EntryTable, ...], cells: list[Returned], read: ReadBook) -> tuple[int, list[Said]]:
    """The rows of registers that were changed or added: those of a register are recorded together."""
    changes: dict[str, list[EntryChange]] = {}
    places: dict[str, Said] = {}
    whole = _whole_rows(read)
    for each in cells:
        if each.key.startswith(ROW):
            register, key, _column = json.loads(each.key.removeprefix(ROW))
            tag = f"{register} {key}"
            if tag not in places:
                changes.setdefault(register, []).append(EntryChange(key, whole[register, key], each.version, tag))
            places.setdefault(tag, Said(each.sheet, each.cell, each.text, ""))
    by_name = {table.name: table for table in tables}
    for added in read.added:
        table = by_name[added.growing]  # the fingerprint holds the names of the tables
        for line, texts in added.rows.items():
            given = {column.title: texts[place] if place < len(texts) else "" for place, column in enumerate(table.columns)}
            given = {name: text or table.blank.get(name, "") for name, text in given.items()}
            tag = f"{added.sheet}!A{line}"
            changes.setdefault(table.register, []).append(EntryChange("", given, tag=tag))
            places[tag] = Said(added.sheet, f"A{line}", texts[0], "")
    results = [record_entries(origin, number, register, group) for register, group in changes.items()]
    faults = [replace(places[fault.key], words=_words(fault)) for result in results for fault in result.faults]
    return sum(len(result.saved) for result in results), faults


def _whole_rows(read: ReadBook) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of registers as they came back, by register and name."""
    whole: dict[tuple[str, str], dict[str, str]] = {}
    for each in read.cells:
        if each.key.startswith(ROW):
            register, key, column = json.loads(each.key.removeprefix(ROW))
            whole.setdefault((register, key), {})[column] = each.text
    return whole


def _words(fault: Fault) -> str:
    return f"{fault.message} {fault.advice}".strip()


def _broken(each: Returned) -> str:
    problem = Problem("P76", params={"text": each.text}) if each.text else Problem("P77")
    return f"{problem.message()} {problem.advice()}".strip()


def _give_back(
    path: Path, origin: Origin, number: int, faults: Iterable[Said], conflicts: Iterable[Conflict], cells: Iterable[Returned],
) -> None:
    """Put the file with its remarks where its owner finds it; an earlier one is taken away."""
    target = _returned(origin, number)
    target.unlink(missing_ok=True)
    places = {each.key: each for each in cells}
    said = [(fault.sheet, fault.cell, fault.words) for fault in faults]
    for each in conflicts:
        problem = Problem("S08", params={"who": each.who, "value": each.value, "when": f"{each.when:%Y-%m-%d %H:%M}"})
        said.append((places[each.key].sheet, places[each.key].cell, f"{problem.message()} {problem.advice()}"))
    if said:
        remarks: dict[str, dict[str, list[str]]] = {}
        for sheet, cell, words in said:
            remarks.setdefault(sheet, {}).setdefault(cell, []).append(words)
        mark_cells(path, remarks, target)


def _returned(origin: Origin, number: int) -> Path:
    return room(RETURNED) / f"{origin.number or 0}-{find_submission(number).pk}.xlsx"
