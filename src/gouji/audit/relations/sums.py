"""合计: totals and parts in prose. 其中 bounds its parts; only 共/合计 with 分别/分为, a colon list that fits, or the numbers themselves make a sum."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import pairwise

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import may_add_up
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.kinship import countable
from gouji.audit.relations.kinship import kin
from gouji.messages import translate as _
from gouji.numbers import Verdict

_PART = re.compile(r"其中|包括|含|分别|分为|即|[:：（(]")
_WHOLE = re.compile(r"(?:共|合计|总计|共计|累计|总共|总数|总|现有|拥有)[^，。；]{0,14}$")
_EXHAUSTIVE = re.compile(r"分别|分为|由.{0,30}组成|其余|剩余|另")
_PARTIAL = re.compile(r"等|主要|包括|含|左右|以上|余|多")
_CLOSING = re.compile(r"(?:共|合计|总计|共计|累计|总共|总数|完成|达到?)[^，。；、]{0,10}$")
_SURE_CLOSING = re.compile(r"(?:合计|总计|共计|总共)[^，。；、]{0,4}$")
_ENDING = re.compile(r"^(?:以上|三者|两者|两项|三项)?(?:合计|总计|共计|共)(?:为|有)?$")
_SO_MANY = re.compile(r"([两二三四五六])[项者类种个部]+分?(?:合计|共计|总计|共)(?:为|达)?$")
_NUMERALS = "〇一两三四五六"
_LEVELS = re.compile(r"一等|二等|三等|特等|金|银|铜|优胜|国家级|省级|市级|校级|公办|民办|男|女")
_EXCLUSIVE = tuple(re.compile(words) for words in (
    r"正高|副高|高级|中级|初级", r"博士|硕士|本科|专科|大专", r"男|女", r"纸质|电子", r"公办|民办", r"线上|线下", r"校内|校外", r"省内|省外|境外", r"城镇|农村|乡村",
    r"一年级|二年级|三年级|四年级|五年级|六年级", r"东部|中部|西部|东北", r"上半年|下半年", r"[一二三四]季度",
))  # words of which one thing bears only one
_SIDES = (("男", "女"), ("女", "男"), ("上半年", "下半年"), ("校内", "校外"), ("线上", "线下"))
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
SHORT, OVER = 50, 20  # parts short of their whole by a fiftieth or beyond it by a twentieth were meant to fill it, counts by a twentieth
SPAN, LONG_SPAN, COINCIDENCE, SMALLEST_RUN, OPENING, FEWEST, CLAUSE = 12, 24, 20, 3, 60, 2, 16
Kin = Callable[[Mention, Mention], bool]


def find(reading: Reading) -> Iterator[Claim]:
    """Totals with parts behind them, parts with their total behind, and parts that must not exceed their whole."""
    for sentence in reading.sentences:
        counted = _counted(reading, sentence.mentions) if len(sentence.mentions) >= FEWEST else ()
        if len(counted) >= FEWEST:
            yield from _whole_first(reading, counted)
            yield from _whole_last(reading, counted)
    yield from _paragraphs(reading)


def _counted(reading: Reading, indices: Sequence[int]) -> list[Mention]:
    mentions = [reading.mentions[index] for index in indices]
    return [item for item in mentions if item.measured and item.plain and item.base_unit != "%"]


def _between(reading: Reading, first: Mention, second: Mention) -> str:
    return reading.text[first.token.outer_end:second.token.outer_start]


def _whole_first(reading: Reading, counted: Sequence[Mention]) -> Iterator[Claim]:
    for position, whole in enumerate(counted):
        others = counted[position + 1:position + 1 + SPAN]
        if _ones(whole, others):
            yield make("sum", whole, others[:int(whole.value)], total(whole, others[:int(whole.value)]), 80, reason="ones")
            continue
        following = _run(whole, others, kin)
        opening = _between(reading, whole, following[0]) if following else ""
        if following and _PART.search(opening) and len(opening) <= OPENING:
            yield from _parts(reading, whole, following)
        elif (mixed := _run(whole, others, countable)) and len(mixed) > 1 and "其中" in _between(reading, whole, mixed[0]):
            claim = _filled(whole, [part for part in mixed if part.base_unit == mixed[0].base_unit], 75)
            if claim is not None:
                yield claim


def _ones(whole: Mention, others: Sequence[Mention]) -> bool:
    """两台设备，一台…，一台…: as many ones as the whole says, of its unit."""
    if not others or not others[0].token.han:
        return False
    number = int(whole.value)
    parts = others[:number]
    same = all(part.token.han and part.value == 1 and part.token.unit == whole.token.unit for part in parts)
    return number > 1 and whole.value == number == len(parts) and bool(whole.token.unit) and same


def _run(whole: Mention, others: Sequence[Mention], alike: Kin) -> list[Mention]:
    """The numbers akin to the whole that follow it, up to the next one that is larger or of another kind of total."""
    found: list[Mention] = []
    for other in others:
        if not alike(other, whole):
            continue
        if other.value > whole.value or _WHOLE.search(other.left) or other.token.change == "by":
            break
        found.append(other)
    return found


def _filled(whole: Mention, parts: Sequence[Mention], confidence: int) -> Claim | None:
    """The sum where the first n parts fill the whole."""
    for count in range(len(parts), 1, -1):
        reckoned = total(whole, parts[:count]) if may_add_up(whole, parts[:count]) else None
        if reckoned is not None and verdict_on(whole, reckoned) is Verdict.HOLDS and (count == len(parts) or not one_is_all(parts[:count])):
            return make("sum", whole, parts[:count], reckoned, confidence, reason="parts")
    return None


def one_is_all(parts: Sequence[Mention]) -> bool:
    """Whether all but one are zero: that one is said to be the whole, which is no sum of those before it."""
    return sum(part.value != 0 for part in parts) == 1


def _parts(reading: Reading, whole: Mention, parts: Sequence[Mention]) -> Iterator[Claim]:
    """Sum where the first n parts fill the whole; else a bound for each part behind 其中."""
    filled = _filled(whole, parts, 85)
    if filled is not None:
        yield filled
        return
    opening = _between(reading, whole, parts[0])
    stretch = reading.text[whole.token.outer_end:parts[-1].token.outer_end + 12]
    reckoned = total(whole, parts)
    sure = len(parts) > 1 and bool(_EXHAUSTIVE.search(stretch)) and not _PARTIAL.search(stretch)
    if sure and bool(_WHOLE.search(whole.left)):
        yield make("sum", whole, parts, reckoned, 70, reason="parts", verdict=Verdict.SUSPICIOUS)
        return
    if "其中" in opening or "含" in opening:
        for part in parts:
            if part.left and part.value <= whole.value:
                yield part_of(whole, part)
    if len(parts) > 1 and not _PARTIAL.search(stretch[:-12]) and _meant(reading, parts) and (_missed(whole, reckoned) or _halves(parts)):
        yield make("sum", whole, parts, reckoned, 55, reason="parts-near", verdict=Verdict.SUSPICIOUS)
        return
    if len(parts) > 1 and reckoned.value > whole.value and "其中" in opening and _apart(parts):
        yield make("sum", whole, parts, reckoned, 65, reason="parts-exceed", verdict=Verdict.SUSPICIOUS)


def _apart(parts: Sequence[Mention]) -> bool:
    """Whether nothing can be in two of the parts: prizes and levels, or each of them another word of one classification (高级, 中级, 初级)."""
    if all(_LEVELS.search(part.left + part.right) for part in parts):
        return True
    said = ([set(words.findall(part.left or part.right)) for part in parts] for words in _EXCLUSIVE)
    return any(all(len(each) == 1 for each in found) and len(set.union(*found)) == len(parts) for found in said)


def _missed(whole: Mention, reckoned: Reckoned, short: int = SHORT) -> bool:
    """Whether the parts miss the whole, and by so little that they were meant to fill it."""
    beyond = reckoned.value - whole.value
    return 0 < (OVER if beyond > 0 or not figure(whole).place else short) * abs(beyond) <= whole.value


def _halves(parts: Sequence[Mention]) -> bool:
    """Whether the parts are the two sides of a whole: 男 and 女, 上半年 and 下半年."""
    return len(parts) == FEWEST and any(one in parts[0].left and other in parts[1].left for one, other in _SIDES)


def _meant(reading: Reading, parts: Sequence[Mention]) -> bool:
    """Whether the parts are one run: each named for itself, of one unit, in one clause after another with no other count between them."""
    named = all(part.left and part.base_unit == parts[0].base_unit for part in parts)
    return named and all(len(_between(reading, one, other)) <= CLAUSE for one, other in pairwise(parts))


def part_of(whole: Mention, part: Mention) -> Claim:
    """The claim that a part does not exceed its whole."""
    printed = f"{part.token.value_text}{part.token.unit} ≤ {whole.token.value_text}{whole.token.unit}"
    return Claim(
        "part_of", Verdict.HOLDS, spot(whole), (spot(part),), "a", part.digits, 60, _("其中数不大于总数：{printed}").format(printed=printed),
        "part", subject=whole.left,
    )


def _whole_last(reading: Reading, counted: Sequence[Mention]) -> Iterator[Claim]:
    """A a 人、B b 人，共 N 人: the total closes the list. Numbers in brackets (其中数) are left out where the others fill the total."""
    for position, whole in enumerate(counted):
        if position < FEWEST or not _CLOSING.search(whole.left):
            continue
        before = [item for item in counted[max(0, position - SPAN):position] if kin(item, whole) and item.value <= whole.value]
        outside = [item for item in before if not _bracketed(reading, item)]
        lists = [before[-count:] for count in range(len(before), 1, -1)] + [outside[-count:] for count in range(len(outside), 1, -1)]
        sure = bool(_SURE_CLOSING.search(whole.left))
        claim = next((found for parts in lists if (found := _closed(whole, parts, sure=sure)) is not None), None)
        if claim is not None:
            yield claim
        elif _counted_out(whole, before):
            yield make("sum", whole, before, total(whole, before), 70, reason="closing-counted", verdict=Verdict.SUSPICIOUS)
        elif _ENDING.search(whole.left) and 1 < len(before) == position and _meant(reading, before) and _missed(whole, total(whole, before), OVER):
            yield make("sum", whole, before, total(whole, before), 55, reason="closing-near", verdict=Verdict.SUSPICIOUS)


def _counted_out(whole: Mention, before: Sequence[Mention]) -> bool:
    """三项合计: as many parts stand before the total as it says, each of its unit and named."""
    found = _SO_MANY.search(whole.before)
    number = 0 if found is None else _NUMERALS.find(found[1].replace("二", "两"))
    return number == len(before) > 1 and all(part.left and part.base_unit == whole.base_unit for part in before)


def _closed(whole: Mention, parts: Sequence[Mention], *, sure: bool) -> Claim | None:
    """The parts that give the total, where the number is too large for chance or the word is 共计, or where one part is said to be new."""
    reckoned = total(whole, parts)
    trusted = sure or whole.value >= COINCIDENCE or "新增" in "".join(part.left for part in parts[1:]) or "共" in whole.left
    if trusted and verdict_on(whole, reckoned) is Verdict.HOLDS:
        return make("sum", whole, parts, reckoned, 80, reason="closing-total")
    return None


def _bracketed(reading: Reading, mention: Mention) -> bool:
    sentence = reading.sentences[mention.sentence]
    return any(found.start() < mention.token.start < found.end() for found in _BRACKETS.finditer(reading.text, sentence.start, sentence.end))


def _paragraphs(reading: Reading) -> Iterator[Claim]:
    """累计 N 人次。一是 … a 人次。二是 … b 人次: parts over the sentences of a paragraph, at least three of them, confirmed only."""
    blocks: dict[int, list[int]] = {}
    for sentence in reading.sentences:
        if reading.document.blocks[sentence.block].table is None:
            blocks.setdefault(sentence.block, []).extend(sentence.mentions)
    for indices in blocks.values():
        counted = _counted(reading, indices)
        for position, whole in enumerate(counted):
            if whole.value < COINCIDENCE or not _WHOLE.search(whole.left):
                continue
            parts = [item for item in counted[position + 1:position + 1 + LONG_SPAN] if kin(item, whole) and item.value < whole.value]
            claim = _filled(whole, parts, 70)
            if claim is not None and len(claim.operands) >= SMALLEST_RUN and counted[position + 1].sentence != whole.sentence:
                yield claim
