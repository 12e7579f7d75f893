"""What every request passes: who comes and from where, in which language, whether the session has idled out, what must be done first."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from time import monotonic
from time import time
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import logout
from django.db import DataError
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import Refused
from gouji.actions.site.origin import origin_of
from gouji.actions.site.own_account import must_set_up_codes
from gouji.actions.site.own_account import roles_wanting_codes
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.messages import use_language
from gouji.store.models import Account
from gouji.store.second_factor import has_any
from gouji.web import errors
from gouji.web.around import arrival
from gouji.web.health import metrics

Handler = Callable[[HttpRequest], HttpResponse]
OPEN = ("/sign-in/", "/static/", "/health/", "/metrics/", "/sso/", "/language/", "/api/")
"""Paths that can be reached without being signed in; the API looks after its tokens itself."""
FIRST = ("/account/password/", "/sign-out/", "/language/", "/static/")
"""Paths that can be reached while the password must be changed first."""
BETWEEN = ("/sign-in/code/", "/sign-out/", "/language/", "/static/", "/health/", "/metrics/", "/api/")
"""Paths that can be reached after the password and before the code of the second factor; one's own account is not among them."""
SETTING_UP = ("/account/second-factor/", "/sign-out/", "/language/", "/static/", "/health/", "/metrics/", "/api/")
"""Paths that can be reached while one-time codes must be set up first; the API refuses by itself."""
NO_CODE = "otp_none"
_SEEN = "seen"
_STEP = min(300, settings.IDLE.total_seconds() / 10)
"""How often it is noted in the session that somebody is there: a note is a write, and 1,000 people at work would make many."""
_log = logging.getLogger("gouji.web")


class Arrival:
    """Gives each request its `origin` (default deny: nobody without one passes), its language and its errors as pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        begun = monotonic()
        use_language(language_of(request))
        response = self._turned_away(request) or self.get_response(request)
        response.setdefault("Cache-Control", "no-store" if not request.path.startswith("/static/") else "max-age=31536000")
        seconds = monotonic() - begun
        metrics.count(response.status_code, seconds)
        _log.info("request", extra={"gouji": {
            "method": request.method, "path": request.path, "status": response.status_code, "ms": round(1000 * seconds),
            "account": request.user.pk if getattr(request, "user", None) and request.user.is_authenticated else None,
        }})
        return response

    def _turned_away(self, request: HttpRequest) -> HttpResponse | None:
        """Where a request that may not pass is sent; None where it may."""
        open_to_all = request.path.startswith(OPEN)
        if not request.user.is_authenticated:
            return None if open_to_all else _to_sign_in(request)
        if not request.user.is_active or _idled_out(request):
            logout(request)
            return None if open_to_all else _to_sign_in(request)
        known = arrival(request)
        request.origin = origin_of(request.user, address_of(request), actor=known.actor if known is not None else None)
        if needs_second_factor(request) and not request.path.startswith(BETWEEN):
            return redirect("/sign-in/code/")
        if must_change(request.user) and not request.path.startswith((*FIRST, *BETWEEN)):
            return redirect("/account/password/")
        if not request.path.startswith((*SETTING_UP, *FIRST)) and not request.user.is_verified() and must_set_up_codes(request.origin):
            return redirect("/account/second-factor/")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refusals and unusable input as pages that say why; everything else is a mistake of ours."""
        if isinstance(error, Refused):
            return errors.refused(request, error)
        if isinstance(error, GoujiError):
            return errors.unusable(request, error)
        if isinstance(error, (ValueError, DataError)) and "NUL" in str(error):  # PostgreSQL keeps no such sign; no form of ours sends one
            return errors.unusable(request, GoujiError.of("S99", name=_("输入"), reason=_("含有不可见的控制字符")))
        return None


def origin(request: HttpRequest) -> Origin:
    """Who acts in a request that has passed."""
    found: Origin = request.origin
    return found


def language_of(request: HttpRequest) -> str:
    """The language of the account, else of the cookie, else Chinese."""
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        return str(request.user.language)
    return str(request.COOKIES.get("gouji_language", "zh"))


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from; behind our own proxies the one they report."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        return forwarded[-settings.PROXIES][:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether the account has set up one-time codes and not given one yet in this session: where a role wants them, also if they were set up elsewhere."""
    if request.session.get(NO_CODE) and not roles_wanting_codes(request.origin):
        return False
    if request.user.is_verified():
        return False
    if has_any(request.user):
        return True
    request.session[NO_CODE] = True  # asked once a session; setting one up removes it
    return False


def must_change(account: Account) -> bool:
    """Whether the password must be changed first: given by somebody else, or older than the site allows (GOUJI_PASSWORD_DAYS; 0: any age)."""
    if account.must_change:
        return True
    if not settings.PASSWORD_DAYS or account.password_changed is None or not account.has_usable_password():
        return False
    return bool(datetime.now(UTC) - account.password_changed > timedelta(days=settings.PASSWORD_DAYS))


def _idled_out(request: HttpRequest) -> bool:
    """Whether nothing was asked for too long. When it was last is noted every few minutes, not at every request."""
    now = int(time())
    seen = request.session.get(_SEEN, now)
    if now - seen > settings.IDLE.total_seconds():
        return True
    if now - seen >= _STEP or _SEEN not in request.session:
        request.session[_SEEN] = now
    return False


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = "/sign-in/"
        return response
    wanted = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"/sign-in/?next={quote(wanted)}" if wanted != "/" else "/sign-in/")
