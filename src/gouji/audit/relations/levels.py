"""按级别合计: totals of the text by level (国家级 3 项、省级 203 项、市级 78 项) against a table whose rows bear these levels.

The table is the one of the same part of the document, with a column whose cells are level words. A stated number is the number of rows of
its level that have a value above 0, or the sum of such a column. The column counts as found where it gives at least one of the stated numbers
of the same sentence exactly; the others are then held against it: called wrong where most levels fit it, asked about otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import total
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import Grid
from gouji.audit.relations.grid import body
from gouji.audit.relations.grid import grid_of
from gouji.messages import translate as _
from gouji.numbers import Verdict

_LEVEL = re.compile(r"(国家|部|省部?|市厅?|地市|县区?|区县|校|院)级")
_HEADER = re.compile(r"级别|等级|层级|层次")
REACH, FEWEST_ROWS, CLOSE, LONGEST_LEVEL = 60, 4, 20, 6
LONGEST_NAME = 30
HEADED, UNHEADED = 50, 80  # percent of the filled cells


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of the text with its level."""

    mention: Mention
    level: str


def find(reading: Reading) -> Iterator[Claim]:
    """Sentences that state numbers of at least two levels, against the tables near them."""
    tables = [(table, column) for table in reading.tables if (column := _level_column(table)) is not None]
    if not tables:
        return
    sentences: dict[int, list[Stated]] = {}
    for mention in reading.mentions:
        if mention.cell is None and mention.measured and mention.plain and mention.value == int(mention.value):
            level = _level_before(reading, mention)
            if level:
                sentences.setdefault(mention.block, []).append(Stated(mention, level))
    for block, stated in sentences.items():
        if len({item.level for item in stated}) > 1:
            near = [(table, column) for table, column in tables if abs(table.block - block) <= REACH]
            nearest = min(near, key=lambda entry: abs(entry[0].block - block), default=None)
            if nearest is not None:
                yield from _against(reading, stated, *nearest)


def level_of(text: str) -> str:
    """The level a word names: 国 for 国家级, 省 for 省级 and 省部级, 市 for 市级 and 市厅级 …; empty for none."""
    found = _LEVEL.search(text)
    return "" if found is None else found[1][0].replace("部", "国").replace("地", "市").replace("区", "县")


def _level_column(table: TableReading) -> int | None:
    """The column whose filled cells are level words and little else; half of them suffice under a header 级别."""
    for column in range(table.columns):
        cells = [table.texts.get((row, column), "") for row in body(table)]
        filled = [text for text in cells if text]
        levels = sum(bool(_LEVEL.match(text)) and len(text) <= LONGEST_LEVEL for text in filled)
        share = HEADED if _HEADER.search(table.column_labels[column]) else UNHEADED
        if len(filled) >= FEWEST_ROWS and 100 * levels >= share * len(filled):
            return column
    return None


def _level_before(reading: Reading, mention: Mention) -> str:
    """The level named last before the number within its clause, or within the number just before it (3 项 4 个)."""
    level = level_of(mention.left)
    if level or mention.left:
        return level
    before = reading.mentions[mention.index - 1] if mention.index else None
    return level_of(before.left) if before is not None and before.token.outer_end == mention.token.outer_start else ""


@dataclass(frozen=True, slots=True)
class _Levelled:
    """A table with its column of levels."""

    reading: Reading
    table: TableReading
    grid: Grid
    levels: int

    def rows(self, column: int, level: str) -> dict[int, Mention]:
        """The numbers of a column in the rows of a level."""
        return {
            row: self.grid[(row, column)] for row in body(self.table)
            if (row, column) in self.grid and level_of(self.table.texts.get((row, self.levels), "")) == level
        }

    def reckon(self, column: int, level: str, kind: str) -> int | None:
        """The sum of the level's numbers, or how many are above 0; None where the level has no row."""
        parts = [part.value for part in self.rows(column, level).values()]
        if not parts:
            return None
        return int(sum(parts)) if kind == "sum" else sum(part > 0 for part in parts)


def _against(reading: Reading, stated: Sequence[Stated], table: TableReading, levels: int) -> Iterator[Claim]:
    levelled = _Levelled(reading, table, grid_of(reading, table), levels)
    columns = [column for column in range(table.columns) if sum((row, column) in levelled.grid for row in body(table)) >= FEWEST_ROWS]
    confirmed: dict[tuple[str, int], list[Stated]] = {}
    for kind, column in product(("sum", "count"), columns):
        items = [item for item in stated if levelled.reckon(column, item.level, kind) == item.mention.value]
        if items:
            confirmed[(kind, column)] = items
    ordered = sorted(confirmed.items(), key=lambda entry: -len(entry[1]))
    for (kind, column), items in ordered:
        for item in items:
            yield _claim(levelled, column, item, kind, Verdict.HOLDS)
    settled = {item.mention.index for items in confirmed.values() for item in items}
    for (kind, column), items in ordered:
        for item in stated:
            if item.mention.index not in settled and item.level not in {other.level for other in items} and _close(levelled, column, item, kind):
                settled.add(item.mention.index)
                yield _claim(levelled, column, item, kind, Verdict.CONTRADICTS if len(items) > 1 else Verdict.SUSPICIOUS)


def _close(levelled: _Levelled, column: int, item: Stated, kind: str) -> bool:
    """Whether the table misses the stated number by a twentieth or by one: farther away it speaks of something else."""
    reckoned = levelled.reckon(column, item.level, kind)
    return reckoned is not None and abs(reckoned - item.mention.value) * CLOSE <= max(item.mention.value, Fraction(CLOSE))


def _claim(levelled: _Levelled, column: int, item: Stated, kind: str, verdict: Verdict) -> Claim:
    found = {row: part for row, part in levelled.rows(column, item.level).items() if part.value > 0}
    if kind == "sum":
        parts = list(found.values())
        label = levelled.table.column_labels[column]
        return make("sum", item.mention, parts, total(item.mention, parts), 75, reason="level-sum", words=label, verdict=verdict)
    named = tuple(_row_name(levelled, row, part) for row, part in found.items())
    stated = item.mention.token.value_text + item.mention.token.unit
    words = _("表中该级别有成果的行共 {count} 行，写明 {stated}").format(count=len(found), stated=stated)
    return Claim("count", verdict, spot(item.mention), named, "", None, 75, words, "level-count", subject=item.mention.left)


def _row_name(levelled: _Levelled, row: int, part: Mention) -> Spot:
    """What names the row: the filled cell before its level, else its number."""
    block, texts = levelled.reading.document.blocks[levelled.table.block].table, levelled.table.texts
    cells = [] if block is None else [
        cell for cell in block.cells if cell.row == row and cell.column < levelled.levels and texts[(row, cell.column)]
    ]
    if not cells:
        return spot(part)
    name = cells[-1]
    end = min(name.end, name.start + LONGEST_NAME)
    return Spot(levelled.reading.text[name.start:end], "", name.start, end)
