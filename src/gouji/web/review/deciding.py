"""What is done from the page of a submission: agree, send back, ask somebody else, allow an exception."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_POST

from gouji.actions.site.approve import approve
from gouji.actions.site.hand_on import add_signer
from gouji.actions.site.hand_on import delegate
from gouji.actions.site.hand_on import hand_on
from gouji.actions.site.hand_on import reassign
from gouji.actions.site.origin import origin_of
from gouji.actions.site.permit import end_permit
from gouji.actions.site.permit import permit
from gouji.actions.site.return_submission import ReturnedRow
from gouji.actions.site.return_submission import return_submission
from gouji.actions.site.review_page import may_see_sent
from gouji.actions.site.submissions import APPROVED
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.forms import number_of
from gouji.web.pages import notify

ASK = {"hand-on": hand_on, "delegate": delegate, "add-signer": add_signer}


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Agree, or give the opinion one was asked for."""
    done = approve(request.origin, number, seen(request), request.POST.get("words", ""))
    if done.opinion:
        notify(request, _("意见已交回。"))
    elif done.left:
        notify(request, _("已同意，还差 {count} 人。").format(count=done.left))
    else:
        notify(request, _("审核已全部通过。") if done.state == APPROVED else _("已通过，转下一级审核。"))
    return _back(request, number)


@require_POST
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send back the rows that are ticked, each with its own or the common reason; none ticked: the whole."""
    given = request.POST
    rows = [
        ReturnedRow(key, given.get(f"reason:{key}") or given.get("reason", ""), given.get(f"words:{key}", "")) for key in dict.fromkeys(given.getlist("row"))
    ]
    return_submission(request.origin, number, seen(request), given.get("words", ""), rows)
    notify(request, _("已退回 {count} 行。").format(count=len(rows)) if rows else _("已整份退回。"))
    return _back(request, number)


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the task on, delegate it, or add a signer."""
    verb = ASK.get(request.POST.get("verb", ""))
    if verb is None:
        raise GoujiError.of("S99", name=request.POST.get("verb", "")[:20], reason=_("请选择转办、委派或加签"))
    task = verb(request.origin, number, seen(request), request.POST.get("username", ""), request.POST.get("words", ""))
    notify(request, _("已交给 {name}。").format(name=task.account.name if task.account else ""))
    return _back(request, number)


@require_POST
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Give an open task to another account."""
    task = number_of(request.POST.get("task")) or 0
    made = reassign(request.origin, number, seen(request), task, request.POST.get("username", ""), request.POST.get("words", ""))
    notify(request, _("已交给 {name}。").format(name=made.account.name if made.account else ""))
    return _back(request, number)


@require_POST
def allow(request: HttpRequest, number: int) -> HttpResponse:
    """Let a locked submission be written to until a moment."""
    text = request.POST.get("until", "")
    try:
        until = datetime.fromisoformat(text)
    except ValueError as error:
        raise GoujiError.of("S99", name=text[:20], reason=_("请选择日期和时间")) from error
    permit(request.origin, number, seen(request), until.replace(tzinfo=until.tzinfo or get_current_timezone()), request.POST.get("words", ""))
    notify(request, _("已设例外，到期自动恢复锁定。"))
    return _back(request, number)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End the exceptions now."""
    end_permit(request.origin, number)
    notify(request, _("例外已结束。"))
    return _back(request, number)


def seen(request: HttpRequest) -> int:
    """The number of moves that the page showed; a page that showed none has seen none."""
    found = number_of(request.POST.get("seen"))
    return -1 if found is None else found


def _back(request: HttpRequest, number: int) -> HttpResponse:
    """To the page again; who had only been lent it goes home."""
    return redirect(f"/review/{number}/" if may_see_sent(origin_of(request.user), number) else "/")
