"""别处合计: a total whose parts stand together in one sentence elsewhere (科研经费 68.7 万元 ↔ 纵向 22.7 万元，横向 15 万元，校内 31 万元).

The parts are all numbers of one unit of a sentence (or of two neighbouring ones), so only one sum per sentence is looked at. Sum and total are
equal, share words, and name the same year where both name one. Equality confirms; nothing is accused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Sequence
from fractions import Fraction

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import total
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.kinship import years_of
from gouji.audit.similarity import Similarity
from gouji.audit.similarity import likeness_of
from gouji.messages import translate as _
from gouji.numbers import Exact

LEAST, FEWEST, MOST, LIKE = 20, 2, 12, 150
Sums = dict[tuple[str, Fraction], list[tuple[Mention, ...]]]


def find(reading: Reading) -> Iterator[Claim]:
    """Totals against the sums of sentences that share words with them."""
    sums = _sums(reading)
    likeness, years = likeness_of(reading), years_of(reading)
    for whole in reading.mentions:
        if not whole.measured or not whole.plain or whole.value < LEAST or whole.base_unit == "%":
            continue
        for parts in sums.get((whole.base_unit, whole.value), ()):
            if all(part.sentence != whole.sentence for part in parts) and _belong(likeness, years, whole, parts):
                yield make("sum", whole, parts, total(whole, parts), 60, reason="elsewhere", words=_("别处各项合计"))


def _sums(reading: Reading) -> Sums:
    """By unit and sum: all numbers of one unit in a sentence, or in two neighbouring sentences of a paragraph."""
    found: Sums = defaultdict(list)
    before: dict[str, tuple[Mention, ...]] = {}
    block = -1
    for sentence in reading.sentences:
        groups: dict[str, list[Mention]] = {}
        for index in sentence.mentions:
            mention = reading.mentions[index]
            if mention.measured and mention.plain and mention.base_unit not in ("%", "") and mention.value > 0:
                groups.setdefault(mention.base_unit, []).append(mention)
        for unit, group in groups.items():
            parts = tuple(group)
            both = (*before.get(unit, ()), *parts) if sentence.block == block else ()
            for candidate in (parts, both if len(both) > len(parts) else ()):
                if FEWEST <= len(candidate) <= MOST:
                    found[(unit, sum((part.value for part in candidate), Exact(0)))].append(candidate)
        before, block = {unit: tuple(group) for unit, group in groups.items()}, sentence.block
    return found


def _belong(likeness: Similarity, years: dict[int, int], whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the parts speak of what the total speaks of: at least half of them share words with it, and no part of another year."""
    year = years.get(whole.index)
    if year and any(years.get(part.index, year) not in (0, year) for part in parts):
        return False
    return 2 * sum(likeness.contained(part.index, whole.index) >= LIKE for part in parts) >= len(parts)
