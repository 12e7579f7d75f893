"""A site to look at: the example books, and one account for each role with a throw-away password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gouji.actions.site.accounts import create_account
from gouji.actions.site.accounts import grant_role
from gouji.actions.site.accounts import throw_away_password
from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.demo_rounds import demo_rounds
from gouji.actions.site.load_folder import load_folder
from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.origin import above
from gouji.catalogue import Catalogue
from gouji.rights import Role
from gouji.store.models import Account
from gouji.store.models import BookRow

NAMES = {
    Role.FILLER: "filler", Role.REVIEWER: "reviewer", Role.HEAD: "head", Role.BUREAU: "bureau", Role.EXPERT: "expert", Role.READER: "reader",
    Role.SYSTEM: "system", Role.SECURITY: "security", Role.AUDIT: "audit",
}
"""What the account of each role is called in the demonstration."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration: its role, the name to sign in with, its password."""

    role: Role
    username: str
    password: str


def demo_site(folders: Sequence[Path], catalogue: Catalogue) -> list[DemoAccount]:
    """Load the books and make the accounts; those that are there already stay, with a new password."""
    books = [_book(folder, catalogue) for folder in folders]
    accounts = [_account(role, name, books) for role, name in NAMES.items()]
    demo_rounds({book.slug: book for book in books})
    return accounts


def _book(folder: Path, catalogue: Catalogue) -> BookRow:
    return BookRow.objects.filter(slug=folder.name).first() or load_folder(PROGRAM, folder, folder.name, catalogue)


def _top(book: BookRow) -> str:
    """The organisation over all others: the authority's place."""
    with live_book(book).use() as reckoner:
        return above(reckoner.book.organisations, book.organisation, today())[-1]


def _account(role: Role, name: str, books: Sequence[BookRow]) -> DemoAccount:
    password = throw_away_password()
    known = Account.objects.filter(username=name).first()
    if known is not None:
        known.set_password(password)
        known.save(update_fields=["password"])
        return DemoAccount(role, name, password)
    account, _given = create_account(PROGRAM, name, f"示例{role.value}", password=password)
    if role in {Role.SYSTEM, Role.SECURITY, Role.AUDIT}:
        grant_role(PROGRAM, account, role)
    else:
        for book in books:
            grant_role(PROGRAM, account, role, book.slug, _top(book) if role is Role.BUREAU else book.organisation)
    return DemoAccount(role, name, password)
