"""Errors as pages: what is wrong, where, what to do; never a trace."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse

from gouji.actions.site.origin import Refused
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.pages import page

MISSING = frozenset({"S02", "S05", "S17", "S56", "S57", "S67", "S68", "S69", "S70", "S80", "S81", "S82", "S83", "S128", "X11", "X14"})
"""The codes that say that something does not exist."""


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """403 with the reason and whom to turn to."""
    return _error(request, 403, _("没有权限"), [error.words], _("需要这项权限的，请与本单位负责人或系统的安全管理员联系。"))


def unusable(request: HttpRequest, error: GoujiError) -> HttpResponse:
    """422 with each problem and its advice; 404 where something does not exist."""
    missing = all(problem.code in MISSING for problem in error.problems)
    words = [f"{problem.message()} {problem.advice()}".strip() for problem in error.problems]
    return _error(request, 404 if missing else 422, _("没有找到") if missing else _("无法办理"), words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    del exception
    return _error(request, 404, _("没有这个页面"), [_("地址可能写错了，或内容已被移走。")], _("请从首页重新进入。"))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours; nothing of what was asked has been done."""
    return _error(request, 500, _("程序出错了"), [_("您刚才的操作没有生效，先前已保存的内容都在。")], _("请稍后再试；再次出现时，请把时间和操作告诉系统管理员。"))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that does not come from our own page, or from one too old."""
    del reason
    return _error(request, 403, _("页面已过期"), [_("这个表单不是从当前登录的页面提交的，没有办理。")], _("请返回上一页，刷新后重新提交。"))


def _error(request: HttpRequest, status: int, title: str, words: list[str], advice: str = "") -> HttpResponse:
    template = "error_part.html" if request.headers.get("HX-Request") else "error.html"
    return page(request, template, {"title": title, "words": words, "advice": advice, "status": status}, status)
