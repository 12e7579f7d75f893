"""转办、委派、加签: a review task goes to another account, is done by another first and comes back, or another must agree as well."""

from __future__ import annotations

from gouji.actions.site.deciding import ADD_SIGNER
from gouji.actions.site.deciding import DELEGATE
from gouji.actions.site.deciding import HAND_ON
from gouji.actions.site.deciding import HANDED_ON
from gouji.actions.site.deciding import REASSIGN
from gouji.actions.site.deciding import decide_alone
from gouji.actions.site.deciding import finish
from gouji.actions.site.deciding import open_reviews
from gouji.actions.site.deciding import principal
from gouji.actions.site.deciding import receiver
from gouji.actions.site.deciding import take_back
from gouji.actions.site.deciding import take_turn
from gouji.actions.site.deciding import target_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import tell
from gouji.actions.site.words import words_in
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import REVIEW
from gouji.store.actors import submission_thing
from gouji.store.models import Account
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.units import together

_CODES = {HAND_ON: "hand-on", DELEGATE: "delegate", ADD_SIGNER: "add-signer", REASSIGN: "reassign"}


def hand_on(origin: Origin, number: int, seen: int, username: str, words: str = "") -> Task:
    """转办: the task goes to another account and is done for the first.

    Raises Refused (submission.review), GoujiError: changed meanwhile (S12), not his turn (S24), nobody to hand it to (S17, S19, S50, S51), too many
    words (S41).
    """
    return _pass(origin, number, seen, username, words, HAND_ON)


def delegate(origin: Origin, number: int, seen: int, username: str, words: str = "") -> Task:
    """委派: another looks at it first and says what he thinks; then it is the turn of the first again, who may also take it back by deciding.

    Raises as `hand_on`, and S51 where it is delegated already.
    """
    return _pass(origin, number, seen, username, words, DELEGATE)


def add_signer(origin: Origin, number: int, seen: int, username: str, words: str = "") -> Task:
    """加签: the level is done only when this account has agreed as well. Raises as `hand_on`."""
    return _pass(origin, number, seen, username, words, ADD_SIGNER)


def reassign(origin: Origin, number: int, seen: int, task: int, username: str, words: str = "") -> Task:
    """改派: who manages the round gives an open task to another account, for somebody who is away or may not decide himself.

    Raises Refused (rounds.manage), GoujiError: changed meanwhile (S12), no such open task (S24), nobody to give it to (S17, S19, S50, S51),
    too many words (S41).
    """
    submission = find_submission(number)
    require(origin, Act.MANAGE_ROUNDS, target_of(submission))
    words = words_in(words)
    with together():
        held = hold(submission, seen)
        found = next((each for each in open_reviews(held) if each.pk == task), None)
        if found is None:
            raise GoujiError.of("S24")
        return _made(origin, held, found, REASSIGN, receiver(origin, held, username, oneself=True), words)


def _pass(origin: Origin, number: int, seen: int, username: str, words: str, verb: str) -> Task:
    submission = find_submission(number)
    require(origin, Act.REVIEW, target_of(submission))
    words = words_in(words)
    with together():
        held = hold(submission, seen)
        task = take_turn(origin, held)
        return _made(origin, held, task, verb, receiver(origin, held, username), words)


def _made(origin: Origin, held: Submission, task: Task, verb: str, account: Account, words: str) -> Task:
    """The new task, and what becomes of the first."""
    away = verb in (HAND_ON, REASSIGN)
    delegated = _prepared(origin, held, task, verb, words)
    made = Task.objects.create(
        submission=held, kind=REVIEW, step=held.step, account=account, role=task.role if away else "", organisation=task.organisation,
        note=words, given_by_id=origin.number, handed_from=task, delegated=delegated,
    )
    said = f"：{words}" if words else ""
    tell(held, origin, verb, f"→ {account.name}{said}")
    details = {"verb": _CODES[verb], "task": made.pk, "account": account.pk}
    trail.append(origin.trail, Act.REVIEW.value, submission_thing(held.pk), details=details)
    return made


def _prepared(origin: Origin, held: Submission, task: Task, verb: str, words: str) -> bool:
    """What becomes of the task itself, and whether the new one comes back to somebody."""
    if verb in (HAND_ON, REASSIGN):
        take_back(task, origin)
        finish(task, origin, HANDED_ON, words)
        return task.delegated
    decide_alone(task)
    waiting = [other for other in open_reviews(held) if other.delegated and (found := principal(other)) is not None and found.pk == task.pk]
    if verb == DELEGATE and waiting and waiting[0].account is not None:
        raise GoujiError.of("S51", name=waiting[0].account.name, reason=_("已委派，尚未交回"))
    return verb == DELEGATE
