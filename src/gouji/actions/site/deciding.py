"""What deciding on a submission rests on: whose turn it is, who may be asked instead, what closes a level. Asks no rights of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.actions.site.review_tasks import ALL
from gouji.actions.site.review_tasks import steps_of
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.targets import publication_target
from gouji.actions.site.targets import submission_target
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights import separation_problem
from gouji.rights.words import role_words
from gouji.store.actors import REVIEW
from gouji.store.actors import grants_of
from gouji.store.models import Account
from gouji.store.models import Event
from gouji.store.models import Submission
from gouji.store.models import Task

SUBMIT, APPROVE, SIGN, OPINION, RETURN, HAND_ON, DELEGATE, ADD_SIGNER = "上报", "审核", "会签", "委派意见", "退回", "转办", "委派", "加签"
PERMIT, PUBLISH, UNPUBLISHED, ERRATUM, WITHDRAW, REMIND, REASSIGN = "例外", "发布", "发布未成", "勘误", "撤销发布", "催办", "改派"
ERRATUM_PROPOSED, ERRATUM_REFUSED, ASSIGN = "提出勘误", "勘误退回", "布置"
"""Verbs of events."""
AGREED, RETURNED, HANDED_ON, TAKEN_BACK, SPARED = "同意", "退回", "转办", "收回", "免办"
"""How tasks end: decided, handed on, taken back by the one who delegated, spared because others have decided."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Where a submission stands after a decision: its state, the level, how many decisions of the level are still wanted, whether it was only an
    opinion.
    """

    state: str
    step: int
    left: int = 0
    opinion: bool = False


def target_of(submission: Submission) -> Target:
    """The submission as a target of rights."""
    with live_book(submission.round.book).use() as reckoner:
        return submission_target(submission, reckoner.book.organisations)


def published_target_of(submission: Submission) -> Target:
    """What was published of the submission as a target of rights."""
    with live_book(submission.round.book).use() as reckoner:
        return publication_target(submission, reckoner.book.organisations)


def open_reviews(submission: Submission) -> list[Task]:
    """The review tasks of the level at hand that are not done, the oldest first."""
    tasks = Task.objects.filter(submission=submission, kind=REVIEW, step=submission.step, done__isnull=True)
    return list(tasks.select_related("account", "handed_from__account").order_by("pk"))


def submitter(submission: Submission) -> int | None:
    """The account that submitted it last."""
    event = Event.objects.filter(submission=submission, verb=SUBMIT).order_by("-pk").first()
    return event.account_id if event is not None else None


def turn_of(origin: Origin, submission: Submission) -> Task | None:
    """The task by which it is this person's turn: one given by name before one given to a role he holds there; None where it is not."""
    tasks = open_reviews(submission) if submission.state == SUBMITTED else []
    if origin.account is None:
        return next(iter(tasks), None)
    own = [task for task in tasks if task.account_id == origin.number]
    return next(iter([*sorted(own, key=lambda task: task.delegated), *(task for task in tasks if _by_role(origin, task))]), None)


def take_turn(origin: Origin, held: Submission) -> Task:
    """The task of whoever decides now. Raises GoujiError: not his turn (S24), he submitted it himself (S50)."""
    task = turn_of(origin, held)
    if task is None:
        raise GoujiError.of("S24")
    if origin.account is not None and submitter(held) == origin.number:
        raise GoujiError.of("S50")
    return task


def decide_alone(task: Task) -> None:
    """Raises GoujiError S52 where the task was only delegated: its opinion goes back, the decision is another's."""
    if task.delegated:
        raise GoujiError.of("S52", who=name_of(principal(task)))


def principal(task: Task) -> Task | None:
    """The task that a delegated one goes back to; one that was handed on in between counts as its first."""
    before = task.handed_from
    while before is not None and before.outcome == HANDED_ON:
        before = before.handed_from
    return before


def is_added(task: Task) -> bool:
    """Whether a task was added to its level (加签): it stands for no role of the level, and comes back to nobody."""
    return not task.role and not task.delegated


def name_of(task: Task | None) -> str:
    """Who a task is for: the account's name, else the role."""
    return "" if task is None else task.account.name if task.account is not None else role_words(Role(task.role)) if task.role else ""


def finish(task: Task, origin: Origin, outcome: str, words: str = "") -> None:
    """A task is done, with how it ended; what it lent ends with it."""
    task.done, task.done_by_id, task.outcome = datetime.now(UTC), origin.number, outcome
    task.note = words or task.note
    task.save(update_fields=["done", "done_by", "outcome", "note"])


def take_back(task: Task, origin: Origin) -> None:
    """Who decides himself takes back what he had delegated."""
    for other in open_reviews(task.submission):
        if other.delegated and (found := principal(other)) is not None and found.pk == task.pk:
            finish(other, origin, TAKEN_BACK)


def still_wanted(submission: Submission) -> list[Task]:
    """The tasks whose decision the level still waits for: all of them (会签); else one of its own and every signer that was added. Who submitted it
    has no say and is not waited for.
    """
    steps = steps_of(submission.round)
    sender = submitter(submission)
    tasks = [task for task in open_reviews(submission) if not task.delegated and (sender is None or task.account_id != sender)]
    if submission.step < len(steps) and steps[submission.step].mode == ALL:
        return tasks
    decided = Task.objects.filter(
        submission=submission, kind=REVIEW, step=submission.step, created__gte=submission.submitted, outcome=AGREED, delegated=False,
    )
    return [task for task in tasks if is_added(task)] if any(not is_added(task) for task in decided) else tasks


def spare(tasks: Iterable[Task], origin: Origin) -> None:
    """Tasks that others' decision has made needless."""
    for task in tasks:
        finish(task, origin, SPARED)


def receiver(origin: Origin, held: Submission, username: str, *, oneself: bool = False) -> Account:
    """The account that is to review in somebody's place or beside him; `oneself` where it may be the one who asks.

    Raises GoujiError: no such account (S17), an administrator (S19), the submitter (S50), closed, oneself, already asked (S51).
    """
    account = Account.objects.filter(username=username.strip()).first()
    if account is None:
        raise GoujiError.of("S17", name=username.strip()[:60])
    if separation_problem([Role.FILLER, *(grant.role for grant in grants_of(account.pk))]):
        raise GoujiError.of("S19")
    if account.pk == submitter(held):
        raise GoujiError.of("S50")
    reason = _("账号已停用") if not account.is_active else _("就是本人") if account.pk == origin.number and not oneself else ""
    if not reason and any(task.account_id == account.pk for task in open_reviews(held)):
        reason = _("已有这一级的任务")
    if reason:
        raise GoujiError.of("S51", name=account.name, reason=reason)
    return account


def _by_role(origin: Origin, task: Task) -> bool:
    """Whether a task for a role is for this person: he holds the role at the task's organisation, or over it."""
    if task.account_id is not None or origin.actor is None:
        return False
    day = today()
    book = task.submission.round.book
    with live_book(book).use() as reckoner:
        chain = above(reckoner.book.organisations, task.organisation, day)
    return any(
        grant.role.value == task.role and grant.book == book.slug and grant.organisation in chain and grant.runs_on(day)
        for grant in origin.actor.grants
    )
