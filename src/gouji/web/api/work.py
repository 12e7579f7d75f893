"""Operations of long work: reports built, documents audited, jobs followed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import File
from ninja import Form
from ninja import Router
from ninja.files import UploadedFile

from gouji.actions.site.ask_report import WantedReport
from gouji.actions.site.ask_report import ask_report
from gouji.actions.site.audit_seen import audit_seen
from gouji.actions.site.own_documents import find_document
from gouji.actions.site.own_documents import list_documents
from gouji.actions.site.own_documents import summary_of
from gouji.actions.site.own_jobs import JobLine
from gouji.actions.site.own_jobs import cancel_job
from gouji.actions.site.own_jobs import find_job
from gouji.actions.site.own_jobs import list_jobs
from gouji.actions.site.reports_seen import shelves
from gouji.actions.site.upload_document import Against
from gouji.actions.site.upload_document import Given
from gouji.actions.site.upload_document import hand_in
from gouji.actions.site.upload_document import keep_document
from gouji.messages import GoujiError
from gouji.store.models import Document
from gouji.web.api.access import idempotent
from gouji.web.api.reading import WRONG
from gouji.web.api.shapes import AuditIn
from gouji.web.api.shapes import AuditOut
from gouji.web.api.shapes import AuditRecordOut
from gouji.web.api.shapes import JobOut
from gouji.web.api.shapes import Number
from gouji.web.api.shapes import ReportIn
from gouji.web.api.shapes import ReportOut
from gouji.web.api.shapes import Text

router = Router()


@router.get("/books/{slug}/reports", response={200: list[ReportOut], **WRONG}, summary="报告列表", operation_id="list_reports")
def list_reports(request: HttpRequest, slug: Text) -> Any:
    """The reports of a book that the account may build or see."""
    shelf = next((shelf for shelf in shelves(request.origin) if shelf.book.slug == slug), None)
    if shelf is None:
        raise GoujiError.of("S02", name=slug)
    return [
        {
            "key": line.key, "name": line.name, "form": line.form, "organisation": line.organisation, "period": line.period,
            "may_build": line.may_build, "versions": line.count,
        }
        for line in shelf.lines
    ]


@router.post("/books/{slug}/reports", response={202: JobOut, **WRONG}, summary="生成报告", operation_id="build_report")
def build_report(request: HttpRequest, slug: Text, body: ReportIn) -> Any:
    """Ask for a report; the job says when it is done and where it is."""
    def do() -> tuple[int, Any]:
        job = ask_report(request.origin, WantedReport(slug, body.form, body.organisation, body.period, basis=body.basis))
        return 202, {"number": job.pk, "kind": job.kind, "title": job.title, "state": job.state, "percent": None, "problems": [], "address": ""}

    return idempotent(request, body.dict(), do)


@router.get("/audits", response={200: list[AuditOut], **WRONG}, summary="送核的文档", operation_id="list_audits")
def list_audits(request: HttpRequest) -> Any:
    """The account's own documents."""
    return [_audit(document) for document in list_documents(request.origin)]


@router.post("/audits", response={202: AuditOut, **WRONG}, summary="上传文档核对", operation_id="upload_audit")
def upload_audit(request: HttpRequest, file: File[UploadedFile], against: Form[AuditIn]) -> Any:
    """Hand in a document (DOCX, PDF, XLSX, …) for an audit, alone or held against a book."""
    kept = keep_document(request.origin, Given(file.name or "", file, file.size or 0), Against(against.book, against.period))
    entered = []

    def do() -> tuple[int, Any]:
        entered.append(hand_in(request.origin, kept))
        return 202, _audit(entered[0])

    try:
        return idempotent(request, [file.name, kept.sha256, against.dict()], do)
    finally:
        if not entered:
            kept.drop()


@router.get("/audits/{number}", response={200: AuditOut, **WRONG}, summary="一份送核的文档", operation_id="see_audit")
def see_audit(request: HttpRequest, number: Number) -> Any:
    """A document of one's own, with the job that audits it."""
    return _audit(find_document(request.origin, number))


@router.get("/audits/{number}/record", response={200: AuditRecordOut, **WRONG}, summary="核对结果", operation_id="audit_record")
def audit_record(request: HttpRequest, number: Number) -> Any:
    """What the audit found; 404 while it has not ended."""
    shown = audit_seen(request.origin, number)
    if shown is None:
        raise GoujiError.of("S83")
    findings = [{**card.issue, "status": card.status} for card in shown.cards]
    return {
        "number": number, "total": shown.total, "findings": findings, "coverage": list(shown.coverage), "notices": list(shown.notices),
        "unassessed": len(shown.unassessed),
    }


@router.get("/jobs", response={200: list[JobOut], **WRONG}, summary="后台任务", operation_id="list_jobs")
def list_own_jobs(request: HttpRequest) -> Any:
    """The account's own jobs, the newest first."""
    return [_job(line) for line in list_jobs(request.origin)]


@router.get("/jobs/{number}", response={200: JobOut, **WRONG}, summary="一项后台任务", operation_id="see_job")
def see_job(request: HttpRequest, number: Number) -> Any:
    """How far a job is, and what came of it."""
    return _job(find_job(request.origin, number))


@router.post("/jobs/{number}/cancel", response={200: JobOut, **WRONG}, summary="取消后台任务", operation_id="cancel_job")
def cancel_own_job(request: HttpRequest, number: Number) -> Any:
    """Call a job off."""
    return _job(cancel_job(request.origin, number))


def _job(line: JobLine) -> dict[str, Any]:
    job = line.job
    return {
        "number": job.pk, "kind": job.kind, "title": job.title, "state": job.state, "percent": line.percent, "problems": list(line.problems),
        "address": line.address,
    }


def _audit(document: Document) -> dict[str, Any]:
    counts = {key: value for key, value in summary_of(document).items() if key in {"verdicts", "pending", "coverage"}}
    return {
        "number": document.pk, "name": document.name, "size": document.size, "sha256": document.sha256, "expires": document.expires.isoformat(),
        "job": document.job_id, "summary": counts,
    }
