"""A submission as it is filled in: its tables with the number of each row, who may write what, marks, evidence, how it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.row_keys import figure_key
from gouji.actions.site.row_keys import joined
from gouji.actions.site.submissions import OPEN
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import shut
from gouji.actions.site.submissions import state_words
from gouji.actions.site.targets import submission_target
from gouji.book import in_calendar
from gouji.book.tables import FACTS
from gouji.book.tables import register_table
from gouji.catalogue import Form
from gouji.messages import translate as _
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reports.entry import EntryTable
from gouji.reports.entry import cell_key
from gouji.reports.entry import entry_tables
from gouji.reports.entry import input_cells
from gouji.reports.entry import own_period
from gouji.reports.entry_rows import SEPARATOR
from gouji.rights import Act
from gouji.rights import Target
from gouji.rights import decide
from gouji.store.actors import FILL
from gouji.store.models import CurrentRow
from gouji.store.models import Mark
from gouji.store.models import Submission
from gouji.store.models import Task

COMMENT = "批注"
CALENDARS = ("学年", "自然年", "财年", "届")


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
    """Everything the page of a submission shows."""

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

    @property
    def words(self) -> str:
        """The state in words."""
        return state_words(self.submission.state)

    @property
    def filled(self) -> tuple[int, int]:
        """How many cells are filled, of how many."""
        cells = input_cells(self.tables).values()
        return sum(1 for cell in cells if cell.state != "空"), len(cells)


def open_entry(origin: Origin, number: int, *, registers: bool = True) -> EntryPage:
    """A submission as the account may see it; without `registers` their tables are left out (they take longest).

    Raises GoujiError S05, Refused (figures.view).
    """
    submission = find_submission(number)
    target, place = target_and_name(submission)
    in_work = replace(target, sent=target.sent and submission.state not in OPEN)  # after a return what is being changed is not what was sent
    require(origin, Act.VIEW_FIGURES, in_work, place)
    form = round_form(submission.round)
    with live_book(submission.round.book).use() as reckoner:
        book = reckoner.book
        tables = submission_tables(reckoner, submission, form, registers=registers)
        links = {link.partition("#")[0] for table in tables for cell in table.cells() for link in cell.evidence}
        evidence = {key: book.evidence[key].title or book.evidence[key].file for key in links if key in book.evidence}
    writable = writable_of(origin, submission, target)
    submitting = allowed(origin, Act.SUBMIT, target).allowed
    return EntryPage(
        submission, place, target, form, tables, writable, tuple(marks_of(submission)), evidence, (submission.round.due - today()).days,
        may_submit=submitting and not shut(submission) and submission.state != SUBMITTED,
        may_withdraw=submitting and submission.state == SUBMITTED and submission.step == 0 and submission.round.closed is None,
        may_answer=allowed(origin, Act.ANSWER_FINDINGS, target).allowed, may_approve=allowed(origin, Act.APPROVE_TOLERANCE, target).allowed,
    )


def target_and_name(submission: Submission) -> tuple[Target, str]:
    """A submission as a target of rights, and what its organisation is called."""
    with live_book(submission.round.book).use() as reckoner:
        organisations = reckoner.book.organisations
        return submission_target(submission, organisations), organisations.name(submission.organisation)


def submission_tables(reckoner: Reckoner, submission: Submission, form: Form, *, registers: bool = True) -> tuple[EntryTable, ...]:
    """The tables of a submission with the number of each row that counts."""
    wanted = form if registers else replace(form, tables=tuple(table for table in form.tables if not table.entries))
    context = context_of(submission)
    return entry_tables(reckoner, wanted, context, row_versions(reckoner, submission, wanted, context))


def row_versions(reckoner: Reckoner, submission: Submission, form: Form, context: Context) -> dict[str, int]:
    """The number of the row that says each figure (by cell key) and each entry (by register and key)."""
    periods = {context.period.text, *(in_calendar(context.period, calendar).text for calendar in CALENDARS)}
    rows = CurrentRow.objects.filter(
        book=submission.round.book, table=FACTS.name, version__organisation=submission.organisation, version__period__in=periods,
    )
    found: dict[str, int] = {}
    for key, code, period, pk, cells in rows.values_list("row_key", "version__indicator", "version__period", "version_id", "version__cells"):
        parts = key.split(SEPARATOR)
        breakdown = parts[3] if len(parts) > 3 else json.loads(cells).get("breakdown", "")  # noqa: PLR2004  # a long key is kept as its hash
        if joined(figure_key(code, submission.organisation, period, breakdown)) == key and _is_of(reckoner, code, period, context):
            found[cell_key(code, breakdown)] = pk
    for name in {table.entries for table in form.tables if table.entries}:
        found |= _entry_versions(reckoner, submission, name, context)
    return found


def _is_of(reckoner: Reckoner, code: str, period: str, context: Context) -> bool:
    """Whether a period is that of the context in the indicator's calendar."""
    indicator = reckoner.book.edition(context.period).indicators.get(code)
    return indicator is not None and own_period(indicator, context) == period


def _entry_versions(reckoner: Reckoner, submission: Submission, name: str, context: Context) -> dict[str, int]:
    register = reckoner.book.edition(context.period).register(name)
    if register is None:
        return {}
    table = register_table(register)
    rows = CurrentRow.objects.filter(book=submission.round.book, table=table.name).values_list("version_id", "version__cells")
    found: dict[str, int] = {}
    for pk, text in rows:
        cells = dict.fromkeys(table.columns, "") | json.loads(text)
        found.setdefault(f"{name}{SEPARATOR}{SEPARATOR.join(table.key(cells))}", pk)
    return found


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
    for mark in Mark.objects.filter(submission=submission, closed__isnull=True).select_related("account").order_by("pk"):
        yield MarkLine(mark.pk, mark.kind, mark.row_key, mark.words, mark.account.name if mark.account else "", mark.created)
