"""The pages of one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from gouji.actions.site.origin import allowed
from gouji.actions.site.own_account import change_name
from gouji.actions.site.own_account import change_password
from gouji.actions.site.own_account import own_acts
from gouji.actions.site.own_account import own_sign_ins
from gouji.actions.site.own_account import target_of_own
from gouji.actions.site.tokens import LONGEST_DAYS
from gouji.actions.site.tokens import make_token
from gouji.actions.site.tokens import own_tokens
from gouji.actions.site.tokens import revoke_token
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import act_words
from gouji.store import second_factor
from gouji.web.forms import number_of
from gouji.web.forms import problem_words
from gouji.web.pages import notify
from gouji.web.pages import page


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here; name and mail can be changed."""
    problem = ""
    if request.method == "POST":
        try:
            change_name(request.origin, request.POST.get("name", ""), request.POST.get("email", ""))
        except GoujiError as error:
            problem = problem_words(error)
        else:
            notify(request, _("已保存。"))
            return redirect("account")
    may_tokens = allowed(request.origin, Act.USE_TOKENS, target_of_own(request.origin)).allowed
    context = {
        "problem": problem, "sign_ins": own_sign_ins(request.origin), "second": second_factor.has_one(request.user),
        "recovery": second_factor.recovery_codes_left(request.user), "may_tokens": may_tokens, "with_password": request.user.has_usable_password(),
    }
    return page(request, "account/account.html", context, 422 if problem else 200)


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password; forced where the account was made or reset by somebody else, or the password has grown too old."""
    problem = ""
    if request.method == "POST":
        form = request.POST
        try:
            changed = change_password(request.origin, form.get("old", "")[:200], form.get("new", "")[:200], form.get("again", "")[:200])
        except GoujiError as error:
            problem = problem_words(error)
        else:
            update_session_auth_hash(request, changed)
            notify(request, _("密码已更改，其他设备上的登录已失效。"))
            return redirect("/")
    forced = request.user.must_change
    return page(request, "account/password.html", {"problem": problem, "forced": forced, "days": settings.PASSWORD_DAYS}, 422 if problem else 200)


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one is shown on the page that answers, and never again."""
    problem, made = "", ""
    if request.method == "POST":
        form = request.POST
        try:
            _token, made = make_token(request.origin, form.get("name", ""), form.getlist("acts"), number_of(form.get("days")) or 0)
        except GoujiError as error:
            problem = problem_words(error)
    context = {
        "tokens": [(token, [act_words(Act(act)) for act in token.acts.split()]) for token in own_tokens(request.origin)], "made": made, "problem": problem,
        "acts": [(act.value, act_words(act)) for act in own_acts(request.origin)], "longest": LONGEST_DAYS,
    }
    return page(request, "account/tokens.html", context, 422 if problem else 200)


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take a token back."""
    revoke_token(request.origin, number)
    notify(request, _("令牌已收回，随即失效。"))
    return redirect("account-tokens")
