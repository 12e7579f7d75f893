"""The permission matrix: which role may do which act, and how far. What does not stand here is denied.

Sources: GB/T 22239-2019 (separated administrators, least privilege, accounts per role); 未成年人网络保护条例 art. 36 (least-privilege access).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """角色: what somebody is in an organisation; the three administrators are of the site."""

    FILLER = "填报员"
    REVIEWER = "审核员"
    HEAD = "负责人"
    BUREAU = "主管部门"
    EXPERT = "专家"
    READER = "读者"
    SYSTEM = "系统管理员"
    SECURITY = "安全管理员"
    AUDIT = "审计管理员"


ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT})
WORKERS = tuple(role for role in Role if role not in ADMINISTRATORS)


class Reach(StrEnum):
    """How far a right goes from the organisation it was granted for."""

    BELOW = "本单位及下级"
    SENT = "本单位及下级已上报的"
    PUBLISHED = "本单位及下级已发布的"
    OWN = "本人的"
    SITE = "全站"


class Act(StrEnum):
    """What can be done. Codes are stable: they stand in the trail, in tokens and in exports of the matrix."""

    VIEW_FIGURES = "figures.view"
    VIEW_PERSONAL = "personal.view"
    RECORD_FIGURES = "figures.record"
    VIEW_STATUS = "status.view"
    ANSWER_FINDINGS = "findings.answer"
    APPROVE_TOLERANCE = "tolerance.approve"
    SUBMIT = "submission.submit"
    REVIEW = "submission.review"
    MANAGE_ROUNDS = "rounds.manage"
    PUBLISH = "publication.publish"
    ADD_EVIDENCE = "evidence.add"
    BUILD_REPORTS = "reports.build"
    USE_AUDITS = "audits.use"
    VIEW_AUDIT = "audits.view"
    USE_JOBS = "jobs.use"
    USE_TOKENS = "tokens.use"
    MANAGE_BOOKS = "books.manage"
    MANAGE_ACCOUNTS = "accounts.manage"
    GRANT_ROLES = "roles.grant"
    EXPLAIN_RIGHTS = "rights.explain"
    VIEW_TRAIL = "trail.view"
    OPERATE = "site.operate"


_BELOW, _SENT, _PUBLISHED, _OWN, _SITE = Reach
_WORKERS_OWN = dict.fromkeys(WORKERS, _OWN)

MATRIX: Mapping[Act, Mapping[Role, Reach]] = {
    Act.VIEW_FIGURES: {
        Role.FILLER: _BELOW, Role.REVIEWER: _BELOW, Role.HEAD: _BELOW, Role.BUREAU: _SENT, Role.EXPERT: _SENT, Role.READER: _PUBLISHED,
    },
    Act.VIEW_PERSONAL: {Role.FILLER: _BELOW, Role.REVIEWER: _BELOW},
    Act.RECORD_FIGURES: {Role.FILLER: _BELOW},
    Act.VIEW_STATUS: {Role.FILLER: _BELOW, Role.REVIEWER: _BELOW, Role.HEAD: _BELOW, Role.BUREAU: _BELOW},
    Act.ANSWER_FINDINGS: {Role.FILLER: _BELOW},
    Act.APPROVE_TOLERANCE: {Role.REVIEWER: _BELOW, Role.HEAD: _BELOW, Role.BUREAU: _SENT},
    Act.SUBMIT: {Role.FILLER: _BELOW, Role.HEAD: _BELOW},
    Act.REVIEW: {Role.REVIEWER: _BELOW, Role.HEAD: _BELOW, Role.BUREAU: _SENT},
    Act.MANAGE_ROUNDS: {Role.HEAD: _BELOW, Role.BUREAU: _BELOW},
    Act.PUBLISH: {Role.HEAD: _BELOW, Role.BUREAU: _SENT},
    Act.ADD_EVIDENCE: {Role.FILLER: _BELOW},
    Act.BUILD_REPORTS: {Role.FILLER: _BELOW, Role.REVIEWER: _BELOW, Role.HEAD: _BELOW, Role.BUREAU: _SENT},
    Act.USE_AUDITS: dict.fromkeys(WORKERS, _SITE),
    Act.VIEW_AUDIT: _WORKERS_OWN,
    Act.USE_JOBS: dict.fromkeys(Role, _OWN),
    Act.USE_TOKENS: _WORKERS_OWN,
    Act.MANAGE_BOOKS: {Role.SYSTEM: _SITE},
    Act.MANAGE_ACCOUNTS: {Role.SYSTEM: _SITE},
    Act.GRANT_ROLES: {Role.SECURITY: _SITE},
    Act.EXPLAIN_RIGHTS: {Role.SECURITY: _SITE, Role.AUDIT: _SITE},
    Act.VIEW_TRAIL: {Role.AUDIT: _SITE},
    Act.OPERATE: {Role.SYSTEM: _SITE},
}

LENT = frozenset({Act.VIEW_FIGURES, Act.VIEW_STATUS, Act.RECORD_FIGURES, Act.ANSWER_FINDINGS, Act.ADD_EVIDENCE, Act.REVIEW, Act.APPROVE_TOLERANCE})
"""The acts that a task may lend to the one it was given to, until it is done."""


def separation_problem(roles: Iterable[Role]) -> str:
    """Why these roles may not be held by one account: "administrators" (two of the three), "mixed" (an administrator who also works with figures);
    empty where they may. GB/T 22239-2019: separated administrators.
    """
    held = set(roles)
    administering = held & ADMINISTRATORS
    if len(administering) > 1:
        return "administrators"
    return "mixed" if administering and held - ADMINISTRATORS else ""
