"""列与列: what a column's header says it is made of (增减 of two levels, 占比 of the column's total, 金额 = 数量 × 单价), row by row.

Which columns are meant is voted for by the rows: the pair that gives the column in most rows. It is believed where it fits at least half of
them (and two), and accuses where it fits at least three and three quarters; between these a miss is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import difference
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import product
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import rise
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import Grid
from gouji.audit.relations.grid import body
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import leading
from gouji.numbers import Verdict

FEW, MOST_COLUMNS, TRUSTED, HUNDRED = 2, 14, 3, 100
_CHANGE = re.compile(r"增减|增长|增加|增幅|增量|增速|新增|净增|变化|变动|提高|提升|减少|下降|同比|差额|差异|升降|相差")
_WEIGHT = re.compile(r"权重|占比|比重|比例|构成|百分比|份额|占.{1,12}[%％]")
_AMOUNT = re.compile(r"金额|合价|总价|小计|合计|总额|预算")
_PRICE = re.compile(r"单价|均价|单位成本|标准")
_COUNT = re.compile(r"数量|台数|套数|人数|件数|数$|数[（(]")
_APART = re.compile(r"相差|差额|差异|差距|差值|变化|变动")
_NO_LEVEL = re.compile(r"序号|编号|年份|排名|位次|代码")
_TOTAL = re.compile(r"合计|总计|共计|总数|全部")
Reckon = Callable[[Mention, Mention, Mention], Reckoned | None]


def find(reading: Reading) -> Iterator[Claim]:
    """The made columns of all tables."""
    for table in reading.tables:
        grid = grid_of(reading, table)
        if not grid or table.columns > MOST_COLUMNS:
            continue
        for column, label in enumerate(table.column_labels):
            rows = [row for row in body(table) if (row, column) in grid]
            if rows and _CHANGE.search(label):
                yield from _changes(table, grid, column, rows)
            elif rows and _AMOUNT.search(label):
                yield from _amounts(table, grid, column, rows)
            if rows and _WEIGHT.search(label):
                yield from _shares(table, grid, column, rows)
                yield from _hundred(table, grid, column, rows)


def _changes(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> Iterator[Claim]:
    """增减额 = now − base, 增减率 = now ÷ base − 1 (a fall is printed below zero)."""
    rate = sum(base_unit(grid[(row, column)]) == "%" for row in rows) * 2 > len(rows)
    apart = bool(_APART.search(table.column_labels[column]))
    reckon: Reckon = (lambda claim, now, base: rise(claim, now, base, 1)) if rate and not apart else _apart if apart else difference
    rate = rate and not apart
    pairs = permutations(_levels(table, grid, column, rows), 2)
    yield from _voted(table, grid, column, rows, pairs, reckon, "growth" if rate else "difference")


def _apart(claim: Mention, first: Mention, second: Mention) -> Reckoned:
    """How far two numbers are apart, whichever is the larger."""
    return difference(claim, first, second) if first.value >= second.value else _swapped(claim, first, second)


def _swapped(claim: Mention, first: Mention, second: Mention) -> Reckoned:
    return total(claim, (first, second), (-1, 1))


def _levels(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> list[int]:
    """The columns of numbers that may be levels."""
    return [
        other for other in range(table.columns)
        if other != column and not _NO_LEVEL.search(table.column_labels[other]) and not _CHANGE.search(table.column_labels[other])
        and sum((row, other) in grid for row in rows) * 2 > len(rows)
    ]


def _amounts(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> Iterator[Claim]:
    """金额 = 数量 × 单价, where a header says 单价."""
    prices = [other for other, label in enumerate(table.column_labels) if other != column and _PRICE.search(label)]
    counts = [other for other, label in enumerate(table.column_labels) if other not in (column, *prices) and _COUNT.search(label)]
    pairs = [(count, price) for count in counts for price in prices]
    own = [row for row in rows if not _TOTAL.search(leading(table, row))]
    yield from _voted(table, grid, column, own, pairs, product, "product")


def _voted(
    table: TableReading, grid: Grid, column: int, rows: Sequence[int], pairs: Iterable[tuple[int, int]], reckon: Reckon, kind: str,
) -> Iterator[Claim]:
    best: list[Claim] = []
    most = 0
    for first, second in pairs:
        claims = [
            claim for row in rows
            if (claim := _judged(table, kind, (row, column), [grid.get((row, other)) for other in (first, second)], grid, reckon)) is not None
        ]
        held = sum(claim.verdict is Verdict.HOLDS for claim in claims)
        if held > most:
            best, most = claims, held
    yield from _trusted(best, most)


def _judged(
    table: TableReading, kind: str, place: tuple[int, int], pair: Sequence[Mention | None], grid: Grid, reckon: Reckon,
) -> Claim | None:
    claim, first, second = grid[place], pair[0], pair[1]
    if first is None or second is None or (kind != "product" and first.base_unit != second.base_unit):
        return None
    if kind == "difference" and claim.base_unit not in (first.base_unit, ""):
        return None
    reckoned = reckon(claim, first, second)
    words = f"{leading(table, place[0])}{table.column_labels[place[1]]}"[-40:]
    return None if reckoned is None else make(kind, claim, (first, second), reckoned, 80, reason="table-column", words=words)


def _trusted(claims: Sequence[Claim], held: int) -> Iterator[Claim]:
    """The claims of the columns voted for: misses accuse where most rows fit, are asked about where half of them do."""
    if held < FEW or 2 * held < len(claims):
        return
    sure = held >= TRUSTED and 4 * held >= 3 * len(claims)
    for claim in claims:
        contradicts = claim.verdict is Verdict.CONTRADICTS
        yield replace(claim, verdict=Verdict.SUSPICIOUS, confidence=60) if contradicts and not sure else claim


def _shares(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> Iterator[Claim]:
    """占比 = the row's amount ÷ the total of its column, by the column that gives it in most rows."""
    best: list[Claim] = []
    most = 0
    whole = next((row for row in reversed(body(table)) if _TOTAL.search(leading(table, row))), None)
    parts = [row for row in rows if row != whole and base_unit(grid[(row, column)]) == "%"]
    for other in _levels(table, grid, column, rows):
        base = grid.get((whole, other)) if whole is not None else None
        tops = [row for row in parts if (row, other) in grid and base_unit(grid[(row, other)]) != "%"]
        if base is None or base.value <= 0:
            continue
        claims = [claim for row in tops if (claim := _share(table, grid[(row, column)], grid[(row, other)], base, row, column)) is not None]
        held = sum(claim.verdict is Verdict.HOLDS for claim in claims)
        if held > most:
            best, most = claims, held
    yield from _trusted(best, most)


def _share(table: TableReading, share: Mention, part: Mention, whole: Mention, row: int, column: int) -> Claim | None:
    reckoned = ratio(share, (part,), (whole,))
    words = f"{leading(table, row)}{table.column_labels[column]}"[-40:]
    return None if reckoned is None else make("ratio", share, (part, whole), reckoned, 80, reason="table-share", words=words)


def _hundred(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> Iterator[Claim]:
    """Weights and shares closed by a total of 100 add up to it."""
    last = rows[-1]
    whole, parts = grid[(last, column)], [grid[(row, column)] for row in rows[:-1]]
    closed = _TOTAL.search(leading(table, last)) and whole.value in (1, HUNDRED) and len(parts) > FEW
    if closed and all(part.base_unit == whole.base_unit and part.value >= 0 for part in parts):
        reckoned = total(whole, parts)
        verdict = verdict_on(whole, reckoned)
        yield make("sum", whole, parts, reckoned, 70, reason="table-weights", verdict=Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict)
