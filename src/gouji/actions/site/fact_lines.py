"""Facts and stated figures as lines of a table, found by key: as many as a page needs, never all."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import cast

from gouji.actions.site.origin import Origin
from gouji.actions.site.reading import Reading
from gouji.actions.site.reading import reading
from gouji.book import Fact
from gouji.book import Key
from gouji.book.facts import VALUE
from gouji.catalogue import Indicator
from gouji.reckon.results import print_figure
from gouji.store.live import LiveBook
from gouji.store.models import BookRow
from gouji.store.views import View

_CHUNK = 2000
_MEANINGS = "latest definitions by code"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which facts are asked for; empty parts ask for all. `basis` is 事实 or 填报, `state` 值, 空, 不适用 or 未采集."""

    indicator: str = ""
    organisation: str = ""
    period: str = ""
    basis: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact or stated figure, as recorded."""

    code: str
    label: str
    organisation: str
    place: str
    period: str
    breakdown: str
    basis: str
    state: str
    value: str
    number: Decimal | None
    unit: str
    source: str
    evidence: tuple[str, ...]
    author: str
    recorded: datetime | None
    note: str

    @property
    def key(self) -> Key:
        """What the line is about."""
        return (self.code, self.organisation, self.period, self.breakdown)


def fact_lines(reading: Reading, wanted: Filter, after: Key | None = None) -> Iterator[FactLine]:
    """The lines asked for, by indicator, organisation, period and breakdown, those after a key. Raises what `Reading.view` raises."""
    if wanted.organisation:
        reading.view(wanted.organisation)
    organisations = frozenset([wanted.organisation] if wanted.organisation else reading.reaches)
    meant = _meanings(reading.live)
    if wanted.state and wanted.state != VALUE:
        keys = iter(_empties(reading, organisations, wanted, after))
    else:
        keys = reading.keys(organisations, wanted.indicator, wanted.period, after)
    for key, own in keys:
        for fact in _of(own, key):
            if wanted.basis in ("", fact.basis) and wanted.state in ("", fact.state):
                yield _line(reading, fact, meant[key[0]])


def _meanings(live: LiveBook) -> Mapping[str, Indicator]:
    """The latest definition of each code, kept beside the book."""
    known = live.kept.get(_MEANINGS)
    if known is None:
        known = live.kept[_MEANINGS] = {each.code: each for each in live.catalogue.indicators}
    return cast("Mapping[str, Indicator]", known)


def _of(own: View, key: Key) -> tuple[Fact, ...]:
    book = own.reckoner_now.book
    fact = book.fact(key)
    return (*((fact,) if fact is not None else ()), *book.stated_of(key))


def _empties(reading: Reading, organisations: frozenset[str], wanted: Filter, after: Key | None) -> list[tuple[Key, View]]:
    """The keys whose fact has no value: few, so they are sorted when asked for."""
    found = [
        (key, own) for own, reached in reading.views() for key in own.index().empty
        if key[1] in organisations & reached and wanted.indicator in ("", key[0]) and wanted.period in ("", key[2]) and (after is None or key > after)
    ]
    return sorted(found, key=lambda item: item[0])


def _line(reading: Reading, fact: Fact, indicator: Indicator) -> FactLine:
    figure = fact.figure
    value = print_figure(figure, indicator) if figure is not None else fact.text if fact.state == VALUE else ""
    number = figure.value if figure is not None and not figure.bound else None
    return FactLine(
        fact.indicator, indicator.label, fact.organisation, reading.name(fact.organisation), fact.period, fact.breakdown, fact.basis, fact.state, value,
        number, indicator.unit, fact.source, fact.evidence, fact.author, fact.recorded, fact.note,
    )


def page_of(lines: Iterator[FactLine], size: int) -> tuple[list[FactLine], Key | None]:
    """A page of lines that ends with all lines of its last key, and the key to go on after; None where nothing follows."""
    found = list(islice(lines, size))
    following = next(lines, None)
    while following is not None and found and following.key == found[-1].key:
        found.append(following)
        following = next(lines, None)
    return found, found[-1].key if following is not None and found else None


def all_lines(origin: Origin, book: BookRow, wanted: Filter) -> Iterator[FactLine]:
    """All lines asked for, for an export: the book is held for a while at a time only, so that others get on. Raises Refused at once."""
    with reading(origin, book) as found:
        part, after = page_of(fact_lines(found, wanted), _CHUNK)
    return _onwards(origin, book, wanted, (part, after))


def _onwards(origin: Origin, book: BookRow, wanted: Filter, first: tuple[list[FactLine], Key | None]) -> Iterator[FactLine]:
    part, after = first
    yield from part
    while after is not None:
        with reading(origin, book) as found:
            part, after = page_of(fact_lines(found, wanted, after), _CHUNK)
        yield from part


def counted(reading: Reading, wanted: Filter) -> tuple[list[tuple[str, str, int]], list[tuple[str, int]]]:
    """How many keys each organisation has (code, name, count) within the period and indicator asked for, and each period within the organisation."""
    organisations: dict[str, int] = {}
    periods: dict[str, int] = {}
    for place, count in _places(reading, wanted):
        if wanted.period in ("", place[1]):
            organisations[place[0]] = organisations.get(place[0], 0) + count
        if wanted.organisation in ("", place[0]):
            periods[place[1]] = periods.get(place[1], 0) + count
    named = [(code, reading.name(code), organisations[code]) for code in reading.book.organisations.codes() if code in organisations]
    return named, sorted(periods.items(), reverse=True)


def _places(reading: Reading, wanted: Filter) -> Iterator[tuple[tuple[str, str], int]]:
    if wanted.indicator:
        yield from (((key[1], key[2]), 1) for key, _own in reading.keys(frozenset(reading.reaches), wanted.indicator))
        return
    for own, reached in reading.views():
        yield from (item for item in own.index().places.items() if item[0][0] in reached)
