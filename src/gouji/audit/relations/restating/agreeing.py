"""Who agrees: equal values whose words are alike confirm each other.

Equality is weighed with the words: every printed digit that agrees and every rare pair of characters in common counts (about ten a bit). A
small value (below 20, or one digit and zeros) agrees by chance: there the near words themselves must be alike. Words that carry many values
are a series, in which some meet by chance: they confirm nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import figure
from gouji.audit.reading import Mention
from gouji.audit.relations.restating.comparing import DIGIT
from gouji.audit.relations.restating.comparing import bare
from gouji.audit.relations.restating.comparing import bare_cell
from gouji.audit.relations.restating.comparing import comparable
from gouji.audit.relations.restating.comparing import parallel
from gouji.audit.relations.restating.comparing import station
from gouji.audit.topics import Topic
from gouji.audit.topics import Topics

ENOUGH = 180
NAMED, CONTAINED = 90, 420
PARTNERS = 3
CROWD = 200
HORDE, FEW = 1_000, 20  # a value that stands a thousand times (a zero of every form) is held against a few only
LONG = 4
SERIES = 8  # values that carry the same words, beyond which they meet by chance (as in retyped)
TEMPLATE = 12  # a common value under the same words in so many places (完成率 100%) is a form, not a restatement


def agreeing(measured: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention, int]]:
    """(a number, an earlier one it restates, how sure 0–95): each against the likest three, the nearest and the first."""
    groups: dict[tuple[object, ...], list[Mention]] = {}
    serial = _serial(measured, topics)
    for mention in measured:
        topic, printed = topics.topics[mention.index], decimal_value(mention)
        for key in (topic.same,) if printed is topic.value else map(topics.same, {topic.value, printed}):
            groups.setdefault((key, figure(mention).bound), []).append(mention)
    for group in groups.values():
        for position, mention in enumerate(group):
            if mention.index not in serial:
                yield from _partners(mention, _near(group, position), topics)


def _serial(measured: Sequence[Mention], topics: Topics) -> set[int]:
    """The numbers whose very words carry many values, a series (each school's rate), in which equal values meet by chance; and the small values
    that stand under the same words in many places, a form.
    """
    values: dict[frozenset[str], Counter[int]] = {}
    for mention in measured:
        topic = topics.topics[mention.index]
        values.setdefault(topic.near, Counter())[topic.same] += 1
    return {mention.index for mention in measured if _says_nothing(topics.topics[mention.index], values)}


def _says_nothing(topic: Topic, values: Mapping[frozenset[str], Counter[int]]) -> bool:
    told = values[topic.near]
    return len(told) > SERIES or (topic.small and told[topic.same] > TEMPLATE)


def _near(group: Sequence[Mention], position: int) -> Sequence[Mention]:
    """The earlier numbers of the value; of a great crowd the first and the last, so that cost stays linear."""
    most = CROWD if len(group) <= HORDE else FEW
    return group[:position] if position <= most else (*group[:most // 4], *group[position - 3 * most // 4:position])


def _partners(mention: Mention, earlier: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention, int]]:
    ranked = []
    one, named = topics[mention.index], topics[mention.index].small or bare(mention)
    for other in earlier:
        two = topics.topics[other.index]
        if named and one.near.isdisjoint(two.near):  # most of a crowd of small values
            continue
        likeness = _likeness(mention, other, (one, two), topics)
        if likeness:
            ranked.append((likeness, other))
    ranked = _rows_once(ranked)
    if len(ranked) > TEMPLATE and topics[mention.index].small:
        return
    chosen = {other.index: (likeness, other) for likeness, other in sorted(ranked, key=lambda pair: -pair[0])[:PARTNERS]}
    for likeness, other in (ranked[:1] + ranked[-1:]):
        chosen[other.index] = (likeness, other)
    for likeness, other in chosen.values():
        yield mention, other, min(95, 40 + likeness // 15)


def _rows_once(ranked: list[tuple[int, Mention]]) -> list[tuple[int, Mention]]:
    """Of equal values alone in the cells of one row (plan and result) the last."""
    rows: dict[object, tuple[int, Mention]] = {}
    for likeness, other in ranked:
        alone = other.cell if bare_cell(other) else None
        rows[other.index if alone is None else (alone.table, alone.row)] = (likeness, other)
    return list(rows.values())


def _likeness(mention: Mention, other: Mention, both: tuple[Topic, Topic], topics: Topics) -> int:
    """The weight of what two equal numbers share, 0 where it is too little."""
    one, two = both
    named = one.small or bare(mention) or bare(other)
    near = topics.weigh(one.near & two.near)
    if named and (near < NAMED or 1000 * near < CONTAINED * min(topics.mass[mention.index], topics.mass[other.index])):
        return 0
    if not comparable(mention, other) or not equal(mention, other, one, two) or _beside(mention, other, one):
        return 0
    shared = topics.shared(mention.index, other.index, near)
    if not shared or one.digits * DIGIT + shared + (DIGIT if station(mention, other) else 0) < ENOUGH:
        return 0
    heavier = topics.heavier(mention.index, other.index)
    alike = 1000 * near // heavier if heavier else 0
    return near * (alike + 500) // 1000 + shared // 4 + one.digits * DIGIT


def equal(first: Mention, second: Mention, one: Topic, other: Topic) -> bool:
    """Whether two values are equal; digits alone where one is a bare cell, whose scale stands in a header."""
    return one.same == other.same or bool(first.token.unit) is not bool(second.token.unit)


def _beside(first: Mention, second: Mention, topic: Topic) -> bool:
    """Whether two equal numbers stand side by side without saying the same: rows of one column; short values of one row or sentence."""
    if not parallel(first, second):
        return False
    rows = first.cell is not None and second.cell is not None and first.cell.row != second.cell.row
    return rows or topic.digits < LONG
