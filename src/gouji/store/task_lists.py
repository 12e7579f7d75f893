"""Tasks and submissions as lists of an account need them: by name, or by the roles held somewhere."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from gouji.store.models import GrantRow
from gouji.store.models import Submission
from gouji.store.models import Task

Held = tuple[str, str, Collection[str]]
"""A role held in a book for some organisations: (book's short name, role, codes)."""


def tasks_for(account: int | None, held: Iterable[Held], kinds: Collection[str], since: datetime) -> list[Task]:
    """The tasks of some kinds given to an account by name or to a role it holds there: open ones, and those done since a moment."""
    wanted = Q(account_id=account)
    for book, role, organisations in held:
        wanted |= Q(account__isnull=True, role=role, organisation__in=list(organisations), submission__round__book__slug=book)
    recent = Q(done__isnull=True) | Q(done__gt=since)
    found = Task.objects.filter(wanted, recent, kind__in=kinds).select_related("submission__round__book").defer("submission__round__book__frame")
    return list(found.order_by("submission__round__due", "pk"))


def submissions_at(places: Iterable[tuple[str, str]], states: Collection[str]) -> list[Submission]:
    """The submissions of open rounds in these states, of organisations given as (book's short name, code)."""
    wanted = Q(pk__in=())
    for book, organisation in places:
        wanted |= Q(organisation=organisation, round__book__slug=book)
    return list(Submission.objects.filter(wanted, state__in=list(states), round__closed__isnull=True).select_related("round__book"))


def staffed(book: str, role: str) -> frozenset[str]:
    """The organisations of a book for which somebody holds a role."""
    rows = GrantRow.objects.filter(book=book, role=role, revoked__isnull=True, account__is_active=True)
    return frozenset(rows.values_list("organisation", flat=True))
