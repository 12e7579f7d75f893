"""The books one may read, and the contents of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import Reading
from gouji.actions.site.reading import readable_books
from gouji.actions.site.reading import reading
from gouji.actions.site.shown import key_indicators
from gouji.actions.site.shown import shown
from gouji.book import Period
from gouji.book import parse_period
from gouji.messages import translate as _
from gouji.web.books.asked import Choice
from gouji.web.books.asked import choice
from gouji.web.books.asked import crumbs
from gouji.web.books.asked import tabs
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def books(request: HttpRequest) -> HttpResponseBase:
    """The books one may read."""
    found = readable_books(origin(request))
    if twin_wanted(request):
        return table_response(request, _("账簿"), (_("简称"), _("名称"), _("单位")), [(each.slug, each.title, each.organisation) for each in found])
    return page(request, "books/books.html", {"title": _("数据"), "books": found, "twins": twins(request)})


@require_safe
def contents(request: HttpRequest, slug: str) -> HttpResponse:
    """What a book holds, and its latest key figures."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        chosen = choice(request, found)
        figures = [
            (shown(found, found.figure(each.code, chosen.organisation, chosen.period)), each.starred)
            for each in key_indicators(found, chosen.period, chosen.organisation)
        ]
        held = _held(found, chosen)
    return page(request, "books/contents.html", {
        "title": row.title, "book": row, "tabs": tabs(row, "contents"), "crumbs": crumbs(row)[:-1], "choice": chosen, "figures": figures, **held,
    })


def _held(found: Reading, chosen: Choice) -> dict[str, Sequence[object]]:
    """Sets, forms, registers, schemes, periods and organisations of a book, as plain values."""
    book = found.book
    every = found.indicators(chosen.period)
    titles = {each.name: each.title for each in book.catalogue.registers}
    return {
        "sets": [(name, sum(each.set == name for each in every)) for name in book.sets],
        "forms": [
            (use.name, use.form, use.organisation, found.name(use.organisation), use.period) for use in book.forms if use.organisation in found.reaches
        ],
        "registers": [(name, titles.get(name, name), len(entries)) for name in book.entries if (entries := found.entries(name)) or name in titles],
        "schemes": [(use.scheme, use.organisation, found.name(use.organisation), use.period) for use in book.schemes if use.organisation in found.reaches],
        "counts": _counts(found),
        "places": [
            (code, name, (own.kind if (own := book.organisations.on(code, chosen.period.last)) is not None else ""))
            for code, name in found.organisations()
        ],
    }


def _counts(found: Reading) -> list[tuple[str, int]]:
    """How many figures are known of each period, the latest first."""
    counts: dict[str, int] = {}
    for own, organisations in found.views():
        for (organisation, period), count in own.index().places.items():
            if organisation in organisations:
                counts[period] = counts.get(period, 0) + count
    return sorted(counts.items(), key=lambda item: _end(parse_period(item[0])), reverse=True)


def _end(period: Period) -> tuple[object, str]:
    return (period.last, period.text)
