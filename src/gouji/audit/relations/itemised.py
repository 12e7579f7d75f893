"""逐项列举: the items of a numbered list against the total told before it.

“支出 T，主要用于：1. 甲 a；2. 乙 b；3. 丙 c。”, the items as lines of their own, with words behind each amount: the first amount of every item, or the amount
that plays one role in every item (年初预算为, 支出决算为), adds up to an amount told before the list. Equality confirms. A miss is asked about where one
slip of the pen in one number makes the sum come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import may_add_up
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.culprits import slipped
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import Sentence
from gouji.audit.relations.chains import is_level
from gouji.audit.similarity import clean
from gouji.numbers import Verdict

FEWEST, REACH, SPAN = 3, 12, 8
ROLES = ("", "预算", "决算")
_MARKER = re.compile(r"\s*(?:(?P<stop>\d{1,2})\s*[.．、](?!\d)|[（(](?P<bracket>\d{1,2})[）)]|(?P<circle>[①-⑳]))")
_ROLE = re.compile(r"(?:年初|全年|本年|调整后?)?(?:支出|收入)?(?P<role>预算|决算)(?:数|额)?(?:安排)?")


def find(reading: Reading) -> Iterator[Claim]:
    """The lists of the prose whose items begin with numbers 1, 2, 3 …"""
    items: list[list[Mention]] = []
    shape, begun = "", 0
    for sentence in reading.sentences:
        if reading.document.blocks[sentence.block].table is not None:
            continue
        kind, number = _marked(reading, sentence)
        if number == 1 or (number and (kind != shape or number != len(items) + 1)):
            yield from _listed(reading, items, begun)
            items, shape, begun = [], kind if number == 1 else "", sentence.mentions[0] if sentence.mentions else 0
        if number and shape:
            items.append([])
        if items and sentence.mentions and len(items[-1]) < SPAN:
            items[-1] += [reading.mentions[index] for index in sentence.mentions]
    yield from _listed(reading, items, begun)


def _marked(reading: Reading, sentence: Sentence) -> tuple[str, int]:
    """The shape and number of the marker a sentence begins with; 0 for none."""
    found = _MARKER.match(reading.text, sentence.start, sentence.end)
    if found is None:
        return "", 0
    kind = str(found.lastgroup)
    return kind, ord(found[kind]) - ord("①") + 1 if kind == "circle" else int(found[kind])


def _listed(reading: Reading, items: Sequence[Sequence[Mention]], begun: int) -> Iterator[Claim]:
    """The sums of one list: items of one unit, at most as many as an expression can name."""
    if not FEWEST <= len(items) <= len(NAMES):
        return
    told = [item for item in reading.mentions[max(0, begun - 2 * REACH):begun] if item.measured and item.plain and is_level(item)]
    for role in ROLES:
        parts = [next((item for item in each if _plays(item, role)), None) for each in items]
        known = [part for part in parts if part is not None]
        if len(known) == len(items) and len({part.base_unit for part in known}) == 1:
            yield from _added(known, [item for item in reversed(told) if item.base_unit == known[0].base_unit][:REACH])


def _plays(item: Mention, role: str) -> bool:
    """Whether an amount plays a role in its item: 预算, 决算, or none (the first that is neither)."""
    if not item.measured or not item.plain or not is_level(item):
        return False
    found = _ROLE.fullmatch(clean(item.left))
    return (found["role"] if found else "") == role


def _added(parts: Sequence[Mention], wholes: Sequence[Mention]) -> Iterator[Claim]:
    """The nearest amount that the parts fill; else the nearest that one slip explains."""
    for whole in wholes:
        reckoned = total(whole, parts) if whole.value and may_add_up(whole, parts) else None
        if reckoned is not None and verdict_on(whole, reckoned) is Verdict.HOLDS:
            yield make("sum", whole, parts, reckoned, 75, reason="items")
            return
    for whole in wholes:
        reckoned = total(whole, parts)
        if slipped(whole, reckoned.value) or any(slipped(part, part.value + whole.value - reckoned.value) for part in parts):
            yield make("sum", whole, parts, reckoned, 55, reason="items", verdict=Verdict.SUSPICIOUS)
            return
