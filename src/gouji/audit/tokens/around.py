"""What stands around a number: bounds and directions before it, scale word, unit and bounds behind it."""

from __future__ import annotations

import re

from gouji.audit.tokens.units import FIRST_OF_UNITS
from gouji.audit.tokens.units import GAP
from gouji.audit.tokens.units import ONE_SPELLING
from gouji.audit.tokens.units import OTHER_WORDS
from gouji.audit.tokens.units import SCALE
from gouji.audit.tokens.units import UNIT
from gouji.audit.tokens.words import AFTER
from gouji.audit.tokens.words import AFTER_PATTERN
from gouji.audit.tokens.words import BEFORE
from gouji.audit.tokens.words import BELONGS_ELSEWHERE
from gouji.audit.tokens.words import CHANGES
from gouji.audit.tokens.words import FILLERS
from gouji.audit.tokens.words import LONGEST_WORD
from gouji.numbers import Bound
from gouji.numbers.record import record

_MORE = r"(?P<{0}>[多余](?!元化|样|名年|地)|来(?=[万亿 个名人项家所次岁天年件场])(?!年)|\+(?=[个名人项家所次件场门万]))"
_BEHIND = re.compile(
    rf"(?:{GAP}{_MORE.format('more')})?(?:(?P<gap>{GAP})(?P<scale>{SCALE}))?{_MORE.format('more2')}?"
    rf"(?:(?P<unitgap>{GAP})(?P<unit>{UNIT}))?(?P<more3>[多余](?![元样]))?"
)
_AFTER = re.compile(rf"[ ]?(?P<word>{AFTER_PATTERN})")
_GREAT = re.compile(r"[ ]?大(?=[一-鿿])(?!多|约|概|部|赛|学(?!院|习|科)|会|奖|队|型|于|小|幅|力|量|专(?!业|项|题)|气|家|道|致|户|桥|楼|厅|米|棚|事|三|四)")
_CHANGE_GOES_ON = re.compile(r"[^。；;\n]{0,24}?(?:提|增|升|降|减|扩|上|下|变|调|缩|跃|到|至)")
_WORDS = frozenset(BEFORE) | frozenset(CHANGES) | frozenset(FILLERS)
_LAST_CHARACTERS = frozenset(word[-1] for word in _WORDS)
_BLANK = " \r\n"
_WORDS_END = _LAST_CHARACTERS | set(_BLANK)
_BEGINNINGS = frozenset("多余来+万亿千百大") | set(FIRST_OF_UNITS) | {word[0] for word in AFTER}  # of all that `behind` looks for
_LONGEST_GAP = 24  # more than GAP reaches
_SHARES = ("%", "‰", "℃", "°")  # no scale word stands before these
_ROUNDS = 4  # 提高|了|约: as many words as may stand before one number
_LINE = 120  # how far back the line of a number is looked at


@record
class Before:
    """The words before a number: where they begin, the bound they set, how the number is used, the direction."""

    start: int
    bound: Bound = Bound.NONE
    change: str = ""
    sign: int = 0


@record
class Behind:
    """What follows a number: where it ends, scale and unit as printed, 多/余/来 inside, the bound behind."""

    end: int
    scale: str = ""
    unit: str = ""
    more: str = ""
    bound: Bound = Bound.NONE

    @property
    def printed(self) -> str:
        """Scale word and unit: 万元."""
        return self.scale + self.unit


def before(text: str, start: int) -> Before:
    """The bound and the direction that the words directly before `start` give."""
    if text[start - 1 : start] not in _WORDS_END:  # most numbers, in tables nearly all
        return Before(start)
    bound, outer, stop = Bound.NONE, start, start
    for _ in range(_ROUNDS):
        stretch = text[max(0, stop - 8) : stop].rstrip(_BLANK)
        word = _last_word(stretch)
        begin = max(0, stop - 8) + len(stretch) - len(word)
        if not word or (begin and text[begin - 1] in BELONGS_ELSEWHERE.get(word, "")) or (word == ">" and _ends_tag(text, begin)):
            break
        if word in BEFORE:
            bound, outer = bound or BEFORE[word], begin
        if word in CHANGES:
            return Before(outer, bound, *CHANGES[word])
        stop = begin
    return Before(outer, bound)


def _ends_tag(text: str, position: int) -> bool:
    """Whether the > at the position closes a tag."""
    low = max(0, position - _LINE)
    return text.rfind("<", low, position) > text.rfind(">", low, position)


def _last_word(stretch: str) -> str:
    if stretch[-1:] not in _LAST_CHARACTERS:
        return ""
    for length in range(min(LONGEST_WORD, len(stretch)), 0, -1):
        if stretch[-length:] in _WORDS:
            return stretch[-length:]
    return ""


def change_goes_on(text: str, end: int) -> bool:
    """Whether 从 a is followed by 提高到 b; else 从 only picks out of a set."""
    return bool(_CHANGE_GOES_ON.match(text, end))


def behind(text: str, end: int) -> Behind:
    """Scale word, unit and bound that follow the number ending at `end`."""
    if text[end : end + 1] not in _BEGINNINGS and not _behind_gap(text, end):
        return Behind(end)
    found = _BEHIND.match(text, end)
    assert found is not None  # every part of it is optional
    first, scale, second, unit, third = found.group("more", "scale", "more2", "unit", "more3")
    more, scale, unit, stop = first or second or "", scale or "", unit or "", found.end()
    if scale and unit[:1] in _SHARES:
        unit, stop = "", found.start("unitgap")
    if unit and "\n" in found["unitgap"] and _is_another_word(text, end, found):
        unit, stop = "", found.start("unitgap")
    if scale and "\n" in found["gap"] and _in_row(text, end):
        return Behind(end)
    if not unit and not scale and third and not more:
        stop = found.start("more3")
    elif third:
        more = more or third
    if not unit and (great := _GREAT.match(text, stop)):
        unit, stop = "个", great.end()  # 八大工程 counts 工程
    if not (unit or scale or more):
        stop = end
    after = _AFTER.match(text, stop)
    return Behind(after.end() if after else stop, scale, ONE_SPELLING.get(unit, unit), more, AFTER[after["word"]] if after else Bound.NONE)


def _behind_gap(text: str, end: int) -> bool:
    """Whether something that belongs to a number may follow behind blanks and broken lines."""
    stretch = text[end : end + _LONGEST_GAP]
    return stretch[:1] in _BLANK and stretch.lstrip(_BLANK)[:1] in _BEGINNINGS


def _is_another_word(text: str, end: int, found: re.Match[str]) -> bool:
    """A unit behind a line break may be the beginning of the next cell or sentence."""
    start = found.start("unit")
    return text[start : start + 2] in OTHER_WORDS or _in_row(text, end)


def _in_row(text: str, end: int) -> bool:
    """Whether the line that holds the number is a row of a table with tabs: its cells end with the line."""
    line = text[max(0, end - _LINE) : end]
    return "\t" in line[line.rfind("\n") + 1 :]
