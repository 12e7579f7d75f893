"""Indicators: the list with its filters, and the page of one: definition, explanation, history, comparison, lineage, versions."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.explained import explained
from gouji.actions.site.explained import uses_of
from gouji.actions.site.explained import versions
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import Reading
from gouji.actions.site.reading import reading
from gouji.actions.site.shown import Facet
from gouji.actions.site.shown import IndicatorRow
from gouji.actions.site.shown import Shown
from gouji.actions.site.shown import Wanted
from gouji.actions.site.shown import chosen as chosen_indicators
from gouji.actions.site.shown import compared
from gouji.actions.site.shown import indicator_row
from gouji.actions.site.shown import shown
from gouji.actions.site.shown import slices
from gouji.catalogue import Indicator
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.web.books.asked import PAGE
from gouji.web.books.asked import Choice
from gouji.web.books.asked import changed
from gouji.web.books.asked import choice
from gouji.web.books.asked import crumbs
from gouji.web.books.asked import facet_links
from gouji.web.books.asked import indicator_address
from gouji.web.books.asked import joined
from gouji.web.books.asked import tabs
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import Cell
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted
from gouji.web.words import book_word


@require_safe
def indicator_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The indicators of a book for an organisation and period, filtered by what the address says."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        picked = choice(request, found)
        wanted = Wanted(*(request.GET.get(name, "") for name in ("set", "unit", "form", "words")))
        indicators, facets = chosen_indicators(found, picked.period, wanted)
        if twin_wanted(request):
            rows = [_twin(indicator_row(found, each, picked.organisation, picked.period)) for each in indicators]
            return table_response(request, f"{row.slug}-{_('指标')}", _columns(), rows)
        part, more = _part(indicators, request.GET.get("after", ""))
        lines = [indicator_row(found, each, picked.organisation, picked.period) for each in part]
    return page(request, "books/indicators.html", {
        "title": _("指标¦多"), "book": row, "tabs": tabs(row, "indicators"), "crumbs": crumbs(row, (_("指标¦多"), "")), "choice": picked, "rows": lines,
        "count": len(indicators), "facets": _facets(request, facets), "twins": twins(request), "words": wanted.words, "kept": _kept(request),
        "next": changed(request) + f"&after={part[-1].code}" if more else "", "first": changed(request) if request.GET.get("after") else "",
    })


def _part(indicators: Sequence[Indicator], after: str) -> tuple[Sequence[Indicator], bool]:
    """The page of indicators after a code, and whether more follow."""
    start = next((position + 1 for position, each in enumerate(indicators) if each.code == after), 0)
    return indicators[start:start + PAGE], len(indicators) > start + PAGE


def _facets(request: HttpRequest, facets: Sequence[Facet]) -> list[tuple[str, list[object]]]:
    return [(facet.words, list(facet_links(request, facet.name, facet.values))) for facet in facets if facet.values]


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The filters that choosing an organisation or period keeps."""
    return [(name, value) for name in ("set", "unit", "form", "words", "basis", "state", "indicator", "severity", "rule") if (value := request.GET.get(name))]


def _columns() -> tuple[str, ...]:
    return (_("代码"), _("指标"), _("指标集"), _("计量单位"), _("机构"), _("期间"), _("数值"), _("来历"), _("上期"), _("上期数值"))


def _twin(row: IndicatorRow) -> tuple[Cell, ...]:
    now, before = row.now, row.before
    return (row.code, row.label, row.set, row.unit, now.place, now.period, _value(now), _origin(now), before.period, _value(before))


def _value(figure: Shown) -> Cell:
    return figure.number if figure.number is not None and figure.text.removesuffix(":1") == f"{figure.number:f}" else figure.text


def _origin(figure: Shown) -> str:
    return {"bound": _("事实"), "derived": _("推算"), "stated": _("填报"), "missing": _("缺")}[figure.origin]


@require_safe
def indicator(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """One indicator: what it means, what it is for an organisation and period and why, how it was, how others are, where it is used."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        picked = choice(request, found)
        meant = found.indicator(code, picked.period)
        breakdown = request.GET.get("breakdown", "")
        result = found.figure(meant.code, picked.organisation, picked.period, breakdown)
        history = [shown(found, each) for each in found.history(meant, picked.organisation, breakdown)]
        others = compared(found, meant, picked.organisation, picked.period, breakdown)
        if twin_wanted(request):
            return _figures_twin(request, f"{row.slug}-{meant.code}", [*history, *others])
        context = {
            "indicator": _definition(found, meant, picked), "figure": shown(found, result), "tree": explained(found, result), "history": history,
            "others": others, "uses": uses_of(found, found.book.edition(picked.period), meant.code), "versions": versions(found, result.key),
            "slices": slices(found, meant, picked.organisation, picked.period) if not breakdown else [], "breakdown": breakdown,
            "withheld": found.withheld(result.key), "charts": _charts(row.slug, meant, history, others, picked),
            "behind": joined(result.key) if result.fact is not None and found.may(Act.ADD_EVIDENCE, picked.organisation) else "",
        }
    steps = ((_("指标¦多"), f"/books/{row.slug}/indicators/?{picked.query}"), (meant.label, ""))
    return page(request, "books/indicator.html", {
        "title": meant.label, "book": row, "tabs": tabs(row, "indicators"), "crumbs": crumbs(row, *steps), "choice": picked, "twins": twins(request),
        "address": indicator_address, "kept": [("breakdown", breakdown)] if breakdown else [], **context,
    })


def _definition(found: Reading, meant: Indicator, picked: Choice) -> list[tuple[str, str]]:
    """What a definition says, as words and text."""
    valid = _("{first} 起").format(first=meant.valid.first or "—") if meant.valid.last is None else f"{meant.valid.first or '—'} — {meant.valid.last}"
    parts = (
        (_("代码"), meant.code), (_("指标集"), meant.set), (_("口径"), meant.definition), (_("公式"), meant.formula.text if meant.formula else ""),
        (_("计量单位"), meant.unit), (_("小数位"), str(meant.decimals) if meant.type == "数量" else ""),
        (_("类型"), f"{book_word(meant.kind)} · {book_word(meant.calendar)}"),
        (_("方向"), book_word(meant.direction)), (_("机构汇总"), book_word(meant.organisations)), (_("期间汇总"), book_word(meant.periods)),
        (_("可细分"), _("、").join(meant.breakdowns)),
        (_("出处"), meant.source), (_("有效期"), valid), (_("定义版本"), found.book.edition(picked.period).fingerprint(meant)),
    )
    return [(words, text) for words, text in parts if text]


def _charts(slug: str, meant: Indicator, history: list[Shown], others: list[Shown], picked: Choice) -> dict[str, object]:
    """What the charts draw: categories, values as printed, where a click leads."""
    unit = "" if meant.unit == ":1" else meant.unit
    return {
        "history": _chart("line", unit, meant.name, [(each.period, each) for each in history], slug),
        "others": _chart("bar", unit, picked.period.text, [(each.place, each) for each in others], slug),
    }


def _chart(kind: str, unit: str, name: str, points: list[tuple[str, Shown]], slug: str) -> dict[str, object]:
    return {
        "kind": kind, "unit": unit, "categories": [category for category, _figure in points],
        "series": [{"name": name, "values": [None if each.number is None else str(each.number) for _category, each in points]}],
        "links": [indicator_address(slug, each.code, each.organisation, each.period, each.breakdown) for _category, each in points],
    }


def _figures_twin(request: HttpRequest, name: str, figures: list[Shown]) -> HttpResponseBase:
    """History and comparison as one table, each figure once."""
    def rows() -> Iterator[tuple[Cell, ...]]:
        for each in dict.fromkeys(figures):
            yield each.code, each.label, each.place, each.period, _value(each), each.unit, _origin(each)
    return table_response(request, name, (_("代码"), _("指标"), _("机构"), _("期间"), _("数值"), _("计量单位"), _("来历")), list(rows()))


