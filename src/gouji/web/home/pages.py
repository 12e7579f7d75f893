"""The home page of each role: its tasks, what stands still, what was last done, where to begin."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gouji.actions.site.tasks import tasks_of
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Actor
from gouji.web.menu import holds
from gouji.web.pages import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The task list."""
    return page(request, "home.html", {"title": "", "tasks": tasks_of(request.origin), "starts": _starts(request.origin.actor)})


def _starts(actor: Actor) -> list[tuple[str, str, str]]:
    """Where somebody of these roles usually begins: words, what one does there, the address."""
    places = (
        (Act.MANAGE_ROUNDS, _("布置填报任务"), _("选报表、期间和单位，定截止日期"), "/collect/new/"),
        (Act.VIEW_STATUS, _("填报任务"), _("各单位填到哪一步"), "/collect/"),
        (Act.VIEW_FIGURES, _("查看数据"), _("指标、历年变化、计算过程"), "/books/"),
        (Act.BUILD_REPORTS, _("生成报告"), _("Word、Excel、PDF"), "/reports/"),
        (Act.USE_AUDITS, _("核对文档"), _("上传报告，核对其中的数字"), "/audits/"),
        (Act.MANAGE_ACCOUNTS, _("账号¦多"), _("新建、停用、重置密码"), "/admin/accounts/"),
        (Act.MANAGE_BOOKS, _("账簿¦多"), _("装入、导出"), "/admin/books/"),
        (Act.OPERATE, _("系统"), _("备份、健康状况、后台任务"), "/admin/system/"),
        (Act.GRANT_ROLES, _("授予角色"), _("谁在哪个单位是什么角色"), "/admin/accounts/"),
        (Act.EXPLAIN_RIGHTS, _("权限"), _("权限矩阵；某人为什么能看、不能看"), "/admin/rights/"),
        (Act.VIEW_TRAIL, _("审计日志"), _("查找、导出、校验"), "/admin/trail/"),
    )
    return [(words, hint, address) for act, words, hint, address in places if holds(actor, act)]
