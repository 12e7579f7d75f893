"""Record what was changed by hand: append to a book's history the difference between its files and what history knows."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from gouji.actions.lock import locked
from gouji.actions.lock import user_name
from gouji.actions.open_book import require_book
from gouji.actions.transaction import Transaction
from gouji.actions.transaction import commit
from gouji.actions.transaction import finish
from gouji.book.csvrows import read_rows
from gouji.book.csvrows import rows_text
from gouji.book.folder import read_folder
from gouji.book.history import SEAL
from gouji.book.history import STAMP
from gouji.book.history import Change
from gouji.book.history import HistoryTable
from gouji.book.history import history_file
from gouji.book.history import history_text
from gouji.book.history import last_seal
from gouji.catalogue import Catalogue


def record_changes(folder: Path, catalogue: Catalogue, author: str = "", moment: datetime | None = None) -> tuple[Change, ...]:
    """Append all pending changes to history as one transaction and return them; a write that was cut off earlier is completed first.

    Without author the user of the machine stands there, without moment the present one. Raises GoujiError: every mistake of the book (B…), the
    folder being written by another program (X01) or not writable (P20).
    """
    require_book(folder)
    with locked(folder):
        finish(folder)
        loaded = read_folder(folder, catalogue)
        if loaded.pending:
            writes = history_writes(folder, loaded.tables, loaded.pending, moment or now(), author or user_name())
            commit(folder, writes)
    return loaded.pending


def now() -> datetime:
    """The present moment, with the offset of this place."""
    return datetime.now().astimezone()


def history_writes(
    folder: Path, tables: Mapping[str, HistoryTable], changes: Iterable[Change], moment: datetime, author: str,
) -> Transaction:
    """What must be written so that history knows the changes: lines appended; a whole file only where a table has got new columns."""
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    files: dict[str, str] = {}
    appends: dict[str, str] = {}
    for name, group in by_table.items():
        path = history_file(folder, tables[name])
        target = path.relative_to(folder).as_posix()
        header = _header(path)
        if set(tables[name].columns) <= set(header) or not header:
            appends[target] = history_text(tables[name], group, moment, author, header, last_seal(path))
        else:
            columns = (*STAMP, *tables[name].columns, SEAL)
            former = [row.cells for row in read_rows(path, STAMP, columns)]
            files[target] = rows_text(columns, former) + history_text(tables[name], group, moment, author, columns, last_seal(path))
    return Transaction(files, appends)


def _header(path: Path) -> tuple[str, ...]:
    """The columns of a CSV file; none where it does not exist or is empty."""
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(next(csv.reader(stream), ()))
