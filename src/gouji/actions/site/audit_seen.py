"""The audit of a document as its page shows it: findings with their quotations and decisions, filtered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gouji.actions.site.audit_counts import PENDING
from gouji.actions.site.origin import Origin
from gouji.actions.site.own_documents import file_of
from gouji.actions.site.own_documents import find_document
from gouji.actions.site.own_documents import result_file
from gouji.actions.site.own_documents import summary_of
from gouji.audit.decisions import Decision
from gouji.audit.decisions import decisions_path
from gouji.audit.decisions import load_decisions
from gouji.audit.delivery.notes import status_title
from gouji.audit.delivery.view import GRAVITY
from gouji.audit.delivery.words import kind_title
from gouji.audit.delivery.words import verdict_title
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.rights import Act
from gouji.store import trail
from gouji.store.models import Document


@dataclass(frozen=True, slots=True)
class Card:
    """A finding on the page: what the audit recorded (`issue`), in words, the decision that counts, an earlier one made on other values."""

    issue: Mapping[str, Any]
    verdict: str
    kind: str
    status: str
    decision: Decision | None
    earlier: Decision | None

    @property
    def status_words(self) -> str:
        """What was decided, in words."""
        return status_title(self.status)


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """A relation that was recognised but could not be checked: its kind, the number, where it stands with the words around it, why."""

    kind: str
    value: str
    place: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The page: the document, the cards that the filter leaves, all cards by verdict, kind and status, coverage, whether the files to take away
    are older than a decision.
    """

    document: Document
    cards: Sequence[Card]
    total: int
    verdicts: Sequence[tuple[str, str, int]]
    kinds: Sequence[tuple[str, str, int]]
    statuses: Sequence[tuple[str, str, int]]
    coverage: Sequence[int]
    notices: Sequence[str]
    unassessed: Sequence[OpenEnd]
    stale: bool
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings: of a verdict, of a kind, with a status; "" for all."""

    verdict: str = ""
    kind: str = ""
    status: str = ""

    def fits(self, card: Card) -> bool:
        """Whether the filter leaves a card."""
        wanted = ((self.verdict, card.issue["verdict"]), (self.kind, card.issue["kind"]), (self.status, card.status))
        return all(not asked or asked == held for asked, held in wanted)


def audit_seen(origin: Origin, number: int, wanted: Filter = Filter()) -> Shown | None:
    """The audit of a document of one's own; None where it has none yet. Seeing it stands in the trail. Raises S80, Refused."""
    document = find_document(origin, number)
    if not document.summary:
        return None
    trail.append(origin.trail, Act.VIEW_AUDIT.value, f"document/{number}", details={"verb": "view"})
    view = json.loads(result_file(document, "view").read_bytes())
    cards = _cards(document, view)
    summary = summary_of(document)
    files = summary["files"]
    assert isinstance(files, dict), "written by the audit"
    return Shown(
        document, [card for card in cards if wanted.fits(card)], len(cards),
        [(verdict.value, verdict_title(verdict), _count(cards, "verdict", verdict.value)) for verdict in GRAVITY],
        sorted({(card.issue["kind"], card.kind, _count(cards, "kind", card.issue["kind"])) for card in cards}),
        [(status, status_title(status), sum(card.status == status for card in cards)) for status in (PENDING, "confirmed", "dismissed", "corrected")],
        view["coverage"], view["notices"], _open_ends(view), bool(summary.get("decided")), [key for key in files if key != "view"],
    )


def card_of(origin: Origin, number: int, issue: int) -> Card:
    """One finding by its number. Raises S80, S87, Refused."""
    document = find_document(origin, number)
    view = json.loads(result_file(document, "view").read_bytes())
    found = next((card for card in _cards(document, view) if card.issue["number"] == issue), None)
    if found is None:
        raise GoujiError.of("S87")
    return found


def coverage_line(coverage: Sequence[int]) -> str:
    """How much was looked at, in words."""
    measured, checked, held = coverage
    return _("共 {measured} 个数字，{checked} 个参加了核对，{held} 个见于相符的关系").format(measured=measured, checked=checked, held=held)


def _cards(document: Document, view: Mapping[str, Any]) -> list[Card]:
    decisions = load_decisions(decisions_path(file_of(document)))
    cards = []
    for issue in view["issues"]:
        standing = decisions.standing(issue["fingerprint"], issue["values"])
        status = standing.decision.status.value if standing.decision is not None else PENDING
        cards.append(Card(issue, verdict_title(Verdict(issue["verdict"])), kind_title(issue["kind"]), status, standing.decision, standing.earlier))
    return cards


def _open_ends(view: Mapping[str, Any]) -> list[OpenEnd]:
    """What could not be checked; audits of earlier versions tell no place."""
    return [
        OpenEnd(kind_title(item["kind"]), item["value"], item.get("place", ""), item.get("quote", ""), item["reason"]) for item in view["unassessed"]
    ]


def _count(cards: Sequence[Card], key: str, value: str) -> int:
    return sum(card.issue[key] == value for card in cards)
