"""同类: which numbers may stand in one sum, and which year a number belongs to."""

from __future__ import annotations

import re

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import once
from gouji.audit.tokens import TokenKind
from gouji.numbers.units import is_count

PEOPLE = frozenset({"人", "名", "位", "人次", "员"})
EARLIER = re.compile(r"(?:上年|去年|上一年|上学年|前一年|同期|基期|年初(?!预算|计划|目标|安排|批复|确定))[^，。；]{0,10}$")  # before a number: the level of the period before


def kin(first: Mention, second: Mention) -> bool:
    """Whether two numbers count the same sort of thing: one base unit, or both persons."""
    one, other = first.base_unit, second.base_unit
    return one == other or (one in PEOPLE and other in PEOPLE)


def countable(first: Mention, second: Mention) -> bool:
    """Whether two numbers are counts of any things but persons against things; a total in 项 may have parts in 个 or 队."""
    one, other = first.base_unit, second.base_unit
    if kin(first, second):
        return True
    return (not one or is_count(one)) and (not other or is_count(other)) and (one in PEOPLE) == (other in PEOPLE)


@once
def years_of(reading: Reading) -> dict[int, int]:
    """The year of each measured number: the last year named before it in its paragraph or cell, else the year in its column's header;
    0 behind a span of years (2022—2023 年) and where no year is named.
    """
    found: dict[int, int] = {}
    place: object = None
    year = 0
    for mention in reading.mentions:
        cell = mention.cell
        here = (mention.block, cell.row, cell.column) if cell is not None else (mention.block,)
        if here != place:
            place, year = here, 0
        token = mention.token
        if token.kind is TokenKind.DATE and token.year:
            year = token.year
        elif token.kind is TokenKind.PERIOD:
            year = 0
        elif mention.measured:
            found[mention.index] = year
    return found
