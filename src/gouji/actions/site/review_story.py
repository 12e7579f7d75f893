"""The story of a submission: a card for each level of review, and all that happened, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gouji.actions.site.deciding import ADD_SIGNER
from gouji.actions.site.deciding import AGREED
from gouji.actions.site.deciding import APPROVE
from gouji.actions.site.deciding import ASSIGN
from gouji.actions.site.deciding import DELEGATE
from gouji.actions.site.deciding import ERRATUM
from gouji.actions.site.deciding import ERRATUM_PROPOSED
from gouji.actions.site.deciding import ERRATUM_REFUSED
from gouji.actions.site.deciding import HAND_ON
from gouji.actions.site.deciding import HANDED_ON
from gouji.actions.site.deciding import OPINION
from gouji.actions.site.deciding import PERMIT
from gouji.actions.site.deciding import PUBLISH
from gouji.actions.site.deciding import REASSIGN
from gouji.actions.site.deciding import REMIND
from gouji.actions.site.deciding import RETURN
from gouji.actions.site.deciding import RETURNED
from gouji.actions.site.deciding import SIGN
from gouji.actions.site.deciding import SPARED
from gouji.actions.site.deciding import SUBMIT
from gouji.actions.site.deciding import TAKEN_BACK
from gouji.actions.site.deciding import UNPUBLISHED
from gouji.actions.site.deciding import WITHDRAW
from gouji.actions.site.deciding import is_added
from gouji.actions.site.definitions import live_book
from gouji.actions.site.own_part import PART_AGAIN
from gouji.actions.site.own_part import PART_DONE
from gouji.actions.site.record_figures import BEGIN
from gouji.actions.site.review_tasks import ALL
from gouji.actions.site.review_tasks import step_organisation
from gouji.actions.site.review_tasks import steps_of
from gouji.actions.site.submissions import APPROVED
from gouji.actions.site.submissions import PUBLISHED
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.submit import BACK
from gouji.messages import translate as _
from gouji.rights import Role
from gouji.rights.words import role_words
from gouji.store.actors import REVIEW
from gouji.store.models import Submission
from gouji.store.models import Task


@dataclass(frozen=True, slots=True)
class Decision:
    """What one did at a level: who, how it ended (empty: still to do), when, which words."""

    who: str
    outcome: str
    words: str
    moment: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """A level of review: what it is, where it stands (done, current, later, stopped), who did what."""

    number: int
    title: str
    place: str
    mode: str
    state: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened: what, by whom, when, in which words."""

    verb: str
    who: str
    moment: datetime
    words: str


def cards_of(submission: Submission) -> tuple[Card, ...]:
    """A card for each level, with its tasks since the last time it was submitted."""
    with live_book(submission.round.book).use() as reckoner:
        organisations = reckoner.book.organisations
    since = submission.events.filter(verb=SUBMIT).order_by("-pk").first()
    tasks = Task.objects.filter(submission=submission, kind=REVIEW).select_related("account", "done_by").order_by("pk")
    if since is not None and submission.submitted is not None:
        tasks = tasks.filter(created__gte=min(since.moment, submission.submitted))
    by_step: dict[int, list[Task]] = {}
    for task in tasks:
        by_step.setdefault(task.step, []).append(task)
    return tuple(
        Card(
            number, role_words(Role(step.role)), organisations.name(step_organisation(submission, step)), _("会签") if step.mode == ALL else "",
            _standing(submission, number, by_step.get(number, [])), tuple(_decision(task) for task in by_step.get(number, [])),
        )
        for number, step in enumerate(steps_of(submission.round))
    )


def story_of(submission: Submission) -> tuple[Told, ...]:
    """All that happened, the newest first."""
    events = submission.events.select_related("account").order_by("-pk")
    return tuple(Told(verb_words(event.verb), event.account.name if event.account else _("系统"), event.moment, event.words) for event in events)


def verb_words(verb: str) -> str:
    """What a verb of an event is called."""
    return {
        SUBMIT: _("上报"), APPROVE: _("审核通过"), SIGN: _("会签同意"), OPINION: _("委派意见"), RETURN: _("退回"), HAND_ON: _("转办"),
        DELEGATE: _("委派"), ADD_SIGNER: _("加签"), PERMIT: _("锁定例外"), PUBLISH: _("发布"), UNPUBLISHED: _("发布未完成"), ERRATUM: _("勘误"),
        WITHDRAW: _("撤销发布"), BEGIN: _("开始填报"), BACK: _("撤回"), PART_DONE: _("分工部分填完"), PART_AGAIN: _("分工部分重新打开"), REMIND: _("催办"), REASSIGN: _("改派"),
        ASSIGN: _("布置"), ERRATUM_PROPOSED: _("提出勘误"), ERRATUM_REFUSED: _("勘误退回"),
    }.get(verb, verb)


def _decision(task: Task) -> Decision:
    who = task.done_by if task.outcome in (AGREED, RETURNED) else task.account  # what others ended is still told of the one it was given to
    name = who.name if who is not None else role_words(Role(task.role)) if task.role else ""
    outcome = {
        AGREED: _("意见已交回") if task.delegated else _("同意"), RETURNED: _("退回"), HANDED_ON: _("转办"), TAKEN_BACK: _("委派人已收回"),
        SPARED: _("无需再办"),
    }.get(task.outcome, task.outcome)
    kind = _("委派") if task.delegated else _("加签") if is_added(task) else ""
    return Decision(name, outcome, task.note, task.done, kind)


def _standing(submission: Submission, number: int, tasks: list[Task]) -> str:
    if any(task.outcome == RETURNED for task in tasks):
        return "stopped"
    if submission.state in (APPROVED, PUBLISHED) or (submission.state == SUBMITTED and number < submission.step):
        return "done"
    return "current" if submission.state == SUBMITTED and number == submission.step else "later"
