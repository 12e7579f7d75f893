"""The page of the system: how it is, and which roles must have a second factor; the rest is done at the command line of the machine."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.second_factor_rule import require_second_factor
from gouji.actions.site.second_factor_rule import second_factor_rule
from gouji.actions.site.see_system import see_system
from gouji.messages import translate as _
from gouji.rights import Role
from gouji.rights.policy import ADMINISTRATORS
from gouji.rights.words import role_words
from gouji.web.pages import notify
from gouji.web.pages import page


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Version, database, disk, queue, last backup, health, the rule of the second factor."""
    found, rule = see_system(request.origin), second_factor_rule(request.origin)
    ordered = sorted(Role, key=lambda role: role not in ADMINISTRATORS)  # administrators first
    context = {
        "system": found, "rule": rule, "wanted": {role.value for role in rule.roles},
        "roles": [(role.value, role_words(role)) for role in ordered],
    }
    return page(request, "admin/system.html", context)


@require_POST
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say which roles must have one."""
    require_second_factor(request.origin, request.POST.getlist("role"))
    notify(request, _("已保存，从每个人的下一次操作起生效。"))
    return redirect("admin-system")
