"""单位漂移: the same plain figure with two units that measure different things: 5910 人次 here, 5910 人日 there.

Persons, attendances, person-days and hours are different quantities (domain terms), bits and bytes too. Only figures that are not met twice
by chance are asked about: four digits and more that do not end in two zeros, or shorter ones whose words agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import total
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.similarity import Similarity
from gouji.audit.similarity import clean
from gouji.audit.similarity import likeness_of
from gouji.messages import translate as _
from gouji.numbers import Exact
from gouji.numbers import Verdict

KIND = "unit"
FAMILIES = (
    frozenset({"人", "人次", "人日", "人天", "人学时", "学时", "课时"}), frozenset({"bps", "Mbps", "Gbps", "GBps", "MBps", "GB/s", "G", "GB", "T", "TB"}),
    frozenset({"元", "元/人", "元/生"}),
)
TELLING, ROUND, ALIKE = 1000, 100, 450
NAME, FEWEST, MOST = 4, 2, 4
BACK = 40  # so many earlier figures of one value are looked at, so that a figure in every line costs no square


def find(reading: Reading) -> Iterator[Claim]:
    """Equal figures whose units differ within one family, each against the nearest earlier one."""
    similarity = likeness_of(reading)
    seen: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if not mention.measured or not mention.plain or _family(mention) is None:
            continue
        earlier = seen.setdefault(mention.token.value_text, [])
        other = next((item for item in reversed(earlier[-BACK:]) if _drifts(mention, item, similarity)), None)
        if other is not None:
            yield _claim(mention, other)
        earlier.append(mention)
    yield from _sums(reading)


def _family(mention: Mention) -> frozenset[str] | None:
    return _family_of(mention.base_unit, mention.token.unit)


@lru_cache(maxsize=1 << 10)
def _family_of(base: str, printed: str) -> frozenset[str] | None:
    return next((family for family in FAMILIES if base in family or printed in family), None)


def _drifts(mention: Mention, other: Mention, similarity: Similarity) -> bool:
    """Whether the two units differ within one family and the figure or its words say that one thing is meant."""
    if _family(mention) is not _family(other) or mention.token.unit == other.token.unit or mention.sentence == other.sentence:
        return False
    if mention.base_unit == other.base_unit and mention.token.unit.lower() != other.token.unit.lower():
        return False
    if mention.token.unit.lower() == other.token.unit.lower():  # bits and bytes: nothing but a capital letter
        return abs(mention.value) >= ROUND and similarity.common(mention.index, other.index) > 0
    return _telling(mention) or (abs(mention.value) >= ROUND and similarity.alike(mention.index, other.index) >= ALIKE)


def _telling(mention: Mention) -> bool:
    """Whether a figure is not met twice by chance."""
    return mention.value.denominator == 1 and abs(mention.value) >= TELLING and mention.value % ROUND != 0


def _sums(reading: Reading) -> Iterator[Claim]:
    """A total in one unit that is exactly the sum of figures told in the same words in another unit (全年培训 a 人 … 全年培训 b 人 → a + b 人日)."""
    series: dict[tuple[str, str], dict[Fraction, Mention]] = {}
    wholes: dict[Fraction, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.measured and mention.plain and _family(mention) is not None and _telling(mention):
            wholes.setdefault(mention.value, []).append(mention)
            words = clean(mention.left)
            if len(words) >= NAME:
                series.setdefault((words, mention.token.unit), {}).setdefault(mention.value, mention)
    for parts in series.values():
        if FEWEST <= len(parts) <= MOST:
            operands = tuple(parts.values())
            for whole in wholes.get(sum(parts, Exact(0)), ())[:1]:
                if whole.token.unit != operands[0].token.unit and _family(whole) is _family(operands[0]):
                    words = _("合计的单位与各项不同（人、人次、人日、学时等是不同的量）")
                    reckoned = total(whole, operands)
                    yield make(KIND, whole, operands, reckoned, 60, reason="unit-of-sum", words=words, verdict=Verdict.SUSPICIOUS)


def _claim(mention: Mention, other: Mention) -> Claim:
    people = mention.token.unit.lower() != other.token.unit.lower()
    different = _("人、人次、人日、学时等是不同的量") if people else _("b 是比特，B 是字节")
    words = _("同一数字两处单位不同：{here}，前文是 {there}（{different}）").format(
        different=different,
        here=mention.token.value_text + mention.token.unit, there=other.token.value_text + other.token.unit,
    )
    return Claim(KIND, Verdict.SUSPICIOUS, spot(mention), (spot(other),), "a", decimal_value(other), 60, words, KIND, subject=mention.left)
