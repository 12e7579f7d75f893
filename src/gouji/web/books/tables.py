"""Facts and registers of a book as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.fact_lines import FactLine
from gouji.actions.site.fact_lines import Filter
from gouji.actions.site.fact_lines import all_lines
from gouji.actions.site.fact_lines import counted
from gouji.actions.site.fact_lines import fact_lines
from gouji.actions.site.fact_lines import page_of
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import reading
from gouji.actions.site.register_lines import RegisterPage
from gouji.actions.site.register_lines import register_page
from gouji.book.facts import FACT
from gouji.book.facts import NOT_APPLICABLE
from gouji.book.facts import NOT_COLLECTED
from gouji.book.facts import NULL
from gouji.book.facts import STATED
from gouji.book.facts import VALUE
from gouji.messages import translate as _
from gouji.web.books.asked import PAGE
from gouji.web.books.asked import changed
from gouji.web.books.asked import crumbs
from gouji.web.books.asked import facet_links
from gouji.web.books.asked import indicator_address
from gouji.web.books.asked import joined
from gouji.web.books.asked import parted
from gouji.web.books.asked import tabs
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import Cell
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

_KEY = 4


@require_safe
def facts(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Facts and stated figures, filtered by what the address says, a page at a time."""
    row = book_of(slug)
    wanted = Filter(*(request.GET.get(name, "") for name in ("indicator", "organisation", "period", "basis", "state")))
    if twin_wanted(request):
        return table_response(request, f"{row.slug}-{_('数据')}", _columns(), map(_twin, all_lines(origin(request), row, wanted)))
    with reading(origin(request), row) as found:
        asked = parted(request.GET.get("after", ""))
        after = (asked[0], asked[1], asked[2], asked[3]) if len(asked) == _KEY else None
        lines, following = page_of(fact_lines(found, wanted, after), PAGE)
        organisations, periods = counted(found, wanted)
        name = found.indicator(wanted.indicator, found.period(wanted.period)).label if wanted.indicator else ""
    facets = [
        (_("单位"), facet_links(request, "organisation", organisations)),
        (_("期间"), facet_links(request, "period", [(text, text, count) for text, count in periods])),
        (_("依据"), facet_links(request, "basis", [(text, text, 0) for text in (FACT, STATED)])),
        (_("状态"), facet_links(request, "state", [(text, text, 0) for text in (VALUE, NULL, NOT_APPLICABLE, NOT_COLLECTED)])),
    ]
    return page(request, "books/facts.html", {
        "title": _("数据"), "book": row, "tabs": tabs(row, "facts"), "crumbs": crumbs(row, (_("数据"), "")), "rows": lines, "facets": facets,
        "twins": twins(request), "address": indicator_address, "indicator": name, "without": changed(request, indicator=""),
        "next": f"{changed(request)}&after={_quoted(following)}" if following else "", "first": changed(request) if after else "",
    })


def _quoted(key: Sequence[str]) -> str:
    from urllib.parse import quote
    return quote(joined(key))


def _columns() -> tuple[str, ...]:
    return (
        _("代码"), _("指标"), _("机构代码"), _("机构"), _("期间"), _("细分"), _("依据"), _("状态"), _("数值"), _("计量单位"), _("出处"), _("佐证"), _("填报人"),
        _("填报时间"), _("备注"),
    )


def _twin(line: FactLine) -> tuple[Cell, ...]:
    return (
        line.code, line.label, line.organisation, line.place, line.period, line.breakdown, line.basis, line.state, line.number if line.number is not None
        else line.value, line.unit, line.source, "；".join(line.evidence), line.author, line.recorded, line.note,
    )


@require_safe
def register(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The entries of a register; what personal columns hold is hidden unless it is asked for by somebody who may see it."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        laid: RegisterPage = register_page(
            found, name, organisation=request.GET.get("organisation", ""), period=request.GET.get("period", ""), unmasked=bool(request.GET.get("personal")),
            start=None if twin_wanted(request) else _start(request), size=PAGE,
        )
    if twin_wanted(request):
        return table_response(request, f"{row.slug}-{name}", laid.columns, laid.rows)
    facets = [(_("单位"), facet_links(request, "organisation", laid.organisations)), (_("期间"), facet_links(request, "period", laid.periods))]
    following = laid.start + PAGE
    return page(request, "books/register.html", {
        "title": laid.title, "book": row, "tabs": tabs(row, ""), "crumbs": crumbs(row, (laid.title, "")), "laid": laid, "facets": facets,
        "twins": twins(request), "next": f"{changed(request)}&after={following}" if following < laid.count else "",
        "first": changed(request) if laid.start else "", "unmask": changed(request, personal="1"), "mask": changed(request, personal=""),
    })


def _start(request: HttpRequest) -> int:
    text = request.GET.get("after", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004  # no book has so many entries
