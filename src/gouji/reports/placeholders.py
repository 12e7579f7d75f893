"""Texts with {…} in titles, covers and notes: {year}, {year-1}, {organisation}, {period} and the book's properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gouji.book import Book
from gouji.book import Period
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.reckon import Context

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_YEAR = re.compile(r"year(?:\s*([+-])\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts a report may name: properties of the book, organisation, year and period of the report."""

    values: Mapping[str, str]
    year: int

    def fill(self, text: str, place: Place) -> str:
        """The text with every {…} filled in. Raises GoujiError T53 with the names nobody knows."""
        problems: list[Problem] = []

        def value(match: re.Match[str]) -> str:
            name = match[1].strip()
            year = _YEAR.fullmatch(name)
            if year:
                return str(self.year + int(f"{year[1] or '+'}{year[2] or 0}"))
            if name not in self.values:
                problems.append(Problem("T53", place, {"name": name, "known": "、".join(sorted(self.values))}))
            return self.values.get(name, "")

        filled = _PLACEHOLDER.sub(value, text)
        if problems:
            raise GoujiError(*problems)
        return filled


def words_of(book: Book, context: Context) -> Words:
    """The texts of a book for a report: its properties, and 机构, 年度, 期间 (in English organisation, period) of the report."""
    organisation = book.organisations.on(context.organisation, context.period.last)
    name = organisation.name if organisation is not None else context.organisation
    period, year = context.period.text, str(context.period.year)
    own = {"机构": name, "单位": name, "organisation": name, "期间": period, "period": period, "年度": year}
    return Words({**own, **book.properties}, context.period.year)


def period_title(period: Period) -> str:
    """A period as a heading says it: 2022-2023学年, 2023年."""
    return f"{period.year}年" if period.kind in ("自然年", "财年", "届") else period.text
