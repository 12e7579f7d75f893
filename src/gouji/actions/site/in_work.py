"""Figures as they stand now, for those who may see only what was handed in: they see them while nothing has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
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


def as_handed_in(book: BookRow, organisations: Organisations, organisation: str, period: str) -> bool:
    """Whether the figures of an organisation and those below it, up to a period, are now as they were handed in: every round that asks for some of
    them was answered, none is open again, and nothing that it asks for was recorded since (an exception lets that happen).
    """
    codes = organisations.below(organisation, date.today())  # noqa: DTZ011  # membership runs by the calendar of the place
    last = parse_period(period).last
    asked = Submission.objects.filter(round__book=book, organisation__in=codes).select_related("round")
    return all(_unchanged(each) for each in asked if parse_period(each.round.period).first <= last)


def _unchanged(submission: Submission) -> bool:
    if not submission.sent_version or submission.state in OPEN:
        return False
    later = RowVersion.objects.filter(book_id=submission.round.book_id, organisation=submission.organisation, pk__gt=submission.sent_version)
    later = later.exclude(pk__in=corrections_that_count(submission.round.book_id, submission.organisation))  # published meanwhile
    return not _within(later.values_list("period", flat=True).distinct(), submission.round.period)


def _within(periods: Iterable[str], asked: str) -> bool:
    return any(period and belongs(period, asked) for period in periods)


def work_target(origin: Origin, submission: Submission, target: Target) -> Target:
    """A submission as it stands now: it counts as sent only where that is what was handed in. Looked up only where it makes a difference."""
    waiting = replace(target, sent=False)
    if not target.sent or submission.state in OPEN or allowed(origin, Act.VIEW_FIGURES, waiting).allowed:
        return waiting
    with live_book(submission.round.book).use() as reckoner:
        organisations = reckoner.book.organisations
        return replace(target, sent=as_handed_in(submission.round.book, organisations, submission.organisation, submission.round.period))


def see_in_work(origin: Origin, submission: Submission, target: Target, place: str) -> None:
    """Raise Refused (figures.view) where the account may not see a submission as it stands now."""
    require(origin, Act.VIEW_FIGURES, work_target(origin, submission, target), place)
