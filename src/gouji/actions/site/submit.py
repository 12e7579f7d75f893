"""上报 and 撤回: hand a form in once nothing stands against it; take it back before anybody has decided."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

from gouji.actions.site.asked import today
from gouji.actions.site.deciding import SUBMIT
from gouji.actions.site.deciding import TAKEN_BACK
from gouji.actions.site.deciding import spare
from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import submission_tables
from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.findings import Findings
from gouji.actions.site.findings import findings_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.return_submission import KIND as RETURNED_MARK
from gouji.actions.site.review_tasks import open_step
from gouji.actions.site.review_tasks import steps_of
from gouji.actions.site.submissions import APPROVED
from gouji.actions.site.submissions import FILLING
from gouji.actions.site.submissions import OPEN
from gouji.actions.site.submissions import SUBMITTED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import move
from gouji.actions.site.submissions import shut
from gouji.actions.site.submissions import state_words
from gouji.actions.site.words import words_in
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import FILL
from gouji.store.actors import REVIEW
from gouji.store.actors import submission_thing
from gouji.store.models import Event
from gouji.store.models import Mark
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.writing import writing

SENT, BACK = "上报", "撤回"


def submit(origin: Origin, number: int, seen: int, words: str = "") -> Submission:
    """Hand in a submission as it was seen (`seen`: its number of moves). Nobody can write to it meanwhile: what was checked is what is handed in.

    Raises Refused (submission.submit), GoujiError: locked (S09), not begun (S44), a hard rule fails (S10), findings without answer (S11), changed
    meanwhile (S12), too many words (S41).
    """
    submission = find_submission(number)
    _require(origin, submission)
    words = words_in(words)
    with writing(submission.round.book_id, origin.name, origin.number) as writer:
        held = hold(submission, seen)
        _refuse_shut(held)
        _refuse_open(_findings(held))
        held.sent_version, held.step, held.submitted = writer.book.version, 0, datetime.now(UTC)
        Mark.objects.filter(submission=held, kind=RETURNED_MARK, closed__isnull=True).update(closed=datetime.now(UTC))
        Task.objects.filter(submission=held, kind=FILL, done__isnull=True).update(done=datetime.now(UTC), done_by=origin.number, outcome=SENT)
        held.approved = None if steps_of(held.round) else held.submitted
        move(held, SUBMITTED if steps_of(held.round) else APPROVED, origin, SUBMIT, words)
        open_step(held, 0, origin)
        trail.append(origin.trail, Act.SUBMIT.value, submission_thing(held.pk), details={"verb": "submit", "version": held.sent_version})
    return held


def withdraw(origin: Origin, number: int, seen: int) -> Submission:
    """Take a submission back before anybody has decided on it; it can be filled in again.

    Raises Refused (submission.submit), GoujiError: not submitted (S43), somebody has decided (S34), changed meanwhile (S12).
    """
    submission = find_submission(number)
    _require(origin, submission)
    with writing(submission.round.book_id, origin.name, origin.number):
        held = hold(submission, seen)
        if held.state != SUBMITTED or held.round.closed is not None:
            raise GoujiError.of("S43", state=state_words(SUBMITTED))
        if held.step or _decided(held):
            raise GoujiError.of("S34")
        spare(Task.objects.filter(submission=held, kind=REVIEW, done__isnull=True), origin)
        Task.objects.filter(submission=held, kind=FILL, outcome=SENT).update(done=None, done_by=None, outcome="")
        move(held, FILLING, origin, BACK)
        trail.append(origin.trail, Act.SUBMIT.value, submission_thing(held.pk), details={"verb": "withdraw"})
    return held


def _require(origin: Origin, submission: Submission) -> None:
    require(origin, Act.SUBMIT, *target_and_name(submission))


def _refuse_shut(held: Submission) -> None:
    words = shut(held)
    if words or held.state not in OPEN:
        raise GoujiError.of("S09", state=words or state_words(held.state))
    if held.round.opens > today():
        raise GoujiError.of("S44", day=f"{held.round.opens:%Y-%m-%d}")


def _findings(held: Submission) -> Findings:
    live = live_book(held.round.book)
    with live.use() as reckoner:
        return findings_of(reckoner, held, submission_tables(live, reckoner, held, registers=False))


def _refuse_open(found: Findings) -> None:
    if found.mending:
        raise GoujiError.of("S10", count=len(found.mending))
    if found.answering:
        raise GoujiError.of("S11", count=len(found.answering))


def _decided(held: Submission) -> bool:
    """Whether somebody has decided since it was submitted last."""
    sent = Event.objects.filter(submission=held, verb=SUBMIT).order_by("-pk").first()
    done = Task.objects.filter(submission=held, kind=REVIEW, done__isnull=False, created__gte=sent.moment if sent is not None else held.changed)
    return bool(done.exclude(outcome=TAKEN_BACK).exists())
