"""One digit apart: 满意度 90.26% here and 满意率 90.36% there.

Two figures of one unit and at least three digits that differ in a single digit, stand in different paragraphs of the prose and share naming
words beside the number, are asked about: a digit may have been mistyped. Words that tell the two apart (another year, another group of
persons, plan and result) explain the difference; items of one enumeration stand in one place and are not compared. A name that bears many
values is a series, not one quantity (each school's rate): two of its figures are one digit apart by chance. So few values may bear the
words that the two share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.reading import Mention
from gouji.audit.relations.restating.comparing import bare
from gouji.audit.relations.restating.comparing import told_apart
from gouji.audit.relations.restating.comparing import unit_kind
from gouji.audit.topics import Topics

DIGITS, NAMED, CROWD = 3, 100, 8
VALUES, COMMON = 4, 60  # values that bear a name; figures that bear a character pair, beyond which nobody counts
Holders = dict[str, list[int]]


def slipped(measured: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention]]:
    """(a number, the likest earlier one that is one digit apart)."""
    seen: dict[tuple[str, str], list[Mention]] = {}
    figures = [item for item in measured if item.cell is None and topics[item.index].digits >= DIGITS and item.plain and not bare(item)]
    holders: Holders = defaultdict(list)
    for mention in figures:
        for pair in topics[mention.index].own:
            holders[pair].append(mention.index)
    rare = {item.index: frozenset(pair for pair in topics[item.index].own if len(holders[pair]) <= COMMON) for item in figures}
    for mention in figures:
        if rare[mention.index]:
            near = [other for other in _one_digit_apart(mention, seen) if not rare[mention.index].isdisjoint(rare[other.index])]
            ranked = [(shared, -place) for place, other in enumerate(near) if (shared := _shared(mention, other, topics, holders)) >= NAMED]
            if ranked:
                yield mention, near[-max(ranked)[1]]


def _one_digit_apart(mention: Mention, seen: dict[tuple[str, str], list[Mention]]) -> Iterator[Mention]:
    """The last earlier figures that differ in no more than one digit, place by place; the figure is then entered among them."""
    printed, kind = mention.token.value_text, unit_kind(mention)
    for position, sign in enumerate(printed):
        if sign.isdigit():
            crowd = seen.setdefault((kind, f"{printed[:position]}?{printed[position + 1:]}"), [])
            yield from crowd[-CROWD:]
            crowd.append(mention)


def _shared(mention: Mention, other: Mention, topics: Topics, holders: Holders) -> int:
    """The weight of the naming words beside two differing numbers; 0 where it is too little, or something tells them apart."""
    one, two = topics[mention.index], topics[other.index]
    if mention.section == other.section or one.same == two.same:
        return 0
    words = one.own & two.own
    weight = topics.weigh(words)
    return 0 if weight < NAMED or _series(words, topics, holders) or told_apart(mention, other, topics) else weight


def _series(words: frozenset[str], topics: Topics, holders: Holders) -> bool:
    """Whether the words are borne by many values."""
    rarest = min((holders[pair] for pair in words), key=len)
    return len(rarest) > COMMON or len({topics[index].same for index in rarest if words <= topics[index].own}) > VALUES
