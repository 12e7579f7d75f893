"""The dashboard of a book: one organisation, and those below it compared."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.dashboard import KeyFigure
from gouji.actions.site.dashboard import below
from gouji.actions.site.dashboard import completeness
from gouji.actions.site.dashboard import key_figures
from gouji.actions.site.dashboard import out_of_line
from gouji.actions.site.dashboard import progress
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import Reading
from gouji.actions.site.reading import reading
from gouji.actions.site.sheets import finding_rows
from gouji.actions.site.sheets import score_sheets
from gouji.actions.site.shown import Shown
from gouji.actions.site.shown import compared
from gouji.actions.site.shown import shown
from gouji.messages import translate as _
from gouji.web.books.asked import Choice
from gouji.web.books.asked import choice
from gouji.web.books.asked import crumbs
from gouji.web.books.asked import indicator_address
from gouji.web.books.asked import tabs
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

TRENDS = 4


@require_safe
def dashboard(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Key figures, trends, scores and progress of an organisation; those of the same kind compared."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        picked = choice(request, found)
        figures = key_figures(found, picked.organisation, picked.period)
        if twin_wanted(request):
            rows = [(each.now.code, each.now.label, each.now.place, each.now.period, each.now.text, each.before.text, each.change) for each in figures]
            titles = (_("代码"), _("指标"), _("机构"), _("期间"), _("数值"), _("上期"), _("变化"))
            return table_response(request, f"{row.slug}-{_('看板')}", titles, rows)
        own = below(found, picked.organisation, picked.period.last)
        context = {
            "figures": figures, "trends": _trends(found, row.slug, figures, picked), "sheets": score_sheets(found, picked.organisation),
            "progress": progress(found, own, picked.period), "filled": completeness(found, picked.period), "several": len(found.reaches) > 1,
            **_comparison(request, found, row.slug, figures, picked),
        }
    return page(request, "dashboard/dashboard.html", {
        "title": _("看板"), "book": row, "tabs": tabs(row, "dashboard"), "crumbs": crumbs(row, (_("看板"), "")), "choice": picked, "kept": [],
        "address": indicator_address, "twins": twins(request), **context,
    })


def _trends(found: Reading, slug: str, figures: list[KeyFigure], picked: Choice) -> list[dict[str, object]]:
    """The first key figures over the years: points, and what their charts draw."""
    trends: list[dict[str, object]] = []
    for each in figures:
        history = [shown(found, item) for item in found.history(found.indicator(each.now.code, picked.period), picked.organisation)]
        if len([item for item in history if item.number is not None]) > 1 and len(trends) < TRENDS:
            trends.append({"label": each.now.label, "points": history, "chart": _chart("line", each.now, [(item.period, item) for item in history], slug)})
    return trends


def _comparison(request: HttpRequest, found: Reading, slug: str, figures: list[KeyFigure], picked: Choice) -> dict[str, object]:
    """One key indicator of all organisations of a kind that have it: the one of the address, else the first that several have."""
    codes = [code for code in (request.GET.get("compare", ""), *(each.now.code for each in figures)) if code]
    kinds = {code: _kind_of(found, code, picked) for code in found.reaches}
    below_it = [code for code, kind in kinds.items() if kind and kind != kinds[picked.organisation]]
    places = [picked.organisation, *below_it[-1:]]
    for code in codes:
        meant = found.indicator(code, picked.period)
        for place in places:
            points = compared(found, meant, place, picked.period)
            if len(points) > 1:
                return {"compared": points, "compared_label": meant.label, "compared_code": code,
                        "compared_chart": _chart("bar", points[0], [(each.place, each) for each in points], slug)}
    return {"compared": [], "compared_label": "", "compared_code": "", "compared_chart": None}


def _kind_of(found: Reading, code: str, picked: Choice) -> str:
    own = found.book.organisations.on(code, picked.period.last)
    return own.kind if own is not None else ""


def _chart(kind: str, first: Shown, points: list[tuple[str, Shown]], slug: str) -> dict[str, object]:
    return {
        "kind": kind, "unit": first.unit, "categories": [category for category, _each in points],
        "series": [{"name": first.label, "values": [None if each.number is None else str(each.number) for _category, each in points]}],
        "links": [indicator_address(slug, each.code, each.organisation, each.period, each.breakdown) for _category, each in points],
    }


@require_safe
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """The part that counts open findings: a check of a whole book takes its time, the page does not wait for it."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        picked = choice(request, found)
        own = set(below(found, picked.organisation, picked.period.last))
        every, summary = finding_rows(found)
    mine = [each for each in every if each.organisation in own]
    counts = {severity: sum(each.severity == severity for each in mine) for severity in ("错误", "警告", "提示")}
    return page(request, "dashboard/findings.html", {
        "book": row, "counts": counts, "first": mine[:5], "summary": summary, "address": indicator_address, "choice": picked,
        "alone": own == {picked.organisation},
    })


@require_safe
def outliers(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The part that lists figures far from their own history."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        picked = choice(request, found)
        rows = out_of_line(found, picked.period)
    if twin_wanted(request):
        titles = (_("代码"), _("指标"), _("机构"), _("期间"), _("数值"), _("历年最低"), _("历年最高"), _("期数"))
        lines = [(each.key[0], each.label, each.place, each.key[2], each.value, each.low, each.high, each.periods) for each in rows]
        return table_response(request, f"{row.slug}-{_('偏离历年的数')}", titles, lines)
    return page(request, "dashboard/outliers.html", {"book": row, "rows": rows, "address": indicator_address, "choice": picked})
