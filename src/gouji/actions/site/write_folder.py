"""Write a book of the site back as a folder: the same files, the same rows, the same history."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.book.csvrows import rows_text
from gouji.book.facts import STATED
from gouji.book.history import SEAL
from gouji.book.history import STAMP
from gouji.book.history import seal
from gouji.book.tables import EVIDENCE
from gouji.book.tables import FACTS
from gouji.book.tables import ORGANISATIONS
from gouji.book.tables import register_table
from gouji.catalogue import Catalogue
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import trail
from gouji.store.models import BookRow
from gouji.store.models import RowVersion
from gouji.store.models import TableFile
from gouji.store.place import book_folder
from gouji.store.reading import Row
from gouji.store.reading import versions

NEW_FACTS = "facts/填报.csv"
"""Where facts go that were recorded on the site and came from no file."""


def write_folder(origin: Origin, book: BookRow, target: Path, catalogue: Catalogue) -> Path:
    """The book as a folder at `target`, which must not exist yet (S03). It is written beside first and put in place whole."""
    require(origin, Act.MANAGE_BOOKS, Target())
    if target.exists():
        raise GoujiError.of("S03", Place(str(target)))
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    if book_folder(book.slug).is_dir():
        shutil.copytree(book_folder(book.slug), partial)
    partial.mkdir(parents=True, exist_ok=True)
    (partial / "book.yaml").write_text(book.frame, encoding="utf-8", newline="")
    tables = {table.name: table.columns for table in (FACTS, ORGANISATIONS, EVIDENCE, *map(register_table, catalogue.registers))}
    columns = {file.path: json.loads(file.columns) for file in TableFile.objects.filter(book=book)}
    for path, rows in _by_file(book).items():
        _put(partial / path, rows_text(_header(columns.get(path), tables[rows[0].table], rows), (json.loads(row.cells) for row in rows)))
    for table, changes in _by_table(book).items():
        path = f"history/{table}.csv"
        header = columns.get(path) or [*STAMP, *tables[table], SEAL]
        _put(partial / path, rows_text(header, _sealed(changes)).removeprefix("\ufeff"))
    partial.rename(target)
    trail.append(origin.trail, Act.MANAGE_BOOKS.value, f"book/{book.pk}", details={"verb": "write"})
    return target


def _by_file(book: BookRow) -> dict[str, list[Row]]:
    """The rows that count, by the file they belong to, in its order; new ones at the end."""
    files: dict[str, list[Row]] = {}
    for version in versions(book):
        own = NEW_FACTS if version.table == FACTS.name else f"{version.table}.csv"
        files.setdefault(version.file or own, []).append(version)
    for rows in files.values():
        rows.sort(key=lambda version: (version.position == 0, version.position, version.pk))
    return files


def _by_table(book: BookRow) -> dict[str, list[RowVersion]]:
    found: dict[str, list[RowVersion]] = {}
    for version in RowVersion.objects.filter(book=book).order_by("pk").iterator(chunk_size=5000):
        found.setdefault(version.table, []).append(version)
    return found


def _header(known: list[str] | None, columns: Iterable[str], rows: list[Row]) -> list[str]:
    """The columns the file had, and those in which something has come to stand."""
    used = {name for row in rows for name, text in json.loads(row.cells).items() if text}
    if known is None:
        return [name for name in columns if name in used or name != STATED]
    return [*known, *(name for name in columns if name in used and name not in known)]


def _sealed(changes: Iterable[RowVersion]) -> Iterable[dict[str, str]]:
    """The lines of a history, each sealed with the one before."""
    before = ""
    for version in changes:
        cells = json.loads(version.cells) | {"recorded": version.stamp, "recorded_by": version.recorded_by, "change": version.change}
        before = cells[SEAL] = seal(cells, before)
        yield cells


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
