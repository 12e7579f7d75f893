"""Where a book speaks of what: organisations × periods × breakdowns in which an indicator (or what it derives from) is known."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.book import Book
from gouji.book import Period
from gouji.book import breakdown_parts
from gouji.book import parse_period
from gouji.book import year_in
from gouji.catalogue import Edition
from gouji.formulas import Node
from gouji.formulas import Reference
from gouji.formulas import walk
from gouji.reckon.context import Context

_YEARS = ("学年", "自然年", "财年", "届")
Spot = tuple[str, Period, str]


class Places:
    """Index over the keys of a book. A year of any calendar is one reporting year: tables mix 学年 and 自然年."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._known: dict[str, dict[Spot, None]] = {}
        periods: dict[str, Period] = {}
        for code, organisation, text, breakdown in book.keys():
            period = periods.get(text)
            if period is None:
                period = periods[text] = reporting(parse_period(text))
            self._known.setdefault(code, {})[(organisation, period, breakdown)] = None
        self._periods = sorted(set(periods.values()), key=lambda period: (period.last, period.first))
        self._bases: dict[tuple[int, str], frozenset[str]] = {}

    @property
    def latest(self) -> Period:
        """The latest period the book knows; the current form's where it knows none."""
        if self._periods:
            return self._periods[-1]
        return parse_period(self.book.forms[0].period) if self.book.forms else year_in(2000, "自然年")

    def editions(self) -> list[Edition]:
        """The editions of definitions that the book's periods need."""
        return list({id(edition): edition for edition in (self.book.edition(period) for period in self._periods)}.values())

    def kind(self, context: Context) -> str:
        """The kind of the organisation in the place."""
        organisation = self.book.organisations.on(context.organisation, context.period.last)
        return organisation.kind if organisation is not None else ""

    def lies_in(self, context: Context, region: str) -> bool:
        """Whether the organisation or one above it bears the region in its name."""
        code = context.organisation
        for _step in range(20):
            organisation = self.book.organisations.on(code, context.period.last)
            if organisation is None:
                return False
            if region in organisation.name or region in organisation.attributes.values():
                return True
            code = organisation.parent
        return False

    def of_formula(self, text: str, set_name: str, dimension: str = "") -> Iterator[Context]:
        """The places in which some operand of a formula is known, in the order of organisations and periods; by value of a dimension if asked."""
        spots: dict[Spot, None] = {}
        for edition in self.editions():
            try:
                node = edition.bind(text, set_name)
            except ValueError:
                continue
            codes = self._operands(edition, node)
            for code in codes:
                for organisation, period, breakdown in self._known.get(code, {}):
                    if self.book.edition(period) is edition:
                        spots.update(dict.fromkeys(self._spots(organisation, period, breakdown, dimension)))
            if not codes:
                spots.update(dict.fromkeys(self._register_spots(node, edition)))
        for organisation, period, breakdown in sorted(spots, key=lambda spot: (spot[1].last, spot[1].first, spot[0], _natural(spot[2]))):
            yield Context(organisation, period, breakdown, as_filled=True)

    def _spots(self, organisation: str, period: Period, breakdown: str, dimension: str) -> list[Spot]:
        if not dimension:
            return [(organisation, period, "")]
        value = breakdown_parts(breakdown).get(dimension) if breakdown else None
        return [(organisation, period, f"{dimension}={value}")] if value is not None else []

    def _register_spots(self, node: Node, edition: Edition) -> Iterator[Spot]:
        """Rules that only count entries: where the entries are."""
        for part in walk(node):
            if isinstance(part, Reference) and part.kind == "register":
                for entry in self.book.entries.get(part.key, ()):
                    period = reporting(parse_period(entry.period)) if entry.period else self.latest
                    if self.book.edition(period) is edition:
                        yield (entry.organisation, period, "")

    def _operands(self, edition: Edition, node: Node) -> frozenset[str]:
        """The codes a formula speaks of here, down to what derived ones derive from."""
        found: set[str] = set()
        pending = [part.key for part in walk(node) if isinstance(part, Reference) and part.kind == "indicator"]
        while pending:
            code = pending.pop()
            if code in found:
                continue
            found.add(code)
            formula = edition.formula(edition.indicators[code])
            if formula is not None:
                pending.extend(part.key for part in walk(formula) if isinstance(part, Reference) and part.kind == "indicator")
        return frozenset(found)


def reporting(period: Period) -> Period:
    """A year of any calendar as its reporting year; other periods unchanged."""
    return year_in(period.year, "自然年") if period.kind in _YEARS else period


def _natural(text: str) -> tuple[int, str]:
    tail = text.rpartition("=")[2]
    return (int(tail) if tail.isdigit() else 1_000_000, text)
