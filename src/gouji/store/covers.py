"""Which state of a figure counts for those who see only what was submitted or published: what rounds ask for, and the version it was handed in at."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache

from gouji.book import Entry
from gouji.book import Key
from gouji.book import Period
from gouji.book import parse_period
from gouji.catalogue import Catalogue
from gouji.catalogue import Edition
from gouji.catalogue import Table
from gouji.catalogue.edition import form_formulas
from gouji.formulas import FormulaError
from gouji.formulas import Reference
from gouji.formulas import walk
from gouji.rights import Reach
from gouji.store.editions import corrected_in
from gouji.store.models import Publication
from gouji.store.models import Submission

LIVE, NONE = -1, 0
"""The present counts; nothing can be seen. Any other number is the version that counts."""
_YEARS = ("学年", "自然年", "财年", "届")


@dataclass(frozen=True, slots=True)
class Cover:
    """What one submission is about: the organisation, the period, the form's indicators and registers, and the version that counts (0: none)."""

    organisation: str
    period: str
    asked: frozenset[str]
    version: int

    def asks(self, what: str, organisation: str, period: str) -> bool:
        """Whether it is about a figure (the code of its indicator) or an entry (@register) of an organisation and period."""
        return organisation == self.organisation and what in self.asked and (not period or belongs(period, self.period))


@dataclass(frozen=True, eq=True)
class Covers:
    """All of one book. `rest` is what counts for figures that none is about: LIVE for what was submitted, NONE for what was published; `corrected`
    are the figures an erratum put right, with the version that says it.
    """

    items: tuple[Cover, ...]
    rest: int
    corrected: Mapping[Key, int] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], int] = field(default_factory=dict, compare=False, repr=False)

    def state_of(self, key: Key) -> int:
        """What counts for a figure."""
        state = self._state(key[0], key[1], key[2])
        return max(state, self.corrected.get(key, NONE)) if self.corrected else state

    def entry_state(self, entry: Entry) -> int:
        """What counts for an entry of a register."""
        return self._state(f"@{entry.register}", entry.organisation, entry.period)

    def _state(self, asked: str, organisation: str, period: str) -> int:
        place = (asked, organisation, period)
        known = self._known.get(place)
        if known is None:
            about = [item.version for item in self.items if item.asks(asked, organisation, period)]
            known = self._known[place] = max(about, default=self.rest)
        return known

    def versions(self) -> tuple[int, ...]:
        """The versions that count somewhere."""
        return tuple(sorted({item.version for item in self.items if item.version > NONE}))

    def earliest(self) -> int | None:
        """The earliest of them."""
        return next(iter(self.versions()), None)


def covers_of(book: int, catalogue: Catalogue, reach: Reach) -> Covers | None:
    """What counts in a book for a reach; None where the present does, everywhere."""
    if reach is Reach.SENT:
        rows = Submission.objects.filter(round__book_id=book).values_list("organisation", "round__period", "round__form", "sent_version")
        items = _items(catalogue, rows)
        return Covers(items, LIVE, corrected_in(book)) if items else None
    if reach is Reach.PUBLISHED:
        standing = Publication.objects.filter(submission__round__book_id=book, withdrawn__isnull=True).order_by("pk")
        rows = standing.values_list("submission__organisation", "submission__round__period", "submission__round__form", "version")
        latest = {row[:3]: row for row in rows}
        return Covers(_items(catalogue, latest.values()), NONE, corrected_in(book))
    return None


def _items(catalogue: Catalogue, rows: Iterable[tuple[str, str, str, int]]) -> tuple[Cover, ...]:
    return tuple(Cover(organisation, period, asked_by(catalogue.on(_day(period)), form), version) for organisation, period, form, version in sorted(rows))


def cover_of(submission: Submission, catalogue: Catalogue) -> Cover:
    """What a submission is about."""
    asked = asked_by(catalogue.on(_day(submission.round.period)), submission.round.form)
    return Cover(submission.organisation, submission.round.period, asked, submission.sent_version)


def _day(period: str) -> date:
    return parse_period(period).last


@lru_cache(maxsize=500)
def asked_by(edition: Edition, form: str) -> frozenset[str]:
    """What a form asks for: the codes of its indicators and of those they are made of, and its registers (as @name)."""
    found = edition.forms.get(form)
    if found is None:
        return frozenset()
    asked: set[str] = {f"@{table.entries}" for table in found.tables if table.entries}
    pending = [code for formula, set_name, register in form_formulas(found) for code in _references(edition, formula.text, set_name, register)]
    pending += [code for table in found.tables for code in _parts(edition, table, found.set)]
    while pending:
        code = pending.pop()
        if code not in asked:
            asked.add(code)
            indicator = edition.indicators.get(code)
            if indicator is not None and indicator.formula is not None:
                pending.extend(_references(edition, indicator.formula.text, indicator.set, ""))
    return frozenset(asked)


def _parts(edition: Edition, table: Table, set_name: str) -> Iterator[str]:
    """The indicators under those of the rows that have a column of their own (调查人数 under each 满意度)."""
    names = {column.show for column in table.columns if column.show and column.formula is None}
    for row in table.rows:
        for code in _references(edition, row.indicator.text, set_name, "")[:1] if row.indicator is not None else ():
            if (own := edition.indicators.get(code)) is not None:
                yield from (part.code for name in names for part in edition.find(own.set, (*own.path, name))[:1])


def _references(edition: Edition, text: str, set_name: str, register: str) -> list[str]:
    """The indicators and registers that a formula names."""
    try:
        nodes = walk(edition.bind(text, set_name, register))
    except FormulaError:
        return []
    marks = {"indicator": "", "register": "@"}
    return [marks[node.kind] + node.key for node in nodes if isinstance(node, Reference) and node.kind in marks]


@lru_cache(maxsize=100_000)
def belongs(period: str, asked: str) -> bool:
    """Whether figures of a period are asked for by a round of another: the same year in any calendar, or a part of it."""
    own, wanted = parse_period(period), parse_period(asked)
    return own == wanted or _same_year(own, wanted) or own.within(wanted)


def _same_year(own: Period, wanted: Period) -> bool:
    return own.kind in _YEARS and wanted.kind in _YEARS and own.year == wanted.year
