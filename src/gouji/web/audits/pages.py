"""The pages of audits: one's own documents, the findings of one, the document in its frame, files to take away, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.audit_seen import Card
from gouji.actions.site.audit_seen import Filter
from gouji.actions.site.audit_seen import Shown
from gouji.actions.site.audit_seen import audit_seen
from gouji.actions.site.audit_seen import card_of
from gouji.actions.site.audit_seen import coverage_line
from gouji.actions.site.comparable_books import comparable_books
from gouji.actions.site.decide_finding import decide_finding
from gouji.actions.site.document_kinds import KNOWN
from gouji.actions.site.own_documents import find_document
from gouji.actions.site.own_documents import list_documents
from gouji.actions.site.own_documents import result_file
from gouji.actions.site.own_documents import summary_of
from gouji.actions.site.own_documents import taken_file
from gouji.actions.site.own_jobs import find_job
from gouji.audit.delivery.view import GRAVITY
from gouji.messages import translate as _
from gouji.store.models import Document
from gouji.web.framed import framed
from gouji.web.framed import in_frame
from gouji.web.framed import taken_away
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

_PAGE = 40
UNASSESSED = "unassessed"
"""The list that `?list=` asks for instead of the findings."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in the list: its open findings by verdict, those still to be decided; None before its first audit."""

    document: Document
    verdicts: Sequence[int] | None
    pending: int


@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    """One's own documents, and where to hand one in."""
    lines = [_line(document) for document in list_documents(origin(request))]
    if twin_wanted(request):
        columns = [_("文档"), _("矛盾"), _("存疑"), _("截位"), _("待定"), _("上传"), _("到期")]
        rows = [[line.document.name, *(line.verdicts or (None, None, None)), line.pending, line.document.created, line.document.expires] for line in lines]
        return table_response(request, _("文档核对"), columns, rows)
    return page(request, "audits/list.html", {
        "title": _("文档核对"), "lines": lines, "books": comparable_books(origin(request)), "known": _("、").join(KNOWN), "limit": settings.UPLOAD_LIMIT,
        "days": settings.DOCUMENT_DAYS, "twins": twins(request),
    })


@require_safe
def document(request: HttpRequest, number: int) -> HttpResponseBase:
    """The findings of a document; before they are there, how far the audit is."""
    found = find_document(origin(request), number)
    wanted = Filter(*(request.GET.get(name, "") for name in ("verdict", "kind", "status")))
    shown = audit_seen(origin(request), number, wanted)
    if shown is not None and twin_wanted(request):
        if request.GET.get("list") == UNASSESSED:
            columns = [_("种类"), _("文中数"), _("位置"), _("引文"), _("原因")]
            rows = [[each.kind, each.value, each.place, each.quote, each.reason] for each in shown.unassessed]
            return table_response(request, _("{name} 不可核").format(name=found.name), columns, rows)
        return _findings_table(request, found, shown)
    line = find_job(origin(request), found.job.pk) if found.job is not None else None
    context: dict[str, Any] = {"title": found.name, "document": found, "line": line, "follow": True, "shown": shown, "limit": settings.UPLOAD_LIMIT}
    if shown is not None:
        query = request.GET.copy()
        query.pop("page", None)
        cards = Paginator(shown.cards, _PAGE).get_page(request.GET.get("page"))
        context |= {"cards": cards, "wanted": wanted, "query": query.urlencode(), "coverage": coverage_line(shown.coverage), "twins": twins(request)}
        rest = Paginator(shown.unassessed, _PAGE).get_page(request.GET.get("rest"))
        context |= {"rest": rest, "rest_open": "rest" in request.GET, "rest_query": _without(request, "rest"), "list": UNASSESSED}
    return page(request, "audits/document.html", context)


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()


@require_safe
@in_frame
def frame(request: HttpRequest, number: int) -> HttpResponseBase:
    """The document with its numbers marked, for the frame."""
    return framed(result_file(find_document(origin(request), number), "page"))


@require_safe
def take(request: HttpRequest, number: int, key: str) -> HttpResponseBase:
    """A file to take away."""
    return taken_away(*taken_file(origin(request), number, key))


@require_POST
def decide(request: HttpRequest, number: int, issue: int) -> HttpResponse:
    """A decision on one finding; gives its card anew, and the counts."""
    seen = request.POST.get("fingerprint", ""), request.POST.getlist("values")
    decide_finding(origin(request), number, *seen, request.POST.get("status", ""), request.POST.get("reason", ""))
    card = card_of(origin(request), number, issue)
    shown = audit_seen(origin(request), number)
    assert shown is not None, "a finding was decided on"
    return page(request, "audits/decided.html", {"card": card, "document": shown.document, "shown": shown, "wanted": Filter()})


def _line(document: Document) -> DocumentLine:
    summary: dict[str, Any] = summary_of(document)
    verdicts = [int(summary["verdicts"].get(verdict.value, 0)) for verdict in GRAVITY] if summary else None
    return DocumentLine(document, verdicts, int(summary.get("pending", 0)))


def _findings_table(request: HttpRequest, document: Document, shown: Shown) -> HttpResponseBase:
    columns = [_("序号"), _("结论"), _("种类"), _("位置"), _("问题"), _("引文"), _("核算"), _("可能的原因"), _("怎样改"), _("决定"), _("理由")]
    return table_response(request, _("{name} 核对问题").format(name=document.name), columns, [_row(card) for card in shown.cards])


def _row(card: Card) -> list[str | int]:
    issue = card.issue
    quoted = "".join(f"【{piece}】" if number else piece for piece, number in issue["parts"])
    reason = card.decision.reason if card.decision is not None else ""
    return [
        issue["number"], card.verdict, card.kind, issue["place"], issue["message"], quoted, "；".join(issue["arithmetic"]), issue["culprit"], issue["repair"],
        card.status_words, reason,
    ]
