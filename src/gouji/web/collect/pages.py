"""Pages of rounds: the list, a new one, one with its organisations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.http import QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.asked import today
from gouji.actions.site.create_round import RoundPlan
from gouji.actions.site.create_round import Share
from gouji.actions.site.create_round import close_round
from gouji.actions.site.create_round import create_round
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.review_tasks import ABOVE
from gouji.actions.site.review_tasks import ALL
from gouji.actions.site.review_tasks import ANY
from gouji.actions.site.review_tasks import HERE
from gouji.actions.site.review_tasks import USUAL
from gouji.actions.site.review_tasks import Step
from gouji.actions.site.round_lists import books_to_ask
from gouji.actions.site.round_lists import proposal
from gouji.actions.site.round_lists import round_page
from gouji.actions.site.round_lists import rounds_of
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Role
from gouji.web.forms import day_of
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import Cell
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

REVIEWERS = (Role.REVIEWER, Role.HEAD, Role.BUREAU, Role.EXPERT)
MOST_STEPS = 3
MOST_SHARES = 4


@require_safe
def rounds(request: HttpRequest) -> HttpResponseBase:
    """All rounds the account may see something of."""
    found = rounds_of(request.origin)
    if twin_wanted(request):
        columns = [_("任务"), _("报表"), _("期间"), _("账簿"), _("截止"), _("单位数"), _("状态")]
        rows: list[list[Cell]] = [
            [line.title, line.form, line.period, line.book, line.due, line.count, "；".join(f"{words} {count}" for _code, words, count in line.states)]
            for line in found
        ]
        return table_response(request, _("填报任务"), columns, rows)
    may = bool(books_to_ask(request.origin))
    return page(request, "collect/rounds.html", {"title": _("填报任务"), "rounds": found, "may_ask": may, "twins": twins(request)})


@require_safe
def one_round(request: HttpRequest, number: int) -> HttpResponseBase:
    """A round with its organisations."""
    found = round_page(request.origin, number)
    if twin_wanted(request):
        columns = [_("单位"), _("代码"), _("类别"), _("状态"), _("已填"), _("应填"), _("最后变动")]
        rows: list[list[Cell]] = [[each.name, each.organisation, each.kind, each.words, each.filled, each.total, each.changed] for each in found.handings]
        return table_response(request, found.line.title, columns, rows)
    return page(request, "collect/round.html", {"title": found.line.title, "round": found, "line": found.line, "twins": twins(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """The form of a new round with what it would usually be; asked for, the round."""
    given = request.POST if request.method == "POST" else request.GET
    books = books_to_ask(request.origin)
    slug = given.get("book") or (books[0].slug if books else "")
    book = book_of(slug)
    offered = proposal(request.origin, book)
    problems: list[str] = []
    if request.method == "POST":
        try:
            row = create_round(request.origin, book, _plan(request.POST, offered.opens))
        except GoujiError as error:
            problems = [f"{problem.message()} {problem.advice()}".strip() for problem in error.problems]
        else:
            notify(request, _("已布置，{count} 个单位的首页上会出现这项任务。").format(count=row.submissions.count()))
            return redirect(f"/collect/{row.pk}/")
    form = given.get("form") or (offered.forms[0][0] if offered.forms else "")
    period = given.get("period") or dict(offered.forms).get(form, "")
    asked = set(given.getlist("organisation")) if request.method == "POST" else {row[0] for row in offered.organisations if row[4]}
    return page(request, "collect/new.html", {
        "title": _("布置填报任务"), "books": books, "book": book, "offered": offered, "form": form, "period": period, "asked": asked, "given": given,
        "problems": problems, "roles": REVIEWERS, "usual": USUAL, "places": (HERE, ABOVE), "modes": (ANY, ALL), "most_steps": MOST_STEPS,
        "most_shares": MOST_SHARES,
    }, 422 if problems else 200)


@require_POST
def end_round(request: HttpRequest, number: int) -> HttpResponse:
    """End a round."""
    close_round(request.origin, number)
    notify(request, _("任务已结束，不再接受填报。"))
    return redirect(f"/collect/{number}/")


def _plan(given: QueryDict, opens: date) -> RoundPlan:
    return RoundPlan(
        form=given.get("form", "").strip(), period=given.get("period", "").strip(), organisations=tuple(dict.fromkeys(given.getlist("organisation"))),
        opens=day_of(given.get("opens")) or opens, due=day_of(given.get("due")) or today(), title=given.get("title", ""),
        instructions=given.get("instructions", "")[:4000], steps=tuple(_steps(given)), shares=tuple(_shares(given)),
    )


def _steps(given: QueryDict) -> Iterator[Step]:
    for number in range(MOST_STEPS):
        role = given.get(f"role-{number}", "")
        if role in {each.value for each in REVIEWERS}:
            at, mode = given.get(f"at-{number}", HERE), given.get(f"mode-{number}", ANY)
            yield Step(role, at if at in (HERE, ABOVE) else HERE, mode if mode in (ANY, ALL) else ANY)


def _shares(given: QueryDict) -> Iterator[Share]:
    for number in range(MOST_SHARES):
        username = given.get(f"who-{number}", "").strip()
        if username:
            tables = given.get(f"tables-{number}", "").replace("，", ",").replace("、", ",").split(",")
            yield Share(given.get(f"for-{number}", ""), username, tuple(name.strip() for name in tables if name.strip()))
