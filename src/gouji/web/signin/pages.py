"""The pages of signing in and out."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.contrib.auth import login
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from gouji.messages import translate as _
from gouji.store import trail
from gouji.store.trail import From
from gouji.web.middleware import address_of
from gouji.web.pages import page
from gouji.web.signin.sso import buttons

SIGN_IN, SIGN_OUT = "session.begin", "session.end"


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then where one wanted to go."""
    wanted = own_address(request, request.POST.get("next") or request.GET.get("next", "/"))
    if request.user.is_authenticated:
        return redirect(wanted)
    name = request.POST.get("username", "").strip()[:60]
    if request.method == "GET":
        return page(request, "sign_in.html", {"wanted": wanted, "name": "", "problem": "", "sso": buttons()})
    account = authenticate(request, username=name, password=request.POST.get("password", "")[:200])
    if account is None:
        trail.append(From(None, address_of(request)), SIGN_IN, outcome=trail.FAILED)
        problem = _("登录名或密码不对。连续输错 6 次后须等 15 分钟。")
        return page(request, "sign_in.html", {"wanted": wanted, "name": name, "problem": problem, "sso": buttons()}, 401)
    login(request, account, backend="gouji.web.signin.backend.PasswordBackend")
    trail.append(From(account.pk, address_of(request)), SIGN_IN)
    return redirect(wanted)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        trail.append(From(request.user.pk, address_of(request)), SIGN_OUT)
    logout(request)
    return redirect("/sign-in/")


def locked_out(request: HttpRequest, *_arguments: object, **_named: object) -> HttpResponse:
    """After too many failures."""
    trail.append(From(None, address_of(request)), SIGN_IN, outcome=trail.DENIED, details={"reason": "locked"})
    problem = _("输错次数太多，请 15 分钟后再试。忘记密码的，请系统管理员重置。")
    return page(request, "sign_in.html", {"wanted": "/", "name": "", "problem": problem, "sso": buttons()}, 429)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Chinese or English: kept with the account, or in a cookie before signing in."""
    language = "en" if request.POST.get("language") == "en" else "zh"
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response = redirect(own_address(request, request.POST.get("next", "/")))
    response.set_cookie("gouji_language", language, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def own_address(request: HttpRequest, wanted: str) -> str:
    """The address, where it is one of this site; else the home page."""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()) else "/"
