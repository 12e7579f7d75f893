"""Repeating a row of a worksheet: everything below moves down, formulas and merged cells follow as Excel would move them."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

_REFERENCE = re.compile(r"^(?:(?P<sheet>'(?:[^']|'')+'|[^!']+)!)?(?P<start>\$?[A-Z]{1,3}\$?\d+)(?::(?P<end>\$?[A-Z]{1,3}\$?\d+))?$")
_ROW = re.compile(r"\d+$")


def repeat_row(sheet: Worksheet, row: int, count: int) -> None:
    """Make `count` (≥ 1) rows of row `row`: styles, height, values and merges across are copied; ranges that end in the row grow with it."""
    more = count - 1
    if more < 1:
        return
    merged = [CellRange(each.coord) for each in sheet.merged_cells.ranges]
    for each in merged:
        sheet.unmerge_cells(each.coord)
    heights = {number: sheet.row_dimensions[number].height for number in range(row, sheet.max_row + 1)}
    for number in range(sheet.max_row, row, -1):
        _copy_row(sheet, number, number + more, heights.get(number))
    for number in range(row + 1, row + count):
        _copy_row(sheet, row, number, heights[row])
    for each in merged:
        for coordinates in _moved_merge(each, row, more):
            sheet.merge_cells(coordinates)
    book = sheet.parent
    assert isinstance(book, Workbook)  # every worksheet belongs to one
    _shift_formulas(book, sheet, row, more)
    _copy_formulas(sheet, row, count)


def shift_formula(formula: str, own: str, target: str, row: int, more: int) -> str:
    """The formula of a cell on sheet `own` after `more` rows came in below `row` of sheet `target`.

    References below the row move, ranges that reach or cross the row grow, all others stay.
    """
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = _shifted(token.value, own, target, row, more)
    return "=" + "".join(token.value for token in tokens.items)


def _shifted(reference: str, own: str, target: str, row: int, more: int) -> str:
    found = _REFERENCE.match(reference)
    if not found:
        return reference
    sheet = (found["sheet"] or own).strip("'").replace("''", "'")
    if sheet != target:
        return reference
    prefix = f"{found['sheet']}!" if found["sheet"] else ""
    start = _moved(found["start"], row, more)
    if not found["end"]:
        return prefix + start
    return f"{prefix}{start}:{_moved(found['end'], row - 1, more)}"


def _moved(address: str, row: int, more: int) -> str:
    """The address, moved down where it lies below `row`."""
    return _ROW.sub(lambda number: str(int(number[0]) + (more if int(number[0]) > row else 0)), address)


def _copy_row(sheet: Worksheet, source: int, target: int, height: float | None) -> None:
    for column in range(1, sheet.max_column + 1):
        old: Any = sheet.cell(source, column)
        new: Any = sheet.cell(target, column)
        new.value = old.value
        new.data_type = old.data_type
        new._style = copy(old._style)  # noqa: SLF001 - the way openpyxl's own documentation copies styles
        new.hyperlink = copy(old.hyperlink) if old.hyperlink else None
    sheet.row_dimensions[target].height = height


def _moved_merge(area: CellRange, row: int, more: int) -> list[str]:
    """Where a merged area goes: below the row it moves, across it it grows, within the row it is repeated."""
    if area.min_row > row:
        area.shift(row_shift=more)
    elif area.max_row == area.min_row == row:
        return [CellRange(min_col=area.min_col, max_col=area.max_col, min_row=each, max_row=each).coord for each in range(row, row + more + 1)]
    elif area.max_row >= row:
        area.expand(down=more)
    return [area.coord]


def _shift_formulas(book: Workbook, target: Worksheet, row: int, more: int) -> None:
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = shift_formula(cell.value, sheet.title, target.title, row, more)
    if target.print_area:
        area = str(target.print_area).split("!")[-1]
        target.print_area = _shifted(area.replace("$", ""), target.title, target.title, row, more)


def _copy_formulas(sheet: Worksheet, row: int, count: int) -> None:
    """Give the copies of the row its formulas, each relative to its own row as if filled down."""
    for cell in list(sheet[row]):
        if cell.data_type == "f" and isinstance(cell.value, str):
            for number in range(row + 1, row + count):
                address = f"{cell.column_letter}{number}"
                sheet[address] = Translator(cell.value, origin=cell.coordinate).translate_formula(address)
