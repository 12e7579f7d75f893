"""Evidence taken in, put behind figures, taken away from them."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from gouji.actions.site.add_evidence import KINDS
from gouji.actions.site.add_evidence import NewEvidence
from gouji.actions.site.add_evidence import add_evidence
from gouji.actions.site.evidence_form import evidence_form
from gouji.actions.site.evidence_kinds import KNOWN
from gouji.actions.site.link_evidence import Behind
from gouji.actions.site.link_evidence import link_evidence
from gouji.actions.site.link_evidence import require_linkable
from gouji.actions.site.link_evidence import unlink_evidence
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import reading
from gouji.book import Key
from gouji.book import in_calendar
from gouji.book.facts import FACT
from gouji.book.facts import STATED
from gouji.book.reading import find_indicator
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.store.models import BookRow
from gouji.web.books.asked import joined
from gouji.web.books.asked import parted
from gouji.web.books.asked import tabs
from gouji.web.evidence.pages import crumbs
from gouji.web.middleware import origin
from gouji.web.pages import notify
from gouji.web.pages import page

_KEY = 4


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a file, and what comes of it; behind a figure at once where the address names one."""
    row = book_of(slug)
    problems: list[str] = []
    twin = False
    if request.method == "POST":
        try:
            return _taken(request, row)
        except GoujiError as error:
            problems = [f"{problem.message()} {problem.advice()}".strip() for problem in error.problems]
            twin = any(problem.code == "S73" for problem in error.problems)
    behind = parted(request.POST.get("behind") or request.GET.get("behind", ""))
    behind = behind if len(behind) == _KEY else ()
    form = evidence_form(origin(request), row, behind)
    chosen = request.POST.get("organisation") or (behind[1] if behind else form.organisations[0][0])
    return page(request, "evidence/add.html", {
        "title": _("上传佐证"), "book": row, "tabs": tabs(row, "evidence") if form.reads else [], "organisations": form.organisations, "chosen": chosen,
        "crumbs": crumbs(row, (_("上传佐证"), "")) if form.reads else [(_("填报"), form.back), (_("上传佐证"), "")],
        "kinds": KINDS, "known": _("、").join(KNOWN), "problems": problems, "twin": twin, "behind": joined(behind) if behind else "", "figure": form.figure,
        "place": behind[1:3], "given": request.POST, "back": form.back or f"/evidence/{row.slug}/",
    }, 422 if problems else 200)


def _taken(request: HttpRequest, row: BookRow) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise GoujiError.of("S23", kind=_("空"), known=_("、").join(KNOWN))
    words = {name: str(request.POST.get(name, "")) for name in ("title", "kind", "date", "issuer", "organisation", "anchor", "behind")}
    given = NewEvidence(
        str(file.name), file.file, file.size, words["organisation"], title=words["title"], kind=words["kind"],
        date=words["date"].strip(), issuer=words["issuer"],
    )
    key = parted(words["behind"])
    behind = Behind((key[0], key[1], key[2], key[3])) if len(key) == _KEY else None
    if behind is not None:
        require_linkable(origin(request), row, behind)  # no file is taken in that cannot be put where it belongs
    number = add_evidence(origin(request), row, given, again=bool(request.POST.get("again")))
    if behind is not None:
        link_evidence(origin(request), row, behind, number, words["anchor"])
        notify(request, _("已登记为 {number}，并关联到数。").format(number=number))
    else:
        notify(request, _("已登记为 {number}。").format(number=number))
    form = evidence_form(origin(request), row, key if behind is not None else ())
    return redirect(f"/evidence/{row.slug}/{number}/" if form.reads else form.back)


@require_POST
def link(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Put the evidence behind the figure that the form names by indicator, organisation and period."""
    row = book_of(slug)
    key = _meant(request, row)
    link_evidence(origin(request), row, Behind(key), number, request.POST.get("anchor", ""))
    notify(request, _("已关联。"))
    return redirect(f"/evidence/{row.slug}/{number}/")


def _meant(request: HttpRequest, row: BookRow) -> Key:
    """The figure meant by an indicator's name or code, an organisation, a period and perhaps a breakdown. Raises GoujiError."""
    with reading(origin(request), row) as found:
        organisation = request.POST.get("organisation", "")
        found.view(organisation)
        period = found.period(request.POST.get("period", ""))
        indicator = find_indicator(found.book, found.book.edition(period), request.POST.get("indicator", "").strip())
        return (indicator.code, organisation, in_calendar(period, indicator.calendar).text, request.POST.get("breakdown", "").strip())


@require_POST
def unlink(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Take the evidence away from one figure."""
    row = book_of(slug)
    key = parted(request.POST.get("key", ""))
    if len(key) != _KEY:
        raise GoujiError.of("S75")
    basis = STATED if request.POST.get("basis") == STATED else FACT
    behind = Behind((key[0], key[1], key[2], key[3]), basis, request.POST.get("source", "") if basis == STATED else "")
    version = request.POST.get("version", "")
    unlink_evidence(origin(request), row, behind, request.POST.get("link", ""), int(version) if version.isdecimal() else None)
    notify(request, _("已取消关联。"))
    return redirect(f"/evidence/{row.slug}/{number}/")
