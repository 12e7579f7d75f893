"""Ask for a report to be built."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from dataclasses import dataclass

from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.report_basis import basis_of
from gouji.actions.site.report_basis import build_target
from gouji.book import Book
from gouji.book import FormUse
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.reports import file_name
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import jobs
from gouji.store import trail
from gouji.store.models import BookRow
from gouji.store.models import Job
from gouji.store.units import together

KIND = "build_report"


@dataclass(frozen=True, slots=True)
class WantedReport:
    """Which report: the form for an organisation and a period of a book (its slug), from which state of it, with figures as stated or derived.

    `name` is what the book calls it, "" for one that book.yaml does not name.
    """

    book: str
    form: str
    organisation: str
    period: str
    name: str = ""
    basis: str = "live"
    as_stated: bool = False


def ask_report(origin: Origin, wanted: WantedReport) -> Job:
    """Put the building of a report into the queue.

    Raises Refused (reports.build), GoujiError: no such book (S02), organisation (S98), period (B…), form (T56), state (S89, X07).
    """
    row = find_book(wanted.book)
    assert origin.account is not None, "only accounts hold rights of their own"
    with live_book(row).use() as reckoner:
        book = reckoner.book
    target = target_of(row, book, wanted)
    require(origin, Act.BUILD_REPORTS, target)
    use = use_of(book, wanted)
    with together():
        job = jobs.enqueue(KIND, origin.account.pk, _("生成报告：{name}").format(name=use.name), asdict(wanted) | {"room": secrets.token_hex(16)})
        trail.append(origin.trail, Act.BUILD_REPORTS.value, f"book/{row.pk}", details={
            "verb": "ask", "form": wanted.form, "organisation": wanted.organisation, "period": wanted.period, "basis": wanted.basis,
        })
    return job


def find_book(slug: str) -> BookRow:
    """The book of a short name. Raises GoujiError S02."""
    found = BookRow.objects.filter(slug=slug).first()
    if found is None:
        raise GoujiError.of("S02", name=slug)
    return found


def target_of(row: BookRow, book: Book, wanted: WantedReport) -> Target:
    """What rights are asked about. Raises GoujiError S98, B…, S89."""
    if wanted.organisation not in book.organisations:
        raise GoujiError.of("S98", book=row.title, name=wanted.organisation[:60])
    parse_period(wanted.period)
    return build_target(row, book.organisations, wanted.organisation, wanted.period, basis_of(row, wanted.organisation, wanted.basis))


def use_of(book: Book, wanted: WantedReport) -> FormUse:
    """The report as the book names it, or one of its form that it does not name, with the text the form has there. Raises GoujiError T56."""
    known = next((use for use in book.forms if (use.form, use.organisation, use.period) == (wanted.form, wanted.organisation, wanted.period)), None)
    if known is not None:
        return known
    forms = book.edition(parse_period(wanted.period)).forms
    if wanted.form not in forms:
        raise GoujiError.of("T56", name=wanted.form[:80], period=wanted.period, known="、".join(forms) or "—")
    return FormUse(wanted.form, f"{wanted.form} {book.organisations.name(wanted.organisation)} {wanted.period}", wanted.organisation, wanted.period)


def key_of(name: str) -> str:
    """A report's name as it stands in addresses and with its versions."""
    return file_name(name)
