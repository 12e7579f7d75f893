"""Rows held until a transaction ends, where the database can; SQLite has one writer at a time anyway."""

from __future__ import annotations

from typing import Any

from django.db import connection


def for_update(rows: Any) -> Any:
    """The query, its rows held."""
    return rows.select_for_update(of=("self",)) if connection.features.has_select_for_update_of else rows
