"""Ask organisations for a form: a round, a submission for each of them, tasks for those who fill them in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import date
from datetime import datetime

from gouji.actions.site.asked import form_of
from gouji.actions.site.asked import today
from gouji.actions.site.deciding import ASSIGN
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.actions.site.origin import require
from gouji.actions.site.review_tasks import USUAL
from gouji.actions.site.review_tasks import Step
from gouji.actions.site.review_tasks import steps_text
from gouji.actions.site.submissions import tell
from gouji.actions.site.words import TITLE
from gouji.actions.site.words import words_in
from gouji.book import Organisations
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights import separation_problem
from gouji.store import trail
from gouji.store.actors import FILL
from gouji.store.actors import grants_of
from gouji.store.locks import for_update
from gouji.store.models import Account
from gouji.store.models import BookRow
from gouji.store.models import Round
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.units import together


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the work given to somebody by name: the organisation, the account's name, the tables (none: all of the form)."""

    organisation: str
    username: str
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What is asked: a form for a period, of organisations (codes), between two days, with levels of review."""

    form: str
    period: str
    organisations: tuple[str, ...]
    opens: date
    due: date
    title: str = ""
    instructions: str = ""
    steps: tuple[Step, ...] = USUAL
    shares: tuple[Share, ...] = field(default=())


def create_round(origin: Origin, book: BookRow, plan: RoundPlan) -> Round:
    """The round, with everything that hangs on it.

    Raises Refused (rounds.manage for each organisation), GoujiError: no such form in the period (T56), not a period (B01), no organisation (S15) or an
    unknown one (B30), days the wrong way round (S14), asked already (S30), no such account (S17), an administrator's (S19), no such table (S06), too many
    words (S41).
    """
    with live_book(book).use() as reckoner:
        organisations = reckoner.book.organisations
    for code in plan.organisations:
        require(origin, Act.MANAGE_ROUNDS, Target(book.slug, above(organisations, code, today())), organisations.name(code))
    period = parse_period(plan.period)
    form = form_of(plan.form, period)
    title, instructions = words_in(plan.title, most=TITLE), words_in(plan.instructions)
    _check(plan, organisations)
    accounts = _accounts(plan.shares, {table.name for table in form.tables})
    with together():
        for_update(BookRow.objects).get(pk=book.pk)  # two who ask at the same moment see each other's
        _refuse_twice(book, plan, period.text, organisations)
        row = Round.objects.create(
            book=book, form=plan.form, name=plan.form, period=period.text, title=title or f"{plan.form}（{period.text}）"[:TITLE],
            instructions=instructions, opens=plan.opens, due=plan.due, steps=steps_text(plan.steps), created_by_id=origin.number,
        )
        for code in plan.organisations:
            submission = Submission.objects.create(round=row, organisation=code)
            tell(submission, origin, ASSIGN)
            _give(origin, submission, [share for share in plan.shares if share.organisation == code], accounts)
        details = {"verb": "create", "organisations": len(plan.organisations)}
        trail.append(origin.trail, Act.MANAGE_ROUNDS.value, f"round/{row.pk}", details=details)
    return row


def close_round(origin: Origin, number: int) -> Round:
    """End a round: nothing can be filled in or submitted for it any more; what was handed in stays.

    Raises Refused (rounds.manage for each of its organisations), GoujiError S05.
    """
    row = Round.objects.select_related("book").filter(pk=number).first()
    if row is None:
        raise GoujiError.of("S05")
    with live_book(row.book).use() as reckoner:
        organisations = reckoner.book.organisations
    for code in row.submissions.values_list("organisation", flat=True):
        require(origin, Act.MANAGE_ROUNDS, Target(row.book.slug, above(organisations, code, today())), organisations.name(code))
    with together():
        now = datetime.now(UTC)
        Round.objects.filter(pk=row.pk, closed__isnull=True).update(closed=now)
        Task.objects.filter(submission__round=row, kind=FILL, done__isnull=True).update(done=now, outcome="closed")
        trail.append(origin.trail, Act.MANAGE_ROUNDS.value, f"round/{row.pk}", details={"verb": "close"})
    row.refresh_from_db()
    return row


def _check(plan: RoundPlan, organisations: Organisations) -> None:
    if not plan.organisations:
        raise GoujiError.of("S15")
    if plan.due < plan.opens:
        raise GoujiError.of("S14")
    for code in plan.organisations:
        if code not in organisations:
            raise GoujiError.of("B30", name=code)


def _refuse_twice(book: BookRow, plan: RoundPlan, period: str, organisations: Organisations) -> None:
    """Nobody is asked twice for the same. Raises GoujiError S30."""
    asked = Submission.objects.filter(round__book=book, round__form=plan.form, round__period=period, round__closed__isnull=True)
    twice = asked.filter(organisation__in=plan.organisations).values_list("organisation", flat=True)
    if twice:
        raise GoujiError.of("S30", names="、".join(organisations.name(code) for code in twice), form=plan.form, period=period)


def _accounts(shares: Iterable[Share], tables: set[str]) -> dict[str, int]:
    """The numbers of the accounts named."""
    found: dict[str, int] = {}
    for share in shares:
        account = Account.objects.filter(username=share.username, is_active=True).first()
        if account is None:
            raise GoujiError.of("S17", name=share.username)
        if separation_problem([Role.FILLER, *(grant.role for grant in grants_of(account.pk))]):
            raise GoujiError.of("S19")
        for name in share.tables:
            if name not in tables:
                raise GoujiError.of("S06", name=name)
        found[share.username] = account.pk
    return found


def _give(origin: Origin, submission: Submission, shares: list[Share], accounts: dict[str, int]) -> None:
    """The tasks of filling: one for whoever fills for the organisation, and one for each person named."""
    Task.objects.create(
        submission=submission, kind=FILL, role=Role.FILLER.value, organisation=submission.organisation, given_by_id=origin.number,
    )
    for share in shares:
        Task.objects.create(
            submission=submission, kind=FILL, account_id=accounts[share.username], organisation=submission.organisation,
            tables=json.dumps(share.tables, ensure_ascii=False) if share.tables else "", given_by_id=origin.number,
        )
