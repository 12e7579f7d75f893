"""Handing documents in, a new version of one, its audit once more, its deletion."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gouji.actions.site.delete_document import delete_document
from gouji.actions.site.upload_document import Against
from gouji.actions.site.upload_document import Given
from gouji.actions.site.upload_document import audit_again
from gouji.actions.site.upload_document import upload_document
from gouji.actions.site.upload_document import upload_version
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.middleware import origin
from gouji.web.pages import notify

_MOST = 20


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep the files and ask for their audits; of several each is a document of its own, and each is compared with those before it where asked for."""
    against = Against(request.POST.get("book", ""), request.POST.get("period", "").strip()[:40], _numbers(request.POST.getlist("companions")))
    together = "together" in request.POST
    made: list[int] = []
    for file in _files(request)[:_MOST]:
        companions = [*against.companions, *(made if together else ())]
        made.append(upload_document(origin(request), _given(file), Against(against.book, against.period, companions)).pk)
    return _to(request, f"/audits/{made[0]}/" if len(made) == 1 else "/audits/")


@require_POST
def new_version(request: HttpRequest, number: int) -> HttpResponse:
    """A new version of a document in its place."""
    upload_version(origin(request), number, _given(_files(request)[0]))
    return _to(request, f"/audits/{number}/")


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Audit once more."""
    audit_again(origin(request), number)
    return redirect(f"/audits/{number}/")


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete for good."""
    delete_document(origin(request), number)
    notify(request, _("文档和核对结果已彻底删除。"))
    return redirect("/audits/")


def _files(request: HttpRequest) -> list[Any]:
    files = request.FILES.getlist("files")
    if not files:
        raise GoujiError.of("S99", name=_("文件"), reason=_("没有选择文件"))
    return list(files)


def _given(file: Any) -> Given:
    return Given(str(file.name), file, int(file.size))


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit()][:_MOST]


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """On to a page; a partial request is told to go there."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)
