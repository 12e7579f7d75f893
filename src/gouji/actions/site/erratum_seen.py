"""The page of an erratum: the figures that can be put right, what is proposed and what follows from it, who may decide; the errata there were."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.actions.site.as_sent import sees_work
from gouji.actions.site.comparing import Difference
from gouji.actions.site.corrected import figures_in
from gouji.actions.site.corrected import outcome_of
from gouji.actions.site.corrected import said
from gouji.actions.site.deciding import target_of
from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import submission_tables
from gouji.actions.site.erratum import REFUSED
from gouji.actions.site.erratum import may_propose
from gouji.actions.site.erratum import waiting_erratum
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.publish import live_publication
from gouji.actions.site.submissions import PUBLISHED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import state_words
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.reports.entry import input_cells
from gouji.rights import Act
from gouji.store.models import Correction
from gouji.store.models import Erratum
from gouji.store.models import Publication
from gouji.store.models import Submission


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure that may be put right; `draft` is what stands in the book now where that is something else (only for who sees work)."""

    key: str
    label: str
    unit: str
    text: str
    draft: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """An erratum that waits: its corrections, what else follows from them, hard rules that would no longer hold, the drafts it would replace."""

    row: Erratum
    corrections: tuple[Correction, ...]
    follows: tuple[Difference, ...]
    broken: tuple[str, ...]
    stale: bool


@dataclass(frozen=True, slots=True)
class ErratumPage:
    """Everything on the page that the account may see: what was proposed and what was refused is for who sees work, may propose or may decide."""

    submission: Submission
    place: str
    public: Publication
    figures: tuple[Figure, ...]
    waiting: Proposed | None
    own: bool
    may_propose: bool
    may_decide: bool
    former: tuple[Erratum, ...]


def erratum_page(origin: Origin, number: int) -> ErratumPage:
    """The page. Raises Refused (figures.view) for whoever may not see what was submitted, GoujiError: no submission (S05), not published (S53)."""
    submission = find_submission(number)
    target = target_of(submission)
    require(origin, Act.VIEW_FIGURES, target)
    public = live_publication(submission)
    if public is None or submission.state != PUBLISHED:
        raise GoujiError.of("S53", state=state_words(submission.state), act=_("勘误"))
    works, may, decides = sees_work(origin, target), may_propose(origin, submission), allowed(origin, Act.PUBLISH, target).allowed
    inside = works or may or decides
    waiting = waiting_erratum(submission)
    proposing = may and waiting is None
    waiting = waiting if inside else None
    with live_book(submission.round.book).use() as reckoner:
        place = reckoner.book.organisations.name(submission.organisation)
    hidden = ("",) if inside else ("", REFUSED)
    decided = Erratum.objects.filter(submission=submission).exclude(outcome__in=hidden).select_related("account", "decided_by", "made")
    return ErratumPage(
        submission, place, public, _figures(public, drafts=works) if proposing else (),
        _proposed(waiting, public) if waiting is not None else None, waiting is not None and waiting.account_id == origin.number, proposing,
        decides, tuple(decided.prefetch_related("corrections").order_by("-pk")),
    )


def _figures(public: Publication, *, drafts: bool) -> tuple[Figure, ...]:
    now: dict[str, str] = {}
    if drafts:
        live = live_book(public.submission.round.book)
        with live.use() as reckoner:
            now = {key: said(cell) for key, cell in input_cells(submission_tables(live, reckoner, public.submission, registers=False)).items()}
    return tuple(
        Figure(key, cell.label, "" if cell.unit == ":1" else cell.unit, said(cell), now[key] if now.get(key, said(cell)) != said(cell) else "")
        for key, cell in figures_in(public).items()
    )


def _proposed(row: Erratum, public: Publication) -> Proposed:
    corrections = tuple(row.corrections.order_by("pk"))
    if row.former_id != public.pk:
        return Proposed(row, corrections, (), (), stale=True)
    found = outcome_of(public, corrections)
    return Proposed(row, corrections, found.follows, found.broken, stale=False)
