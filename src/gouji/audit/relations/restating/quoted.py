"""Things with a name in quotation marks: “课堂革命”典型案例 2 项 here and 3 项 there; 省级 here and 校级 there.

A name in quotation marks with the noun behind it is a name of this document, rarer than any words. Two numbers are of one thing where both
bear such a name with the same noun (a table's label may drop the marks), most of the other naming words agree, and no word or year tells
them apart. Then two values are asked about; and one value at two levels (省级, 校级), where the name bears no other value and
no paragraph tells of both levels. A name that
bears more than three values is a programme with many counts, and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import combinations

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import squeeze
from gouji.audit.relations.levels import level_of
from gouji.audit.relations.restating.comparing import comparable
from gouji.audit.relations.restating.comparing import differs
from gouji.audit.relations.restating.comparing import parallel
from gouji.audit.relations.restating.comparing import told_apart
from gouji.audit.similarity import clean
from gouji.audit.topics import Topics

_QUOTED = re.compile(r"[“「]([^“”「」\d\s]{3,10})[”」]([\u4e00-\u9fff]{2})")
_PLANNED = re.compile(r"计划|目标|量化|预期|任务")
ALIKE, VALUES, CROWD = 600, 3, 24


def quoted(reading: Reading, measured: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    """(a number, an earlier one of the same quoted thing, whether it is the level that differs)."""
    names = {clean(found[1]) + found[2] for found in _QUOTED.finditer(squeeze(reading.text))}
    groups: dict[str, list[Mention]] = {}
    for mention in measured if names else ():
        left = topics[mention.index].left
        if mention.base_unit == "%" or not mention.plain or _partial(mention, topics):
            continue
        for name in _borne(left, names):
            groups.setdefault(name, []).append(mention)
    for group in groups.values():
        if len(group) <= CROWD:
            yield from _compared(group, topics)


def _partial(mention: Mention, topics: Topics) -> bool:
    """Whether it is a figure of one year or of a plan: then it is no total of the thing."""
    years = topics[mention.index].years
    planned = mention.cell is not None and bool(_PLANNED.search(mention.cell.column_label))
    return planned or (years is not None and years[0] == years[1])


def _borne(left: str, names: set[str]) -> Iterator[str]:
    """The quoted names that stand in the words before a number."""
    for start in range(len(left)):
        for end in range(start + 5, min(start + 12, len(left)) + 1):
            if left[start:end] in names:
                yield left[start:end]


def _compared(group: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    """The likest contradiction of each number: another value where the name bears few; another level where it bears only one."""
    for position, mention in enumerate(group):
        alike = [item for item in group if topics.same_name(mention.index, item.index) >= ALIKE]
        values = len({topics[item.index].same for item in alike})
        for other in reversed(group[:position]):
            if not _one_thing(mention, other, topics):
                continue
            if 1 < values <= VALUES and differs(mention, other) and not told_apart(mention, other, topics):
                yield mention, other, False
                break
            if values == 1 and {_level(mention, topics), _level(other, topics)} in _levels_apart(alike, topics):
                yield mention, other, True
                break


def _levels_apart(alike: Sequence[Mention], topics: Topics) -> list[set[str]]:
    """The pairs of levels at which a thing is told; none where one paragraph or table tells it at several: those are several things."""
    places: dict[int, set[str]] = {}
    for mention in alike:
        level = _level(mention, topics)
        if level:
            places.setdefault(mention.block, set()).add(level)
    levels = sorted(set().union(*places.values()))
    if any(len(told) > 1 for told in places.values()):
        return []
    return [set(pair) for pair in combinations(levels, 2)]


def _level(mention: Mention, topics: Topics) -> str:
    """The level a number's words name; in a table it may have a column of its own."""
    return level_of(topics[mention.index].left + (mention.cell.row_label if mention.cell is not None else ""))


def _one_thing(mention: Mention, other: Mention, topics: Topics) -> bool:
    if mention.section == other.section or parallel(mention, other) or not comparable(mention, other):
        return False
    return topics.same_name(mention.index, other.index) >= ALIKE
