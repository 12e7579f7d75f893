"""句群: sentences that one statement runs through (其中：…；…；…。), and what the numbers in it are: levels, changes, shares.

A statement goes on behind ； and ：, over line breaks and list items, too; it ends with the full stop. Pairing stays linear: a chain holds at most
MOST numbers, and what looks for partners looks at its neighbours only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import Sentence
from gouji.audit.reading import once
from gouji.papers.documents import BlockKind

MOST = 60
_RISEN = r"(?<!负)增长|增加|提高|上升|提升|上涨|扩大|加快|增幅|净增|升幅|涨幅|[增多](?:收|支|产|招|缴|销|发|拨|列|投)|多"
_FALLEN = r"下降|负增长|减少|降低|缩减|下跌|下滑|放缓|降幅|减幅|收窄|回落|[减少](?:收|支|产|招|缴|销|发|拨|列|投)|少"
UP = re.compile(rf"(?:{_RISEN}|(?:比|较)[^，。；]{{1,16}}[高快]出?)(?:了|幅度)?(?:为|达|约|近)?$")
DOWN = re.compile(rf"(?:{_FALLEN}|(?:比|较)[^，。；]{{1,16}}[低慢])(?:了|幅度)?(?:为|达|约|近)?$")
_PULLED = re.compile(r"拉动|拉低|拉升|贡献")  # 拉动全市增长 2.6 个百分点: a contribution, no change of what is named
BUDGET = r"(?<!公共)(?<!基金)(?<!经营)预算(?!收入|支出|内|外|单位|拨款|管理|资金|财政)"  # 一般公共预算收入 is a name, no plan
BASE = re.compile(
    r"(?:(?:比|较)[^，。；]{0,20}|(?:与|同|和)(?:(?:19|20)\d\d|上|去|前|基|期|年初)[^，。；]{0,20}|(?:上年|去年|上一年|上学年|前一年|同期|基期)[^，。；]{0,10}|占[^，。；]{0,16}"
    rf"|(?:完成|达到|超过|超|低于|为)[^，。；]{{0,12}}(?:{BUDGET}|计划|任务|目标)[^，。；]{{0,6}}|^目标[数值]?)$",
)
_PLAIN = r"(?:[^，。；\d]|\d{1,4}(?=[年月日届级—–～~/.-])){0,24}"
THAN = re.compile(rf"(?:比|较|(?:与|同|和)(?=19|20|上|去|前|基|期|年初|目标|计划)){_PLAIN}$")
FROM = re.compile(rf"(?:由|从(?![^，。；]{{0,16}}看)){_PLAIN}$")  # 从结构看 is no beginning of a change
_REAL = re.compile(r"生产总值|增加值|GDP|国民总收入")
_LISTED = re.compile(r"\s*[、和及与][^，。；：]{0,16}")
_GOES_ON = ("；", ";", "：", ":", "，", ",", "、")


@dataclass(frozen=True, slots=True)
class Chain:
    """The sentences of one statement and the plain numbers in it, in order; those of them that are amounts and counts."""

    sentences: tuple[Sentence, ...]
    numbers: tuple[Mention, ...]
    levels: tuple[Mention, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.sentences[-1].end


@once
def chains(reading: Reading) -> tuple[Chain, ...]:
    """The statements of the prose, in order."""
    found: list[Chain] = []
    run: list[Sentence] = []
    for sentence in reading.sentences:
        if run and not _continues(reading, run, sentence):
            found.append(_chain(reading, run))
            run = []
        if reading.document.blocks[sentence.block].table is None:
            run.append(sentence)
    return (*found, _chain(reading, run)) if run else tuple(found)


def _continues(reading: Reading, run: Sequence[Sentence], sentence: Sentence) -> bool:
    """Whether a sentence goes on from those before it: they end open, it is neither heading nor table and not too far down."""
    last, block = run[-1], reading.document.blocks[sentence.block]
    if block.table is not None or block.kind is BlockKind.HEADING or sum(len(each.mentions) for each in run) > MOST:
        return False
    return reading.text[last.start:last.end].rstrip().endswith(_GOES_ON)


def _chain(reading: Reading, run: Sequence[Sentence]) -> Chain:
    mentions = (reading.mentions[index] for sentence in run for index in sentence.mentions)
    numbers = [item for item in mentions if item.measured and item.plain]
    return Chain(tuple(run), tuple(numbers), tuple(filter(is_level, numbers)))


def is_change(mention: Mention) -> bool:
    """Whether a number says by how much something rose or fell."""
    return bool(direction(mention))


def direction(mention: Mention) -> int:
    """+1 behind 增长 and the like, −1 behind 下降, 0 elsewhere."""
    return turn(mention.left) or (mention.token.sign if mention.token.change == "by" else 0)


@lru_cache(maxsize=1 << 13)
def turn(words: str) -> int:
    """Up or down by the words before a number: nearly every relation asks, and the words come again."""
    if _PULLED.search(words):
        return 0
    return 1 if UP.search(words) else -1 if DOWN.search(words) else 0


def is_level(mention: Mention) -> bool:
    """Whether a number is an amount or a count as it stands: no share, no change."""
    return mention.base_unit not in ("%", "倍") and not is_change(mention) and mention.value >= 0


def is_rate(mention: Mention) -> bool:
    """Whether a number is a rate or share (no 百分点)."""
    return mention.base_unit == "%" and not mention.token.unit.endswith("百分点")


def at_constant_prices(mention: Mention) -> bool:
    """Whether a level is one whose growth is told at constant prices (生产总值, 增加值): the printed levels, at current ones, do not give it."""
    return bool(_REAL.search(mention.before))


def ends_list(reading: Reading, item: Mention) -> bool:
    """Whether a number closes a list (甲 7 所、乙 6 所): what is said of it may be said of all."""
    before = reading.mentions[item.index - 1] if item.index else None
    alike = before is not None and before.sentence == item.sentence and before.measured and before.base_unit == item.base_unit
    return before is not None and alike and bool(_LISTED.fullmatch(between(reading, before, item)))


def between(reading: Reading, first: Mention, second: Mention) -> str:
    """The words between two numbers."""
    return reading.text[first.token.outer_end:second.token.outer_start]
