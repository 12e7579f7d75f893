"""Rows held until a transaction ends, where the database can; SQLite has one writer at a time anyway."""

from __future__ import annotations

from typing import Any

from django.db import connection


def for_update(rows: Any) -> Any:
    """The query, its rows held against other holders, not against rows that only refer to them: PostgreSQL looks at what a new row refers to when its
    transaction ends, and would otherwise wait there for a holder who waits for the trail in turn.
    """
    return rows.select_for_update(of=("self",), no_key=True) if connection.features.has_select_for_update_of else rows
