"""Where the cells of a grid stand: one reading of spans for Word, Excel and HTML."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.papers.blocks import Align
from gouji.papers.blocks import Cell
from gouji.papers.blocks import Grid


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its column (from 0) with the columns and rows it really takes; `continued` where it only reaches down from a row above."""

    cell: Cell
    column: int
    columns: int
    rows: int
    continued: bool


def placed(rows: tuple[tuple[Cell, ...], ...], columns: int) -> list[list[Placed]]:
    """Every row filled up to `columns`: cells at their columns, continuations of spans from above, empty cells for what is missing.

    Cells beyond the last column are left out, and spans end at the edges of the table.
    """
    open_spans: dict[int, tuple[Placed, int]] = {}
    result = []
    for number, row in enumerate(rows):
        places: list[Placed] = []
        cells = iter(row)
        column = 0
        while column < columns:
            above, rest = open_spans.pop(column, (None, 0))
            place = _continuation(above) if above else _beginning(next(cells, Cell()), column, _free(column, columns, open_spans), len(rows) - number)
            remaining = rest if above else place.rows
            if remaining > 1:
                open_spans[column] = (place, remaining - 1)
            places.append(place)
            column += place.columns
        result.append(places)
    return result


def alignment(place: Placed, grid: Grid, *, header: bool = False) -> Align:
    """Where a cell's text stands: as the cell says; headers and cells across the whole table in the middle; else as the column says."""
    if place.cell.align:
        return place.cell.align
    whole_row = place.columns >= len(grid.columns) > 1
    return Align.CENTRE if header or whole_row else grid.columns[place.column].align


def _beginning(cell: Cell, column: int, free: int, rows_left: int) -> Placed:
    return Placed(cell, column, max(1, min(cell.column_span, free)), max(1, min(cell.row_span, rows_left)), continued=False)


def _continuation(above: Placed) -> Placed:
    return Placed(above.cell, above.column, above.columns, 1, continued=True)


def _free(column: int, columns: int, open_spans: dict[int, tuple[Placed, int]]) -> int:
    """How many columns are free from `column` on, up to the edge or the next span from above."""
    return min((each for each in open_spans if each > column), default=columns) - column
