"""Accounts and roles: made, closed, granted, revoked. Administrators are kept apart, and nobody grants a role to himself."""

from __future__ import annotations

import re
import secrets
from datetime import UTC
from datetime import date
from datetime import datetime

from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.words import words_in
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights import separation_problem
from gouji.store import second_factor
from gouji.store import trail
from gouji.store.identities import new_account
from gouji.store.locks import for_update
from gouji.store.models import Account
from gouji.store.models import GrantRow
from gouji.store.models import Token
from gouji.store.units import together

_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
_USERNAME = re.compile(r"[\w.@+-]{2,60}")


def throw_away_password() -> str:
    """A password to be told once and changed at first use: 14 signs, no two of which look alike."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3)) + str(secrets.randbelow(90) + 10)


def create_account(origin: Origin, username: str, name: str, *, email: str = "", password: str | None = None) -> tuple[Account, str]:
    """A new account and the password it starts with (one of our own making where none is given; it must be changed at first use).

    Raises Refused (accounts.manage), GoujiError: the name is taken (S16), or none that can be used (S99); too long an address of mail (S41).
    """
    require(origin, Act.MANAGE_ACCOUNTS, Target())
    if not _USERNAME.fullmatch(username):
        raise GoujiError.of("S99", name=username[:60] or _("登录名"), reason=_("登录名须为 2 至 60 个字母、数字、汉字或 . _ @ + -"))
    if not 1 <= len(name.strip()) <= 60:  # noqa: PLR2004  # what the column holds
        raise GoujiError.of("S99", name=_("姓名"), reason=_("须为 1 至 60 个字"))
    email = words_in(email, most=254)
    with together():
        if Account.objects.filter(username=username).exists():
            raise GoujiError.of("S16", name=username)
        given = password or throw_away_password()
        made = new_account(username, name, given, email=email, must_change=password is None, password_changed=datetime.now(UTC))
        if made is None:  # the same form, sent twice at the same moment
            raise GoujiError.of("S16", name=username)
        trail.append(origin.trail, Act.MANAGE_ACCOUNTS.value, f"account/{made.pk}", details={"verb": "create"})
    return made, given


def set_active(origin: Origin, account: Account, *, active: bool) -> None:
    """Close an account, or open it again. Its sessions end at their next request."""
    require(origin, Act.MANAGE_ACCOUNTS, Target())
    with together():
        Account.objects.filter(pk=account.pk).update(is_active=active)
        trail.append(origin.trail, Act.MANAGE_ACCOUNTS.value, f"account/{account.pk}", details={"verb": "open" if active else "close"})


def reset_password(origin: Origin, account: Account) -> str:
    """A throw-away password for somebody who forgot his own."""
    require(origin, Act.MANAGE_ACCOUNTS, Target())
    given = throw_away_password()
    with together():
        account.set_password(given)
        account.must_change = True
        account.save(update_fields=["password", "must_change"])
        Token.objects.filter(account=account, revoked__isnull=True).update(revoked=datetime.now(UTC))  # whoever had the password may have made some
        trail.append(origin.trail, Act.MANAGE_ACCOUNTS.value, f"account/{account.pk}", details={"verb": "reset"})
    return given


def reset_second_factor(origin: Origin, account: Account) -> None:
    """Take away the one-time codes of somebody who has lost both his telephone and his recovery codes."""
    require(origin, Act.MANAGE_ACCOUNTS, Target())
    with together():
        second_factor.remove(account)
        trail.append(origin.trail, Act.MANAGE_ACCOUNTS.value, f"account/{account.pk}", details={"verb": "no-second-factor"})


def grant_role(
    origin: Origin, account: Account, role: Role, book: str = "", organisation: str = "", first: date | None = None, last: date | None = None,
) -> GrantRow:
    """Grant a role for an organisation of a book, or for the site.

    Raises Refused (roles.grant), GoujiError: to oneself (S20), administrators not apart (S18, S19).
    """
    require(origin, Act.GRANT_ROLES, Target())
    if origin is not PROGRAM and origin.number == account.pk:
        raise GoujiError.of("S20")
    with together():
        for_update(Account.objects).get(pk=account.pk)  # two who grant at the same moment see each other's
        held = [Role(text) for text in GrantRow.objects.filter(account=account, revoked__isnull=True).values_list("role", flat=True)]
        problem = separation_problem([*held, role])
        if problem:
            raise GoujiError.of("S18" if problem == "administrators" else "S19")
        row = GrantRow.objects.create(
            account=account, role=role.value, book=book, organisation=organisation, first=first, last=last, given_by_id=origin.number,
        )
        details = {"verb": "grant", "role": role.name, "book": book, "organisation": organisation}
        trail.append(origin.trail, Act.GRANT_ROLES.value, f"account/{account.pk}", details=details)
    return row


def revoke_role(origin: Origin, grant: GrantRow) -> None:
    """Take a role back. What was done with it stays."""
    require(origin, Act.GRANT_ROLES, Target())
    with together():
        GrantRow.objects.filter(pk=grant.pk, revoked__isnull=True).update(revoked=datetime.now(UTC))
        details = {"verb": "revoke", "role": Role(grant.role).name, "book": grant.book, "organisation": grant.organisation}
        trail.append(origin.trail, Act.GRANT_ROLES.value, f"account/{grant.account_id}", details=details)
