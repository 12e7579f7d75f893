"""Publishing what was approved, and the page of a publication for its readers."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.publish import publish
from gouji.actions.site.publish import withdraw_publication
from gouji.actions.site.published import publications_of
from gouji.actions.site.published import published_page
from gouji.messages import translate as _
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.review.deciding import seen
from gouji.web.tables import Cell
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_POST
def freeze(request: HttpRequest, number: int) -> HttpResponse:
    """Publish what was approved."""
    row = publish(request.origin, number, seen(request), request.POST.get("words", ""))
    notify(request, _("已发布为第 {number} 号。").format(number=row.number))
    return redirect(f"/published/{row.pk}/")


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a publication back."""
    row = withdraw_publication(request.origin, number, seen(request), request.POST.get("words", ""))
    notify(request, _("第 {number} 号已撤销发布。").format(number=row.number))
    return redirect(f"/review/{row.submission_id}/")


@require_safe
def every_publication(request: HttpRequest) -> HttpResponseBase:
    """All that is published, as far as the account may see it."""
    found = publications_of(request.origin)
    if twin_wanted(request):
        columns = [_("名称"), _("单位"), _("报表"), _("期间"), _("号"), _("发布时间"), _("勘误")]
        rows: list[list[Cell]] = [[line.title, line.place, line.form, line.period, line.number, line.moment, line.erratum] for line in found]
        return table_response(request, _("已发布"), columns, rows)
    return page(request, "review/publications.html", {"title": _("已发布"), "lines": found, "twins": twins(request)})


@require_safe
def published(request: HttpRequest, number: int) -> HttpResponseBase:
    """The frozen figures."""
    found = published_page(request.origin, number)
    submission = found.row.submission
    if twin_wanted(request):
        columns = [_("表"), _("指标"), _("计量单位"), _("数值"), _("去年同期")]
        rows = [[table.title, line.name, line.unit, line.text, line.former] for table in found.tables for line in table.lines]
        return table_response(request, f"{submission.round.title}-{found.place}-{found.row.number}", columns, rows)
    return page(request, "review/published.html", {
        "title": f"{submission.round.title} · {found.place}", "published": found, "row": found.row, "submission": submission, "twins": twins(request),
    })
