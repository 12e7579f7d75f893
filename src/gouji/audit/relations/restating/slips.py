"""One digit apart: 满意度 90.26% here and 满意率 90.36% there.

Two figures of one unit and at least three digits that differ in a single digit, stand in different paragraphs of the prose and share naming
words beside the number, are asked about: a digit may have been mistyped. Words that tell the two apart (another year, another group of
persons, plan and result) explain the difference; items of one enumeration stand in one place and are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import exact
from gouji.audit.reading import Mention
from gouji.audit.relations.restating.comparing import bare
from gouji.audit.relations.restating.comparing import told_apart
from gouji.audit.relations.restating.comparing import unit_kind
from gouji.audit.topics import Topics

DIGITS, NAMED, CROWD = 3, 100, 8


def slipped(measured: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention]]:
    """(a number, the likest earlier one that is one digit apart)."""
    seen: dict[tuple[str, str], list[Mention]] = {}
    for mention in measured:
        if mention.cell is not None or bare(mention) or not exact(mention) or topics[mention.index].digits < DIGITS:
            continue
        printed, kind = mention.token.value_text, unit_kind(mention)
        best: tuple[int, Mention] | None = None
        for position, sign in enumerate(printed):
            if not sign.isdigit():
                continue
            crowd = seen.setdefault((kind, f"{printed[:position]}?{printed[position + 1:]}"), [])
            for other in crowd[-CROWD:]:
                shared = _shared(mention, other, topics)
                if shared >= NAMED and (best is None or shared > best[0]):
                    best = shared, other
            crowd.append(mention)
        if best is not None:
            yield mention, best[1]


def _shared(mention: Mention, other: Mention, topics: Topics) -> int:
    """The weight of the naming words beside two differing numbers; 0 where something tells them apart."""
    one, two = topics[mention.index], topics[other.index]
    if mention.section == other.section or one.same == two.same or told_apart(mention, other, topics):
        return 0
    return topics.weigh(one.own & two.own)
