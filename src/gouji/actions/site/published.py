"""A publication as its readers see it: the frozen figures, the numbers before and after it, its errata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from gouji.actions.site.as_sent import former_as_sent
from gouji.actions.site.as_sent import sees_work
from gouji.actions.site.ask_report import key_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.comparing import CHANGED
from gouji.actions.site.comparing import SAME
from gouji.actions.site.comparing import Difference
from gouji.actions.site.comparing import differences
from gouji.actions.site.comparing import sees_sent
from gouji.actions.site.deciding import published_target_of
from gouji.actions.site.definitions import live_book
from gouji.actions.site.form_lines import LineTable
from gouji.actions.site.form_lines import digest
from gouji.actions.site.form_lines import published_lines
from gouji.actions.site.form_lines import published_tables
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.publish import find_publication
from gouji.actions.site.reports_seen import KINDS
from gouji.actions.site.targets import publication_target
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.models import Correction
from gouji.store.models import Publication


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of a submission: its row, what differs from the one before (empty for the first), the corrections it was made by."""

    row: Publication
    changes: tuple[Difference, ...]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """The page of a publication. `latest` is the one that counts (None: all were withdrawn)."""

    row: Publication
    place: str
    form: str
    tables: tuple[LineTable, ...]
    fingerprint: str
    latest: Publication | None
    editions: tuple[Edition, ...]
    may_publish: bool
    may_review: bool
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A publication that counts, in a list: where it is read, of what and of whom, its number, when, its erratum."""

    address: str
    title: str
    place: str
    form: str
    period: str
    number: int
    moment: datetime
    erratum: str


def publications_of(origin: Origin) -> list[PublishedLine]:
    """The publications that count and that the account may see, the newest first."""
    standing = Publication.objects.filter(withdrawn__isnull=True).select_related("submission__round__book").order_by("number")
    latest = {row.submission_id: row for row in standing}
    found = []
    for row in sorted(latest.values(), key=lambda each: each.moment, reverse=True):
        submission, asked = row.submission, row.submission.round
        with live_book(asked.book).use() as reckoner:
            organisations = reckoner.book.organisations
        if allowed(origin, Act.VIEW_FIGURES, publication_target(submission, organisations)).allowed:
            found.append(PublishedLine(
                f"/published/{row.pk}/", asked.title, organisations.name(submission.organisation), asked.form, asked.period, row.number, row.moment,
                row.erratum,
            ))
    return found


def published_page(origin: Origin, number: int) -> Published:
    """A publication with its errata. One that was withdrawn is shown only to those who see what was submitted.

    Raises Refused (figures.view), GoujiError S56.
    """
    row = find_publication(number)
    submission = row.submission
    target = published_target_of(submission)
    require(origin, Act.VIEW_FIGURES, replace(target, published=target.published and row.withdrawn is None))
    every = list(Publication.objects.filter(submission=submission).select_related("account").order_by("number"))
    shown = [each for each in every if each.withdrawn is None or sees_sent(origin, target)]
    standing = [each for each in every if each.withdrawn is None]
    with live_book(submission.round.book).use() as reckoner:
        place = reckoner.book.organisations.name(submission.organisation)
    return Published(
        row, place, round_form(submission.round).name, _shown(origin, row, target), digest(published_lines(row)),
        standing[-1] if standing else None, tuple(_edition(each, shown) for each in reversed(shown)),
        allowed(origin, Act.PUBLISH, target).allowed, sees_sent(origin, target), tuple(_files(row)),
    )


def _shown(origin: Origin, row: Publication, target: Target) -> tuple[LineTable, ...]:
    """The tables; figures of the period before only for those who see what was submitted (they may never have been published), and as they were sent."""
    tables = published_tables(row)
    if sees_work(origin, target):
        return tables
    if sees_sent(origin, target):
        return former_as_sent(row.submission, tables)
    return tuple(replace(table, lines=tuple(replace(line, former="") for line in table.lines)) for table in tables)


def _files(row: Publication) -> Iterator[tuple[str, str]]:
    """The files of reports that were built from the publication: words and address."""
    for version in row.reports.order_by("-pk"):
        for kind in json.loads(version.files):
            yield f"{version.title} {KINDS.get(kind, kind)}", f"/reports/{row.submission.round.book.slug}/{key_of(version.name)}/{version.pk}/{kind}/"


def _edition(row: Publication, shown: list[Publication]) -> Edition:
    before = max((each for each in shown if each.number < row.number), key=lambda each: each.number, default=None)
    if before is None:
        return Edition(row, ())
    found = differences(published_lines(before), published_lines(row))
    named = tuple(Correction.objects.filter(erratum__made=row).select_related("erratum__account", "erratum__decided_by").order_by("pk"))
    return Edition(row, tuple(sorted((each for each in found if each.kind != SAME), key=lambda each: each.kind != CHANGED)), named)
