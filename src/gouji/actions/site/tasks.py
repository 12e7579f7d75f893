"""What an account has to do: forms to fill, submissions to review, what waits for others, what was done lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from gouji.actions.site.asked import today
from gouji.actions.site.deciding import RETURN
from gouji.actions.site.deciding import target_of
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.own_part import PART
from gouji.actions.site.remind import last_reminder
from gouji.actions.site.review_tasks import steps_of
from gouji.actions.site.submissions import APPROVED
from gouji.actions.site.submissions import EMPTY
from gouji.actions.site.submissions import OPEN
from gouji.actions.site.submissions import PUBLISHED
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.submissions import state_words
from gouji.actions.site.to_publish import approved_unpublished
from gouji.actions.site.to_publish import errata_to_decide
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights.words import role_words
from gouji.store.actors import FILL
from gouji.store.actors import REVIEW
from gouji.store.models import Erratum
from gouji.store.models import Mark
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.prepared import Prepared
from gouji.store.stamps import book_row
from gouji.store.task_lists import staffed
from gouji.store.task_lists import submissions_at
from gouji.store.task_lists import tasks_for

LATELY = timedelta(days=60)
_NAMED = Prepared(
    lambda number: Task.objects.filter(submission_id=number, kind=FILL, account__isnull=False).values_list("submission_id", "done", "outcome"), int,
)
_RETURNED = Prepared(lambda number: Mark.objects.filter(submission_id=number, kind=RETURN, closed__isnull=True).values_list("submission_id"), int)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line of the task list: where it leads (empty: the account may not see it any more), what it is, for whom, how it stands, by when. `days` are
    those left (negative: late); `submission` is None where a whole round waits.
    """

    address: str
    title: str
    place: str
    state: str
    words: str
    due: date
    days: int
    detail: str = ""
    round: int = 0
    submission: int | None = None


@dataclass(frozen=True, slots=True)
class TaskList:
    """The groups of a task list, each in order of urgency."""

    filling: tuple[TaskLine, ...] = ()
    reviewing: tuple[TaskLine, ...] = ()
    publishing: tuple[TaskLine, ...] = ()
    waiting: tuple[TaskLine, ...] = ()
    done: tuple[TaskLine, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.filling or self.reviewing or self.publishing or self.waiting or self.done)


def tasks_of(origin: Origin) -> TaskList:
    """The task list of an account: its own tasks, and those of the roles it holds where they were given to; a token tells it within status.view only."""
    if origin.actor is None or (origin.actor.acts is not None and Act.VIEW_STATUS not in origin.actor.acts):
        return TaskList()
    mine = tasks_for(origin.number, _held(origin), (FILL, REVIEW), datetime.now(UTC) - LATELY)
    given = [task for task in mine if task.kind == FILL and task.submission.round.closed is None]
    filling, open_ones = _distinct(task.submission for task in given), {task.submission_id for task in given if task.done is None}
    reviews = [task for task in mine if task.kind == REVIEW]
    reviewing = [task for task in reviews if task.done is None and task.submission.state == SUBMITTED]
    publishing = approved_unpublished(origin)
    own = {task.submission_id for task in reviewing} | {each.pk for each in publishing}  # what waits for oneself neither waits for others nor is done
    others = _headed(origin, {each.pk for each in filling} | own)
    done = [task.submission for task in reviews if task.done is not None and task.done_by_id == origin.number and _is_late(task.done)]
    ended = [each for each in filling if each.state in (APPROVED, PUBLISHED)]
    begun = [each for each in filling if each.state in OPEN and each.pk in open_ones]
    filled = _distinct(task.submission for task in given if task.outcome == PART and task.submission.state in OPEN and task.submission_id not in open_ones)
    lister = _Lister(_returned(begun), _parts(begun), _hidden(origin, mine))
    return TaskList(
        _ordered(lister.filling(each) for each in begun),
        _ordered(lister.reviewing(task) for task in reviewing),
        _ordered((*(lister.publishing(each) for each in publishing), *(lister.erratum(each) for each in errata_to_decide(origin)))),
        _ordered((*(lister.waiting(each) for each in (*(each for each in filling if each.state == SUBMITTED), *others)), *lister.asked(_asking(origin)))),
        _ordered((*(lister.done(each) for each in _distinct((*ended, *done)) if each.pk not in own), *(lister.filled(each) for each in filled))),
    )


def _held(origin: Origin) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Where the roles of an account count for tasks: at their organisation, and at those under it for which nobody else holds the role."""
    assert origin.actor is not None, "asked for accounts only"
    running = [grant for grant in origin.actor.grants if grant.book and grant.runs_on(today())]
    for grant in running:
        if (book := book_row(grant.book)) is not None:
            with live_book(book).use() as reckoner:
                below = frozenset(reckoner.book.organisations.below(grant.organisation, today()))
            others = below - {grant.organisation}
            yield grant.book, grant.role.value, (others - staffed(grant.book, grant.role.value) if others else others) | {grant.organisation}


def _hidden(origin: Origin, tasks: Iterable[Task]) -> set[int]:
    """Submissions whose tasks were the account's by name, and which it does not see any more: what a task lent ends with it."""
    named = _distinct(task.submission for task in tasks if task.account_id is not None)
    return {each.pk for each in named if not allowed(origin, Act.VIEW_FIGURES, target_of(each)).allowed}


def _returned(submissions: Iterable[Submission]) -> dict[int, int]:
    """How many rows of each submission were returned and not mended yet."""
    numbers = [each.pk for each in submissions if each.state != EMPTY]
    return Counter(number for asked in numbers for number, in _RETURNED(asked))


def _parts(submissions: Iterable[Submission]) -> dict[int, tuple[int, int]]:
    """How many parts of each submission that were given to people by name are said to be done, of how many."""
    counts: dict[int, tuple[int, int]] = {}
    for number, done, outcome in (row for each in submissions for row in _NAMED(each.pk)):
        if done is None or outcome == PART:
            filled, every = counts.get(number, (0, 0))
            counts[number] = (filled + (outcome == PART), every + 1)
    return counts


def _asking(origin: Origin) -> list[Submission]:
    """Submissions that an authority has asked for below it and that are still with those who fill them in."""
    assert origin.actor is not None, "asked for accounts only"
    places: list[tuple[str, str]] = []
    for grant in origin.actor.grants:
        book = book_row(grant.book) if grant.role is Role.BUREAU and grant.runs_on(today()) else None
        if book is not None:
            with live_book(book).use() as reckoner:
                places += [(grant.book, code) for code in reckoner.book.organisations.below(grant.organisation, today())]
    return submissions_at(places, OPEN)


def _headed(origin: Origin, known: set[int]) -> list[Submission]:
    """Submissions of the organisations the account heads, still on their way, that are not its own to fill."""
    assert origin.actor is not None, "asked for accounts only"
    places = [(grant.book, grant.organisation) for grant in origin.actor.grants if grant.role is Role.HEAD and grant.runs_on(today())]
    return [each for each in submissions_at(places, {*OPEN, SUBMITTED}) if each.pk not in known]


def _distinct(submissions: Iterable[Submission]) -> list[Submission]:
    return list({each.pk: each for each in submissions}.values())


def _is_late(moment: datetime) -> bool:
    return moment > datetime.now(UTC) - LATELY


def _reminded(each: Submission) -> str:
    """That somebody asked for it to be handed in, and when; empty where nobody did since."""
    reminder = last_reminder(each)
    if reminder is None:
        return ""
    told = _("{day} 催办").format(day=f"{reminder.moment.astimezone():%m-%d}")
    return f"{told}：{reminder.words}" if reminder.words else told


def _ordered(lines: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.due, line.title, line.place)))


class _Lister:
    """Makes lines; remembers the names of organisations."""

    def __init__(self, returned: Mapping[int, int], parts: Mapping[int, tuple[int, int]], hidden: set[int]) -> None:
        self._hidden = hidden
        self._returned = returned
        self._parts = parts
        self._names: dict[tuple[int, str], str] = {}

    def filling(self, each: Submission) -> TaskLine:
        marks = self._returned.get(each.pk, 0)
        detail = _("退回 {count} 处待改").format(count=marks) if marks else _("尚未到填报时间") if each.round.opens > today() else _reminded(each)
        done, every = self._parts.get(each.pk, (0, 0))
        if every:
            detail = " · ".join(filter(None, (detail, _("分工 {all} 份，填完 {done} 份").format(all=every, done=done))))
        return self._line(each, f"/collect/{each.round_id}/{each.pk}/", each.state, detail)

    def reviewing(self, task: Task) -> TaskLine:
        each = task.submission
        sent = f"{each.submitted:%m-%d}" if each.submitted else ""
        detail = _("{day} 上报").format(day=sent) if sent else ""
        return self._line(each, f"/review/{each.pk}/", "submitted", detail, _("待审核"))

    def publishing(self, each: Submission) -> TaskLine:
        detail = _("{day} 审核通过").format(day=f"{each.approved.astimezone():%m-%d}") if each.approved else ""
        return self._line(each, f"/review/{each.pk}/", "approved", detail, _("待公布"))

    def erratum(self, each: Erratum) -> TaskLine:
        detail = _("{who}提出").format(who=each.account.name if each.account else _("系统"))
        return self._line(each.submission, f"/review/{each.submission_id}/erratum/", "submitted", detail, _("勘误待审定"))

    def waiting(self, each: Submission) -> TaskLine:
        steps = steps_of(each.round)
        at = steps[each.step].role if each.state == SUBMITTED and each.step < len(steps) else ""
        detail = _("由{role}审核").format(role=role_words(Role(at))) if at else _("由填报员填写")
        return self._line(each, self._entry(each), each.state, detail)

    def asked(self, waiting: Iterable[Submission]) -> list[TaskLine]:
        """One line a round that waits for somebody, with how many it waits for."""
        by_round: dict[int, list[Submission]] = {}
        for each in waiting:
            by_round.setdefault(each.round_id, []).append(each)
        lines = []
        for number, group in by_round.items():
            names = _("、").join(self._name(each) for each in group[:3]) + ("…" if len(group) > 3 else "")  # noqa: PLR2004  # as many as fit a line
            line = self._line(group[0], f"/collect/{number}/", "filling", "", _("{count} 个单位未上报").format(count=len(group)))
            lines.append(replace(line, place=names, submission=None))
        return lines

    def filled(self, each: Submission) -> TaskLine:
        return self._line(each, f"/collect/{each.round_id}/{each.pk}/part/", each.state, _("我的部分已填完"))

    def done(self, each: Submission) -> TaskLine:
        return self._line(each, self._entry(each), each.state, "")

    def _entry(self, each: Submission) -> str:
        return "" if each.pk in self._hidden else f"/collect/{each.round_id}/{each.pk}/"

    def _line(self, each: Submission, address: str, state: str, detail: str, words: str = "") -> TaskLine:
        days = (each.round.due - today()).days
        return TaskLine(
            address, each.round.title, self._name(each), state, words or state_words(each.state), each.round.due, days, detail, each.round_id, each.pk,
        )

    def _name(self, each: Submission) -> str:
        key = (each.round.book_id, each.organisation)
        if key not in self._names:
            with live_book(each.round.book).use() as reckoner:
                organisations = reckoner.book.organisations
            self._names |= {(each.round.book_id, code): organisations.name(code) for code in organisations.codes()}
        return self._names.get(key, each.organisation)
