"""Two tables that tell of the same things: like rows and like columns are paired, then compared cell by cell.

A pair of tables is one story when at least four rows are called alike in both; two of their columns are one when most of the paired rows
agree in them and their headers have words in common. What agrees elsewhere and differs here is an error: the strongest cue of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.restating.comparing import bare_cell
from gouji.audit.relations.restating.comparing import comparable
from gouji.audit.relations.restating.comparing import differs
from gouji.audit.similarity import clean
from gouji.audit.topics import Topics
from gouji.audit.windows import pairs

ROWS = 4
SHORTEST = 3
MOST = (2, 3)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that have a name of their own: numbers by row name and column."""

    table: int
    cells: dict[str, dict[int, Mention]]


def aligned(reading: Reading, topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    """(a cell, the cell of an earlier table that tells the same, whether they agree)."""
    tables = [_rows(reading, topics, number) for number in range(len(reading.tables))]
    shared: Counter[tuple[int, int]] = Counter()
    holders: dict[str, list[int]] = {}
    for rows in tables:
        for name in rows.cells:
            for earlier in holders.setdefault(name, [])[-ROWS:]:
                shared[(earlier, rows.table)] += 1
            holders[name].append(rows.table)
    for (first, second), count in shared.items():
        if count >= ROWS:
            yield from _compared(reading, tables[first], tables[second])


def _rows(reading: Reading, topics: Topics, number: int) -> Rows:
    """The named rows of a table; a name borne by several rows is none."""
    found: dict[str, dict[int, Mention]] = {}
    seen: dict[str, int] = {}
    for (row, column), indices in reading.tables[number].mentions.items():
        numbers = [reading.mentions[index] for index in indices if reading.mentions[index].measured]
        if len(numbers) != 1 or not bare_cell(numbers[0]):
            continue
        name = topics[numbers[0].index].left
        if len(name) >= SHORTEST and seen.setdefault(name, row) == row:
            found.setdefault(name, {})[column] = numbers[0]
        else:
            found.pop(name, None)
    return Rows(number, found)


def _compared(reading: Reading, first: Rows, second: Rows) -> Iterator[tuple[Mention, Mention, bool]]:
    names = [name for name in first.cells if name in second.cells]
    for left, right in _columns(reading, first, second, names):
        for name in names:
            one, other = first.cells[name].get(left), second.cells[name].get(right)
            if one is not None and other is not None and comparable(one, other):
                yield other, one, not differs(one, other)


def _columns(reading: Reading, first: Rows, second: Rows, names: list[str]) -> list[tuple[int, int]]:
    """The columns that are one: the pairs that agree in most rows, the surest first, each column once."""
    scored = []
    for left in {column for name in names for column in first.cells[name]}:
        for right in {column for name in names for column in second.cells[name]}:
            both, agree = _agreement(first, left, second, right, names)
            if both >= ROWS and agree * MOST[1] >= both * MOST[0] and _headers(reading, first, left, second, right):
                scored.append((agree, -abs(left - right), left, right))
    chosen: list[tuple[int, int]] = []
    for _agree, _apart, left, right in sorted(scored, reverse=True):
        if all(left != one and right != other for one, other in chosen):
            chosen.append((left, right))
    return chosen


def _agreement(first: Rows, left: int, second: Rows, right: int, names: list[str]) -> tuple[int, int]:
    """(rows with a number in both columns, those of them that agree)."""
    both = [
        (first.cells[name][left], second.cells[name][right]) for name in names if left in first.cells[name] and right in second.cells[name]
    ]
    return len(both), sum(comparable(one, other) and not differs(one, other) for one, other in both)


def _headers(reading: Reading, first: Rows, left: int, second: Rows, right: int) -> bool:
    """Whether two column heads have words in common (or both none)."""
    one, other = (clean(reading.tables[rows.table].column_labels[column]) for rows, column in ((first, left), (second, right)))
    return not pairs(one).isdisjoint(pairs(other)) or one == other
