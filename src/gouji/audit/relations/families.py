"""同一总数的各项占比: several shares that one statement gives of one total, where the total is told further off.

“地税完成 a，占 p；国税完成 b，占 q；海关完成 c，占 r。” Each share follows its part (a change may stand between). One share is confirmed by many numbers of a
long text by chance, two or more by one and the same number hardly: the total is the earlier number (or the sum of the parts) that gives most of
them. It must give all, or all but one of at least three; that one contradicts. Where the shares come to a hundred and the parts to an earlier
number, those that are no share of it are asked about, however many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import ZERO
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import BASE
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_change
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.chains import is_rate
from gouji.audit.relations.kinship import kin
from gouji.audit.similarity import clean
from gouji.numbers import Verdict

FEWEST, SURE, REACH, NAME = 2, 3, 40, 2
_SHARE = re.compile(r"占(?P<base>[^，。；占]{0,20})$")
_TOTAL = re.compile(r"的?(?:比重|比例|总数|总额|总量|总)?(?:为|达到?|约|是)?$")


def find(reading: Reading) -> Iterator[Claim]:
    """The families of shares of all statements."""
    told: list[Mention] = []
    for chain in chains(reading):
        for pairs in _families(chain):
            yield from _best(pairs, [*told, *(item for item in chain.numbers if is_level(item) and item.index < pairs[0][0].index)])
        told = [*told, *(item for item in chain.numbers if is_level(item))][-REACH:]


def _families(chain: Chain) -> Iterator[list[tuple[Mention, Mention]]]:
    """(part, share) pairs of one base, each share behind its part."""
    families: dict[tuple[str, str], list[tuple[Mention, Mention]]] = {}
    part: Mention | None = None
    for item in chain.numbers:
        found = _SHARE.search(item.left) if is_rate(item) and not is_change(item) else None
        if is_level(item):
            part = None if BASE.search(item.left) else item
        elif found is not None and part is not None and clean(item.left[:found.start()]) in clean(part.left):
            families.setdefault((_TOTAL.sub("", found["base"]), part.base_unit), []).append((part, item))
            part = None
    yield from (family for family in families.values() if len(family) >= FEWEST)


def _best(pairs: Sequence[tuple[Mention, Mention]], earlier: Sequence[Mention]) -> Iterator[Claim]:
    """The claims over the total that gives most of the shares, the nearest of several."""
    parts = [part for part, _share in pairs]
    most = max(part.value for part in parts)
    wholes = [(item,) for item in reversed(earlier) if item not in parts and kin(item, parts[0]) and item.value >= most]
    best: list[Claim] = []
    held = 0
    for whole in (*wholes, tuple(parts)):
        reckoned = [(part, share, found) for part, share in pairs if (found := ratio(share, (part,), whole)) is not None]
        claims = [make("ratio", share, (part, *whole), found, 75, reason="share-family") for part, share, found in reckoned]
        fits = sum(claim.verdict is Verdict.HOLDS for claim in claims)
        if fits > held:
            best, held = claims, fits
    if held == len(pairs) or (held >= FEWEST and held == len(pairs) - 1 >= SURE - 1):
        yield from best
    elif _fill(pairs) and any(verdict_on(item, total(item, parts)) is Verdict.HOLDS for item in earlier[-REACH:] if kin(item, parts[0])):
        reckoned = [(part, share, found) for part, share in pairs if (found := ratio(share, (part,), parts)) is not None]
        asked = ((part, share, found) for part, share, found in reckoned if verdict_on(share, found) is Verdict.CONTRADICTS)
        yield from (make("ratio", share, (part, *parts), found, 60, reason="share-family", verdict=Verdict.SUSPICIOUS) for part, share, found in asked)


def _fill(pairs: Sequence[tuple[Mention, Mention]]) -> bool:
    """Whether the shares come to a hundred: then the parts are all."""
    slack = sum((figure(share).base_place() for _part, share in pairs), ZERO) / 2
    return abs(sum((share.value for _part, share in pairs), ZERO) - 1) <= slack
