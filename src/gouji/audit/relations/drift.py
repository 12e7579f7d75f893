"""单位漂移: the same plain figure with two units that measure different things: 5910 人次 here, 5910 人日 there.

Persons, attendances, person-days and hours are different quantities (domain terms), bits and bytes too. Only figures that are not met twice
by chance are asked about: four digits and more that do not end in two zeros, or shorter ones whose words agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import exact
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import value
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.similarity import Similarity
from gouji.messages import translate as _
from gouji.numbers import Verdict

KIND = "unit"
FAMILIES = (
    frozenset({"人", "人次", "人日", "人天", "人学时", "学时", "课时"}), frozenset({"bps", "Mbps", "Gbps", "GBps", "MBps", "GB/s", "G", "GB", "T", "TB"}),
    frozenset({"元", "元/人", "元/生"}),
)
TELLING, ROUND, ALIKE = 1000, 100, 450
BACK = 40  # so many earlier figures of one value are looked at, so that a figure in every line costs no square


def find(reading: Reading) -> Iterator[Claim]:
    """Equal figures whose units differ within one family, each against the nearest earlier one."""
    similarity = Similarity(reading)
    seen: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if not mention.measured or not exact(mention) or _family(mention) is None:
            continue
        earlier = seen.setdefault(mention.token.value_text, [])
        other = next((item for item in reversed(earlier[-BACK:]) if _drifts(mention, item, similarity)), None)
        if other is not None:
            yield _claim(mention, other)
        earlier.append(mention)


def _family(mention: Mention) -> frozenset[str] | None:
    unit = base_unit(mention)
    return next((family for family in FAMILIES if unit in family or mention.token.unit in family), None)


def _drifts(mention: Mention, other: Mention, similarity: Similarity) -> bool:
    """Whether the two units differ within one family and the figure or its words say that one thing is meant."""
    if _family(mention) is not _family(other) or mention.token.unit == other.token.unit or mention.sentence == other.sentence:
        return False
    if base_unit(mention) == base_unit(other) and mention.token.unit.lower() != other.token.unit.lower():
        return False
    number = value(mention)
    telling = number.denominator == 1 and abs(number) >= TELLING and number % ROUND != 0
    return telling or (abs(number) >= ROUND and similarity.alike(mention.index, other.index) >= ALIKE)


def _claim(mention: Mention, other: Mention) -> Claim:
    words = _("同一数字两处单位不同：{here}，前文是 {there}（人、人次、人日、学时等是不同的量）").format(
        here=mention.token.value_text + mention.token.unit, there=other.token.value_text + other.token.unit,
    )
    return Claim(KIND, Verdict.SUSPICIOUS, spot(mention), (spot(other),), "a", decimal_value(other), 60, words, KIND, subject=mention.left)
