"""Queries that every request asks, put into SQL once: what Django needs to word such a query is several times what the database needs to answer it.

A query stays written as a query set; only its parameters differ from one time to the next. What it gives is what the query set would give.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from functools import lru_cache
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db import connections
from django.db.models.query import get_related_populators

_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_LARGEST = 2 ** 63 - 1  # no number in the database is larger
_FEW = 8  # rows put in with one statement of their own


class Prepared:
    """A query by its parameters (of kinds int, str, datetime): called with them it gives the rows, as models or, of `values_list`, as tuples."""

    def __init__(self, make: Callable[..., Any], *kinds: type) -> None:
        self._make = make
        self._kinds = kinds
        self._known = local()

    def __call__(self, *values: int | str | datetime) -> list[Any]:
        """The rows for these values of the parameters."""
        if any(isinstance(value, int) and abs(value) > _LARGEST for value in values):
            return []
        worded: _Worded | None = getattr(self._known, "worded", None)
        if worded is None or worded.connection is not connections[DEFAULT_DB_ALIAS]:  # each thread has its own
            worded = self._known.worded = _Worded(self._make, self._kinds)
        return worded.rows(values)

    def first(self, *values: int | str | datetime) -> Any:
        """The first row; None where there is none."""
        return next(iter(self(*values)), None)


def ask(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """The rows of a statement that is asked again and again: PostgreSQL keeps it planned, as SQLite's driver does by itself."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []
    from psycopg import Cursor
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(sql, parameters, prepare=True)
        return cursor.fetchall() if cursor.description else []


def insert(rows: Sequence[Any]) -> None:
    """Put new rows of one table in; they get their numbers. What the fields do when a row is saved is done."""
    if len(rows) > _FEW:
        type(rows[0]).objects.bulk_create(rows, batch_size=500)
        return
    for row in rows:
        model: Any = type(row)
        connection = connections[DEFAULT_DB_ALIAS]
        fields = [field for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001  # Django's documented way to a model's fields
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        row.pk = ask(_insertion(model), values)[0][0]
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001  # as Django leaves a row that was saved


@lru_cache(maxsize=32)
def _insertion(model: Any) -> str:
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001  # as above
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(["%s"] * len(names))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) RETURNING id'  # noqa: S608, SLF001  # names of our own tables


class _Worded:
    """The query in SQL, for one connection."""

    def __init__(self, make: Callable[..., Any], kinds: Sequence[type]) -> None:
        self.connection = connections[DEFAULT_DB_ALIAS]
        samples = [_sample(kind, place) for place, kind in enumerate(kinds)]
        query = make(*samples)
        self.compiler = query.query.get_compiler(connection=self.connection)
        self.sql, worded = self.compiler.as_sql()
        told = {self._plain(sample): place for place, sample in enumerate(samples)}
        self.parameters = [(told.get(value), value) for value in worded]
        assert {place for place, _value in self.parameters} >= set(told.values()), "every parameter stands in the query"
        selected = self.compiler.select
        self.converters = self.compiler.get_converters([each[0] for each in selected])
        self.models = _Models(self.compiler) if query._fields is None else None  # what `values_list` has set

    def rows(self, values: Sequence[int | str | datetime]) -> list[Any]:
        given = [self._plain(value) for value in values]
        found = ask(self.sql, [value if place is None else given[place] for place, value in self.parameters])
        rows = list(self.compiler.apply_converters(found, self.converters)) if self.converters and found else found
        return rows if self.models is None else [self.models.made(row) for row in rows]

    def _plain(self, value: int | str | datetime) -> Any:
        """A parameter as this database takes it."""
        return self.connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class _Models:
    """Makes models of rows, as a query set does."""

    def __init__(self, compiler: Any) -> None:
        info = compiler.klass_info
        fields = info["select_fields"]
        self.model = info["model"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.names = [each[0].target.attname for each in compiler.select[self.start:self.end]]
        self.alias = compiler.connection.alias
        self.related = get_related_populators(info, compiler.select, self.alias)

    def made(self, row: Sequence[Any]) -> Any:
        found = self.model.from_db(self.alias, self.names, row[self.start:self.end])
        for each in self.related:
            each.populate(row, found)
        return found


def _sample(kind: type, place: int) -> int | str | datetime:
    """A value that no query holds by itself."""
    if kind is int:
        return -7_000_000_001 - place
    return f"\x01parameter {place}" if kind is str else _FIRST + timedelta(days=place)
