"""The policy in words: names of acts, reasons of decisions, the matrix as rows for people and for an export."""

from __future__ import annotations

from gouji.messages import translate as _
from gouji.rights.policy import LENT
from gouji.rights.policy import MATRIX
from gouji.rights.policy import Act
from gouji.rights.policy import Reach
from gouji.rights.policy import Role
from gouji.rights.ruling import ELSEWHERE
from gouji.rights.ruling import EXPIRED
from gouji.rights.ruling import INACTIVE
from gouji.rights.ruling import NO_ROLE
from gouji.rights.ruling import NOT_OWN
from gouji.rights.ruling import NOT_PUBLISHED
from gouji.rights.ruling import NOT_SENT
from gouji.rights.ruling import Decision


def act_words(act: Act) -> str:
    """What an act is called."""
    return {
        Act.VIEW_FIGURES: _("查看数据"), Act.VIEW_PERSONAL: _("查看个人信息"), Act.RECORD_FIGURES: _("填报数据"), Act.VIEW_STATUS: _("查看填报进度"),
        Act.ANSWER_FINDINGS: _("处理校验问题"), Act.APPROVE_TOLERANCE: _("批准容差"), Act.SUBMIT: _("上报、撤回"), Act.REVIEW: _("审核、退回"),
        Act.MANAGE_ROUNDS: _("布置填报任务"), Act.PUBLISH: _("发布、勘误"), Act.ADD_EVIDENCE: _("上传佐证"), Act.BUILD_REPORTS: _("生成报告"),
        Act.USE_AUDITS: _("上传文档核对"), Act.VIEW_AUDIT: _("查看核对结果"), Act.USE_JOBS: _("查看、取消后台任务"), Act.USE_TOKENS: _("使用接口令牌"), Act.MANAGE_BOOKS: _("管理账簿"),
        Act.MANAGE_ACCOUNTS: _("管理账号"), Act.GRANT_ROLES: _("授予、收回角色"), Act.EXPLAIN_RIGHTS: _("查看权限"),
        Act.VIEW_TRAIL: _("查看审计日志"), Act.OPERATE: _("运行维护"),
    }[act]


def role_words(role: Role) -> str:
    """What a role is called."""
    return {
        Role.FILLER: _("填报员"), Role.REVIEWER: _("审核员"), Role.HEAD: _("负责人"), Role.BUREAU: _("主管部门"), Role.EXPERT: _("专家"),
        Role.READER: _("读者"), Role.SYSTEM: _("系统管理员"), Role.SECURITY: _("安全管理员"), Role.AUDIT: _("审计管理员"),
    }[role]


def reach_words(reach: Reach) -> str:
    """How far a right goes, in words."""
    return {
        Reach.BELOW: _("本单位及下级"), Reach.SENT: _("本单位及下级已上报的"), Reach.PUBLISHED: _("本单位及下级已发布的"), Reach.OWN: _("本人的"),
        Reach.SITE: _("全站"),
    }[reach]


def decision_words(decision: Decision, organisation: str = "") -> str:
    """Why something is allowed or not, for the person asking; `organisation` names where the deciding grant was given."""
    act = act_words(decision.act)
    if decision.task is not None:
        return _("可以{act}：有一项交办的任务（{task}），办结即止。").format(act=act, task=decision.task)
    role = role_words(decision.grant.role) if decision.grant is not None else ""
    if decision.allowed:
        where = organisation or _("全站")
        return _("可以{act}：是{where}的{role}。").format(act=act, where=where, role=role)
    return {
        INACTIVE: _("不可以{act}：账号已停用。"), NO_ROLE: _("不可以{act}：所持角色都没有这项权限。"),
        ELSEWHERE: _("不可以{act}：{role}的授权只在{where}及其下级。"), EXPIRED: _("不可以{act}：{role}的授权已到期或尚未开始。"),
        NOT_SENT: _("不可以{act}：{role}只能看到已上报的数据，这里尚未上报。"), NOT_PUBLISHED: _("不可以{act}：{role}只能看到已发布的数据，这里尚未发布。"),
        NOT_OWN: _("不可以{act}：这是别人的。"),
    }[decision.reason].format(act=act, role=role, where=organisation or "—")


def matrix_rows() -> list[list[str]]:
    """The matrix as a table: a header of roles, then one row an act with its code and how far each role may go; the last column says what a
    task may lend.
    """
    header = [_("权限"), _("代码"), *(role_words(role) for role in Role), _("任务可临时授予")]
    rows = [
        [act_words(act), act.value, *(reach_words(reaches[role]) if role in reaches else "" for role in Role), _("是") if act in LENT else ""]
        for act, reaches in MATRIX.items()
    ]
    return [header, *rows]
