"""From which state of a book a report is built, and how far that state has come: it decides who may build it and who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from gouji.actions.open_book import moment_of
from gouji.actions.site.asked import today
from gouji.actions.site.in_work import as_handed_in
from gouji.actions.site.origin import above
from gouji.actions.site.targets import figures_target
from gouji.book import Organisations
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Target
from gouji.store.editions import edition_of
from gouji.store.models import BookRow
from gouji.store.models import Publication
from gouji.store.models import ReportVersion
from gouji.store.models import Submission
from gouji.store.reading import Moment

LIVE = "live"
_SUBMISSION, _PUBLICATION, _DATE = "submission/", "publication/", "date/"


@dataclass(frozen=True, slots=True)
class Basis:
    """A state of a book: how it is written (live, submission/12, publication/5, date/2026-03-01), which rows are meant, what it is called."""

    text: str
    at: Moment
    words: str
    sent: bool = False
    publication: Publication | None = None
    submission: Submission | None = None


def basis_of(book: BookRow, organisation: str, text: str) -> Basis:
    """The state that a text names. Raises GoujiError S89 where it names none of this organisation's; X07 for what is no date."""
    if text == LIVE:
        return Basis(LIVE, Moment(), _("当前数据"))
    if text.startswith(_DATE):
        return Basis(text, Moment(recorded=moment_of(text.removeprefix(_DATE))), _("{day} 的数据").format(day=text.removeprefix(_DATE)))
    for basis in offered(book, organisation):
        if basis.text == text:
            return basis
    raise GoujiError.of("S89", name=text[:40])


def offered(book: BookRow, organisation: str) -> Sequence[Basis]:
    """The states of an organisation's figures that were sent or published, the newest first."""
    sent = Submission.objects.select_related("round").filter(round__book=book, organisation=organisation, sent_version__gt=0).order_by("-pk")
    published = Publication.objects.select_related("submission__round").filter(
        submission__round__book=book, submission__organisation=organisation, withdrawn__isnull=True,
    ).order_by("-pk")
    return [
        *(Basis(
            f"{_PUBLICATION}{item.pk}", edition_of(item),
            _("“{title}”第 {number} 次发布").format(title=item.submission.round.title, number=item.number), sent=True, publication=item,
            submission=item.submission,
        ) for item in published),
        *(Basis(f"{_SUBMISSION}{item.pk}", Moment(version=item.sent_version), _("“{title}”上报时").format(title=item.round.title), sent=True,
            submission=item) for item in sent),
    ]


def build_target(book: BookRow, organisations: Organisations, organisation: str, period: str, basis: Basis) -> Target:
    """The figures that a report from this state shows. What was sent or published is told by the state itself; the figures as they are now count as
    sent where they are what the organisation and those below it handed in for the period. What stood there on a date may never have been sent.
    """
    target = figures_target(book, organisations, organisation, period)
    if basis.sent:
        return replace(target, sent=True, published=basis.publication is not None)
    sent = basis.text == LIVE and target.sent and (not period or as_handed_in(book, organisations, organisation, period, before=False))
    return replace(target, sent=sent, published=False)


def version_target(version: ReportVersion, organisations: Organisations) -> Target:
    """A report that was built: as far as the state it was built from had come; one that was published, until its publication is withdrawn."""
    published = version.publication is not None and version.publication.withdrawn is None
    chain = above(organisations, version.organisation, today())
    return Target(version.book.slug, chain, f"report/{version.pk}", sent=version.sent, published=published)
