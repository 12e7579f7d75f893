"""A table of facts handed in for a round: the table to fill in, the upload, what would come of it, the rows taken, the file given back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.fact_table import NAMED
from gouji.actions.site.fact_table import SEEN
from gouji.actions.site.upload_facts import CHANGED
from gouji.actions.site.upload_facts import CONFLICT
from gouji.actions.site.upload_facts import FAULT
from gouji.actions.site.upload_facts import NEW
from gouji.actions.site.upload_facts import SAME
from gouji.actions.site.upload_facts import accept_facts
from gouji.actions.site.upload_facts import drop_facts
from gouji.actions.site.upload_facts import facts_to_fill
from gouji.actions.site.upload_facts import facts_waiting
from gouji.actions.site.upload_facts import hand_in_facts
from gouji.actions.site.upload_facts import returned_facts
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.collect.entry import base_of
from gouji.web.collect.excel import attached
from gouji.web.collect.excel import sent_file
from gouji.web.forms import number_of
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

SHOWN = 500  # rows of each group that are shown; the file that is given back has all


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, round_number: int, number: int) -> HttpResponseBase:
    """The page that takes a table and shows what would come of it; `?format=` gives the table to fill in."""
    if request.method != "POST" and twin_wanted(request):
        entry, rows = facts_to_fill(request.origin, number)
        columns = ("指标", NAMED, "机构", "期间", "细分", "数值", "计量单位", "备注", SEEN)  # what the table's reader knows them by
        return table_response(request, f"{entry.place}-{entry.submission.round.title}-数据", columns, rows)
    problems: list[str] = []
    if request.method == "POST":
        try:
            return _take(request, round_number, number)
        except GoujiError as error:
            problems = [f"{each.message()} {each.advice()}".strip() for each in error.problems]
    seen = facts_waiting(request.origin, number) if not problems else None
    found = open_entry(request.origin, number, registers=False)
    groups = [(state, [line for line in seen.lines if line.state == state]) for state in (CONFLICT, FAULT, CHANGED, NEW, SAME)] if seen is not None else []
    return page(request, "collect/facts.html", {
        "title": _("上传数据表"), "entry": found, "submission": found.submission, "base": base_of(round_number, number), "seen": seen, "problems": problems,
        "groups": [(state, lines[:SHOWN], len(lines)) for state, lines in groups if lines], "returned": request.GET.get("returned") == "1",
    }, 422 if problems else 200)


@require_POST
def accept(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Record the good rows, and over others' what was chosen."""
    chosen = [name.removeprefix("choice-") for name, value in request.POST.items() if name.startswith("choice-") and value == "mine"]
    over = {row: number_of(request.POST.get(f"seen-{row}")) or 0 for text in chosen if (row := number_of(text)) is not None}
    done = accept_facts(request.origin, number, over)
    notify(request, _("已收下 {count} 个数。").format(count=done.saved))
    if done.left:
        notify(request, _("有 {count} 行没有收，原因写在交回的文件里。").format(count=done.left), "warn")
        return redirect(f"{base_of(round_number, number)}facts/?returned=1")
    return redirect(base_of(round_number, number))


@require_POST
def drop(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Put the table that waits away."""
    drop_facts(request.origin, number)
    return redirect(f"{base_of(round_number, number)}facts/")


@require_safe
def returned(request: HttpRequest, round_number: int, number: int) -> HttpResponseBase:
    """The account's own file with its error column."""
    del round_number
    path = returned_facts(request.origin, number)
    return attached(FileResponse(path.open("rb"), content_type="application/octet-stream"), _("数据表-有错误信息") + path.suffix)


def _take(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        name = sent_file(request, path)
        hand_in_facts(request.origin, number, path, name)
    return redirect(f"{base_of(round_number, number)}facts/")
