"""文件之间: the same quantity in two documents must agree: annual report and self-evaluation, this year's text and last year's.

Two numbers of different documents are one quantity only when the words around them are the same, the unit measures the same thing, and the
years named for them agree. Anything weaker would accuse documents of describing two things.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.topics import topics_of
from gouji.messages import translate as _
from gouji.numbers import Verdict

KIND = "across"
SHORTEST, SURE = 5, 8
Key = tuple[str, str, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Known:
    """A number of another document: where, and the mention."""

    document: str
    place: str
    mention: Mention


def compare(readings: Sequence[Reading]) -> dict[str, list[Claim]]:
    """Claims by document path: each number of a later document that an earlier one states in the same words."""
    known: dict[Key, Known] = {}
    found: dict[str, list[Claim]] = {}
    for reading in readings:
        path = reading.document.path
        own = dict(_keyed(reading))
        found[path] = [claim for key, mention in own.items() if key in known for claim in _claim(mention, known[key], key)]
        for key, mention in own.items():
            known.setdefault(key, Known(Path(path).name, str(reading.document.place(mention.token.start)), mention))
    return found


def _keyed(reading: Reading) -> Iterator[tuple[Key, Mention]]:
    """The numbers that are named plainly and once: words that occur with two values in one document name nothing."""
    topics = topics_of(reading)
    keyed: dict[Key, Mention | None] = {}
    for mention in reading.mentions:
        if not mention.measured or not mention.plain:
            continue
        topic = topics[mention.index]
        words = f"{topic.left}|{topic.right}"
        if len(words) <= SHORTEST:
            continue
        key = (words, mention.base_unit, topic.years)
        before = keyed.get(key, mention)
        keyed[key] = mention if before is not None and before.value == mention.value else None
    yield from ((key, mention) for key, mention in keyed.items() if mention is not None)


def _claim(mention: Mention, other: Known, key: Key) -> Iterator[Claim]:
    distance = abs(mention.value - other.mention.value)
    agrees = not distance or 2 * distance < figure(mention).base_place() + figure(other.mention).base_place()
    sure = key[2] is not None and len(key[0]) > SURE
    verdict = Verdict.HOLDS if agrees else Verdict.CONTRADICTS if sure else Verdict.SUSPICIOUS
    printed, before = (f"{item.left[-12:]}{item.token.value_text}{item.token.unit}{item.right[:6]}" for item in (mention, other.mention))
    words = _("《{document}》{place}一致：“{before}”") if agrees else _("与《{document}》{place}不一致：那里是“{before}”，这里是“{printed}”")
    yield Claim(
        KIND, verdict, spot(mention), (), "", None, 80 if sure else 50,
        words.format(document=other.document, place=other.place, before=before, printed=printed), KIND, subject=mention.left,
    )
