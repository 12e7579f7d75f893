"""History of a folder book: append-only CSV files beside the current state. Loading compares the two; what differs is a pending change."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from gouji.book.csvrows import read_rows
from gouji.messages import GoujiError
from gouji.messages import Place

ADDED, CHANGED, REMOVED = "加", "改", "删"
STAMP = ("recorded", "recorded_by", "change")
SEAL = "seal"
"""The last column: each line is sealed together with the line before it, so that a line changed or taken out by hand is noticed."""
SEAL_LENGTH = 16
RowKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryTable:
    """How a table is kept in history: its file name, its columns, what identifies a row, and what identified it in lines written by earlier versions."""

    name: str
    columns: tuple[str, ...]
    key: Callable[[dict[str, str]], RowKey]
    former: Callable[[dict[str, str]], RowKey] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was added, changed or removed."""

    table: str
    change: str
    row: dict[str, str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A row as history knows it, with when and by whom it was last recorded."""

    row: dict[str, str]
    moment: datetime
    author: str


def replay(folder: Path, table: HistoryTable, as_of: datetime | None = None) -> dict[RowKey, Recorded]:
    """The rows of a table as history knows them, up to a moment (None: now). Raises GoujiError B46 at the first line that was altered by hand."""
    path = history_file(folder, table)
    state: dict[RowKey, Recorded] = {}
    if not path.exists():
        return state
    before = ""
    for row in read_rows(path, STAMP, (*table.columns, SEAL)):
        moment = _moment(row.cells["recorded"], row.place)
        before = _checked(row.cells, before, row.place)
        if as_of is not None and moment > as_of:
            continue
        cells = {name: row.cells.get(name, "") for name in table.columns}
        key = table.key(cells)
        if row.cells["change"] == REMOVED:
            _remove(state, key, cells)
        else:
            if row.cells["change"] == CHANGED and key not in state:
                state.pop(former_slot(table, cells, ((slot, recorded.row) for slot, recorded in state.items())) or key, None)
            slot = key if row.cells["change"] == CHANGED else _occurrences(state, key)[-1]
            state[slot] = Recorded(cells, moment, row.cells["recorded_by"])
    return state


def former_slot(table: HistoryTable, cells: dict[str, str], known: Iterable[tuple[RowKey, dict[str, str]]]) -> RowKey | None:
    """Where the row stands that a changed line of an earlier version is about: it was known by fewer columns then. None where that cannot be told."""
    if table.former is None:
        return None
    about = table.former(cells)
    found = [slot for slot, row in known if table.former(row) == about]
    return found[0] if len(found) == 1 else None


def _checked(cells: dict[str, str], before: str, place: Place) -> str:
    """The seal of a line; raises B46 where it is not the one that follows from the line and the seal before."""
    if seal(cells, before) != cells.get(SEAL):
        raise GoujiError.of("B46", place)
    return cells[SEAL]


def seal(cells: Mapping[str, str], before: str) -> str:
    """The seal of a line: hex digits of SHA-256 over the seal before and the filled cells (empty columns may be added later)."""
    filled = (f"{name}={cells[name]}" for name in sorted(cells) if cells[name] and name != SEAL)
    return sha256("\x1f".join((before, *filled)).encode()).hexdigest()[:SEAL_LENGTH]


def last_seal(path: Path) -> str:
    """The seal of the last line of a history file; empty where there is none yet."""
    if not path.exists():
        return ""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 2 * SEAL_LENGTH))
        ending = stream.read().decode("utf-8", "ignore").rstrip()
    found = ending.rpartition(",")[2]
    return found if len(found) == SEAL_LENGTH and found != SEAL else ""


def _occurrences(state: Mapping[RowKey, Recorded], key: RowKey) -> list[RowKey]:
    """The keys under which rows that nothing tells apart are kept, and the next free one. The first has the key itself, the others a number more."""
    found = [key]
    while found[-1] in state:
        found.append((*key, str(len(found))))
    return found


def _remove(state: dict[RowKey, Recorded], key: RowKey, cells: dict[str, str]) -> None:
    """Take out the row with these cells (else the last of its key); those after it move up."""
    *slots, _free = _occurrences(state, key)
    if not slots:
        return
    rows = [state.pop(slot) for slot in slots]
    rows.pop(next((number for number, recorded in enumerate(rows) if recorded.row == cells), -1))
    state.update(zip(slots, rows, strict=False))


def _moment(text: str, place: Place) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise GoujiError.of("B18", place, text=text) from error
    return moment if moment.tzinfo else moment.astimezone()


def differences(table: HistoryTable, known: Mapping[RowKey, Recorded], current: Iterable[dict[str, str]]) -> list[Change]:
    """What must be appended so that history ends in the current rows."""
    before: dict[RowKey, list[dict[str, str]]] = {}
    for recorded in known.values():
        before.setdefault(table.key(recorded.row), []).append(recorded.row)
    after: dict[RowKey, list[dict[str, str]]] = {}
    for row in current:
        cells = {name: row.get(name, "") for name in table.columns}
        after.setdefault(table.key(cells), []).append(cells)
    changes: list[Change] = []
    for key, rows in after.items():
        changes.extend(_changes(table, before.pop(key, []), rows))
    changes.extend(Change(table.name, REMOVED, row) for rows in before.values() for row in rows)
    return changes


def _changes(table: HistoryTable, before: list[dict[str, str]], after: list[dict[str, str]]) -> Iterator[Change]:
    """What happened to the rows of one key: one row may change; of several that nothing tells apart, rows come and go whole."""
    if len(before) == len(after) == 1:
        if before != after:
            yield Change(table.name, CHANGED, after[0])
        return
    gone = list(before)
    for row in after:
        if row in gone:
            gone.remove(row)
        else:
            yield Change(table.name, ADDED, row)
    for row in gone:
        yield Change(table.name, REMOVED, row)


def history_file(folder: Path, table: HistoryTable) -> Path:
    """Where the history of a table lies."""
    return folder / "history" / f"{table.name}.csv"


def history_text(table: HistoryTable, changes: Iterable[Change], moment: datetime, author: str, header: Sequence[str] = (), before: str = "") -> str:
    """The lines that record changes, in the columns of the file's header; with a header of their own where the file is new."""
    buffer = io.StringIO(newline="")
    columns = header or (*STAMP, *table.columns, SEAL)
    writer = csv.writer(buffer, lineterminator="\n")
    if not header:
        writer.writerow(columns)
    stamp = {"recorded": moment.isoformat(timespec="seconds"), "recorded_by": author}
    for change in changes:
        cells = {**change.row, **stamp, "change": change.change}
        before = cells[SEAL] = seal(cells, before)
        writer.writerow([cells.get(name, "") for name in columns])
    return buffer.getvalue()
