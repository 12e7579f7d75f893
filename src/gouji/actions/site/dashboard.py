"""What heads and bureaus look at first: key figures against last year and target, trends, scores, progress, organisations compared, what is out of line."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gouji.actions.site.asked import today
from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.origin import chains
from gouji.actions.site.reading import Reading
from gouji.actions.site.shown import Shown
from gouji.actions.site.shown import key_indicators
from gouji.actions.site.shown import shown
from gouji.actions.site.submissions import STATES
from gouji.actions.site.submissions import state_words
from gouji.book import Book
from gouji.book import Key
from gouji.book import Period
from gouji.book import parse_period
from gouji.catalogue import Indicator
from gouji.rights import Act
from gouji.rights import reachable
from gouji.store.covers import belongs
from gouji.store.index import FactIndex
from gouji.store.models import Submission
from gouji.store.views import View

BETTER, WORSE, SAME = "better", "worse", "same"
_UP, _DOWN = "越大越好", "越小越好"
_HISTORY, _LEAST, _MOST = 9, 3, 30
_SECONDS = 60  # a comparison with ten years may be a minute old


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A key figure with last year's and what changed (as printed, with its sign), and whether that is better or worse."""

    now: Shown
    before: Shown
    change: str
    verdict: str
    starred: bool


def key_figures(reading: Reading, organisation: str, period: Period, most: int = 8) -> list[KeyFigure]:
    """The key figures of an organisation."""
    return [_key_figure(reading, each, organisation, period) for each in key_indicators(reading, period, organisation, most)]


def _key_figure(reading: Reading, indicator: Indicator, organisation: str, period: Period) -> KeyFigure:
    now, before = (shown(reading, reading.figure(indicator.code, organisation, each)) for each in (period, period.earlier(1)))
    if now.number is None or before.number is None:
        return KeyFigure(now, before, "", SAME, indicator.starred)
    change = now.number - before.number
    verdict = SAME
    if change and indicator.direction in (_UP, _DOWN):
        verdict = BETTER if (change > 0) == (indicator.direction == _UP) else WORSE
    return KeyFigure(now, before, f"{change:+f}" if change else "0", verdict, indicator.starred)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the rounds of a period stand: how many submissions are in each state (code, words, count), and how many are overdue."""

    states: tuple[tuple[str, str, int], ...]
    total: int
    overdue: int


def progress(reading: Reading, organisations: Iterable[str], period: Period) -> Progress:
    """The progress of what was asked of organisations for a period, as far as the account may see progress."""
    tree, day = reading.book.organisations, today()
    if reading.origin.actor is None:
        seen = set(tree.codes()) if reading.origin is PROGRAM else set()
    else:
        seen = set(reachable(reading.origin.actor, Act.VIEW_STATUS, reading.row.slug, chains(tree, day), day))
    asked = Submission.objects.filter(round__book=reading.row, organisation__in=seen & set(organisations))
    every = asked.values_list("state", "round__period", "round__due", "sent_version")
    rows = [row for row in every if belongs(period.text, row[1]) or belongs(row[1], period.text)]
    counts = {state: sum(row[0] == state for row in rows) for state in STATES}
    overdue = sum(due < day and not sent for _state, _period, due, sent in rows)
    return Progress(tuple((state, state_words(state), count) for state, count in counts.items() if count), len(rows), overdue)


@dataclass(frozen=True, slots=True)
class Filled:
    """How complete an organisation's figures of a year are: how many there are, and the share (whole percent) of the most that one of its kind has."""

    organisation: str
    place: str
    count: int
    percent: int


def completeness(reading: Reading, period: Period) -> list[Filled]:
    """How complete each organisation's figures are that may be seen, beside others of the same kind."""
    counts: dict[str, int] = {}
    for own, reached in reading.views():
        for (organisation, text), count in own.index().places.items():
            if organisation in reached and belongs(text, period.text):
                counts[organisation] = counts.get(organisation, 0) + count
    kinds = {code: row.kind for code in reading.reaches if (row := reading.book.organisations.on(code, period.last)) is not None}
    most: dict[str, int] = {}
    for code, kind in kinds.items():
        most[kind] = max(most.get(kind, 0), counts.get(code, 0))
    return [
        Filled(code, name, counts.get(code, 0), 100 * counts.get(code, 0) // most[kinds[code]])
        for code, name in reading.organisations() if code in kinds and most[kinds[code]]
    ]


@dataclass(frozen=True, slots=True)
class OutOfLine:
    """A figure far from its own history: the present value, the least and most before, over how many periods, how far beyond (as a share of the span)."""

    key: Key
    label: str
    place: str
    value: str
    low: str
    high: str
    periods: int
    beyond: Decimal
    unit: str


def out_of_line(reading: Reading, period: Period) -> list[OutOfLine]:
    """The figures that lie farthest outside what the same organisation had in earlier periods, the farthest first."""
    found = [each for own, reached in reading.views() for each in _of_view(own, period) if each.key[1] in reached]
    return sorted(found, key=lambda each: each.beyond, reverse=True)[:_MOST]


def _of_view(own: View, period: Period) -> list[OutOfLine]:
    return own.recent(("out of line", period.text), lambda: list(_outliers(own.reckoner_now.book, own.index(), period)), _SECONDS)


def _outliers(book: Book, index: FactIndex, period: Period) -> Iterator[OutOfLine]:
    meant = {each.code: each for each in book.catalogue.indicators}
    earlier = {
        text: [parse_period(text).earlier(steps).text for steps in range(1, _HISTORY + 1)]
        for text in {place[1] for place in index.places} if belongs(text, period.text)
    }
    for key in index.keys:
        if key[2] not in earlier or (now := _number(book, key)) is None:
            continue
        before = [value for text in earlier[key[2]] if (value := _number(book, (key[0], key[1], text, key[3]))) is not None]
        if len(before) < _LEAST:
            continue
        low, high = min(before), max(before)
        outside = max(now - high, low - now)
        span = max(high - low, abs(high) / 20)
        if outside > span / 2 and span:
            indicator = meant[key[0]]
            label = f"{indicator.label}（{key[3]}）" if key[3] else indicator.label
            unit = "" if indicator.unit == ":1" else indicator.unit
            yield OutOfLine(key, label, book.organisations.name(key[1]), f"{now:f}", f"{low:f}", f"{high:f}", len(before), outside / span, unit)


def _number(book: Book, key: Key) -> Decimal | None:
    fact = book.fact(key)
    return fact.figure.value if fact is not None and fact.figure is not None and not fact.figure.bound else None


def below(reading: Reading, organisation: str, day: date) -> tuple[str, ...]:
    """The organisations under one, itself first, that may be seen."""
    return tuple(code for code in reading.book.organisations.below(organisation, day) if code in reading.reaches)
