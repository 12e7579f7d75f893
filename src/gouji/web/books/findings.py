"""What a check of the whole book finds, and its score sheets with the reason of every line."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import reading
from gouji.actions.site.sheets import FindingRow
from gouji.actions.site.sheets import ScoreRow
from gouji.actions.site.sheets import finding_rows
from gouji.actions.site.sheets import score_sheets
from gouji.messages import translate as _
from gouji.web.books.asked import PAGE
from gouji.web.books.asked import changed
from gouji.web.books.asked import crumbs
from gouji.web.books.asked import facet_links
from gouji.web.books.asked import indicator_address
from gouji.web.books.asked import tabs
from gouji.web.middleware import origin
from gouji.web.pages import moment
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import Cell
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

_FILTERS = ("severity", "level", "organisation", "period", "rule", "indicator")


@require_safe
def checks(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The findings of the whole book, filtered by what the address says."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        every, summary = finding_rows(found)
    asked = {name: request.GET.get(name, "") for name in _FILTERS}
    rows = [each for each in every if all(not value or value in _values(each, name) for name, value in asked.items())]
    if twin_wanted(request):
        return table_response(request, f"{row.slug}-{_('校验')}", _columns(), [
            (each.rule, each.severity, each.level, each.place, each.period, each.subject, each.message, each.formula, each.left, each.right, each.advice,
             _said(each))
            for each in rows
        ])
    start = int(text) if (text := request.GET.get("after", "")).isdecimal() and len(text) < 9 else 0  # noqa: PLR2004  # no check finds so many
    facets = [(words, facet_links(request, name, _counts(every, asked, name))) for name, words in _titles()]
    return page(request, "books/checks.html", {
        "title": _("校验"), "book": row, "tabs": tabs(row, "checks"), "crumbs": crumbs(row, (_("校验"), "")), "rows": rows[start:start + PAGE],
        "count": len(rows), "summary": summary, "facets": facets, "twins": twins(request), "address": indicator_address,
        "next": f"{changed(request)}&after={start + PAGE}" if len(rows) > start + PAGE else "", "first": changed(request) if start else "",
        "without": changed(request, indicator="", rule="", organisation="", period="", severity="", level=""), "filtered": any(asked.values()),
    })


def _titles() -> tuple[tuple[str, str], ...]:
    return (("severity", _("程度")), ("level", _("硬性软性")), ("organisation", _("单位")), ("period", _("期间")), ("rule", _("规则")))


def _values(row: object, name: str) -> tuple[str, ...]:
    if name == "indicator":
        return tuple(code for code, _label in row.indicators)  # type: ignore[attr-defined]
    return (getattr(row, name),)


def _counts(rows: Iterable[object], asked: dict[str, str], name: str) -> list[tuple[str, str, int]]:
    """The values of a filter with how many findings each would leave, the other filters as they are."""
    counts: dict[str, tuple[str, int]] = {}
    for each in rows:
        if all(not value or other == name or value in _values(each, other) for other, value in asked.items()):
            value = _values(each, name)[0]
            words = each.place if name == "organisation" else value  # type: ignore[attr-defined]
            counts[value] = (words, counts.get(value, ("", 0))[1] + 1)
    return [(value, words, count) for value, (words, count) in counts.items()]


def _columns() -> tuple[str, ...]:
    return (_("规则"), _("程度"), _("硬性软性"), _("机构"), _("期间"), _("对象"), _("问题"), _("算式"), _("左"), _("右"), _("建议"), _("答复"))


def _said(row: FindingRow) -> str:
    """The answers to a finding in one cell."""
    return "；".join(f"{each.kind} {each.limit} {each.words}（{each.who} {moment(each.when)}）".replace("  ", " ") for each in row.answers)


@require_safe
def scores(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The score sheets of the book."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        sheets = score_sheets(found)
    if twin_wanted(request):
        rows = [(sheet.title, sheet.place, sheet.period, *_line(line)) for sheet in sheets for line in sheet.lines]
        return table_response(request, f"{row.slug}-{_('评分')}", (_("评分办法"), _("机构"), _("期间"), *_score_columns()), rows)
    return page(request, "books/scores.html", {
        "title": _("评分¦多"), "book": row, "tabs": tabs(row, "scores"), "crumbs": crumbs(row, (_("评分¦多"), "")), "sheets": sheets, "twins": twins(request),
        "address": indicator_address,
    })


def _score_columns() -> tuple[str, ...]:
    return (_("编号"), _("评分项"), _("分值"), _("目标"), _("实际"), _("完成程度"), _("评分标准"), _("计算"), _("得分"), _("理由"), _("佐证数"))


def _line(line: ScoreRow) -> tuple[Cell, ...]:
    return (
        line.code, line.name, line.points, line.target, line.actual, line.completion, line.rule, line.arithmetic, line.score, line.reason, line.evidence,
    )
