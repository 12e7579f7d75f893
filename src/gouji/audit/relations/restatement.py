"""复述: the same quantity printed twice must agree to the coarser precision.

Two numbers are the same quantity when their units measure the same thing and the words around them agree. Equal values with like words
confirm each other. Different values are questioned only where the words are nearly the same on both sides, nothing tells the two apart
(a year, an edition, a level, plan against result …), and neither stands in a list or a column of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import exact
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import value
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.similarity import Similarity
from gouji.messages import translate as _
from gouji.numbers import Verdict

KIND = "restatement"
SMALL = 20
CONFIRM, CONFIRM_SMALL, CONTAINED = 330, 450, 700
QUESTION, ACCUSE = 720, 900
ENOUGH = 90
PARTNERS = 4
CROWD = 80
_APART = re.compile(
    r"国家级?|省部?级?|市厅?级?|校级|院级|区级|县级|一等|二等|三等|特等|优秀|金|银|铜|男|女|上年|去年|本年|今年|计划|拟|目标|任务|预计|完成|实际|新增|累计|"
    r"其中|平均|最高|最低|初|末|上半年|下半年|学生|教师|第[一二三四五六七八九十\d]+|全国|全省|全市|境外|国外|国际",
)


def find(reading: Reading) -> Iterator[Claim]:
    """Claims that a number restates an earlier one: confirmed where equal, questioned where not."""
    similarity = Similarity(reading)
    measured = [mention for mention in reading.mentions if mention.measured]
    yield from _confirmed(measured, similarity)
    yield from _questioned(reading, measured, similarity)


def _confirmed(measured: list[Mention], similarity: Similarity) -> Iterator[Claim]:
    groups: dict[tuple[object, ...], list[Mention]] = {}
    for mention in measured:
        groups.setdefault((value(mention), figure(mention).bound), []).append(mention)
    for group in groups.values():
        if len(group) > 1:
            yield from _within(group, similarity)


def _within(group: list[Mention], similarity: Similarity) -> Iterator[Claim]:
    small = abs(value(group[0])) < SMALL
    for position, mention in enumerate(group):
        ranked = []
        for other in group[max(0, position - CROWD):position]:
            if not _comparable(mention, other) or _same_list(mention, other):
                continue
            alike = similarity.alike(mention.index, other.index)
            contained = similarity.contained(mention.index, other.index)
            common = similarity.common(mention.index, other.index)
            if alike >= (CONFIRM_SMALL if small else CONFIRM) or (contained >= CONTAINED and common >= ENOUGH):
                ranked.append((alike + contained, other))
        ranked.sort(key=lambda pair: -pair[0])
        for likeness, other in ranked[:PARTNERS]:
            yield _claim(mention, other, Verdict.HOLDS, min(95, likeness // 20))


def _comparable(first: Mention, second: Mention) -> bool:
    """Whether two numbers may be one quantity: units of the same kind, or one without a unit (a table cell)."""
    left, right = base_unit(first), base_unit(second)
    return left == right or (not left and first.cell is not None) or (not right and second.cell is not None)


def _same_list(first: Mention, second: Mention) -> bool:
    """Whether two numbers stand in the same sentence or the same column of one table: then they are two quantities."""
    if first.cell is not None and second.cell is not None and first.cell.table == second.cell.table:
        return first.cell.column == second.cell.column or first.cell.row == second.cell.row
    return first.sentence == second.sentence


def _questioned(reading: Reading, measured: list[Mention], similarity: Similarity) -> Iterator[Claim]:
    for mention in measured:
        if not exact(mention):
            continue
        best: tuple[int, Mention] | None = None
        for index in _neighbours(mention, similarity):
            other = reading.mentions[index]
            if not exact(other) or not _differs(mention, other) or not _comparable(mention, other) or _same_list(mention, other):
                continue
            alike = similarity.alike(mention.index, index)
            if alike >= QUESTION and similarity.common(mention.index, index) >= ENOUGH and not _told_apart(reading, mention, other):
                if best is None or alike > best[0]:
                    best = (alike, other)
        if best is not None and not _agrees_elsewhere(reading, mention, best[1], similarity):
            verdict = Verdict.CONTRADICTS if best[0] >= ACCUSE else Verdict.SUSPICIOUS
            yield _claim(mention, best[1], verdict, min(90, best[0] // 11))


def _neighbours(mention: Mention, similarity: Similarity) -> list[int]:
    """Earlier numbers that share the rarer half of the words."""
    pairs = sorted(similarity.pairs[mention.index], key=lambda pair: len(similarity.holders[pair]))
    counts: dict[int, int] = {}
    for pair in pairs[:6]:
        holders = similarity.holders[pair]
        if len(holders) > CROWD:
            continue
        for index in holders:
            if index < mention.index:
                counts[index] = counts.get(index, 0) + 1
    return [index for index, count in counts.items() if count >= min(3, len(pairs))]


def _differs(first: Mention, second: Mention) -> bool:
    distance = abs(value(first) - value(second))
    return bool(distance) and 2 * distance >= figure(first).base_place() + figure(second).base_place()


def _told_apart(reading: Reading, first: Mention, second: Mention) -> bool:
    """Whether a word that makes two quantities of them stands beside only one of the two, or their years differ."""
    words = [set(_APART.findall(_surroundings(mention))) for mention in (first, second)]
    if words[0] ^ words[1]:
        return True
    years = [_year(reading, mention) for mention in (first, second)]
    return years[0] is not None and years[1] is not None and years[0] != years[1]


def _surroundings(mention: Mention) -> str:
    cell = mention.cell
    return mention.left + mention.right + (cell.row_label + cell.column_label if cell is not None and not mention.left else "")


def _year(reading: Reading, mention: Mention) -> int | None:
    """The year named last before the number in its sentence or by its column; None where none is."""
    if mention.cell is not None:
        match = re.search(r"(20\d{2})", mention.cell.column_label)
        if match:
            return int(match[1])
    years = [
        reading.mentions[index].token.year for index in reading.sentences[mention.sentence].mentions
        if index < mention.index and reading.mentions[index].token.year is not None
    ] if mention.sentence < len(reading.sentences) else []
    return years[-1] if years else None


def _agrees_elsewhere(reading: Reading, mention: Mention, other: Mention, similarity: Similarity) -> bool:
    """Whether one sentence holds both values (a list of parts): then the likeness says nothing."""
    sentence = reading.sentences[other.sentence].mentions if other.sentence < len(reading.sentences) else ()
    return any(
        reading.mentions[index].measured and value(reading.mentions[index]) == value(mention) and index != other.index
        and similarity.alike(index, mention.index) >= QUESTION
        for index in sentence
    )


def _claim(mention: Mention, other: Mention, verdict: Verdict, confidence: int) -> Claim:
    printed, before = (f"{item.left[-10:]}{item.token.value_text}{item.token.unit}{item.right[:6]}" for item in (mention, other))
    words = {
        Verdict.HOLDS: _("与前文一致：“{before}”，“{printed}”"),
        Verdict.SUSPICIOUS: _("两处似指同一数量而数值不同：“{before}”，“{printed}”，请核对口径"),
    }.get(verdict, _("两处所说相同而数值不同：“{before}”，“{printed}”"))
    return Claim(
        KIND, verdict, spot(mention), (spot(other),), "", None, confidence, words.format(before=before, printed=printed), KIND, subject=mention.left,
    )
