"""发布、撤销发布: what was approved is frozen under a number for readers; a later number takes its place, the earlier stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime

from gouji.actions.site.deciding import ERRATUM
from gouji.actions.site.deciding import PUBLISH
from gouji.actions.site.deciding import UNPUBLISHED
from gouji.actions.site.deciding import WITHDRAW
from gouji.actions.site.deciding import target_of
from gouji.actions.site.form_lines import digest
from gouji.actions.site.form_lines import lines_at
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import APPROVED
from gouji.actions.site.submissions import PUBLISHED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import move
from gouji.actions.site.submissions import state_words
from gouji.actions.site.submissions import tell
from gouji.actions.site.words import words_in
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.editions import also_text
from gouji.store.models import Publication
from gouji.store.models import Submission
from gouji.store.reading import Moment
from gouji.store.units import together


def publish(origin: Origin, number: int, seen: int, words: str = "") -> Publication:
    """Freeze what was approved, as it was submitted, under the next number; where one is public already, the words are its erratum. One that cannot
    be shown is not published: that is told in the submission's story, and what was published before stays.

    Raises Refused (publication.publish), GoujiError: changed meanwhile (S12), not approved (S53), no words on what is corrected (S13), cannot be
    shown (S54).
    """
    submission = find_submission(number)
    require(origin, Act.PUBLISH, target_of(submission))
    correcting = live_publication(submission) is not None
    told = words_in(words)
    _expect(submission, APPROVED, _("发布"))
    if correcting:
        words_in(told, wanted=True)
    with unshown_told(origin, submission):
        return freeze(origin, submission, seen, Moment(version=submission.sent_version), told if correcting else "", told)


def withdraw_publication(origin: Origin, publication: int, seen: int, words: str) -> Publication:
    """Take a publication back: readers see it no more. The last one taken back leaves the submission approved.

    Raises Refused (publication.publish), GoujiError: no such publication (S56), no words (S13), changed meanwhile (S12), withdrawn already (S53).
    """
    row = find_publication(publication)
    require(origin, Act.PUBLISH, target_of(row.submission))
    reason = words_in(words, wanted=True)
    with together():
        held = hold(row.submission, seen)
        if not Publication.objects.filter(pk=row.pk, withdrawn__isnull=True).update(withdrawn=datetime.now(UTC)):
            raise GoujiError.of("S53", state=_("已撤销"), act=_("撤销发布"))
        left = Publication.objects.filter(submission=held, withdrawn__isnull=True).exists()
        told = _("第 {number} 号：{words}").format(number=row.number, words=reason)
        state = held.state if held.state != PUBLISHED else PUBLISHED if left else APPROVED  # one that is being filled in again goes on
        move(held, state, origin, WITHDRAW, told)
        _note(origin, held, {"verb": "withdraw", "number": row.number})
    row.refresh_from_db()
    return row


def find_publication(number: int) -> Publication:
    """The publication with its submission, round and book. Raises GoujiError S56."""
    found = Publication.objects.select_related("submission__round__book", "account").filter(pk=number).first()
    if found is None:
        raise GoujiError.of("S56")
    return found


def live_publication(submission: Submission) -> Publication | None:
    """The publication that counts: the last that was not withdrawn."""
    return Publication.objects.filter(submission=submission, withdrawn__isnull=True).order_by("-number").first()


def _expect(submission: Submission, state: str, act: str) -> None:
    if submission.state != state:
        raise GoujiError.of("S53", state=state_words(submission.state), act=act)


def freeze(origin: Origin, submission: Submission, seen: int, at: Moment, correction: str, words: str) -> Publication:
    """The new publication of a state of the book, whole or not at all; asks no rights, and wants `unshown_told` around the whole transaction that it is
    part of. `correction` is what readers are told of what has changed.

    Raises GoujiError: changed meanwhile (S12), cannot be shown (S54).
    """
    fingerprint = _shown(submission, at)
    with together():
        held = hold(submission, seen)
        last = Publication.objects.filter(submission=held).order_by("-number").first()
        row = Publication.objects.create(
            submission=held, number=last.number + 1 if last is not None else 1, version=at.version, also=also_text(at.also),
            account_id=origin.number, erratum=correction,
        )
        told = _("第 {number} 号").format(number=row.number)
        move(held, PUBLISHED, origin, ERRATUM if correction else PUBLISH, f"{told}：{words}" if words else told)
        details = {"number": row.number, "version": at.version, "also": len(at.also), "sha256": fingerprint}
        _note(origin, held, {"verb": "erratum" if correction else "publish", **details})
    return row


@contextmanager
def unshown_told(origin: Origin, submission: Submission) -> Iterator[None]:
    """Tell in the story and in the trail that what was to be published within could not be shown (S54), when all that was done for it is undone."""
    try:
        yield
    except GoujiError as error:
        problem = error.problems[0]
        if problem.code == "S54":
            with together():
                tell(submission, origin, UNPUBLISHED, str(problem.params["reason"]))
                trail.append(origin.trail, Act.PUBLISH.value, submission_thing(submission.pk), trail.FAILED)
        raise


def _shown(submission: Submission, at: Moment) -> str:
    """The fingerprint of what readers will see. Raises GoujiError S54."""
    try:
        return digest(lines_at(submission, at.version or 0, also=at.also))
    except GoujiError as error:
        raise GoujiError.of("S54", reason=error.problems[0].message()) from error


def _note(origin: Origin, held: Submission, details: dict[str, object]) -> None:
    trail.append(origin.trail, Act.PUBLISH.value, submission_thing(held.pk), details=details)
