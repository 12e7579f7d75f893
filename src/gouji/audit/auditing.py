"""The audit of one document: all relations, one finding per error, coverage."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit import carried
from gouji.audit.claims import Audit
from gouji.audit.claims import Claim
from gouji.audit.claims import Coverage
from gouji.audit.claims import Unassessed
from gouji.audit.conventions import conventions
from gouji.audit.findings import gather
from gouji.audit.reading import Reading
from gouji.audit.reading import read
from gouji.audit.relations import account_parts
from gouji.audit.relations import additions
from gouji.audit.relations import averages
from gouji.audit.relations import based
from gouji.audit.relations import breakdowns
from gouji.audit.relations import changes
from gouji.audit.relations import cohorts
from gouji.audit.relations import columns
from gouji.audit.relations import compared
from gouji.audit.relations import completion
from gouji.audit.relations import drift
from gouji.audit.relations import elsewhere
from gouji.audit.relations import families
from gouji.audit.relations import flat_rows
from gouji.audit.relations import fulfilled
from gouji.audit.relations import grim
from gouji.audit.relations import growth
from gouji.audit.relations import itemised
from gouji.audit.relations import levels
from gouji.audit.relations import limits
from gouji.audit.relations import listing
from gouji.audit.relations import multiples
from gouji.audit.relations import numbering
from gouji.audit.relations import outcomes
from gouji.audit.relations import paces
from gouji.audit.relations import paired
from gouji.audit.relations import parts
from gouji.audit.relations import per_unit
from gouji.audit.relations import point_changes
from gouji.audit.relations import points
from gouji.audit.relations import proportions
from gouji.audit.relations import rates
from gouji.audit.relations import references
from gouji.audit.relations import remainders
from gouji.audit.relations import restatement
from gouji.audit.relations import row_groups
from gouji.audit.relations import shares
from gouji.audit.relations import subsets
from gouji.audit.relations import sums
from gouji.audit.relations import table_rates
from gouji.audit.relations import tables
from gouji.audit.relations import targets
from gouji.audit.relations import text_table_rates
from gouji.audit.relations import yearly
from gouji.audit.relations import yearly_heads
from gouji.audit.settling import settle
from gouji.audit.unassessed import unassessed
from gouji.numbers import Verdict
from gouji.papers.documents import Document
from gouji.papers.documents.beside import Beside
from gouji.papers.documents.uncollected import uncollected

Relation = Callable[[Reading], Iterator[Claim]]
Beyond = Callable[[Reading], Iterable[Claim | Unassessed]]
"""A comparison with what lies outside the document: a book, another document."""
RELATIONS: tuple[Relation, ...] = (
    tables.find, sums.find, rates.find, growth.find, restatement.find, numbering.find, references.find, table_rates.find,
    text_table_rates.find, listing.find, points.find, yearly.find, levels.find, completion.find, flat_rows.find, grim.find,
    averages.find, targets.find, parts.find, cohorts.find, elsewhere.find, drift.find, limits.find, yearly_heads.find,
    subsets.find, additions.find, outcomes.find, multiples.find, based.find, breakdowns.find,
    changes.find, columns.find, shares.find, remainders.find, per_unit.find, point_changes.find, paired.find, fulfilled.find,
    families.find, paces.find, proportions.find, itemised.find, row_groups.find, compared.find, account_parts.find,
)
BESIDE: tuple[Relation, ...] = (elsewhere.find, targets.find, drift.find)
"""Looked for beside the others, with the restatements, so that both processes end together."""
LONG = 2_000  # numbers; for fewer another process would take longer to begin than the work itself


def audit_document(document: Document, beyond: Sequence[Beyond] = ()) -> Audit:
    """Find every number and every relation between numbers of a document, recompute each, and say what holds and what does not.

    `beyond` are comparisons with what lies outside the document (audit.against, audit.across).
    """
    with uncollected():
        return _audited(read(document), beyond)


def _audited(reading: Reading, beyond: Sequence[Beyond]) -> Audit:
    document = reading.document
    outside = [item for compare in beyond for item in compare(reading)]
    inside = _inside(reading)
    claims = distinct(settle(reading, [*inside, *(item for item in outside if isinstance(item, Claim))]))
    open_ends = (*unassessed(reading, claims), *(item for item in outside if isinstance(item, Unassessed)))
    return Audit(
        document.path, _title(reading), tuple(claims), gather(reading, claims), open_ends, _coverage(reading, claims),
        conventions(reading.text, claims), tuple(notice.message() for notice in document.notices),
    )


def _inside(reading: Reading) -> list[Claim]:
    """The claims of all relations in their order. Half of the work on a long document, the restatements most of all, is done beside the rest."""
    beside = Beside(lambda: (list(restatement.told(reading)), _told_beside(reading)), long=len(reading.mentions) >= LONG)
    try:
        found = {relation: list(relation(reading)) for relation in RELATIONS if relation is not restatement.find and relation not in BESIDE}
        restated, others = beside.result()
    finally:
        beside.dropped()
    found[restatement.find] = list(restatement.claims(reading, restated))
    found |= {relation: list(map(carried.heard, told)) for relation, told in zip(BESIDE, others, strict=True)}
    return [claim for relation in RELATIONS for claim in found[relation]]


def _told_beside(reading: Reading) -> list[list[carried.Carried]]:
    """What the relations of BESIDE find."""
    return [list(map(carried.told, relation(reading))) for relation in BESIDE]


def distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Each relation once: of claims of one kind over the same numbers the surest stays; claims in the order of the text."""
    best: dict[tuple[str, frozenset[tuple[int, int]]], Claim] = {}
    for claim in claims:
        key = (claim.kind, frozenset((item.start, item.end) for item in claim.spots))
        known = best.get(key)
        if known is None or claim.confidence > known.confidence:
            best[key] = claim
    return sorted(best.values(), key=lambda claim: (claim.claim.start, claim.kind))


def _coverage(reading: Reading, claims: Sequence[Claim]) -> Coverage:
    measured = {mention.token.start for mention in reading.mentions if mention.measured}
    checked = {item.start for claim in claims for item in claim.spots} & measured
    held = {item.start for claim in claims if claim.verdict is Verdict.HOLDS for item in claim.spots} & measured
    return Coverage(len(measured), len(checked), len(held))


def _title(reading: Reading) -> str:
    return next((section for section in reading.sections if section), "")
