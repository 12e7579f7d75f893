"""The database made ready: Django set up for this data folder, tables brought to this version."""

from __future__ import annotations

import os
from pathlib import Path

from gouji.store.place import DATA
from gouji.store.place import data_folder


def connect(data: Path | None = None) -> None:
    """Set Django up for a data folder (None: that of GOUJI_DATA). Called once in a process, before anything else of the store."""
    if data is not None:
        os.environ[DATA] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouji.web.settings")
    data_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    import django
    django.setup()


def pending() -> tuple[str, ...]:
    """The migrations that the database has not had yet, in order; all of them where it is new."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    executor = MigrationExecutor(connection)
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes()))


def applied() -> list[str]:
    """The migrations that the database has had."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def is_new() -> bool:
    """Whether the database has no tables of ours yet."""
    from django.db import connection
    return "store_account" not in connection.introspection.table_names()


def migrate() -> None:
    """Bring the tables to this version."""
    from django.core.management import call_command
    call_command("migrate", interactive=False, verbosity=0)
