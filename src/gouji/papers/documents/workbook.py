"""XLSX: every sheet is a heading (its name) and a table; values and percentages as `papers.tables` reads them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.documents.assembly import assembled
from gouji.papers.documents.headers import header_rows
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Cell
from gouji.papers.documents.model import Document
from gouji.papers.documents.model import SourcePlace
from gouji.papers.documents.model import Table
from gouji.papers.documents.package import document_errors
from gouji.papers.documents.package import open_package
from gouji.papers.tables.grid import Grid
from gouji.papers.tables.model import Limits as TableLimits
from gouji.papers.tables.model import column_letters
from gouji.papers.tables.parts import SheetPart
from gouji.papers.tables.parts import sheets_of
from gouji.papers.tables.workbook import read_workbook as read_sheet


@dataclass(frozen=True, slots=True)
class CellAnchors:
    """From `starts[i]` on, the text is that of the cell in `rows[i]`, `columns[i]` (from 1; 0 = the sheet's name) of sheet `sheets[i]`."""

    names: tuple[str, ...]
    starts: array[int]
    sheets: array[int]
    rows: array[int]
    columns: array[int]

    def place(self, offset: int) -> SourcePlace:
        """Sheet and cell of the character."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        sheet = self.names[self.sheets[index]]
        cell = f"{column_letters(self.columns[index])}{self.rows[index]}" if self.rows[index] else ""
        return SourcePlace(f"{sheet}!{cell}" if cell else sheet, sheet=sheet, cell=cell, offset=offset - self.starts[index])


@dataclass(slots=True)
class _Book:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    cells: int = 0
    anchors: list[array[int]] = field(default_factory=lambda: [array("i") for _kind in range(4)])  # as CellAnchors has them

    def add(self, text: str, sheet: int, row: int, column: int) -> tuple[int, int]:
        """Append text of the source; returns its stretch."""
        start = self.length
        for values, value in zip(self.anchors, (start, sheet, row, column), strict=True):
            values.append(value)
        self.separate(text)
        return start, self.length

    def separate(self, mark: str) -> None:
        """Append a tab or line end that the reader makes."""
        self.pieces.append(mark)
        self.length += len(mark)


def read_workbook(path: Path, limits: Limits) -> Document:
    """The XLSX at `path`. Raises D03, D05–D09; hidden sheets, rows and columns are read and told (D25, D26)."""
    book, notices = _Book(), []
    with document_errors(path):
        parts = sheets_of(open_package(path, limits))
        if len(parts) > limits.sheets:
            raise GoujiError.of("D07", Place(str(path)), text=0, cells=len(parts), limit_text=limits.text, limit_cells=limits.sheets)
        for number, part in enumerate(parts):
            grid = _grid(path, part, limits)
            _sheet(book, number, part, grid)
            _check(path, book, limits)
            notices += _notices(path, part, grid)
    text = "".join(book.pieces).rstrip("\n")
    if not book.cells:
        raise GoujiError.of("D03", Place(str(path)))
    anchors = CellAnchors(tuple(part.name for part in parts), *book.anchors)
    return Document(str(path), "xlsx", text, assembled(text, book.blocks), tuple(notices), anchors)


def _grid(path: Path, part: SheetPart, limits: Limits) -> Grid:
    accepted = TableLimits(limits.file, limits.unpacked, limits.ratio, limits.members, cells=limits.cells * 4)
    return read_sheet(path, accepted, part.name)


def _check(path: Path, book: _Book, limits: Limits) -> None:
    if book.cells > limits.cells or book.length > limits.text:
        raise GoujiError.of("D07", Place(str(path)), text=book.length, cells=book.cells, limit_text=limits.text, limit_cells=limits.cells)


def _sheet(book: _Book, number: int, part: SheetPart, grid: Grid) -> None:
    """Add the name and the cells of a sheet; rows without content are left out of the text, but keep their number in the anchors."""
    spans = {(merged.top, merged.left): (merged.bottom - merged.top + 1, merged.right - merged.left + 1) for merged in grid.merged}
    covered = _covered(grid)
    used = [(index, row) for index, row in enumerate(grid.rows) if any(row)]
    if not used:
        return
    book.blocks.append(Block(BlockKind.HEADING, *book.add(part.name, number, 0, 0), 1))
    book.separate("\n")
    cells = []
    for row, (index, texts) in enumerate(used):
        for column, text in enumerate(texts):
            place = (grid.first_row + index, grid.first_column + column)
            if place not in covered:
                start, end = book.add(text.replace("\r\n", "\n"), number, *place)
                rows, columns = spans.get(place, (1, 1))
                cells.append(Cell(start, end, row, column, rows, columns, _format(text)))
            book.separate("\t" if column + 1 < len(texts) else "\n")
    _finish(book, cells, len(used), max(len(texts) for _index, texts in used))


def _finish(book: _Book, cells: list[Cell], rows: int, columns: int) -> None:
    book.cells += len(cells)
    text = "".join(book.pieces)
    book.pieces = [text]
    table = Table(tuple(cells), rows, columns, header_rows(cells, rows, text))
    book.blocks.append(Block(BlockKind.TABLE, cells[0].start, max(cell.end for cell in cells), table=table))
    book.separate("\n")


def _covered(grid: Grid) -> set[tuple[int, int]]:
    """The places that a merged cell covers besides its first, inside what is used."""
    last_row, last_column = grid.first_row + len(grid.rows), grid.first_column + max((len(row) for row in grid.rows), default=0)
    places = set()
    for merged in grid.merged:
        rows, columns = range(merged.top, min(merged.bottom + 1, last_row)), range(merged.left, min(merged.right + 1, last_column))
        places |= {(row, column) for row in rows for column in columns} - {(merged.top, merged.left)}
    return places


def _format(text: str) -> str:
    """The number format of a percentage cell, whose text is already the percentage printed."""
    whole, _point, decimals = text.removesuffix("%").partition(".")
    if not text.endswith("%") or not whole.lstrip("-").isdigit():
        return ""
    return f"0.{'0' * len(decimals)}%" if decimals else "0%"


def _notices(path: Path, part: SheetPart, grid: Grid) -> list[Problem]:
    place, found = Place(str(path), cell=part.name), []
    if not part.visible:
        found.append(Problem("D26", place, {"sheet": part.name}))
    hidden = len(grid.hidden_rows) + sum(last - first + 1 for first, last in grid.hidden_columns)
    if hidden:
        found.append(Problem("D25", place, {"sheet": part.name, "count": hidden}))
    return found
