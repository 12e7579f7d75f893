"""Evidence looked at: the list, one piece with what it proves, coverage of forms, the index to be printed."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from gouji.actions.site.evidence_files import Preview
from gouji.actions.site.evidence_files import kept_file
from gouji.actions.site.evidence_files import preview
from gouji.actions.site.evidence_rights import seen
from gouji.actions.site.evidence_seen import Coverage
from gouji.actions.site.evidence_seen import EvidenceRow
from gouji.actions.site.evidence_seen import coverage
from gouji.actions.site.evidence_seen import evidence_row
from gouji.actions.site.evidence_seen import evidence_rows
from gouji.actions.site.evidence_seen import links_of
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import Reading
from gouji.actions.site.reading import readable_books
from gouji.actions.site.reading import reading
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.store.models import BookRow
from gouji.web.books.asked import changed
from gouji.web.books.asked import choice
from gouji.web.books.asked import facet_links
from gouji.web.books.asked import indicator_address
from gouji.web.books.asked import tabs
from gouji.web.middleware import origin
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """The books whose evidence one may see; straight to the only one."""
    found = readable_books(origin(request))
    if len(found) == 1:
        return redirect(f"/evidence/{found[0].slug}/")
    return page(request, "evidence/books.html", {"title": _("佐证材料"), "books": found})


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The evidence of a book, filtered by what the address says."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        every = evidence_rows(found)
        forms = [(use.form, use.name, use.organisation, use.period) for use in found.book.forms if use.organisation in found.reaches]
        may_add = may_add_some(found)
    asked = {name: request.GET.get(name, "") for name in ("kind", "flag", "organisation")}
    rows = [each for each in every if all(not value or value in _values(each, name) for name, value in asked.items())]
    if twin_wanted(request):
        return table_response(request, f"{row.slug}-{_('佐证材料')}", _columns(), [
            (each.id, each.title, each.kind, each.date, each.issuer, each.place, each.file, each.sha256, each.count,
             "；".join(words for _code, words in each.flags))
            for each in rows
        ])
    facets = [(words, facet_links(request, name, _counts(every, name))) for name, words in (("kind", _("类别")), ("flag", _("提示")), ("organisation", _("单位")))]
    return page(request, "evidence/list.html", {
        "title": _("佐证材料"), "book": row, "tabs": tabs(row, "evidence"), "crumbs": crumbs(row), "rows": rows, "facets": facets, "forms": forms,
        "may_add": may_add, "twins": twins(request), "without": changed(request, kind="", flag="", organisation=""), "filtered": any(asked.values()),
    })


def crumbs(row: BookRow, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is among evidence."""
    return [(_("佐证材料"), "/evidence/"), (row.title, f"/evidence/{row.slug}/" if steps else ""), *steps]


def may_add_some(found: Reading) -> bool:
    """Whether the account may add evidence for any organisation it sees, by a role or by a task."""
    lent = found.origin.actor is not None and any(Act.ADD_EVIDENCE in each.acts and each.book == found.row.slug for each in found.origin.actor.capabilities)
    return lent or any(found.may(Act.ADD_EVIDENCE, code) for code in found.reaches)


def _columns() -> tuple[str, ...]:
    return (_("编号"), _("名称"), _("类别"), _("日期"), _("出具单位"), _("单位"), _("文件"), "SHA-256", _("关联数"), _("提示"))


def _values(row: EvidenceRow, name: str) -> tuple[str, ...]:
    if name == "flag":
        return tuple(code for code, _words in row.flags)
    return (row.organisation,) if name == "organisation" else (row.kind,)


def _counts(rows: list[EvidenceRow], name: str) -> list[tuple[str, str, int]]:
    words = {
        "missing": _("文件不在"), "altered": _("内容不符"), "twin": _("内容重复"), "earlier": _("早于所证期间"), "reused": _("用于几个年度"), "unused": _("未关联"),
    }
    counts: dict[str, tuple[str, int]] = {}
    for row in rows:
        for value in _values(row, name):
            text = words[value] if name == "flag" else row.place if name == "organisation" else value
            counts[value] = (text, counts.get(value, ("", 0))[1] + 1)
    return [(value, text, count) for value, (text, count) in counts.items() if value]


@require_safe
def one(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One piece of evidence: what it is, how it looks, what it proves."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        evidence = evidence_row(found, seen(found, number))
        links = links_of(found, number)
        picked = choice(request, found)
        may_add = may_add_some(found)
        try:
            file = kept_file(found, number)
        except GoujiError:
            file = None
    looks = preview(file) if file is not None else Preview("nothing")
    return page(request, "evidence/one.html", {
        "title": evidence.title, "book": row, "tabs": tabs(row, "evidence"), "crumbs": crumbs(row, (number, "")), "evidence": evidence, "links": links,
        "preview": looks, "kept": file is not None, "choice": picked, "may_add": may_add, "address": indicator_address, "anchor": request.GET.get("anchor", ""),
        "anchor_at": _cell(request.GET.get("anchor", "")),
        "page": _page(request.GET.get("page") or request.GET.get("anchor", ""), looks.pages),
    })


def _cell(anchor: str) -> tuple[int, int]:
    """The row (from 1) and column (from 0; -1: the whole row) of a table that an anchor means (B7, 第7行); (0, -1) where it means none."""
    found = re.fullmatch(r"(?:.*!)?([A-Za-z]{1,2})([0-9]{1,6})|第?\s*([0-9]{1,6})\s*行", anchor.strip())
    if found is None:
        return (0, -1)
    letters = (found[1] or "").upper()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(found[2] or found[3]), column - 1)


def _page(text: str, pages: int) -> int:
    """The page of a PDF to show: that of the address or of the anchor (第3页); else the first."""
    digits = "".join(sign for sign in text if sign.isdecimal())[:6]
    return min(max(int(digits), 1), max(pages, 1)) if digits else 1


@require_safe
def covered(request: HttpRequest, slug: str) -> HttpResponseBase:
    """How far each form's facts have evidence."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        uses = [use for use in found.book.forms if use.organisation in found.reaches]
        every = [coverage(found, use.form, use.organisation, parse_period(use.period)) for use in uses]
    if twin_wanted(request):
        return table_response(request, f"{row.slug}-{_('佐证覆盖')}", (_("报表"), _("机构"), _("期间"), *_index_columns()), [
            (each.form, each.place, each.period, *line) for each in every for line in _lines(each)
        ])
    return page(request, "evidence/coverage.html", {
        "title": _("佐证覆盖"), "book": row, "tabs": tabs(row, "evidence"), "crumbs": crumbs(row, (_("佐证覆盖"), "")), "forms": every,
        "address": indicator_address, "twins": twins(request),
    })


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The index of a form's evidence, numbered by its rows, to be printed and put on top of the files."""
    row = book_of(slug)
    with reading(origin(request), row) as found:
        picked = choice(request, found)
        form = request.GET.get("form") or next((use.form for use in found.book.forms), "")
        laid = coverage(found, form, picked.organisation, picked.period)
    if twin_wanted(request):
        return table_response(request, f"{row.slug}-{_('佐证目录')}", _index_columns(), _lines(laid))
    return page(request, "evidence/index.html", {
        "title": _("佐证材料目录"), "book": row, "tabs": tabs(row, "evidence"), "crumbs": crumbs(row, (_("佐证材料目录"), "")), "laid": laid, "choice": picked,
        "twins": twins(request), "form": form,
    })


def _index_columns() -> tuple[str, ...]:
    return (_("表"), _("序号"), _("指标"), _("数值"), _("佐证编号"), _("佐证名称"), _("位置"))


def _lines(laid: Coverage) -> list[tuple[str, ...]]:
    return [
        (each.table, each.number, each.label, each.value, *link) for each in laid.rows if each.recorded for link in each.evidence or (("", "", ""),)
    ]
