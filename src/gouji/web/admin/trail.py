"""The pages of the trail: searched, exported, verified, archived."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from gouji.actions.site.exports import EXPORT
from gouji.actions.site.read_trail import Line
from gouji.actions.site.read_trail import all_lines
from gouji.actions.site.read_trail import archive_trail
from gouji.actions.site.read_trail import outcome_words
from gouji.actions.site.read_trail import read_trail
from gouji.actions.site.read_trail import trail_words
from gouji.actions.site.read_trail import verify_trail
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.store import trail_archive
from gouji.store import trail_search
from gouji.store.people import find_accounts
from gouji.store.trail_search import Sought
from gouji.web.forms import day_of
from gouji.web.forms import number_of
from gouji.web.pages import notify
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def trail(request: HttpRequest) -> HttpResponseBase:
    """The lines that fit the filters of the address, the newest first."""
    asked = request.GET
    sought = Sought(
        number_of(asked.get("account")), asked.get("act", "")[:40], asked.get("outcome", "")[:20], asked.get("thing", "").strip()[:120],
        day_of(asked.get("first")), day_of(asked.get("last")), number_of(asked.get("before")),
    )
    if twin_wanted(request):
        columns = [_("序号"), _("时间"), _("账号"), _("地址"), _("行为代码"), _("行为"), _("对象"), _("结果"), _("细节")]
        return table_response(request, _("审计日志"), columns, (_row(line) for line in all_lines(request.origin, sought)))
    lines, more = read_trail(request.origin, sought)
    context = {
        "lines": lines, "more": _older(request, more), "asked": asked, "accounts": find_accounts(),
        "acts": [(act, trail_words(act)) for act in trail_search.known_acts()],
        "outcomes": [(code, outcome_words(code)) for code in ("done", "denied", "failed")],
        "outcome_words": outcome_words, "twins": twins(request), "days": trail_search.days_kept(), "oldest": trail_search.oldest(),
        "archives": trail_archive.archives(), "presets": _presets(), "here": f"?{asked.urlencode()}" if asked else "",
    }
    return page(request, "admin/trail.html", context)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Whether the chain is whole; the answer as a notice on the page."""
    chain = verify_trail(request.origin)
    if chain.whole:
        notify(request, _("日志链完整：共 {count} 条，逐条核对无误。").format(count=chain.lines))
    else:
        reason = {"altered": _("内容与封印不符"), "missing": _("缺少记录")}[chain.reason]
        notify(request, _("日志链在第 {line} 条处断开：{reason}。请保留现场并与备份比对。").format(line=chain.line, reason=reason), "problem")
    return redirect("admin-trail")


@require_POST
def archive(request: HttpRequest) -> HttpResponse:
    """Move the old lines into a sealed file."""
    made = archive_trail(request.origin)
    if made is None:
        notify(request, _("没有超过保存期限的记录。"), "warn")
    else:
        notify(request, _("已将 {count} 条移入 {file}，日志链继续有效。").format(count=made.lines, file=made.path.name))
    return redirect("admin-trail")


def _presets() -> list[tuple[str, str]]:
    """What auditors ask for most."""
    return [
        ("", _("全部")), (f"?act={EXPORT}", _("导出")), (f"?act={Act.VIEW_PERSONAL.value}", _("查看个人信息")), ("?act=session.begin", _("登录")),
        (f"?act={Act.GRANT_ROLES.value}", _("授权变动")), ("?outcome=denied", _("被拒绝的")),
    ]


def _older(request: HttpRequest, before: int | None) -> str:
    if before is None:
        return ""
    query = request.GET.copy()
    query["before"] = str(before)
    return f"?{query.urlencode()}"


def _row(line: Line) -> list[str | int]:
    when = line.moment.astimezone().isoformat(timespec="seconds")
    return [line.number, when, line.who, line.address, line.act, line.words, line.thing, outcome_words(line.outcome), line.details]
