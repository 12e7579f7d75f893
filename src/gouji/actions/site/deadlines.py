"""What is to be handed in soon, or should have been: for the home page of those who fill in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from gouji.actions.site.asked import today
from gouji.actions.site.deciding import target_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.remind import last_reminder
from gouji.actions.site.submissions import OPEN
from gouji.rights import Act
from gouji.store.models import Submission

SOON = 7


@dataclass(frozen=True, slots=True)
class Due:
    """A submission that is due: by when, how many days late it is (0: not yet), and the words of the last reminder (None: not reminded)."""

    number: int
    round: int
    title: str
    organisation: str
    due: date
    late: int
    reminder: str | None


def due_soon(origin: Origin, within: int = SOON) -> tuple[Due, ...]:
    """What the account may fill in that is due within some days, or overdue, or was reminded of; the most urgent first."""
    waiting = Submission.objects.filter(state__in=sorted(OPEN), round__closed__isnull=True, round__opens__lte=today())
    found = []
    for submission in waiting.select_related("round__book").order_by("round__due", "pk"):
        reminder = last_reminder(submission)
        if reminder is None and submission.round.due > today() + timedelta(days=within):
            continue
        if allowed(origin, Act.RECORD_FIGURES, target_of(submission)).allowed:
            late = max((today() - submission.round.due).days, 0)
            words = reminder.words if reminder is not None else None
            found.append(Due(submission.pk, submission.round_id, submission.round.title, submission.organisation, submission.round.due, late, words))
    return tuple(found)
