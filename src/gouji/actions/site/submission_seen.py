"""How one submission stands, for programs: its state and the number of moves that whoever acts on it must have seen."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.review_tasks import steps_of
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import shut
from gouji.rights import Act
from gouji.store.models import Submission


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission: the row, what its organisation is called, why figures may not be written now (empty: they may), how many levels review it."""

    submission: Submission
    place: str
    shut: str
    levels: int


def submission_seen(origin: Origin, number: int) -> Standing:
    """How a submission stands. Raises Refused (status.view), GoujiError S05."""
    submission = find_submission(number)
    target, place = target_and_name(submission)
    require(origin, Act.VIEW_STATUS, target, place)
    return Standing(submission, place, shut(submission), len(steps_of(submission.round)))
