"""快于…个百分点: a rate against the rate of something named that an earlier sentence tells.

“同比增长 22.6%，增速快于全部投资 13.7 个百分点”; “甲和乙分别增长 12.3% 和 10.3%，分别比丙快 5.8 和 3.8 个百分点”: the rates directly before the points in their
sentence, and the rate whose clauses bear the name compared with. Equality is told; a miss is asked about
where one rate only bears the whole name: what is named may have several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import difference
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import between
from gouji.audit.relations.chains import direction
from gouji.numbers import Verdict

REACH, TAIL, LIST = 24, 2, 4
_COMPARED = re.compile(r"(?:(?:比|较)(?P<than>[^，。；]{2,16}?)(?P<sign>[高快多低慢少])出?|(?P<over>快于|高于|慢于|低于)(?P<name>[^，。；]{2,16}?))(?:约|近)?$")
_TIME = re.compile(r"年|月|季|期|届")
_DOWN = ("低", "慢", "少", "慢于", "低于")
_JOINED = re.compile(r"[\s、，,和及与]{1,3}")


def find(reading: Reading) -> Iterator[Claim]:
    """The points of the prose that compare with something named."""
    for points in reading.mentions:
        if points.cell is not None or not points.measured or not points.token.unit.endswith("百分点") or not points.plain:
            continue
        group = _list(reading, points)
        found = _COMPARED.search(group[0].left)
        name = (found["than"] or found["name"]) if found is not None else ""
        if found is None or _TIME.search(name):
            continue
        sign = -1 if (found["sign"] or found["over"]) in _DOWN else 1
        yield from _against(reading, group, name, sign)


def _list(reading: Reading, points: Mention) -> list[Mention]:
    """The numbers joined to the points before them (快 5.8 和 3.8 个百分点), in order."""
    group = [points]
    while len(group) < LIST and group[0].index:
        before = reading.mentions[group[0].index - 1]
        if before.token.unit or not before.measured or not _JOINED.fullmatch(between(reading, before, group[0])):
            break
        group.insert(0, before)
    return group


def _against(reading: Reading, group: Sequence[Mention], name: str, sign: int) -> Iterator[Claim]:
    first = group[0].index
    near = [item for item in reading.mentions[max(0, first - REACH):first] if item.measured and item.plain and _is_rate(item)]
    nows = [item for item in near if item.sentence == group[0].sentence][-len(group):]
    bases = [item for item in reversed(near) if item not in nows and item.block == group[0].block and name[-TAIL:] in item.before]
    if len(nows) != len(group):
        return
    for base in bases:
        pair = (nows[-1], base) if sign > 0 else (base, nows[-1])  # of a list only the last number has its unit printed
        reckoned = difference(group[-1], *pair)
        if verdict_on(group[-1], reckoned) is Verdict.HOLDS:
            yield make("difference", group[-1], pair, reckoned, 60, reason="compared")
            return
    only = bases[0] if len(bases) == len(group) == 1 and name in bases[0].left and bool(direction(bases[0])) == bool(direction(nows[0])) else None
    if only is not None and only.value != nows[0].value:
        pair = (nows[0], only) if sign > 0 else (only, nows[0])
        yield make("difference", group[0], pair, difference(group[0], *pair), 55, reason="compared", verdict=Verdict.SUSPICIOUS)


def _is_rate(item: Mention) -> bool:
    return item.base_unit == "%" and not item.token.unit.endswith("百分点")
