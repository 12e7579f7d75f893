"""Passwords checked against their Argon2 hashes; how long it takes does not tell whether a name exists."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from gouji.store.models import Account


class PasswordBackend:
    """Signs in with name and password. Accounts without a usable password (single sign-on only) cannot be entered here."""

    def authenticate(self, request: HttpRequest | None, username: str = "", password: str = "") -> Account | None:
        """The account, where it is active and the password is its own."""
        del request
        account = Account.objects.filter(username=username).first()
        if account is None:
            make_password(password)  # as long as a real check takes
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, number: int) -> Account | None:
        """The account of a session; none where it has been closed."""
        return Account.objects.filter(pk=number, is_active=True).first()
