"""What the form for a file of evidence offers: the organisations one may add evidence for, by a role or by a task, and the figure it is for."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import chains
from gouji.actions.site.origin import require
from gouji.actions.site.reading import visible
from gouji.actions.site.targets import figures_target
from gouji.book import Book
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import reachable
from gouji.store.models import BookRow
from gouji.store.models import Submission


@dataclass(frozen=True, slots=True)
class EvidenceForm:
    """The organisations (code, name), the name of the figure (empty: none), and whether the account may read the book; where only a task opened the form,
    `back` leads to it.
    """

    organisations: tuple[tuple[str, str], ...]
    figure: str
    reads: bool
    back: str


def evidence_form(origin: Origin, book: BookRow, behind: tuple[str, ...] = ()) -> EvidenceForm:
    """What the form offers. `behind` is what a figure is about: code, organisation, period, breakdown.

    Raises Refused (evidence.add) where the account may add evidence nowhere in the book, GoujiError: no such indicator (S67), period (B01).
    """
    with live_book(book).use() as reckoner:
        known = reckoner.book
        organisations = known.organisations
        figure = _label(known, behind[0], behind[2]) if behind else ""
    lent = {each.organisation: each.thing for each in origin.actor.capabilities if _lends(origin, book, each.acts, each.book)} if origin.actor else {}
    held = reachable(origin.actor, Act.ADD_EVIDENCE, book.slug, chains(organisations, today()), today()) if origin.actor else {}
    codes = [code for code in organisations.codes() if code in held or code in lent or origin is PROGRAM]
    if not codes:
        require(origin, Act.ADD_EVIDENCE, figures_target(book, organisations, book.organisation), organisations.name(book.organisation))
    reads = bool(visible(origin, book, organisations))
    thing = "" if reads else lent.get(behind[1], "") if behind else next(iter(lent.values()), "")
    return EvidenceForm(tuple((code, organisations.name(code)) for code in codes), figure, reads, _address(thing))


def _lends(origin: Origin, book: BookRow, acts: frozenset[Act], slug: str) -> bool:
    narrowed = origin.actor is not None and origin.actor.acts is not None and Act.ADD_EVIDENCE not in origin.actor.acts
    return Act.ADD_EVIDENCE in acts and slug == book.slug and not narrowed


def _label(book: Book, code: str, period: str) -> str:
    found = book.edition(parse_period(period)).indicators.get(code) or next((each for each in reversed(book.catalogue.indicators) if each.code == code), None)
    if found is None:
        raise GoujiError.of("S67", name=code)
    return found.label


def _address(thing: str) -> str:
    """The page of a submission, by its name as a target."""
    number = thing.rpartition("/")[2]
    found = Submission.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    return f"/collect/{found.round_id}/{found.pk}/" if found is not None else ""
