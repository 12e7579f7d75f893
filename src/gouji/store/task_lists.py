"""Tasks and submissions as lists of an account need them: by name, or by the roles held somewhere."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from typing import cast

from django.db.models import Exists
from django.db.models import OuterRef
from django.db.models import Q

from gouji.store.models import Erratum
from gouji.store.models import GrantRow
from gouji.store.models import Publication
from gouji.store.models import Submission
from gouji.store.models import Task
from gouji.store.models.collecting import State
from gouji.store.prepared import Prepared

_MANY = 60  # parameters of a query that is kept worded
Held = tuple[str, str, Collection[str]]
"""A role held in a book for some organisations: (book's short name, role, codes)."""


def tasks_for(account: int | None, held: Iterable[Held], kinds: Collection[str], since: datetime) -> list[Task]:
    """The tasks of some kinds given to an account by name or to a role it holds there: open ones, and those done since a moment."""
    places = [(book, role, tuple(sorted(organisations))) for book, role, organisations in held]
    shape = tuple(len(organisations) for _book, _role, organisations in places)
    parts = [part for book, role, organisations in places for part in (book, role, *organisations)]
    if account is None or len(parts) > _MANY:
        return list(_tasks(account, places, tuple(kinds), since))
    return cast("list[Task]", _tasks_of(shape, tuple(kinds))(account, *parts, since))


def _tasks(account: int | None, places: Iterable[Held], kinds: tuple[str, ...], since: datetime) -> Any:
    wanted = Q(account_id=account)
    for book, role, organisations in places:
        wanted |= Q(account__isnull=True, role=role, organisation__in=list(organisations), submission__round__book__slug=book)
    recent = Q(done__isnull=True) | Q(done__gt=since)
    found = Task.objects.filter(wanted, recent, kind__in=kinds).select_related("submission__round__book").defer("submission__round__book__frame")
    return found.order_by("submission__round__due", "pk")


@lru_cache(maxsize=64)
def _tasks_of(shape: tuple[int, ...], kinds: tuple[str, ...]) -> Prepared:
    """The query for roles held at so many organisations each."""
    def rows(account: int, *parts: Any) -> Any:
        rest = iter(parts)
        places = [(next(rest), next(rest), [next(rest) for _each in range(count)]) for count in shape]
        return _tasks(account, places, kinds, next(rest))
    return Prepared(rows, int, *(str,) * (2 * len(shape) + sum(shape)), datetime)


def submissions_at(places: Iterable[tuple[str, str]], states: Collection[str]) -> list[Submission]:
    """The submissions of open rounds in these states, of organisations given as (book's short name, code)."""
    places = list(places)
    if not places:
        return []
    wanted = Q(pk__in=())
    for book, organisation in places:
        wanted |= Q(organisation=organisation, round__book__slug=book)
    return list(Submission.objects.filter(wanted, state__in=list(states), round__closed__isnull=True).select_related("round__book"))


def approved_at(places: Iterable[tuple[str, str]]) -> list[Submission]:
    """The approved submissions of organisations that nobody has published since, nor taken back what was published: whatever became of their round."""
    places = list(places)
    if not places:
        return []
    wanted = _at(places)
    published = Publication.objects.filter(submission=OuterRef("pk"), moment__gte=OuterRef("approved"))
    found = Submission.objects.filter(wanted, state=State.APPROVED).exclude(Exists(published))
    return list(found.select_related("round__book").order_by("round__due", "pk"))


def errata_at(places: Iterable[tuple[str, str]]) -> list[Erratum]:
    """The errata of organisations that nobody has decided on."""
    places = list(places)
    if not places:
        return []
    numbers = Submission.objects.filter(_at(places)).values("pk")
    return list(Erratum.objects.filter(submission__in=numbers, outcome="").select_related("submission__round__book", "account").order_by("pk"))


def _at(places: Iterable[tuple[str, str]]) -> Q:
    """Of these organisations, given as (book's short name, code)."""
    by_book: dict[str, set[str]] = {}
    for book, organisation in places:
        by_book.setdefault(book, set()).add(organisation)
    wanted = Q(pk__in=())
    for book, organisations in by_book.items():
        wanted |= Q(round__book__slug=book, organisation__in=organisations)
    return wanted


_STAFFED = Prepared(
    lambda book, role: GrantRow.objects.filter(book=book, role=role, revoked__isnull=True, account__is_active=True).values_list("organisation").distinct(),
    str, str,
)


def staffed(book: str, role: str) -> frozenset[str]:
    """The organisations of a book for which somebody holds a role."""
    return frozenset(code for code, in _STAFFED(book, role))
