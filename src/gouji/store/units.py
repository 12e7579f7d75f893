"""A unit of work: everything in it becomes visible together, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager

from django.db import transaction

from gouji.store import stamps

_SAFETY = {
    "sqlite": ("PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"),
    "postgresql": ("SET synchronous_commit TO DEFAULT", "SET synchronous_commit TO off"),
}
"""How a database waits for the disk after each change, and how it does not."""


def together() -> AbstractContextManager[None]:
    """A transaction; inside another one it is part of that."""
    stamps.forget()
    context: AbstractContextManager[None] = transaction.atomic()
    return context


def in_transaction() -> bool:
    """Whether what was done may still be undone."""
    return bool(transaction.get_connection().in_atomic_block)


@contextmanager
def unhurried() -> Iterator[None]:
    """Changes within are as whole as others and survive the end of any process, but may be lost where the power fails: for what can be done again.
    Part of a transaction already begun, they are as safe as that.
    """
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        yield
        return
    slow, quick = _SAFETY[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(quick)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(slow)


@contextmanager
def rehearsed() -> Iterator[None]:
    """A transaction that is undone in the end, whatever was done in it: what a dry run says is what the real one would do."""
    stamps.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
