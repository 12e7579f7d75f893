"""A whole book put into the database at once: its frame, its files, all versions of its rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.db import transaction

from gouji.book.history import REMOVED
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.models import RowVersion
from gouji.store.models import TableFile
from gouji.store.trail import From
from gouji.store.writing import row_key

_BATCH = 500


@dataclass(slots=True)
class LoadedRow:
    """A version of a row, ready to be stored; file and position are told when its row is found in a file."""

    table: str
    key: tuple[str, ...]
    cells: Mapping[str, str]
    change: str
    moment: datetime
    stamp: str
    author: str
    about: tuple[str, str, str] = ("", "", "")
    file: str = ""
    position: int = 0


class Taken(Exception):  # noqa: N818  # the caller says it in the field's words
    """Another book has the name: it was entered meanwhile."""


def store_book(
    *, slug: str, title: str, organisation: str, frame: str, files: Mapping[str, str], rows: Sequence[LoadedRow], origin: From,
) -> BookRow:
    """The book, stored whole or not at all. `files` gives the columns (JSON) of each CSV file. Raises Taken."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                book = BookRow.objects.create(slug=slug, title=title, organisation=organisation, frame=frame)
        except IntegrityError as error:
            raise Taken(slug) from error
        TableFile.objects.bulk_create(TableFile(book=book, path=path, columns=columns) for path, columns in files.items())
        versions = [_version(book, row, origin.account) for row in rows]
        RowVersion.objects.bulk_create(versions, batch_size=_BATCH)
        last = {(version.table, version.row_key): version for version in versions}
        CurrentRow.objects.bulk_create(_pointers(book, last.values()), batch_size=_BATCH)
        book.version = versions[-1].pk if versions else 0
        book.save(update_fields=["version"])
        return book


def _pointers(book: BookRow, last: Iterable[RowVersion]) -> list[CurrentRow]:
    return [
        CurrentRow(book=book, table=version.table, row_key=version.row_key, version=version) for version in last if version.change != REMOVED
    ]


def _version(book: BookRow, row: LoadedRow, account: int | None) -> RowVersion:
    indicator, organisation, period = row.about
    return RowVersion(
        book=book, table=row.table, row_key=row_key(row.key), file=row.file, position=row.position,
        cells=json.dumps(dict(row.cells), ensure_ascii=False), change=row.change, recorded=row.moment, stamp=row.stamp, recorded_by=row.author[:60],
        account_id=account, indicator=indicator, organisation=organisation, period=period,
    )
