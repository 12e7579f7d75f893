"""退回: the whole submission, or single figures and rows with a reason for each; the filling tasks are open again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from gouji.actions.site.deciding import HANDED_ON
from gouji.actions.site.deciding import RETURN
from gouji.actions.site.deciding import RETURNED as SENT_BACK
from gouji.actions.site.deciding import Decided
from gouji.actions.site.deciding import decide_alone
from gouji.actions.site.deciding import finish
from gouji.actions.site.deciding import open_reviews
from gouji.actions.site.deciding import spare
from gouji.actions.site.deciding import take_turn
from gouji.actions.site.deciding import target_of
from gouji.actions.site.form_lines import sent_lines
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import APPROVED
from gouji.actions.site.submissions import RETURNED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import move
from gouji.actions.site.words import words_in
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import FILL
from gouji.store.actors import submission_thing
from gouji.store.models import Mark
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.units import together

KIND = "退回"


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A figure or row sent back: what it is known by (`Line.row_key`), the code of the reason, words on it (none: those for the whole)."""

    row_key: str
    reason: str
    words: str = ""


def reasons() -> dict[str, str]:
    """The reasons for which something is returned, by code."""
    return {
        "data": _("数据有误"), "definition": _("口径不符"), "evidence": _("佐证不足"), "conflict": _("前后矛盾"), "missing": _("漏填"), "other": _("其他"),
    }


def return_submission(origin: Origin, number: int, seen: int, words: str, rows: Sequence[ReturnedRow] = ()) -> Decided:
    """Send a submission back, as it was seen: the whole, or only these rows. One that is approved already is opened again by who manages rounds.

    Raises Refused (submission.review, rounds.manage), GoujiError: no reason (S13, S58), too many words (S41), no such row (S06), changed meanwhile
    (S12), not his turn (S24), submitted by himself (S50), only delegated (S52).
    """
    submission = find_submission(number)
    reopening = submission.state == APPROVED
    require(origin, Act.MANAGE_ROUNDS if reopening else Act.REVIEW, target_of(submission))
    words, rows = words_in(words), [replace(row, words=words_in(row.words)) for row in rows]
    _check(submission, words, rows)
    with together():
        held = hold(submission, seen)
        if not reopening:
            task = take_turn(origin, held)
            decide_alone(task)
            finish(task, origin, SENT_BACK, words)
        spare(open_reviews(held), origin)
        _mark(origin, held, words, rows)
        _reopen(held, rows)
        held.approved = None
        move(held, RETURNED, origin, RETURN, words)
        details = {"verb": "return", "step": held.step, "rows": len(rows)}
        trail.append(origin.trail, Act.REVIEW.value, submission_thing(held.pk), details=details)
        held.step = 0
        held.save(update_fields=["step"])
        return Decided(held.state, held.step)


def returned_rows(submission: Submission) -> list[Mark]:
    """What was returned and is not settled yet; empty where the whole was returned, or nothing."""
    return list(Mark.objects.filter(submission=submission, kind=KIND, closed__isnull=True).select_related("account").order_by("pk"))


def _check(submission: Submission, words: str, rows: Sequence[ReturnedRow]) -> None:
    if not words and not (rows and all(row.words for row in rows)):
        raise GoujiError.of("S13")
    known = {line.row_key for line in sent_lines(submission)} if rows else set()
    problems = []
    for position, row in enumerate(rows):
        place = Place(f"rows[{position}]")
        if row.reason not in reasons():
            problems.append(Problem("S58", place, {"name": row.reason[:40], "known": "、".join(reasons())}))
        if row.row_key not in known:
            problems.append(Problem("S06", place, {"name": row.row_key[:80].replace("\x1f", " ")}))
    if problems:
        raise GoujiError(*problems)


def _mark(origin: Origin, held: Submission, words: str, rows: Sequence[ReturnedRow]) -> None:
    Mark.objects.bulk_create(
        Mark(
            submission=held, kind=KIND, row_key=row.row_key, reason=row.reason, words=row.words or words, account_id=origin.number,
        )
        for row in rows
    )


def _reopen(held: Submission, rows: Sequence[ReturnedRow]) -> None:
    """Filling tasks are open again: all of them, or those whose tables have a returned row."""
    keys = {row.row_key for row in rows}
    tables = {line.table for line in sent_lines(held) if line.row_key in keys} if rows else set()
    for task in Task.objects.filter(submission=held, kind=FILL, done__isnull=False).exclude(outcome=HANDED_ON):
        own = set(json.loads(task.tables)) if task.tables else set()
        if not rows or not own or own & tables:
            task.done, task.done_by, task.outcome = None, None, ""
            task.save(update_fields=["done", "done_by", "outcome"])
