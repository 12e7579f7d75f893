"""What surrounds every answer and must cost next to nothing: what a request has seen of the books, the policy of the page, whose session it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from functools import partial

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from gouji.store import stamps
from gouji.store.arrivals import Arrival

Handler = Callable[[HttpRequest], HttpResponse]
_OWN_POLICY = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt", "_csp_config_ro", "_csp_update_ro", "_csp_replace_ro")


class Once:
    """How far the books are is asked once in a request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        with stamps.remembered():
            return self.get_response(request)


class Policy(CSPMiddleware):
    """The Content-Security-Policy: the site's own, worded once; of a view with another one worded for it."""

    @cached_property
    def usual(self) -> str:
        """What answers carry whose view says nothing else."""
        return str(build_policy())

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer with its policy."""
        if getattr(request, "_csp_nonce", None) is None and not any(hasattr(response, name) for name in _OWN_POLICY):
            response.headers.setdefault(HEADER, self.usual)
            return response
        return super().process_response(request, response)


class SignedIn:
    """`request.user`: the account of the session, as Django's own middleware finds it, but read together with the session."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        request.user = SimpleLazyObject(partial(_account, request))
        return self.get_response(request)


def arrival(request: HttpRequest) -> Arrival | None:
    """What was read with the session, where it still is that of the account that is signed in."""
    found: Arrival | None = getattr(request.session, "arrival", None)
    return found if found is not None and str(found.account.pk) == request.session.get(SESSION_KEY) else None


def _account(request: HttpRequest) -> object:
    """The account whose session it is. What does not fit at first sight is left to Django: other secrets, sessions to be ended."""
    backend = request.session.get(BACKEND_SESSION_KEY)  # loads the session
    found = arrival(request)
    if found is not None and backend in settings.AUTHENTICATION_BACKENDS and found.account.is_active:
        held = request.session.get(HASH_SESSION_KEY)
        if held and constant_time_compare(held, found.hash):
            return found.account
    return get_user(request)
