"""增减: growth, increments and changes from one level to another, against the levels the sentence (or the same words elsewhere) names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import lru_cache

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import difference
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import at_constant_prices
from gouji.audit.relations.chains import turn
from gouji.audit.relations.kinship import EARLIER
from gouji.audit.relations.kinship import years_of
from gouji.numbers import Exact
from gouji.numbers import Interval
from gouji.numbers import Verdict

_OVER = re.compile(r"(?:高出|高于)(?:了)?(?:约|近)?$")
_UNDER = re.compile(r"低于(?:了)?(?:约|近)?$")
_NOT_COMPARABLE = re.compile(r"可比价|不变价|同口径|剔除|扣除|年均|平均每年|环比|折算")
_FROM_TO = re.compile(r"(?:由|从(?![^，。；]{0,16}看))(?:[^，。；]{0,24})$")
_TO = re.compile(r"(?:增加到|增长到|提高到|提升到|上升到|下降到|减少到|降低到|升至|增至|降至|减至|提高至|提升至|扩大到|增长至|增加至|下降至|到|至)$")
_ARROW = re.compile(r"^(?:→|⟶|-+>|＞|—+>)$")
PAIR = 2


def find(reading: Reading) -> Iterator[Claim]:
    """Changes stated beside their two levels."""
    years = years_of(reading)
    for sentence in reading.sentences:
        if not sentence.mentions:
            continue
        mentions = [reading.mentions[index] for index in sentence.mentions if reading.mentions[index].measured and reading.mentions[index].plain]
        turned = [(mention, sign) for mention in mentions if (sign := _turn(mention.left))]
        if turned and not _NOT_COMPARABLE.search(reading.text, sentence.start, sentence.end):
            for mention, sign in turned:
                yield from _change(mention, sign, [other for other in mentions if other is not mention], years)


def _change(mention: Mention, sign: int, others: Sequence[Mention], years: Mapping[int, int]) -> Iterator[Claim]:
    """The change against pairs of levels of one unit: a rate is now ÷ base − 1, an amount (or 百分点) now − base."""
    points = mention.token.unit.endswith("百分点")
    rate = mention.base_unit == "%" and not points
    levels = [other for other in others if not _is_change(other) and (other.base_unit == "%") == (points or (not rate and mention.base_unit == "%"))]
    pair = _from_to(levels) or _from_earlier(levels, years)
    if pair is not None:
        yield from _judged(mention, sign, pair, rate=rate, sure=True)
        return
    for now in levels:
        for base in levels:
            if now is base:
                continue
            for claim in _judged(mention, sign, (base, now), rate=rate, sure=False):
                if claim.verdict is Verdict.HOLDS:
                    yield claim
                    return


def _is_change(mention: Mention) -> bool:
    return bool(_turn(mention.left))


@lru_cache(maxsize=1 << 13)
def _turn(words: str) -> int:
    """+1 behind 增长, 高于 and the like, −1 behind 下降, 0 elsewhere."""
    return turn(words) or (1 if _OVER.search(words) else -1 if _UNDER.search(words) else 0)


def _from_to(levels: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """由 a 增加到 b: the level behind 由 and the one behind 到, of one unit."""
    bases = [level for level in levels if _FROM_TO.search(level.left)]
    nows = [level for level in levels if _TO.search(level.left)]
    if len(bases) == 1 and len(nows) == 1 and bases[0] is not nows[0] and bases[0].base_unit in (nows[0].base_unit, ""):
        return bases[0], nows[0]
    return None


def _from_earlier(levels: Sequence[Mention], years: Mapping[int, int]) -> tuple[Mention, Mention] | None:
    """上年 a 人，今年 b 人; b 人（上年 a 人）; a→b; 2023年 a 人，2024年 b 人: the only two levels of the sentence, of one unit, one of them said to be
    the earlier by a word, an arrow, or the year before it (one year apart).
    """
    if len(levels) != PAIR or levels[0].base_unit != levels[1].base_unit:
        return None
    first, second = levels
    if _ARROW.search(first.right):
        return first, second
    one, two = years.get(first.index, 0), years.get(second.index, 0)
    if one and two and abs(one - two) == 1:
        return (first, second) if one < two else (second, first)
    earlier = [bool(EARLIER.search(level.left) or _FROM_TO.search(level.left)) for level in levels]
    return {(True, False): (first, second), (False, True): (second, first)}.get((earlier[0], earlier[1]))


def _judged(mention: Mention, sign: int, pair: tuple[Mention, Mention], *, rate: bool, sure: bool) -> Iterator[Claim]:
    base, now = pair if sign > 0 else (pair[1], pair[0])
    if rate:
        bottom = pair[0]
        reckoned = ratio(mention, (pair[1],), (bottom,), less_one=True)
        reckoned = _fall(reckoned) if reckoned is not None and sign < 0 else reckoned
        if reckoned is not None:
            verdict = verdict_on(mention, reckoned)
            if verdict is Verdict.HOLDS or (sure and not at_constant_prices(mention)):
                yield make("growth", mention, (pair[1], bottom), reckoned, 80 if sure else 60, reason="growth")
        return
    if base.base_unit != now.base_unit or mention.base_unit not in (now.base_unit, "%"):
        return
    reckoned = difference(mention, now, base)
    verdict = verdict_on(mention, reckoned)
    if verdict is Verdict.HOLDS or sure:
        yield make("difference", mention, (now, base), reckoned, 80 if sure else 60, reason="difference")


def _fall(growth: Reckoned) -> Reckoned:
    """A growth below zero told as a fall: 下降 16.7%."""
    return Reckoned(-growth.value, Interval.point(Exact(0)) - growth.interval, f"-{growth.expression}", -growth.recomputed)
