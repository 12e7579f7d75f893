"""How the site is: its database, its disk, its queue, its books; read only, for the page of the system administrator, health and metrics."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.models import Count

from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.models import Job
from gouji.store.place import data_folder
from gouji.store.place import room

BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Condition:
    """The database (name and version, size in bytes), the disk of the data folder (bytes), jobs by state, rows that count by book, the last backup."""

    database: str
    size: int
    free: int
    total: int
    jobs: dict[str, int]
    books: dict[str, int]
    backup: Path | None
    backed_up: datetime | None


def condition() -> Condition:
    """How the site is now."""
    disk = shutil.disk_usage(data_folder())
    last = last_backup()
    when = datetime.fromtimestamp(last.stat().st_mtime).astimezone() if last is not None else None
    return Condition(_database(), _size(), disk.free, disk.total, jobs_by_state(), rows_by_book(), last, when)


def jobs_by_state() -> dict[str, int]:
    """How many jobs are in each state."""
    return {row["state"]: row["count"] for row in Job.objects.order_by().values("state").annotate(count=Count("pk"))}


def rows_by_book() -> dict[str, int]:
    """How many rows count in each book, by its short name."""
    slugs = dict(BookRow.objects.values_list("pk", "slug"))
    counts = {row["book"]: row["count"] for row in CurrentRow.objects.order_by().values("book").annotate(count=Count("pk"))}
    return {slug: counts.get(number, 0) for number, slug in slugs.items()}


def last_backup() -> Path | None:
    """The newest backup in the data folder."""
    return max(room(BACKUPS).glob("gouji-*.zip"), key=lambda path: path.stat().st_mtime, default=None)


def answers() -> bool:
    """Whether the database answers and the data folder can be written to."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM store_book")
            cursor.fetchone()
        probe = data_folder() / ".health"
        probe.touch()
    except Exception:  # noqa: BLE001  # whatever is wrong, the answer is no
        return False
    return True


def _database() -> str:
    if connection.vendor == "sqlite":
        import sqlite3
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def _size() -> int:
    if connection.vendor == "sqlite":
        return sum(path.stat().st_size for path in data_folder().glob("gouji.sqlite3*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
