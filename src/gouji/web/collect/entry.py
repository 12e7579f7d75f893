"""The page where a form is filled in, and what its script asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from typing import TypeVar

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.cell_story import cell_story
from gouji.actions.site.cell_story import close_comment
from gouji.actions.site.cell_story import comment_cell
from gouji.actions.site.entry_page import EntryPage
from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.findings import Findings
from gouji.actions.site.findings_seen import findings_seen
from gouji.actions.site.origin import Refused
from gouji.actions.site.own_part import parts_of
from gouji.actions.site.record_entries import EntryChange
from gouji.actions.site.record_entries import record_entries
from gouji.actions.site.record_figures import Typed
from gouji.actions.site.record_figures import record_figures
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.books.asked import joined
from gouji.web.collect.grid import derived_data
from gouji.web.collect.grid import grid_data
from gouji.web.collect.grid import marks_data
from gouji.web.collect.grid import saved_data
from gouji.web.collect.grid import table_data
from gouji.web.forms import number_of
from gouji.web.pages import moment
from gouji.web.pages import page

View = Callable[..., HttpResponse]
Found = TypeVar("Found")


class Unreadable(Exception):  # noqa: N818  # what was sent is not what our script sends
    """The body of a request is no JSON, or not of the form expected."""


def read(request: HttpRequest, reader: Callable[[Any], Found]) -> Found:
    """The body of a request as the reader takes it. Raises Unreadable."""
    try:
        return reader(json.loads(request.body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable from error


def _cells(given: Any) -> list[Typed]:
    return [
        Typed(str(item["key"])[:300], str(item["value"]), int(item.get("seen") or 0), None if item.get("note") is None else str(item["note"]))
        for item in given["cells"]
    ]


def _since(given: Any) -> int:
    """The version of the book that the page shows; 0: none."""
    return int(given.get("since") or 0)


def _changes(given: Any) -> tuple[str, list[EntryChange]]:
    changes = [
        EntryChange(
            str(item["key"]), None if item["cells"] is None else {str(name): str(text) for name, text in item["cells"].items()}, int(item.get("seen") or 0),
        )
        for item in given["changes"]
    ]
    return str(given["register"])[:80], changes


def as_json(view: View) -> View:
    """Refusals and unusable input as JSON with their words: what a script asks for is answered in its language."""
    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except Refused as error:
            return JsonResponse({"error": error.words}, status=403)
        except GoujiError as error:
            words = [f"{problem.message()} {problem.advice()}".strip() for problem in error.problems]
            return JsonResponse({"error": "\n".join(words), "code": error.problems[0].code}, status=422)
        except Unreadable:
            return JsonResponse({"error": _("请求的内容读不懂，没有保存。请刷新页面后重试。")}, status=400)
    return answer


def base_of(round_number: int, number: int) -> str:
    """The address of a submission."""
    return f"/collect/{round_number}/{number}/"


@require_safe
def entry(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The form being filled in."""
    found = open_entry(request.origin, number)
    base = base_of(found.submission.round_id, number)
    if found.submission.round_id != round_number:
        raise GoujiError.of("S05")
    wanted = request.GET.get("table", "")
    names = [table.name for table in found.tables]
    at = wanted if wanted in names else next(iter(names), "")
    marked = {mark.key for mark in found.marks}
    labels = {cell.key: cell.label for table in found.tables for cell in table.cells() if cell.key in marked} if marked else {}
    return page(request, "collect/entry.html", {
        "title": found.submission.round.title, "entry": found, "submission": found.submission, "base": base, "data": grid_data(found, base, at),
        "parts": parts_of(found.submission),
        "at": at, "findings": findings_seen(found), "jump": request.GET.get("cell", ""), "labels": labels, "filled": found.filled,
    })


@require_safe
@as_json
def table(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """A table that is opened, by its name or by a figure it shows."""
    found = open_entry(request.origin, number)
    data = table_data(found, request.GET.get("name", ""), request.GET.get("cell", ""))
    if found.submission.round_id != round_number or data is None:
        raise GoujiError.of("S05")
    return JsonResponse(data)


@require_POST
@as_json
def save(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """A batch of cells; what came of each, the figures that follow, the findings."""
    del round_number
    cells, since = read(request, lambda given: (_cells(given), _since(given)))
    result = record_figures(request.origin, number, cells)
    found = open_entry(request.origin, number, registers=False)
    return JsonResponse({
        "saved": saved_data(found, result), "derived": derived_data(found, since), "marks": marks_data(found), "version": found.version,
        "faults": [{"key": fault.key, "code": fault.code, "words": f"{fault.message} {fault.advice}".strip()} for fault in result.faults],
        "conflicts": [
            {"key": each.key, "value": each.value, "who": each.who, "when": moment(each.when), "version": each.version, "mine": each.mine}
            for each in result.conflicts
        ],
        "state": found.submission.state, "words": found.words, "filled": list(found.filled), **panel(request, found),
    })


@require_POST
@as_json
def save_rows(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Rows of a register; what came of each, the figures that follow, the findings."""
    del round_number
    (register, changes), since = read(request, lambda given: (_changes(given), _since(given)))
    result = record_entries(request.origin, number, register, changes)
    found = open_entry(request.origin, number, registers=False)
    return JsonResponse({
        "rows": [{"was": row.was, "key": row.key, "version": row.version, "cells": dict(row.cells)} for row in result.saved],
        "faults": [{"key": fault.key, "code": fault.code, "words": f"{fault.message} {fault.advice}".strip()} for fault in result.faults],
        "derived": derived_data(found, since), "marks": marks_data(found), "version": found.version, "state": found.submission.state,
        "words": found.words, "filled": list(found.filled),
        **panel(request, found),
    })


def panel(request: HttpRequest, found: EntryPage) -> dict[str, str]:
    """The findings as the page shows them: the counts in its head, the cards beside the grid."""
    findings: Findings = findings_seen(found)
    context = {
        "entry": found, "findings": findings, "base": base_of(found.submission.round_id, found.submission.pk), "request": request,
        "submission": found.submission,
        "account": request.user,
    }
    return {"counts": render_to_string("collect/counts.html", context, request), "cards": render_to_string("collect/cards.html", context, request)}


@require_safe
def cell(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The drawer of a cell."""
    return _drawer(request, round_number, number, request.GET.get("key", "")[:300])


@require_POST
def comment(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """A remark on a cell, or one settled; the drawer again."""
    key = request.POST.get("key", "")[:300]
    settled = number_of(request.POST.get("settled"))
    if settled is not None:
        close_comment(request.origin, number, settled)
    else:
        comment_cell(request.origin, number, key, request.POST.get("words", ""))
    return _drawer(request, round_number, number, key)


def _drawer(request: HttpRequest, round_number: int, number: int, key: str) -> HttpResponse:
    story = cell_story(request.origin, number, key)
    about = (story.cell.indicator, story.submission.organisation, story.cell.period, story.cell.breakdown)
    return page(request, "collect/cell.html", {
        "story": story, "base": base_of(round_number, number), "slug": story.submission.round.book.slug, "behind": joined(about),
    })
