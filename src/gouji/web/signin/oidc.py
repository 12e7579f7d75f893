"""OpenID Connect by mozilla-django-oidc, with PKCE: the provider is found by its issuer, tokens are held against issuer, audience and nonce."""

from __future__ import annotations

import json
from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.request import Request
from urllib.request import urlopen

import jwt
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http import HttpResponse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from gouji.store.models import Account
from gouji.web.signin import sso

_ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint", "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint", "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}
_HOUR = 3600


def provider(name: str, *default: Any) -> Any:
    """A setting; where the provider's addresses are asked for, from its own description, read again every hour. Raises OSError, ValueError."""
    if name in _ENDPOINTS:
        return _description(settings.OIDC_ISSUER, int(monotonic() // _HOUR))[_ENDPOINTS[name]]
    return getattr(settings, name, *default)


@lru_cache(maxsize=2)
def _description(issuer: str, _hour: int) -> dict[str, Any]:
    if not issuer.startswith(("https://", "http://")):
        raise ValueError(issuer)
    with urlopen(Request(f"{issuer}/.well-known/openid-configuration"), timeout=10) as answer:  # noqa: S310  # http or https, looked at above
        found: dict[str, Any] = json.load(answer)
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise ValueError("issuer")
    return found


class OidcBackend(OIDCAuthenticationBackend):
    """Finds the account of the subject that the provider names."""

    @staticmethod
    def get_settings(attr: str, *args: Any) -> Any:
        """Settings, and the provider's own addresses."""
        return provider(attr, *args)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is asked of the provider before somebody comes from it: Django makes a backend for every session."""
        del args, kwargs
        self.UserModel = Account

    def authenticate(self, request: HttpRequest | None, **given: Any) -> Account | None:
        """The account of who comes back from the provider; None for every other way of signing in."""
        if request is None or "nonce" not in given:
            return None
        super().__init__()
        found: Account | None = super().authenticate(request, **given)
        return found

    def verify_token(self, token: str, **given: Any) -> dict[str, Any]:
        """The claims of a token that was signed by the provider, for this site, for this sign-in, and has not run out."""
        try:
            claims: dict[str, Any] = super().verify_token(token, **given)
        except jwt.PyJWTError as error:
            raise SuspiciousOperation("token") from error
        audience = claims.get("aud")
        if settings.OIDC_RP_CLIENT_ID not in (audience if isinstance(audience, list) else [audience]):
            raise SuspiciousOperation("audience")
        if str(claims.get("iss", "")).rstrip("/") != settings.OIDC_ISSUER:
            raise SuspiciousOperation("issuer")
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """What the provider says of the person, who must be the one the token is about."""
        told: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if told.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("subject")
        return {**payload, **told}

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """Whether the claim that names a person is there."""
        return bool(claims.get(settings.OIDC_CLAIM))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> list[Account]:
        """The account of the person, if any."""
        name = str(claims.get("name") or claims.get("preferred_username") or "")
        found = sso.known(self.request, f"oidc:{claims[settings.OIDC_CLAIM]}", str(claims.get("preferred_username") or claims["sub"]), name)
        return [found] if found is not None else []

    def create_user(self, claims: dict[str, Any]) -> None:
        """Whether an account is made was decided when it was looked for."""
        del claims

    def get_user(self, number: int) -> Account | None:
        """The account of a session; none where it has been closed."""
        return Account.objects.filter(pk=number, is_active=True).first()


class _Asking:
    """Answers with a page of ours where the provider does not."""

    @staticmethod
    def get_settings(attr: str, *args: Any) -> Any:
        """Settings, and the provider's own addresses."""
        return provider(attr, *args)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the request."""
        try:
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except (OSError, ValueError, KeyError):  # requests' and urllib's errors are OSErrors
            return sso.unreachable(request)
        return answer


class Begin(_Asking, OIDCAuthenticationRequestView):
    """Send the person to the provider."""

    def __init__(self, **given: Any) -> None:
        """The provider's address is asked for with the first request, not when the view is made."""
        super(OIDCAuthenticationRequestView, self).__init__(**given)
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID

    def get(self, request: HttpRequest) -> HttpResponse:
        """Redirect, with state, nonce and the challenge of PKCE."""
        self.OIDC_OP_AUTH_ENDPOINT = provider("OIDC_OP_AUTHORIZATION_ENDPOINT")
        answer: HttpResponse = super().get(request)
        return answer


class Callback(_Asking, OIDCAuthenticationCallbackView):
    """The person comes back."""

    def login_success(self) -> HttpResponse:
        """Into the site."""
        answer: HttpResponse = super().login_success()
        sso.signed_in(self.request, "oidc")
        return answer

    def login_failure(self) -> HttpResponse:
        """To the page that says whom to ask."""
        return sso.not_signed_in(self.request, "oidc")
