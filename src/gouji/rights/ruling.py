"""One decision: may this actor do this act with this target on this day, and by which grant or task."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gouji.rights.policy import LENT
from gouji.rights.policy import MATRIX
from gouji.rights.policy import Act
from gouji.rights.policy import Reach
from gouji.rights.policy import Role

INACTIVE, NO_ROLE, ELSEWHERE, EXPIRED, NOT_SENT, NOT_PUBLISHED, NOT_OWN = (
    "inactive", "no-role", "elsewhere", "expired", "not-sent", "not-published", "not-own",
)
"""Why something is denied, the most telling last: the account is closed; none of the roles held may do this; the role is held for another
organisation; it has run out or not begun; not yet submitted; not published; it belongs to somebody else."""
_TELLING = (NO_ROLE, ELSEWHERE, EXPIRED, NOT_SENT, NOT_PUBLISHED, NOT_OWN)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for an organisation of a book (both empty for roles of the site) from `first` to `last` (None: open)."""

    role: Role
    book: str = ""
    organisation: str = ""
    first: date | None = None
    last: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether the grant counts on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Capability:
    """What a task lends until it is done: acts on one thing (`submission/12`) of an organisation of a book."""

    acts: frozenset[Act]
    book: str
    organisation: str
    thing: str
    task: int


@dataclass(frozen=True, slots=True)
class Target:
    """What an act is about. `above` is the organisation and those over it, itself first; `owner` the account it belongs to."""

    book: str = ""
    above: tuple[str, ...] = ()
    thing: str = ""
    sent: bool = False
    published: bool = False
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account with its grants and the capabilities of its open tasks. `acts` narrows what a token may do (None: everything)."""

    account: int
    grants: tuple[Grant, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    active: bool = True
    acts: frozenset[Act] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed or not, and why: the grant or the task that allows it, else the reason that stands nearest to allowing."""

    allowed: bool
    act: Act
    grant: Grant | None = None
    task: int | None = None
    reason: str = ""


def decide(actor: Actor, act: Act, target: Target, day: date) -> Decision:
    """The decision on one act. Default deny: only a line of the matrix for a grant that runs, or an open task, allows."""
    if not actor.active or (actor.acts is not None and act not in actor.acts):
        return Decision(allowed=False, act=act, reason=INACTIVE if not actor.active else NO_ROLE)
    if act in LENT and (task := _lent(actor, act, target)) is not None:
        return Decision(allowed=True, act=act, task=task)
    nearest, near = NO_ROLE, None
    for grant in actor.grants:
        reach = MATRIX[act].get(grant.role)
        if reach is None:
            continue
        reason = _obstacle(actor, grant, reach, target, day)
        if not reason:
            return Decision(allowed=True, act=act, grant=grant)
        if _TELLING.index(reason) >= _TELLING.index(nearest):
            nearest, near = reason, grant
    return Decision(allowed=False, act=act, grant=near, reason=nearest)


def _lent(actor: Actor, act: Act, target: Target) -> int | None:
    """The open task that lends the act for this very thing."""
    organisation = target.above[0] if target.above else ""
    for lent in actor.capabilities:
        if act in lent.acts and lent.book == target.book and lent.organisation == organisation and lent.thing == target.thing:
            return lent.task
    return None


def _obstacle(actor: Actor, grant: Grant, reach: Reach, target: Target, day: date) -> str:
    """What stands in the way of a grant whose role may do the act; empty where nothing does."""
    if not grant.runs_on(day):
        return EXPIRED
    if reach is Reach.SITE:
        return ""
    if reach is Reach.OWN:
        return "" if target.owner == actor.account else NOT_OWN
    if grant.book != target.book or grant.organisation not in target.above:
        return ELSEWHERE
    if reach is Reach.SENT and not target.sent:
        return NOT_SENT
    return NOT_PUBLISHED if reach is Reach.PUBLISHED and not target.published else ""


def reachable(actor: Actor, act: Act, book: str, parents: Mapping[str, Sequence[str]], day: date) -> Mapping[str, Reach]:
    """The organisations of a book for which some grant allows the act, each with the widest reach; `parents` gives each organisation with those
    over it (itself first). A filter for lists and searches: what is only SENT or PUBLISHED is narrowed further by the caller. What a task lends
    is for its one submission and does not count here: it is reached through the task.
    """
    if not actor.active or (actor.acts is not None and act not in actor.acts):
        return {}
    held = {
        grant.organisation: reach for grant in _widest_last(actor.grants, act)
        if grant.book == book and grant.runs_on(day) and (reach := MATRIX[act].get(grant.role)) is not None
    }
    found: dict[str, Reach] = {}
    for organisation, above in parents.items():
        reaches = [held[code] for code in above if code in held]
        if reaches:
            found[organisation] = min(reaches, key=_WIDTH.index)
    return found


_WIDTH = (Reach.SITE, Reach.BELOW, Reach.SENT, Reach.PUBLISHED, Reach.OWN)


def _widest_last(grants: Iterable[Grant], act: Act) -> list[Grant]:
    able = [grant for grant in grants if grant.role in MATRIX[act]]
    return sorted(able, key=lambda grant: -_WIDTH.index(MATRIX[act][grant.role]))
