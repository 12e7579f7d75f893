"""Reading a sheet of an XLSX workbook as texts: values by calamine, what values do not tell by `scan`; numbers become exact decimal texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

import python_calamine

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.archive import Archive
from gouji.papers.archive import damaged
from gouji.papers.archive import open_archive
from gouji.papers.tables.grid import Grid
from gouji.papers.tables.grid import Merged
from gouji.papers.tables.model import Limits
from gouji.papers.tables.model import Mark
from gouji.papers.tables.parts import WORKBOOK
from gouji.papers.tables.parts import SheetPart
from gouji.papers.tables.parts import percent_styles
from gouji.papers.tables.parts import sheets_of
from gouji.papers.tables.scan import Cell
from gouji.papers.tables.scan import SheetScan
from gouji.papers.tables.scan import scan_sheet
from gouji.papers.tables.strings import check_strings

_STRINGS = "sharedstrings.xml"
_DIGITS = 15  # significant digits Excel keeps and shows
_LONG = 10**_DIGITS
_Value = float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_workbook(path: Path, limits: Limits, sheet: str | None) -> Grid:
    """The named (else the first visible) sheet of the workbook at `path`, every cell as text.

    Raises P53 (unpacks to too much), P54 (password), P55 (damaged), P58 (another kind of file), P62 (DTD), P63 (no such sheet),
    P64 (no sheet), P69 (too large), P74 (cells without position).
    """
    archive = open_archive(path, limits)
    if WORKBOOK not in archive.members:
        raise GoujiError.of("P58", Place(str(path)), kind="ZIP、ODS 或 XLSB")
    part, notices = _choose(archive, sheet)
    _try_all(archive, part.member)
    decimals = percent_styles(archive)
    scan = scan_sheet(archive, part.member, decimals)
    check_reach(path, part.name, scan.last_row, scan.last_column, limits)
    values, start, merged = _values(path, part.name)
    rows, marks = _texts(values)
    grid = Grid(path, part.name, start[0] + 1, start[1] + 1, rows, marks, merged, notices=notices, last_column=scan.last_column)
    _apply(grid, scan, decimals)
    return grid


def check_reach(path: Path, sheet: str, rows: int, columns: int, limits: Limits) -> None:
    """P69 where a table of so many rows and columns is larger than the limits."""
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        bounds = {"limit_rows": limits.rows, "limit_columns": limits.columns, "limit_cells": limits.cells}
        raise GoujiError.of("P69", Place(str(path), cell=sheet), rows=rows, columns=columns, **bounds)


def number_text(value: float) -> str:
    """The shortest decimal text of a number cell, at most 15 significant digits as Excel shows them: 0.1+0.2 → 0.3, 5.0 → 5."""
    text = repr(value).removesuffix(".0")
    if len(text) <= _DIGITS and "e" not in text:
        return text
    return _plain(Decimal(f"{value:.{_DIGITS}g}"))


def percent_text(text: str, decimals: int) -> str:
    """A number text as the percentage it is printed as, exact, with at least the decimals of its format: 0.9468 → 94.68%, 0.7 → 70.00%.

    What is no finite number (a damaged file may say NaN) stays as it is.
    """
    value = Decimal(text).scaleb(2)
    if not value.is_finite():
        return text
    places = max(decimals, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{places}f}%"


def _choose(archive: Archive, sheet: str | None) -> tuple[SheetPart, list[Problem]]:
    parts = [part for part in sheets_of(archive) if part.member in archive.members]
    place = Place(str(archive.path))
    if sheet is not None:
        named = [part for part in parts if part.name == sheet]
        if not named:
            raise GoujiError.of("P63", place, sheet=sheet, sheets="、".join(part.name for part in parts))
        return named[0], []
    visible = [part for part in parts if part.visible]
    if not visible:
        raise GoujiError.of("P64", place)
    others = "、".join(part.name for part in parts if part is not visible[0])
    return visible[0], [Problem("P82", place, {"sheet": visible[0].name, "others": others})] if others else []


def _try_all(archive: Archive, scanned: str) -> None:
    """Unpack every member but the one scanned later, under guard, since calamine reads without guard."""
    for name in archive.members:
        if name.lower().endswith(_STRINGS):
            check_strings(archive, name)
        elif name != scanned:
            for _ in archive.stream(name):
                pass


def _values(path: Path, sheet: str) -> tuple[list[list[_Value]], tuple[int, int], list[Merged]]:
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            data = workbook.get_sheet_by_name(sheet)
            merged = [Merged(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in data.merged_cell_ranges or []]
            return data.to_python(), data.start or (0, 0), merged
    except python_calamine.PasswordError as error:
        raise GoujiError.of("P54", Place(str(path))) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(path, sheet) from error


def _texts(values: list[list[_Value]]) -> tuple[list[list[str]], dict[int, dict[int, Mark]]]:
    """The texts of all cells, and by index of row and column the marks of those that are neither text nor plain number."""
    marks: dict[int, dict[int, Mark]] = {}
    columns = [_column_texts(index, column, marks) for index, column in enumerate(zip(*values, strict=True))]
    return [list(row) for row in zip(*columns, strict=True)], marks


def _column_texts(index: int, column: Sequence[_Value], marks: dict[int, dict[int, Mark]]) -> Sequence[str]:
    """The texts of a column, by column since most hold one type; marks are added to `marks`."""
    types = set(map(type, column))
    if types <= {str}:
        return cast("Sequence[str]", column)
    if types - {str, float, bool} or (float in types and max(abs(value) for value in column if type(value) is float) >= _LONG):
        _mark_column(index, column, marks)
    return [value if type(value) is str else number_text(value) if type(value) is float else _other(value) for value in column]


def _mark_column(index: int, column: Sequence[_Value], marks: dict[int, dict[int, Mark]]) -> None:
    for row, value in enumerate(column):
        if type(value) is float:
            if abs(value) >= _LONG:
                marks.setdefault(row, {})[index] = Mark.LONG_NUMBER
        elif not isinstance(value, str | bool):
            marks.setdefault(row, {})[index] = Mark.DATE


def _other(value: _Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _duration(value: dt.timedelta) -> str:
    """A duration (cell format [h]:mm:ss) as hours:minutes:seconds."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _apply(grid: Grid, scan: SheetScan, decimals: dict[int, int]) -> None:
    """Lay what the scan found over the texts."""
    for cell, style in scan.percents.items():
        row, column = _index(grid, cell)
        if grid.holds(row, column) and grid.rows[row][column] and column not in grid.marks.get(row, {}):
            grid.rows[row][column] = percent_text(grid.rows[row][column], decimals[style])
    for cell, text in scan.errors.items():
        grid.mark(*_index(grid, cell), Mark.ERROR, text)
    for cell in scan.uncalculated:
        grid.mark(*_index(grid, cell), Mark.UNCALCULATED, "")
    grid.hidden_rows.extend(scan.hidden_rows)
    grid.hidden_columns.extend(scan.hidden_columns)


def _index(grid: Grid, cell: Cell) -> tuple[int, int]:
    return cell[0] - grid.first_row, cell[1] - grid.first_column
