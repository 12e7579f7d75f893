"""Import a table: every row checked, the good ones taken into the book as one, the user's own file given back with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from pathlib import Path

from gouji.actions.imported_rows import ReadRows
from gouji.actions.imported_rows import find_columns
from gouji.actions.imported_rows import read_rows_of
from gouji.actions.imported_rows import titles_of
from gouji.actions.lock import locked
from gouji.actions.lock import user_name
from gouji.actions.merging import Merge
from gouji.actions.merging import merge_entries
from gouji.actions.merging import merge_facts
from gouji.actions.open_book import open_book
from gouji.actions.open_book import require_book
from gouji.actions.record_changes import history_writes
from gouji.actions.record_changes import now
from gouji.actions.transaction import Transaction
from gouji.actions.transaction import commit
from gouji.actions.transaction import finish
from gouji.book.folder import Loaded
from gouji.book.history import HistoryTable
from gouji.book.history import Recorded
from gouji.book.history import RowKey
from gouji.book.history import differences
from gouji.book.tables import FACTS
from gouji.book.tables import register_table
from gouji.catalogue import Catalogue
from gouji.catalogue import Register
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.tables import Annotation
from gouji.papers.tables import Limits
from gouji.papers.tables import RawTable
from gouji.papers.tables import read_table
from gouji.papers.tables import write_annotated

INTO_FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Import:
    """What is to be imported and how: the file, its sheet, facts or a register, own column titles, who does it, where faults are given back."""

    file: Path
    sheet: str | None = None
    into: str = INTO_FACTS
    mapping: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    errors: Path | None = None
    dry_run: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: how many rows are new, changed, unchanged, blank (no value) or faulty; the faults; files written; remarks."""

    new: int
    changed: int
    unchanged: int
    blank: int
    faults: Mapping[int, tuple[Problem, ...]]
    files: tuple[str, ...]
    errors_file: Path | None
    notices: tuple[Problem, ...]
    dry_run: bool

    def as_record(self) -> dict[str, object]:
        """As JSON-able data (schema gouji-import/1)."""
        return {
            "schema": "gouji-import/1", "new": self.new, "changed": self.changed, "unchanged": self.unchanged, "blank": self.blank,
            "failed": len(self.faults), "dry_run": self.dry_run, "files": list(self.files),
            "errors_file": str(self.errors_file) if self.errors_file else None,
            "faults": [
                {"row": row, "cell": problem.place.cell, "code": problem.code, "message": problem.message(), "advice": problem.advice()}
                for row, problems in self.faults.items() for problem in problems
            ],
            "notices": [str(notice) for notice in self.notices],
        }


def import_table(folder: Path, catalogue: Catalogue, wanted: Import) -> Imported:
    """Import a file into a book. Faulty rows are left out and given back; the others are taken in one transaction, or none of them.

    Raises GoujiError and writes nothing: a file or table that cannot be read (P…, I…), a book that cannot (B…), another writer (X01).
    """
    if wanted.dry_run:
        return _import(folder, open_book(folder, catalogue), wanted)
    require_book(folder)
    with locked(folder):
        finish(folder)
        return _import(folder, open_book(folder, catalogue), wanted)


def _import(folder: Path, loaded: Loaded, wanted: Import) -> Imported:
    register = _register(loaded, wanted.into)
    titles = [title for name, others in titles_of(register).items() for title in (name, *others)]
    table = read_table(wanted.file, limits=wanted.limits, sheet=wanted.sheet, expected=[*titles, *wanted.mapping])
    rows = read_rows_of(table, find_columns(table, register, wanted.mapping), loaded.book, register)
    moment = now()
    merge = merge_facts(loaded.book, folder, rows, moment) if register is None else merge_entries(loaded.book, folder, register, rows)
    errors_file = _give_back(table, rows, wanted) if rows.faults and (wanted.errors or not wanted.dry_run) else None
    if merge.files and not wanted.dry_run:
        _write(folder, loaded, FACTS if register is None else register_table(register), merge, moment, wanted.author or user_name())
    faults = {row: tuple(problems) for row, problems in rows.faults.items()}
    return Imported(
        merge.new, merge.changed, merge.unchanged, rows.blank, faults, () if wanted.dry_run else tuple(merge.files), errors_file, table.notices,
        wanted.dry_run,
    )


def _register(loaded: Loaded, into: str) -> Register | None:
    if into == INTO_FACTS:
        return None
    registers = {register.name: register for register in loaded.book.catalogue.registers}
    if into not in registers:
        raise GoujiError.of("B24", name=into, known="、".join(sorted(registers)))
    return registers[into]


def _write(folder: Path, loaded: Loaded, table: HistoryTable, merge: Merge, moment: datetime, author: str) -> None:
    """Files and history in one transaction: first what was changed by hand before, so that no value is ever lost, then what the import changes."""
    before: dict[RowKey, Recorded] = {}
    for row in merge.before:
        cells = {name: row.get(name, "") for name in table.columns}
        before[table.key(cells)] = Recorded(cells, moment, author)
    changes = [*loaded.pending, *differences(table, before, merge.after)]
    history = history_writes(folder, {**loaded.tables, table.name: table}, changes, moment, author)
    commit(folder, Transaction({**merge.files, **history.files}, history.appends))


def _give_back(table: RawTable, rows: ReadRows, wanted: Import) -> Path:
    """Write the user's own file with an error column beside it; returns where."""
    suffix = ".xlsx" if table.sheet else ".csv"
    target = wanted.errors or wanted.file.with_name(f"{wanted.file.stem}-{_('错误')}{suffix}")
    write_annotated(table, target, annotation_of(table, rows.faults), wanted.limits)
    return target


def annotation_of(table: RawTable, faults: Mapping[int, Sequence[Problem]]) -> Annotation:
    """What is said in the error column of each row that was left out, and which cells are marked."""
    said = {row: "；".join(_said(problem) for problem in problems) for row, problems in faults.items()}
    faulty = {row: columns for row, problems in faults.items() if (columns := _columns(table, problems))}
    return Annotation(said, faulty, _("{count} 行有错，未导入").format(count=len(faults)))


def _said(problem: Problem) -> str:
    return " ".join(part for part in (problem.message().replace("\n", " "), problem.advice()) if part)


def _columns(table: RawTable, problems: Sequence[Problem]) -> list[int]:
    """The indexes of the columns the problems are about."""
    letters = ["".join(sign for sign in problem.place.cell.rpartition("!")[2] if sign.isalpha()) for problem in problems]
    return [index for index in range(len(table.columns)) if table.place(1, index).cell.rpartition("!")[2].rstrip("1") in letters]
