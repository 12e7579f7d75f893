"""表内比率: a rate column follows from the number columns that its header, its group or its place names.

Rules, each from the usual layout of completion and funding tables:
* the pairs (planned, done) between a rate column and the rate column before it belong to it; with several pairs (数量指标, 质量指标)
  the rate is Σ done ÷ Σ planned;
* otherwise the two columns that give the rate in most rows of the table (at least two rows) are its operands.
A rate printed as 100 % where more was done than planned is capped, not wrong: that is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import Grid
from gouji.audit.relations.grid import body
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import header_path
from gouji.audit.relations.grid import leading
from gouji.numbers import Verdict

_RATE = re.compile(r"率|完成度|达成度|占比|比重|比例|进度|百分比|占.{1,12}[%％]|(?<!单位)[：:（(][%％]")
_COMPLETION = re.compile(r"完成(?:率|度|比例|进度)|达成(?:率|度)|到位率|执行率|支出率|拨付率|落实率|(?:完成|执行|支出)进度")
_CHANGE = re.compile(r"增|减|同比|环比|升|降|变动|差")
_DONE = re.compile(r"完成|实际|落实|到位|支出|执行|实绩|达成|决算|已")
_PLANNED = re.compile(r"任务|计划|目标|指标|预算|应|下达|总数")
_NOT_DONE = re.compile(r"未|待|率|度")
FEW = 2
Columns = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class TableRate:
    """A rate cell with the cells it follows from; `sure` where the headers name the roles."""

    table: TableReading
    row: int
    column: int
    rate: Mention
    done: tuple[Mention, ...]
    planned: tuple[Mention, ...]
    sure: bool
    rows: int


def find(reading: Reading) -> Iterator[Claim]:
    """Every rate cell against its operands."""
    for found in table_rates(reading):
        claim = judged(found, found.rate, 85)
        if claim is not None:
            yield claim


def table_rates(reading: Reading) -> Iterator[TableRate]:
    """The rate cells of all tables whose operands are known."""
    for table in reading.tables:
        grid = grid_of(reading, table)
        for column, label in enumerate(table.column_labels):
            if _RATE.search(label) and not _CHANGE.search(label):
                yield from _of_column(table, grid, column)


def judged(found: TableRate, rate: Mention, confidence: int, words: str = "") -> Claim | None:
    """The claim of a printed rate (in the table or in the text about it) against the operands of the table."""
    reckoned = ratio(rate, found.done, found.planned)
    if reckoned is None:
        return None
    verdict = verdict_on(rate, reckoned)
    operands = (*found.done, *found.planned)
    label = words or f"{leading(found.table, found.row)}{found.table.column_labels[found.column]}"[-40:]
    if verdict in (Verdict.HOLDS, Verdict.TRUNCATED):
        return make("ratio", rate, operands, reckoned, confidence, reason="table-rate", words=label)
    if not found.sure:
        return None
    weaker = _capped(rate, reckoned) or _one_pair(found, rate)
    return make(
        "ratio", rate, operands, reckoned, confidence, reason="table-rate", words=label, verdict=Verdict.SUSPICIOUS if weaker else verdict,
    )


def _capped(rate: Mention, reckoned: Reckoned) -> bool:
    """100 % printed where more was done than planned."""
    return rate.value == 1 and reckoned.value > 1


def _one_pair(found: TableRate, rate: Mention) -> bool:
    """A combined rate that follows from one pair alone."""
    singles = (ratio(rate, (done,), (planned,)) for done, planned in zip(found.done, found.planned, strict=False))
    return len(found.done) > 1 and any(one is not None and verdict_on(rate, one) is Verdict.HOLDS for one in singles)


def _of_column(table: TableReading, grid: Grid, column: int) -> Iterator[TableRate]:
    rows = [row for row in body(table) if (row, column) in grid and _is_rate(grid[(row, column)], table.column_labels[column])]
    chosen = _named(table, grid, column, rows) or _fitting(table, grid, column, rows)
    if chosen is None:
        return
    (dones, planneds), sure = chosen
    for row in rows:
        done = tuple(grid[(row, other)] for other in dones if (row, other) in grid)
        planned = tuple(grid[(row, other)] for other in planneds if (row, other) in grid)
        if len(done) == len(dones) and len(planned) == len(planneds):
            yield TableRate(table, row, column, grid[(row, column)], done, planned, sure, len(rows))


def _is_rate(mention: Mention, label: str) -> bool:
    return mention.base_unit == "%" or (not mention.token.unit and "%" in label.replace("％", "%"))


def _named(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> tuple[Columns, bool] | None:
    """The pairs of planned and done columns between the rate column and the rate before it, by their header words."""
    leaf = (header_path(table, column) or ("",))[-1]
    if not rows or not _COMPLETION.search(leaf):
        return None
    start = next((other + 1 for other in range(column - 1, -1, -1) if _RATE.search(table.column_labels[other])), 0)
    pairs: list[tuple[int, int]] = []
    planned: int | None = None
    for other in range(start, column):
        if not any((row, other) in grid and base_unit(grid[(row, other)]) != "%" for row in rows):
            continue
        words = (header_path(table, other) or ("",))[-1]
        if _DONE.search(words) and not _NOT_DONE.search(words) and planned is not None:
            pairs.append((other, planned))
            planned = None
        elif (_PLANNED.search(words) and not _DONE.search(words)) or (_PLANNED.search(words) and planned is None and not pairs):
            planned = other
    if not pairs or planned is not None:
        return None
    columns = tuple(done for done, _planned in pairs), tuple(target for _done, target in pairs)
    held, tried = _fit(grid, column, columns, rows)
    # A table of many rows in which the named columns hardly ever fit has another rule than the usual one: nothing is accused there.
    return (columns, tried <= FEW or 2 * held >= tried) if tried else None


def _fitting(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> tuple[Columns, bool] | None:
    """The pair of columns that gives the rate in most rows; sure enough to accuse where at least three rows and three quarters fit."""
    candidates = [
        other for other in range(table.columns)
        if other != column and any((row, other) in grid and base_unit(grid[(row, other)]) != "%" for row in rows)
    ]
    best: tuple[int, int, int, Columns] | None = None
    for done in candidates:
        for planned in candidates:
            if done != planned:
                held, tried = _fit(grid, column, ((done,), (planned,)), rows)
                entry = (held, -abs(column - done) - abs(column - planned), tried, ((done,), (planned,)))
                best = entry if tried and (best is None or entry > best) else best
    if best is None or not best[0] or 2 * best[0] < best[2]:
        return None
    held, _near, tried, columns = best
    return columns, held > FEW and 4 * held >= 3 * tried


def _fit(grid: Grid, column: int, columns: Columns, rows: Sequence[int]) -> tuple[int, int]:
    """In how many rows the columns give the rate, and in how many they stand."""
    held = tried = 0
    for row in rows:
        done = [grid[(row, other)] for other in columns[0] if (row, other) in grid]
        planned = [grid[(row, other)] for other in columns[1] if (row, other) in grid]
        if len(done) != len(columns[0]) or len(planned) != len(columns[1]):
            continue
        reckoned = ratio(grid[(row, column)], done, planned)
        if reckoned is not None:
            tried += 1
            held += verdict_on(grid[(row, column)], reckoned) in (Verdict.HOLDS, Verdict.TRUNCATED)
    return held, tried
