"""“Why can or can't X see this?”, and how many organisations an account reaches: the same decisions as everywhere, told to those who look after rights."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.actions.site.accounts_seen import find_account
from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import chains
from gouji.actions.site.origin import require
from gouji.actions.site.targets import figures_target
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import MATRIX
from gouji.rights import Act
from gouji.rights import Decision
from gouji.rights import Reach
from gouji.rights import Target
from gouji.rights import act_words
from gouji.rights import decide
from gouji.rights import decision_words
from gouji.rights import reachable
from gouji.rights.words import reach_words
from gouji.store import trail
from gouji.store.actors import actor_of
from gouji.store.models import Account
from gouji.store.models import BookRow


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to “why”: the decision and its words."""

    account: Account
    decision: Decision
    words: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of the organisations of a book an account reaches with an act, and how far."""

    book: str
    act: str
    words: str
    reached: int
    all: int
    reach: str


def why(origin: Origin, account: int, act: str, slug: str = "", organisation: str = "") -> Why:
    """The decision on an act of an account, for an organisation of a book where the act is about figures.

    Raises Refused (rights.explain), GoujiError: no such account (S17), act (S99), book (S02), organisation (S98).
    """
    require(origin, Act.EXPLAIN_RIGHTS, Target())
    if act not in set(Act):
        raise GoujiError.of("S99", name=_("权限"), reason=_("没有选择"))
    person, asked = find_account(account), Act(act)
    target, names = Target(owner=person.pk), {"": ""}
    if of_places(asked):
        book = book_of(slug)
        with live_book(book).use() as reckoner:
            organisations = reckoner.book.organisations
            if organisation not in organisations:
                raise GoujiError.of("S98", book=slug, name=organisation or "—")
            target = figures_target(book, organisations, organisation)
            names = {code: organisations.name(code) for code in organisations.codes()}
    decision = decide(actor_of(person), asked, target, today())
    trail.append(origin.trail, Act.EXPLAIN_RIGHTS.value, f"account/{person.pk}", details={"act": act, "book": slug, "organisation": organisation})
    granted = decision.grant.organisation if decision.grant is not None else ""
    return Why(person, decision, decision_words(decision, names.get(granted, granted)))


def reached(origin: Origin, account: int) -> list[Reached]:
    """How many organisations the account reaches in every book, act by act; acts that reach none are left out.

    Raises Refused (rights.explain), GoujiError S17.
    """
    require(origin, Act.EXPLAIN_RIGHTS, Target())
    actor = actor_of(find_account(account))
    books = {grant.book for grant in actor.grants if grant.book} | {lent.book for lent in actor.capabilities}
    found: list[Reached] = []
    for book in BookRow.objects.filter(slug__in=books).order_by("title"):
        with live_book(book).use() as reckoner:
            parents = chains(reckoner.book.organisations, today())
        for act in filter(of_places, Act):
            places = reachable(actor, act, book.slug, parents, today())
            if places:
                far = _("、").join(reach_words(reach) for reach in Reach if reach in set(places.values()))
                found.append(Reached(book.title, act.value, act_words(act), len(places), len(parents), far))
    return found


def of_places(act: Act) -> bool:
    """Whether an act is about organisations of a book (not about the site or one's own things)."""
    return not {Reach.SITE, Reach.OWN} & set(MATRIX[act].values())
