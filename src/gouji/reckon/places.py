"""Where a book speaks of what: organisations × periods × breakdowns in which an indicator (or what it derives from) is known."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from gouji.book import Book
from gouji.book import Key
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
Spot = tuple[str, Period]


@dataclass(frozen=True, slots=True)
class Only:
    """What a check is narrowed to: relations that touch some of these indicators or registers, of one organisation in one reporting period."""

    indicators: frozenset[str]
    registers: frozenset[str]
    organisation: str
    period: Period

    def place(self, organisation: str, period: str) -> bool:
        """Whether something of this organisation and period (as text) lies in the place."""
        return organisation == self.organisation and reporting(parse_period(period)) == reporting(self.period)

    def key(self, key: Key) -> bool:
        """Whether a figure is one of those asked about."""
        return key[0] in self.indicators and self.place(key[1], key[2])

    def touches(self, edition: Edition, node: Node) -> bool:
        """Whether a formula speaks of something asked about, down to what derived figures derive from."""
        return not self.indicators.isdisjoint(operands(edition, node)) or not self.registers.isdisjoint(registers(edition, node))


def keys_of(book: Book, only: Only) -> Iterator[Key]:
    """The keys of a book that lie in a place."""
    for (organisation, period), keys in book.places.items():
        if only.place(organisation, period):
            yield from keys


class Places:
    """Index over the keys of a book. A spot is an organisation in a reporting period; a year of any calendar is one reporting year,
    because tables mix 学年 and 自然年. Spots are numbered, so that rules over very many of them stay quick. `only` leaves all other places out.
    """

    def __init__(self, book: Book, only: Only | None = None) -> None:
        self.book = book
        self.only = only
        self.spots: list[Spot] = []
        self.numbers: dict[Spot, int] = {}
        self.whole: dict[str, dict[int, Key]] = {}
        self._broken_down: dict[str, list[tuple[int, str]]] = {}
        self._editions: dict[int, tuple[Edition, set[int]]] = {}
        self._fill()

    def _fill(self) -> None:
        periods: dict[str, Period] = {}
        numbers: dict[tuple[str, str], int] = {}
        for key in self.book.keys() if self.only is None else keys_of(self.book, self.only):
            code, organisation, text, breakdown = key
            number = numbers.get((organisation, text))
            if number is None:
                period = periods[text] = periods.get(text) or reporting(parse_period(text))
                number = numbers[(organisation, text)] = self.number((organisation, period))
            if breakdown:
                self._broken_down.setdefault(code, []).append((number, breakdown))
            else:
                self.whole.setdefault(code, {})[number] = key

    def number(self, spot: Spot) -> int:
        """The number of a spot; a new one is entered with its edition."""
        number = self.numbers.get(spot)
        if number is None:
            number = self.numbers[spot] = len(self.spots)
            self.spots.append(spot)
            edition = self.book.edition(spot[1])
            self._editions.setdefault(id(edition), (edition, set()))[1].add(number)
        return number

    @cached_property
    def latest(self) -> Period:
        """The period of what bears none itself: that of the book's first form, else the latest the book knows."""
        if self.book.forms:
            return reporting(parse_period(self.book.forms[0].period))
        return max((period for _organisation, period in self.spots), key=lambda period: (period.last, period.first), default=year_in(2000, "自然年"))

    def editions(self) -> list[Edition]:
        """The editions of definitions that the book's periods need."""
        return [edition for edition, _numbers in self._editions.values()] or [self.book.edition(self.latest)]

    def kind(self, organisation: str, period: Period) -> str:
        """The kind of an organisation in a period."""
        found = self.book.organisations.on(organisation, period.last)
        return found.kind if found is not None else ""

    def lies_in(self, organisation: str, period: Period, region: str) -> bool:
        """Whether the organisation or one above it bears the region in its name or attributes."""
        code, seen = organisation, set[str]()
        while code not in seen and (found := self.book.organisations.on(code, period.last)) is not None:
            if region in found.name or region in found.attributes.values():
                return True
            seen.add(code)
            code = found.parent
        return False

    def contexts(self, edition: Edition, node: Node, dimension: str = "") -> Iterator[Context]:
        """The places of an edition in which some operand of a formula is known; by value of a dimension if asked."""
        if not dimension:
            for number in self.of_node(edition, node):
                organisation, period = self.spots[number]
                yield Context(organisation, period, as_filled=True)
            return
        for number, value in self._slices(edition, node, dimension):
            organisation, period = self.spots[number]
            yield Context(organisation, period, f"{dimension}={value}", as_filled=True)

    def of_node(self, edition: Edition, node: Node) -> list[int]:
        """The numbers of the spots of an edition in which some operand is known (or entries of a register that is counted are), in time order."""
        found: set[int] = set()
        for code in operands(edition, node):
            found.update(self.whole.get(code, ()))
            found.update(number for number, _breakdown in self._broken_down.get(code, ()))
        found.update(self._with_entries(edition, node))
        return self._in_order(found & self._of_edition(edition))

    def _of_edition(self, edition: Edition) -> set[int]:
        return self._editions.get(id(edition), (edition, set[int]()))[1]

    def _in_order(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=self._ranks.__getitem__)

    @property
    def _ranks(self) -> list[int]:
        if len(self._rank_list) != len(self.spots):
            order = sorted(range(len(self.spots)), key=lambda number: _time_order(self.spots[number]))
            self._rank_list = [0] * len(order)
            for rank, number in enumerate(order):
                self._rank_list[number] = rank
        return self._rank_list

    _rank_list: list[int] = []  # noqa: RUF012  # replaced, never changed in place

    def _slices(self, edition: Edition, node: Node, dimension: str) -> list[tuple[int, str]]:
        found: dict[tuple[int, str], None] = {}
        here = self._of_edition(edition)
        for code in operands(edition, node):
            for number, breakdown in self._broken_down.get(code, ()):
                value = breakdown_parts(breakdown).get(dimension)
                if value is not None and number in here:
                    found[(number, value)] = None
        return sorted(found, key=lambda slice_: (_time_order(self.spots[slice_[0]]), _natural(slice_[1])))

    def _with_entries(self, edition: Edition, node: Node) -> Iterator[int]:
        """Where the entries of the registers that a formula counts are; formulas inside operands count, too."""
        for register in registers(edition, node):
            for entry in self.book.entries.get(register, ()):
                period = reporting(parse_period(entry.period)) if entry.period else self.latest
                if self.only is not None and not self.only.place(entry.organisation, period.text):
                    continue
                yield self.number((entry.organisation, period))


def operands(edition: Edition, node: Node) -> frozenset[str]:
    """The codes a formula speaks of, down to what derived ones derive from."""
    found: set[str] = set()
    pending = [node]
    while pending:
        for part in walk(pending.pop()):
            if isinstance(part, Reference) and part.kind == "indicator" and part.key not in found:
                found.add(part.key)
                formula = edition.formula(edition.indicators[part.key])
                if formula is not None:
                    pending.append(formula)
    return frozenset(found)


def registers(edition: Edition, node: Node) -> set[str]:
    """The registers a formula counts, those of derived figures included."""
    trees = [node, *(formula for code in operands(edition, node) if (formula := edition.formula(edition.indicators[code])) is not None)]
    return {part.key for tree in trees for part in walk(tree) if isinstance(part, Reference) and part.kind == "register"}


def reporting(period: Period) -> Period:
    """A year of any calendar as its reporting year; other periods unchanged."""
    return year_in(period.year, "自然年") if period.kind in _YEARS else period


def _time_order(spot: Spot) -> tuple[object, ...]:
    return (spot[1].last, spot[1].first, spot[0])


def _natural(text: str) -> tuple[int, str]:
    return (int(text) if text.isdigit() else 1_000_000, text)
