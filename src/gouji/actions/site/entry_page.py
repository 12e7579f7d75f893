"""A submission as it is filled in: its tables with the number of each row, who may write what, marks, evidence, how it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from gouji.actions.site.as_sent import entry_as_sent
from gouji.actions.site.as_sent import entry_with_former
from gouji.actions.site.as_sent import fills_in
from gouji.actions.site.as_sent import sees_work
from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.in_work import see_in_work
from gouji.actions.site.kept_form import filled_of
from gouji.actions.site.kept_form import kept_form
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import shut
from gouji.actions.site.submissions import state_words
from gouji.actions.site.targets import submission_target
from gouji.catalogue import Form
from gouji.messages import translate as _
from gouji.reckon import Reckoner
from gouji.reports.entry import EntryTable
from gouji.rights import Act
from gouji.rights import Target
from gouji.rights import decide
from gouji.store.actors import FILL
from gouji.store.live import LiveBook
from gouji.store.models import Mark
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.prepared import Prepared

COMMENT = "批注"
_MARKS = Prepared(lambda number: Mark.objects.filter(submission_id=number, closed__isnull=True).select_related("account").order_by("pk"), int)


@dataclass(frozen=True, slots=True)
class Writable:
    """What somebody may fill in: all tables, those named, or none; `reason` says why not."""

    all: bool = False
    tables: frozenset[str] = frozenset()
    reason: str = ""

    def table(self, name: str) -> bool:
        """Whether the table may be filled in."""
        return self.all or name in self.tables


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A remark on a cell: returned (退回) with its reason, or a comment; who and when."""

    number: int
    kind: str
    key: str
    words: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything the page of a submission shows; `as_sent` where it is shown from what was sent only."""

    submission: Submission
    place: str
    target: Target
    form: Form
    tables: tuple[EntryTable, ...]
    writable: Writable
    marks: tuple[MarkLine, ...]
    evidence: Mapping[str, str]
    days: int
    may_submit: bool
    may_withdraw: bool
    may_answer: bool
    may_approve: bool
    version: int
    laid_at: Mapping[str, int]
    """The version of the book that is shown, and since which one each table stands as it does."""
    as_sent: bool = False

    @property
    def words(self) -> str:
        """The state in words."""
        return state_words(self.submission.state)

    @property
    def filled(self) -> tuple[int, int]:
        """How many cells are filled, of how many."""
        return filled_of(self.tables)


def open_entry(origin: Origin, number: int, *, registers: bool = True) -> EntryPage:
    """A submission as the account may see it; without `registers` their tables are left out (they take longest).

    Raises GoujiError S05, Refused (figures.view).
    """
    submission = find_submission(number)
    target, place = target_and_name(submission)
    see_in_work(origin, submission, target, place)
    form = round_form(submission.round)
    live = live_book(submission.round.book)
    as_sent = not fills_in(origin, target)
    with live.use() as reckoner:
        book = reckoner.book
        tables, version, laid_at = _tables(origin, submission, target, registers=registers)
        links = frozenset[str]().union(*(table.links for table in tables))
        evidence = {key: book.evidence[key].title or book.evidence[key].file for key in links if key in book.evidence}
    writable = writable_of(origin, submission, target)
    submitting = allowed(origin, Act.SUBMIT, target).allowed
    return EntryPage(
        submission, place, target, form, tables, writable, tuple(marks_of(submission)), evidence, (submission.round.due - today()).days,
        may_submit=submitting and not shut(submission) and submission.state != SUBMITTED,
        may_withdraw=submitting and submission.state == SUBMITTED and submission.step == 0 and submission.round.closed is None,
        may_answer=allowed(origin, Act.ANSWER_FINDINGS, target).allowed, may_approve=allowed(origin, Act.APPROVE_TOLERANCE, target).allowed,
        version=version, laid_at=laid_at, as_sent=as_sent,
    )


def _tables(origin: Origin, submission: Submission, target: Target, *, registers: bool) -> tuple[tuple[EntryTable, ...], int, Mapping[str, int]]:
    """The tables that the account sees, the version of the book, since which one each stands as it does; the live book is held."""
    live = live_book(submission.round.book)
    if not fills_in(origin, target):
        tables = tuple(table for table in entry_as_sent(submission) if registers or not table.register)
        return tables, live.version, {table.name: live.version for table in tables}
    kept = kept_form(live, round_form(submission.round), context_of(submission))
    tables = kept.tables(live.current(), registers=registers)
    return tables if sees_work(origin, target) else entry_with_former(submission, tables), live.version, kept.laid_at()


def tables_seen(origin: Origin, submission: Submission, target: Target) -> tuple[EntryTable, ...]:
    """The tables of a submission as the account sees them, without registers."""
    with live_book(submission.round.book).use():
        return _tables(origin, submission, target, registers=False)[0]


def target_and_name(submission: Submission) -> tuple[Target, str]:
    """A submission as a target of rights, and what its organisation is called."""
    with live_book(submission.round.book).use() as reckoner:
        organisations = reckoner.book.organisations
        return submission_target(submission, organisations), organisations.name(submission.organisation)


def submission_tables(live: LiveBook, reckoner: Reckoner, submission: Submission, *, registers: bool = True) -> tuple[EntryTable, ...]:
    """The tables of a submission with the number of each row that counts; the lock of the live book is held."""
    return kept_form(live, round_form(submission.round), context_of(submission)).tables(reckoner, registers=registers)


def writable_of(origin: Origin, submission: Submission, target: Target) -> Writable:
    """What an account may fill in now."""
    closed = shut(submission)
    decision = allowed(origin, Act.RECORD_FIGURES, target)
    if not decision.allowed:
        return Writable(reason=_("您没有填报这份材料的权限，只能查看。"))
    if closed:
        return Writable(reason=_("{state}，不能修改。").format(state=closed))
    if submission.round.opens > today():
        return Writable(reason=_("{day} 开始填报。").format(day=f"{submission.round.opens:%Y-%m-%d}"))
    if origin.actor is None or decision.task is None or decide(replace(origin.actor, capabilities=()), Act.RECORD_FIGURES, target, today()).allowed:
        return Writable(all=True)
    tasks = Task.objects.filter(submission=submission, account_id=origin.number, kind=FILL, done__isnull=True).values_list("tables", flat=True)
    named = [json.loads(text) if text else [] for text in tasks]
    return Writable(all=any(not names for names in named), tables=frozenset(name for names in named for name in names))


def marks_of(submission: Submission) -> Iterable[MarkLine]:
    """The remarks on a submission that are not settled."""
    for mark in _MARKS(submission.pk):
        yield MarkLine(mark.pk, mark.kind, mark.row_key, mark.words, mark.account.name if mark.account else "", mark.created)
