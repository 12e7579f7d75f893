"""Findings answered, the answers checked, the form handed in."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.answer_finding import Reply
from gouji.actions.site.answer_finding import answer_finding
from gouji.actions.site.answer_finding import approve_tolerance
from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.findings_seen import findings_seen
from gouji.actions.site.own_part import parts_of
from gouji.actions.site.submit import submit
from gouji.actions.site.submit import withdraw
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.reports.entry import INPUT
from gouji.web.collect.entry import base_of
from gouji.web.forms import number_of
from gouji.web.pages import notify
from gouji.web.pages import page


@require_safe
def findings(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The cards."""
    return _cards(request, round_number, number)


@require_POST
def answer(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """An answer to a finding; the cards again, with what is wrong with it beside it."""
    given = request.POST
    reply = Reply(given.get("about", ""), given.get("values", ""), given.get("kind", ""), given.get("words", ""), given.get("limit", ""))
    problem = ""
    try:
        answer_finding(request.origin, number, reply)
    except GoujiError as error:
        problem = " ".join(f"{each.message()} {each.advice()}".strip() for each in error.problems)
    return _cards(request, round_number, number, problem, reply)


@require_POST
def approve(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """A tolerance approved; the cards again."""
    problem = ""
    try:
        approve_tolerance(request.origin, number, number_of(request.POST.get("answer")) or 0, request.POST.get("values", ""))
    except GoujiError as error:
        problem = " ".join(f"{each.message()} {each.advice()}".strip() for each in error.problems)
    return _cards(request, round_number, number, problem)


@require_safe
def check(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Everything once more before it is handed in."""
    return _check(request, round_number, number)


@require_POST
def hand_in(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Hand the form in, or say what stands against it."""
    try:
        submit(request.origin, number, number_of(request.POST.get("seen")) or 0, request.POST.get("words", ""))
    except GoujiError as error:
        return _check(request, round_number, number, [f"{each.message()} {each.advice()}".strip() for each in error.problems], 422)
    notify(request, _("已上报。审核的进展会显示在首页。"))
    return redirect(base_of(round_number, number))


@require_POST
def take_back(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Take it back before anybody has decided."""
    withdraw(request.origin, number, number_of(request.POST.get("seen")) or 0)
    notify(request, _("已撤回，可以继续填报。"))
    return redirect(base_of(round_number, number))


def _cards(request: HttpRequest, round_number: int, number: int, problem: str = "", reply: Reply | None = None) -> HttpResponse:
    found = open_entry(request.origin, number, registers=False)
    return page(request, "collect/cards.html", {
        "entry": found, "submission": found.submission, "findings": findings_seen(found), "base": base_of(round_number, number), "problem": problem,
        "reply": reply, "again": True,
    })


def _check(request: HttpRequest, round_number: int, number: int, problems: list[str] | None = None, status: int = 200) -> HttpResponse:
    found = open_entry(request.origin, number)
    first = {cell.key: table.name for table in reversed(found.tables) for cell in table.cells()}  # what stands in several tables is missing once
    missing = [(table, {cell.key: cell for cell in table.cells() if cell.kind == INPUT and cell.state == "空"}) for table in found.tables]
    blank = [(table, [cell for key, cell in cells.items() if first[key] == table.name]) for table, cells in missing]
    return page(request, "collect/check.html", {
        "title": _("核对后上报"), "entry": found, "submission": found.submission, "findings": findings_seen(found), "base": base_of(round_number, number),
        "parts": parts_of(found.submission), "blank": [(table, cells) for table, cells in blank if cells], "problems": problems or [],
    }, status)
