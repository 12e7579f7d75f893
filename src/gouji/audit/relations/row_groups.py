"""分组的行: rows that a first column groups (职称, 学位, 年龄), each group a cut of the total of the table.

One row is the total (总计, 合计); each group of at least two rows adds up to it in every column of counts and amounts. Rows that begin with 其中
are parts of the row above. A column that misses contradicts where other groups of it hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import total
from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import body
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import leading
from gouji.numbers import Verdict

FEWEST, COLUMNS, NEAR = 2, 3, 4
_TOTAL = re.compile(r"(?:总计|合计|总数|总人数)$")
_WITHIN = re.compile(r"其中|#|＃")
_RATE = re.compile(r"率|比|占|均|%|％")


def find(reading: Reading) -> Iterator[Claim]:
    """The grouped rows of all tables with one row of totals."""
    for table in reading.tables:
        totals = [row for row in body(table) if _TOTAL.match(leading(table, row))]
        if len(totals) == 1 and table.columns >= COLUMNS:
            groups = _groups(table, totals[0])
            if len(groups) >= FEWEST:
                yield from _against(reading, table, totals[0], groups)


def _groups(table: TableReading, whole: int) -> list[list[int]]:
    """The rows by what the first column calls them, where it is merged or left empty below its first row."""
    groups: dict[str, list[int]] = {}
    name = ""
    for row in body(table):
        name = table.texts.get((row, 0)) or name
        second = table.texts.get((row, 1), "")
        if row != whole and name and second and not _WITHIN.match(second):
            groups.setdefault(name, []).append(row)
    return [rows for rows in groups.values() if len(rows) >= FEWEST]


def _against(reading: Reading, table: TableReading, whole: int, groups: list[list[int]]) -> Iterator[Claim]:
    grid = grid_of(reading, table)
    for column in range(2, table.columns):
        claimed = grid.get((whole, column))
        if claimed is None or _RATE.search(table.column_labels[column]) or claimed.base_unit == "%":
            continue
        claims = []
        for rows in groups:
            parts = [grid[(row, column)] for row in rows if (row, column) in grid]
            if len(parts) == len(rows) <= len(NAMES):
                reckoned = total(claimed, parts)
                if NEAR * abs(reckoned.value - claimed.value) <= abs(claimed.value):  # else the group is no cut of the whole
                    claims.append(make("sum", claimed, parts, reckoned, 75, reason="row-group"))
        held = sum(claim.verdict is Verdict.HOLDS for claim in claims)
        if held:
            yield from (claim if held >= FEWEST or claim.verdict is Verdict.HOLDS else _asked(claim) for claim in claims)


def _asked(claim: Claim) -> Claim:
    return replace(claim, verdict=Verdict.SUSPICIOUS, confidence=60)
