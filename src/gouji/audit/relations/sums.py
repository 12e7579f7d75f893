"""合计: totals and parts in prose. 其中 bounds its parts; only 共/合计 with 分别/分为, a colon list that fits, or the numbers themselves make a sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import exact
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import value
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.messages import translate as _
from gouji.numbers import Verdict

_PART = re.compile(r"其中|包括|含|分别|分为|即|[:：（(]")
_WHOLE = re.compile(r"(?:共|合计|总计|共计|累计|总共|总数|总|现有|拥有)[^，。；]{0,14}$")
_EXHAUSTIVE = re.compile(r"分别|分为|由.{0,30}组成|其余|剩余|另")
_PARTIAL = re.compile(r"等|主要|包括|含|左右|以上")
_CLOSING = re.compile(r"(?:共|合计|总计|共计|累计|总共)[^，。；、]{0,10}$")
_LEVELS = re.compile(r"一等|二等|三等|特等|金|银|铜|优胜|国家级|省级|市级|校级|公办|民办|男|女")
SPAN = 12


def find(reading: Reading) -> Iterator[Claim]:
    """Totals with parts behind them, parts with their total behind, and parts that must not exceed their whole."""
    for sentence in reading.sentences:
        mentions = [reading.mentions[index] for index in sentence.mentions]
        counted = [item for item in mentions if item.measured and exact(item) and base_unit(item) != "%"]
        yield from _whole_first(reading, counted)
        yield from _whole_last(reading, counted)


def _between(reading: Reading, first: Mention, second: Mention) -> str:
    return reading.text[first.token.outer_end:second.token.outer_start]


def _whole_first(reading: Reading, counted: Sequence[Mention]) -> Iterator[Claim]:
    for position, whole in enumerate(counted):
        following = _run(reading, whole, counted[position + 1:position + 1 + SPAN])
        if len(following) < 1:
            continue
        opening = _between(reading, whole, following[0])
        if not _PART.search(opening) or len(opening) > 60:
            continue
        yield from _parts(reading, whole, following)


def _run(reading: Reading, whole: Mention, others: Sequence[Mention]) -> list[Mention]:
    """The numbers of the whole's unit that follow it, up to the next one that is larger or of another kind of total."""
    found: list[Mention] = []
    for other in others:
        if base_unit(other) != base_unit(whole):
            continue
        if value(other) > value(whole) or _WHOLE.search(other.left) or other.token.change:
            break
        found.append(other)
    return found


def _parts(reading: Reading, whole: Mention, parts: Sequence[Mention]) -> Iterator[Claim]:
    """Sum where the first n parts fill the whole; else a bound for each part behind 其中."""
    for count in range(len(parts), 1, -1):
        reckoned = total(whole, parts[:count])
        if verdict_on(whole, reckoned) is Verdict.HOLDS:
            yield make("sum", whole, parts[:count], reckoned, 85, reason="parts")
            return
    opening = _between(reading, whole, parts[0])
    stretch = reading.text[whole.token.outer_end:parts[-1].token.outer_end + 12]
    reckoned = total(whole, parts)
    sure = len(parts) > 1 and bool(_EXHAUSTIVE.search(stretch)) and not _PARTIAL.search(stretch)
    if sure and bool(_WHOLE.search(whole.left)):
        yield make("sum", whole, parts, reckoned, 70, reason="parts")
        return
    if "其中" in opening or "含" in opening:
        for part in parts:
            if part.left and value(part) <= value(whole):
                yield _part_of(whole, part)
    if len(parts) > 1 and reckoned.value > value(whole) and "其中" in opening and all(_LEVELS.search(part.left + part.right) for part in parts):
        yield make("sum", whole, parts, reckoned, 65, reason="parts-exceed", verdict=Verdict.SUSPICIOUS)


def _part_of(whole: Mention, part: Mention) -> Claim:
    printed = f"{part.token.value_text}{part.token.unit} ≤ {whole.token.value_text}{whole.token.unit}"
    return Claim(
        "part_of", Verdict.HOLDS, spot(whole), (spot(part),), "a", decimal_value(part), 60, _("其中数不大于总数：{printed}").format(printed=printed),
        "part", subject=whole.left,
    )


def _whole_last(reading: Reading, counted: Sequence[Mention]) -> Iterator[Claim]:
    """A a 人、B b 人，共 N 人: the total closes the list."""
    for position, whole in enumerate(counted):
        if position < 2 or not _CLOSING.search(whole.left):
            continue
        before = [item for item in counted[max(0, position - SPAN):position] if base_unit(item) == base_unit(whole) and value(item) <= value(whole)]
        for count in range(len(before), 1, -1):
            parts = before[-count:]
            reckoned = total(whole, parts)
            if verdict_on(whole, reckoned) is Verdict.HOLDS:
                yield make("sum", whole, parts, reckoned, 80, reason="closing-total")
                break
