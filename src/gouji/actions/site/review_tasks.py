"""The levels of review of a round, and the tasks that a level is made of. Used by submitting and by deciding; asks no rights of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass

from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.rights import Role
from gouji.store.actors import REVIEW
from gouji.store.models import GrantRow
from gouji.store.models import Round
from gouji.store.models import Submission
from gouji.store.models import Task

HERE, ABOVE = "本单位", "上级"
ANY, ALL = "或签", "会签"
"""Modes of a level: one decision is enough, or everybody who holds the role must decide."""


@dataclass(frozen=True, slots=True)
class Step:
    """A level of review: who decides (a role), where it is held (本单位, 上级), how many decisions it takes (或签, 会签)."""

    role: str
    at: str = HERE
    mode: str = ANY


USUAL = (Step(Role.REVIEWER.value), Step(Role.BUREAU.value, ABOVE))
"""Department head office first, then the authority above: what a new round proposes."""


def steps_of(asked: Round) -> tuple[Step, ...]:
    """The levels of a round, in order."""
    return tuple(Step(item["role"], item.get("at", HERE), item.get("mode", ANY)) for item in json.loads(asked.steps or "[]"))


def steps_text(steps: Iterable[Step]) -> str:
    """The levels as a round keeps them."""
    return json.dumps([asdict(step) for step in steps], ensure_ascii=False)


def step_organisation(submission: Submission, step: Step) -> str:
    """Where a level is decided: the submission's own organisation, or the one above it (its own where there is none above)."""
    if step.at != ABOVE:
        return submission.organisation
    with live_book(submission.round.book).use() as reckoner:
        chain = above(reckoner.book.organisations, submission.organisation, today())
    return chain[1] if len(chain) > 1 else submission.organisation


def holders(book: str, organisation: str, role: str) -> list[int]:
    """The accounts that hold a role for exactly this organisation today."""
    day = today()
    rows = GrantRow.objects.filter(book=book, organisation=organisation, role=role, revoked__isnull=True, account__is_active=True).order_by("account_id")
    return list(dict.fromkeys(row.account_id for row in rows if (row.first is None or row.first <= day) and (row.last is None or day <= row.last)))


def open_step(submission: Submission, step: int, origin: Origin) -> list[Task]:
    """Make the review tasks of a level (from 0) of a held submission: one for whoever holds the role there, or one for each of them (会签).

    Within the caller's transaction. A level beyond the last makes none.
    """
    steps: Sequence[Step] = steps_of(submission.round)
    if step >= len(steps):
        return []
    wanted = steps[step]
    place = step_organisation(submission, wanted)
    accounts: list[int | None] = [None]
    if wanted.mode == ALL:
        accounts = [*holders(submission.round.book.slug, place, wanted.role)] or [None]
    return [
        Task.objects.create(
            submission=submission, kind=REVIEW, step=step, account_id=account, role=wanted.role, organisation=place, given_by_id=origin.number,
        )
        for account in accounts
    ]
