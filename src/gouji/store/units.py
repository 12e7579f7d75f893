"""A unit of work: everything in it becomes visible together, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager

from django.db import transaction

from gouji.store import stamps


def together() -> AbstractContextManager[None]:
    """A transaction; inside another one it is part of that."""
    stamps.forget()
    context: AbstractContextManager[None] = transaction.atomic()
    return context


def in_transaction() -> bool:
    """Whether what was done may still be undone."""
    return bool(transaction.get_connection().in_atomic_block)


@contextmanager
def rehearsed() -> Iterator[None]:
    """A transaction that is undone in the end, whatever was done in it: what a dry run says is what the real one would do."""
    stamps.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
