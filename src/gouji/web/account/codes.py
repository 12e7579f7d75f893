"""The pages of the second factor: set up with a QR code, recovery codes shown once, removed with the password; the code asked for after signing in."""

from __future__ import annotations

from io import BytesIO

import segno
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django_otp import login as otp_login
from django_otp import match_token

from gouji.actions.site.own_account import begin_second_factor
from gouji.actions.site.own_account import confirm_second_factor
from gouji.actions.site.own_account import remove_second_factor
from gouji.actions.site.own_account import renew_recovery_codes
from gouji.actions.site.own_account import roles_wanting_codes
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights.words import role_words
from gouji.store import second_factor
from gouji.store import trail
from gouji.web.forms import problem_words
from gouji.web.middleware import NO_CODE
from gouji.web.middleware import needs_second_factor
from gouji.web.pages import notify
from gouji.web.pages import page

CODE = "session.code"


@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the QR code, take the first code, show the recovery codes."""
    if second_factor.has_one(request.user):
        return redirect("account")
    problem = ""
    if request.method == "POST":
        try:
            codes = confirm_second_factor(request.origin, request.POST.get("code", "")[:20], request.session.session_key or "")
        except GoujiError as error:
            problem = problem_words(error)
        else:
            request.session.pop(NO_CODE, None)
            otp_login(request, request.user.totpdevice_set.get(confirmed=True))
            return page(request, "account/recovery.html", {"codes": codes})
    secret = begin_second_factor(request.origin).partition("secret=")[2].partition("&")[0]
    forced = roles_wanting_codes(request.origin)
    context = {
        "problem": problem, "secret": " ".join(secret[start:start + 4] for start in range(0, len(secret), 4)),
        "forced": [role_words(role) for role in forced], **({"menu": ()} if forced else {}),
    }
    return page(request, "account/second_factor.html", context, 422 if problem else 200)


@require_http_methods(["GET"])
def picture(request: HttpRequest) -> HttpResponse:
    """The QR code as a picture of its own, made here; once the codes are in use there is none any more."""
    if second_factor.has_one(request.user):
        return HttpResponse(status=404)
    stream = BytesIO()
    segno.make(begin_second_factor(request.origin), error="m").save(stream, kind="svg", scale=5, border=2, xmldecl=True, svgclass=None, lineclass=None)
    return HttpResponse(stream.getvalue(), content_type="image/svg+xml")


@require_POST
def recovery(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes."""
    try:
        codes = renew_recovery_codes(request.origin, request.POST.get("password", "")[:200])
    except GoujiError as error:
        notify(request, problem_words(error), "problem")
        return redirect("account")
    return page(request, "account/recovery.html", {"codes": codes})


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Do without the second factor."""
    try:
        remove_second_factor(request.origin, request.POST.get("password", "")[:200])
    except GoujiError as error:
        notify(request, problem_words(error), "problem")
    else:
        notify(request, _("已停用二次验证。"), "warn")
    return redirect("account")


@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code after the password. Who tries many has to wait longer each time."""
    if not request.user.is_authenticated or not needs_second_factor(request):
        return redirect("/")
    problem = ""
    if request.method == "POST":
        device = match_token(request.user, request.POST.get("code", "").strip().replace(" ", "")[:20])
        trail.append(request.origin.trail, CODE, outcome=trail.DONE if device is not None else trail.FAILED)
        if device is not None:
            otp_login(request, device)
            return redirect("/")
        problem = problem_words(GoujiError.of("S92"))
    return page(request, "account/code.html", {"problem": problem, "menu": ()}, 401 if problem else 200)
