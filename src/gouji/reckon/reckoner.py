"""The reckoner: figures of a book, computed once, with their dependants known, so that a change touches only what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from gouji.book import Book
from gouji.book import Entry
from gouji.book import Fact
from gouji.book import Key
from gouji.book import Period
from gouji.book import breakdown_parts
from gouji.book import in_calendar
from gouji.book import parse_period
from gouji.catalogue import Indicator
from gouji.formulas import Missing
from gouji.formulas import Node
from gouji.formulas import Value
from gouji.formulas import evaluate
from gouji.reckon.context import Context
from gouji.reckon.results import DERIVED
from gouji.reckon.results import FACT
from gouji.reckon.results import GAP
from gouji.reckon.results import ROLLED
from gouji.reckon.results import STATED
from gouji.reckon.results import Evaluated
from gouji.reckon.results import Operand
from gouji.reckon.results import Result
from gouji.reckon.results import distinct
from gouji.reckon.results import value_of
from gouji.reckon.rollup import roll_up
from gouji.reckon.scope import BookScope
from gouji.reckon.scope import filled_in

MAX_DEPTH = 8  # figures on top of one another before the deepest is worked out first; keeps long chains of 上期() off Python's own stack
CacheKey = tuple[Key, bool]
REGISTER = "@"  # before the name of a register among what results depend on


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A figure to be worked out: the indicator as defined in its period, the place, and whether forms count as they were filled in."""

    indicator: Indicator
    period: Period
    organisation: str
    breakdown: str
    as_filled: bool

    @property
    def key(self) -> CacheKey:
        """Under what the result is remembered."""
        return ((self.indicator.code, self.organisation, self.period.text, self.breakdown), self.as_filled)


class _TooDeep(Exception):  # noqa: N818  # no error: the figure it carries is worked out first, then the work goes on
    def __init__(self, wanted: _Wanted) -> None:
        super().__init__()
        self.wanted = wanted


class Reckoner:
    """Computes figures of one book and remembers them. Asking never changes the book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._results: dict[CacheKey, Result] = {}
        self._dependants: dict[CacheKey, set[CacheKey]] = {}
        self._stack: list[CacheKey] = []
        self._noted: set[CacheKey] | None = None
        self._first_day = _first_day(book)
        self.computed = 0

    def figure(self, code: str, organisation: str, period: Period, breakdown: str = "", *, as_filled: bool = False) -> Result:
        """The figure of an indicator: its fact, or what its formula gives, or what rolls up from below, or what is only stated.

        `as_filled` takes a derived indicator as it was stated (forms are checked as they were filled in). A gap is a result with origin 缺.
        """
        found = self._defined(code, period)
        if found is None:
            return self._undefined(code, organisation, period, breakdown)
        key = ((code, organisation, found[1].text, breakdown), as_filled)
        self._note(key)
        known = self._results.get(key)
        if known is not None:
            return known
        wanted = _Wanted(*found, organisation, breakdown, as_filled)
        if wanted.period.last < self._first_day or key in self._stack:
            return _gap(wanted)
        if len(self._stack) >= MAX_DEPTH:
            raise _TooDeep(wanted)
        return self._remembered(wanted) if self._stack else self._from_the_ground(wanted)

    def _defined(self, code: str, period: Period) -> tuple[Indicator, Period] | None:
        """The indicator as it is defined in the period of its own calendar, and that period."""
        edition = self.book.edition(period)
        indicator = edition.indicators.get(code)
        if indicator is None:
            return None
        own = in_calendar(period, indicator.calendar)
        if own is not period and (other := self.book.edition(own)) is not edition:
            indicator = other.indicators.get(code)
        return None if indicator is None else (indicator, own)

    def _remembered(self, wanted: _Wanted) -> Result:
        self._stack.append(wanted.key)
        try:
            result = self._compute(wanted)
        finally:
            self._stack.pop()
        self.computed += 1
        self._results[wanted.key] = result
        return result

    def _from_the_ground(self, wanted: _Wanted) -> Result:
        """Work out a figure; what lies too deep below it comes first. A chain that returns to itself has a gap there."""
        pending = [wanted]
        while True:
            try:
                result = self._remembered(pending[-1])
            except _TooDeep as deep:
                if deep.wanted in pending:
                    self._results[deep.wanted.key] = _gap(deep.wanted)
                else:
                    pending.append(deep.wanted)
                continue
            pending.pop()
            if not pending:
                return result

    def evaluate(self, text: str, set_name: str, context: Context, register: str = "") -> Evaluated:
        """The value of a formula in the words of a set, somewhere. Raises FormulaError where a name means nothing."""
        node = self.book.edition(context.period).bind(text, set_name, register)
        return self.evaluate_node(node, text, context)

    def evaluate_node(self, node: Node, text: str, context: Context) -> Evaluated:
        """The value of a bound tree somewhere, with the operands met on the way."""
        scope = BookScope(self, context)
        value = evaluate(node, scope)
        return Evaluated(value, text, filled_in(text, scope.marks), distinct(scope.operands))

    @contextmanager
    def noting(self) -> Iterator[set[CacheKey]]:
        """Which figures are asked for within the block: whatever was made of them holds until one of them changes (`take` tells)."""
        before, self._noted = self._noted, set()
        try:
            yield self._noted
        finally:
            self._noted = before

    def entries(self, register: str) -> tuple[Entry, ...]:
        """The entries of a register; that they were asked for is noted, as it is for figures."""
        self._note(register_key(register))
        return self.book.entries.get(register, ())

    def _note(self, key: CacheKey) -> None:
        """Note that what is worked out, or laid out, depends on this."""
        if self._stack:
            self._dependants.setdefault(key, set()).add(self._stack[-1])
        elif self._noted is not None:
            self._noted.add(key)

    def take(self, changes: Iterable[Fact], registers: Mapping[str, tuple[Entry, ...]] | None = None) -> frozenset[CacheKey] | None:
        """Take these facts, and these registers as they are now, into the book; results that no change touches are kept, those that depend on one are
        forgotten.

        Returns what may be different now (of a register, what `register_key` gives); None where that is anything.
        """
        changes, registers = tuple(changes), registers or {}
        widened = any(self._widens(fact) for fact in changes) or self._first_day_moves(registers)
        self.book = self.book.with_facts(changes) if changes else self.book
        self.book = self.book.with_entries(registers) if registers else self.book
        if widened:
            self._results.clear()
            self._dependants.clear()
            self._first_day = _first_day(self.book)
            return None
        stale: set[CacheKey] = set()
        pending = [(fact.key, flag) for fact in changes for flag in (False, True)] + [register_key(name) for name in registers]
        while pending:
            key = pending.pop()
            if key not in stale:
                stale.add(key)
                pending.extend(self._dependants.get(key, ()))
        for key in stale:
            self._results.pop(key, None)
        return frozenset(stale)

    def _widens(self, fact: Fact) -> bool:
        """Whether a fact changes how far back figures go, or what totals are made of: that may touch any result."""
        period = parse_period(fact.period)
        if period.first < self._first_day or self._first_day == date.min:  # of an empty book every day is the first
            return True
        return not all(self.book.has_slice(dimension, value, period) for dimension, value in breakdown_parts(fact.breakdown).items())

    def _first_day_moves(self, registers: Mapping[str, tuple[Entry, ...]]) -> bool:
        """Whether these registers may change how far back figures go."""
        if self._first_day == date.min:
            return any(registers.values())
        earliest = min((day for entries in registers.values() for day in _days(entries)), default=date.max)
        before = min((day for name in registers for day in _days(self.book.entries.get(name, ()))), default=date.max)
        return earliest < self._first_day or before == self._first_day < earliest

    def _undefined(self, code: str, organisation: str, period: Period, breakdown: str) -> Result:
        """The gap of an indicator that no definition of that period knows."""
        indicator = next(indicator for indicator in self.book.catalogue.indicators if indicator.code == code)
        return Result(indicator, organisation, period, breakdown, Missing("缺数据", (f"{indicator.label}（{period}）",)), GAP)

    def _compute(self, wanted: _Wanted) -> Result:
        indicator, organisation, period, breakdown = wanted.indicator, wanted.organisation, wanted.period, wanted.breakdown
        key, as_filled = wanted.key
        stated = self.book.stated_of(key)
        fact = self.book.fact(key)
        known = Result(indicator, organisation, period, breakdown, value_of(fact, indicator), FACT, fact, stated=stated) if fact is not None else None
        if known is not None and known.fact is not None and known.fact.state != "空":
            return known
        if as_filled and stated and stated[0].state != "空":
            return Result(indicator, organisation, period, breakdown, value_of(stated[0], indicator), STATED, stated[0], stated=stated)
        derived = self._derive(indicator, Context(organisation, period, breakdown, as_filled=as_filled), stated)
        if derived.missing and stated and stated[0].state == "值":
            return Result(
                indicator, organisation, period, breakdown, value_of(stated[0], indicator), STATED, stated[0], derived.formula, derived.filled,
                derived.operands, stated,
            )
        return known if known is not None and derived.missing else derived  # a cell not yet filled does not hide what rolls up

    def _derive(self, indicator: Indicator, context: Context, stated: tuple[Fact, ...]) -> Result:
        node = self.book.edition(context.period).formula(indicator)
        place = (indicator, context.organisation, context.period, context.breakdown)
        if node is not None and indicator.formula is not None:
            found = self.evaluate_node(node, indicator.formula.text, context)
            return Result(*place, found.value, _origin(found.value, DERIVED), None, found.formula, found.filled, found.operands, stated)
        rolled = roll_up(self, indicator, context)
        if rolled is not None:
            return Result(*place, rolled.value, _origin(rolled.value, ROLLED), None, rolled.formula, rolled.filled, rolled.operands, stated)
        return Result(*place, Missing("缺数据", (self._about(indicator, context),)), GAP, stated=stated)

    def _about(self, indicator: Indicator, context: Context) -> str:
        where = "" if context.organisation == self.book.organisation else f"，{self.book.organisations.name(context.organisation)}"
        breakdown = f"，{context.breakdown}" if context.breakdown else ""
        return f"{indicator.label}（{context.period}{breakdown}{where}）"


def register_key(register: str) -> CacheKey:
    """What a register is called among what results depend on: no indicator's code begins like this."""
    return ((f"{REGISTER}{register}", "", "", ""), False)


def _days(entries: Iterable[Entry]) -> Iterator[date]:
    """The first day of each period in which there are entries."""
    return (parse_period(text).first for text in {entry.period for entry in entries} if text)


def _first_day(book: Book) -> date:
    """The first day of which the book knows anything; before it every figure is a gap."""
    dated = (day for entries in book.entries.values() for day in _days(entries))
    return min((*(period.first for period in book.periods()), *dated), default=date.min)


def _gap(wanted: _Wanted) -> Result:
    missing = Missing("缺数据", (wanted.indicator.label,))
    return Result(wanted.indicator, wanted.organisation, wanted.period, wanted.breakdown, missing, GAP)


def _origin(value: Value, origin: str) -> str:
    return GAP if isinstance(value, Missing) else origin


__all__ = ["Context", "Operand", "Reckoner"]
