"""Cells of a table as the reader found them become a `Table`: white space around texts and columns that hold nothing are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.papers.documents.headers import header_rows
from gouji.papers.documents.model import Cell
from gouji.papers.documents.model import Table


def table_of(text: str, cells: Sequence[Cell], rows: int, columns: int, marked: int = 0) -> Table:
    """The table of the cells (in reading order); `marked` = rows that the source marks as header."""
    trimmed = [_trimmed(text, cell) for cell in cells]
    kept, left = _without_empty_columns(trimmed, columns)
    return Table(tuple(kept), rows, left, header_rows(kept, rows, text, marked))


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space around it."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    return start + left, start + max(left, len(part.rstrip()))


def _trimmed(text: str, cell: Cell) -> Cell:
    start, end = stripped(text, cell.start, cell.end)
    return cell if (start, end) == (cell.start, cell.end) else replace(cell, start=start, end=end)


def _without_empty_columns(cells: list[Cell], columns: int) -> tuple[list[Cell], int]:
    """The cells with columns left out in which no text begins (spacers of layout programs); spans that covered them shrink."""
    used = {cell.column for cell in cells if cell.start < cell.end} | {0}
    if len(used) == columns:
        return cells, columns
    position, places = 0, []
    for column in range(columns + 1):
        places.append(position)
        position += column in used
    kept = []
    for cell in cells:
        first, after = places[cell.column], places[min(cell.column + cell.column_span, columns)]
        if cell.column in used:
            kept.append(replace(cell, column=first, column_span=max(after - first, 1)))
    return kept, len(used)
