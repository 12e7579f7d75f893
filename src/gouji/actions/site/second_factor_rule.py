"""Which roles must have a second factor, for the system administrator: seen, and changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.actions.site.asked import today
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights import Target
from gouji.store import second_factor
from gouji.store import trail
from gouji.store.people import holders_of
from gouji.store.people import with_second_factor
from gouji.store.units import together


@dataclass(frozen=True, slots=True)
class SecondFactorRule:
    """The roles whose holders must have one-time codes, and the names of those who hold one of them and have none yet."""

    roles: frozenset[Role]
    without: tuple[str, ...]


def second_factor_rule(origin: Origin) -> SecondFactorRule:
    """The rule as it is. Raises Refused (site.operate)."""
    require(origin, Act.OPERATE, Target())
    roles = second_factor.required_roles()
    holders = holders_of([role.value for role in roles], today())
    having = with_second_factor(account.pk for account in holders)
    return SecondFactorRule(roles, tuple(str(account) for account in holders if account.pk not in having))


def require_second_factor(origin: Origin, names: Sequence[str]) -> None:
    """Want one-time codes of the holders of these roles, from their next request on. Raises Refused (site.operate), GoujiError S99."""
    require(origin, Act.OPERATE, Target())
    known = {role.value: role for role in Role}
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise GoujiError.of("S99", name=unknown[:20], reason=_("没有这个角色"))
    roles = frozenset(known[name] for name in names)
    with together():
        second_factor.require_of(roles)
        details = {"verb": "require", "roles": " ".join(sorted(role.name for role in roles))}
        trail.append(origin.trail, Act.OPERATE.value, "setting/second-factor", details=details)
