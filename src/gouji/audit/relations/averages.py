"""人均: a figure per head against a total and the number of heads.

“生均设备值 2.35 万元” = total ÷ students: the total is the amount of the sentence (or the one before) in the same unit of quantity; the heads are
persons named there, or else the document's own headcount of that kind (生: 在校生, 全日制学生; 师: 专任教师, 教职工). Another day's headcount may have
been used, so a miss against a headcount from elsewhere is only asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.kinship import PEOPLE
from gouji.numbers import Verdict

_PER_HEAD = re.compile(r"(?P<head>[人生师户])均[^，。；、]{0,14}$")
_HEADCOUNT = {
    "生": re.compile(r"(?:全日制(?:在校)?|在校|在籍|现有)(?:学生|生)(?:总?数|规模|人数)?(?:达到?|为|共|有|约)?$"),
    "师": re.compile(r"(?:专任教师|教职工|教职员工)(?:总?数|人数)?(?:达到?|为|共|有)?$"),
}
_FROM_OTHER = re.compile(r"比上年|同比|较上年|比去年|增长|增加|提高|下降|减少")
LARGEST_SHIFT = 20  # a headcount elsewhere that misses by more than a twentieth belongs to something else


def find(reading: Reading) -> Iterator[Claim]:
    """Figures per head of the text."""
    per_head = [item for item in reading.mentions if item.measured and item.plain and item.cell is None and _PER_HEAD.search(item.left)]
    if not per_head:
        return
    headcounts = {
        head: [item for item in reading.mentions if item.measured and item.plain and item.base_unit in PEOPLE and pattern.search(item.left)]
        for head, pattern in _HEADCOUNT.items()
    }
    for item in per_head:
        found = _PER_HEAD.search(item.left)
        if found is not None and item.base_unit != "%" and not _FROM_OTHER.search(found[0]):
            yield from _average(item, _near(reading, item), headcounts.get(found["head"], []))


def _near(reading: Reading, item: Mention) -> list[Mention]:
    """The exact numbers before it in its sentence and the two before, of the same paragraph."""
    low = item.sentence - 2
    found = []
    for index in range(item.index - 1, max(-1, item.index - 24), -1):
        other = reading.mentions[index]
        if other.sentence < low or other.block != item.block:
            break
        if other.measured and other.plain:
            found.append(other)
    return found


def _average(item: Mention, near: Sequence[Mention], headcounts: Sequence[Mention]) -> Iterator[Claim]:
    unit = item.base_unit.partition("/")[0]
    totals = [other for other in near if other.base_unit == unit and other.value > item.value]
    heads = [other for other in near if other.base_unit in PEOPLE and other.value > 1]
    for whole in totals:
        for head in heads:
            reckoned = ratio(item, (whole,), (head,))
            if reckoned is not None and verdict_on(item, reckoned) in (Verdict.HOLDS, Verdict.TRUNCATED):
                yield make("average", item, (whole, head), reckoned, 80, reason="per-head")
                return
    here = [[other for other in group if other.sentence == item.sentence] for group in (totals, heads)]
    reckoned = ratio(item, here[0], here[1]) if len(here[0]) == len(here[1]) == 1 else None
    if reckoned is not None:
        yield make("average", item, (here[0][0], here[1][0]), reckoned, 60, reason="per-head", verdict=Verdict.SUSPICIOUS)
        return
    yield from _elsewhere(item, totals[:1], headcounts)


def _elsewhere(item: Mention, totals: Sequence[Mention], headcounts: Sequence[Mention]) -> Iterator[Claim]:
    seen: set[object] = set()
    for whole in totals:
        for head in headcounts:
            reckoned = ratio(item, (whole,), (head,))
            if reckoned is None or head.value in seen or LARGEST_SHIFT * abs(reckoned.value - item.value) > item.value:
                continue
            seen.add(head.value)
            verdict = verdict_on(item, reckoned)
            asked = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
            yield make("average", item, (whole, head), reckoned, 60, reason="per-head", verdict=asked)
