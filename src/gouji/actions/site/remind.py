"""催办: those who have not handed in yet find it on their home page; once a day is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta

from gouji.actions.site.deciding import REMIND
from gouji.actions.site.deciding import target_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import OPEN
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import tell
from gouji.actions.site.words import words_in
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.models import Event
from gouji.store.models import Submission
from gouji.store.prepared import Prepared
from gouji.store.units import together

AGAIN = timedelta(hours=20)
_LAST = Prepared(lambda number: Event.objects.filter(submission_id=number, verb=REMIND).order_by("-pk")[:1], int)


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many were reminded, and how many were not: handed in already, or reminded today."""

    reminded: int
    skipped: int


def remind(origin: Origin, numbers: Sequence[int], words: str = "") -> Reminded:
    """Remind those who still have to hand in these submissions; all of them or, where one may not be reminded, none.

    Raises Refused (rounds.manage), GoujiError: no such submission (S05), too many words (S41).
    """
    asked = [find_submission(number) for number in dict.fromkeys(numbers)]
    for submission in asked:
        require(origin, Act.MANAGE_ROUNDS, target_of(submission))
    words = words_in(words)
    done = 0
    with together():
        for submission in asked:
            held = hold(submission)
            if held.state in OPEN and held.round.closed is None and last_reminder(held, datetime.now(UTC) - AGAIN) is None:
                tell(held, origin, REMIND, words)
                trail.append(origin.trail, Act.MANAGE_ROUNDS.value, submission_thing(held.pk), details={"verb": "remind"})
                done += 1
    return Reminded(done, len(asked) - done)


def last_reminder(submission: Submission, since: datetime | None = None) -> Event | None:
    """The last reminder that still counts: the submission has not been handed in since."""
    if submission.state not in OPEN:
        return None
    found: Event | None = _LAST.first(submission.pk)
    return found if found is not None and (since is None or found.moment > since) else None
