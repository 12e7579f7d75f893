"""Roles granted and revoked by number, as a page asks for it: the place must exist, the days must be in order."""

from __future__ import annotations

from datetime import date

from gouji.actions.site.accounts import grant_role
from gouji.actions.site.accounts import revoke_role
from gouji.actions.site.accounts_seen import find_account
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights.policy import ADMINISTRATORS
from gouji.store.models import GrantRow
from gouji.store.people import places


def grant_at(origin: Origin, number: int, role: str, place: str, first: date | None = None, last: date | None = None) -> GrantRow:
    """Grant a role for a place (`book/organisation`; empty for an administrator's role, which is of the site).

    Raises Refused (roles.grant), GoujiError: no such account (S17), book (S02), organisation (S98), role (S99), days in the wrong order (S14),
    to oneself (S20), administrators not apart (S18, S19).
    """
    require(origin, Act.GRANT_ROLES, Target())
    account = find_account(number)
    if role not in set(Role):
        raise GoujiError.of("S99", name=_("角色"), reason=_("没有选择"))
    book, _sign, organisation = place.partition("/")
    if Role(role) in ADMINISTRATORS:
        book = organisation = ""
    elif organisation not in {item.code for item in places(book_of(book))}:
        raise GoujiError.of("S98", book=book, name=organisation or "—")
    if first is not None and last is not None and last < first:
        raise GoujiError.of("S14")
    return grant_role(origin, account, Role(role), book, organisation, first, last)


def revoke(origin: Origin, account: int, grant: int) -> None:
    """Take back a role of an account. Raises Refused (roles.grant), GoujiError S17 where the account does not hold it."""
    require(origin, Act.GRANT_ROLES, Target())
    row = GrantRow.objects.filter(pk=grant, account_id=account, revoked__isnull=True).first()
    if row is None:
        raise GoujiError.of("S17", name=account)
    revoke_role(origin, row)
