"""Writing to a book: row versions appended and the current ones moved on, in one transaction under the book's lock."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

from django.db import transaction

from gouji.book.history import ADDED
from gouji.book.history import CHANGED
from gouji.book.history import REMOVED
from gouji.store.locks import for_update
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.models import RowVersion

_SEPARATOR = "\x1f"
_BATCH = 500


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


class Writer:
    """Records rows of one book; only `writing` makes one."""

    def __init__(self, book: BookRow, author: str, account: int | None, moment: datetime) -> None:
        self.book = book
        self.author = author
        self.account = account
        self.moment = moment.astimezone(UTC)
        self.stamp = moment.isoformat(timespec="seconds")

    def versions(self, table: str, keys: Iterable[tuple[str, ...]]) -> dict[str, RowVersion]:
        """The versions that count now, by key."""
        wanted = [row_key(key) for key in keys]
        found: dict[str, RowVersion] = {}
        for start in range(0, len(wanted), _BATCH):
            rows = CurrentRow.objects.filter(book=self.book, table=table, row_key__in=wanted[start:start + _BATCH]).select_related("version")
            found |= {row.row_key: row.version for row in rows}
        return found

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
            self.book.save(update_fields=["version"])
        return written

    def _record(self, table: str, rows: Mapping[str, NewRow]) -> list[RowVersion]:
        known = self.versions(table, [row.key for row in rows.values()])
        fresh = [self._version(table, key, row, known.get(key)) for key, row in rows.items() if row.cells is not None or key in known]
        RowVersion.objects.bulk_create(fresh, batch_size=_BATCH)
        gone = [version.row_key for version in fresh if version.change == REMOVED]
        CurrentRow.objects.filter(book=self.book, table=table, row_key__in=gone).delete()
        CurrentRow.objects.bulk_create(
            [CurrentRow(book=self.book, table=table, row_key=version.row_key, version=version) for version in fresh if version.change == ADDED],
            batch_size=_BATCH,
        )
        changed = {version.row_key: version for version in fresh if version.change == CHANGED}
        for start in range(0, len(changed), _BATCH):
            keys = list(changed)[start:start + _BATCH]
            pointers = list(CurrentRow.objects.filter(book=self.book, table=table, row_key__in=keys))
            for pointer in pointers:
                pointer.version = changed[pointer.row_key]
            CurrentRow.objects.bulk_update(pointers, ["version"], batch_size=_BATCH)
        return fresh

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
    with transaction.atomic():
        yield Writer(for_update(BookRow.objects).get(pk=book), author, account, moment or datetime.now().astimezone())
