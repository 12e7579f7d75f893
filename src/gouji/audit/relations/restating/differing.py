"""Who differs: numbers called by the same words that have different values.

Words propose, values never do; but a value that is almost the other (one digit changed, within two percent) makes it surer that one
quantity is meant. Silent where the words are a series (the same words carry another value in nearly every place: each chapter's rate, each
group's courses), where one value is the sum of others of the series, where the other place states this value too, and where a word or a
year tells the two apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from fractions import Fraction

from gouji.audit.arithmetic import figure
from gouji.audit.reading import Mention
from gouji.audit.relations.restating.comparing import bare
from gouji.audit.relations.restating.comparing import bare_cell
from gouji.audit.relations.restating.comparing import comparable
from gouji.audit.relations.restating.comparing import differs
from gouji.audit.relations.restating.comparing import nameless
from gouji.audit.relations.restating.comparing import one_sided
from gouji.audit.relations.restating.comparing import other_years
from gouji.audit.relations.restating.comparing import parallel
from gouji.audit.relations.restating.comparing import run
from gouji.audit.relations.restating.comparing import station
from gouji.audit.relations.restating.comparing import told_apart
from gouji.audit.relations.restating.comparing import unit_kind
from gouji.audit.topics import Topics
from gouji.numbers import Bound
from gouji.numbers import Exact
from gouji.numbers import Verdict
from gouji.numbers.record import record

CROWD = 60
RAREST = 8
LIKE, SAME = 550, 650
NAMED = 150
QUESTION, ACCUSE = 280, 480
CLOSE, PROSE = 150, 40
SPAN = 8
FEW = 3
STATED, IDENTICAL = 350, 950
BESIDE = 60
TIMES, NEARLY_SO = 5, Exact(1, 50)


@record
class Conflict:
    """A number and an earlier one of the same name and another value."""

    mention: Mention
    other: Mention
    verdict: Verdict
    score: int


class Names:
    """For each number the others of the same name, the likest first."""

    def __init__(self, measured: Sequence[Mention], topics: Topics) -> None:
        self.topics = topics
        told = [mention for mention in measured if not bare(mention)]
        self.mentions = {mention.index: mention for mention in told if not nameless(mention)}
        self.holders: dict[str, list[int]] = {}  # of the nameless, too: how rare a word is, they know as well
        for mention in told:
            for pair in topics[mention.index].name:
                self.holders.setdefault(pair, []).append(mention.index)
        self._order = {pair: place for place, (_count, pair) in enumerate(sorted((len(held), pair) for pair, held in self.holders.items()))}
        self._near: dict[frozenset[str], list[int]] = {}
        self._series: dict[int, bool] = {}
        self._standing: dict[int, dict[Fraction, list[int]]] = {}
        self._listed: dict[int, set[Fraction]] = {}
        self.like = {index: self._like(index) for index in self.mentions}

    def _like(self, index: int) -> list[tuple[int, int]]:
        """(likeness, index) of numbers whose near words are like these, and whose unit may be the same."""
        name = self.topics[index].name
        near = self._near.get(name)
        if near is None:
            near = self._near[name] = self._bearers(name)
        found = []
        for other in near:
            if other != index and other in self.mentions and comparable(self.mentions[index], self.mentions[other]):
                alike = self.topics.same_name(index, other)
                if alike >= LIKE:
                    found.append((alike, other))
        return sorted(found, reverse=True)

    def _bearers(self, name: frozenset[str]) -> list[int]:
        """The numbers that share the rarest words of a name."""
        counts: Counter[int] = Counter()
        for pair in sorted(name, key=self._order.__getitem__)[:RAREST]:
            if len(self.holders[pair]) <= CROWD:
                counts.update(self.holders[pair])
        return [other for other, shared in counts.items() if 2 * shared >= min(len(counts), 4)]

    def series(self, index: int) -> bool:
        """Whether the same words carry another value in nearly every place (paragraph or table row) that states it for these years."""
        if index not in self._series:
            self._series[index] = self._serial(index)
        return self._series[index]

    def _serial(self, index: int) -> bool:
        mention, topics = self.mentions[index], self.topics
        places: dict[object, set[int]] = {}
        for alike, other in self.like[index]:
            if alike >= SAME and not other_years(topics[index], topics[other]):
                places.setdefault(place(self.mentions[other]), set()).add(topics[other].same)
        places.pop(place(mention), None)
        often = Counter(same for group in places.values() for same in group)
        often[topics[index].same] += len(places)
        distinct = len({topics[index].same, *(max(group, key=often.__getitem__) for group in places.values())})
        return distinct > FEW or (distinct == FEW and 2 * distinct > len(places) + 1)

    def summed(self, first: Mention, second: Mention) -> bool:
        """Whether the larger value is the smaller and others: a third of the same name beside one of them, or its list (a 人、b 人 …)."""
        if unit_kind(first) == "%":
            return False
        distance = abs(self.topics[first.index].value - self.topics[second.index].value)
        if any(block in (first.block, second.block) for index in (first.index, second.index) for block in self._blocks(index).get(distance, ())):
            return True
        smaller = min((first, second), key=lambda mention: self.topics[mention.index].value)
        return distance in self._lists(smaller)

    def _blocks(self, index: int) -> Mapping[Fraction, list[int]]:
        """Where each value of the same name stands."""
        known = self._standing.get(index)
        if known is None:
            known = self._standing[index] = {}
            for _alike, other in self.like[index]:
                known.setdefault(self.topics[other].value, []).append(self.mentions[other].block)
        return known

    def _lists(self, mention: Mention) -> set[Fraction]:
        """What the numbers of the same unit directly behind or before a number in its sentence come to."""
        known = self._listed.get(mention.index)
        if known is not None:
            return known
        found = self._listed[mention.index] = set()
        for step in (1, -1):
            run = Exact(0)
            for index in range(mention.index + step, mention.index + step * (SPAN + 1), step):
                other = self.mentions.get(index)
                if other is not None and place(other) == place(mention) and other.token.unit == mention.token.unit:
                    run += self.topics[index].value
                    found.add(run)
        return found

    def several(self, mention: Mention) -> bool:
        """Whether the paragraph or row of a number gives the same name another value, too."""
        mine = self.topics[mention.index].same
        return any(
            alike >= SAME and place(self.mentions[other]) == place(mention) and self.topics[other].same != mine
            for alike, other in self.like[mention.index]
        )


def place(mention: Mention) -> object:
    """The paragraph or table row in which a number stands."""
    return mention.block if mention.cell is None else (mention.cell.table, mention.cell.row)


def differing(measured: Sequence[Mention], topics: Topics) -> Iterator[Conflict]:
    """Numbers held against the likest other of another value, the nearer of equals; each pair of values once for each place."""
    names = Names(measured, topics)
    places = _places(measured, topics)
    best: dict[frozenset[int], Conflict] = {}
    for index, mention in names.mentions.items():
        conflicts = [
            conflict for _alike, other in names.like[index] if (conflict := _conflict(mention, names.mentions[other], names, places)) is not None
        ]
        if conflicts:
            chosen = max(conflicts, key=_strength)
            best[frozenset((chosen.mention.index, chosen.other.index))] = chosen
    yield from _once(best.values(), topics)


def _once(conflicts: Iterable[Conflict], topics: Topics) -> Iterator[Conflict]:
    """Each place that disagrees once: the nearest pairs first, a pair dropped when both its places have been told for these values."""
    told: set[tuple[frozenset[Fraction], object]] = set()
    for conflict in sorted(conflicts, key=lambda item: abs(item.mention.token.start - item.other.token.start)):
        first, second = sorted((conflict.mention, conflict.other), key=lambda item: item.index)
        values = frozenset((topics[first.index].value, topics[second.index].value))
        rooms = {(values, _room(first)), (values, _room(second))}
        if not rooms <= told:
            told |= rooms
            yield Conflict(second, first, conflict.verdict, conflict.score)


def _strength(conflict: Conflict) -> tuple[int, int]:
    return conflict.score, -abs(conflict.mention.index - conflict.other.index)


Places = dict[tuple[object, int], list[int]]


def _places(measured: Sequence[Mention], topics: Topics) -> Places:
    """The numbers of each paragraph or table row by value."""
    found: Places = {}
    for mention in measured:
        found.setdefault((_room(mention), topics[mention.index].same), []).append(mention.index)
    return found


def _room(mention: Mention) -> object:
    return mention.block if mention.cell is None else (mention.block, mention.cell.row)


def _conflict(mention: Mention, other: Mention, names: Names, places: Places) -> Conflict | None:
    """The conflict between two numbers of like names; None where they agree, too little speaks for one quantity, or something explains them."""
    topics = names.topics
    if mention.block == other.block or parallel(mention, other) or (bare_cell(mention) and bare_cell(other)):
        return None
    if topics[mention.index].same == topics[other.index].same:
        return None
    score = _score(mention, other, topics) + (CLOSE if station(mention, other) else 0)
    siblings = _siblings(mention, other, topics)
    if score < (ACCUSE if siblings else QUESTION) or (siblings and topics.same_name(mention.index, other.index) < IDENTICAL):
        return None
    if topics.same_name(mention.index, other.index) < IDENTICAL and _far(topics[mention.index].value, topics[other.index].value):
        return None
    if not differs(mention, other) or told_apart(mention, other, topics) or _explained(mention, other, names, places):
        return None
    score -= PROSE if one_sided(mention, other, topics) else 0
    sure = score >= ACCUSE and Bound.NEAR not in (figure(mention).bound, figure(other).bound) and _level(mention) is _level(other)
    return Conflict(mention, other, Verdict.CONTRADICTS if sure else Verdict.SUSPICIOUS, score) if score >= QUESTION else None


def _far(one: Fraction, other: Fraction) -> bool:
    """Whether one value is many times the other and no slip of scale (10 ×, 万 for 亿): then another quantity is meant."""
    smaller, larger = sorted((abs(one), abs(other)))
    if not smaller or larger <= TIMES * smaller:
        return bool(larger) and not smaller
    times = larger / smaller
    power = int(10 ** (len(str(int(times * (1 + NEARLY_SO)))) - 1))
    return abs(times - power) >= NEARLY_SO * power


def _level(mention: Mention) -> bool:
    """Whether a number is what was reached (扩容到 30 台): the same verb without 到 may tell what was added."""
    return mention.left.endswith(("到", "至"))


def _explained(mention: Mention, other: Mention, names: Names, places: Places) -> bool:
    """Whether the words are a series, one value a sum with the other, or one place states the other's value, too."""
    topics = names.topics
    if _stated(mention, other, places, topics) or _stated(other, mention, places, topics) or names.summed(mention, other):
        return True
    if not station(mention, other) and (names.series(mention.index) or names.series(other.index)):
        return True
    return not almost(mention, other, topics) and names.several(mention) and names.several(other)


def _siblings(mention: Mention, other: Mention, topics: Topics) -> bool:
    """Whether two numbers of the prose of one section are items of one list, different where a single word is."""
    if mention.section != other.section or mention.cell is not None or other.cell is not None:
        return False
    return not (topics[mention.index].record or topics[other.index].record)


def _score(mention: Mention, other: Mention, topics: Topics) -> int:
    """What speaks for one quantity: the weight of the shared name, thinned by what only one has; clauses that read the same up to and behind
    the number; values that are almost equal.
    """
    one, two = topics[mention.index], topics[other.index]
    shared = topics.shared_name(mention.index, other.index)
    if not _labelled(mention, other, topics):
        own = topics.weigh(one.own & two.own)
        shared = own + (shared - own) // 2 if own >= BESIDE else 0
    if shared < NAMED:
        return 0
    same = run(one.left[::-1], two.left[::-1]) + run(one.right, two.right)
    score = min(shared, 600) * topics.same_name(mention.index, other.index) // 1000 + min(15 * same, CLOSE)
    return score + (CLOSE if almost(mention, other, topics) else 0) + (PROSE if mention.cell is None and other.cell is None else 0)


def _labelled(mention: Mention, other: Mention, topics: Topics) -> bool:
    """Whether one is the value of a labelled entry or alone in its cell: its name stands further off."""
    return topics[mention.index].record or topics[other.index].record or bare_cell(mention) or bare_cell(other)


def almost(mention: Mention, second: Mention, topics: Topics) -> bool:
    """Whether two values of three digits and more are within two percent, or one printed digit apart."""
    one, other = topics[mention.index], topics[second.index]
    if min(one.digits, other.digits) < FEW:
        return False
    return slip(mention, second) or 50 * abs(one.value - other.value) <= abs(one.value)


def slip(mention: Mention, other: Mention) -> bool:
    """Whether one printed digit of two numbers is not the same."""
    printed, known = mention.token.value_text, other.token.value_text
    return len(printed) == len(known) and sum(a != b for a, b in zip(printed, known, strict=True)) == 1


def _stated(mention: Mention, other: Mention, places: Places, topics: Topics) -> bool:
    """Whether the paragraph or row of the other number states this value, too, by a like name."""
    return any(
        index != mention.index and topics.same_name(index, mention.index) >= STATED
        for index in places.get((_room(other), topics[mention.index].same), ())
    )
