"""Texts with {…} in titles, covers and notes: {year}, {year-1}, {organisation}, {period} and the book's properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from gouji.book import Book
from gouji.book import Period
from gouji.catalogue import Form
from gouji.reckon import Context

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_REPORT_WORDS = ("机构", "单位", "organisation", "期间", "period", "年度")  # what a report knows of itself
_YEAR = re.compile(r"year(?:\s*([+-])\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts a report may name: properties of the book, organisation, year and period of the report.

    `gaps` gathers the names that were asked for and stand nowhere, or are left empty in the book: they print as 〔缺：…〕.
    """

    values: Mapping[str, str]
    year: int
    gaps: dict[str, None] = field(default_factory=dict, compare=False)

    def text(self, name: str) -> str:
        """The text of a name; a visible gap, which is remembered, where the book leaves it open."""
        found = self.values.get(name, "")
        if not found:
            self.gaps[name] = None
        return found or _gap(name)

    def printed(self) -> dict[str, str]:
        """All texts as they are printed, empty ones as gaps."""
        return {name: text or _gap(name) for name, text in self.values.items()}

    def fill(self, text: str) -> str:
        """The text with every {…} filled in."""

        def value(match: re.Match[str]) -> str:
            name = match[1].strip()
            year = _YEAR.fullmatch(name)
            if year:
                return str(self.year + int(f"{year[1] or '+'}{year[2] or 0}"))
            return self.text(name)

        return _PLACEHOLDER.sub(value, text)


def properties_needed(form: Form) -> list[str]:
    """The names that the form's titles, cover and notes take from the book's properties, in the form's order."""
    names = [match[1].strip() for text in _texts(form) for match in _PLACEHOLDER.finditer(text)]
    return [name for name in dict.fromkeys(names) if not _YEAR.fullmatch(name) and name not in _REPORT_WORDS]


def _texts(form: Form) -> Iterator[str]:
    yield form.title
    yield from (text for _key, text in form.cover)
    for table in form.tables:
        yield from (table.title, table.note)
        for column in table.columns:
            yield from (column.title, column.group)
        for row in table.rows:
            yield from (row.heading, row.label)
    yield from (chart.title for chart in form.charts)


def _gap(name: str) -> str:
    return f"〔缺：{name}〕"


def words_of(book: Book, context: Context) -> Words:
    """The texts of a book for a report: its properties, and 机构, 年度, 期间 (in English organisation, period) of the report."""
    organisation = book.organisations.on(context.organisation, context.period.last)
    name = organisation.name if organisation is not None else context.organisation
    period, year = context.period.text, str(context.period.year)
    own = dict(zip(_REPORT_WORDS, (name, name, name, period, period, year), strict=True))
    return Words({**own, **book.properties}, context.period.year)


def period_title(period: Period) -> str:
    """A period as a heading says it: 2022-2023学年, 2023年."""
    return f"{period.year}年" if period.kind in ("自然年", "财年", "届") else period.text
