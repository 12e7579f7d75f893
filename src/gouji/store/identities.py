"""Names that belong to one account each: what one signs in with, what a provider knows him by. The database decides, whoever asks at the same moment."""

from __future__ import annotations

from django.db import IntegrityError
from django.db import transaction

from gouji.store.models import Account


def new_account(username: str, name: str, password: str | None, **more: object) -> Account | None:
    """A new account; None where one has the name, or the subject, already."""
    try:
        with transaction.atomic():
            return Account.objects.create_account(username, name, password, **more)
    except IntegrityError:
        return None


def give_subject(account: int, subject: str) -> bool:
    """Tell by which name a provider knows an account (empty: by none); False where it is another's."""
    try:
        with transaction.atomic():
            Account.objects.filter(pk=account).update(subject=subject)
    except IntegrityError:
        return False
    return True
