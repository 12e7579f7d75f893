"""The database as files: taken whole at one moment while others write, and put back; SQLite, PostgreSQL by its own tools, or rows that any of them takes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import closing
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db import connections
from django.db import transaction

SQLITE, POSTGRESQL, ROWS = "sqlite", "postgresql", "rows"
FILES = {SQLITE: "gouji.sqlite3", POSTGRESQL: "gouji.dump", ROWS: "rows.jsonl"}
_PASSING = frozenset({"django_session", "axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog"})
"""Tables of what passes: who is signed in, who has just failed to."""
_BATCH = 500


class Unrestorable(Exception):  # noqa: N818  # the caller says it in the field's words
    """The snapshot cannot be taken or put back; its text says why, as the tool said it."""


def has_own_tools() -> bool:
    """Whether the database's own tool for snapshots is here."""
    return connection.vendor == "sqlite" or shutil.which("pg_dump") is not None


def take(folder: Path, *, portable: bool = False) -> tuple[str, dict[str, int]]:
    """Write the database into a folder; its kind and how many rows each table had at that moment."""
    if portable or not has_own_tools():
        return ROWS, _take_rows(folder / FILES[ROWS])
    if connection.vendor == "sqlite":
        return SQLITE, _take_sqlite(folder / FILES[SQLITE])
    return POSTGRESQL, _take_postgresql(folder / FILES[POSTGRESQL])


def put(kind: str, folder: Path) -> None:
    """Put a snapshot into the database that settings name, which has no tables of ours yet. A file of SQLite is put where it belongs by the caller."""
    if kind == POSTGRESQL:
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={_name()}", str(folder / FILES[kind]))
    elif kind == ROWS:
        _put_rows(folder / FILES[kind])


def counts() -> dict[str, int]:
    """How many rows each table has now."""
    with connection.cursor() as cursor:
        return _counts(cursor, connection.introspection.table_names(cursor))


def sound(file: Path) -> bool:
    """Whether a file of SQLite is one and is whole."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as known:
            return bool(known.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def let_go() -> None:
    """Close the connections of this process, so that files may be moved."""
    connections.close_all()


def _take_sqlite(file: Path) -> dict[str, int]:
    """A copy without a journal, of one moment; writers go on meanwhile."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as known:
        known.execute("VACUUM INTO ?", (str(file),))
    with closing(sqlite3.connect(file)) as copy:
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return _counts(copy.cursor(), names)


def _take_postgresql(file: Path) -> dict[str, int]:
    """A dump by pg_dump and the counts, of the same snapshot."""
    with _frozen() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={file}", _name())
        return _counts(cursor, connection.introspection.table_names(cursor))


def _take_rows(file: Path) -> dict[str, int]:
    with _frozen() as cursor, file.open("w", encoding="utf-8") as stream:
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]  # noqa: SLF001  # Django's public name for it
        for model in models:
            if model._meta.db_table not in _PASSING:  # noqa: SLF001
                serializers.serialize("jsonl", model._base_manager.order_by("pk").iterator(chunk_size=2000), stream=stream, cls=_Exact)  # noqa: SLF001
        return _counts(cursor, [model._meta.db_table for model in models])  # noqa: SLF001


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: seals are reckoned over them."""

    def default(self, value: Any) -> Any:
        """A value that JSON has no form for."""
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


@contextmanager
def _frozen() -> Iterator[Any]:
    """A transaction that sees the database as of one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield cursor


def _put_rows(file: Path) -> None:
    """All rows in one transaction, with the moments they had; numbers go on after the highest."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]  # noqa: SLF001
    with transaction.atomic(), file.open(encoding="utf-8") as stream:
        for model in models:  # what migrations filled in themselves
            model._base_manager.all()._raw_delete(using=connection.alias)  # noqa: SLF001  # without signals and cascades
        rows = (item.object for item in serializers.deserialize("jsonl", stream))
        while chunk := list(islice(rows, _BATCH)):
            for model in dict.fromkeys(type(row) for row in chunk):
                of_model = [row for row in chunk if type(row) is model]
                fields = model._meta.concrete_fields  # noqa: SLF001
                model._base_manager.all()._insert(of_model, fields=fields, raw=True, using=connection.alias)  # noqa: SLF001  # as they were: no new moments
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def _counts(cursor: Any, names: list[str]) -> dict[str, int]:
    found = {}
    for name in sorted(set(names) - _PASSING):
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608  # names come from the database itself
        found[name] = int(cursor.fetchone()[0])
    return found


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise Unrestorable(program)
    try:
        environment = {**os.environ, **_address()}
        done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # by its whole path
    except OSError as error:
        raise Unrestorable(str(error)) from error
    if done.returncode:
        raise Unrestorable(done.stderr.strip()[-500:])


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _address() -> Mapping[str, str]:
    """How PostgreSQL's tools are told where the database is; the password never stands among their arguments."""
    known = connection.settings_dict
    given = {
        "PGHOST": known["HOST"], "PGPORT": known["PORT"], "PGUSER": known["USER"], "PGPASSWORD": known["PASSWORD"],
        "PGSSLMODE": known["OPTIONS"].get("sslmode", ""), "PGSSLROOTCERT": known["OPTIONS"].get("sslrootcert", ""),
    }
    return {name: str(value) for name, value in given.items() if value}
