"""A form filled by several: somebody named for a part says that it is done, and may take that back until the whole is handed in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime

from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import OPEN
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import state_words
from gouji.actions.site.submissions import tell
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import Capability
from gouji.store import trail
from gouji.store.actors import FILL
from gouji.store.actors import LENDS
from gouji.store.actors import submission_thing
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.prepared import Prepared
from gouji.store.units import together

PART = "part"
"""How the task of a part ends that was said to be done."""
PART_DONE, PART_AGAIN = "分填完成", "分填重开"
"""The verbs of the events that tell of it."""
_NAMED = Prepared(
    lambda number: Task.objects.filter(submission_id=number, kind=FILL, account__isnull=False).select_related("account").order_by("pk"), int,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form and who fills it in: the tables (none: all of the form), when it was said to be done (None: not yet)."""

    account: int
    who: str
    tables: tuple[str, ...]
    done: datetime | None


@dataclass(frozen=True, slots=True)
class OwnPart:
    """The account's own part of a submission, and whether it may still be changed."""

    submission: Submission
    place: str
    part: Part
    open: bool


def parts_of(submission: Submission) -> tuple[Part, ...]:
    """The parts given to people by name that are theirs still: to be filled, or said to be done."""
    return tuple(_part(task) for task in _NAMED(submission.pk) if task.done is None or task.outcome == PART)


def own_part(origin: Origin, number: int) -> OwnPart:
    """The account's own part. Raises GoujiError: no such submission (S05), nothing was given to it by name (S144); Refused (figures.record)."""
    submission, place, tasks = _require(origin, number)
    parts = [_part(task) for task in tasks]
    tables = tuple(dict.fromkeys(name for part in parts for name in part.tables)) if all(part.tables for part in parts) else ()
    waiting = any(part.done is None for part in parts)
    return OwnPart(submission, place, replace(parts[-1], tables=tables, done=None if waiting else parts[-1].done), _is_open(submission))


def finish_part(origin: Origin, number: int) -> None:
    """Say that one's own part is done: its task ends, and with it what it lent. Raises what `own_part` raises, S09 where nothing can be filled in."""
    _turn(origin, number, done=True)


def resume_part(origin: Origin, number: int) -> None:
    """Take that back, until the form is handed in. Raises what `own_part` raises, S09 where nothing can be filled in any more."""
    _turn(origin, number, done=False)


def _turn(origin: Origin, number: int, *, done: bool) -> None:
    submission, _place, tasks = _require(origin, number)
    with together():
        held = hold(submission)
        if not _is_open(held):
            raise GoujiError.of("S09", state=state_words(held.state))
        changed = [task.pk for task in tasks if (task.done is None) == done]
        if not changed:
            return
        moment, own, outcome = (datetime.now(UTC), origin.number, PART) if done else (None, None, "")
        Task.objects.filter(pk__in=changed).update(done=moment, done_by=own, outcome=outcome)
        tables = dict.fromkeys(name for task in tasks if task.pk in changed for name in _tables(task))
        tell(held, origin, PART_DONE if done else PART_AGAIN, "、".join(tables))
        details = {"verb": "part-done" if done else "part-again"}
        trail.append(origin.trail, Act.RECORD_FIGURES.value, submission_thing(held.pk), details=details)


def _require(origin: Origin, number: int) -> tuple[Submission, str, list[Task]]:
    """The submission, its place and the account's own tasks in it, rights asked: a part that was said to be done lends enough to take that back."""
    submission = find_submission(number)
    target, place = target_and_name(submission)
    rows = Task.objects.filter(submission=submission, kind=FILL, account_id=origin.number).select_related("account").order_by("pk")
    tasks = [task for task in rows if task.done is None or task.outcome == PART] if origin.number is not None else []
    ended = [Capability(LENDS[FILL], target.book, submission.organisation, target.thing, task.pk) for task in tasks if task.done is not None]
    if origin.actor is not None and ended:
        origin = replace(origin, actor=replace(origin.actor, capabilities=(*origin.actor.capabilities, *ended)))
    require(origin, Act.RECORD_FIGURES, target, place)
    if not tasks:
        raise GoujiError.of("S144")
    return submission, place, tasks


def _is_open(submission: Submission) -> bool:
    return submission.state in OPEN and submission.round.closed is None


def _part(task: Task) -> Part:
    assert task.account is not None, "asked of tasks with an account"
    return Part(task.account.pk, task.account.name, _tables(task), task.done)


def _tables(task: Task) -> tuple[str, ...]:
    return tuple(json.loads(task.tables)) if task.tables else ()
