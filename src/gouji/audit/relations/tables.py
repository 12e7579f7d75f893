"""表内: what the headers of a table promise. 合计 rows and columns add up; rate columns follow from the columns they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import exact
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.messages import translate as _
from gouji.numbers import Verdict

_TOTAL = re.compile(r"^(?:合计|总计|共计|小计|总数|总和|全部|合 计)|(?:合计|总计|小计)$")
_RATE = re.compile(r"(?:率|度|占比|比重|比例|进度|百分比|%|％)")
_DONE = re.compile(r"完成|实际|落实|到位|支出|执行|实绩|达成|取得|结果|累计|已")
_PLANNED = re.compile(r"任务|计划|目标|指标|总数|总|预算|应|下达|中期|量化|合计")
_SUBSET = re.compile(r"其中|：其中|减：|^#")


def find(reading: Reading) -> Iterator[Claim]:
    """Claims of all tables."""
    for table in reading.tables:
        grid = _grid(reading, table)
        if grid:
            yield from _total_rows(table, grid)
            yield from _total_columns(table, grid)
            yield from _rate_columns(table, grid)


Grid = dict[tuple[int, int], Mention]


def _grid(reading: Reading, table: TableReading) -> Grid:
    """The cells that are nothing but one plain number."""
    grid: Grid = {}
    for spot, indices in table.mentions.items():
        measured = [reading.mentions[index] for index in indices if reading.mentions[index].measured]
        if len(measured) == 1 and len(indices) == 1 and exact(measured[0]):
            token = measured[0].token
            if len(table.texts[spot]) - (token.outer_end - token.outer_start) <= 2:
                grid[spot] = measured[0]
    return grid


def _total_rows(table: TableReading, grid: Grid) -> Iterator[Claim]:
    """A 合计 row is the sum of the rows above it, back to the last total (or of those below, where it stands first)."""
    totals = [row for row in range(table.header_rows, table.rows) if _TOTAL.search(_leading(table, row))]
    for position, row in enumerate(totals):
        above = range(totals[position - 1] + 1 if position else table.header_rows, row)
        below = range(row + 1, totals[position + 1] if position + 1 < len(totals) else table.rows)
        for column in range(table.columns):
            claim = grid.get((row, column))
            if claim is None or _RATE.search(table.column_labels[column]) or base_unit(claim) == "%":
                continue
            for rows in (above, below):
                parts = [grid[(part, column)] for part in rows if (part, column) in grid and not _SUBSET.search(_leading(table, part))]
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
        rows = [row for row in range(table.header_rows, table.rows) if (row, column) in grid]
        for others in (range(column + 1, table.columns), range(column)):
            claims = list(_row_sums(table, grid, rows, column, others))
            held = sum(claim.verdict is Verdict.HOLDS for claim in claims)
            if claims and 2 * held > len(claims):
                yield from claims
                break


def _row_sums(table: TableReading, grid: Grid, rows: Sequence[int], column: int, others: range) -> Iterator[Claim]:
    usable = [other for other in others if not _RATE.search(table.column_labels[other]) and not _TOTAL.search(table.column_labels[other])]
    for row in rows:
        parts = [grid[(row, other)] for other in usable if (row, other) in grid and base_unit(grid[(row, other)]) == base_unit(grid[(row, column)])]
        if len(parts) > 1:
            claim = grid[(row, column)]
            yield make("sum", claim, parts, total(claim, parts), 70, reason="row-total", words=_("{row}合计").format(row=table.row_labels[row]))


def _rate_columns(table: TableReading, grid: Grid) -> Iterator[Claim]:
    """A rate column is done ÷ planned of two number columns of its row: of those its header names, or of those that fit most rows."""
    for column, label in enumerate(table.column_labels):
        rows = [row for row in range(table.header_rows, table.rows) if (row, column) in grid and base_unit(grid[(row, column)]) == "%"]
        if not rows or not _RATE.search(label):
            continue
        pair, sure = _operands(table, grid, column, rows)
        if pair is None:
            continue
        for row in rows:
            done, planned = (grid.get((row, other)) for other in pair)
            if done is None or planned is None:
                continue
            reckoned = ratio(grid[(row, column)], (done,), (planned,))
            if reckoned is not None:
                verdict = verdict_on(grid[(row, column)], reckoned)
                if verdict is Verdict.HOLDS or sure:
                    yield make(
                        "ratio", grid[(row, column)], (done, planned), reckoned, 80, reason="table-rate",
                        words=f"{table.row_labels[row]}{label}"[-40:],
                    )


def _operands(table: TableReading, grid: Grid, column: int, rows: Sequence[int]) -> tuple[tuple[int, int] | None, bool]:
    """The columns (done, planned) behind a rate column, and whether they are sure enough to accuse."""
    candidates = [
        other for other in range(table.columns)
        if other != column and any((row, other) in grid and base_unit(grid[(row, other)]) != "%" for row in rows)
    ]
    scored = []
    for done in candidates:
        for planned in candidates:
            if done == planned:
                continue
            held, tried = _fit(grid, column, (done, planned), rows)
            named = bool(_DONE.search(table.column_labels[done])) + bool(_PLANNED.search(table.column_labels[planned]) and not _DONE.search(table.column_labels[planned]))
            near = -abs(column - done) - abs(column - planned)
            if tried:
                scored.append((held, named, near, tried, (done, planned)))
    if not scored:
        return None, False
    held, named, _near, tried, pair = max(scored)
    if held and 2 * held >= tried and (tried > 1 or held == tried):
        return pair, held > 1 or named == 2
    named_pairs = [entry for entry in scored if entry[1] == 2 and _adjacent(column, entry[4])]
    if named_pairs:
        best = max(named_pairs, key=lambda entry: entry[2])
        return best[4], True
    return None, False


def _adjacent(column: int, pair: tuple[int, int]) -> bool:
    """Planned, done and rate beside one another: the usual layout of a completion table."""
    return {pair[0], pair[1], column} == set(range(column - 2, column + 1))


def _fit(grid: Grid, column: int, pair: tuple[int, int], rows: Sequence[int]) -> tuple[int, int]:
    held = tried = 0
    for row in rows:
        done, planned = (grid.get((row, other)) for other in pair)
        if done is None or planned is None:
            continue
        reckoned = ratio(grid[(row, column)], (done,), (planned,))
        if reckoned is not None:
            tried += 1
            held += verdict_on(grid[(row, column)], reckoned) is Verdict.HOLDS
    return held, tried


def _leading(table: TableReading, row: int) -> str:
    """The first words of a row."""
    return next((table.texts[(row, column)] for column in range(table.columns) if table.texts.get((row, column))), "")


