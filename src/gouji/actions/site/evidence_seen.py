"""Evidence as it is shown: the list with what is odd about a file, what stands behind which figure, coverage of forms, the printed index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gouji.actions.site.evidence_rights import owner_of
from gouji.actions.site.evidence_rights import sees
from gouji.actions.site.explained import named_in
from gouji.actions.site.link_evidence import Behind
from gouji.actions.site.link_evidence import rows_of
from gouji.actions.site.reading import Reading
from gouji.book import Evidence
from gouji.book import Fact
from gouji.book import Key
from gouji.book import Period
from gouji.book import in_calendar
from gouji.book import parse_period
from gouji.book.facts import FACT
from gouji.book.facts import STATED
from gouji.catalogue import Form
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act

MISSING, ALTERED, TWIN, EARLIER, REUSED, UNUSED = "missing", "altered", "twin", "earlier", "reused", "unused"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence with whose it is, how many figures and entries it stands behind, and what is odd about it (code, words)."""

    id: str
    title: str
    kind: str
    date: str
    issuer: str
    file: str
    sha256: str
    organisation: str
    place: str
    count: int
    flags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A figure that evidence stands behind: what it is about, its basis and source, as printed, where in the file; `version` of its row."""

    key: Key
    label: str
    place: str
    basis: str
    source: str
    value: str
    unit: str
    link: str
    anchor: str
    version: int
    may_change: bool


def evidence_rows(reading: Reading) -> list[EvidenceRow]:
    """The evidence that may be seen, by number."""
    found = [each for each in reading.book.evidence.values() if sees(reading, each)]
    twins: dict[str, list[Evidence]] = {}
    for each in found:
        twins.setdefault(each.sha256, []).append(each)
    return [_row(reading, each, twins[each.sha256]) for each in sorted(found, key=lambda each: (len(each.id), each.id))]


def evidence_row(reading: Reading, evidence: Evidence) -> EvidenceRow:
    """One piece of evidence."""
    twins = [each for each in reading.book.evidence.values() if each.sha256 == evidence.sha256 and sees(reading, each)]
    return _row(reading, evidence, twins)


def _row(reading: Reading, evidence: Evidence, twins: list[Evidence]) -> EvidenceRow:
    keys = keys_behind(reading, evidence.id)
    entries = [entry for own, reached in reading.views() for entry in own.entries_behind(evidence.id) if entry.organisation in reached]
    owner = owner_of(reading, evidence)
    return EvidenceRow(
        evidence.id, evidence.title or evidence.file, evidence.kind, evidence.date, evidence.issuer, evidence.file, evidence.sha256, owner,
        reading.name(owner), len(keys) + len(entries), tuple(_flags(evidence, twins, [parse_period(key[2]) for key in keys], used=bool(keys or entries))),
    )


def _flags(evidence: Evidence, twins: list[Evidence], periods: list[Period], *, used: bool) -> Iterator[tuple[str, str]]:
    """What is odd: no file, another content than recorded, the same content twice, older than what it proves, used for several years, not used."""
    if not evidence.found:
        yield MISSING, _("文件不在")
    elif not evidence.intact:
        yield ALTERED, _("内容与登记的不符")
    others = [each.id for each in twins if each.id != evidence.id]
    if others:
        yield TWIN, _("与 {numbers} 内容相同").format(numbers="、".join(others[:5]))
    first = min((period.first for period in periods), default=None)
    if first is not None and evidence.date and evidence.date < first.isoformat()[:len(evidence.date)]:
        yield EARLIER, _("日期早于所证期间（可能是往年文件）")
    if len({period.year for period in periods}) > 1:
        yield REUSED, _("用于几个年度")
    if not used:
        yield UNUSED, _("未关联")


def keys_behind(reading: Reading, number: str) -> list[Key]:
    """What the figures are about behind which a piece of evidence stands, as far as they may be seen."""
    return sorted(key for own, reached in reading.views() for key in own.index().evidence.get(number, ()) if key[1] in reached)


def links_of(reading: Reading, number: str, most: int = 200) -> list[Link]:
    """The figures behind which a piece of evidence stands."""
    linked = [
        (fact, link) for key in keys_behind(reading, number)[:most] for fact in reading.facts(key) for link in fact.evidence if link.partition("#")[0] == number
    ][:most]
    rows = rows_of(reading.row, [_behind(fact) for fact, _link in linked if reading.may(Act.ADD_EVIDENCE, fact.organisation)])
    return [_link(reading, fact, link, row.pk if (row := rows.get(_behind(fact))) is not None else 0) for fact, link in linked]


def _behind(fact: Fact) -> Behind:
    return Behind(fact.key, fact.basis, fact.source if fact.basis == STATED else "")


def _link(reading: Reading, fact: Fact, link: str, version: int) -> Link:
    indicator = reading.indicator(fact.indicator, parse_period(fact.period))
    value = (fact.figure.text or f"{fact.figure.value:f}") if fact.figure is not None else fact.text or fact.state
    label = f"{indicator.label}（{fact.breakdown}）" if fact.breakdown else indicator.label
    return Link(
        fact.key, label, reading.name(fact.organisation), fact.basis, fact.source, value, indicator.unit, link, link.partition("#")[2], version, version > 0,
    )


@dataclass(frozen=True, slots=True)
class Covered:
    """A row of a form: its number and name as printed, the figure, and the evidence behind it (number, title, anchor)."""

    table: str
    number: str
    label: str
    key: Key
    value: str
    evidence: tuple[tuple[str, str, str], ...]
    recorded: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the facts of a form have evidence for an organisation and period."""

    form: str
    organisation: str
    place: str
    period: str
    rows: tuple[Covered, ...]

    @property
    def recorded(self) -> int:
        """How many rows have a fact."""
        return sum(row.recorded for row in self.rows)

    @property
    def proved(self) -> int:
        """How many of those have evidence."""
        return sum(row.recorded and bool(row.evidence) for row in self.rows)


def coverage(reading: Reading, form: str, organisation: str, period: Period) -> Coverage:
    """The rows of a form with the evidence behind their facts. Raises GoujiError S69: no such form."""
    edition = reading.book.edition(period)
    found = edition.forms.get(form)
    if found is None:
        raise GoujiError.of("S69", name=form)
    return Coverage(form, organisation, reading.name(organisation), period.text, tuple(_covered(reading, found, organisation, period)))


def _covered(reading: Reading, form: Form, organisation: str, period: Period) -> Iterator[Covered]:
    edition = reading.book.edition(period)
    for table in form.tables:
        for row in table.rows:
            codes = named_in(edition, row.indicator.text, form.set) if row.indicator is not None else ()
            if not codes or edition.indicators[codes[0]].formula is not None:
                continue
            indicator = edition.indicators[codes[0]]
            key = (indicator.code, organisation, in_calendar(period, indicator.calendar).text, "")
            facts = [fact for fact in reading.facts(key) if fact.basis == FACT and fact.state != "空"]
            links = [link.partition("#") for fact in facts for link in fact.evidence]
            titles = reading.book.evidence
            value = next(((fact.figure.text if fact.figure is not None else fact.text or fact.state) for fact in facts), "")
            yield Covered(
                table.name, row.number, row.label or indicator.name, key, value,
                tuple((number, titles[number].title if number in titles else "", anchor) for number, _sign, anchor in links), bool(facts),
            )
