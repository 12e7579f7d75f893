"""The faults of a row that its marks tell, as problems with place and remedy; what the values mean is for those who ask."""

from __future__ import annotations

from collections.abc import Collection

from gouji.messages import Problem
from gouji.papers.tables.model import Mark
from gouji.papers.tables.model import RawRow
from gouji.papers.tables.model import RawTable

_ALWAYS = {Mark.ERROR: "P76", Mark.UNCALCULATED: "P77", Mark.MERGED: "P78", Mark.SURPLUS: "P79"}
_TYPED = {Mark.DATE: "P75", Mark.LONG_NUMBER: "P84"}


def row_faults(table: RawTable, row: RawRow, numbers: Collection[int] = (), texts: Collection[int] = ()) -> list[Problem]:
    """What is wrong with a row by its marks alone: P76 error values, P77 formulas without result, P78 merged, P79 surplus cells;
    P75 dates in columns (indexes) that hold `numbers`; P84 numbers of more than 15 digits in columns that hold `numbers` or `texts`.
    """
    problems = []
    for column, mark in row.marks.items():
        code = _ALWAYS.get(mark) or (_TYPED[mark] if column in numbers or (mark is Mark.LONG_NUMBER and column in texts) else "")
        if code:
            text = row.cells[column] if column < len(row.cells) else ""
            problems.append(Problem(code, table.place(row.number, column), {"text": text}))
    return problems
