"""期间: school years, calendar and budget years, leaving years, months, instants and spans; texts as people write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gouji.messages import GoujiError
from gouji.messages import Place

SCHOOL_YEAR_STARTS = 9
_DASH = r"[-—–~～至]"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("学年", re.compile(rf"(\d{{4}}){_DASH}(\d{{4}})学年(?:度)?")),
    ("时段", re.compile(rf"(\d{{4}})年?{_DASH}(\d{{4}})年?")),
    ("财年", re.compile(r"(\d{4})财年")),
    ("届", re.compile(r"(\d{4})届")),
    ("时点", re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")),
    ("时点", re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")),
    ("月", re.compile(r"(\d{4})-(\d{1,2})")),
    ("月", re.compile(r"(\d{4})年(\d{1,2})月")),
    ("自然年", re.compile(r"(\d{4})年(?:度)?")),
    ("年", re.compile(r"(\d{4})")),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its kind (学年, 自然年, 财年, 届, 月, 时点, 时段), first and last day. 学年 runs from 1 September to 31 August (domain rule)."""

    kind: str
    first: date
    last: date

    @property
    def year(self) -> int:
        """The reporting year: the year in which the period ends."""
        return self.last.year

    @property
    def text(self) -> str:
        """The canonical text: 2023-2024学年, 2024年, 2024财年, 2024届, 2024-05, 2024-08-31, 2022-2025年."""
        return _TEXTS[self.kind](self)

    def earlier(self, count: int) -> Period:
        """The period of the same kind `count` steps before (a span steps by its own length, an instant by years); never before the year 1."""
        if self.kind == "月":
            months = max(self.first.year * 12 + self.first.month - 1 - count, 12)
            return _month(months // 12, months % 12 + 1)
        if self.kind == "时点":
            year = max(self.first.year - count, 1)
            return _instant(date(year, self.first.month, min(self.first.day, monthrange(year, self.first.month)[1])))
        steps = count * (self.last.year - self.first.year + 1) if self.kind == "时段" else count
        years = min(steps, self.first.year - 1)
        return Period(self.kind, self.first.replace(year=self.first.year - years), self.last.replace(year=self.last.year - years))

    def within(self, other: Period) -> bool:
        """Whether the period lies inside the other."""
        return other.first <= self.first and self.last <= other.last

    def __str__(self) -> str:
        return self.text


_TEXTS: dict[str, Callable[[Period], str]] = {
    "学年": lambda period: f"{period.first.year}-{period.last.year}学年",
    "自然年": lambda period: f"{period.last.year}年",
    "财年": lambda period: f"{period.last.year}财年",
    "届": lambda period: f"{period.last.year}届",
    "月": lambda period: f"{period.first:%Y-%m}",
    "时点": lambda period: period.first.isoformat(),
    "时段": lambda period: f"{period.first.year}-{period.last.year}年",
}


def year_in(year: int, calendar: str) -> Period:
    """The period of a reporting year in a calendar: 2024 in 学年 is 2023-09-01 to 2024-08-31; in the others the calendar year."""
    if calendar == "学年":
        return Period("学年", date(year - 1, SCHOOL_YEAR_STARTS, 1), date(year, SCHOOL_YEAR_STARTS - 1, 31))
    kind = calendar if calendar in ("自然年", "财年", "届") else "自然年"
    return Period(kind, date(year, 1, 1), date(year, 12, 31))


@lru_cache(maxsize=100_000)
def in_calendar(period: Period, calendar: str) -> Period:
    """The period as an indicator of that calendar understands it: years change calendar, months, instants and spans stay as they are."""
    if period.kind in ("月", "时点", "时段"):
        return period
    return year_in(period.year, calendar)


@lru_cache(maxsize=100_000)
def parse_period(text: str, calendar: str = "自然年", place: Place | None = None) -> Period:
    """The period of a text; a bare year is read in the calendar. Raises GoujiError (B01) where the text is no period."""
    stripped = text.strip().replace(" ", "")
    for kind, pattern in _FORMS:
        match = pattern.fullmatch(stripped)
        if match is None:
            continue
        try:
            period = _period(kind, [int(part) for part in match.groups()], calendar)
        except ValueError:
            break
        if period is not None:
            return period
    raise GoujiError.of("B01", place, text=text)


def _period(kind: str, parts: list[int], calendar: str) -> Period | None:
    match kind:
        case "学年":
            return year_in(parts[1], "学年") if parts[1] == parts[0] + 1 else None
        case "时段":
            return Period("时段", date(parts[0], 1, 1), date(parts[1], 12, 31)) if parts[0] < parts[1] else None
        case "时点":
            return _instant(date(*parts))
        case "月":
            return _month(*parts)
        case "年":
            return year_in(parts[0], calendar)
        case _:
            return year_in(parts[0], kind)


def _instant(day: date) -> Period:
    return Period("时点", day, day)


def _month(year: int, month: int) -> Period:
    return Period("月", date(year, month, 1), date(year, month, monthrange(year, month)[1]))
