"""表内合计: 合计 rows and columns are the sums of what they close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import total
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import Grid
from gouji.audit.relations.grid import body
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import leading
from gouji.messages import translate as _
from gouji.numbers import Verdict

_TOTAL = re.compile(r"^(?:合计|总计|共计|小计|总数|总和|全部)|(?:合计|总计|小计)$")
_NOT_ADDED = re.compile(r"率|占比|比重|比例|进度|百分比|%|％|均|指数|增长|增减|同比|排名|位次|年份|序号|编码|代码")
_SUBSET = re.compile(r"其中|减：|^#")


def find(reading: Reading) -> Iterator[Claim]:
    """Totals of all tables."""
    for table in reading.tables:
        grid = grid_of(reading, table)
        if grid:
            yield from _total_rows(table, grid)
            yield from _total_columns(table, grid)


def _total_rows(table: TableReading, grid: Grid) -> Iterator[Claim]:
    """A 合计 row is the sum of the rows above it, back to the last total (or of those below, where it stands first)."""
    totals = [row for row in body(table) if _TOTAL.search(leading(table, row))]
    for position, row in enumerate(totals):
        above = range(totals[position - 1] + 1 if position else table.header_rows, row)
        below = range(row + 1, totals[position + 1] if position + 1 < len(totals) else table.rows)
        for column in range(table.columns):
            claim = grid.get((row, column))
            if claim is None or _NOT_ADDED.search(table.column_labels[column]) or base_unit(claim) == "%":
                continue
            for rows in (above, below):
                parts = [grid[(part, column)] for part in rows if (part, column) in grid and not _SUBSET.search(leading(table, part))]
                if len(parts) > 1 and len(parts) == sum(1 for part in rows if table.texts.get((part, column))):
                    yield from _sum(claim, parts, table, column)
                    break


def _sum(claim: Mention, parts: Sequence[Mention], table: TableReading, column: int) -> Iterator[Claim]:
    reckoned = total(claim, parts)
    label = table.column_labels[column]
    yield make("sum", claim, parts, reckoned, 85, reason="table-total", words=_("{label}合计").format(label=label))


def _total_columns(table: TableReading, grid: Grid) -> Iterator[Claim]:
    """A 合计 column is the sum of the number columns beside it, where that holds in most rows."""
    for column, label in enumerate(table.column_labels):
        if not _TOTAL.search(label):
            continue
        rows = [row for row in body(table) if (row, column) in grid]
        for others in (range(column + 1, table.columns), range(column)):
            claims = list(_row_sums(table, grid, rows, column, others))
            held = sum(claim.verdict is Verdict.HOLDS for claim in claims)
            if claims and 2 * held > len(claims):
                yield from claims
                break


def _row_sums(table: TableReading, grid: Grid, rows: Sequence[int], column: int, others: range) -> Iterator[Claim]:
    usable = [other for other in others if not _NOT_ADDED.search(table.column_labels[other]) and not _TOTAL.search(table.column_labels[other])]
    for row in rows:
        parts = [grid[(row, other)] for other in usable if (row, other) in grid and base_unit(grid[(row, other)]) == base_unit(grid[(row, column)])]
        if len(parts) > 1:
            claim = grid[(row, column)]
            yield make("sum", claim, parts, total(claim, parts), 70, reason="row-total", words=_("{row}合计").format(row=table.row_labels[row]))

