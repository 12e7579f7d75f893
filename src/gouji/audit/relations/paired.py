"""分别占: a list of amounts and, behind 分别, the list of their shares, paired by position.

“甲 a，乙 b，丙 c，分别占总额的 p、q、r”, “甲 a、乙 b，占比分别为 p、q”: as many shares in a row as amounts of one unit directly before them. The base is
the amount before the list that gives most of the shares (or the sum of the list). Where others of the list hold, a share that misses contradicts.
Of “甲、乙、丙分别占总额的 p、q、r” the amounts are told before, under those names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import between
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.chains import is_rate
from gouji.audit.relations.kinship import kin
from gouji.audit.similarity import clean
from gouji.numbers import Verdict

FEWEST, REACH, FAR, SURE, NEAR = 2, 8, 24, 2, 30
_SHARES = re.compile(r"分别(?:约)?占|(?:占比|比重|比例)[^，。；]{0,6}分别|占[^，。；]{0,16}分别")
_AMONG = re.compile(r"([一-鿿“”]{2,10})中[，,]")  # 专任教师中，…
_NAMES = re.compile(r"([^，,。；：]{2,40}?)(?:[一-鿿]{2,8}(?:占比|比重))?分别占?[^，。；]{0,20}$")
_AND = re.compile(r"[、和及与]")
_JOINED = re.compile(r"[\s、，,和及与]{1,3}")


def find(reading: Reading) -> Iterator[Claim]:
    """The paired lists of all statements."""
    told: list[Mention] = []
    for chain in chains(reading):
        for position, item in enumerate(chain.numbers):
            if is_rate(item) and _SHARES.search(item.before[-NEAR:]) and (not position or not is_rate(chain.numbers[position - 1])):
                yield from _list(reading, chain, told, position)
        told = [*told, *chain.levels][-FAR:]


def _list(reading: Reading, chain: Chain, told: Sequence[Mention], position: int) -> Iterator[Claim]:
    rates = [chain.numbers[position]]
    for item in chain.numbers[position + 1:position + REACH]:
        if not is_rate(item) or not _JOINED.fullmatch(between(reading, rates[-1], item)):
            break
        rates.append(item)
    parts = list(chain.numbers[max(0, position - len(rates)):position])
    alike = len(parts) == len(rates) >= FEWEST and all(is_level(part) and part.base_unit == parts[0].base_unit for part in parts)
    named = () if alike else _named(rates, [*told, *(item for item in chain.numbers[:position] if is_level(item))])
    if named:
        claims = list(_best(rates, named, [*((item,) for item in reversed(told) if kin(item, named[0])), tuple(named)], ""))
        yield from claims if sum(claim.verdict is Verdict.HOLDS for claim in claims) >= max(SURE, len(rates) - 1) else ()
    if alike:
        ahead = [*told, *(item for item in chain.numbers[:position] if is_level(item) and item not in parts)]
        most = max(part.value for part in parts)
        bases = [(item,) for item in reversed(ahead) if kin(item, parts[0]) and item.value >= most]
        of = _AMONG.search(reading.text, chain.start, parts[0].token.outer_start)
        name = clean(of[1]) if of is not None else ""
        yield from _best(rates, parts, [*bases, tuple(parts)], name)


def _named(rates: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
    """“甲、乙、丙分别占 …的 p、q 和 r”: the amounts that bear the names of the list, each the last of its name; none where one is missing."""
    listed = _NAMES.search(rates[0].before)
    names = _AND.split(listed[1]) if listed is not None else []
    if len(names) != len(rates) or not all(len(name) >= FEWEST for name in names):
        return []
    found = [next((item for item in reversed(told) if item.left.startswith(name)), None) for name in names]
    parts = [item for item in found if item is not None]
    return parts if len(parts) == len(names) and len({part.base_unit for part in parts}) == 1 else []


def _best(rates: Sequence[Mention], parts: Sequence[Mention], bases: Sequence[tuple[Mention, ...]], name: str) -> Iterator[Claim]:
    """The claims over the base that gives most of the shares."""
    best: list[Claim] = []
    most = 0
    for base in bases:
        reckoned = [(rate, part, found) for rate, part in zip(rates, parts, strict=True) if (found := ratio(rate, (part,), base)) is not None]
        claims = [make("ratio", rate, (part, *base), found, 80, reason="paired") for rate, part, found in reckoned]
        held = sum(claim.verdict is Verdict.HOLDS for claim in claims)
        beside = base[0].block == parts[0].block or (len(name) >= FEWEST and clean(base[0].left).endswith(name))
        if held > most and (beside or held == len(rates) or held >= SURE):
            best, most = claims, held
    for claim in best:
        unsure = claim.verdict is Verdict.CONTRADICTS and most < SURE
        yield replace(claim, verdict=Verdict.SUSPICIOUS, confidence=60) if unsure else claim
