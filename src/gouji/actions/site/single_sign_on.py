"""Who comes through single sign-on: the account whose subject the provider named; unknown people get none, or one without any role where the site says so.

Subjects are written `oidc:…` or `cas:…`: two providers may use the same name for two people.
"""

from __future__ import annotations

import re

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import trail
from gouji.store.identities import give_subject
from gouji.store.identities import new_account
from gouji.store.models import Account
from gouji.store.units import together

_SUBJECT = re.compile(r"(oidc|cas):\S.{0,190}")
_FOREIGN = re.compile(r"[^\w.@+-]")


def account_of(subject: str) -> Account | None:
    """The open account of a subject."""
    found: Account | None = Account.objects.filter(subject=subject, is_active=True).first() if _SUBJECT.fullmatch(subject) else None
    return found


def create_for(subject: str, wished: str, name: str, address: str) -> Account | None:
    """An account without password and without any role for somebody unknown. None where the subject is known already (a closed account stays closed)
    or none of ours.
    """
    with together():
        if not _SUBJECT.fullmatch(subject) or Account.objects.filter(subject=subject).exists():
            return None
        base = _FOREIGN.sub("-", wished.strip())[:50] or "sso"
        username = next(
            text for text in (base if len(base) > 1 else f"sso-{base}", *(f"{base}-{number}" for number in range(2, 10_000)))
            if not Account.objects.filter(username=text).exists()
        )
        account = new_account(username, (name.strip() or username)[:60], None, subject=subject)
        if account is None:  # made at the same moment, by another of his windows
            return account_of(subject)
        details = {"verb": "create", "by": subject.partition(":")[0]}
        trail.append(trail.From(account.pk, address), Act.MANAGE_ACCOUNTS.value, f"account/{account.pk}", details=details)
    return account


def set_subject(origin: Origin, account: Account, subject: str) -> None:
    """Tell by which name a provider knows somebody; empty takes it away. Raises Refused (accounts.manage), GoujiError S99: no subject, or another's."""
    require(origin, Act.MANAGE_ACCOUNTS, Target())
    subject = subject.strip()
    if subject and not _SUBJECT.fullmatch(subject):
        raise GoujiError.of("S99", name=subject[:60], reason=_("须写作 oidc:标识 或 cas:登录名"))
    with together():
        if not give_subject(account.pk, subject):
            raise GoujiError.of("S99", name=subject[:60], reason=_("已属于另一个账号"))
        trail.append(origin.trail, Act.MANAGE_ACCOUNTS.value, f"account/{account.pk}", details={"verb": "subject", "set": bool(subject)})
