"""Accounts as the administrators see them: a list with filters, one account with its grants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime

from gouji.actions.site.asked import today
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights.words import role_words
from gouji.store.models import Account
from gouji.store.models import BookRow
from gouji.store.models import GrantRow
from gouji.store.people import Place
from gouji.store.people import find_accounts
from gouji.store.people import grants_by_account
from gouji.store.people import last_sign_ins
from gouji.store.people import places
from gouji.store.people import with_second_factor


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role an account holds: in words, where (names as they are now), from when to when, whether it runs today."""

    number: int
    role: str
    book: str
    organisation: str
    first: date | None
    last: date | None
    runs: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line of the list of accounts."""

    account: Account
    roles: tuple[HeldRole, ...]
    second_factor: bool
    signed_in: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts are asked for: words of the name, state (open, closed), role, book; empty for all."""

    words: str = ""
    state: str = ""
    role: str = ""
    book: str = ""


def list_accounts(origin: Origin, wanted: Wanted = Wanted()) -> list[AccountLine]:
    """The accounts. Raises Refused to all but those who make accounts or grant roles."""
    _require_either(origin)
    return _lines(find_accounts(wanted.words.strip(), wanted.state, wanted.role, wanted.book))


def see_account(origin: Origin, number: int) -> AccountLine:
    """One account. Raises Refused, GoujiError S17."""
    _require_either(origin)
    return _lines([find_account(number)])[0]


def find_account(number: int) -> Account:
    """The account of a number. Raises GoujiError S17."""
    found = Account.objects.filter(pk=number).first()
    if found is None:
        raise GoujiError.of("S17", name=number)
    return found


def books_with_places(origin: Origin) -> list[tuple[BookRow, list[Place]]]:
    """The books and the organisations of each, for granting roles and asking about rights."""
    if not allowed(origin, Act.EXPLAIN_RIGHTS, Target()).allowed:
        _require_either(origin)
    return [(book, list(places(book))) for book in BookRow.objects.order_by("title")]


def _require_either(origin: Origin) -> None:
    if not allowed(origin, Act.GRANT_ROLES, Target()).allowed:
        require(origin, Act.MANAGE_ACCOUNTS, Target())


def _lines(accounts: list[Account]) -> list[AccountLine]:
    numbers = [account.pk for account in accounts]
    grants, seen, second = grants_by_account(numbers), last_sign_ins(numbers), with_second_factor(numbers)
    titles, names = _names({row.book for rows in grants.values() for row in rows if row.book})
    return [
        AccountLine(account, tuple(_held(row, titles, names) for row in grants.get(account.pk, ())), account.pk in second, seen.get(account.pk))
        for account in accounts
    ]


def _names(slugs: set[str]) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    books = list(BookRow.objects.filter(slug__in=slugs))
    return {book.slug: book.title for book in books}, {(book.slug, place.code): place.name for book in books for place in places(book)}


def _held(row: GrantRow, titles: dict[str, str], names: dict[tuple[str, str], str]) -> HeldRole:
    day = today()
    runs = (row.first is None or row.first <= day) and (row.last is None or day <= row.last)
    place = names.get((row.book, row.organisation), row.organisation)
    return HeldRole(row.pk, role_words(Role(row.role)), titles.get(row.book, row.book), place, row.first, row.last, runs)
