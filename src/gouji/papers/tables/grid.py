"""From a bare grid of texts to a table: find the header row, check it, name the columns, drop blank rows, carry the marks along."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from itertools import islice
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.tables.columns import plain_name
from gouji.papers.tables.model import ERROR_COLUMN
from gouji.papers.tables.model import NO_MARKS
from gouji.papers.tables.model import Limits
from gouji.papers.tables.model import Mark
from gouji.papers.tables.model import RawRow
from gouji.papers.tables.model import RawTable
from gouji.papers.tables.model import column_letters
from gouji.papers.tables.model import place_of

_SHOWN = 10  # hidden rows named in a notice
_HEADER_SEARCH = 50  # rows in which the header is looked for


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


@dataclass(slots=True)
class Grid:
    """The texts of a sheet while it is being read: `rows` begin at row `first_row` and column `first_column` (from 1); marks by index.

    `last_column` (from 1) is the last in which anything stands, be it only a format.
    """

    path: Path
    sheet: str
    first_row: int
    first_column: int
    rows: list[list[str]]
    marks: dict[int, dict[int, Mark]] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    last_column: int = 0

    def holds(self, row: int, column: int) -> bool:
        """Whether the indexes lie in the grid."""
        return 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])

    def mark(self, row: int, column: int, mark: Mark, text: str) -> None:
        """Mark a cell (by index) and put a text in it; nothing where it lies outside."""
        if self.holds(row, column):
            self.rows[row][column] = text
            self.marks.setdefault(row, {})[column] = mark

    def place(self, row: int, column: int = -1) -> Place:
        """The place of a row or cell given by index."""
        return place_of(self.path, self.sheet, self.first_row + row, self.first_column + column if column >= 0 else 0)


def table_of(grid: Grid, expected: Collection[str], limits: Limits) -> RawTable:
    """The table in the grid, its header found by the `expected` column names (by its shape where there are none).

    Raises P51 (nothing in it), P60 (NUL), P65 (no header), P66 (duplicate title), P67 (merged header), P68 (data without title),
    P69 (too many merged cells), P70 (text too long), P85 (no rows below the header).
    """
    header = _find_header(grid, expected)
    _check_merged_header(grid, header)
    indexes = _titled(grid, header)
    _check_unique(grid, header, indexes)
    _mark_merged(grid, header, limits)
    columns = tuple(grid.rows[header][index].strip() for index in indexes)
    rows = list(_rows(grid, header, indexes, limits))
    if not rows:
        raise GoujiError.of("P85", grid.place(header))
    notices = (*grid.notices, *_hidden(grid, header))
    positions = tuple(grid.first_column + index for index in indexes)
    error = _error_position(grid, header)
    return RawTable(grid.path, grid.sheet, grid.first_row + header, columns, positions, rows, notices, grid.encoding, grid.delimiter, error)


def _find_header(grid: Grid, expected: Collection[str]) -> int:
    filled = list(islice((index for index in range(len(grid.rows)) if any(map(str.strip, grid.rows[index]))), _HEADER_SEARCH))
    if not filled:
        raise GoujiError.of("P51", Place(str(grid.path), cell=grid.sheet))
    if not expected:
        wide = min(2, max(sum(map(bool, grid.rows[index])) for index in filled))
        return next(index for index in filled if sum(map(bool, grid.rows[index])) >= wide)
    names = {plain_name(name) for name in expected}
    known = {index: sum(plain_name(text) in names for text in grid.rows[index]) for index in filled}
    best = max(filled, key=known.__getitem__)
    if not known[best]:
        first = "、".join(text for text in grid.rows[filled[0]] if text)[:100]
        raise GoujiError.of("P65", grid.place(filled[0]), expected="、".join([name for name in expected if not name.isascii()] or expected), first=first)
    return best


def _check_merged_header(grid: Grid, header: int) -> None:
    row = grid.first_row + header
    across = [area for area in grid.merged if area.top <= row <= area.bottom]
    if across:
        raise GoujiError(*(Problem("P67", place_of(grid.path, grid.sheet, area.top, area.left), {"area": str(area)}) for area in across))


def _titled(grid: Grid, header: int) -> list[int]:
    """The indexes of the columns that have a title, without the error column of an earlier import; P68 where data stands under none."""
    titles = grid.rows[header]
    bare = [index for index, title in enumerate(titles) if not title.strip()]
    for index in bare:
        row = next((row for row in range(header + 1, len(grid.rows)) if grid.holds(row, index) and grid.rows[row][index].strip()), None)
        if row is not None:
            raise GoujiError.of("P68", grid.place(header, index), cell=grid.place(row, index).cell)
    return [index for index, title in enumerate(titles) if title.strip() and not title.strip().startswith(ERROR_COLUMN)]


def _error_position(grid: Grid, header: int) -> int:
    earlier = (index for index, title in enumerate(grid.rows[header]) if title.strip().startswith(ERROR_COLUMN))
    index = next(earlier, None)
    return grid.last_column + 1 if index is None else grid.first_column + index


def _check_unique(grid: Grid, header: int, indexes: list[int]) -> None:
    seen: dict[str, int] = {}
    problems = []
    for index in indexes:
        title = grid.rows[header][index].strip()
        first = seen.setdefault(plain_name(title), index)
        if first != index:
            problems.append(Problem("P66", grid.place(header, index), {"name": title, "first": grid.place(header, first).cell}))
    if problems:
        raise GoujiError(*problems)


def _mark_merged(grid: Grid, header: int, limits: Limits) -> None:
    """Mark the cells that a merged range below the header covers: whether they mean the first cell's value is for the user to say."""
    covered, last_row, last_column = 0, len(grid.rows) - 1, len(grid.rows[header]) - 1
    for area in grid.merged:
        if area.bottom <= grid.first_row + header:
            continue
        top, left = area.top - grid.first_row, area.left - grid.first_column
        bottom, right = min(area.bottom - grid.first_row, last_row), min(area.right - grid.first_column, last_column)
        covered += max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if covered > limits.cells:
            raise GoujiError.of("P67", grid.place(top, left), area=str(area))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    grid.mark(row, column, Mark.MERGED, "")


def _rows(grid: Grid, header: int, indexes: list[int], limits: Limits) -> Iterator[RawRow]:
    """The rows below the header that hold anything, cut to the titled columns; a cell beyond the header is marked behind the last column."""
    width, count = len(grid.rows[header]), len(indexes)
    straight = indexes == list(range(width))
    for index in range(header + 1, len(grid.rows)):
        row = grid.rows[index]
        if len(row) < width:
            row = row + [""] * (width - len(row))
        joined = "".join(row)
        if len(joined) > limits.text or "\0" in joined:
            _check_texts(grid, index, limits)
        cells = tuple(row) if straight and len(row) == width else tuple(row[column] for column in indexes)
        marks = _marks(grid, index, indexes) if index in grid.marks else NO_MARKS
        if len(row) > width and any(row[width:]):
            marks = {**marks, count: Mark.SURPLUS}
        if marks or "".join(cells).strip():
            yield RawRow(grid.first_row + index, cells, marks)


def _marks(grid: Grid, row: int, indexes: list[int]) -> dict[int, Mark]:
    odd = grid.marks[row]
    return {number: odd[index] for number, index in enumerate(indexes) if index in odd}


def _check_texts(grid: Grid, row: int, limits: Limits) -> None:
    for column, text in enumerate(grid.rows[row]):
        if len(text) > limits.text:
            raise GoujiError.of("P70", grid.place(row, column), length=len(text), limit=limits.text)
        if "\0" in text:
            raise GoujiError.of("P60", grid.place(row, column))


def _hidden(grid: Grid, header: int) -> Iterator[Problem]:
    """A notice where hidden rows or columns of the table were read."""
    place = Place(str(grid.path), cell=grid.sheet)
    rows = [row for row in grid.hidden_rows if header < row - grid.first_row < len(grid.rows)]
    if rows:
        shown = "、".join(map(str, rows[:_SHOWN])) + ("……" if len(rows) > _SHOWN else "")
        yield Problem("P80", place, {"count": len(rows), "rows": shown})
    last = grid.first_column + len(grid.rows[header]) - 1
    columns = [column for first, end in grid.hidden_columns for column in range(max(first, grid.first_column), min(end, last) + 1)]
    if columns:
        yield Problem("P81", place, {"columns": "、".join(map(column_letters, columns))})
