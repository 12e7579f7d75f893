"""Files of evidence on their way out: as attachments, or as pictures that cannot do anything."""

from __future__ import annotations

from django.http import FileResponse
from django.http import HttpRequest
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.evidence_files import KeptFile
from gouji.actions.site.evidence_files import kept_file
from gouji.actions.site.evidence_files import page_picture
from gouji.actions.site.evidence_files import take_away
from gouji.actions.site.evidence_kinds import PICTURES
from gouji.actions.site.evidence_rights import seen
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.reading import reading
from gouji.messages import GoujiError
from gouji.web.middleware import origin

_POLICY = "default-src 'none'; sandbox"


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


def _sent(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    return response
