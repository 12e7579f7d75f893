"""The workbook of a submission: handed out, taken back, the file with remarks, what others changed meanwhile."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.entry_excel import Uploaded
from gouji.actions.site.entry_excel import download_entry
from gouji.actions.site.entry_excel import returned_file
from gouji.actions.site.entry_excel import upload_entry
from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.record_figures import Typed
from gouji.actions.site.record_figures import record_figures
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.collect.entry import base_of
from gouji.web.forms import number_of
from gouji.web.pages import notify
from gouji.web.pages import page

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEGABYTE = 1_000_000


@require_safe
def download(request: HttpRequest, round_number: int, number: int) -> HttpResponseBase:
    """The submission as a workbook."""
    del round_number
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        found = download_entry(request.origin, number, path)
        content = path.read_bytes()
    return attached(HttpResponse(content, content_type=KIND), f"{found.place}-{found.submission.round.title}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The page that takes the workbook back and says what came of it."""
    result: Uploaded | None = None
    problems: list[str] = []
    if request.method == "POST":
        try:
            result = _take(request, number)
        except GoujiError as error:
            problems = [f"{each.message()} {each.advice()}".strip() for each in error.problems]
    found = open_entry(request.origin, number, registers=False)
    return page(request, "collect/upload.html", {
        "title": _("上传 Excel"), "entry": found, "submission": found.submission, "base": base_of(round_number, number), "result": result,
        "problems": problems,
    }, 422 if problems else 200)


@require_safe
def returned(request: HttpRequest, round_number: int, number: int) -> HttpResponseBase:
    """The account's own file with remarks on its cells."""
    del round_number
    return attached(FileResponse(returned_file(request.origin, number).open("rb"), content_type=KIND), _("填报表-有批注.xlsx"))


@require_POST
def resolve(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """What was chosen where others had changed a cell meanwhile: one's own values are recorded over theirs."""
    given = request.POST
    keys = [name.removeprefix("choice-") for name in given if name.startswith("choice-") and given[name] == "mine"]
    cells = [Typed(key, given.get(f"mine-{key}", ""), number_of(given.get(f"seen-{key}")) or 0) for key in keys]
    result = record_figures(request.origin, number, cells)
    notify(request, _("已按您的选择保存 {count} 格。").format(count=len(result.saved)))
    if result.conflicts or result.faults:
        notify(request, _("有 {count} 格没有保存，请在表格里再看一次。").format(count=len(result.conflicts) + len(result.faults)), "warn")
    return redirect(base_of(round_number, number))


def _take(request: HttpRequest, number: int) -> Uploaded:
    """The file that was sent, taken back. Raises what `sent_file` and taking it back raise."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        sent_file(request, path)
        return upload_entry(request.origin, number, path)


def sent_file(request: HttpRequest, path: Path) -> str:
    """Write the file that was sent to a path; gives its name. Raises GoujiError: none (P51), too large (S22)."""
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        raise GoujiError.of("P51")
    if sent.size > settings.UPLOAD_LIMIT:
        raise GoujiError.of("S22", size=sent.size // _MEGABYTE, limit=settings.UPLOAD_LIMIT // _MEGABYTE)
    with path.open("wb") as target:
        for piece in sent.chunks():
            target.write(piece)
    return sent.name or ""


def attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """A response as a file to be saved under a name."""
    plain = f"form.{name.rpartition('.')[2]}"
    response["Content-Disposition"] = f"attachment; filename={plain}; filename*=UTF-8''{quote(name)}"
    return response
