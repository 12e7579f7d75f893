"""The pages of accounts: the system administrator makes, closes and opens them; the security administrator grants roles."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.accounts import create_account
from gouji.actions.site.accounts import reset_password
from gouji.actions.site.accounts import reset_second_factor
from gouji.actions.site.accounts import set_active
from gouji.actions.site.accounts_seen import AccountLine
from gouji.actions.site.accounts_seen import Wanted
from gouji.actions.site.accounts_seen import books_with_places
from gouji.actions.site.accounts_seen import list_accounts
from gouji.actions.site.accounts_seen import see_account
from gouji.actions.site.grants import grant_at
from gouji.actions.site.grants import revoke
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.single_sign_on import set_subject
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights.policy import ADMINISTRATORS
from gouji.rights.words import role_words
from gouji.web.forms import day_of
from gouji.web.forms import problem_words
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def accounts(request: HttpRequest) -> HttpResponseBase:
    """The list, with its filters in the address."""
    asked = request.GET
    wanted = Wanted(asked.get("q", "")[:60], asked.get("state", ""), asked.get("role", ""), asked.get("book", ""))
    lines = list_accounts(request.origin, wanted)
    if twin_wanted(request):
        columns = [_("登录名"), _("姓名"), _("状态"), _("二次验证"), _("最近登录"), _("角色")]
        return table_response(request, _("账号"), columns, [_row(line) for line in lines])
    context = {
        "lines": lines, "wanted": wanted, "roles": _roles(), "books": books_with_places(request.origin), "twins": twins(request),
        "may_make": _may(request, Act.MANAGE_ACCOUNTS),
    }
    return page(request, "admin/accounts.html", context)


@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; the password it starts with is shown once, on the page that answers."""
    given = {name: request.POST.get(name, "").strip() for name in ("username", "name", "email")}
    problem = ""
    if request.method == "POST":
        try:
            account, password = create_account(request.origin, given["username"], given["name"], email=given["email"][:200])
        except GoujiError as error:
            problem = problem_words(error)
        else:
            return page(request, "admin/password_once.html", {"account_made": account, "password": password, "fresh": True})
    else:
        require(request.origin, Act.MANAGE_ACCOUNTS, Target())
    return page(request, "admin/account_new.html", {"given": given, "problem": problem}, 422 if problem else 200)


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account with its grants; the security administrator grants here."""
    line = see_account(request.origin, number)
    problem = ""
    if request.method == "POST":
        try:
            form = request.POST
            grant_at(request.origin, number, form.get("role", ""), form.get("place", ""), day_of(form.get("first")), day_of(form.get("last")))
        except GoujiError as error:
            problem = problem_words(error)
        else:
            notify(request, _("已授予角色。"))
            return redirect("admin-account", number)
    context = {
        "line": line, "roles": _roles(), "administrators": {role.value for role in ADMINISTRATORS}, "books": books_with_places(request.origin),
        "may_grant": _may(request, Act.GRANT_ROLES), "may_make": _may(request, Act.MANAGE_ACCOUNTS), "problem": problem, "form": request.POST,
    }
    return page(request, "admin/account.html", context, 422 if problem else 200)


@require_POST
def revoke_grant(request: HttpRequest, number: int, grant: int) -> HttpResponse:
    """Take a role back."""
    revoke(request.origin, number, grant)
    notify(request, _("已收回角色。"))
    return redirect("admin-account", number)


@require_POST
def activate(request: HttpRequest, number: int) -> HttpResponse:
    """Close the account, or open it again."""
    active = request.POST.get("active") == "1"
    set_active(request.origin, see_account(request.origin, number).account, active=active)
    notify(request, _("账号已启用。") if active else _("账号已停用，已登录的随即退出。"))
    return redirect("admin-account", number)


@require_POST
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """A throw-away password, shown once."""
    person = see_account(request.origin, number).account
    password = reset_password(request.origin, person)
    return page(request, "admin/password_once.html", {"account_made": person, "password": password, "fresh": False})


@require_POST
def reset_codes(request: HttpRequest, number: int) -> HttpResponse:
    """Take away the second factor of somebody who cannot use it any more."""
    reset_second_factor(request.origin, see_account(request.origin, number).account)
    notify(request, _("已解除二次验证，请提醒本人重新启用。"), "warn")
    return redirect("admin-account", number)


@require_POST
def subject(request: HttpRequest, number: int) -> HttpResponse:
    """Tell by which name single sign-on knows somebody."""
    try:
        set_subject(request.origin, see_account(request.origin, number).account, request.POST.get("subject", ""))
    except GoujiError as error:
        notify(request, problem_words(error), "problem")
    else:
        notify(request, _("已保存单点登录标识。"))
    return redirect("admin-account", number)


def _may(request: HttpRequest, act: Act) -> bool:
    return allowed(request.origin, act, Target()).allowed


def _roles() -> list[tuple[str, str]]:
    return [(role.value, role_words(role)) for role in Role]


def _row(line: AccountLine) -> list[str]:
    held = _("；").join(f"{role.role} {role.book} {role.organisation}".strip() for role in line.roles)
    state = _("启用") if line.account.is_active else _("停用")
    seen = f"{line.signed_in:%Y-%m-%d %H:%M}" if line.signed_in is not None else ""
    return [line.account.username, line.account.name, state, _("有") if line.second_factor else "", seen, held]
