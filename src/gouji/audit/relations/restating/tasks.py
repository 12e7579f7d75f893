"""Records of work: tasks planned, tasks done, completion rate. The same record told twice must agree role by role.

A record of the text is a sentence with a completion rate, the number of tasks and the number done before it; a record of a table is a
summary row headed 任务数, 完成数, 完成率. Two records are one where
* the text tells the summary table of one row last above it and one of the roles agrees, with decimals or with a second role;
* both stand in the prose, name the same years, and their planned numbers of three digits are within a tenth of each other.
The number done is left out where the sentence tells of tasks done in part or beyond the plan: then it is no total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from gouji.audit.arithmetic import decimal_value
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.reading import squeeze
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import header_path
from gouji.audit.topics import Topics

REACH, GREAT, NEAR, MOST = 40, 100, 10, 40
_RATE = re.compile(r"(?:完成|达成)(?:率|度)(?:达到?|为|是)?$")
_TASKS = re.compile(r"任务|要点|建设点")
_DONE = re.compile(r"(?:已|全部|实际)?完成(?:数|的?任务点?数?)?(?:为|共|达到?)?$|完成的任务点?数?(?:为|共|有)?$")
_PLAN = re.compile(r"(?:任务点?|要点)数?(?:为|共有?|总计)?$")
_FINISHED = re.compile(r"完成(?:的)?(?:任务点?|要点)数?(?:为|共有?|总计)?$")
_TOTAL = re.compile(r"共有?$|总计$|合计$")
_OF_YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?的?$")
_PARTLY = re.compile(r"超额|基本完成|部分完成|未完成|完成了\d")
_LEAVES = ("任务数", "完成数", "完成率")


@dataclass(frozen=True, slots=True)
class Record:
    """Planned, done and rate, as far as told."""

    planned: Mention | None
    done: Mention | None
    rate: Mention
    block: int

    @property
    def roles(self) -> tuple[Mention | None, Mention | None, Mention]:
        """Planned, done, rate."""
        return self.planned, self.done, self.rate


def recorded_tasks(reading: Reading, topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    """(a number of a record, the number of its role in the record told before, whether they agree)."""
    told = [record for sentence in reading.sentences if (record := _told(reading, sentence.mentions)) is not None]
    tables = [record for table in reading.tables if (record := _tabled(reading, table)) is not None]
    for record in told:
        above = [table for table in tables if 0 < record.block - table.block <= REACH]
        if above:
            yield from _summarised(record, above[-1])
    whole = [record for record in told if record.planned is not None and record.done is not None and record.planned.value >= GREAT][:MOST]
    for first, second in combinations(whole, 2):
        if first.block != second.block and _one_scope(first, second, topics):
            yield from _roles(second, first)


def _told(reading: Reading, indices: Sequence[int]) -> Record | None:
    """The record of a sentence: its last completion rate, and the counts of tasks before it."""
    mentions = [reading.mentions[index] for index in indices if reading.mentions[index].measured and reading.mentions[index].plain]
    rates = [item for item in mentions if item.base_unit == "%" and item.cell is None and _RATE.search(item.left)]
    if not rates:
        return None
    rate = rates[-1]
    before = [item for item in mentions if item.index < rate.index and item.base_unit != "%"]
    text = squeeze(reading.text[before[0].token.start:rate.token.start]) if before else ""
    planned = [item for item in before if _plans(item)]
    done = [item for item in before if _DONE.search(item.left) and not _plans(item)]
    if not planned and not done:
        return None
    finished = done[-1] if done and not _PARTLY.search(text) else None
    return Record(planned[-1] if planned else None, finished, rate, rate.block)


def _plans(item: Mention) -> bool:
    """Whether a count is the number of tasks: “任务数为 N 个”, “共有 N 个任务点”; the number of one year is none."""
    if _OF_YEAR.search(item.before):
        return False
    named = _PLAN.search(item.left) and not _FINISHED.search(item.left)
    return bool(named or (_TOTAL.search(item.left) and _TASKS.match(item.right)))


def _tabled(reading: Reading, table: TableReading) -> Record | None:
    """The record of a summary table of one row."""
    if table.rows - table.header_rows != 1:
        return None
    grid = grid_of(reading, table)
    for column in range(table.columns - 2):
        leaves = tuple((header_path(table, column + step) or ("",))[-1] for step in range(3))
        cells = [grid.get((table.header_rows, column + step)) for step in range(3)]
        if leaves == _LEAVES and cells[2] is not None:
            return Record(cells[0], cells[1], cells[2], table.block)
    return None


def _summarised(record: Record, table: Record) -> Iterator[tuple[Mention, Mention, bool]]:
    """The text against its summary table: one quantity where a rate with decimals or two roles agree."""
    pairs = [(one, other) for one, other in zip(record.roles, table.roles, strict=True) if one is not None and other is not None]
    agree = [decimal_value(one) == decimal_value(other) for one, other in pairs]
    decimals = decimal_value(record.rate) == decimal_value(table.rate) and "." in record.rate.token.value_text
    if decimals or sum(agree) > 1:
        for (one, other), same in zip(pairs, agree, strict=True):
            yield one, other, same


def _one_scope(first: Record, second: Record, topics: Topics) -> bool:
    """Whether two whole records name the same years and almost as many tasks."""
    if first.planned is None or second.planned is None:
        return False
    one, other = first.planned.value, second.planned.value
    years = topics[first.planned.index].years
    return years is not None and years == topics[second.planned.index].years and NEAR * abs(one - other) <= max(one, other)


def _roles(record: Record, other: Record) -> Iterator[tuple[Mention, Mention, bool]]:
    for mine, theirs in zip(record.roles, other.roles, strict=True):
        if mine is not None and theirs is not None:
            yield mine, theirs, mine.value == theirs.value
