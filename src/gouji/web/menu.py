"""The places of the site, those of them that the account may enter."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from gouji.messages import translate as _
from gouji.rights import MATRIX
from gouji.rights import Act
from gouji.rights import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the site: its address, what it is called, the acts of which one is needed to be shown it, the sign beside its name."""

    address: str
    words: str
    acts: tuple[Act, ...]
    here: bool = False


def menu(request: HttpRequest) -> tuple[Place, ...]:
    """What stands in the menu for the account of the request. What is shown is no right: each page asks for itself."""
    places = (
        Place("/", _("首页"), ()),
        Place("/collect/", _("填报任务"), (Act.VIEW_STATUS,)),
        Place("/books/", _("数据"), (Act.VIEW_FIGURES,)),
        Place("/published/", _("已发布"), (Act.VIEW_FIGURES,)),
        Place("/reports/", _("报告¦多"), (Act.BUILD_REPORTS, Act.VIEW_FIGURES)),
        Place("/audits/", _("文档核对"), (Act.USE_AUDITS,)),
        Place("/evidence/", _("佐证材料"), (Act.VIEW_FIGURES,)),
        Place("/jobs/", _("后台任务"), (Act.USE_JOBS,)),
        Place("/admin/accounts/", _("账号¦多"), (Act.MANAGE_ACCOUNTS, Act.GRANT_ROLES)),
        Place("/admin/books/", _("账簿¦多"), (Act.MANAGE_BOOKS,)),
        Place("/admin/rights/", _("权限"), (Act.EXPLAIN_RIGHTS,)),
        Place("/admin/trail/", _("审计日志"), (Act.VIEW_TRAIL,)),
        Place("/admin/system/", _("系统"), (Act.OPERATE,)),
    )
    actor = request.origin.actor
    shown = [place for place in places if not place.acts or any(holds(actor, act) for act in place.acts)]
    return tuple(Place(place.address, place.words, place.acts, _is_here(request.path, place.address)) for place in shown)


def holds(actor: Actor, act: Act) -> bool:
    """Whether some role or task of the actor allows the act anywhere."""
    return any(grant.role in MATRIX[act] for grant in actor.grants) or any(act in lent.acts for lent in actor.capabilities)


def _is_here(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)
