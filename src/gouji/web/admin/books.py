"""The page of books: loaded from a ZIP or from the import room (in the background), written back as a ZIP."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from gouji.actions.site.ask_book import ask_archive
from gouji.actions.site.ask_book import ask_waiting
from gouji.actions.site.ask_book import books_on_their_way
from gouji.actions.site.ask_book import waiting_folders
from gouji.actions.site.book_archives import book_archive
from gouji.actions.site.book_archives import definition_problems
from gouji.actions.site.book_archives import list_books
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.store.models import Job
from gouji.web.forms import problem_words
from gouji.web.pages import notify
from gouji.web.pages import page

_SHOWN = 30


@require_http_methods(["GET", "POST"])
def books(request: HttpRequest) -> HttpResponse:
    """The books, and the form to load another."""
    lines = list_books(request.origin)
    problems: list[str] = []
    if request.method == "POST":
        try:
            job = _ask(request)
        except GoujiError as error:
            problems = [str(problem) for problem in error.problems[:_SHOWN]] if len(error.problems) > 1 else [problem_words(error)]
        else:
            notify(request, _("已交后台装入；完成后请由安全管理员为人员授予这本账簿的角色。"))
            return redirect(f"/jobs/{job.pk}/")
    folder, mistakes = definition_problems(request.origin)
    context = {
        "lines": lines, "waiting": waiting_folders(request.origin), "definitions": folder, "mistakes": mistakes, "problems": problems, "form": request.POST,
        "coming": books_on_their_way(request.origin), "limit": settings.UPLOAD_LIMIT // 1_000_000,
    }
    return page(request, "admin/books.html", context, 422 if problems else 200)


@require_POST
def written(request: HttpRequest, slug: str) -> FileResponse:
    """The book as a ZIP of its folder."""
    response = FileResponse(book_archive(request.origin, slug), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(slug, safe='')}.zip"
    return response


def _ask(request: HttpRequest) -> Job:
    """Ask for the book of the form: an uploaded file, else a folder that waits."""
    slug, upload = request.POST.get("slug", ""), request.FILES.get("file")
    if upload is None:
        return ask_waiting(request.origin, request.POST.get("folder", ""), slug)
    if upload.size > settings.UPLOAD_LIMIT:
        raise GoujiError.of("S22", size=upload.size // 1_000_000, limit=settings.UPLOAD_LIMIT // 1_000_000)
    return ask_archive(request.origin, upload, slug)
