"""Reading a book within one's rights: the one way that pages, exports, search and the API take to figures.

Whoever may see an organisation's figures only once they were submitted, or published, gets them as they were then, totals and derived figures
included (`store.views`). A list never shows what a single page would refuse, for both ask here.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache

from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import chains
from gouji.actions.site.origin import require
from gouji.book import Book
from gouji.book import Entry
from gouji.book import Fact
from gouji.book import Key
from gouji.book import Organisations
from gouji.book import Period
from gouji.book import in_calendar
from gouji.book import parse_period
from gouji.catalogue import Edition
from gouji.catalogue import Indicator
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.reckon import Finding
from gouji.reckon import Reckoner
from gouji.reckon import Result
from gouji.rights import MATRIX
from gouji.rights import Act
from gouji.rights import Reach
from gouji.rights import Target
from gouji.rights import reachable
from gouji.store import trail
from gouji.store.covers import NONE
from gouji.store.live import LiveBook
from gouji.store.models import BookRow
from gouji.store.views import View
from gouji.store.views import view

_YEARS = ("学年", "自然年", "财年", "届")


def readable_books(origin: Origin) -> list[BookRow]:
    """The books of which the account may see something, by title."""
    books = BookRow.objects.order_by("title")
    actor = origin.actor
    if actor is None:
        return list(books) if origin is PROGRAM else []
    if actor.acts is not None and Act.VIEW_FIGURES not in actor.acts:
        return []
    day = today()
    granted = {grant.book for grant in actor.grants if grant.role in MATRIX[Act.VIEW_FIGURES] and grant.runs_on(day)}
    return list(books.filter(slug__in=granted))


def visible(origin: Origin, book: BookRow, organisations: Organisations) -> Mapping[str, Reach]:
    """The organisations of a book whose figures the account may see, each with how far: all (BELOW), as submitted (SENT), as published.

    What a task lends opens no book: it is reached through the task.
    """
    day = today()
    if origin.actor is None:
        return dict.fromkeys(organisations.codes(), Reach.BELOW) if origin is PROGRAM else {}
    return reachable(origin.actor, Act.VIEW_FIGURES, book.slug, chains(organisations, day), day)


@contextmanager
def reading(origin: Origin, book: BookRow) -> Iterator[Reading]:
    """The book as the account may read it, held while it is read: what is taken from it must be plain values by the end of the block.

    Raises Refused (figures.view) where the account may see nothing of it.
    """
    live = live_book(book)
    with trail.put_off(), live.use() as reckoner:
        organisations = reckoner.book.organisations
        reaches = visible(origin, book, organisations)
        if not reaches:
            require(origin, Act.VIEW_FIGURES, _target(book, organisations, book.organisation), organisations.name(book.organisation))
        yield Reading(origin, book, live, reaches, reckoner.book)


def _target(book: BookRow, organisations: Organisations, organisation: str) -> Target:
    """The organisation itself, whatever was submitted or published: what of it can be seen is a matter of views."""
    return Target(book.slug, above(organisations, organisation, today()), sent=True, published=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """One book within one account's rights."""

    origin: Origin
    row: BookRow
    live: LiveBook
    reaches: Mapping[str, Reach]
    book: Book
    """The book itself, for names, definitions and evidence; figures come from `reckoner`, never from here."""
    ready: dict[Reach, View] = field(default_factory=dict)

    def view(self, organisation: str) -> View:
        """The view that counts for an organisation. Raises GoujiError S68 where it is unknown, Refused where it may not be seen."""
        if organisation not in self.book.organisations:
            raise GoujiError.of("S68", name=organisation)
        reach = self.reaches.get(organisation)
        if reach is None:
            require(self.origin, Act.VIEW_FIGURES, _target(self.row, self.book.organisations, organisation), self.name(organisation))
            raise GoujiError.of("S68", name=organisation)
        return self._ready(reach)

    def _ready(self, reach: Reach) -> View:
        """The view of a reach, brought up to date once."""
        if reach not in self.ready:
            self.ready[reach] = view(self.live, reach)
            self.ready[reach].reckoner()
        return self.ready[reach]

    def views(self) -> Iterator[tuple[View, frozenset[str]]]:
        """The views that count, each with the organisations it counts for."""
        for reach in dict.fromkeys(self.reaches.values()):
            yield self._ready(reach), frozenset(code for code, own in self.reaches.items() if own is reach)

    def reckoner(self, organisation: str) -> Reckoner:
        """The reckoner of what may be seen of an organisation."""
        return self.view(organisation).reckoner_now

    def figure(self, code: str, organisation: str, period: Period, breakdown: str = "") -> Result:
        """A figure as the account may see it; what is not submitted or published yet is a gap."""
        return self.reckoner(organisation).figure(code, organisation, period, breakdown)

    def withheld(self, key: Key) -> str:
        """Why a figure is not shown though it may be there: not submitted, not published yet; empty where it is shown."""
        if self.view(key[1]).state_of(key) != NONE:
            return ""
        return _("尚未发布") if self.reaches[key[1]] is Reach.PUBLISHED else _("尚未上报")

    def name(self, organisation: str) -> str:
        """The newest name of an organisation."""
        return self.book.organisations.name(organisation)

    def organisations(self) -> list[tuple[str, str]]:
        """The organisations that may be seen, code and name, in the order of the book."""
        return [(code, self.name(code)) for code in self.book.organisations.codes() if code in self.reaches]

    def main(self) -> str:
        """The organisation to begin with: the book's own where it may be seen, else the first."""
        return self.row.organisation if self.row.organisation in self.reaches else next(iter(self.reaches))

    def periods(self) -> list[Period]:
        """The periods of which something may be seen, the latest first; a year only once, in the calendar most figures use."""
        counts: dict[str, int] = {}
        for own, organisations in self.views():
            for (organisation, period), count in own.index().places.items():
                if organisation in organisations:
                    counts[period] = counts.get(period, 0) + count
        return years_once(tuple(sorted(counts.items())))

    def period(self, text: str) -> Period:
        """The period asked for; the latest known where nothing is. Raises GoujiError B01 where the text is none."""
        if text:
            return parse_period(text)
        asked = [parse_period(use.period) for use in self.book.forms]
        known = self.periods() or sorted(asked, key=_end, reverse=True)
        return next((period for period in known if period.kind in _YEARS), known[0] if known else parse_period(f"{today().year}年"))

    def indicators(self, period: Period) -> list[Indicator]:
        """The indicators of the book's sets that count in a period, in the order of the sets."""
        return indicators_of(self.book, period)

    def indicator(self, code: str, period: Period) -> Indicator:
        """The indicator of a code as it counts in a period, else in its latest definition. Raises GoujiError S67."""
        found = self.book.edition(period).indicators.get(code)
        if found is None:
            found = next((each for each in reversed(self.book.catalogue.indicators) if each.code == code), None)
        if found is None:
            raise GoujiError.of("S67", name=code)
        return found

    def history(self, indicator: Indicator, organisation: str, breakdown: str = "") -> list[Result]:
        """The figures of an indicator over the periods known, the earliest first, without the gaps before the first and after the last."""
        own = dict.fromkeys(in_calendar(period, indicator.calendar) for period in sorted(self.periods(), key=_end))
        same = [period for period in own if (period.kind in _YEARS) == (indicator.calendar in _YEARS) or period.kind == indicator.calendar]
        results = [self.figure(indicator.code, organisation, period, breakdown) for period in same or own]
        known = [position for position, result in enumerate(results) if not result.missing]
        return results[known[0]:known[-1] + 1] if known else []

    def keys(self, organisations: frozenset[str], indicator: str = "", period: str = "", after: Key | None = None) -> Iterator[tuple[Key, View]]:
        """The keys of facts and stated figures that may be seen, in order, those after a key."""
        streams = [
            ((key, own) for key in own.index().among(organisations & reached, indicator=indicator, period=period, after=after))
            for own, reached in self.views() if organisations & reached
        ]
        if len(streams) == 1:
            yield from streams[0]
            return
        from heapq import merge
        yield from merge(*streams, key=lambda item: item[0])

    def facts(self, key: Key) -> tuple[Fact, ...]:
        """What is recorded and stated of a key, as it may be seen."""
        book = self.reckoner(key[1]).book
        fact = book.fact(key)
        return (*((fact,) if fact is not None else ()), *book.stated_of(key))

    def entries(self, register: str) -> list[Entry]:
        """The entries of a register that may be seen, in its order."""
        found = [entry for own, reached in self.views() for entry in own.reckoner_now.book.entries.get(register, ()) if entry.organisation in reached]
        return sorted(found, key=lambda entry: entry.number)

    def findings(self) -> list[Finding]:
        """What a check of what may be seen finds, gravest first; nothing that rests on what may not."""
        found = [item for own, reached in self.views() for item in own.report().findings if item.organisation in reached]
        seen = [item for item in found if all(not isinstance(each, Result) or each.organisation in self.reaches for each in item.operands)]
        return seen if len(set(self.reaches.values())) == 1 else sorted(seen, key=lambda item: _GRAVITY[item.severity])

    def may(self, act: Act, organisation: str) -> bool:
        """Whether the account may do something with the figures of an organisation; without consequences."""
        return allowed(self.origin, act, _target(self.row, self.book.organisations, organisation)).allowed

    def must(self, act: Act, organisation: str) -> None:
        """Raise Refused where it may not."""
        require(self.origin, act, _target(self.row, self.book.organisations, organisation), self.name(organisation))


_GRAVITY = {"错误": 0, "警告": 1, "提示": 2}


def indicators_of(book: Book, period: Period) -> list[Indicator]:
    """The indicators of a book's sets that count in a period, in the order of the sets."""
    return in_sets(book.edition(period), book.sets)


@lru_cache(maxsize=64)
def in_sets(edition: Edition, sets: tuple[str, ...]) -> list[Indicator]:
    """The indicators of sets, in their order."""
    order = {name: position for position, name in enumerate(sets)}
    found = [indicator for indicator in edition.indicators.values() if indicator.set in order]
    return sorted(found, key=lambda indicator: order[indicator.set])


@lru_cache(maxsize=64)
def years_once(counts: tuple[tuple[str, int], ...]) -> list[Period]:
    """Periods, the latest first; of those that are the same year in several calendars only the one with most figures."""
    best: dict[object, tuple[int, Period]] = {}
    for text, count in counts:
        period = parse_period(text)
        slot: object = period.year if period.kind in _YEARS else period
        if slot not in best or count > best[slot][0]:
            best[slot] = (count, period)
    return sorted((period for _count, period in best.values()), key=_end, reverse=True)


def _end(period: Period) -> tuple[date, date]:
    return (period.last, period.first)
