"""The completeness matrix of a round, or of all open rounds, and reminding those who are late."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.matrix import Matrix
from gouji.actions.site.matrix import MatrixCell
from gouji.actions.site.matrix import matrix_of
from gouji.actions.site.remind import remind
from gouji.actions.site.submissions import STATES
from gouji.actions.site.submissions import state_words
from gouji.messages import translate as _
from gouji.web.forms import number_of
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def all_rounds(request: HttpRequest) -> HttpResponseBase:
    """All open rounds."""
    return _page(request, matrix_of(request.origin), _("完成情况"), "")


@require_safe
def one_round(request: HttpRequest, number: int) -> HttpResponseBase:
    """One round."""
    found = matrix_of(request.origin, number)
    return _page(request, found, _("{title}完成情况").format(title=found.rounds[0].title), f"/collect/{number}/")


@require_POST
def reminding(request: HttpRequest) -> HttpResponse:
    """Remind those who are ticked."""
    numbers = [number for text in request.POST.getlist("submission") if (number := number_of(text)) is not None]
    done = remind(request.origin, numbers, request.POST.get("words", ""))
    if not numbers:
        notify(request, _("没有选择单位。"), "warn")
    elif done.skipped:
        notify(request, _("已催办 {count} 家；{skipped} 家已上报，或今天催办过。").format(count=done.reminded, skipped=done.skipped))
    else:
        notify(request, _("已催办 {count} 家，会显示在对方首页。").format(count=done.reminded))
    asked = number_of(request.POST.get("round"))
    return redirect(f"/collect/{asked}/matrix/" if asked is not None else "/matrix/")


def _page(request: HttpRequest, found: Matrix, title: str, above: str) -> HttpResponseBase:
    if twin_wanted(request):
        columns = [_("账簿"), _("单位"), _("代码"), _("任务"), _("状态"), _("已填%"), _("逾期天数"), _("最近催办")]
        return table_response(request, title, columns, list(_rows(found)))
    states = [(code, state_words(code), found.counts.get(code, 0)) for code in STATES if found.counts.get(code, 0)]
    several = len({row.book for row in found.rows}) > 1
    return page(request, "review/matrix.html", {
        "title": title, "matrix": found, "states": states, "above": above, "several": several, "twins": twins(request),
        "round": found.rounds[0].number if above else None,
    })


def _rows(found: Matrix) -> Iterator[list[str | int | None]]:
    for row in found.rows:
        for line, cell in zip(found.rounds, row.cells, strict=True):
            if cell is not None:
                yield [row.book, row.name, row.organisation, line.title, cell.words, cell.percent, cell.late, _reminded(cell)]


def _reminded(cell: MatrixCell) -> str | None:
    return None if cell.reminded is None else f"{cell.reminded.astimezone():%Y-%m-%d %H:%M}"
