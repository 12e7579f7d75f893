"""What both kinds of single sign-on share: buttons, addresses, the pages for people without an account and for a provider that does not answer."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import URLPattern
from django.urls import path

from gouji.actions.site.single_sign_on import account_of
from gouji.actions.site.single_sign_on import create_for
from gouji.messages import translate as _
from gouji.store import trail
from gouji.store.models import Account
from gouji.store.trail import From
from gouji.web.middleware import address_of
from gouji.web.pages import page

UNKNOWN = "sso_unknown"
SIGN_IN = "session.begin"


def buttons() -> list[tuple[str, str]]:
    """What stands on the sign-in page: address and words."""
    words = {"oidc": (getattr(settings, "OIDC_NAME", ""), _("统一身份认证登录")), "cas": (getattr(settings, "CAS_NAME", ""), _("CAS 统一认证登录"))}
    return [(f"/sso/{kind}/", words[kind][0] or words[kind][1]) for kind in settings.SSO]


def addresses() -> list[URLPattern]:
    """The addresses of what is asked for."""
    found: list[URLPattern] = []
    if "oidc" in settings.SSO:
        from gouji.web.signin import oidc
        found += [path("oidc/", oidc.Begin.as_view(), name="sso-oidc"), path("oidc/callback/", oidc.Callback.as_view(), name="sso-oidc-callback")]
    if "cas" in settings.SSO:
        from gouji.web.signin import cas
        found += [path("cas/", cas.SignIn.as_view(), name="cas_ng_login")]
    return found


def known(request: HttpRequest, subject: str, wished: str, name: str) -> Account | None:
    """The account of a subject, made where the site says so; who has none is remembered for the page that says whom to ask."""
    account = account_of(subject)
    if account is None and settings.SSO_CREATE:
        account = create_for(subject, wished, name, address_of(request))
    if account is None:
        request.session[UNKNOWN] = subject
    return account


def signed_in(request: HttpRequest, kind: str) -> None:
    """Note in the trail that somebody came through single sign-on."""
    trail.append(From(request.user.pk, address_of(request)), SIGN_IN, details={"by": kind})


def not_signed_in(request: HttpRequest, kind: str) -> HttpResponse:
    """403 for who has no account here, with what the administrator needs; else 401."""
    subject = request.session.pop(UNKNOWN, "")
    trail.append(From(None, address_of(request)), SIGN_IN, outcome=trail.FAILED, details={"by": kind})
    return page(request, "sso_unknown.html", {"subject": subject}, 403 if subject else 401)


def unreachable(request: HttpRequest) -> HttpResponse:
    """502: the provider did not answer, or not as it should."""
    words = [_("统一认证服务器没有应答，或应答不合规范。")]
    return page(request, "error.html", {"title": _("暂时不能用统一认证登录"), "words": words, "advice": _("请稍后再试；有本站密码的可直接登录。"), "status": 502}, 502)


def lockout_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """By which name failures to sign in are counted: the one typed. Those of single sign-on are the provider's matter: each counts for itself."""
    if request is not None and request.path.startswith("/sso/"):
        return f"sso-{secrets.token_hex(8)}"
    given = (credentials or {}).get("username") or (request.POST.get("username", "") if request is not None else "")
    return str(given).strip()[:60]
