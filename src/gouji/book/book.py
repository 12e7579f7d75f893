"""The book: everything known of one institution or region, as others read it. A value; changing it gives another book."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path

from gouji.book.facts import FACT
from gouji.book.facts import Entry
from gouji.book.facts import Evidence
from gouji.book.facts import Fact
from gouji.book.facts import Key
from gouji.book.facts import breakdown_parts
from gouji.book.layered import with_changes
from gouji.book.organisations import Organisations
from gouji.book.periods import Period
from gouji.book.periods import parse_period
from gouji.catalogue import Catalogue
from gouji.catalogue import Edition


@dataclass(frozen=True, slots=True)
class FormUse:
    """A report the book writes: the form, what the report is called, for whom and for which period, and its narrative."""

    form: str
    name: str
    organisation: str
    period: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SchemeUse:
    """A score the book keeps: the scheme, for whom and for which period."""

    scheme: str
    organisation: str
    period: str


@dataclass(frozen=True)
class Book:
    """All of one institution: `facts` and `stated` by key, entries by register, evidence by id.

    `organisation` is the code of the institution itself; `sets` are the sets of indicators in the order names are looked up.
    """

    title: str
    organisation: str
    sets: tuple[str, ...]
    catalogue: Catalogue
    organisations: Organisations
    facts: Mapping[Key, Fact]
    stated: Mapping[Key, tuple[Fact, ...]]
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    forms: tuple[FormUse, ...] = ()
    schemes: tuple[SchemeUse, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None

    def edition(self, period: Period) -> Edition:
        """The definitions that count for a period: those valid on its last day."""
        return self.catalogue.on(period.last)

    def fact(self, key: Key) -> Fact | None:
        """The fact of a key; None where nothing was recorded."""
        return self.facts.get(key)

    def stated_of(self, key: Key) -> tuple[Fact, ...]:
        """What documents and offices state of a key."""
        return self.stated.get(key, ())

    def select(
        self, indicators: Iterable[str] | None = None, organisations: Iterable[str] | None = None, periods: Iterable[str] | None = None,
    ) -> Iterator[Fact]:
        """Facts and stated figures of these indicators × organisations × periods (None: all), facts first."""
        wanted = [None if part is None else frozenset(part) for part in (indicators, organisations, periods)]
        for fact in (*self.facts.values(), *(fact for group in self.stated.values() for fact in group)):
            if all(part is None or value in part for part, value in zip(wanted, fact.key[:3], strict=True)):
                yield fact

    def keys(self) -> Iterator[Key]:
        """Every key of which something is recorded or stated."""
        yield from self.facts
        yield from (key for key in self.stated if key not in self.facts)

    @property
    def places(self) -> Mapping[tuple[str, str], Mapping[Key, None]]:
        """The keys by organisation and period, made when first asked for: a form being filled in looks at one place, not at all."""
        found: Mapping[tuple[str, str], Mapping[Key, None]] | None = self.__dict__.get("_places")
        if found is None:
            made: dict[tuple[str, str], dict[Key, None]] = {}
            for key in self.keys():
                made.setdefault((key[1], key[2]), {})[key] = None
            found = made
            object.__setattr__(self, "_places", found)
        return found

    def dimension_values(self, dimension: str, period: Period | None = None) -> tuple[str, ...]:
        """The values of a breakdown dimension that occur in the book, or in a period of it (years of all calendars as one; all where the period
        knows none): numbers in numerical order, the rest as they come.
        """
        if period is not None and (found := self.dimensions.get(f"{dimension} {_tag(period)}")):
            return found
        return self.dimensions.get(dimension, ())

    def has_slice(self, dimension: str, value: str, period: Period) -> bool:
        """Whether a value of a breakdown dimension occurs in the period itself."""
        return value in self.dimensions.get(f"{dimension} {_tag(period)}", ())

    @property
    def dimensions(self) -> Mapping[str, tuple[str, ...]]:
        """The breakdown dimensions that occur in the book with their values, and by period (任务 2024)."""
        found: Mapping[str, tuple[str, ...]] | None = self.__dict__.get("_dimension_values")
        if found is None:
            values: dict[str, dict[str, None]] = {}
            for period, breakdown in {(key[2], key[3]): None for key in self.keys() if key[3]}:
                tag = _tag(parse_period(period))
                for dimension, value in breakdown_parts(breakdown).items():
                    values.setdefault(dimension, {})[value] = None
                    values.setdefault(f"{dimension} {tag}", {})[value] = None
            found = {dimension: tuple(sorted(seen, key=_numeric)) for dimension, seen in values.items()}
            object.__setattr__(self, "_dimension_values", found)
        return found

    def periods(self) -> tuple[Period, ...]:
        """The periods of which the book knows something, in time order."""
        return tuple(sorted({parse_period(key[2]) for key in self.keys()}, key=lambda period: (period.last, period.first)))

    def with_facts(self, changes: Iterable[Fact]) -> Book:
        """A book in which these facts supersede those of the same key; stated figures are superseded by key and source."""
        facts: dict[Key, Fact] = {}
        stated: dict[Key, tuple[Fact, ...]] = {}
        for fact in changes:
            if fact.basis == FACT:
                facts[fact.key] = fact
            else:
                others = tuple(other for other in stated.get(fact.key, self.stated.get(fact.key, ())) if other.source != fact.source)
                stated[fact.key] = (*others, fact)
        later = replace(self, facts=with_changes(self.facts, facts), stated=with_changes(self.stated, stated))
        if all(not key[3] or key in self.facts or key in self.stated for key in (*facts, *stated)):
            object.__setattr__(later, "_dimension_values", self.__dict__.get("_dimension_values"))  # no new breakdown: what was found holds
        if (places := self.__dict__.get("_places")) is not None:
            object.__setattr__(later, "_places", _with_keys(places, (*facts, *stated)))
        return later

    def with_entries(self, registers: Mapping[str, tuple[Entry, ...]]) -> Book:
        """A book in which these registers hold these entries; what was found about its figures holds."""
        merged = {**self.entries, **registers}
        return self._with(entries={name: merged[name] for name in sorted(merged) if merged[name]})

    def with_evidence(self, evidence: Mapping[str, Evidence]) -> Book:
        """A book with this evidence; what was found about its figures holds."""
        return self._with(evidence=evidence)

    def _with(self, **parts: object) -> Book:
        """A book with other parts than its figures."""
        later: Book = replace(self, **parts)  # type: ignore[arg-type]
        for name in ("_dimension_values", "_places"):
            object.__setattr__(later, name, self.__dict__.get(name))
        return later


def _with_keys(places: Mapping[tuple[str, str], Mapping[Key, None]], keys: Iterable[Key]) -> Mapping[tuple[str, str], Mapping[Key, None]]:
    """The places with these keys among theirs; what is already there is shared."""
    fresh: dict[tuple[str, str], dict[Key, None]] = {}
    for key in keys:
        if key not in places.get((key[1], key[2]), ()):
            fresh.setdefault((key[1], key[2]), {})[key] = None
    return {**places, **{place: {**places.get(place, {}), **own} for place, own in fresh.items()}} if fresh else places


def _numeric(value: str) -> tuple[int, int]:
    return (0, int(value)) if value.isdigit() else (1, 0)


def _tag(period: Period) -> str:
    """A year of any calendar by its number, other periods by their text."""
    return str(period.year) if period.kind in ("学年", "自然年", "财年", "届") else period.text
