"""Figures as they stand now, for those who may see only what was handed in: they see them while nothing has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gouji.actions.site.as_sent import fills_in
from gouji.actions.site.asked import today
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import OPEN
from gouji.book import Organisations
from gouji.book import parse_period
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.covers import belongs
from gouji.store.editions import corrections_that_count
from gouji.store.models import BookRow
from gouji.store.models import RowVersion
from gouji.store.models import Submission


def as_handed_in(book: BookRow, organisations: Organisations, organisation: str, period: str, *, before: bool = True) -> bool:
    """Whether the figures of an organisation and those below it, of a period and `before` it, are now as they were handed in: every round that asks for
    some of them was answered, none is open again, and nothing that it asks for was recorded since (an exception lets that happen).
    """
    codes = organisations.below(organisation, today())
    last = parse_period(period).last
    asked = Submission.objects.filter(round__book=book, organisation__in=codes).select_related("round")
    meant = [each for each in asked if (parse_period(each.round.period).first <= last if before else belongs(each.round.period, period))]
    return all(_unchanged(each) for each in meant)


def _unchanged(submission: Submission) -> bool:
    if not submission.sent_version or submission.state in OPEN:
        return False
    later = RowVersion.objects.filter(book_id=submission.round.book_id, organisation=submission.organisation, pk__gt=submission.sent_version)
    later = later.exclude(pk__in=corrections_that_count(submission.round.book_id, submission.organisation))  # published meanwhile
    return not _within(later.values_list("period", flat=True).distinct(), submission.round.period)


def _within(periods: Iterable[str], asked: str) -> bool:
    return any(period and belongs(period, asked) for period in periods)


def work_target(origin: Origin, submission: Submission, target: Target) -> Target:
    """A submission as it stands now. Who sees only what is sent, or was asked to review this one, sees it while it is what was handed in: it counts as
    sent then, and what a task lends counts only then.
    """
    waiting = replace(target, sent=False)
    if fills_in(origin, target):
        return waiting
    return target if target.sent and _unchanged(submission) else replace(waiting, thing="")


def see_in_work(origin: Origin, submission: Submission, target: Target, place: str) -> None:
    """Raise Refused (figures.view) where the account may not see a submission as it stands now."""
    require(origin, Act.VIEW_FIGURES, work_target(origin, submission, target), place)
