"""The page of a submission for those who decide on it, and the sheet that is printed and signed."""

from __future__ import annotations

import segno
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.review_page import ReviewLine
from gouji.actions.site.review_page import review_page
from gouji.actions.site.review_page import sign_sheet
from gouji.messages import translate as _
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

KEY_FIGURES = 48
"""How many figures fit on the sheet that is signed."""


@require_safe
def review(request: HttpRequest, number: int) -> HttpResponseBase:
    """A submission as it was submitted, with what changed, its findings, its story, and what may be done now."""
    found = review_page(request.origin, number)
    if twin_wanted(request):
        columns = [_("表"), _("指标"), _("计量单位"), _("上报值"), _("上次上报"), _("去年同期"), _("佐证"), _("批注")]
        rows = [
            [table.title, line.line.name, line.line.unit, line.text, line.before, line.line.former, len(line.line.evidence), _remarks(line)]
            for table in found.tables for line in table.lines
        ]
        return table_response(request, f"{found.sheet.title}-{found.sheet.place}", columns, rows)
    only = request.GET.get("show", "")
    return page(request, "review/review.html", {
        "title": f"{found.sheet.title} · {found.sheet.place}", "review": found, "sheet": found.sheet, "submission": found.sheet.submission,
        "only_changed": only == "changed", "twins": twins(request),
    })


@require_safe
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """One page to print and sign: key figures, the fingerprint of what was submitted, a code that leads back here."""
    found = sign_sheet(request.origin, number, KEY_FIGURES)
    address = request.build_absolute_uri(found.address)
    return page(request, "review/sheet.html", {
        "title": _("签审单"), "sheet": found.sheet, "submission": found.sheet.submission, "figures": found.figures, "more": found.more,
        "cards": found.cards, "address": address, "code": qr_code(address),
    })


def qr_code(address: str) -> str:
    """An address as a QR code: a picture for `<img src=…>`."""
    return str(segno.make(address, error="m").svg_data_uri(scale=3, border=2))


def _remarks(line: ReviewLine) -> str:
    return "；".join(" ".join(part for part in remark if part) for remark in line.remarks)
