"""What an address of a book asks for, and the parts that its pages share: tabs, choice of organisation and period, paging."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote
from urllib.parse import urlencode

from django.http import HttpRequest

from gouji.actions.site.reading import Reading
from gouji.book import Period
from gouji.messages import translate as _
from gouji.store.models import BookRow

PAGE = 50
_SEPARATOR = "\x1f"
_PAGING = ("after", "format")


@dataclass(frozen=True, slots=True)
class Choice:
    """The organisation and period chosen, and those there are to choose from."""

    organisation: str
    place: str
    period: Period
    organisations: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]

    @property
    def query(self) -> str:
        """The choice as part of an address."""
        return _query((("organisation", self.organisation), ("period", self.period.text)))


def choice(request: HttpRequest, reading: Reading) -> Choice:
    """What the address chooses; the book's own organisation and the latest year where it says nothing.

    Raises GoujiError (S68, B01), Refused where the organisation may not be seen.
    """
    organisation = request.GET.get("organisation") or reading.main()
    reading.view(organisation)
    period = reading.period(request.GET.get("period", ""))
    known = [each.text for each in reading.periods()]
    periods = known if period.text in known else [period.text, *known]
    return Choice(organisation, reading.name(organisation), period, tuple(reading.organisations()), tuple(periods))


def tabs(book: BookRow, here: str) -> list[tuple[str, str, bool]]:
    """The parts of a book: words, address, whether one is there."""
    root = f"/books/{book.slug}/"
    parts = (
        ("contents", _("目录"), root), ("indicators", _("指标¦多"), f"{root}indicators/"), ("facts", _("数据"), f"{root}facts/"),
        ("checks", _("校验"), f"{root}checks/"), ("scores", _("评分¦多"), f"{root}scores/"), ("dashboard", _("看板"), f"/dashboard/{book.slug}/"),
        ("evidence", _("佐证材料"), f"/evidence/{book.slug}/"),
    )
    return [(words, address, name == here) for name, words, address in parts]


def crumbs(book: BookRow, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is: books, the book, what is below."""
    return [(_("数据"), "/books/"), (book.title, f"/books/{book.slug}/"), *steps]


def changed(request: HttpRequest, **values: str) -> str:
    """The address's query with other values; an empty one is left out, and paging begins anew."""
    kept = [(name, each) for name, texts in request.GET.lists() if name not in _PAGING and name not in values for each in texts]
    return f"?{_query((*kept, *((name, value) for name, value in values.items() if value)))}"


def facet_links(request: HttpRequest, name: str, values: Iterable[tuple[str, str, int]]) -> list[Mapping[str, object]]:
    """The values of a filter as links: one click chooses, another takes back."""
    chosen = request.GET.get(name, "")
    return [
        {"words": words, "count": count, "on": value == chosen, "address": changed(request, **{name: "" if value == chosen else value})}
        for value, words, count in values
    ]


def joined(parts: Iterable[str]) -> str:
    """A key as one text of an address."""
    return _SEPARATOR.join(parts)


def parted(text: str) -> tuple[str, ...]:
    """The key of a text of an address."""
    return tuple(text.split(_SEPARATOR))


def indicator_address(book: str, code: str, organisation: str = "", period: str = "", breakdown: str = "") -> str:
    """The address of an indicator's page, with what is chosen on it."""
    query = _query(tuple((name, value) for name, value in (("organisation", organisation), ("period", period), ("breakdown", breakdown)) if value))
    return f"/books/{_part(book)}/indicators/{_part(code)}/" + (f"?{query}" if query else "")


@lru_cache(maxsize=5000)
def _query(pairs: tuple[tuple[str, str], ...]) -> str:
    """The query of an address; a page has the same ones again and again."""
    return urlencode(pairs)


@lru_cache(maxsize=5000)
def _part(text: str) -> str:
    return quote(text)
