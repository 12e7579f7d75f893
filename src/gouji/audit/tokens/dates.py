"""Dates and periods: years, months, days, school years, 届 and 级, in digits and Chinese numerals."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.audit.tokens.units import GAP
from gouji.audit.tokens.units import SCALE
from gouji.audit.tokens.units import UNIT
from gouji.numbers import chinese

Span = tuple[date, date]
Meaning = tuple[TokenKind, int | None, Span | None]
_CENTURY = 100
_LONGEST_PREFIX = 5  # 截止到, 今年, before a date
_DATE, _PERIOD = TokenKind.DATE, TokenKind.PERIOD

_TO = rf"{GAP}(?:[-—~至到]|--|——){GAP}"
_YEAR = "(?:19|20)[0-9]{2}"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_PART_OF_MONTH = rf"{GAP}[底初末中](?![级学高])|[上中下]旬|份"
_COUNTED = rf"{GAP}(?:{SCALE}|{UNIT}|[多余])"


def _calendar(prefix: str) -> str:
    """2024年, 2024年1月, 2024年1月5日, broken lines allowed."""
    day = rf"(?:{GAP}(?P<{prefix}day>{_DAY}){GAP}(?:日|号(?![楼线馆]))|{_PART_OF_MONTH})?"
    month = rf"(?:{GAP}(?P<{prefix}month>{_MONTH}){GAP}月(?!饼){day})?"
    return rf"(?P<{prefix}year>{_YEAR}){GAP}年(?!级|制|均|龄)(?:度|底|末|初)?{month}"


_YEARS = re.compile(
    rf"(?P<first>{_YEAR})(?:{GAP}年)?{_TO}(?P<last>{_YEAR}|[0-9]{{2}}(?={GAP}学?年))(?![0-9.,:-]|{GAP}[%万亿元人个项名])"
    rf"(?:{GAP}(?P<school>学年度?)|{GAP}年(?!{GAP}{_MONTH}{GAP}月)度?|[级届])?"
)
_MONTHS = re.compile(
    rf"(?P<year>{_YEAR}){GAP}年{GAP}(?P<month>{_MONTH}){GAP}(?:月份?)?{_TO}(?P<until_month>{_MONTH}){GAP}月(?!{GAP}{_DAY}{GAP}日)份?"
)
_CALENDAR = re.compile(
    rf"{_calendar('')}(?:{_TO}(?:{_calendar('to_')}"
    rf"|(?P<until_month>{_MONTH}){GAP}月(?:{GAP}(?P<until_day>{_DAY}){GAP}日)?|(?P<last_day>{_DAY}){GAP}日))?"
    "(?P<open>以来)?"
)
_DOTTED = re.compile(
    rf"(?P<year>{_YEAR})(?P<dot>[-/.])(?P<month>{_MONTH})"
    rf"(?:(?P=dot)(?P<day>{_DAY})(?![0-9./-])|(?<=[-/.][01][0-9])(?![0-9.,/%-]|{GAP}{SCALE}|{GAP}{UNIT}))"
)
_CLASS = re.compile(rf"(?P<year>{_YEAR}) ?(?:[届级](?!别)|(?P<school>学年))")
# A year in brackets (2023), and before a word that is no unit: 2023智能制造大赛. Round hundreds and numbers after 共, 约 … are counts.
_BARE = re.compile(
    rf"(?<=[(（\[【])(?P<year>{_YEAR})(?=[)）\]】])"
    rf"|(?<![共计约达近超为])(?P<titled>(?:19[5-9]|20[0-4])[0-9](?<!00)) ?(?=[一-鿿])(?!{_COUNTED}|年)"
)
_DAYS = re.compile(
    rf"{_MONTH}{GAP}(?:月份?)?{_TO}{_MONTH}{GAP}月(?:份|{GAP}{_DAY}{GAP}日)?"
    rf"|{_MONTH}{GAP}月(?!饼)(?:{GAP}{_DAY}{GAP}日(?:{_TO}(?:{_MONTH}{GAP}月{GAP})?{_DAY}{GAP}日)?|{_PART_OF_MONTH})?"
    rf"|{_DAY}日(?![均常益])(?:{_TO}{_DAY}日)?"
)
_MAYBE_DAYS = re.compile("[0-9]{1,2}[ \r\n月日至到~—-]")  # most numbers are none, which this sees sooner
_BETWEEN = re.compile("[-—~至到]")
_CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])")
_CLOCK_WORDS = ("上午", "下午", "晚上", "早上", "中午", "凌晨", "日", "晚", "于", "时间")

_HAN_DIGIT = "[〇零一二三四五六七八九]"
_HAN_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_HAN_DAY = "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_HAN_YEAR = re.compile(
    rf"(?P<year>[一二]{_HAN_DIGIT}{{3}}){GAP}(?:年(?:(?P<month>{_HAN_MONTH})月(?:(?P<day>{_HAN_DAY})日)?)?(?P<open>以来)?|(?P<school>学年)|[届级])"
)
_HAN_DAYS = re.compile(rf"{_HAN_MONTH}月(?:份|{_HAN_DAY}日|[底初末中]|[上中下]旬)?(?![均度])|[一二三四](?:[、至到和-][一二三四])?季度")
_NO_DATE_BEHIND = tuple("第其之十百千万一二三四五六七八九每这")

_RECENT = re.compile("(?:最近|过去|未来|今后|近)$")
LAST_OF_RECENT = ("近", "去", "来", "后")
_RECENT_YEARS = re.compile("(?:[两二三四五六七八九十]|[2-9]|10)(?:个学?)?年(?![级制])[来间内]?")
_PREFIX = re.compile("(?:截至|截止到?|截止于|今年|去年|上年|前年|本年|当年|次年|同年)[ ]?$")


def digits(text: str, start: int) -> Token | int:
    """The date or period that begins at the digit, or `start` where none does."""
    if recent := _recent(text, start):
        return recent
    if text[start - 1 : start] in (".", ","):
        return start
    if text.startswith(("19", "20"), start):
        for pattern, read in _YEAR_FORMS:
            if found := pattern.match(text, start):
                return _token(text, found, read(found))
    if _MAYBE_DAYS.match(text, start) and (found := _DAYS.match(text, start)):
        return _token(text, found, (_PERIOD if _BETWEEN.search(found[0]) else _DATE, None, None))
    if ":" in text[start : start + 3] and (found := _CLOCK.match(text, start)) and not _is_ratio(text, found):
        return _token(text, found, (TokenKind.NAME, None, None))
    return start


def han(text: str, start: int) -> Token | int:
    """The same for Chinese numerals: 二〇二四年, 十二月, 三季度, 近三年."""
    if recent := _recent(text, start):
        return recent
    if start and text[start - 1] in _NO_DATE_BEHIND:
        return start
    if found := _HAN_YEAR.match(text, start):
        return _token(text, found, _spoken(found))
    if found := _HAN_DAYS.match(text, start):
        return _token(text, found, (_PERIOD if found[0].endswith("季度") else _DATE, None, None))
    return start


def _recent(text: str, start: int) -> Token | None:
    """近三年: a period by the year of the report."""
    if text[start - 1 : start] not in LAST_OF_RECENT:
        return None
    found = _RECENT_YEARS.match(text, start)
    if not found or not _RECENT.search(text, max(0, start - 2), start):
        return None
    return _token(text, found, (_PERIOD, None, None))


def _is_ratio(text: str, found: re.Match[str]) -> bool:
    """1:20 and 18:1 are ratios unless the words before them say that a clock is meant; 18:01 is none."""
    stretch = text[max(0, found.start() - 4) : found.start()].rstrip()
    return "1" in (found["hour"], found["minute"]) and not stretch.endswith(_CLOCK_WORDS)


def _years(found: re.Match[str]) -> Meaning:
    first, last = int(found["first"]), int(found["last"])
    if last < _CENTURY:  # 2023-24学年
        last += first // _CENTURY * _CENTURY
    if first > last:
        return _PERIOD, first, None
    return _PERIOD, first, _school_year(first, last) if found["school"] else (date(first, 1, 1), date(last, 12, 31))


def _calendar_date(found: re.Match[str]) -> Meaning:
    year = int(found["year"])
    first = last = _span(year, found["month"], found["day"])
    if found["to_year"]:
        last = _span(int(found["to_year"]), found["to_month"], found["to_day"])
    elif found["until_month"]:
        last = _span(year, found["until_month"], found["until_day"])
    elif found["last_day"]:
        last = _span(year, found["month"], found["last_day"])
    elif not found["open"]:
        return _DATE, year, first
    if first and found["open"]:
        return _PERIOD, year, (first[0], date.max)
    return _PERIOD, year, (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _months(found: re.Match[str]) -> Meaning:
    """2023年1-6月."""
    year = int(found["year"])
    first, last = _span(year, found["month"]), _span(year, found["until_month"])
    return _PERIOD, year, (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _dotted(found: re.Match[str]) -> Meaning:
    year = int(found["year"])
    return _DATE, year, _span(year, found["month"], found["day"])


def _class(found: re.Match[str]) -> Meaning:
    """2023届 and 2023级 are known by their year."""
    year = int(found["year"])
    return _PERIOD, year, _school_year(year, year + 1) if found["school"] else _span(year)


def _bare(found: re.Match[str]) -> Meaning:
    year = int(found["year"] or found["titled"])
    return _DATE, year, _span(year)


_YEAR_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Meaning]], ...] = (
    (_YEARS, _years),
    (_MONTHS, _months),
    (_CALENDAR, _calendar_date),
    (_DOTTED, _dotted),
    (_CLASS, _class),
    (_BARE, _bare),
)


def _spoken(found: re.Match[str]) -> Meaning:
    year = int("".join(str(chinese.DIGITS[character]) for character in found["year"]))
    if found["school"]:
        return _PERIOD, year, _school_year(year, year + 1)
    month, day = (str(chinese.parse(found[name])) if found[name] else None for name in ("month", "day"))
    span = _span(year, month, day)
    if span and found["open"]:
        return _PERIOD, year, (span[0], date.max)
    return (_PERIOD if found[0][-1] in "届级" else _DATE), year, span


def _span(year: int, month_text: str | None = None, day_text: str | None = None) -> Span | None:
    """First and last day; None for a day that no calendar has. A year of four digits and a month are valid by their patterns."""
    if not month_text:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(month_text)
    last = monthrange(year, month)[1]
    if not day_text:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, int(day_text)),) * 2 if int(day_text) <= last else None


def _school_year(first: int, last: int) -> Span | None:
    """1 September to 31 August."""
    return (date(first, 9, 1), date(last, 8, 31)) if first < last else None


def _token(text: str, found: re.Match[str], meaning: Meaning) -> Token:
    """The number ends with its last digit, a full date with its 日."""
    kind, year, span = meaning
    start, end = found.start(), found.end()
    prefix = _PREFIX.search(text, max(0, start - _LONGEST_PREFIX), start)
    number_end = end
    while not text[start:end].endswith("日") and number_end > start + 1 and not _is_digit(text[number_end - 1]):
        number_end -= 1
    outer_start = prefix.start() if prefix else start
    return Token(kind, start, number_end, outer_start, end, text[start:number_end], han=not text[start].isascii(), year=year, span=span)


def _is_digit(character: str) -> bool:
    return character.isdigit() or character in chinese.NUMERALS
