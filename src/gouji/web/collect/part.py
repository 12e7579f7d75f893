"""One's own part of a form: said to be done, taken back."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.own_part import finish_part
from gouji.actions.site.own_part import own_part
from gouji.actions.site.own_part import resume_part
from gouji.messages import translate as _
from gouji.web.collect.entry import base_of
from gouji.web.pages import notify
from gouji.web.pages import page


@require_safe
def part(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """How one's own part stands."""
    found = own_part(request.origin, number)
    return page(request, "collect/part.html", {"title": _("我的部分"), "own": found, "submission": found.submission, "base": base_of(round_number, number)})


@require_POST
def done(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Say that one's own part is done."""
    finish_part(request.origin, number)
    notify(request, _("已记下：您的部分填完了。上报以前可以重新打开。"))
    return redirect(f"{base_of(round_number, number)}part/")


@require_POST
def again(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Take that back."""
    resume_part(request.origin, number)
    notify(request, _("已重新打开，可以继续填报。"))
    return redirect(base_of(round_number, number))
