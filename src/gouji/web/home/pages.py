"""The home page of each role: its tasks, what stands still, what was last done."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gouji.web.pages import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The task list."""
    return page(request, "home.html", {"title": ""})
