"""CAS by django-cas-ng: the ticket is verified with the server, the account found by the name it gives. Single logout by the server is not taken."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http import HttpResponse
from django_cas_ng.backends import CASBackend
from django_cas_ng.utils import RedirectException
from django_cas_ng.views import LoginView
from lxml.etree import LxmlError

from gouji.store.models import Account
from gouji.web.signin import sso
from gouji.web.signin.pages import own_address


class CasBackend(CASBackend):
    """Finds the account of the name that the server gives."""

    subject, request = "", None

    def authenticate(self, request: HttpRequest | None, ticket: str = "", service: str = "", **other: Any) -> Account | None:
        """The account of who comes back with a ticket; None for every other way of signing in."""
        del other
        if request is None or not ticket:
            return None
        found: Account | None = super().authenticate(request, ticket, service)
        if found is not None or not self.subject:
            return found
        name = self.subject.removeprefix("cas:")
        return sso.known(request, self.subject, name, name)

    def clean_username(self, username: str) -> str:
        """The subject of a name of this server."""
        self.subject = f"cas:{super().clean_username(username)}"
        return self.subject

    def get_user(self, number: int) -> Account | None:
        """The account of a session; none where it has been closed."""
        return Account.objects.filter(pk=number, is_active=True).first()


class SignIn(LoginView):
    """To the server and back."""

    http_method_names = ("get",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the request."""
        try:
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return sso.not_signed_in(request, "cas")
        except (OSError, LxmlError, ValueError, RedirectException):
            return sso.unreachable(request)
        return answer

    def successful_login(self, request: HttpRequest, next_page: str) -> HttpResponse:
        """Into the site, and nowhere else: the package hands on an address that it has not looked at."""
        sso.signed_in(request, "cas")
        answer: HttpResponse = super().successful_login(request, own_address(request, next_page))
        return answer
