"""Errata: figures of what is published put right one by one, approved by somebody else."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from gouji.actions.site.corrected import Wanted
from gouji.actions.site.erratum import approve_erratum
from gouji.actions.site.erratum import propose_erratum
from gouji.actions.site.erratum import refuse_erratum
from gouji.actions.site.erratum_seen import erratum_page
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.forms import problem_words
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.review.deciding import seen

_VALUE, _REASON = "value:", "reason:"


@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: HttpRequest, number: int) -> HttpResponse:
    """What is published, to be put right; what was proposed, to be decided on."""
    problem = ""
    if request.method == "POST":
        try:
            made = propose_erratum(request.origin, number, seen(request), request.POST.get("words", ""), _wanted(request))
        except GoujiError as error:
            problem = problem_words(error)
        else:
            notify(request, _("已提出勘误，{count} 个数，待另一人审定。").format(count=made.corrections.count()))
            return redirect(f"/review/{number}/erratum/")
    found = erratum_page(request.origin, number)
    return page(request, "review/erratum.html", {
        "title": _("勘误 · {place}").format(place=found.place), "erratum": found, "submission": found.submission, "problem": problem,
        "given": request.POST if problem else {},
    }, 422 if problem else 200)


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Publish the next number with the corrections."""
    row = approve_erratum(request.origin, number, request.POST.get("words", ""))
    notify(request, _("已勘误，发布为第 {number} 号；前一号仍可查阅。").format(number=row.number))
    return redirect(f"/published/{row.pk}/")


@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Send the erratum back; what is published stays."""
    row = refuse_erratum(request.origin, number, request.POST.get("words", ""))
    notify(request, _("这份勘误已退回，对外发布的没有变动。"))
    return redirect(f"/review/{row.submission_id}/erratum/")


def _wanted(request: HttpRequest) -> list[Wanted]:
    """The rows that were filled in: a value, or a reason that lacks one."""
    given = request.POST
    keys = [name.removeprefix(_VALUE) for name in given if name.startswith(_VALUE)]
    every = [Wanted(key, given[_VALUE + key], given.get(_REASON + key, "")) for key in keys]
    return [each for each in every if each.value.strip() or each.reason.strip()]
