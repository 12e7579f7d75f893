"""Who acts, from the database: grants that are not revoked, and what open tasks lend."""

from __future__ import annotations

from collections.abc import Iterable

from gouji.rights import Act
from gouji.rights import Actor
from gouji.rights import Capability
from gouji.rights import Grant
from gouji.rights import Role
from gouji.store.models import Account
from gouji.store.models import GrantRow
from gouji.store.models import Task
from gouji.store.prepared import Prepared

FILL, REVIEW = "fill", "review"
LENDS: dict[str, frozenset[Act]] = {
    FILL: frozenset({Act.VIEW_FIGURES, Act.VIEW_STATUS, Act.RECORD_FIGURES, Act.ANSWER_FINDINGS, Act.ADD_EVIDENCE}),
    REVIEW: frozenset({Act.VIEW_FIGURES, Act.VIEW_STATUS, Act.REVIEW, Act.APPROVE_TOLERANCE}),
}
"""What a task lends to the account it was given to by name, until it is done."""


_GRANTS = Prepared(
    lambda account: GrantRow.objects.filter(account_id=account, revoked__isnull=True).order_by("pk").values_list(
        "role", "book", "organisation", "first", "last"), int,
)
_TASKS = Prepared(
    lambda account: Task.objects.filter(account_id=account, done__isnull=True).values_list(
        "kind", "submission__round__book__slug", "submission__organisation", "submission_id", "pk"), int,
)


def submission_thing(submission: int) -> str:
    """How a submission is named as a target of rights and in the trail."""
    return f"submission/{submission}"


def actor_of(account: Account, acts: frozenset[Act] | None = None) -> Actor:
    """The account as the policy sees it; `acts` narrows it to those of a token."""
    return Actor(account.pk, tuple(grants_of(account.pk)), tuple(_lent(account.pk)), account.is_active, acts)


def grants_of(account: int) -> Iterable[Grant]:
    """The roles an account holds, whatever the day."""
    return [Grant(Role(role), *rest) for role, *rest in _GRANTS(account)]


def _lent(account: int) -> Iterable[Capability]:
    return [Capability(LENDS[kind], book, place, submission_thing(number), task) for kind, book, place, number, task in _TASKS(account)]
