"""An index of what a book knows, by key: pages of a table of facts are found without looking at every fact."""

from __future__ import annotations

from bisect import bisect_left
from bisect import bisect_right
from bisect import insort
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator

from gouji.book import Book
from gouji.book import Key

_LAST = chr(0x10FFFF)


def evidence_of(book: Book, key: Key) -> frozenset[str]:
    """The numbers of the evidence behind the facts and stated figures of a key."""
    fact = book.fact(key)
    links = (*(fact.evidence if fact is not None else ()), *(link for each in book.stated_of(key) for link in each.evidence))
    return frozenset(link.partition("#")[0] for link in links) if links else frozenset()


class FactIndex:
    """The keys of a book in order (indicator, organisation, period, breakdown), how many each place and indicator has, those without a value apart,
    and the keys behind which a piece of evidence stands.
    """

    def __init__(self, book: Book) -> None:
        self.keys: list[Key] = sorted(book.keys())
        self.places: Counter[tuple[str, str]] = Counter((key[1], key[2]) for key in self.keys)
        self.indicators: Counter[str] = Counter(key[0] for key in self.keys)
        self.empty: set[Key] = {key for key, fact in book.facts.items() if fact.state != "值"}
        self.evidence: dict[str, set[Key]] = {}
        self._codes: list[str] = []
        self._linked: dict[Key, frozenset[str]] = {}
        for key in (*book.facts, *book.stated):
            self._link(key, evidence_of(book, key))

    def take(self, book: Book, keys: Iterable[Key]) -> None:
        """Note that these keys of the book have changed, or are new."""
        for key in keys:
            position = bisect_left(self.keys, key)
            if position == len(self.keys) or self.keys[position] != key:
                insort(self.keys, key)
                self.places[key[1], key[2]] += 1
                self.indicators[key[0]] += 1
            self._link(key, evidence_of(book, key))
            fact = book.fact(key)
            if fact is not None and fact.state != "值":
                self.empty.add(key)
            else:
                self.empty.discard(key)

    def _link(self, key: Key, numbers: frozenset[str]) -> None:
        """Note which evidence stands behind a key now."""
        before = self._linked.get(key, frozenset())
        for number in before - numbers:
            self.evidence[number].discard(key)
        for number in numbers - before:
            self.evidence.setdefault(number, set()).add(key)
        if numbers:
            self._linked[key] = numbers
        elif before:
            del self._linked[key]

    def among(self, organisations: frozenset[str], *, indicator: str = "", period: str = "", after: Key | None = None) -> Iterator[Key]:
        """The keys of these organisations in order, those after a key; of one indicator and one period where they are given."""
        for code in (indicator,) if indicator else self._codes_from(after[0] if after is not None else ""):
            first = bisect_left(self.keys, (code, "", "", ""))
            last = bisect_left(self.keys, (code, _LAST, "", ""), first)
            if last - first > len(organisations) * 4 or period:
                yield from self._by_organisation(code, organisations, period, after)
            else:
                start = first if after is None else max(first, bisect_right(self.keys, after))
                yield from (key for key in self.keys[start:last] if key[1] in organisations)

    def _codes_from(self, first: str) -> list[str]:
        """The codes in order, from one on."""
        if len(self._codes) != len(self.indicators):
            self._codes = sorted(self.indicators)
        return self._codes[bisect_left(self._codes, first):]

    def _by_organisation(self, code: str, organisations: frozenset[str], period: str, after: Key | None) -> Iterator[Key]:
        for organisation in sorted(organisations):
            low = (code, organisation, period, "")
            high = (code, organisation, period or _LAST, _LAST)
            start, end = bisect_left(self.keys, low), bisect_right(self.keys, high)
            if after is not None:
                start = max(start, bisect_right(self.keys, after))
            yield from self.keys[start:end]
