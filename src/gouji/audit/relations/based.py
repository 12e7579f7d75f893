"""以…为基数的比率: “财政拨款 6300 万元，占总收入 8400 万元的 75%”, “完成年度任务 1100 人的 107.8%”: the base is printed directly before the rate.

The base stands between 占, 完成, 达到, 相当于 or 为 and the rate with nothing but 的 between them; the part is the last amount of its unit before it in
the statement that is no base and no change, else the first of the statement before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import BASE
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.chains import is_rate
from gouji.numbers import Verdict

_OF = re.compile(r"(?:占|完成|达到?|相当于|是|为)[^，。；]{0,16}$")
_LIST = re.compile(r"其中|包括|分别|[:：]")
_LINK = re.compile(r"[（）()]?的?$")
REACH, NEAR = 6, 24


def find(reading: Reading) -> Iterator[Claim]:
    """Rates whose base is printed before them."""
    before: Chain | None = None
    for chain in chains(reading):
        for position, rate in enumerate(chain.numbers):
            base = chain.numbers[position - 1] if position else None
            if base is not None and is_rate(rate) and _LINK.fullmatch(rate.left) and is_level(base) and _OF.search(base.before[-NEAR:]):
                yield from _of(reading, rate, base, _parts(chain.numbers[:position - 1], base) or _first(before, base, chain))
        before = chain if chain.numbers else before


def _of(reading: Reading, rate: Mention, base: Mention, parts: Sequence[Mention]) -> Iterator[Claim]:
    """The part that gives the rate; else the nearest, or what a list behind 其中 belongs to (asked about)."""
    reckoned = [(part, found) for part in parts if (found := ratio(rate, (part,), (base,))) is not None]
    for part, found in reckoned:
        if verdict_on(rate, found) is Verdict.HOLDS:
            yield make("ratio", rate, (part, base), found, 80, reason="based")
            return
    if reckoned:
        listed = _LIST.search(reading.text, parts[-1].token.outer_end, base.token.outer_start)
        part, found = reckoned[-1] if listed else reckoned[0]
        verdict = verdict_on(rate, found)
        milder = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS and listed else verdict
        yield make("ratio", rate, (part, base), found, 70 if listed else 80, reason="based", verdict=milder)


def _parts(ahead: Sequence[Mention], base: Mention) -> list[Mention]:
    """The amounts before the base that are no bases themselves, nearest first."""
    near = [item for item in ahead if is_level(item) and item.base_unit == base.base_unit][-REACH:]
    return [item for item in reversed(near) if not BASE.search(item.left)]


def _first(before: Chain | None, base: Mention, chain: Chain) -> list[Mention]:
    """The first amount of the statement before in the same paragraph."""
    if before is None or before.sentences[-1].block != chain.sentences[0].block:
        return []
    return [item for item in before.levels if item.base_unit == base.base_unit][:1]
