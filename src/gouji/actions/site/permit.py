"""锁定例外: until a moment a locked submission may be written to; who allowed it and why stands in its story."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

from gouji.actions.site.deciding import PERMIT
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
from gouji.store.actors import submission_thing
from gouji.store.models import Permit
from gouji.store.units import together

LONGEST_DAYS = 31


def permit(origin: Origin, number: int, seen: int, until: datetime, reason: str) -> Permit:
    """Let figures of a locked submission be written until a moment (with its time zone). What was submitted and published stays as it was frozen.

    Raises Refused (rounds.manage), GoujiError: no reason (S13), too many words (S41), the moment past or too far (S55), changed meanwhile (S12).
    """
    submission = find_submission(number)
    require(origin, Act.MANAGE_ROUNDS, target_of(submission))
    reason = words_in(reason, wanted=True)
    now = datetime.now(UTC)
    if not now < until <= now + timedelta(days=LONGEST_DAYS):
        raise GoujiError.of("S55", days=LONGEST_DAYS)
    with together():
        held = hold(submission, seen)
        row = Permit.objects.create(submission=held, until=until, reason=reason, account_id=origin.number)
        words = _("至 {until}：{reason}").format(until=f"{until.astimezone():%Y-%m-%d %H:%M}", reason=row.reason)
        tell(held, origin, PERMIT, words)
        trail.append(origin.trail, Act.MANAGE_ROUNDS.value, submission_thing(held.pk), details={"verb": "permit", "permit": row.pk})
    return row


def end_permit(origin: Origin, number: int) -> None:
    """End the exceptions of a submission now. Raises Refused (rounds.manage)."""
    submission = find_submission(number)
    require(origin, Act.MANAGE_ROUNDS, target_of(submission))
    with together():
        now = datetime.now(UTC)
        if Permit.objects.filter(submission=submission, until__gt=now).update(until=now):
            tell(hold(submission), origin, PERMIT, _("已结束"))
            trail.append(origin.trail, Act.MANAGE_ROUNDS.value, submission_thing(submission.pk), details={"verb": "end-permit"})
