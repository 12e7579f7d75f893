"""A form's tables as printed, every figure a way down."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.form_pages import FormPage
from gouji.actions.site.form_pages import form_page
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import reading
from gouji.messages import translate as _
from gouji.web.books.asked import changed
from gouji.web.books.asked import choice
from gouji.web.books.asked import crumbs
from gouji.web.books.asked import indicator_address
from gouji.web.books.asked import tabs
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def form(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The tables of a form for the organisation and period of the address."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        picked = choice(request, found)
        number = request.GET.get("table", "")
        table = int(number) if number.isdecimal() and len(number) < 5 else None  # noqa: PLR2004  # no form has so many tables
        laid = form_page(found, name, picked.organisation, picked.period, table, whole=bool(twin_wanted(request)))
    if twin_wanted(request):
        return table_response(request, f"{row.slug}-{name}", _columns(), _rows(laid))
    return page(request, "books/form.html", {
        "title": laid.title, "book": row, "tabs": tabs(row, ""), "crumbs": crumbs(row, (name, "")), "choice": picked, "form": laid,
        "kept": [("table", str(laid.chosen))] if laid.chosen is not None else [],
        "tables": [(words, changed(request, table=str(position))) for position, words in enumerate(laid.names)],
        "address": indicator_address, "twins": twins(request),
    })


def _columns() -> tuple[str, ...]:
    return (_("表"), _("行"), _("列"), _("内容"), _("指标代码"), _("期间"), _("细分"))


def _rows(laid: FormPage) -> list[tuple[str | int, ...]]:
    """The cells of all tables, one a row: forms have headings over columns and cells that span, which a plain table cannot hold."""
    return [
        (table.id, number, position, cell.text, *((cell.key[0], *cell.key[2:]) if cell.key else ("", "", "")))
        for table in laid.tables for number, row in enumerate((*table.header, *table.rows), 1) for position, cell in enumerate(row, 1)
    ]
