"""Imported rows laid over the files of a book: what is new, what replaces a row in place, what says the same; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gouji.actions.imported_rows import ReadRow
from gouji.actions.imported_rows import ReadRows
from gouji.actions.imported_rows import fact_key
from gouji.book import Book
from gouji.book import Fact
from gouji.book.csvrows import CsvRow
from gouji.book.csvrows import read_rows
from gouji.book.csvrows import rows_text
from gouji.book.factfiles import fact_files
from gouji.book.factfiles import read_fact_rows
from gouji.book.reading import entry_identity
from gouji.book.tables import FACT_COLUMNS
from gouji.book.tables import register_table
from gouji.catalogue import Register

Rows = list[dict[str, str]]
_ABOUT = ("indicator", "organisation", "period", "breakdown", "basis")


@dataclass(frozen=True, slots=True)
class Merge:
    """Files as they are to be written, the table's rows before and after, and how many rows are new, changed, unchanged."""

    files: dict[str, str]
    before: Rows
    after: Rows
    new: int
    changed: int
    unchanged: int


def merge_facts(book: Book, folder: Path, imported: ReadRows, moment: datetime) -> Merge:
    """Facts of a key the book has replace it where it stands (the key as it is written there); the others go into a new file facts/导入-….csv."""
    present = {fact_key(fact): fact for fact in book.select()}
    fresh = [row for key, row in imported.rows.items() if key not in present]
    replaced: dict[str, dict[int, ReadRow]] = {}
    for key, row in imported.rows.items():
        if key in present and not _same(present[key], row, imported.columns):
            place = present[key].place
            replaced.setdefault(place.file, {})[place.line] = row
    files, before, after = _rewritten(folder, replaced, imported.columns)
    if fresh:
        files[_new_name(folder, moment)] = rows_text(FACT_COLUMNS, (row.cells for row in fresh))
    after.extend(row.cells for row in fresh)
    changed = sum(len(group) for group in replaced.values())
    return Merge(files, before, after, len(fresh), changed, len(imported.rows) - len(fresh) - changed)


def merge_entries(book: Book, folder: Path, register: Register, imported: ReadRows) -> Merge:
    """Entries of a key the register has replace it where it stands; the others are put at its end."""
    path = folder / "registers" / f"{register.name}.csv"
    columns = register_table(register).columns
    before = [row.cells for row in read_rows(path, (), columns)] if path.exists() else []
    known = [entry_identity(book, register, cells) for cells in before]
    after = [_laid_over(cells, imported.rows.get(key), imported.columns) for key, cells in zip(known, before, strict=True)]
    changed = sum(1 for old, new in zip(before, after, strict=True) if any(text != old.get(name, "") for name, text in new.items()))
    present = {*known}
    fresh = [row.cells for key, row in imported.rows.items() if key not in present]
    files = {f"registers/{path.name}": rows_text(_used(columns, [*after, *fresh], register), [*after, *fresh])} if changed or fresh else {}
    return Merge(files, before, [*after, *fresh], len(fresh), changed, len(imported.rows) - len(fresh) - changed)


def _rewritten(folder: Path, replaced: Mapping[str, Mapping[int, ReadRow]], columns: Iterable[str]) -> tuple[dict[str, str], Rows, Rows]:
    """The files of facts with rows replaced, and all rows of facts before and after."""
    files: dict[str, str] = {}
    before: Rows = []
    after: Rows = []
    for path in fact_files(folder):
        rows = read_fact_rows(path)
        before.extend(row.cells for row in rows)
        changes = replaced.get(str(path), {})
        changed = [_fact_over(row, changes.get(row.place.line), columns) for row in rows]
        after.extend(changed)
        if changes:
            header = [name for name in FACT_COLUMNS if name in rows[0].cells or any(row.get(name) for row in changed)]
            files[path.relative_to(folder).as_posix()] = rows_text(header, changed)
    return files, before, after


def _fact_over(row: CsvRow, imported: ReadRow | None, columns: Iterable[str]) -> dict[str, str]:
    """A row of facts with what the import says of it; the unit belongs to the value and goes with it."""
    if imported is None:
        return row.cells
    given = {name: imported.cells[name] for name in columns if name not in _ABOUT}
    return {**row.cells, "unit": imported.cells["unit"], **given}


def _laid_over(cells: dict[str, str], imported: ReadRow | None, columns: Iterable[str]) -> dict[str, str]:
    return cells if imported is None else {**cells, **{name: imported.cells[name] for name in columns}}


def _same(fact: Fact, row: ReadRow, columns: Iterable[str]) -> bool:
    """Whether a row says what the book has already: the same figure to the same place, and the same in the other columns it has."""
    said = row.said
    assert isinstance(said, Fact), "facts are compared with facts"
    if (fact.state, fact.text) != (said.state, said.text) or _printed(fact) != _printed(said):
        return False
    present = {"source": fact.source, "evidence": fact.evidence, "author": fact.author, "note": fact.note}
    given = {"source": said.source, "evidence": said.evidence, "author": said.author, "note": said.note}
    return all(present[name] == given[name] for name in columns if name in present and (name != "author" or given[name]))


def _printed(fact: Fact) -> tuple[object, ...]:
    figure = fact.figure
    return (figure.value, figure.place, figure.bound, figure.upper) if figure is not None else ()


def _new_name(folder: Path, moment: datetime) -> str:
    stem = f"facts/导入-{moment:%Y%m%d-%H%M%S}"
    names = [f"{stem}.csv", *(f"{stem}-{number}.csv" for number in range(2, 1000))]
    return next(name for name in names if not (folder / name).exists())


def _used(columns: Iterable[str], rows: Rows, register: Register) -> list[str]:
    """The register's own columns, and of the others those that hold something."""
    own = {column.name for column in register.columns}
    return [name for name in columns if name in own or any(row.get(name) for row in rows)]


