"""A unit of work: everything in it becomes visible together, or nothing does."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import transaction


def together() -> AbstractContextManager[None]:
    """A transaction; inside another one it is part of that."""
    context: AbstractContextManager[None] = transaction.atomic()
    return context
