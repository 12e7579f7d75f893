"""百分点: a rate now, the rate it is compared with, and how many points lie between them, over the clauses of one statement.

“就业率 96.51 %，比上届的 95.14 % 提高 1.37 个百分点”; “不低于 95 %。实际 96.71 %，超过目标 1.71 个百分点”. The rate compared with stands directly before the
points, or is the target named; the rate now is the one before it. Equality confirms; a miss is asked about where the compared rate stands
directly before the points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from gouji.audit.arithmetic import difference
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import THAN
from gouji.audit.relations.chains import between
from gouji.audit.relations.chains import direction
from gouji.numbers import Bound
from gouji.numbers import Verdict

NEAR, REACH, BACK, LINK = 24, 4, 2, 16
_OVER = re.compile(r"(?:超过|超出|超|高于|高出)[^，。；]{0,10}(?:目标|计划|指标|要求|任务)[^，。；]{0,4}$")
_UNDER = re.compile(r"(?:低于|未达|不足)[^，。；]{0,10}(?:目标|计划|指标|要求|任务)[^，。；]{0,4}$")
_TARGET = re.compile(r"目标|计划|指标|要求|不低于|达到|≥|任务")


def find(reading: Reading) -> Iterator[Claim]:
    """All numbers of points of the prose."""
    for points in reading.mentions:
        if points.measured and points.cell is None and points.plain and points.token.unit.endswith("百分点"):
            rates = _rates(reading, points)
            target = 1 if _OVER.search(points.left) else -1 if _UNDER.search(points.left) else 0
            if target:
                yield from _against_target(points, target, rates)
            elif direction(points):
                yield from _against_base(reading, points, direction(points), rates)


def _rates(reading: Reading, points: Mention) -> list[Mention]:
    """The rates before it in its sentence and the two before of the same paragraph, the nearest first."""
    found: list[Mention] = []
    for index in range(points.index - 1, max(-1, points.index - NEAR), -1):
        other = reading.mentions[index]
        if other.block != points.block or other.sentence < points.sentence - BACK:
            break
        if other.measured and other.base_unit == "%" and not other.token.unit.endswith("百分点") and not direction(other):
            found.append(other)
    return found[:REACH]


def _against_target(points: Mention, sign: int, rates: Sequence[Mention]) -> Iterator[Claim]:
    targets = [item for item in rates if not item.plain or _TARGET.search(item.left)]
    nows = [item for item in rates if item.plain]
    for target in targets:
        for now in nows:
            if now is not target:
                yield from _held(points, sign, now, target)


def _held(points: Mention, sign: int, now: Mention, base: Mention) -> Iterator[Claim]:
    pair = (now, base) if sign > 0 else (base, now)
    reckoned = difference(points, *(_plain(item) for item in pair))
    if verdict_on(points, reckoned) is Verdict.HOLDS:
        yield make("difference", points, pair, reckoned, 70, reason="points")


def _plain(item: Mention) -> Mention:
    """The number that a bound names: not below 95 % is 95 %."""
    return replace(item, token=replace(item.token, figure=replace(figure(item), bound=Bound.NONE)))


def _against_base(reading: Reading, points: Mention, sign: int, rates: Sequence[Mention]) -> Iterator[Claim]:
    plain = [item for item in rates if item.plain]
    base = plain[0] if plain and THAN.search(plain[0].before[-NEAR:]) else None
    if base is None or len(between(reading, base, points)) > LINK:
        return
    nows = plain[1:]
    for now in nows:
        held = list(_held(points, sign, now, base))
        if held:
            yield from held
            return
    if nows and nows[0].sentence == points.sentence:
        pair = (nows[0], base) if sign > 0 else (base, nows[0])
        yield make("difference", points, pair, difference(points, *pair), 60, reason="points", verdict=Verdict.SUSPICIOUS)
