"""Sentences that stand twice, word for word but for a number: copied, and one of the two changed.

A sentence of at least fourteen characters besides its numbers that stands exactly twice, with the same dates, is one statement; its numbers
are compared one by one. One that stands more often is a template of the report and says nothing; where not one number agrees, two subjects
may be described in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import squeeze
from gouji.audit.relations.restating.comparing import differs
from gouji.audit.relations.restating.comparing import told_apart
from gouji.audit.similarity import clean
from gouji.audit.topics import Topics

SHORTEST, TWICE = 14, 2
_CLAUSE = re.compile(r"[^。；;！!？?]+")

Clause = tuple[tuple[str, ...], list[Mention]]


def repeated(reading: Reading, topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    """(a number of a repeated clause, the number in its place in the earlier one, whether they agree)."""
    found: dict[str, list[Clause]] = {}
    for sentence in reading.sentences:
        mentions = [reading.mentions[index] for index in sentence.mentions]
        if not any(mention.measured for mention in mentions):
            continue
        for match in _CLAUSE.finditer(reading.text, sentence.start, sentence.end):
            if match.end() - match.start() < SHORTEST:
                continue
            inside = [mention for mention in mentions if match.start() <= mention.token.start < match.end()]
            measured = [mention for mention in inside if mention.measured]
            words = clean(squeeze(match[0])) if measured else ""
            if len(words) >= SHORTEST:
                dates = tuple(mention.token.value_text for mention in inside if not mention.measured)
                found.setdefault(words, []).append((dates, measured))
    for clauses in found.values():
        if len(clauses) == TWICE:
            (dates, first), (others, second) = clauses
            if dates == others and len(first) == len(second):
                yield from _aligned(first, second, topics)


def _aligned(first: list[Mention], second: list[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    """The numbers pair by pair: they accuse only where another number of the sentence agrees."""
    agree = [not differs(one, other) for one, other in zip(first, second, strict=True)]
    for one, other, same in zip(first, second, agree, strict=True):
        if same or (any(agree) and one.token.unit == other.token.unit and not told_apart(one, other, topics)):
            yield other, one, same
