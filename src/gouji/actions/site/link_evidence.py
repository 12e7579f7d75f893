"""Put evidence behind a figure, or take it away: a new version of the figure's row, as any other change of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from gouji.actions.site.definitions import live_book
from gouji.actions.site.evidence_rights import require_adding
from gouji.actions.site.evidence_rights import seen
from gouji.actions.site.origin import Origin
from gouji.actions.site.reading import reading
from gouji.actions.site.submissions import shut_for
from gouji.book import Key
from gouji.book import breakdown_parts
from gouji.book import breakdown_text
from gouji.book.facts import FACT
from gouji.book.facts import STATED
from gouji.book.tables import EVIDENCE
from gouji.book.tables import FACTS
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.store import trail
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.models import RowVersion
from gouji.store.writing import NewRow
from gouji.store.writing import writing

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure to put evidence behind: what it is about, its basis (a fact, or what a source states)."""

    key: Key
    basis: str = FACT
    source: str = ""


def link_evidence(origin: Origin, book: BookRow, behind: Behind, number: str, anchor: str = "", seen_version: int | None = None) -> int:
    """Put evidence behind a figure, at a page or cell of it; gives the number of the new version of the row.

    `seen_version` is the number of the version the person saw (None: whatever counts now). Raises Refused (evidence.add, figures.view), GoujiError: no such
    evidence (S70), no such figure (S75), locked (S09), changed meanwhile (S74).
    """
    require_linkable(origin, book, behind)
    if not _own(origin, book, number):  # what somebody has added himself he knows, also where only a task opens the figure
        with reading(origin, book) as found:
            seen(found, number)
    link = number + (f"#{''.join(sign for sign in anchor.strip() if sign.isprintable() and sign not in ';；')[:_LONGEST]}" if anchor.strip() else "")
    return _change(origin, book, behind, seen_version, link, "")


def unlink_evidence(origin: Origin, book: BookRow, behind: Behind, link: str, seen_version: int | None = None) -> int:
    """Take a piece of evidence (as it is linked, with its anchor) away from a figure. Raises as link_evidence."""
    return _change(origin, book, behind, seen_version, "", link)


def require_linkable(origin: Origin, book: BookRow, behind: Behind) -> None:
    """Ask before anything is done. Raises Refused (evidence.add), GoujiError: locked (S09), no such figure (S75)."""
    indicator, organisation, period, _breakdown = behind.key
    with live_book(book).use() as reckoner:
        organisations = reckoner.book.organisations
    require_adding(origin, book, organisations, organisation, period)
    words = shut_for(book.pk, organisation, period, indicator)
    if words:
        raise GoujiError.of("S09", state=words)
    if row_of(book, behind) is None:
        raise GoujiError.of("S75")


def _change(origin: Origin, book: BookRow, behind: Behind, seen_version: int | None, added: str, removed: str) -> int:
    indicator, organisation, period, _breakdown = behind.key
    require_linkable(origin, book, behind)
    with writing(book.pk, origin.name, origin.number) as writer:
        words = shut_for(book.pk, organisation, period, indicator)  # asked again while others wait
        if words:
            raise GoujiError.of("S09", state=words)
        row = row_of(book, behind)
        if row is None:
            raise GoujiError.of("S75")
        if seen_version is not None and row.pk != seen_version:
            raise GoujiError.of("S74")
        cells = json.loads(row.cells)
        links = [part.strip() for part in cells.get("evidence", "").replace("；", ";").split(";") if part.strip()]
        wanted = [link for link in (*links, added) if link and link != removed]
        cells["evidence"] = ";".join(dict.fromkeys(wanted))
        if cells["evidence"] == ";".join(links):
            return row.pk
        written = writer.record([NewRow(FACTS.name, tuple(row.row_key.split("\x1f")), cells, about=(indicator, organisation, period))])
        details = {"verb": "link" if added else "unlink", "evidence": (added or removed).partition("#")[0]}
        trail.append(origin.trail, Act.ADD_EVIDENCE.value, f"{book.slug}/{indicator}/{organisation}/{period}"[:120], details=details)
    return written[0].pk


def _own(origin: Origin, book: BookRow, number: str) -> bool:
    """Whether the account itself added a piece of evidence."""
    rows = CurrentRow.objects.filter(book=book, table=EVIDENCE.name, row_key=number, version__account_id=origin.number)
    return origin.number is not None and rows.exists()


def row_of(book: BookRow, behind: Behind) -> RowVersion | None:
    """The version that counts of the row of a figure."""
    return rows_of(book, [behind]).get(behind)


def rows_of(book: BookRow, figures: Iterable[Behind]) -> dict[Behind, RowVersion]:
    """The versions that count of the rows of figures, read together."""
    wanted = set(figures)
    parts = [{each.key[position] for each in wanted} for position in range(3)]
    rows = CurrentRow.objects.filter(
        book=book, table=FACTS.name, version__indicator__in=parts[0], version__organisation__in=parts[1], version__period__in=parts[2],
    ).select_related("version")
    found: dict[Behind, RowVersion] = {}
    for version in (current.version for current in rows.iterator(chunk_size=2000)):
        cells = json.loads(version.cells)
        basis = cells.get("basis") or FACT
        breakdown = breakdown_text(breakdown_parts(cells.get("breakdown", "")))
        behind = Behind((version.indicator, version.organisation, version.period, breakdown), basis, cells.get("source", "") if basis == STATED else "")
        if behind in wanted:
            found[behind] = version
    return found
