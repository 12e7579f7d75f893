"""The database made ready: Django set up for this data folder, tables brought to this version."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.store.place import DATA
from gouji.store.place import data_folder


def connect(data: Path | None = None) -> None:
    """Set Django up for a data folder (None: that of GOUJI_DATA). Called once in a process, before anything else of the store.

    Raises GoujiError: the folder, or what lies in it, cannot be made, read or written (S162), a variable of the environment is unusable (S165).
    """
    if data is not None:
        os.environ[DATA] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouji.web.settings")
    folder = data_folder()
    import django
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise GoujiError.of("S162", Place(str(folder)), reason=error.strerror or error) from error
    try:
        django.setup()
    except OSError as error:  # a key that another user made
        raise GoujiError.of("S162", Place(str(error.filename or folder)), reason=error.strerror or error) from error


def require_usable() -> None:
    """See that the database answers, takes writes, and is not of a newer version of the program.

    Raises GoujiError: it does not answer or cannot be written (S164), its tables are of a newer version (S163).
    """
    from django.db import Error
    from django.db import connection
    from django.db import transaction
    from django.db.migrations.loader import MigrationLoader
    try:
        with transaction.atomic():  # SQLite asks for the right to write at the beginning
            had = applied()
    except Error as error:
        raise GoujiError.of("S164", Place(_named(connection.settings_dict)), reason=(str(error).splitlines() or [""])[0].strip()) from error
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = [name for name in had if name.startswith("store.") and name not in known]  # others come and go with single sign-on
    if newer:
        raise GoujiError.of("S163", Place(_named(connection.settings_dict)), names=_("、").join(newer[:3]))


def _named(settings: dict[str, object]) -> str:
    """Which database, without its password."""
    if settings["HOST"] or settings["PORT"]:
        return f"{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"
    return str(settings["NAME"])


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
