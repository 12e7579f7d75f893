"""A workbook to be filled in and read back: the form's own sheets, words protected and cells to be filled open, and what each cell is on a hidden sheet."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import PatternFill
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from gouji.messages import GoujiError
from gouji.papers.blocks import header_rows
from gouji.papers.excel.cells import put_text
from gouji.papers.excel.sheet import Sheet
from gouji.papers.excel.sheet import draw
from gouji.papers.excel.writer import sheet_name
from gouji.papers.files import write_whole
from gouji.papers.tables.grid import Grid
from gouji.papers.tables.model import Limits
from gouji.papers.tables.model import Mark
from gouji.papers.tables.model import column_letters
from gouji.papers.tables.model import column_position
from gouji.papers.tables.workbook import read_workbook

KEYS = "勾稽键"
"""The hidden sheet: what the file is for, then one row a cell."""
IDENTITY, CELL, MORE = "file", "cell", "more"
_OPEN = PatternFill("solid", fgColor="FFFEF0")
_MORE = 60
"""Blank rows below a table whose rows may be added to."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell to be filled: its row and column in the table (from 0), what it is known by, what it says now, the number of the row that says it."""

    row: int
    column: int
    key: str
    base: str
    version: int
    textual: bool = False


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """A sheet with its cells to be filled; `growing` names what rows may be added to below (empty: none may)."""

    sheet: Sheet
    slots: tuple[Slot, ...]
    growing: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A cell as it came back: where it stands, what it was known by, what it said when it was handed out and says now; `broken` for error values and
    formulas without a result.
    """

    sheet: str
    cell: str
    key: str
    base: str
    version: int
    text: str
    broken: bool = False


def write_entry_book(sheets: Sequence[EntrySheet], identity: Mapping[str, str], path: Path) -> None:
    """Write the workbook. `identity` says what the file is for. Raises GoujiError P20 where it cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = {KEYS}
    keys: list[tuple[str, ...]] = [(IDENTITY, name, text) for name, text in identity.items()]
    for each in sheets:
        target = book.create_sheet(sheet_name(each.sheet.name, taken))
        draw(target, each.sheet, {})
        first = _first_row(each.sheet)
        target.protection.sheet = True
        target.protection.formatColumns = target.protection.formatRows = False
        for slot in each.slots:
            place = _open(target, first + slot.row, slot.column + 1, textual=slot.textual)
            keys.append((CELL, target.title, place, slot.key, slot.base, str(slot.version)))
        if each.growing:
            last = first + len(each.sheet.grid.rows)
            for row in range(last, last + _MORE):
                for column in range(len(each.sheet.grid.columns)):
                    _open(target, row, column + 1, textual=True)
            keys.append((MORE, target.title, str(last), str(_MORE), each.growing))
    hidden = book.create_sheet(KEYS)
    for row, texts in enumerate(keys, 1):
        for column, text in enumerate(texts, 1):
            cell = hidden.cell(row, column)
            assert isinstance(cell, ExcelCell), "nothing is merged there"
            put_text(cell, text)
    hidden.sheet_state = "veryHidden"
    book.properties.creator = "勾稽"
    stream = BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())


def _first_row(sheet: Sheet) -> int:
    """The row (from 1) of the first row of a table's body, as `draw` places it."""
    return 2 + (1 if sheet.grid.note else 0) + len(header_rows(sheet.grid))


def _open(target: Worksheet, row: int, column: int, *, textual: bool) -> str:
    """Open a cell for typing; texts (numbers of documents, dates) are kept as typed."""
    cell = target.cell(row, column)
    if textual:
        cell.number_format = "@"
    cell.protection = Protection(locked=False)
    cell.fill = _OPEN
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class Added:
    """Rows added below a table: its sheet, what they are added to, their texts by row."""

    sheet: str
    growing: str
    rows: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A workbook that came back: what it is for, its cells, the rows added below tables."""

    identity: Mapping[str, str]
    cells: tuple[Returned, ...]
    added: tuple[Added, ...]


def read_entry_book(path: Path, limits: Limits = Limits()) -> ReadBook:  # noqa: B008  # frozen
    """A workbook of `write_entry_book` as it came back. Raises GoujiError S35 where it is none, and what `read_workbook` raises."""
    try:
        keys = read_workbook(path, limits, KEYS)
    except GoujiError as error:
        raise GoujiError.of("S35") if error.problems[0].code == "P63" else error from error
    rows = keys.rows
    identity = {row[1]: row[2] for row in rows if row[0] == IDENTITY}
    sheets = {row[1]: _Texts(path, limits, row[1]) for row in rows if row[0] in (CELL, MORE)}
    cells = tuple(sheets[row[1]].returned(row) for row in rows if row[0] == CELL)
    added = tuple(Added(row[1], row[4], sheets[row[1]].below(int(row[2]), int(row[3]))) for row in rows if row[0] == MORE)
    return ReadBook(identity, cells, added)


class _Texts:
    """The texts of one sheet by row and column; a sheet that was taken out says nothing."""

    def __init__(self, path: Path, limits: Limits, name: str) -> None:
        self.name = name
        self.grid: Grid | None = None
        try:
            self.grid = read_workbook(path, limits, name)
        except GoujiError as error:
            if error.problems[0].code != "P63":
                raise

    def text(self, row: int, column: int) -> tuple[str, bool] | None:
        """The text of a cell and whether it is broken; None where the sheet is gone."""
        if self.grid is None:
            return None
        down, right = row - self.grid.first_row, column - self.grid.first_column
        if not self.grid.holds(down, right):
            return "", False
        mark = self.grid.marks.get(down, {}).get(right)
        return self.grid.rows[down][right].strip(), mark in (Mark.ERROR, Mark.UNCALCULATED)

    def returned(self, row: list[str]) -> Returned:
        """A cell named on the hidden sheet."""
        place, key, base, version = row[2], row[3], row[4] if len(row) > 4 else "", row[5] if len(row) > 5 else "0"  # noqa: PLR2004  # trailing blanks
        letters = "".join(sign for sign in place if sign.isalpha())
        found = self.text(int(place.removeprefix(letters)), column_position(letters))
        text, broken = found if found is not None else (base, False)
        return Returned(self.name, place, key, base, int(version or 0), text, broken)

    def below(self, first: int, count: int) -> dict[int, tuple[str, ...]]:
        """The rows below a table that somebody filled in."""
        if self.grid is None:
            return {}
        width = max((len(row) for row in self.grid.rows), default=0) + self.grid.first_column - 1
        rows = {row: tuple((self.text(row, column) or ("", False))[0] for column in range(1, width + 1)) for row in range(first, first + count)}
        return {row: texts for row, texts in rows.items() if any(texts)}
