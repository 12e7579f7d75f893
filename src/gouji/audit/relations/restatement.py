"""复述: the same quantity printed twice must agree to the coarser precision.

Two numbers are the same quantity when their units measure the same thing and the words around them agree (audit.topics). Equal values with
like words confirm each other (restating.agreeing); tables that tell the same are compared cell by cell (restating.aligned),
enumerations item by item (restating.lists), copied sentences number by number (restating.sentences), labelled entries of one record
(restating.records), records of tasks role by role (restating.tasks), a sentence that says a table's header (restating.headed), results level
by level (restating.by_level); like names with different values are questioned (restating.differing, .quoted), and figures one digit apart
(restating.slips) or with two digits exchanged (restating.retyped).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.restating.agreeing import agreeing
from gouji.audit.relations.restating.aligned import aligned
from gouji.audit.relations.restating.by_level import by_level
from gouji.audit.relations.restating.comparing import nameless
from gouji.audit.relations.restating.differing import differing
from gouji.audit.relations.restating.headed import headed
from gouji.audit.relations.restating.lists import enumerated
from gouji.audit.relations.restating.quoted import quoted
from gouji.audit.relations.restating.records import recorded
from gouji.audit.relations.restating.retyped import retyped
from gouji.audit.relations.restating.sentences import repeated
from gouji.audit.relations.restating.slips import slipped
from gouji.audit.relations.restating.tasks import recorded_tasks
from gouji.audit.topics import Topics
from gouji.audit.topics import topics_of
from gouji.messages import translate as _
from gouji.numbers import Verdict

KIND = "restatement"
LEVEL = "other-level"
_CODES = re.compile(r"编码|代码|编号|序号|行次|排名|名次|电话|邮编")


Told = tuple[int, int, str, int, str]
"""Two numbers (their places among the mentions), the verdict on them, how sure (0–95), why: plain values, which another process may reckon."""


def find(reading: Reading) -> Iterator[Claim]:
    """Claims that a number restates an earlier one: confirmed where equal, questioned where not."""
    return claims(reading, told(reading))


def claims(reading: Reading, pairs: Iterable[Told]) -> Iterator[Claim]:
    """The claims about pairs of numbers that `told` gave."""
    return (_claim(reading.mentions[first], reading.mentions[second], Verdict(verdict), sure, why) for first, second, verdict, sure, why in pairs)


def told(reading: Reading) -> Iterator[Told]:
    """The numbers that are stated twice."""
    topics = topics_of(reading)
    measured = [mention for mention in reading.mentions if mention.measured and not _silent(mention)]
    yield from _agreeing(reading, measured, topics)
    for mention, other in recorded(reading, measured, topics):
        yield _told(mention, other, Verdict.HOLDS, 85, "same-record")
    yield from _structured(reading, topics)
    for mention, other in by_level(reading, topics):
        yield _told(mention, other, Verdict.SUSPICIOUS, 70, "same-levels")
    named = [mention for mention in measured if not nameless(mention)]
    for mention, other in slipped(named, topics):
        yield _told(mention, other, Verdict.SUSPICIOUS, 60, "one-digit")
    for mention, other in retyped(named, topics):
        yield _told(mention, other, Verdict.SUSPICIOUS, 65, "retyped")
    for conflict in differing(measured, topics):
        yield _told(conflict.mention, conflict.other, conflict.verdict, min(95, conflict.score // 8), "same-name")


def _told(mention: Mention, other: Mention, verdict: Verdict, sure: int, why: str) -> Told:
    return mention.index, other.index, verdict.value, sure, why


def _agreeing(reading: Reading, measured: Sequence[Mention], topics: Topics) -> Iterator[Told]:
    """Equal values of like words, but those of a quoted thing at two levels; and quoted things of two values."""
    named = list(quoted(reading, measured, topics))
    questioned = {(mention.index, other.index) for mention, other, _level in named}
    for mention, other, sure in agreeing(measured, topics):
        if (mention.index, other.index) not in questioned:
            yield _told(mention, other, Verdict.HOLDS, sure, "same-value")
    for mention, other, level in named:
        yield _told(mention, other, Verdict.SUSPICIOUS, 60, LEVEL if level else "quoted")


def _structured(reading: Reading, topics: Topics) -> Iterator[Told]:
    """What is told twice in one shape: sentences, tables, enumerations, records of tasks, a sentence that says a header."""
    shapes = (
        (repeated(reading, topics), 92, "same-sentence"), (aligned(reading, topics), 90, "same-table"),
        (enumerated(reading, topics), 85, "same-list"), (recorded_tasks(reading, topics), 85, "same-tasks"), (headed(reading), 85, "same-header"),
    )
    for pairs, confidence, reason in shapes:
        for mention, other, agree in pairs:
            yield _told(mention, other, Verdict.HOLDS if agree else Verdict.CONTRADICTS, confidence, reason)


def _silent(mention: Mention) -> bool:
    """A cell that says nothing: a zero of a form, a code, a running number."""
    return mention.cell is not None and not mention.left and (not mention.value or bool(_CODES.search(mention.cell.column_label)))


def _claim(mention: Mention, other: Mention, verdict: Verdict, confidence: int, reason: str) -> Claim:
    printed, before = (f"{item.left[-10:]}{item.token.value_text}{item.token.unit}{item.right[:6]}" for item in (mention, other))
    words = _("同一名称两处所说级别不同：“{before}”，“{printed}”，请核对") if reason == LEVEL else {
        Verdict.HOLDS: _("与前文一致：“{before}”，“{printed}”"),
        Verdict.SUSPICIOUS: _("两处似指同一数量而数值不同：“{before}”，“{printed}”，请核对口径"),
    }.get(verdict, _("两处所说相同而数值不同：“{before}”，“{printed}”"))
    return Claim(
        KIND, verdict, spot(mention), (spot(other),), "", None, confidence, words.format(before=before, printed=printed), reason,
        subject=mention.left,
    )
