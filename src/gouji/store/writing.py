"""Writing to a book: row versions appended and the current ones moved on, in one transaction under the book's lock."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from functools import lru_cache
from typing import Any
from typing import cast

from django.db import transaction

from gouji.book.history import ADDED
from gouji.book.history import CHANGED
from gouji.book.history import REMOVED
from gouji.store import stamps
from gouji.store.locks import for_update
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.models import RowVersion
from gouji.store.prepared import Prepared
from gouji.store.prepared import ask
from gouji.store.prepared import insert

_SEPARATOR = "\x1f"
_BATCH = 500
_FEW = 8  # rows asked for or changed with statements that are kept worded
_BOOK = Prepared(lambda number: for_update(BookRow.objects.defer("frame")).filter(pk=number), int)


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be recorded: its table, what identifies it there, its cells as typed, where it belongs in the folder form; for facts what it is
    about (codes of indicator and organisation, canonical period). `cells` None removes the row.
    """

    table: str
    key: tuple[str, ...]
    cells: Mapping[str, str] | None
    file: str = ""
    position: int = 0
    about: tuple[str, str, str] = ("", "", "")


def row_key(parts: Iterable[str]) -> str:
    """What identifies a row, as one text."""
    return _SEPARATOR.join(parts)


def key_of(text: str) -> tuple[str, ...]:
    """The same the other way."""
    return tuple(text.split(_SEPARATOR))


def _current(book: BookRow, table: str, keys: Sequence[str]) -> Iterable[CurrentRow]:
    """The current rows of these keys, each with its version."""
    if len(keys) <= _FEW:
        return cast("list[CurrentRow]", _current_of(len(keys))(book.pk, table, *keys))
    return cast("Iterable[CurrentRow]", CurrentRow.objects.filter(book=book, table=table, row_key__in=keys).select_related("version"))


@lru_cache(maxsize=_FEW)
def _current_of(count: int) -> Prepared:
    def rows(book: int, table: str, *keys: str) -> Any:
        return CurrentRow.objects.filter(book_id=book, table=table, row_key__in=keys).select_related("version")
    return Prepared(rows, int, str, *(str,) * count)


class Writer:
    """Records rows of one book; only `writing` makes one."""

    def __init__(self, book: BookRow, author: str, account: int | None, moment: datetime) -> None:
        self.book = book
        self.author = author
        self.account = account
        self.moment = moment.astimezone(UTC)
        self.stamp = moment.isoformat(timespec="seconds")
        self._known: dict[str, dict[str, RowVersion | None]] = {}

    def versions(self, table: str, keys: Iterable[tuple[str, ...]]) -> dict[str, RowVersion]:
        """The versions that count now, by key."""
        wanted = [row_key(key) for key in keys]
        known = self._known.setdefault(table, {})  # the book is held: what was read stands until this writer changes it
        asked = list(dict.fromkeys(key for key in wanted if key not in known))
        for start in range(0, len(asked), _BATCH):
            part = asked[start:start + _BATCH]
            known |= dict.fromkeys(part) | {row.row_key: row.version for row in _current(self.book, table, part)}
        return {key: version for key in wanted if (version := known[key]) is not None}

    def record(self, rows: Iterable[NewRow]) -> list[RowVersion]:
        """Append a version for each row and make it the current one. A row keeps the file and position it had."""
        by_table: dict[str, dict[str, NewRow]] = {}
        for row in rows:
            by_table.setdefault(row.table, {})[row_key(row.key)] = row
        written: list[RowVersion] = []
        for table, group in by_table.items():
            written += self._record(table, group)
        if written:
            self.book.version = written[-1].pk
            ask("UPDATE store_book SET version = %s WHERE id = %s", [self.book.version, self.book.pk])
        return written

    def _record(self, table: str, rows: Mapping[str, NewRow]) -> list[RowVersion]:
        known = self.versions(table, [row.key for row in rows.values()])
        fresh = [self._version(table, key, row, known.get(key)) for key, row in rows.items() if row.cells is not None or key in known]
        insert(fresh)
        gone = [version.row_key for version in fresh if version.change == REMOVED]
        if gone:
            CurrentRow.objects.filter(book=self.book, table=table, row_key__in=gone).delete()
        insert([CurrentRow(book=self.book, table=table, row_key=version.row_key, version=version) for version in fresh if version.change == ADDED])
        self._point(table, {version.row_key: version for version in fresh if version.change == CHANGED})
        self._known[table] |= {version.row_key: None if version.change == REMOVED else version for version in fresh}
        return fresh

    def _point(self, table: str, changed: Mapping[str, RowVersion]) -> None:
        """Move the pointers of these rows on to their new versions."""
        if len(changed) <= _FEW:
            for key, version in changed.items():
                ask('UPDATE store_current SET version_id = %s WHERE book_id = %s AND "table" = %s AND row_key = %s', [version.pk, self.book.pk, table, key])
            return
        for start in range(0, len(changed), _BATCH):
            keys = list(changed)[start:start + _BATCH]
            pointers = list(CurrentRow.objects.filter(book=self.book, table=table, row_key__in=keys))
            for pointer in pointers:
                pointer.version = changed[pointer.row_key]
            CurrentRow.objects.bulk_update(pointers, ["version"], batch_size=_BATCH)

    def _version(self, table: str, key: str, row: NewRow, before: RowVersion | None) -> RowVersion:
        cells = json.loads(before.cells) if row.cells is None and before is not None else dict(row.cells or {})
        change = REMOVED if row.cells is None else CHANGED if before is not None else ADDED
        indicator, organisation, period = row.about
        return RowVersion(
            book=self.book, table=table, row_key=key, file=before.file if before else row.file, position=before.position if before else row.position,
            cells=json.dumps(cells, ensure_ascii=False), change=change, recorded=self.moment, stamp=self.stamp, recorded_by=self.author,
            account_id=self.account, indicator=indicator, organisation=organisation, period=period,
        )


@contextmanager
def writing(book: int, author: str, account: int | None = None, moment: datetime | None = None) -> Iterator[Writer]:
    """A writer of the book with this id; all that is recorded within becomes visible together, or not at all. Other writers of the book wait."""
    stamps.forget()
    with transaction.atomic():
        held: BookRow | None = _BOOK.first(book)
        if held is None:
            raise BookRow.DoesNotExist
        yield Writer(held, author, account, moment or datetime.now().astimezone())
