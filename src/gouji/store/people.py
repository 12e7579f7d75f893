"""Accounts as lists show them, the organisations of a book as a picker shows them; no rights are asked here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from django.db.models import Max
from django.db.models import Q

from gouji.store.models import Account
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.models import GrantRow
from gouji.store.models import TrailRow

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of a book as a picker shows it: how deep it stands in the tree."""

    code: str
    name: str
    depth: int


def find_accounts(words: str = "", state: str = "", role: str = "", book: str = "") -> list[Account]:
    """The accounts whose name or sign-in name has the words in it, open or closed, with a role that is not revoked (in a book), by sign-in name."""
    found = Account.objects.order_by("username")
    if words:
        found = found.filter(Q(username__icontains=words) | Q(name__icontains=words))
    if state:
        found = found.filter(is_active=state == OPEN)
    if role or book:
        grants = GrantRow.objects.filter(revoked__isnull=True, **({"role": role} if role else {}), **({"book": book} if book else {}))
        found = found.filter(pk__in=grants.values("account_id"))
    return list(found)


def grants_by_account(accounts: Iterable[int]) -> dict[int, list[GrantRow]]:
    """The grants that are not revoked, by account."""
    found: dict[int, list[GrantRow]] = {}
    for row in GrantRow.objects.filter(account_id__in=list(accounts), revoked__isnull=True).order_by("pk"):
        found.setdefault(row.account_id, []).append(row)
    return found


def last_sign_ins(accounts: Iterable[int]) -> dict[int, datetime]:
    """When each account last signed in."""
    rows = TrailRow.objects.filter(act="session.begin", outcome="done", account__in=list(accounts)).values("account").annotate(last=Max("moment"))
    return {row["account"]: row["last"] for row in rows}


def with_second_factor(accounts: Iterable[int]) -> frozenset[int]:
    """Those of the accounts that have set up one-time codes."""
    from django_otp.plugins.otp_totp.models import TOTPDevice
    return frozenset(TOTPDevice.objects.filter(user_id__in=list(accounts), confirmed=True).values_list("user_id", flat=True))


def holders_of(roles: Iterable[str], day: date) -> list[Account]:
    """The open accounts that hold one of the roles somewhere on a day, by sign-in name."""
    begun, running = Q(first__isnull=True) | Q(first__lte=day), Q(last__isnull=True) | Q(last__gte=day)
    grants = GrantRow.objects.filter(begun, running, revoked__isnull=True, role__in=list(roles))
    return list(Account.objects.filter(is_active=True, pk__in=grants.values("account_id")).order_by("username"))


def account_names(numbers: Iterable[int]) -> dict[int, str]:
    """The names behind the numbers that the trail keeps, looked up for showing only."""
    return {account.pk: str(account) for account in Account.objects.filter(pk__in=set(numbers))}


def places(book: BookRow) -> Sequence[Place]:
    """The organisations of a book as a tree, each below its parent; the newest row of each code counts."""
    rows: dict[str, Mapping[str, str]] = {}
    current = CurrentRow.objects.filter(book=book, table="organisations").select_related("version")
    for row in sorted(current, key=lambda item: (item.version.file, item.version.position, item.version_id)):
        cells = json.loads(row.version.cells)
        rows[cells.get("code", "")] = cells
    children: dict[str, list[str]] = {}
    for code, cells in rows.items():
        parent = cells.get("parent", "")
        children.setdefault(parent if parent in rows and parent != code else "", []).append(code)
    found: list[Place] = []
    pending = [(code, 0) for code in reversed(children.get("", []))]
    while pending:
        code, depth = pending.pop()
        found.append(Place(code, rows[code].get("name", code), depth))
        pending += [(child, depth + 1) for child in reversed(children.get(code, []))]
    return found
