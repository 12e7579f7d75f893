"""Measures in Chinese numerals: 三个, 两项, 八大, 一千二, 百分之九十五点六, 七成五, 三分之一, 十几, 三四十."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from gouji.audit.tokens.around import before
from gouji.audit.tokens.around import behind
from gouji.audit.tokens.build import exponent
from gouji.audit.tokens.build import figure
from gouji.audit.tokens.build import joined
from gouji.audit.tokens.build import measure
from gouji.audit.tokens.build import quotient
from gouji.audit.tokens.build import token
from gouji.audit.tokens.token import Token
from gouji.audit.tokens.words import AFTER
from gouji.audit.tokens.words import AFTER_PATTERN
from gouji.audit.tokens.words import COUNTED_FROM_ONE
from gouji.audit.tokens.words import COUNTED_FROM_TWO
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import chinese
from gouji.numbers.rounding import as_decimal

LONGEST_NUMBER = 30
SMALLEST_ALONE = 100  # 一千二 is a number even without a unit, 十二 may be anything
_BODY = "[〇零一二两三四五六七八九十百千万亿]"
_NUMBER = re.compile(rf"{_BODY}+(?:点[〇零一二三四五六七八九]+[万亿]?)?")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SHARE = re.compile("([百千万])分之[ ]?")
_SHARE_UNITS = {"百": ("%", 1), "千": ("‰", 1), "万": ("%", 100)}
_FRACTION = re.compile(rf"(?P<below>{_BODY}{{1,4}})分之(?P<above>{_BODY}{{1,4}})")
_TENTHS = re.compile(rf"(?P<whole>[一二三四五六七八九])成(?P<half>[一二三四五六七八九半])?(?P<bound>{AFTER_PATTERN})?(?![为立果员就绩分都功本人熟长效品型套份批])")
_AND_HALF = re.compile(r"(?P<whole>[一二两三四五六七八九])(?P<unit>年|个?月|天|小时)半")
_NEIGHBOURS = re.compile(r"(?P<low>[一二两三四五六七八九])(?P<high>[二三四五六七八九])(?P<ten>[十百千]?)(?![〇零一二两三四五六七八九十百千])")
_SOME = re.compile(r"(?P<teens>十)几|(?P<some>[几数])(?P<scale>[十百千])|(?<=[上近逾超])(?P<round>[百千万])(?!分之)|(?P<odd>[百千万])(?=[余多](?!样|元|年))")
_HALF = re.compile(rf"半数(?P<bound>{AFTER_PATTERN})?")
_NOTHING = re.compile(
    "[零〇](?=[ ]?(?:安全|责任|重大)?(?:事故|差错|投诉|案件|失误|违规|违纪|违法|舆情|发生|感染|伤亡|死亡|拖欠|上访|差评|缺陷|举报|故障|中断|火灾|隐患|[次例起人宗](?![件才民头])))"
)
_TENFOLD = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4}
_NOT_BEHIND = tuple("第同统唯之任某每另这那哪合归其单专逐初周期星")  # 第三个, 同一个, 每一项: not a count


def han(text: str, start: int) -> Token | int:
    """The measure in Chinese numerals that begins here, or where to go on: a numeral without a unit behind it is mostly no number."""
    if text[start - 1 : start] not in _NOT_BEHIND or not start:
        for read in _READERS[text[start]]:
            if found := read(text, start):
                return found
    passed = _NUMBER.match(text, start)
    return passed.end() if passed else start + 1


def _counted(text: str, start: int) -> Token | None:
    """三个, 十二名, 两千零五人, 三万五."""
    found = _NUMBER.match(text, start)
    if found is None or len(found[0]) > LONGEST_NUMBER:
        return None
    read = _longest(found[0])
    if read is None:
        return None
    length, number = read
    follows = behind(text, start + length)
    if not _is_count(found[0][:length], number, follows.printed or follows.more, text[follows.end : follows.end + 1]):
        return None
    return measure(text, (start, start + length), number, (before(text, start), follows), han=True)


@lru_cache(maxsize=1 << 10)
def _longest(body: str) -> tuple[int, Decimal] | None:
    """The number, with 万 or 亿 left to the unit where that makes it one: 五千万元 is read whole, 十万亿 as 十 and 万亿."""
    for length in (len(body), len(body) - 1, len(body) - 2):
        number = chinese.parse(body[:length]) if length > 0 else None
        if number is not None:
            return length, number
    return None


def _is_count(body: str, number: Decimal, unit: str, follower: str) -> bool:
    """Which numerals count: 一 and 二 only before few units (一批, 二期 are no counts), digits in a row never (一二三产业)."""
    if len(body) > 1:
        spelled = all(character in chinese.DIGITS for character in body)
        return not spelled and (bool(unit) or (exponent(number) >= 0 and number >= SMALLEST_ALONE and body[-1] not in "百千"))
    if not unit or body in "零〇":
        return False
    if body == "一":
        return unit in COUNTED_FROM_ONE and follower != unit[-1]  # 一个个, 一份份
    return unit in COUNTED_FROM_TWO if body == "二" else True


def _share(text: str, start: int) -> Token | None:
    """百分之九十五点六 is 95.6 %, 千分之五 5 ‰, 万分之三 0.03 %."""
    found = _SHARE.match(text, start)
    number = found and (_NUMBER.match(text, found.end()) or _DIGITS.match(text, found.end()))
    if not found or not number or len(number[0]) > LONGEST_NUMBER:
        return None
    value = Decimal(number[0]) if number[0].isascii() else Decimal(100) if number[0] == "百" else chinese.parse(number[0])
    if value is None:
        return None
    unit, divisor = _SHARE_UNITS[found[1]]
    value = value if divisor == 1 else as_decimal(Fraction(value) / divisor)
    follows = _bound(text, number.end())
    return token(
        text,
        number.start(),
        number.end(),
        figure(value, unit, follows[0], number[0]),
        (before(text, start), follows[1]),
        han=not number[0].isascii(),
    )


def _bound(text: str, end: int) -> tuple[Bound, int]:
    found = re.compile(AFTER_PATTERN).match(text, end)
    return (AFTER[found[0]], found.end()) if found else (Bound.NONE, end)


def _fraction(text: str, start: int) -> Token | None:
    """三分之一."""
    found = _FRACTION.match(text, start)
    above, below = (chinese.parse(found["above"]), chinese.parse(found["below"])) if found else (None, None)
    if found is None or above is None or not below:
        return None
    bound, outer_end = _bound(text, found.end())
    value = replace(quotient(as_decimal(Fraction(above) / Fraction(below)), found[0]), bound=bound)
    return token(text, start, found.end(), value, (before(text, start), outer_end), han=True)


def _tenths(text: str, start: int) -> Token | None:
    """七成 is 7 成, 七成五 and 七成半 are 7.5 成."""
    found = _TENTHS.match(text, start)
    if found is None:
        return None
    whole, half = chinese.DIGITS[found["whole"]], found["half"]
    number = Decimal(whole if half is None else f"{whole}.{5 if half == '半' else chinese.DIGITS[half]}")
    value = figure(number, "成", AFTER.get(found["bound"] or "", Bound.NONE), found["whole"])
    return token(text, start, start + 1, value, (before(text, start), found.end()), han=True)


def _and_half(text: str, start: int) -> Token | None:
    """一年半: 1.5 年, exact to half a year."""
    found = _AND_HALF.match(text, start)
    if found is None:
        return None
    value = Figure(Decimal(f"{chinese.DIGITS[found['whole']]}.5"), Decimal("0.5"), found["unit"], text=found["whole"])
    return token(text, start, start + 1, value, (before(text, start), found.end()), han=True)


def _some(text: str, start: int) -> Token | None:
    """十几 is 11 to 19, 几十 and 数十 are 20 to 99, 数百 200 to 999: bounds only."""
    found = _SOME.match(text, start)
    if found is None:
        return None
    if lone := found["round"] or found["odd"]:
        return _lone(text, start, _TENFOLD[lone])
    if found["teens"]:
        return _vague(text, (start, found.end()), 11, 19)
    ten = _TENFOLD[found["scale"]]
    return _vague(text, (start, found.end()), 2 * ten, 10 * ten - 1)


def _lone(text: str, start: int, number: int) -> Token | None:
    """上千 is at least 1000, 近千 and 千余 are below and above it."""
    ahead, follows = before(text, start), behind(text, start + 1)
    if not follows.printed:
        return None
    bound = joined(ahead.bound, follows) or Bound.AT_LEAST
    value = Figure(Decimal(number), Decimal(0), follows.printed, bound, None, text[start])
    return replace(token(text, start, start + 1, value, (ahead, follows.end), han=True), approximate=True)


def _neighbours(text: str, start: int) -> Token | None:
    """三四十 is 30 to 49, 七八个 7 to 8."""
    found = _NEIGHBOURS.match(text, start)
    if found is None or chinese.DIGITS[found["high"]] != chinese.DIGITS[found["low"]] + 1:
        return None
    ten = _TENFOLD[found["ten"]]
    return _vague(text, (start, found.end()), chinese.DIGITS[found["low"]] * ten, chinese.DIGITS[found["high"]] * ten + ten - 1)


def _vague(text: str, place: tuple[int, int], low: int, high: int) -> Token | None:
    start, end = place
    follows = behind(text, end)
    if not follows.printed or follows.printed in ("级", "产", "等"):
        return None
    value = Figure(Decimal(low), Decimal(0), follows.printed, Bound.RANGE, Decimal(high), text[start:end])
    return replace(token(text, start, end, value, (before(text, start), follows.end), han=True), approximate=True)


def _nothing(text: str, start: int) -> Token | None:
    """零事故, 零次: 0."""
    if not _NOTHING.match(text, start):
        return None
    return measure(text, (start, start + 1), Decimal(0), (before(text, start), behind(text, start + 1)), han=True)


def _half(text: str, start: int) -> Token | None:
    """半数以上: at least ½."""
    found = _HALF.match(text, start)
    if found is None:
        return None
    value = Figure(Decimal("0.5"), Decimal(0), "", AFTER.get(found["bound"] or "", Bound.NONE), text="半数")
    return token(text, start, start + 2, value, (before(text, start), found.end()), han=True)


_ONE_TO_NINE, _BY_TEN = (_fraction, _tenths, _and_half, _neighbours, _counted), (_some, _share, _fraction, _counted)
# By the character with which a number begins, each in this order: some, half, nothing, share, fraction, tenths, and a half, neighbours, counted.
_READERS: dict[str, tuple[Callable[[str, int], Token | None], ...]] = {
    **dict.fromkeys("几数", (_some,)), "半": (_half,), **dict.fromkeys("零〇", (_nothing, _fraction, _counted)),
    "首": (), **dict.fromkeys("百千万", _BY_TEN), "十": (_some, _fraction, _counted), **dict.fromkeys("一二两三四五六七八九", _ONE_TO_NINE),
}
