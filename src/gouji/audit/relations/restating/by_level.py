"""Results by level told twice: “国家级成果 3 个、省级成果 203 个、市级成果 78 个” here, “国家级成果 5 项，省级成果 190 项，市级成果 78 项” there.

Two paragraphs that count the same noun for at least three levels and for the same years tell one thing where a count that is no small number
agrees. The levels that differ are asked about: a stricter count of results may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.levels import level_of
from gouji.audit.topics import SMALL
from gouji.audit.topics import Topics

LEVELS, NOUN, MOST = 3, 2, 40
_PLANNED = re.compile(r"需|计划|目标|应|拟|要求|预期")
_NOUN = re.compile(r"级(?:及以上)?(.{2,10}?)(?:为|共|达)?$")


def by_level(reading: Reading, topics: Topics) -> Iterator[tuple[Mention, Mention]]:
    """(a count of one level, the differing count of this level told before)."""
    places: dict[tuple[str, object], dict[str, Mention]] = {}
    for mention in reading.mentions:
        if mention.cell is not None or not mention.measured or not mention.plain or mention.base_unit == "%":
            continue
        source = _named(reading, mention)
        level, noun = level_of(source), _NOUN.search(source)
        if level and noun is not None and not _PLANNED.search(mention.before):
            places.setdefault((noun[1][-NOUN:], mention.block), {})[level] = mention
    whole = [(word, levels) for (word, _block), levels in places.items() if len(levels) >= LEVELS][:MOST]
    for (word, first), (other, second) in combinations(whole, 2):
        if word == other:
            yield from _compared(first, second, topics)


def _named(reading: Reading, mention: Mention) -> str:
    """The words of a count; of the second of two counts side by side (3 项 4 个) those of the first."""
    before = reading.mentions[mention.index - 1] if mention.index else None
    touching = before is not None and not mention.left and before.token.outer_end == mention.token.outer_start
    return before.left if touching and before is not None else mention.left


def _compared(first: dict[str, Mention], second: dict[str, Mention], topics: Topics) -> Iterator[tuple[Mention, Mention]]:
    both = [(second[level], first[level]) for level in first if level in second]
    years = {topics[item.index].years for pair in both for item in pair}
    agree = [one for one, other in both if one.value == other.value and one.value >= SMALL]
    if len(both) >= LEVELS and len(years) == 1 and None not in years and agree:
        yield from ((one, other) for one, other in both if one.value != other.value)
