"""表格里的数: the cells of a table that are one number, what their headers call them, and which headers stand over them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.reading import once

Grid = dict[tuple[int, int], Mention]
_MEASURED = re.compile(r"元|资金|经费|金额|收入|支出|预算|决算|投入|价|产值|面积|总值|费|额|量$|公斤|吨|米|公里|亩|公顷|小时|天|分钟|度|率|比|均|%|％|指数|得分|权重")
_COUNTED = re.compile(r"数$|个数|人数|项数|件数|次数|量化指标|完成(?:指标)?情况")
_UNIT_NOTE = re.compile(r"单位[：:]")
NOTE_REACH, SLACK = 80, 2
_PERCENT = re.compile(r"[（(][^（()）]{0,6}[%％][)）]|[%％]$|[：:][%％]")
_REMARK = re.compile(r"^[)）]?[（(\[【]")


def grid_of(reading: Reading, table: TableReading) -> Grid:
    """The cells that are one plain number, alone or followed by a remark in brackets."""
    known = _grids(reading)
    if table.number not in known:
        known[table.number] = _grid(reading, table)
    return known[table.number]


@once
def _grids(_reading: Reading) -> dict[int, Grid]:
    """The grids asked for so far, by number of the table."""
    return {}


def _grid(reading: Reading, table: TableReading) -> Grid:
    grid: Grid = {}
    for place, indices in table.mentions.items():
        first = reading.mentions[indices[0]] if indices else None
        if first is None or not first.measured or not first.plain:
            continue
        token = first.token
        length = len("".join(reading.text[token.outer_start:token.outer_end].split()))
        text = table.texts[place]
        alone = len(indices) == 1 and len(text) - length <= SLACK
        if alone or (_REMARK.match(text[length:]) and text.startswith("".join(token.value_text.split()))):
            grid[place] = first
    return _percents(table, _counts(reading, table, grid))


def _percents(table: TableReading, grid: Grid) -> Grid:
    """Plain numbers under a header that says （%） are percentages."""
    found = dict(grid)
    for (row, column), mention in grid.items():
        figure = mention.token.figure
        if figure is not None and not figure.unit and _PERCENT.search(table.column_labels[column]):
            found[(row, column)] = replace(mention, token=replace(mention.token, figure=replace(figure, unit="%")))
    return found


def _counts(reading: Reading, table: TableReading, grid: Grid) -> Grid:
    """Numbers without a unit are exact counts where neither the header, the caption nor a unit note (单位：万元) makes them measures: whole
    numbers everywhere, fractions (a task half done counts 0.5) in columns headed …数.
    """
    start = reading.document.blocks[table.block].start
    if _UNIT_NOTE.search(table.title) or _UNIT_NOTE.search(reading.text[max(0, start - NOTE_REACH):start]):
        return grid
    found: Grid = {}
    for (row, column), mention in grid.items():
        figure, label = mention.token.figure, table.column_labels[column]
        found[(row, column)] = mention
        counted = figure is not None and not figure.unit and not _MEASURED.search(label + leading(table, row))
        if figure is not None and counted and (figure.value == int(figure.value) or _COUNTED.search(label)):
            found[(row, column)] = replace(mention, token=replace(mention.token, figure=replace(figure, place=Decimal(0))))
    return found


def header_path(table: TableReading, column: int) -> tuple[str, ...]:
    """The headers over a column, outermost first. An empty header cell over a filled one belongs to the filled cell on its left: merged
    headers leave the cells behind the first one empty.
    """
    path: list[str] = []
    for row in range(table.header_rows):
        text = table.texts.get((row, column), "")
        below = any(table.texts.get((lower, column)) for lower in range(row + 1, table.header_rows))
        if not text and below:
            text = next((table.texts[(row, left)] for left in range(column - 1, -1, -1) if table.texts.get((row, left))), "")
        if text and text not in path:
            path.append(text)
    return tuple(path)


def leading(table: TableReading, row: int) -> str:
    """The first words of a row."""
    return next((table.texts[(row, column)] for column in range(table.columns) if table.texts.get((row, column))), "")


def body(table: TableReading) -> range:
    """The rows under the header."""
    return range(table.header_rows, table.rows)
