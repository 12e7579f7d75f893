"""Figures as lists, charts and cards show them: plain values, taken out of a reading."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gouji.actions.site.explained import uses_in
from gouji.actions.site.reading import Reading
from gouji.actions.site.reading import in_sets
from gouji.book import Period
from gouji.book import in_calendar
from gouji.catalogue import Edition
from gouji.catalogue import Indicator
from gouji.formulas import Missing
from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.reckon import Result
from gouji.reckon import gap_words
from gouji.store.index import FactIndex

NO_UNIT = "-"  # in an address, for indicators without unit
ORIGINS = {"事实": "bound", "推算": "derived", "汇总": "derived", "填报": "stated", "缺": "missing"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is shown: what it is about, as printed, the number where it is a plain one, where it comes from (bound, derived, stated, missing)."""

    code: str
    label: str
    organisation: str
    place: str
    period: str
    breakdown: str
    text: str
    unit: str
    number: Decimal | None
    origin: str
    missing: bool


def shown(reading: Reading, result: Result) -> Shown:
    """A figure as it is shown; a gap is a short word, for what is missing stands beside it."""
    text = result.printed
    if isinstance(result.value, Missing):
        text = reading.withheld(result.key) or gap_words(result.value.kind)
    indicator = result.indicator
    return Shown(
        indicator.code, result.label, result.organisation, reading.name(result.organisation), result.period.text, result.breakdown, text,
        "" if result.missing or indicator.unit == ":1" else indicator.unit, result.number, ORIGINS[result.origin], result.missing,
    )


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A line of the list of indicators: the definition, the figure, the same a period earlier."""

    code: str
    label: str
    set: str
    unit: str
    derived: bool
    now: Shown
    before: Shown


def indicator_row(reading: Reading, indicator: Indicator, organisation: str, period: Period) -> IndicatorRow:
    """The line of one indicator."""
    now, before = (shown(reading, reading.figure(indicator.code, organisation, each)) for each in (period, period.earlier(1)))
    return IndicatorRow(indicator.code, indicator.label, indicator.set, indicator.unit, indicator.formula is not None, now, before)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values: name in the address, words, values with what they are called and how many there are."""

    name: str
    words: str
    values: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which indicators are asked for; empty parts ask for all."""

    set: str = ""
    unit: str = ""
    form: str = ""
    words: str = ""


def chosen(reading: Reading, period: Period, wanted: Wanted) -> tuple[Sequence[Indicator], Sequence[Facet]]:
    """The indicators asked for, in the order of the sets, and the filters with the counts that each value would leave."""
    return _chosen(reading.book.edition(period), reading.book.sets, wanted, current_language())


@lru_cache(maxsize=64)
def _chosen(edition: Edition, sets: tuple[str, ...], wanted: Wanted, _language: str) -> tuple[Sequence[Indicator], Sequence[Facet]]:
    """The same, of definitions: they do not change while a process runs."""
    every = in_sets(edition, sets)
    forms = {each.code: tuple(name for name, _title in uses_in(edition, sets, each.code).forms) for each in every}
    parts: dict[str, Callable[[Indicator], tuple[str, ...]]] = {
        "set": lambda each: (each.set,), "unit": lambda each: (each.unit or NO_UNIT,), "form": lambda each: forms[each.code],
    }
    asked = {"set": wanted.set, "unit": wanted.unit, "form": wanted.form}
    named = [each for each in every if not wanted.words or wanted.words in each.label or wanted.words.lower() in each.code.lower()]
    titles = {"set": _("指标集"), "unit": _("计量单位"), "form": _("报表")}
    facets = []
    for name, values_of in parts.items():
        others = [each for each in named if all(not asked[other] or asked[other] in parts[other](each) for other in parts if other != name)]
        counts: dict[str, int] = {}
        for each in others:
            for value in values_of(each):
                counts[value] = counts.get(value, 0) + 1
        facets.append(Facet(name, titles[name], tuple((value, _("（无）") if value == NO_UNIT else value, count) for value, count in counts.items())))
    found = [each for each in named if all(not asked[name] or asked[name] in parts[name](each) for name in parts)]
    return found, facets


def compared(reading: Reading, indicator: Indicator, organisation: str, period: Period, breakdown: str = "") -> list[Shown]:
    """The figure of every organisation of the same kind that may be seen and has one, the one at hand among them; largest first."""
    own = reading.book.organisations.on(organisation, period.last)
    kind = own.kind if own is not None else ""
    codes = [code for code in reading.reaches if (row := reading.book.organisations.on(code, period.last)) is not None and row.kind == kind]
    figures = [shown(reading, reading.figure(indicator.code, code, period, breakdown)) for code in codes]
    known = [each for each in figures if each.number is not None]
    return sorted(known, key=lambda each: each.number or Decimal(0), reverse=True)


def slices(reading: Reading, indicator: Indicator, organisation: str, period: Period) -> list[Shown]:
    """The figures of an indicator broken down, as far as any are recorded."""
    if not indicator.breakdowns:
        return []
    own = in_calendar(period, indicator.calendar)
    index: FactIndex = reading.view(organisation).index()
    keys = index.among(frozenset([organisation]), indicator=indicator.code, period=own.text)
    return [shown(reading, reading.figure(indicator.code, organisation, own, key[3])) for key in keys if key[3] and key[2] == own.text]


def key_indicators(reading: Reading, period: Period, organisation: str, most: int = 12) -> list[Indicator]:
    """The indicators to show first: starred ones that have a figure, then others of the book's sets that have one and a direction."""
    every = reading.indicators(period)
    order: Sequence[Iterable[Indicator]] = (
        (each for each in every if each.starred), (each for each in every if not each.starred and each.direction not in ("", "无")), every,
    )
    found: dict[str, Indicator] = {}
    for group in order:
        for each in group:
            if len(found) >= most:
                return list(found.values())
            if each.type == "数量" and each.code not in found and reading.figure(each.code, organisation, period).number is not None:
                found[each.code] = each
    return list(found.values())
