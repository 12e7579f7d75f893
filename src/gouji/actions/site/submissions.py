"""Submissions as every verb meets them: found, locked against others, asked whether they may be written to, their story told on."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

from gouji.actions.site.origin import Origin
from gouji.actions.site.round_scope import concerns
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.store.locks import for_update
from gouji.store.models import Event
from gouji.store.models import Permit
from gouji.store.models import Submission
from gouji.store.prepared import Prepared

EMPTY, FILLING, SUBMITTED, RETURNED, APPROVED, PUBLISHED = "empty", "filling", "submitted", "returned", "approved", "published"
STATES = (EMPTY, FILLING, SUBMITTED, RETURNED, APPROVED, PUBLISHED)
OPEN = frozenset({EMPTY, FILLING, RETURNED})
"""The states in which figures may be written."""
_BY_NUMBER = Prepared(lambda number: Submission.objects.select_related("round__book").defer("round__book__frame").filter(pk=number), int)
_HELD = Prepared(lambda number: for_update(Submission.objects.select_related("round__book").defer("round__book__frame")).filter(pk=number), int)
_OF_PLACE = Prepared(lambda book, organisation: Submission.objects.filter(round__book_id=book, organisation=organisation).select_related("round"), int, str)
_SHUTS = {SUBMITTED: ("上报", "审核"), APPROVED: ("审核", "上报"), PUBLISHED: ("发布", "勘误")}
"""The verbs of events that bring about the other states."""


def find_submission(number: int) -> Submission:
    """The submission with its round and book. Raises GoujiError S05."""
    found: Submission | None = _BY_NUMBER.first(number)
    if found is None:
        raise GoujiError.of("S05")
    return found


def hold(submission: Submission, seen: int | None = None) -> Submission:
    """The submission as it stands, held until the transaction ends; `seen` is the number of moves the person saw: another one raises S12."""
    held: Submission | None = _HELD.first(submission.pk)
    if held is None:
        raise GoujiError.of("S05")
    if seen is not None and held.moves != seen:
        raise GoujiError.of("S12", state=state_words(held.state))
    return held


def move(submission: Submission, state: str, origin: Origin, verb: str, words: str = "") -> None:
    """Change the state of a held submission and tell it on: the event with who and why."""
    submission.state = state
    submission.moves += 1
    submission.save()
    tell(submission, origin, verb, words)


def tell(submission: Submission, origin: Origin, verb: str, words: str = "") -> None:
    """What happened to a submission, for its story; the state may have stayed what it was."""
    Event.objects.create(
        submission=submission, account_id=origin.number, verb=verb, step=submission.step, words=words, version=submission.sent_version,
    )


def shut(submission: Submission) -> str:
    """Why figures of the submission may not be written: its state, by whom and when; empty where they may (or an exception allows it for now)."""
    if submission.round.closed is None and submission.state in OPEN:
        return ""
    if Permit.objects.filter(submission=submission, until__gt=datetime.now(UTC)).exists():
        return ""
    if submission.state in OPEN:
        return _("任务已结束")
    event = Event.objects.filter(submission=submission, verb__in=_SHUTS[submission.state]).select_related("account").order_by("-pk").first()
    if event is None:
        return state_words(submission.state)
    who = event.account.name if event.account is not None else _("系统")
    return _("{state}（{who}，{when}）").format(state=state_words(submission.state), who=who, when=f"{event.moment.astimezone():%Y-%m-%d %H:%M}")


def shut_for(book: int, organisation: str, period: str, what: str = "") -> str:
    """The same for figures of an organisation in a period, whatever round asks for them: every path that writes asks this. `what` is the code of
    the indicator or the register (`registers/竞赛获奖`) that is written; without it all rounds of the period count.
    """
    return next((words for each in submissions_of(book, organisation) if concerns(each.round, period, what) and (words := shut(each))), "")


def submissions_of(book: int, organisation: str) -> list[Submission]:
    """What an organisation hands in, in whatever round of a book."""
    return _OF_PLACE(book, organisation)


def state_words(state: str) -> str:
    """A state in words."""
    return {
        EMPTY: _("未填"), FILLING: _("填报中"), SUBMITTED: _("已上报"), RETURNED: _("已退回"), APPROVED: _("已审核"), PUBLISHED: _("已发布"),
    }[state]
