"""分项: a total and the parts that one statement tells of it, with shares and changes between them and over ； and list items.

“收入 T，其中：甲 a，占 p；乙 b，占 q；丙 c，占 r。” The parts are the numbers of the total's unit behind 其中, 包括, 分为, a colon or “按…分”, “从…看”, each
the first of its clause; what stands in brackets or behind a second 其中 is a part of a part. A cut (从…看) may be one of what an earlier statement
tells. Equality confirms. A miss is asked about where the
words say that the parts are all (分为, 按…分, 其他, 男女), or where one slip of the pen in one number makes the sum come out; it contradicts where
the printed shares of the parts fill 100 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import may_add_up
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.culprits import slipped
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import BASE
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import between
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_rate
from gouji.audit.relations.kinship import kin
from gouji.audit.relations.sums import one_is_all
from gouji.numbers import Exact
from gouji.numbers import Verdict

SPAN, OPENING, FEWEST, BACK, SHORT, OVER, FAR = 12, 60, 2, 4, 50, 20, 12
_OPENER = re.compile(r"(?:其中|包括|分为|构成|组成|[按分][^，。；：]{1,12}(?:分|划分|看)|从[^，。；：]{1,16}看|中(?=[，,：:]))[，,]?(?:包括|分别)?为?[:：]?|[:：]")
_WITHIN = re.compile(r"其中|包括|含")
_ALL = re.compile(r"分为|组成|按[^，。；：]{1,12}(?:分|划分)")
_OPEN = re.compile(r"等|主要|左右|以上|余|部分")
_NOT_ADDED = re.compile(r"均|单价|最高|最低|中位|日产|时薪|标准|指数")
_REST = re.compile(r"其他|其它|其余|剩余|未|非")
_SETS = tuple(tuple(words.split()) for words in (
    "男 女", "城镇 乡村", "城镇 农村", "上半年 下半年", "校内 校外", "本省 外省", "省内 省外", "线上 线下", "公办 民办", "基本支出 项目支出", "货物 工程 服务",
    "第一产业 第二产业 第三产业",
))  # words that share a whole out between them
_CUT = re.compile(r"[按分][^，。；：]{1,12}(?:分|划分|看)|从[^，。；：]{1,16}看")
_STOP = re.compile(r"[；;。]")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total that may be meant, told nearby or in earlier statements (`far`), the parts, and the stretch of text they stand in."""

    wholes: tuple[Mention, ...]
    far: tuple[Mention, ...]
    parts: tuple[Mention, ...]
    start: int
    end: int
    opener: str


def find(reading: Reading) -> Iterator[Claim]:
    """The breakdowns of all statements."""
    before: Chain | None = None
    first: tuple[Mention, ...] = ()  # what the paragraph breaks down first: “按级别分：…。按等次分：…” are two cuts of it
    told: list[Mention] = []  # what the statements before begin with
    for chain in chains(reading):
        if before is not None and chain.sentences[0].block != before.sentences[-1].block:
            first = ()
        for found in _breakdowns(reading, chain, before, first, tuple(told)):
            first = first or found.wholes
            claim = _claim(reading, chain, found) if len(found.parts) >= FEWEST else None
            if claim is not None:
                yield claim
        told = [*told, *chain.levels[:1]][-FAR:]
        near = before is not None and chain.sentences[0].block - before.sentences[-1].block <= 1
        before = chain if chain.numbers or not near else before


def _breakdowns(
    reading: Reading, chain: Chain, before: Chain | None, first: tuple[Mention, ...], told: tuple[Mention, ...],
) -> Iterator[Breakdown]:
    amounts = chain.levels
    for match in _OPENER.finditer(reading.text, chain.start, chain.end) if amounts else ():
        cut = bool(_CUT.match(match[0]))
        ahead = tuple(item for item in amounts if item.token.outer_end <= match.start())
        if not ahead and before is not None and _follows(chain, before, match.start()):
            ahead = before.levels
        wholes = first if cut and first else ahead[-BACK:]
        behind = [item for item in amounts if item.token.outer_start >= match.end()][:SPAN]
        if not (wholes or (cut and told)) or not behind or behind[0].token.outer_start - match.end() > OPENING:
            continue
        first = first or wholes
        if not cut and match.start() - wholes[-1].token.outer_end > OPENING + OPENING:
            continue
        parts = tuple(_parts(reading, behind, match.end(), cut=cut))
        if parts:
            yield Breakdown(wholes, told if cut else told[-BACK:], parts, match.start(), parts[-1].token.outer_end + len(parts[-1].right[:BACK]), match[0])


def _follows(chain: Chain, before: Chain, opener: int) -> bool:
    """Whether the opener belongs to the statement before: near the beginning of a statement of the same paragraph, or opening the next one."""
    apart = chain.sentences[0].block - before.sentences[-1].block
    return (apart == 0 and opener - chain.start <= OPENING) or (apart == 1 and opener - chain.start <= FEWEST)


def _parts(reading: Reading, behind: Sequence[Mention], start: int, *, cut: bool) -> Iterator[Mention]:
    """The numbers of one unit, each the first of its clause; up to the next cut of the same total."""
    first: Mention | None = None
    closed = start  # the end of a part's own breakdown
    for item in behind:
        text = reading.text[start:item.token.outer_start]
        if cut and _CUT.search(text):
            return
        if item.token.outer_start < closed or _bracketed(text) or BASE.search(item.left):
            continue
        if first is not None and _WITHIN.search(_STOP.split(reading.text[first.token.outer_end:item.token.outer_start])[-1]):
            closed = _clause_end(reading, item)
            continue
        if first is None or kin(item, first):
            first = first or item
            yield item


def _bracketed(text: str) -> bool:
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _clause_end(reading: Reading, item: Mention) -> int:
    stop = _STOP.search(reading.text, item.token.outer_end)
    return stop.start() if stop else len(reading.text)


def _claim(reading: Reading, chain: Chain, found: Breakdown) -> Claim | None:
    wholes = [item for item in reversed(found.wholes) if not _NOT_ADDED.search(item.left) and kin(item, found.parts[0])]
    far = [item for item in reversed(found.far) if item not in wholes and not _NOT_ADDED.search(item.left) and kin(item, found.parts[0])]
    for whole in (*wholes, *far):
        for count in range(len(found.parts), 1, -1):
            reckoned = total(whole, found.parts[:count]) if may_add_up(whole, found.parts[:count]) else None
            one = count < len(found.parts) and one_is_all(found.parts[:count])
            if reckoned is not None and not one and verdict_on(whole, reckoned) is Verdict.HOLDS:
                return make("sum", whole, found.parts[:count], reckoned, 80, reason="breakdown")
    meant = _meant(chain, wholes, max(part.value for part in found.parts), cut=bool(_CUT.match(found.opener)))
    if meant is None or meant.base_unit != found.parts[0].base_unit:
        return None
    return _missed(reading, chain, found, meant)


def _meant(chain: Chain, wholes: Sequence[Mention], most: Fraction, *, cut: bool) -> Mention | None:
    """The total that is broken down: the nearest that is not itself the base of something; that of a cut (从…看) told elsewhere is no smaller than
    a part.
    """
    return next((item for item in wholes if not BASE.search(item.left) and (not cut or item in chain.numbers or item.value >= most)), None)


def _missed(reading: Reading, chain: Chain, found: Breakdown, whole: Mention) -> Claim | None:
    parts, reckoned = found.parts, total(whole, found.parts)
    words = reading.text[min(found.start, whole.token.outer_end):found.end]
    named = all(part.left and part.base_unit == whole.base_unit for part in parts)
    if not named or _OPEN.search(words) or _mixed(reading, parts):
        return None
    if _filled(chain, parts):
        return make("sum", whole, parts, reckoned, 80, reason="breakdown-shares")
    beyond = reckoned.value - whole.value  # a partial list is short of its whole, never beyond it
    close = not found.opener.startswith("中") and (OVER if beyond > 0 or not figure(whole).place else SHORT) * abs(beyond) <= whole.value
    all_told = (_ALL.search(words) or _REST.search(parts[-1].left) or _complete(parts)) and reckoned.value < 4 * whole.value < 16 * reckoned.value
    if all_told or close or _slip(whole, parts, reckoned.value):
        return make("sum", whole, parts, reckoned, 60 if all_told else 55, reason="breakdown", verdict=Verdict.SUSPICIOUS)
    return None


def _mixed(reading: Reading, parts: Sequence[Mention]) -> bool:
    """Whether some of the parts are joined by commas and others set off by ；: several lists, or parts of parts."""
    return len({bool(_STOP.search(between(reading, one, other))) for one, other in pairwise(parts)}) > 1


def _complete(parts: Sequence[Mention]) -> bool:
    """Whether the names of the parts are a set that leaves nothing out."""
    return any(len(parts) == len(words) and all(word in part.left for word, part in zip(words, parts, strict=True)) for words in _SETS)


def _filled(chain: Chain, parts: Sequence[Mention]) -> bool:
    """Whether each part has its share printed behind it and the shares fill 100 %."""
    shares = []
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        stop = after.token.start if after is not None else chain.end
        own = [item for item in chain.numbers if is_rate(item) and part.token.end <= item.token.start < stop and "占" in item.left]
        shares.append(own[0] if own else None)
    told = [share for share in shares if share is not None]
    slack = sum((figure(share).base_place() for share in told), Exact(0)) / 2
    return len(told) == len(parts) and abs(sum((share.value for share in told), Exact(-1))) <= slack


def _slip(whole: Mention, parts: Sequence[Mention], added: Fraction) -> bool:
    """Whether one slip in one number makes the sum come out, where that is hardly chance."""
    return slipped(whole, added) or any(slipped(part, part.value + whole.value - added) for part in parts)
