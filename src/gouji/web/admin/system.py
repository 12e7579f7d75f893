"""The page of the system: how it is; what changes it is done at the command line of the machine."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gouji.actions.site.see_system import see_system
from gouji.web.pages import page


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Version, database, disk, queue, last backup, health."""
    return page(request, "admin/system.html", {"system": see_system(request.origin)})
