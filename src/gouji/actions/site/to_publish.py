"""What waits to be made public: approved submissions that nobody has published, errata that somebody else proposed; for who may publish there."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.rights import MATRIX
from gouji.rights import Act
from gouji.rights import Grant
from gouji.rights import Role
from gouji.store.models import BookRow
from gouji.store.models import Erratum
from gouji.store.models import Submission
from gouji.store.task_lists import approved_at
from gouji.store.task_lists import errata_at
from gouji.store.task_lists import staffed


def approved_unpublished(origin: Origin) -> list[Submission]:
    """Approved submissions that the account is to publish: of its organisation, and of those under it that no head answers for."""
    return approved_at([(book, code) for book, code, own in _places(origin) if own])


def errata_to_decide(origin: Origin) -> list[Erratum]:
    """Errata that wait for somebody who may publish and has not proposed them himself."""
    return [each for each in errata_at([(book, code) for book, code, _own in _places(origin)]) if each.account_id != origin.number]


def _places(origin: Origin) -> Iterator[tuple[str, str, bool]]:
    """Where the account may publish: book, organisation, and whether it falls to this account: a head before the authority above."""
    actor = origin.actor
    if actor is None or (actor.acts is not None and Act.PUBLISH not in actor.acts):
        return
    running = [grant for grant in actor.grants if grant.role in MATRIX[Act.PUBLISH] and grant.runs_on(today())]
    books = {book.slug: book for book in BookRow.objects.defer("frame").filter(slug__in={grant.book for grant in running})} if running else {}
    for grant in running:
        if grant.book in books:
            yield from _below(books[grant.book], grant)


def _below(book: BookRow, grant: Grant) -> Iterator[tuple[str, str, bool]]:
    with live_book(book).use() as reckoner:
        organisations = reckoner.book.organisations
        codes = organisations.below(grant.organisation, today())
        chains = {code: above(organisations, code, today()) for code in codes}
    heads = staffed(book.slug, Role.HEAD.value)
    for code, chain in chains.items():
        nearest = next((each for each in chain if each in heads), "")
        yield book.slug, code, nearest in ("", grant.organisation) if grant.role is Role.HEAD else not nearest
