"""The pages of reports: the shelf of each book, asking for one, its versions, its preview, its files, what changed between two."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_safe

from gouji.actions.site.ask_report import WantedReport
from gouji.actions.site.ask_report import ask_report
from gouji.actions.site.report_basis import LIVE
from gouji.actions.site.reports_seen import KINDS
from gouji.actions.site.reports_seen import Line
from gouji.actions.site.reports_seen import Version
from gouji.actions.site.reports_seen import choice
from gouji.actions.site.reports_seen import differences
from gouji.actions.site.reports_seen import report_versions
from gouji.actions.site.reports_seen import shelves
from gouji.actions.site.reports_seen import version_file
from gouji.actions.site.reports_seen import versions_of
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.store.models import BookRow
from gouji.web.framed import framed
from gouji.web.framed import in_frame
from gouji.web.framed import taken_away
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import Cell
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def shelf_list(request: HttpRequest) -> HttpResponse:
    """The reports of all books one has to do with."""
    return page(request, "reports/list.html", {"title": _("报告¦多"), "shelves": shelves(origin(request)), "live": LIVE})


@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a report: any form, organisation, period and state of a book that one may build."""
    if request.method == "POST":
        basis = request.POST.get("basis", LIVE)
        if basis == "date":
            basis = f"date/{request.POST.get('day', '')}"
        job = ask_report(origin(request), WantedReport(
            slug, request.POST.get("form", ""), request.POST.get("organisation", ""), request.POST.get("period", "").strip(), basis=basis,
            as_stated=request.POST.get("as_stated") == "1",
        ))
        return redirect(f"/jobs/{job.pk}/")
    asked = (request.GET.get(name, "") for name in ("form", "organisation", "period"))
    return page(request, "reports/build.html", {"title": _("生成报告"), "choice": choice(origin(request), slug, *asked), "live": LIVE})


@require_safe
def versions(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """The versions of a report."""
    book, line = report_versions(origin(request), slug, key)
    found = versions_of(origin(request), book, key)
    if twin_wanted(request):
        columns = [_("版本"), _("单位"), _("期间"), _("依据"), _("数字取法"), _("生成人"), _("生成时间")]
        return table_response(request, line.name, columns, [_row(version) for version in found])
    return page(request, "reports/versions.html", {
        "title": line.name, "book": book, "report": line, "versions": found, "kinds": KINDS, "live": LIVE, "twins": twins(request),
    })


@require_safe
def preview(request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
    """A version with its inspector, in a frame."""
    book, line, version = _version(request, slug, key, number)
    return page(request, "reports/preview.html", {
        "title": version.row.title, "book": book, "report": line, "version": version, "kinds": KINDS, "number": number,
    })


@require_safe
@in_frame
def frame(request: HttpRequest, slug: str, key: str, number: int) -> HttpResponseBase:
    """The page of a version, for the frame."""
    _version(request, slug, key, number)
    return framed(version_file(origin(request), number, "html", taken=False)[0])


@require_safe
def take(request: HttpRequest, slug: str, key: str, number: int, kind: str) -> HttpResponseBase:
    """A file of a version, to take away."""
    _version(request, slug, key, number)
    return taken_away(*version_file(origin(request), number, kind, taken=True))


@require_safe
def compare(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """The figures that changed between two versions (`?before=3&after=5`)."""
    book, line = report_versions(origin(request), slug, key)
    chosen = [request.GET.get(name, "") for name in ("before", "after")]
    if not all(text.isascii() and text.isdigit() for text in chosen):
        raise GoujiError.of("S82")
    before, after = sorted(map(int, chosen))
    first, second = (_version(request, slug, key, number)[2] for number in (before, after))
    changed = differences(origin(request), before, after)[2]
    columns = [_("指标"), _("单位"), _("期间"), *(_("第 {number} 版").format(number=each.number) for each in (first, second))]
    if twin_wanted(request):
        return table_response(request, line.name, columns, [[each.label, each.organisation, each.period, each.before, each.after] for each in changed])
    return page(request, "reports/compare.html", {
        "title": _("比较两个版本"), "book": book, "report": line, "first": first, "second": second, "changed": changed, "columns": columns,
        "twins": twins(request),
    })


def _version(request: HttpRequest, slug: str, key: str, number: int) -> tuple[BookRow, Line, Version]:
    """A version of this report. Raises GoujiError S82 for one that is another's, or that one may not see."""
    book, line = report_versions(origin(request), slug, key)
    found = next((version for version in versions_of(origin(request), book, key) if version.row.pk == number), None)
    if found is None:
        raise GoujiError.of("S82")
    return book, line, found


def _row(version: Version) -> list[Cell]:
    row = version.row
    return [
        version.number, version.organisation, row.period, version.basis, _("照填报的数") if row.as_stated else _("推算的数"), row.account.name if row.account else "",
        row.created,
    ]
