"""Files of evidence on their way out: as attachments, or as pictures that cannot do anything."""

from __future__ import annotations

from html import escape

from django.http import FileResponse
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.evidence_drawn import drawn_page
from gouji.actions.site.evidence_files import KeptFile
from gouji.actions.site.evidence_files import kept_file
from gouji.actions.site.evidence_files import page_picture
from gouji.actions.site.evidence_files import take_away
from gouji.actions.site.evidence_kinds import PICTURES
from gouji.actions.site.evidence_page import KINDS
from gouji.actions.site.evidence_rights import seen
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import reading
from gouji.messages import GoujiError
from gouji.web.middleware import origin

_POLICY = "default-src 'none'; sandbox"
_LONGEST = 60  # of an anchor


@require_safe
def download(request: HttpRequest, slug: str, number: str) -> HttpResponseBase:
    """The file itself, to be kept: never shown by the browser."""
    with reading(origin(request), book_of(slug)) as found:
        file = take_away(found, number)
    return _sent(FileResponse(file.path.open("rb"), as_attachment=True, filename=file.name, content_type="application/octet-stream"))


@require_safe
def picture(request: HttpRequest, slug: str, number: str) -> HttpResponseBase:
    """A picture, to be shown in the page. Raises GoujiError S76 where the file is none."""
    with reading(origin(request), book_of(slug)) as found:
        file: KeptFile = kept_file(found, number)
    if file.path.suffix.lower() not in PICTURES:
        raise GoujiError.of("S76")
    return _sent(FileResponse(file.path.open("rb"), content_type=file.media))


@require_safe
def pdf_page(request: HttpRequest, slug: str, number: str, page: int) -> HttpResponseBase:
    """A page of a PDF as a picture."""
    with reading(origin(request), book_of(slug)) as found:
        file, digest = kept_file(found, number), seen(found, number).sha256
    return _sent(FileResponse(page_picture(file, digest, page).open("rb"), content_type="image/png"))


@require_safe
def frame(request: HttpRequest, slug: str, number: str) -> HttpResponseBase:
    """A document as a plain page for the frame; `?anchor=` is marked in it. What cannot be shown says so in the frame."""
    with reading(origin(request), book_of(slug)) as found:
        file, evidence = kept_file(found, number), seen(found, number)
    if file.path.suffix.lower() not in KINDS:
        raise GoujiError.of("S76")
    try:
        text = drawn_page(file.path, evidence.sha256, evidence.title or file.name, request.GET.get("anchor", "")[:_LONGEST])
    except GoujiError as error:
        words = f"{error.problems[0].message()} {error.problems[0].advice()}"
        text = f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(file.name)}</title></head><body><p>{escape(words)}</p></body></html>'
    response = HttpResponse(text, content_type="text/html; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = f"{_POLICY}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    return response


def _sent(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    return response
