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
def unhurried() -> Iterator[None]:
    """Changes within are as whole as others and survive the end of any process, but may be lost where the power fails: for what can be done again.
    Part of a transaction already begun, they are as safe as that. Only SQLite gains by it, whose other writers wait as long as one waits for the disk.
    """
    connection = transaction.get_connection()
    if connection.in_atomic_block or connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


@contextmanager
def rehearsed() -> Iterator[None]:
    """A transaction that is undone in the end, whatever was done in it: what a dry run says is what the real one would do."""
    stamps.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
