"""Two enumerations of the same things: “6 个联盟，8 个学院，1 个基地” here and “8 个学院、1 个基地和 5 个联盟” there.

Two sentences (or table cells) enumerate the same when at least three of their items are called alike and most of these have equal values.
The item that then differs is an error: its neighbours say that the same moment and scope are meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.restating.comparing import comparable
from gouji.audit.relations.restating.comparing import differs
from gouji.audit.relations.restating.comparing import told_apart
from gouji.audit.topics import Topics

ITEMS = 3
SHORTEST, LONGEST = 2, 8
CROWD = 12


def enumerated(reading: Reading, topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    """(an item, the like item of an earlier enumeration, whether they agree)."""
    lists = [items for sentence in reading.sentences if len(items := _items(reading, topics, sentence.mentions)) >= ITEMS]
    holders: dict[str, list[int]] = {}
    for number, items in enumerate(lists):
        shared = Counter(chain.from_iterable(holders.get(name, ())[-CROWD:] for name in items))
        for earlier, count in shared.items():
            if count >= ITEMS:
                yield from _compared(lists[earlier], items, topics)
        for name in items:
            holders.setdefault(name, []).append(number)


def _items(reading: Reading, topics: Topics, indices: tuple[int, ...]) -> dict[str, Mention]:
    """The counted things of a sentence by name: the words behind the number, else those before it; a name borne twice is none."""
    found: dict[str, Mention] = {}
    seen: set[str] = set()
    for index in indices:
        mention = reading.mentions[index]
        if not mention.measured or not mention.token.unit:
            continue
        topic = topics[index]
        name = topic.right[:LONGEST] or topic.left[-LONGEST:]
        if len(name) >= SHORTEST and name not in seen:
            found[name] = mention
        else:
            found.pop(name, None)
        seen.add(name)
    return found


def _compared(first: dict[str, Mention], second: dict[str, Mention], topics: Topics) -> Iterator[tuple[Mention, Mention, bool]]:
    both = [(first[name], second[name]) for name in first if name in second and comparable(first[name], second[name])]
    apart = sum(differs(one, other) for one, other in both)
    if len(both) >= ITEMS and 2 * apart < len(both):
        for one, other in both:
            agree = not differs(one, other)
            if agree or not told_apart(one, other, topics):
                yield other, one, agree
