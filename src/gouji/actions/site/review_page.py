"""A submission as those who decide on it see it: figures as submitted, what changed, findings with answers, whose turn it is, its story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from gouji.actions.site.as_sent import findings_as_sent
from gouji.actions.site.as_sent import former_as_sent
from gouji.actions.site.as_sent import sees_work
from gouji.actions.site.asked import today
from gouji.actions.site.comparing import StateChoice
from gouji.actions.site.comparing import choices_of
from gouji.actions.site.comparing import gap_text
from gouji.actions.site.comparing import said
from gouji.actions.site.comparing import sees_sent
from gouji.actions.site.comparing import sent_before
from gouji.actions.site.deciding import RETURN
from gouji.actions.site.deciding import SUBMIT
from gouji.actions.site.deciding import name_of
from gouji.actions.site.deciding import open_reviews
from gouji.actions.site.deciding import principal
from gouji.actions.site.deciding import submitter
from gouji.actions.site.deciding import target_of
from gouji.actions.site.deciding import turn_of
from gouji.actions.site.definitions import live_book
from gouji.actions.site.findings import Findings
from gouji.actions.site.findings import findings_of
from gouji.actions.site.form_lines import ENTRY
from gouji.actions.site.form_lines import Line
from gouji.actions.site.form_lines import digest
from gouji.actions.site.form_lines import tables_at
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.publish import live_publication
from gouji.actions.site.return_submission import reasons
from gouji.actions.site.review_story import Card
from gouji.actions.site.review_story import Told
from gouji.actions.site.review_story import cards_of
from gouji.actions.site.review_story import story_of
from gouji.actions.site.submissions import APPROVED
from gouji.actions.site.submissions import PUBLISHED
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import state_words
from gouji.actions.site.targets import figures_target
from gouji.messages import GoujiError
from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.reports.entry import INPUT
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.models import Answer
from gouji.store.models import Erratum
from gouji.store.models import GrantRow
from gouji.store.models import Mark
from gouji.store.models import Permit
from gouji.store.models import Publication
from gouji.store.models import Submission
from gouji.store.models import Task


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line with what it said in the submission before (None: the same, or there was none), last year, and what was remarked on it."""

    line: Line
    text: str
    before: str | None = None
    gap: str = ""
    remarks: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """A table of the form; `changed` counts the lines that differ from the submission before."""

    name: str
    title: str
    lines: tuple[ReviewLine, ...]
    headings: Mapping[str, str]
    changed: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a submission is, whoever looks at it."""

    submission: Submission
    title: str
    place: str
    words: str
    days: int
    submitted_by: str
    fingerprint: str
    filled: int
    asked: int
    evidenced: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything on the page of a submission. `turn` says whether it is this person's turn ("decide", "opinion" or ""), `own` that he handed it in
    himself; `asker` who delegated it to him, `asked` to whom he delegated it; `may` holds what else he may do (publish, manage); `colleagues` who
    could be asked.
    """

    sheet: Sheet
    tables: tuple[ReviewTable, ...]
    changed: int
    has_before: bool
    cards: tuple[Card, ...]
    story: tuple[Told, ...]
    turn: str
    own: bool
    asker: str
    asked: str
    may: frozenset[str]
    reasons: Mapping[str, str]
    colleagues: tuple[tuple[str, str], ...]
    publications: tuple[Publication, ...]
    public: Publication | None
    erratum: bool
    permit: datetime | None
    choices: tuple[StateChoice, ...]
    findings: Findings
    linked: bool
    open_tasks: tuple[tuple[int, str], ...]


def review_page(origin: Origin, number: int) -> ReviewPage:
    """The page of a submission. Raises Refused (figures.view) for whoever may not see what was submitted, GoujiError S05 where nothing was yet."""
    submission, target = _seen(origin, number)
    tables = _tables(origin, submission, target)
    turn = turn_of(origin, submission)
    may = frozenset(name for name, act in (("publish", Act.PUBLISH), ("manage", Act.MANAGE_ROUNDS)) if allowed(origin, act, target).allowed)
    permit = Permit.objects.filter(submission=submission).order_by("-until").first()
    findings, linked = _findings(origin, submission, target)
    return ReviewPage(
        _sheet(submission, tables), tables, sum(table.changed for table in tables), sent_before(submission) > 0,
        cards_of(submission), story_of(submission),
        "" if turn is None else "opinion" if turn.delegated else "decide", turn is not None and submitter(submission) == origin.number,
        name_of(principal(turn)) if turn is not None and turn.delegated else "", _asked(submission, turn), may, reasons(),
        _colleagues(submission, origin) if turn is not None or "manage" in may else (),
        tuple(Publication.objects.filter(submission=submission).select_related("account").order_by("-number")), live_publication(submission),
        Erratum.objects.filter(submission=submission, outcome="").exists(),
        permit.until if permit is not None and submission.state in (SUBMITTED, APPROVED, PUBLISHED) else None,
        choices_of(origin, submission, target), findings, linked,
        tuple((task.pk, name_of(task)) for task in open_reviews(submission)) if submission.state == SUBMITTED else (),
    )


@dataclass(frozen=True, slots=True)
class SignSheet:
    """What is printed and signed: the key figures of what was submitted, how many more there are, who decided, where the code on it leads."""

    sheet: Sheet
    figures: tuple[ReviewLine, ...]
    more: int
    cards: tuple[Card, ...]
    address: str


def sign_sheet(origin: Origin, number: int, most: int) -> SignSheet:
    """The sheet with so many figures at most, of each table the first ones. Raises as `review_page`."""
    submission, target = _seen(origin, number)
    tables = _tables(origin, submission, target)
    known = [list({line.line.row_key: line for line in table.lines if line.text and line.line.kind != ENTRY}.values()) for table in tables]
    every = {line.line.row_key: line for own in known for line in own}
    first = {line.line.row_key for line in _in_turn(known, most)}
    live = live_publication(submission)
    frozen = live is not None and live.version == submission.sent_version and not live.also
    address = f"/published/{live.pk}/" if live is not None and frozen else f"/review/{number}/"
    figures = tuple(line for key, line in every.items() if key in first)
    return SignSheet(_sheet(submission, tables), figures, len(every) - len(figures), cards_of(submission), address)


def _in_turn(tables: list[list[ReviewLine]], most: int) -> list[ReviewLine]:
    """The first line of each table, then the second of each, each figure once, until there are so many."""
    found: dict[str, ReviewLine] = {}
    for row in zip_longest(*tables):
        for line in row:
            if line is not None and len(found) < most:
                found.setdefault(line.line.row_key, line)
    return list(found.values())


def may_see_sent(origin: Origin, number: int) -> bool:
    """Whether the account may (still) see what was submitted. Raises GoujiError S05."""
    return sees_sent(origin, target_of(find_submission(number)))


def _seen(origin: Origin, number: int) -> tuple[Submission, Target]:
    submission = find_submission(number)
    target = target_of(submission)
    require(origin, Act.VIEW_FIGURES, target)
    if not submission.sent_version:
        raise GoujiError.of("S53", state=state_words(submission.state), act=_("审核"))
    return submission, target


def _asked(submission: Submission, turn: Task | None) -> str:
    """To whom the task at hand was delegated; empty where it was not."""
    waiting = [task for task in open_reviews(submission) if task.delegated and turn is not None and principal(task) == turn]
    return name_of(waiting[0]) if waiting else ""


def _findings(origin: Origin, submission: Submission, target: Target) -> tuple[Findings, bool]:
    """What the check says of the figures as submitted, with the answers; whether the account may follow a figure into the book. Relations may reach into
    other periods: who sees only what was sent is told what follows from that.
    """
    if not sees_work(origin, target):
        with live_book(submission.round.book).use() as reckoner:
            figures = figures_target(submission.round.book, reckoner.book.organisations, submission.organisation, submission.round.period)
        return findings_as_sent(submission), allowed(origin, Act.VIEW_FIGURES, figures).allowed
    answers = Answer.objects.filter(book=submission.round.book, organisation=submission.organisation).order_by("pk")
    key = ("findings", current_language(), submission.pk, tuple(answers.values_list("pk", "approvals", "withdrawn")))
    with live_book(submission.round.book).at(submission.sent_version) as state:
        known = state.laid.get(key)
        if known is None:
            known = state.laid[key] = findings_of(state.reckoner, submission, ())
        figures = figures_target(submission.round.book, state.reckoner.book.organisations, submission.organisation, submission.round.period)
    assert isinstance(known, Findings), "only findings are kept under such keys"
    return known, allowed(origin, Act.VIEW_FIGURES, figures).allowed


def _tables(origin: Origin, submission: Submission, target: Target) -> tuple[ReviewTable, ...]:
    """The form as submitted, each line beside what it said in the submission before, and last year (as sent, for who sees no more)."""
    before = sent_before(submission)
    then = {line.slot: line for table in tables_at(submission, before) for line in table.lines} if before else {}
    marks: dict[str, list[tuple[str, str, str]]] = {}
    for mark in _marks(submission):
        marks.setdefault(mark.row_key, []).append((mark.kind, reasons().get(mark.reason, ""), mark.words))
    found = []
    tables = tables_at(submission, submission.sent_version)
    for table in tables if sees_work(origin, target) else former_as_sent(submission, tables):
        lines = tuple(_line(line, then, tuple(marks.get(line.row_key, ())), told=before > 0) for line in table.lines)
        changed = sum(line.before is not None for line in lines)
        found.append(ReviewTable(table.name, table.title, lines, dict(table.headings), changed))
    return tuple(found)


def _marks(submission: Submission) -> list[Mark]:
    """Open remarks, and what was returned since the submission before: the one who returned it sees what he asked for."""
    sent = list(submission.events.filter(verb=SUBMIT).order_by("-pk").values_list("moment", flat=True)[:2])
    marks = Mark.objects.filter(submission=submission).order_by("pk")
    return [mark for mark in marks if mark.closed is None or (len(sent) > 1 and mark.kind == RETURN and mark.created > sent[1])]


def _line(line: Line, then: Mapping[str, Line], remarks: tuple[tuple[str, str, str], ...], *, told: bool) -> ReviewLine:
    now, before = said(line), said(then.get(line.slot))
    return ReviewLine(line, now, before if told and before != now else None, gap_text(line.former, now), remarks)


def _sheet(submission: Submission, tables: tuple[ReviewTable, ...]) -> Sheet:
    lines = [each.line for table in tables for each in table.lines]
    typed = {line.row_key: line for line in lines if line.kind == INPUT}.values()
    with live_book(submission.round.book).use() as reckoner:
        place = reckoner.book.organisations.name(submission.organisation)
    who = submitter(submission)
    event = submission.events.filter(account_id=who).select_related("account").order_by("-pk").first() if who is not None else None
    return Sheet(
        submission, submission.round.title, place, state_words(submission.state), (submission.round.due - today()).days,
        event.account.name if event is not None and event.account is not None else "", digest(lines),
        sum(bool(said(line)) for line in typed), len(typed), sum(bool(line.evidence) for line in typed),
    )


def _colleagues(submission: Submission, origin: Origin) -> tuple[tuple[str, str], ...]:
    """The accounts that hold some role in the book and could be asked: name to sign in with, name."""
    rows = GrantRow.objects.filter(book=submission.round.book.slug, revoked__isnull=True, account__is_active=True).select_related("account")
    asked = {task.account_id for task in open_reviews(submission)} | {origin.number, submitter(submission)}
    return tuple(sorted({(row.account.username, row.account.name) for row in rows if row.account_id not in asked}))
