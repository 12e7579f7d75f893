"""Tables of a submission as sheets of a workbook to be filled in, in the layout of the form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gouji.actions.site.row_keys import opaque
from gouji.papers.blocks import Align
from gouji.papers.blocks import Cell
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import Run
from gouji.papers.blocks import cell
from gouji.papers.excel import Sheet
from gouji.papers.excel.entry_book import EntrySheet
from gouji.papers.excel.entry_book import Slot
from gouji.reports.entry import INPUT
from gouji.reports.entry import EntryCell
from gouji.reports.entry import EntryColumn
from gouji.reports.entry import EntryTable

ROW = "row:"
"""Before the key of a cell in a row of a register: register, the row's name, the column, as JSON."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ALIGNS = {"left": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT}


def entry_sheet(table: EntryTable, *, editable: bool) -> EntrySheet:
    """A table as a sheet; only an `editable` one has cells that are open."""
    slots = tuple(_slots(table)) if editable else ()
    growing = table.name if editable and table.register else ""
    return EntrySheet(Sheet(table.name, _grid(table), notes=(table.note,) if table.note and not growing else ()), slots, growing)


def _grid(table: EntryTable) -> Grid:
    columns = tuple(GridColumn(column.title, Decimal(column.width), _ALIGNS.get(column.align, Align.LEFT)) for column in table.columns)
    if table.register:
        rows = tuple(tuple(cell(row.cells.get(column.title, "")) for column in table.columns) for row in table.entries)
    else:
        rows = tuple(_row(table, row.heading, row.label, row.indent, row.cells) for row in table.rows)
    return Grid(table.name, table.title, columns, rows, header=_header(table.columns), landscape=len(columns) > 7)  # noqa: PLR2004  # more do not fit upright


def _row(table: EntryTable, heading: str, label: str, indent: int, cells: tuple[EntryCell, ...]) -> tuple[Cell, ...]:
    if heading:
        return (Cell((Run(heading),), column_span=len(table.columns), bold=True, align=Align.LEFT),)
    return tuple(_figure(each, indent if each.text == label else 0) for each in cells)


def _figure(each: EntryCell, indent: int) -> Cell:
    digits = each.text.removesuffix(":1")
    number = Decimal(digits) if not each.textual and each.kind != "said" and _NUMBER.fullmatch(digits) else None
    decimals = len(digits.partition(".")[2])
    form = (f"0.{'0' * decimals}" if decimals else "0") + ('":1"' if each.text.endswith(":1") else "")
    return replace(cell(each.text, indent=indent), number=number, number_format=form if number is not None else "")


def _header(columns: tuple[EntryColumn, ...]) -> tuple[tuple[Cell, ...], ...]:
    """One header row, or two where columns stand in groups."""
    if not any(column.group for column in columns):
        return (tuple(cell(column.title) for column in columns),)
    top: list[Cell] = []
    for position, column in enumerate(columns):
        if not column.group:
            top.append(cell(column.title, row_span=2))
        elif position and columns[position - 1].group == column.group:
            top[-1] = replace(top[-1], column_span=top[-1].column_span + 1)
        else:
            top.append(cell(column.group))
    return tuple(top), tuple(cell(column.title) for column in columns if column.group)


def _slots(table: EntryTable) -> Iterator[Slot]:
    """The cells that are filled in, each under its key once; a figure that stands in several tables may be filled in any of them."""
    if table.register:
        for number, row in enumerate(table.entries):
            name = opaque(row.key)
            for place, column in enumerate(table.columns):
                key = ROW + json.dumps([table.register, name, column.title], ensure_ascii=False)
                yield Slot(number, place, key, row.cells.get(column.title, ""), row.version, textual=True)
        return
    for number, line in enumerate(table.rows):
        for place, each in enumerate(line.cells):
            if each.kind == INPUT:
                yield Slot(number, place, each.key, each.text, each.version, each.textual)
