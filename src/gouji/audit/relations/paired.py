"""分别占: a list of amounts and, behind 分别, the list of their shares, paired by position.

“甲 a，乙 b，丙 c，分别占总额的 p、q、r”, “甲 a、乙 b，占比分别为 p、q”: as many shares in a row as amounts of one unit directly before them. The base is
the amount before the list that gives most of the shares (or the sum of the list). Where others of the list hold, a share that misses contradicts.
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
from gouji.numbers import Verdict

FEWEST, REACH, SURE, NEAR = 2, 8, 2, 30
_SHARES = re.compile(r"分别(?:约)?占|(?:占比|比重|比例)[^，。；]{0,6}分别|占[^，。；]{0,16}分别")
_JOINED = re.compile(r"[\s、，,和及与]{1,3}")


def find(reading: Reading) -> Iterator[Claim]:
    """The paired lists of all statements."""
    before: Chain | None = None
    for chain in chains(reading):
        near = before if before is not None and before.sentences[-1].block == chain.sentences[0].block else None
        for position, item in enumerate(chain.numbers):
            if is_rate(item) and _SHARES.search(item.before[-NEAR:]) and (not position or not is_rate(chain.numbers[position - 1])):
                yield from _list(reading, chain, near, position)
        before = chain if chain.numbers else before


def _list(reading: Reading, chain: Chain, before: Chain | None, position: int) -> Iterator[Claim]:
    rates = [chain.numbers[position]]
    for item in chain.numbers[position + 1:position + REACH]:
        if not is_rate(item) or not _JOINED.fullmatch(between(reading, rates[-1], item)):
            break
        rates.append(item)
    parts = list(chain.numbers[max(0, position - len(rates)):position])
    alike = len(parts) == len(rates) >= FEWEST and all(is_level(part) and part.base_unit == parts[0].base_unit for part in parts)
    if alike:
        ahead = [*(before.levels if before is not None else ()), *(item for item in chain.numbers[:position] if is_level(item) and item not in parts)]
        bases = [(item,) for item in ahead[-REACH:] if kin(item, parts[0]) and item.value > 0]
        yield from _best(rates, parts, [*bases, tuple(parts)])


def _best(rates: Sequence[Mention], parts: Sequence[Mention], bases: Sequence[tuple[Mention, ...]]) -> Iterator[Claim]:
    """The claims over the base that gives most of the shares."""
    best: list[Claim] = []
    most = 0
    for base in bases:
        reckoned = [(rate, part, found) for rate, part in zip(rates, parts, strict=True) if (found := ratio(rate, (part,), base)) is not None]
        claims = [make("ratio", rate, (part, *base), found, 80, reason="paired") for rate, part, found in reckoned]
        held = sum(claim.verdict is Verdict.HOLDS for claim in claims)
        if held > most:
            best, most = claims, held
    for claim in best:
        unsure = claim.verdict is Verdict.CONTRADICTS and most < SURE
        yield replace(claim, verdict=Verdict.SUSPICIOUS, confidence=60) if unsure else claim
