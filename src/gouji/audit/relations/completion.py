"""任务完成: tasks done in full, in part and not at all against the completion rate of the sentence, and done against planned of like names.

* “… 共有 15 个任务点，100% 完成 13 个，1 个完成了 58.3%，另 1 个完成了 72.9%，总体完成率 95.4%”: (13 + 1 × 58.3% + 1 × 72.9%) ÷ 15. The base is
  the stated total, else the sum of the years' numbers. What is over-fulfilled counts as done; it is counted apart only where the
  numbers fill the total that way.
* “需完成 A 项，B 项 …… 已完成 a 项，完成率 p；b 项，完成率 q”: the planned number is the one whose name ends like the done number's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from fractions import Fraction

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.similarity import clean
from gouji.numbers import Exact
from gouji.numbers import Interval
from gouji.numbers import Verdict

_RATE = re.compile(r"(?:完成|达成|执行|到位)(?:率|度|比例)[^，。；]{0,4}$")
_OVERALL = re.compile(r"(?:总体|总|整体|综合)?完成(?:率|度)[^，。；]{0,4}$")
_FULL = re.compile(r"(?:100[%％]|全部|全面|均已?|已)(?:已)?完成")
_OVER = re.compile(r"超额完成")
_PARTLY = re.compile(r"完成了?$|完成(?:了)?(?:约)?$")
_UNDONE = re.compile(r"未完成|没有完成|未开展|未能")
_TOTAL = re.compile(r"(?:共有?|总计|合计|总共)[^，。；]{0,6}$")
_PLANNED = re.compile(r"需|计划|任务|目标|应|拟|要求|预期|量化指标")
_FINISHED = re.compile(r"完成|实现|达成|到位|执行|支出")
NAME, SHARE_REACH = 4, 16


def find(reading: Reading) -> Iterator[Claim]:
    """Overall rates of partial completion, and done of planned by like names."""
    for sentence in reading.sentences:
        mentions = [reading.mentions[index] for index in sentence.mentions if reading.mentions[index].measured]
        for rate in mentions:
            if rate.base_unit == "%" and rate.plain and _OVERALL.search(rate.left):
                claim = _partial(reading, rate, [other for other in mentions if other.index < rate.index])
                if claim is not None:
                    yield claim
    yield from _parallel(reading)


def _partial(reading: Reading, rate: Mention, before: Sequence[Mention]) -> Claim | None:
    counts = [item for item in before if item.plain and item.base_unit != "%" and item.cell is None]
    done, over, partly, undone = _sorted(reading, before, counts)
    used = {item.index for item in (*done, *over, *undone, *(pair[0] for pair in partly))}
    base = [item for item in counts if item.index not in used and item.index < min(used, default=0)]
    stated = [item for item in base if _TOTAL.search(item.left)]
    bottoms = stated[:1] or base
    if not bottoms or not (done or over):
        return None
    summed_up = ratio(rate, counts[-1:], bottoms)  # “全部完成 35 个，基本完成 4 个，共完成 39 个，完成率 …”: the last count may sum up
    if counts[-1].index not in {item.index for item in bottoms} and summed_up is not None and verdict_on(rate, summed_up) is Verdict.HOLDS:
        return make("ratio", rate, (counts[-1], *bottoms), summed_up, 80, reason="partial-completion")
    whole = sum(item.value for item in bottoms)
    finished = [*done, *over] if _sum(done, over, undone) + len(partly) == whole or not done else done
    reckoned = _weighed(finished, partly, bottoms)
    operands = (*finished, *(item for pair in partly for item in pair), *bottoms)
    return make("ratio", rate, operands, reckoned, 80, reason="partial-completion")


def _sum(*groups: Sequence[Mention]) -> Fraction:
    return sum((item.value for group in groups for item in group), Exact(0))


def _sorted(
    reading: Reading, before: Sequence[Mention], counts: Sequence[Mention],
) -> tuple[list[Mention], list[Mention], list[tuple[Mention, Mention]], list[Mention]]:
    """The counts done, over-fulfilled, done in part (with their share) and not done. The words of a count reach from the number before it
    to the number behind it, 100 % as part of 100 % 完成 left out.
    """
    done: list[Mention] = []
    over: list[Mention] = []
    partly: list[tuple[Mention, Mention]] = []
    undone: list[Mention] = []
    shares = [item for item in before if item.base_unit == "%" and item.value < 1]
    for position, item in enumerate(counts):
        following = counts[position + 1].token.outer_start if position + 1 < len(counts) else item.token.outer_end + 20
        behind = reading.text[item.token.outer_end:following].split("，")[0]
        ahead = reading.text[max(0, item.token.outer_start - 24):item.token.outer_start]
        ahead = re.split(r"[，,；;。]", ahead)[-1]
        near = min(following, item.token.outer_end + SHARE_REACH)
        share = next((other for other in shares if item.token.outer_end < other.token.start <= near), None)
        if share is not None and _PARTLY.search(share.left + ("完成" if share.token.change else "")):
            partly.append((item, share))
        elif _UNDONE.search(ahead + behind):
            undone.append(item)
        elif _OVER.search(ahead + behind):
            over.append(item)
        elif _FULL.search("".join((ahead + behind).split())):
            done.append(item)
    return done, over, partly, undone


def _weighed(done: Sequence[Mention], partly: Sequence[tuple[Mention, Mention]], bottoms: Sequence[Mention]) -> Reckoned:
    """(Σ done + Σ count × share) ÷ Σ base in percent."""
    names = iter(NAMES)
    top, interval = Exact(0), Interval.point(Exact(0))
    terms: list[str] = []
    for item in done:
        terms.append(next(names))
        top, interval = top + item.value, interval + figure(item).base()
    for count, share in partly:
        terms.append(f"{next(names)}*{next(names)}/100")
        top, interval = top + count.value * share.value, interval + figure(count).base() * figure(share).base()
    bottom, below = Exact(0), Interval.point(Exact(0))
    under = []
    for item in bottoms:
        under.append(next(names))
        bottom, below = bottom + item.value, below + figure(item).base()
    result = top / bottom if bottom else Exact(0)
    expression = f"({'+'.join(terms)})/({'+'.join(under)})*100"
    return Reckoned(result, interval / below, expression, result * 100)


def _parallel(reading: Reading) -> Iterator[Claim]:
    """The rate's done number is the last count before it in its clause chain; the planned number bears the same name earlier in the paragraph."""
    blocks: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.cell is None and mention.measured and mention.plain:
            blocks.setdefault(mention.block, []).append(mention)
    for mentions in blocks.values():
        for position, rate in enumerate(mentions):
            if position and rate.base_unit == "%" and _RATE.search(rate.left):
                claim = _like_named(rate, mentions[position - 1], mentions[:position - 1])
                if claim is not None:
                    yield claim


def _like_named(rate: Mention, done: Mention, earlier: Sequence[Mention]) -> Claim | None:
    if done.base_unit == "%" or rate.sentence - done.sentence > 1:
        return None
    scored = [(_ending(done, item), item) for item in earlier if item.base_unit == done.base_unit and not _is_done(item)]
    best = max((score for score, _item in scored), default=0)
    likest = [item for score, item in scored if score == best]
    if best < NAME or len(likest) != 1:
        return None
    reckoned = ratio(rate, (done,), (likest[0],))
    if reckoned is None:
        return None
    verdict = verdict_on(rate, reckoned)
    if verdict is Verdict.CONTRADICTS and not (_PLANNED.search(likest[0].before) and _FINISHED.search(done.left)):
        return None
    return make("ratio", rate, (done, likest[0]), reckoned, 80, reason="completion")


def _is_done(planned: Mention) -> bool:
    """Whether it is itself a number done: then it is not the plan of another."""
    return "完成" in planned.left and "需" not in planned.before and not _PLANNED.search(planned.left)


def _ending(done: Mention, planned: Mention) -> int:
    """How many characters the two names share from their ends."""
    one, other = clean(done.left), clean(planned.left)
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


