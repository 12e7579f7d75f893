"""Pages with scripts of their own (reports, audited documents) shown in a frame that can reach nothing of the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from typing import ParamSpec
from typing import cast
from urllib.parse import quote

from csp.constants import NONE
from csp.constants import SELF
from csp.constants import UNSAFE_INLINE
from csp.decorators import csp
from django.http import FileResponse
from django.http import HttpResponseBase

_Given = ParamSpec("_Given")

POLICY = {
    "sandbox": ["allow-scripts"], "default-src": [NONE], "script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"],
    "base-uri": [NONE], "form-action": [NONE], "frame-ancestors": [SELF],
}
"""Sandboxed, the page has an origin of its own: no cookies, no storage, no requests; its script only works on itself."""

def in_frame(view: Callable[_Given, HttpResponseBase]) -> Callable[_Given, HttpResponseBase]:
    """Decorates the view of a page that is shown in a frame: its answer carries the frame's policy instead of the site's."""
    decorate: Any = csp(POLICY)
    return cast("Callable[_Given, HttpResponseBase]", decorate(view))


def framed(path: Path) -> FileResponse:
    """A page of ours, written by `papers.html` or `audit.delivery`, as the content of a frame; its view is decorated with `in_frame`."""
    response = FileResponse(path.open("rb"), content_type="text/html; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def taken_away(path: Path, name: str) -> FileResponse:
    """A file to be saved, never shown by the browser, under the name its reader knows."""
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
