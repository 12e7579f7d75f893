"""目标: what was done against what was asked (≥, 不少于, N 以上) under the same words.

A number behind ≥, 以上 or 达到 … 要求 is a lower bound. It is held against the exact numbers of the same unit that bear the same words
elsewhere, of the same year where both name one. Only met targets are claimed: one not met may belong to a later date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.kinship import countable
from gouji.audit.relations.kinship import years_of
from gouji.audit.similarity import Similarity
from gouji.audit.similarity import likeness_of
from gouji.messages import translate as _
from gouji.numbers import Bound
from gouji.numbers import Verdict

SAME, COMMONEST, MOST, SHORTEST = 700, 60, 20, 4


def find(reading: Reading) -> Iterator[Claim]:
    """Lower bounds against the exact numbers named like them."""
    bounds = [item for item in reading.mentions if item.measured and figure(item).bound is Bound.AT_LEAST]
    if not bounds:
        return
    likeness, years = likeness_of(reading), years_of(reading)
    for target in bounds:
        for actual in _alike(reading, likeness, target):
            if years.get(actual.index) and years.get(target.index) and years[actual.index] != years[target.index]:
                continue
            met = actual.value >= target.value
            if met and likeness.contained(actual.index, target.index) >= SAME and _larger_than_word(likeness, target):
                yield _claim(actual, target)


def _larger_than_word(likeness: Similarity, target: Mention) -> bool:
    """Whether the target is named by more than one or two characters."""
    return len(likeness.words[target.index].both) >= SHORTEST


def _alike(reading: Reading, likeness: Similarity, target: Mention) -> list[Mention]:
    shared: Counter[int] = Counter()
    for pair in sorted(likeness.pairs[target.index]):
        holders = likeness.holders[pair]
        if len(holders) <= COMMONEST:
            shared.update(holders)
    found = [reading.mentions[index] for index, _count in shared.most_common(MOST) if index != target.index]
    percent = target.base_unit == "%"
    return [item for item in found if item.plain and (item.base_unit == "%") == percent and countable(item, target)]


def _claim(actual: Mention, target: Mention) -> Claim:
    printed, asked = actual.token.value_text + actual.token.unit, target.token.value_text + target.token.unit
    words = _("{printed} 达到不少于 {asked} 的要求").format(printed=printed, asked=asked)
    return Claim(
        "target", Verdict.HOLDS, spot(actual), (spot(target),), "a", decimal_value(target), 55, words, "target", subject=actual.left,
    )
