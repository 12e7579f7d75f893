"""The work behind a report: built from the state of the book asked for, written as Word, Excel, page and (with LibreOffice) PDF, kept as a version."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gouji.actions.site.apart import TookTooLong
from gouji.actions.site.apart import run_apart
from gouji.actions.site.as_sent import sees_work
from gouji.actions.site.ask_report import WantedReport
from gouji.actions.site.ask_report import find_book
from gouji.actions.site.ask_report import key_of
from gouji.actions.site.ask_report import target_of
from gouji.actions.site.ask_report import use_of
from gouji.actions.site.definitions import live_book
from gouji.actions.site.definitions import site_catalogue
from gouji.actions.site.in_work import as_handed_in
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import origin_of
from gouji.actions.site.origin import require
from gouji.actions.site.report_basis import LIVE
from gouji.actions.site.report_basis import Basis
from gouji.actions.site.report_basis import basis_of
from gouji.actions.site.steps import Step
from gouji.book import Book
from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.papers.documents.convert import office_program
from gouji.papers.files import settle
from gouji.papers.files import write_whole
from gouji.reckon import Reckoner
from gouji.reports import FORMATS
from gouji.reports import Report
from gouji.reports import build_report as lay_out
from gouji.reports import write_report
from gouji.rights import Act
from gouji.rights import Reach
from gouji.store import jobs
from gouji.store import trail
from gouji.store.covers import cover_of
from gouji.store.models import BookRow
from gouji.store.models import Job
from gouji.store.models import ReportVersion
from gouji.store.reading import Moment
from gouji.store.reading import load
from gouji.store.rooms import REPORTS
from gouji.store.rooms import drop_room
from gouji.store.rooms import in_room
from gouji.store.units import together
from gouji.store.views import sent_then
from gouji.store.views import view

FIGURES = "figures.json"
_STEM = "report"
_PDF_SECONDS = 180
_STEPS = 8  # five of laying out, one each for the files, the PDF, the end


def build_report(job: Job, arguments: Mapping[str, object], step: Step) -> Mapping[str, object]:
    """Build the report that was asked for; one that an earlier attempt has finished is not built again.

    Raises as ask_report, and GoujiError with every mistake of form, text and template (T…), P20.
    """
    given: dict[str, Any] = dict(arguments)
    asked = str(given.pop("room"))
    rooms = [_room_of(asked, attempt) for attempt in range(1, max(job.attempts, 1) + 1)]
    known = ReportVersion.objects.select_related("book").filter(room__in=rooms).first()
    if known is not None:
        return {"address": address_of(known)}
    wanted, room = WantedReport(**given), rooms[-1]
    row = find_book(wanted.book)
    drop_room(REPORTS, room)
    folder = in_room(REPORTS, room)
    folder.mkdir(mode=0o700)
    try:
        return _build(job, row, wanted, room, step)
    except BaseException:
        drop_room(REPORTS, room)
        raise


def _room_of(asked: str, attempt: int) -> str:
    """The room of one attempt: a worker that lost the job clears away its own and nobody else's."""
    return sha256(f"{asked} {attempt}".encode()).hexdigest()[:32]


def address_of(version: ReportVersion) -> str:
    """The page of a report's versions."""
    return f"/reports/{quote(version.book.slug)}/{quote(version.name)}/"


def _build(job: Job, row: BookRow, wanted: WantedReport, room: str, step: Step) -> Mapping[str, object]:
    folder, origin = in_room(REPORTS, room), origin_of(job.account)
    step(_("读入账簿"), 0, _STEPS)
    basis = basis_of(row, wanted.organisation, wanted.basis)
    source = _source(origin, row, wanted, basis)
    use = use_of(source.book, wanted)
    report = lay_out(Reckoner(source.book), use, as_stated=wanted.as_stated, progress=lambda words, done, _total: step(words, done, _STEPS))
    step(_("写出文件"), 5, _STEPS)
    files = {path.suffix[1:]: path for path in write_report(report, folder, FORMATS, None, current_language())}
    kept = {kind: path.replace(folder / f"{_STEM}.{kind}").name for kind, path in files.items()}
    kept |= _pdf(folder, kept["docx"], lambda words: step(words, 6, _STEPS))
    write_whole(folder / FIGURES, json.dumps(_figures(report), ensure_ascii=False).encode("utf-8", "replace"))
    step(_("保存"), 7, _STEPS)
    settle(folder)
    with together():
        if not jobs.holds(job):
            raise jobs.Cancelled
        made = ReportVersion.objects.create(
            book=row, form=wanted.form, name=key_of(use.name), organisation=wanted.organisation, period=wanted.period, title=report.title[:200],
            basis=basis.text, version=source.version, as_stated=wanted.as_stated, sent=source.sent, publication=basis.publication, room=room,
            files=json.dumps(kept), summary=json.dumps(_summary(report), ensure_ascii=False), account=job.account,
        )
        trail.append(origin.trail, Act.BUILD_REPORTS.value, f"report/{made.pk}", details={"verb": "built", "form": wanted.form, "version": source.version})
    return {"address": address_of(made)}


@dataclass(frozen=True, slots=True)
class _Source:
    """The book that a report is built from: a value of its own, so that nobody who records waits for the report; the number of its last row version;
    whether all of it had been sent.
    """

    book: Book
    version: int
    sent: bool


def _source(origin: Origin, row: BookRow, wanted: WantedReport, basis: Basis) -> _Source:
    """The state asked for, as far as the account may see it. Raises Refused (reports.build)."""
    live = live_book(row)
    with trail.put_off(), live.use() as reckoner:
        target = target_of(row, reckoner.book, wanted)
        require(origin, Act.BUILD_REPORTS, target)
        organisations, own = reckoner.book.organisations, view(live, Reach.SENT)
        own.reckoner()
        if basis.text == LIVE and sees_work(origin, target):
            return _Source(reckoner.book, live.version, as_handed_in(row, organisations, wanted.organisation, wanted.period))
        if basis.text == LIVE:
            return _Source(own.reckoner_now.book, live.version, sent=True)
    then, version = load(row, site_catalogue(), basis.at), last_version(row, basis.at)
    if basis.submission is None:
        return _Source(then, version, sent=False)
    with live.use():
        own.reckoner()
        return _Source(sent_then(own, then, cover_of(basis.submission, live.catalogue)), version, sent=True)


def last_version(row: BookRow, at: Moment) -> int:
    """The number of the last row version of a state of a book."""
    rows = row.versions.all()
    rows = rows.filter(pk__lte=at.version) if at.version is not None else rows.filter(recorded__lte=at.recorded)
    return int(rows.order_by("-pk").values_list("pk", flat=True).first() or 0)


def _pdf(folder: Path, document: str, say: Any) -> dict[str, str]:
    """The Word file as PDF, by LibreOffice with a profile of its own; nothing where it is not installed or does not come to an end."""
    program = office_program()
    if program is None:
        return {}
    profile = folder / "profile"
    options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", str(folder), document]
    try:
        run_apart([program, f"-env:UserInstallation={profile.as_uri()}", *options], folder, "", _PDF_SECONDS, lambda _gone: say(_("转换为 PDF")))
    except TookTooLong:
        return {}
    finally:
        shutil.rmtree(profile, ignore_errors=True)
    made = folder / f"{_STEM}.pdf"
    return {"pdf": made.name} if made.is_file() else {}


def _figures(report: Report) -> Sequence[Sequence[str]]:
    """The figures of the report, to compare versions by: what each is called, for whom, for when, its value and unit."""
    keys = ("label", "organisation", "period", "value", "unit")
    return list({tuple(str(record.get(key, "")) for key in keys): None for record in report.explanations.values()})


def _summary(report: Report) -> dict[str, object]:
    """How many figures of each state, how many typed, what a reader will miss."""
    warnings = [f"{problem.message()} {problem.advice()}".strip() for problem in report.warnings]
    return {"figures": {state.value: count for state, count in report.counts.items()}, "typed": len(report.typed), "warnings": warnings[:100]}
