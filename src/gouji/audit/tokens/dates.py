"""Dates and periods: years, months, days, school years, 届 and 级, in digits and Chinese numerals."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.audit.tokens.units import GAP
from gouji.audit.tokens.units import SCALE
from gouji.audit.tokens.units import UNIT
from gouji.numbers import chinese

_TO = rf"{GAP}(?:[-—~至到]|--|——){GAP}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_YEAR = r"(?:19|20)[0-9]{2}"


def _point(prefix: str) -> str:
    day = rf"(?:{GAP}(?P<{prefix}day>{_DAY}){GAP}(?:日|号(?![楼线馆]))|{GAP}[底初末中]|{GAP}[上中下]旬|份)?"
    month = rf"(?:{GAP}(?P<{prefix}month>{_MONTH}){GAP}月(?!饼){day})?"
    return rf"(?P<{prefix}year>{_YEAR}){GAP}年(?!级|制|均|龄)(?:度|底|末|初)?{month}"


_DIGITS = re.compile(
    r"(?<![0-9.,])(?:"
    rf"(?P<from>{_YEAR})(?:{GAP}年)?{_TO}(?P<until>{_YEAR}|[0-9]{{2}}(?={GAP}学?年))(?![0-9.,:-]|{GAP}[%万亿元人个项名])(?:{GAP}(?P<school>学年度?)|{GAP}年(?!{GAP}{_MONTH}{GAP}月)度?|级|届)?"
    rf"|{_point('a')}(?:{_TO}(?:{_point('b')}|(?P<cmonth>{_MONTH}){GAP}月(?:{GAP}(?P<cday>{_DAY})日)?|(?P<dday>{_DAY}){GAP}日))?(?P<open>以来)?"
    rf"|(?P<xyear>{_YEAR})(?P<dot>[-/.])(?P<xmonth>{_MONTH})(?:(?P=dot)(?P<xday>{_DAY})(?![0-9./-])|(?<=[./-][01][0-9])(?![0-9.,/%-]|{GAP}[万亿元人个项名米平吨]))"
    rf"|(?P<class>{_YEAR}) ?[届级](?!别)"
    rf"|(?P<single>{_YEAR}) ?学年"
    rf"|(?<=[(（\[【])(?P<bare>{_YEAR})(?=[)）\]】])"
    rf"|(?P<titled>20(?:[0-4][1-9]|[1-4]0)|19[5-9][1-9]) ?(?=[一-鿿])(?!{GAP}{UNIT}|{GAP}{SCALE}|[多余])(?<![共计约达近超][0-9]{{4}})"
    rf"|{_MONTH}{GAP}(?:月份?)?{_TO}{_MONTH}{GAP}月(?:份|(?:{GAP}{_DAY}{GAP}日)?)"
    rf"|{_MONTH}{GAP}月(?!饼)(?:{GAP}{_DAY}{GAP}日(?:{_TO}(?:{_MONTH}{GAP}月{GAP})?{_DAY}{GAP}日)?|{GAP}[底初末中]|[上中下]旬|份)?"
    rf"|{_DAY}日(?![均常益])(?:{_TO}{_DAY}日)?"
    r"|(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
    r")"
)
_HAN_DIGIT = "[〇零一二三四五六七八九]"
_HAN_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_HAN_DAY = "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_HAN = re.compile(
    rf"(?P<year>[一二]{_HAN_DIGIT}{{3}}){GAP}(?:年(?:(?P<month>{_HAN_MONTH})月(?:(?P<day>{_HAN_DAY})日)?)?(?P<open>以来)?|(?P<school>学年)|[届级])"
    rf"|(?<![十百千万一二三四五六七八九之每每这]){_HAN_MONTH}月(?:份|(?P<day2>{_HAN_DAY})日|[底初末中]|[上中下]旬)?(?![均度])"
    r"|[一二三四](?:[、至到和-][一二三四])?季度"
)
_RECENT = re.compile(r"(?:最近|过去|未来|今后|近)$")
_RECENT_YEARS = re.compile(r"(?:[两二三四五六七八九十]|[2-9]|10)(?:个学?)?年(?!级|制)(?:来|间|内)?")
_BEFORE = re.compile(r"(?:截至|截止到?|截止于|今年|去年|上年|前年|本年|当年|次年|同年)[ ]?$")


def digits(text: str, start: int) -> Token | int:
    """The date or period that begins at the digit, or `start` where none does."""
    recent = _recent(text, start)
    if recent is not None:
        return recent
    found = _DIGITS.match(text, start)
    if found is None:
        return start
    if ":" in found[0] and _is_ratio(text, found):
        return start
    year, span, kind = _meaning(found)
    return _token(kind, text, found.start(), found.end(), year, span)


def han(text: str, start: int) -> Token | int:
    """The same for Chinese numerals: 二〇二四年, 十二月, 三季度, 近三年."""
    recent = _recent(text, start)
    if recent is not None:
        return recent
    found = _HAN.match(text, start)
    if found is None or text[start - 1 : start] in tuple("第其之"):
        return start
    if not found["year"]:
        kind = TokenKind.PERIOD if found[0].endswith("季度") else TokenKind.DATE
        return _token(kind, text, start, found.end(), None, None, chinese_numerals=True)
    year = int("".join(str(chinese.DIGITS[character]) for character in found["year"]))
    month, day = (_spoken(found[name]) for name in ("month", "day"))
    span = _school_year(year, year + 1) if found["school"] else _span(year, month, day)
    if span and found["open"]:
        span = (span[0], date.max)
    kind = TokenKind.PERIOD if found["school"] or found["open"] or found[0][-1] in "届级" else TokenKind.DATE
    return _token(kind, text, start, found.end(), year, span, chinese_numerals=True)


def _recent(text: str, start: int) -> Token | None:
    """近三年: a period by the year of the report."""
    found = _RECENT_YEARS.match(text, start)
    if not found or not _RECENT.search(text, max(0, start - 2), start):
        return None
    han_numeral = not text[start].isdigit() or text[start] in chinese.DIGITS
    return _token(TokenKind.PERIOD, text, start, found.end(), None, None, chinese_numerals=han_numeral)


def _is_ratio(text: str, found: re.Match[str]) -> bool:
    """1:20 and 18:1 are ratios unless the words say that a clock is meant."""
    first, _, second = found[0].partition(":")
    if text[max(0, start_of_clock_words(found)) : found.start()].rstrip().endswith(("上午", "下午", "晚上", "早上", "中午", "凌晨", "日", "晚", "于")):
        return False
    return first == "1" or second == "1"


def start_of_clock_words(found: re.Match[str]) -> int:
    """Where the words before a clock time may begin."""
    return found.start() - 4


def _meaning(found: re.Match[str]) -> tuple[int | None, tuple[date, date] | None, TokenKind]:
    group = found.groupdict()
    if group["from"]:
        first = int(group["from"])
        last = int(group["until"]) if len(group["until"]) > 2 else first // 100 * 100 + int(group["until"])
        if group["school"]:
            return first, _school_year(first, last), TokenKind.PERIOD
        return first, _years(first, last), TokenKind.PERIOD
    if group["ayear"]:
        return _from_point(group)
    if group["xyear"]:
        year = int(group["xyear"])
        return year, _span(year, _int(group["xmonth"]), _int(group["xday"])), TokenKind.DATE
    if group["class"]:
        year = int(group["class"])
        return year, _span(year, None, None), TokenKind.PERIOD
    if named := group["bare"] or group["titled"]:
        year = int(named)
        return year, _span(year, None, None), TokenKind.DATE
    if group["single"]:
        year = int(group["single"])
        return year, _school_year(year, year + 1), TokenKind.PERIOD
    return None, None, TokenKind.NAME if ":" in found[0] else TokenKind.PERIOD if re.search(r"[-—~至到]", found[0]) else TokenKind.DATE


def _from_point(group: dict[str, str | None]) -> tuple[int | None, tuple[date, date] | None, TokenKind]:
    year = int(group["ayear"] or 0)
    month, day = _int(group["amonth"]), _int(group["aday"])
    first = _span(year, month, day)
    last = first
    if group["byear"]:
        last = _span(int(group["byear"]), _int(group["bmonth"]), _int(group["bday"]))
    elif group["cmonth"]:
        last = _span(year, _int(group["cmonth"]), _int(group["cday"]))
    elif group["dday"]:
        last = _span(year, month, _int(group["dday"]))
    elif not group["open"]:
        return year, first, TokenKind.DATE
    if group["open"] and first:
        return year, (first[0], date.max), TokenKind.PERIOD
    whole = (first[0], last[1]) if first and last and first[0] <= last[1] else None
    return year, whole, TokenKind.PERIOD


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _spoken(text: str | None) -> int | None:
    number = chinese.parse(text) if text else None
    return None if number is None else int(number)


def _span(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    """First and last day; None for a day that no calendar has."""
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    last = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, day), date(year, month, day)) if 1 <= day <= last else None


def _years(first: int, last: int) -> tuple[date, date] | None:
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _school_year(first: int, last: int) -> tuple[date, date] | None:
    """1 September to 31 August."""
    return (date(first, 9, 1), date(last, 8, 31)) if first < last else None


def _token(
    kind: TokenKind, text: str, start: int, end: int, year: int | None, span: tuple[date, date] | None, *, chinese_numerals: bool = False
) -> Token:
    before = _BEFORE.search(text, max(0, start - 5), start)
    number_end = end
    if text[start:end].endswith("日"):
        return Token(kind, start, end, before.start() if before else start, end, text[start:end], han=chinese_numerals, year=year, span=span)
    while number_end > start + 1 and not (text[number_end - 1].isdigit() or text[number_end - 1] in chinese.NUMERALS):
        number_end -= 1
    return Token(
        kind, start, number_end, before.start() if before else start, end, text[start:number_end], han=chinese_numerals, year=year, span=span
    )
