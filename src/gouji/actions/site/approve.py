"""审核: the person whose turn it is agrees; the level is done when one has (或签) or all have (会签), then the next level is asked."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

from gouji.actions.site.deciding import AGREED
from gouji.actions.site.deciding import APPROVE
from gouji.actions.site.deciding import OPINION
from gouji.actions.site.deciding import SIGN
from gouji.actions.site.deciding import Decided
from gouji.actions.site.deciding import finish
from gouji.actions.site.deciding import open_reviews
from gouji.actions.site.deciding import spare
from gouji.actions.site.deciding import still_wanted
from gouji.actions.site.deciding import take_back
from gouji.actions.site.deciding import take_turn
from gouji.actions.site.deciding import target_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.review_tasks import open_step
from gouji.actions.site.review_tasks import steps_of
from gouji.actions.site.submissions import APPROVED
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import move
from gouji.actions.site.submissions import tell
from gouji.actions.site.words import words_in
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.units import together


def approve(origin: Origin, number: int, seen: int, words: str = "") -> Decided:
    """Agree to a submission as it was seen (`seen`: its number of moves). A task that was delegated gives an opinion and goes back.

    Raises Refused (submission.review), GoujiError: changed meanwhile (S12), not his turn (S24), submitted by himself (S50), too many words (S41).
    """
    submission = find_submission(number)
    require(origin, Act.REVIEW, target_of(submission))
    words = words_in(words)
    with together():
        held = hold(submission, seen)
        task = take_turn(origin, held)
        finish(task, origin, AGREED, words)
        step = held.step
        left = _opinion(origin, held, words) if task.delegated else _decision(origin, held, task, words)
        details = {"verb": "opinion" if task.delegated else "approve", "step": step, "task": task.pk}
        trail.append(origin.trail, Act.REVIEW.value, submission_thing(held.pk), details=details)
        return Decided(held.state, held.step, left, task.delegated)


def _opinion(origin: Origin, held: Submission, words: str) -> int:
    tell(held, origin, OPINION, words)
    return len(open_reviews(held))


def _decision(origin: Origin, held: Submission, task: Task, words: str) -> int:
    take_back(task, origin)
    left = still_wanted(held)
    if left:
        tell(held, origin, SIGN, words)
        return len(left)
    spare(open_reviews(held), origin)
    _next_step(origin, held, words)
    return 0


def _next_step(origin: Origin, held: Submission, words: str) -> None:
    """The level is done: the next one is asked; after the last the submission is approved."""
    if held.step + 1 < len(steps_of(held.round)):
        move(held, SUBMITTED, origin, APPROVE, words)
        held.step += 1
        held.save(update_fields=["step"])
        open_step(held, held.step, origin)
        return
    held.approved = datetime.now(UTC)
    move(held, APPROVED, origin, APPROVE, words)
