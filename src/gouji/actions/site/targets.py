"""What rights are asked about: figures of an organisation in a period, submissions, the site itself."""

from __future__ import annotations

from dataclasses import replace

from gouji.actions.site.asked import today
from gouji.actions.site.origin import above
from gouji.book import Organisations
from gouji.rights import Target
from gouji.store.actors import submission_thing
from gouji.store.covers import belongs
from gouji.store.models import BookRow
from gouji.store.models import Publication
from gouji.store.models import Submission


def figures_target(book: BookRow, organisations: Organisations, organisation: str, period: str = "") -> Target:
    """The figures of an organisation in a period ("": of any period).

    They count as sent unless a round that asks for them has not been submitted yet (what was loaded with the book belongs to no round), as
    published where a publication covers them.
    """
    asked = Submission.objects.filter(round__book=book, organisation=organisation).select_related("round")
    meant = [each for each in asked if not period or belongs(period, each.round.period)]
    published = Publication.objects.filter(submission__in=[each.pk for each in meant], withdrawn__isnull=True)
    chain = above(organisations, organisation, today())
    return Target(book.slug, chain, sent=all(each.sent_version > 0 for each in meant), published=published.exists())


def submission_target(submission: Submission, organisations: Organisations) -> Target:
    """A submission, with all that goes on about it: sent once it has been submitted. It is never published; what is published of it is read at its
    publication (`publication_target`).
    """
    chain = above(organisations, submission.organisation, today())
    return Target(submission.round.book.slug, chain, submission_thing(submission.pk), sent=submission.sent_version > 0)


def publication_target(submission: Submission, organisations: Organisations) -> Target:
    """What was published of a submission: published where a publication of it stands."""
    published = Publication.objects.filter(submission=submission, withdrawn__isnull=True).exists()
    return replace(submission_target(submission, organisations), published=published)
