"""Filling an ordinary workbook with tags: {{ 名称 }} in any cell, {{#台账}} … {{.列}} in a row that repeats for every record."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.blocks import Cell
from gouji.papers.excel.cells import put
from gouji.papers.excel.cells import put_text
from gouji.papers.excel.rows import repeat_row
from gouji.papers.files import require_readable
from gouji.papers.files import write_whole

TAG = re.compile(r"\{\{\s*(.+?)\s*\}\}")
_Record = Mapping[str, Cell]


class Values(Protocol):
    """Where the tags of a template get their values."""

    def value(self, name: str) -> Cell | None:
        """The value of {{ name }}; None where the name is unknown."""

    def records(self, name: str) -> Sequence[_Record] | None:
        """The records of {{#name}} by column; None where the name is unknown."""


def fill(template: Path, values: Values, path: Path) -> None:
    """Write `template` to `path` with its tags filled in; styles, merged cells, formulas and print set-up stay.

    A cell that holds one tag and nothing else becomes a number where the value is one (its own number format wins). A row whose first tag is
    {{#名称}} repeats for every record, {{.列}} being a column of the record; without records one empty row remains.
    Raises GoujiError T01 (no workbook), T04 and T07 with the cells of all unknown names, P20 (cannot be written).
    """
    book = open_workbook(template)
    problems: list[Problem] = []
    for sheet in book.worksheets:
        for row in range(sheet.max_row, 0, -1):
            problems += _fill_row(sheet, row, values, template.name)
    if problems:
        raise GoujiError(*problems)
    stream = BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())


def open_workbook(path: Path) -> Workbook:
    """The workbook of a template, formulas kept. Raises GoujiError P50 (no such file), T01 (no workbook)."""
    require_readable(path)
    try:
        return load_workbook(path)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise GoujiError.of("T01", Place(str(path)), kind="Excel（.xlsx）") from error


def tags_of(sheet: Worksheet, row: int) -> Iterator[tuple[ExcelCell, list[str]]]:
    """The cells of a row that hold tags, with the names in them."""
    for cell in sheet[row]:
        if isinstance(cell, ExcelCell) and isinstance(cell.value, str) and (names := TAG.findall(cell.value)):
            yield cell, names


def unknown_name(name: str, place: Place, names: Collection[str] = ()) -> Problem:
    """The problem of a tag whose name nobody knows, with the nearest of the names that somebody does."""
    near = get_close_matches(name.partition("|")[0].strip(), names, 1, 0.5)
    hint = _("是不是“{name}”？").format(name=near[0]) if near else _("请核对名称；可用的名称见该报表的定义。")
    return Problem("T04", place, {"name": name, "hint": hint})


def _fill_row(sheet: Worksheet, row: int, values: Values, file: str) -> list[Problem]:
    tagged = list(tags_of(sheet, row))
    if not tagged:
        return []
    first, names = tagged[0]
    if not names[0].startswith("#"):
        return [problem for cell, _names in tagged for problem in _fill_cell(cell, None, values, file)]
    name = names[0].removeprefix("#").strip()
    records = values.records(name)
    if records is None:
        return [Problem("T07", _place(first, file), {"name": name, "hint": _("请核对台账的名称。")})]
    put_text(first, TAG.sub("", str(first.value), count=1).strip())
    repeat_row(sheet, row, len(records))
    rows = records or ({column.removeprefix("."): Cell() for _cell, columns in tagged for column in columns},)
    return [
        problem
        for offset, record in enumerate(rows)
        for cell, _names in list(tags_of(sheet, row + offset))
        for problem in _fill_cell(cell, record, values, file)
    ]


def _fill_cell(cell: ExcelCell, record: _Record | None, values: Values, file: str) -> list[Problem]:
    """Replace the tags of one cell; gives the problems of those nobody knows."""
    text = str(cell.value)
    found = {name: _look_up(name, record, values) for name in TAG.findall(text)}
    problems = [unknown_name(name, _place(cell, file)) for name, value in found.items() if value is None]
    if problems:
        return problems
    known = {name: value for name, value in found.items() if value is not None}
    whole = TAG.fullmatch(text.strip())
    if whole and len(known) == 1:
        put(cell, known[whole[1]])
    elif cell.data_type != "f":
        put_text(cell, TAG.sub(lambda tag: known[tag[1]].text, text))
    return []


def _look_up(name: str, record: _Record | None, values: Values) -> Cell | None:
    if name.startswith("."):
        return (record or {}).get(name.removeprefix(".").strip())
    return values.value(name)


def _place(cell: ExcelCell, file: str) -> Place:
    return Place(file, cell=f"{cell.parent.title}!{cell.coordinate}")
