"""A figure with everything that led to it, as pages and the API show it: the explanation of reports, what may not be seen left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from gouji.actions.site.reading import Reading
from gouji.book import Key
from gouji.book import breakdown_parts
from gouji.book import breakdown_text
from gouji.book.facts import FACT
from gouji.book.tables import FACTS
from gouji.catalogue import Edition
from gouji.catalogue import Formula
from gouji.catalogue.edition import form_formulas
from gouji.catalogue.edition import indicator_formulas
from gouji.catalogue.edition import scheme_formulas
from gouji.formulas import FormulaError
from gouji.formulas import Reference
from gouji.formulas import walk
from gouji.messages import translate as _
from gouji.reckon import Operand
from gouji.reckon import Result
from gouji.reckon import Tally
from gouji.reports import explain_record
from gouji.store.covers import LIVE
from gouji.store.models import RowVersion
from gouji.store.prepared import Prepared

DEPTH = 6
MOST_VERSIONS = 50
_LAST = 2 ** 63 - 1
_VERSIONS = Prepared(
    lambda book, indicator, organisation, period, last: RowVersion.objects.filter(
        book_id=book, table=FACTS.name, indicator=indicator, organisation=organisation, period=period, pk__lte=last,
    ).order_by("-pk")[:MOST_VERSIONS * 4], int, str, str, str, int,
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure or count of entries: its explanation as in reports (plain data), what it is about (None: no indicator of its own), what it is made of.

    `references` are the evidence behind it (number, anchor), `hidden` whether it may not be seen, `deeper` whether parts below were left out.
    """

    record: Mapping[str, object]
    key: Key | None
    parts: tuple[Explained, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    register: str = ""
    missing: bool = False
    hidden: bool = False
    deeper: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What a row of facts said from a moment on: the cells as typed, who recorded it, whether it was added, changed or taken out."""

    moment: datetime
    author: str
    change: str
    basis: str
    value: str
    source: str
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Uses:
    """Where an indicator is used: indicators (code, label), rules (number, statement), forms (name, title), schemes (name, title)."""

    indicators: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    schemes: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.indicators) + len(self.rules) + len(self.forms) + len(self.schemes)


def explained(reading: Reading, operand: Operand, depth: int = DEPTH) -> Explained:
    """The explanation of a figure down to facts, entries and evidence, at most `depth` levels of figures."""
    if isinstance(operand, Tally):
        return _tally(reading, operand)
    if operand.organisation not in reading.reaches:
        record = {"label": operand.label, "organisation": reading.name(operand.organisation), "period": operand.period.text, "value": _("〔无权查看〕")}
        return Explained(record, None, hidden=True, missing=True)
    record = dict(explain_record(operand, reading.reckoner(operand.organisation).book, 1))
    parts = tuple(explained(reading, part, depth - 1) for part in operand.operands) if depth > 1 else ()
    if any(_hides(reading, part) for part in operand.operands):
        record.pop("filled", None)  # it would print what may not be seen
    fact = operand.fact
    references = tuple(_reference(link) for link in fact.evidence) if fact is not None else ()
    return Explained(record, operand.key, parts, references, missing=operand.missing, deeper=bool(operand.operands) and depth <= 1)


def _hides(reading: Reading, operand: Operand) -> bool:
    if isinstance(operand, Result):
        return operand.organisation not in reading.reaches
    return any(entry.organisation not in reading.reaches for entry in operand.entries)


def _tally(reading: Reading, tally: Tally) -> Explained:
    """A count over a register with the entries that may be seen."""
    seen = tuple(entry for entry in tally.entries if entry.organisation in reading.reaches)
    record = dict(explain_record(Tally(tally.label, tally.value, seen), reading.book))
    if len(seen) < len(tally.entries):
        record["note"] = _("另有 {count} 条记录属于无权查看的单位。").format(count=len(tally.entries) - len(seen))
    register = tally.entries[0].register if tally.entries else ""
    references = tuple(dict.fromkeys(_reference(link) for entry in seen[:MOST_VERSIONS] for link in entry.evidence))
    return Explained(record, None, references=references, register=register)


def _reference(link: str) -> tuple[str, str]:
    number, _sign, anchor = link.partition("#")
    return number, anchor


def versions(reading: Reading, key: Key) -> list[Version]:
    """What was recorded and stated of a key, the latest first, as far as it may be seen."""
    counts = reading.view(key[1]).state_of(key)
    found = []
    for row in _VERSIONS(reading.row.pk, *key[:3], _LAST if counts == LIVE else counts):
        cells = json.loads(row.cells)
        if _same_breakdown(cells.get("breakdown", ""), key[3]):
            found.append(Version(
                row.recorded, row.recorded_by, row.change, cells.get("basis") or FACT, cells.get("value", ""), cells.get("source", ""),
                cells.get("evidence", ""), cells.get("note", ""),
            ))
    return found[:MOST_VERSIONS]


def _same_breakdown(text: str, breakdown: str) -> bool:
    try:
        return breakdown_text(breakdown_parts(text)) == breakdown
    except ValueError:
        return False


def uses_of(reading: Reading, edition: Edition, code: str) -> Uses:
    """Where an indicator is used, in the definitions that count: of the book's sets, and the forms and schemes the book uses."""
    return uses_in(edition, reading.book.sets, code)


def uses_in(edition: Edition, sets: tuple[str, ...], code: str) -> Uses:
    """The same, of sets."""
    return _reverse(edition, sets).get(code, Uses())


@lru_cache(maxsize=16)
def _reverse(edition: Edition, sets: tuple[str, ...]) -> dict[str, Uses]:
    """For every indicator where it is used."""
    found: dict[str, dict[str, dict[tuple[str, str], None]]] = {}
    for kind, item, formulas in _formulas(edition, sets):
        for formula, set_name, register in formulas:
            for code in named_in(edition, formula.text, set_name, register):
                if code != item[0]:
                    found.setdefault(code, {}).setdefault(kind, {})[item] = None
    return {code: Uses(**{kind: tuple(items) for kind, items in kinds.items()}) for code, kinds in found.items()}


def _formulas(edition: Edition, sets: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, str], Iterable[tuple[Formula, str, str]]]]:
    """Whatever has formulas: its kind, code and name, its formulas with the set and the register in whose words they are written."""
    for indicator in edition.indicators.values():
        yield "indicators", (indicator.code, indicator.label), indicator_formulas(indicator)
    for rule in edition.rules:
        if rule.set in sets:
            own = (rule.check, rule.derives, rule.when)
            yield "rules", (rule.number, rule.statement), [(formula, rule.set, rule.entries) for formula in own if formula is not None]
    for form in edition.forms.values():
        if form.set in sets:
            yield "forms", (form.name, form.title), form_formulas(form)
    for scheme in edition.schemes.values():
        if scheme.set in sets:
            yield "schemes", (scheme.name, scheme.title), scheme_formulas(scheme)


def named_in(edition: Edition, text: str, set_name: str, register: str = "") -> tuple[str, ...]:
    """The codes of the indicators that a formula names."""
    try:
        nodes = walk(edition.bind(text, set_name, register))
    except FormulaError:
        return ()
    return tuple(dict.fromkeys(node.key for node in nodes if isinstance(node, Reference) and node.kind == "indicator"))
