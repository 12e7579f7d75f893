"""The end points of health and metrics: no details to strangers."""

from __future__ import annotations

from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from gouji.store.condition import answers
from gouji.web.health import metrics

_HERE = frozenset({"127.0.0.1", "::1", ""})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers and the data folder can be written to, else 503."""
    del request
    sound = answers()
    return JsonResponse({"status": "ok" if sound else "unavailable"}, status=200 if sound else 503)


@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Metrics for this machine itself, or for who shows the token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = bool(settings.METRICS_TOKEN) and compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    here = request.META.get("REMOTE_ADDR", "") in _HERE and "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    if not known and (settings.METRICS_TOKEN or not here):
        return HttpResponse(status=404)
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
