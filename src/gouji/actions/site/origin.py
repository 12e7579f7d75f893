"""Who asks for a verb, and the one place where rights are asked: every verb begins with `require`."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gouji.actions.site.asked import today
from gouji.book import Organisations
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Actor
from gouji.rights import Decision
from gouji.rights import Target
from gouji.rights import decide
from gouji.rights import decision_words
from gouji.store import trail
from gouji.store.actors import actor_of
from gouji.store.models import Account
from gouji.store.trail import From


class Refused(Exception):  # noqa: N818  # the policy said no; `decision` says why
    """The policy does not allow what was asked for. `words` say why, to the person who asked."""

    def __init__(self, decision: Decision, words: str) -> None:
        super().__init__(words)
        self.decision = decision
        self.words = words


@dataclass(frozen=True, slots=True)
class Origin:
    """Who acts (None: the program itself, at the command line) and from where."""

    account: Account | None
    actor: Actor | None
    address: str = ""

    @property
    def trail(self) -> From:
        """As the trail keeps it."""
        return From(self.account.pk if self.account is not None else None, self.address)

    @property
    def name(self) -> str:
        """As history and reports keep the author of a row."""
        return self.account.name if self.account is not None else _("系统")

    @property
    def number(self) -> int | None:
        """The account's number."""
        return self.account.pk if self.account is not None else None


PROGRAM = Origin(None, None)
"""The program itself: the command line of whoever owns the data folder, who may do everything there anyway."""


def origin_of(account: Account, address: str = "", acts: frozenset[Act] | None = None, actor: Actor | None = None) -> Origin:
    """The origin of what an account asks for; `acts` narrows it to those of a token; `actor` is what has just been read of its rights."""
    return Origin(account, actor if actor is not None and acts is None else actor_of(account, acts), address)


def above(organisations: Organisations, code: str, day: date) -> tuple[str, ...]:
    """An organisation and those over it on a day, itself first."""
    chain: list[str] = []
    current = code
    while current and current not in chain:
        chain.append(current)
        found = organisations.on(current, day)
        current = found.parent if found is not None else ""
    return tuple(chain)


def chains(organisations: Organisations, day: date) -> Mapping[str, Sequence[str]]:
    """Every organisation with those over it, for `rights.reachable`."""
    return {code: above(organisations, code, day) for code in organisations.codes()}


def allowed(origin: Origin, act: Act, target: Target) -> Decision:
    """The decision, without consequences. The program itself may do everything."""
    if origin.actor is None:
        return Decision(allowed=origin is PROGRAM, act=act)
    return decide(origin.actor, act, target, today())


def require(origin: Origin, act: Act, target: Target, organisation: str = "") -> Decision:
    """The decision where it allows; a denial stands in the trail and is raised as Refused. `organisation` names the place for the words."""
    decision = allowed(origin, act, target)
    if not decision.allowed:
        trail.append(origin.trail, act.value, target.thing or "/".join((target.book, *target.above[:1])), trail.DENIED, {"reason": decision.reason})
        granted = decision.grant.organisation if decision.grant is not None else ""
        raise Refused(decision, decision_words(decision, organisation or granted))
    return decision
