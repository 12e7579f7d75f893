"""What a question finds, as a page and as suggestions."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.names import Named
from gouji.actions.site.search import search
from gouji.messages import translate as _
from gouji.web.books.asked import indicator_address
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

MOST, SUGGESTED = 100, 8
_ADDRESSES: dict[str, Callable[[Named], str]] = {
    "indicator": lambda thing: indicator_address(thing.book, thing.key),
    "organisation": lambda thing: f"/books/{quote(thing.book)}/?organisation={quote(thing.key)}",
    "form": lambda thing: f"/books/{quote(thing.book)}/forms/{quote(thing.key)}/",
    "register": lambda thing: f"/books/{quote(thing.book)}/registers/{quote(thing.key)}/",
    "round": lambda thing: f"/collect/{quote(thing.key)}/",
    "book": lambda thing: f"/books/{quote(thing.key)}/",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: its kind in words, its name, its book, where it is."""

    kind: str
    name: str
    code: str
    where: str
    address: str


@require_safe
def hits(request: HttpRequest) -> HttpResponseBase:
    """All that a question finds."""
    words = request.GET.get("q", "")
    found = _hits(search(origin(request), words, MOST))
    if twin_wanted(request):
        rows = [(hit.kind, hit.name, hit.code, hit.where, hit.address) for hit in found]
        return table_response(request, _("查找"), (_("类别"), _("名称"), _("代码"), _("账簿"), _("地址")), rows)
    return page(request, "search/hits.html", {"title": _("查找"), "words": words, "hits": found, "most": MOST, "twins": twins(request)})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The best few, for the list under the search box."""
    found = _hits(search(origin(request), request.GET.get("q", ""), SUGGESTED))
    return page(request, "search/suggestions.html", {"hits": found, "words": request.GET.get("q", "")})


def _hits(found: Sequence[Named]) -> list[Hit]:
    kinds = {
        "indicator": _("指标"), "organisation": _("单位"), "form": _("报表"), "register": _("台账"), "round": _("填报任务"), "book": _("账簿"),
    }
    return [
        Hit(kinds[thing.kind], thing.name, thing.key if thing.kind in ("indicator", "organisation") else "", thing.title, _ADDRESSES[thing.kind](thing))
        for thing in found
    ]
