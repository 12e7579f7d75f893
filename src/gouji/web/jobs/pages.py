"""The pages of long work: one's own jobs, one of them, calling it off."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.own_jobs import cancel_job
from gouji.actions.site.own_jobs import find_job
from gouji.actions.site.own_jobs import list_jobs
from gouji.messages import translate as _
from gouji.web.middleware import origin
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def job_list(request: HttpRequest) -> HttpResponseBase:
    """One's own jobs."""
    lines = list_jobs(origin(request))
    if twin_wanted(request):
        columns = [_("任务"), _("状态"), _("提交"), _("结束"), _("说明")]
        rows = [[line.job.title, line.state, line.job.created, line.job.ended, " ".join(line.problems)] for line in lines]
        return table_response(request, _("后台任务"), columns, rows)
    return page(request, "jobs/list.html", {"title": _("后台任务"), "lines": lines, "twins": twins(request)})


@require_safe
def list_part(request: HttpRequest) -> HttpResponse:
    """The table alone, as it renews itself."""
    return page(request, "jobs/table.html", {"lines": list_jobs(origin(request))})


@require_safe
def job_page(request: HttpRequest, number: int) -> HttpResponse:
    """One job."""
    line = find_job(origin(request), number)
    return page(request, "jobs/job.html", {"title": line.job.title, "line": line, "follow": False})


@require_safe
def job_part(request: HttpRequest, number: int) -> HttpResponse:
    """How far one job is, as it renews itself; a page that waits for the result (`follow`) is loaded anew as soon as the job has ended."""
    line = find_job(origin(request), number)
    follow = "follow" in request.GET
    response = page(request, "jobs/state.html", {"line": line, "follow": follow})
    if follow and not line.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call a job off."""
    line = cancel_job(origin(request), number)
    notify(request, _("已取消。") if not line.is_open else _("正在取消，到下一步停止。"))
    return redirect(f"/jobs/{number}/")
