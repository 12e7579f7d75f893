"""表内合计: 合计 rows and columns are the sums of what they close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import may_add_up
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.culprits import plain
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import Grid
from gouji.audit.relations.grid import body
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import leading
from gouji.messages import translate as _
from gouji.numbers import Exact
from gouji.numbers import Verdict

_TOTAL = re.compile(r"^(?:合计|总计|共计|小计|总数|总和|全部)|(?:合计|总计|小计)$")
_NOT_ADDED = re.compile(r"率|占比|比重|比例|进度|百分比|%|％|均|指数|增长|增减|同比|排名|位次|年份|序号|编码|代码")
_PLAIN_TOTAL = re.compile(r"合计|总计|共计|小计|总\s*数")
LONGEST_RUN, FEWEST = 60, 2
_SUBSET = re.compile(r"其中|减：|^#")


def find(reading: Reading) -> Iterator[Claim]:
    """Totals of all tables."""
    for table in reading.tables:
        grid = grid_of(reading, table)
        if grid:
            yield from _total_rows(table, grid)
            yield from _total_columns(table, grid)


def _total_rows(table: TableReading, grid: Grid) -> Iterator[Claim]:
    """A 合计 row is the sum of the rows above it, back to the last total, or of those below where it stands first. Rows that are themselves
    the sum of the rows behind them (科目 with 款 and 项) stand for those.
    """
    totals = [row for row in body(table) if _TOTAL.search(leading(table, row))]
    for position, row in enumerate(totals):
        above = range(totals[position - 1] + 1 if position else table.header_rows, row)
        below = range(row + 1, totals[position + 1] if position + 1 < len(totals) else table.rows)
        for rows in (above, below):
            added = [part for part in rows if not _SUBSET.search(leading(table, part))]
            claims = [claim for column in range(table.columns) if (claim := _column_sum(table, grid, row, rows, added, column)) is not None]
            held = [claim for claim in claims if claim.verdict is Verdict.HOLDS]
            claims = [claim for claim in claims if _likely(claim) or 2 * len(held) > len(claims)]
            if held or (claims and _plain(table, row)):
                # A total is called wrong where the other columns of its row add up, or asked about in a plain list closed by 合计.
                sure = _plain(table, row) or (len(held) > 1 and 2 * len(held) > len(claims))
                yield from held
                yield from (_missed(claim, held) for claim in claims if claim.verdict is not Verdict.HOLDS and sure)
                break


def _plain(table: TableReading, row: int) -> bool:
    """Whether the row is called 合计 and nothing else: 流动资产合计, 本年收入合计 are sums within a scheme of their own."""
    return bool(_PLAIN_TOTAL.fullmatch(leading(table, row)))


def _missed(claim: Claim, held: Sequence[Claim]) -> Claim:
    return claim if held else replace(claim, verdict=Verdict.SUSPICIOUS, confidence=60)


def _column_sum(
    table: TableReading, grid: Grid, row: int, rows: range, added: Sequence[int], column: int,
) -> Claim | None:
    """The total of one column: claimed where it fits, or where the column is a flat list of filled cells that could add up to it; `added` are
    the rows without 其中.
    """
    claim = grid.get((row, column))
    if claim is None or _NOT_ADDED.search(table.column_labels[column]) or claim.base_unit == "%":
        return None
    parts = [grid[(part, column)] for part in added if (part, column) in grid]
    if len(parts) < FEWEST:
        return None
    label = _("{label}合计").format(label=table.column_labels[column])
    top = _top_level(parts)
    for candidates in (parts, top):
        reckoned = total(claim, candidates) if len(candidates) > 1 and may_add_up(claim, candidates) else None
        if reckoned is not None and verdict_on(claim, reckoned) is Verdict.HOLDS:
            return make("sum", claim, candidates, reckoned, 85, reason="table-total", words=label)
    filled = sum(1 for part in rows if table.texts.get((part, column)))
    flat = len(top) == len(parts) == filled and len(added) == len(rows)
    return make("sum", claim, parts, total(claim, parts), 85, reason="table-total", words=label) if flat and any(part.value for part in parts) else None


def _likely(claim: Claim) -> bool:
    """Whether no part is larger than the total: else it may be a total of something else, if the other columns do not add up either."""
    whole = _number(claim.claim.value)
    return all(0 <= _number(part.value) <= whole for part in claim.operands)


def _number(printed: str) -> Fraction | int:
    text = plain(printed)
    return int(text) if text.isdecimal() else Fraction(text)


def _top_level(parts: Sequence[Mention]) -> list[Mention]:
    """The parts without those that a part before them already sums up (the longest run behind it that gives it exactly)."""
    found: list[Mention] = []
    position = 0
    while position < len(parts):
        found.append(parts[position])
        position += 1 + _children(parts, position)
    return found


def _children(parts: Sequence[Mention], position: int) -> int:
    """How many parts behind a part add up to it."""
    whole, added, longest = parts[position].value, Exact(0), 0
    for count, part in enumerate(parts[position + 1:position + 1 + LONGEST_RUN], start=1):
        added += part.value
        if added == whole and whole:
            longest = count
        elif added > whole:
            break
    return longest


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

