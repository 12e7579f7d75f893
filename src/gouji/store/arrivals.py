"""What every request must know first: its session, the account with its rights, how far each book is, the site's settings. Asked in one query, each time.

Nothing is remembered in place of asking: the query returns what the session, the account, its grants and its open tasks say at this moment, as texts,
and only what was made of the very same texts before is used again. A right that was revoked is gone at the next request, in every process.
"""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.db import connection
from django.utils import timezone

from gouji.rights import Actor
from gouji.store import stamps
from gouji.store.actors import actor_of
from gouji.store.models import Account
from gouji.store.models import BookRow
from gouji.store.models import GrantRow
from gouji.store.models import SiteSetting
from gouji.store.models import Task
from gouji.store.prepared import Prepared
from gouji.store.prepared import ask
from gouji.store.units import unhurried

_MOST = 5000  # sessions known to a process
_AT_ONCE = 500
_BETWEEN = "\x1f"
_ACCOUNT_OF = Prepared(lambda number: Account.objects.filter(pk=number), int)
_SESSION, _ACCOUNT, _GRANT, _TASK, _BOOK, _SETTING = "s", "a", "g", "t", "b", "c"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whose session it is: the account (a copy of one's own), what it may do, and the hash that its session must hold."""

    account: Account
    actor: Actor
    hash: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What was made of a session's text, and of the texts of its account."""

    text: str
    data: dict[str, Any]
    number: int
    rows: tuple[str, ...] = ()
    account: Account | None = None
    actor: Actor | None = None
    hash: str = ""


_known: OrderedDict[str, _Known] = OrderedDict()
_guard = Lock()


class SessionStore(Stored):
    """Sessions in the database; with the session comes the account it belongs to."""

    arrival: Arrival | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        """The table of sessions."""
        return Stored.get_model_class()

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it is unknown or has ended."""
        found = _arrive(self.session_key, self.decode)
        if found is None:
            self._session_key = None
            return {}
        if found.account is not None and found.actor is not None:
            self.arrival = Arrival(copy(found.account), found.actor, found.hash)
        return deepcopy(found.data)

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's signature
        """Keep the session. It need not outlive a power failure, so nobody waits for the disk, nor do those who record figures behind it."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(self._get_session(no_load=False))
        with unhurried():
            kept = ask(_keeping(), [row.session_data, connection.ops.adapt_datetimefield_value(row.expire_date), row.session_key])
        if not kept:
            raise UpdateError


def end_others(account: int, own: str) -> None:
    """End the sessions of an account but one. Whose a session is stands in its text only, so that all are read: for what is seldom done."""
    store, rows = SessionStore(), Stored.get_model_class().objects
    running = rows.filter(expire_date__gt=timezone.now()).exclude(session_key=own).values_list("session_key", "session_data")
    ended = [key for key, text in running.iterator() if _number(store.decode(text)) == account]
    for first in range(0, len(ended), _AT_ONCE):
        rows.filter(session_key__in=ended[first:first + _AT_ONCE]).delete()


def _arrive(key: str, decode: Any) -> _Known | None:
    with _guard:
        known = _known.get(key)
    text, rows = _asked(key, known.number if known is not None else 0)
    if text is None:
        with _guard:
            _known.pop(key, None)
        return None
    if known is None or known.text != text:
        data = decode(text)
        number = _number(data)
        if known is None or known.number != number:
            rows = _asked(key, number)[1] if number else ()
            known = None
    else:
        data, number = known.data, known.number
    if known is None or known.text != text or known.rows != rows:
        before, known = known, _made(text, data, number, rows, known)
        if (before is None or before.rows != rows) and rows and _asked(key, number)[1] != rows:  # changed while it was read: good for this request only
            with _guard:
                _known.pop(key, None)
            return known
    with _guard:
        _known[key] = known
        _known.move_to_end(key)
        if len(_known) > _MOST:
            _known.popitem(last=False)
    return known


def _made(text: str, data: dict[str, Any], number: int, rows: tuple[str, ...], before: _Known | None) -> _Known:
    """What the texts say; the account is read again only where they differ from those before."""
    if before is not None and before.rows == rows:
        return _Known(text, data, number, rows, before.account, before.actor, before.hash)
    account = _ACCOUNT_OF.first(number) if rows else None
    if account is None:
        return _Known(text, data, number, rows)
    return _Known(text, data, number, rows, account, actor_of(account), account.get_session_auth_hash())


def _number(data: dict[str, Any]) -> int:
    """The number of the account that is signed in; 0: none."""
    try:
        return int(data.get(SESSION_KEY, 0))
    except (TypeError, ValueError):
        return 0


def _asked(key: str, account: int) -> tuple[str | None, tuple[str, ...]]:
    """The text of a session that runs (None: there is none), and those of an account's own row, grants and open tasks; how far each book is."""
    found = ask(_question(), [key, connection.ops.adapt_datetimefield_value(timezone.now()), account, account, account])
    stamps.saw_books(_book(text) for kind, text in found if kind == _BOOK)
    stamps.saw_settings((parts[0], parts[2]) for kind, text in found if kind == _SETTING and (parts := text.partition(_BETWEEN)))
    session = next((text for kind, text in found if kind == _SESSION), None)
    return session, tuple(sorted(kind + text for kind, text in found if kind in (_ACCOUNT, _GRANT, _TASK)))


def _book(text: str) -> tuple[int, str, str, str, int, int]:
    number, version, reloads, slug, organisation, title = text.split(_BETWEEN, 5)
    return int(number), slug, title, organisation, int(version), int(reloads)


@lru_cache(maxsize=1)
def _question() -> str:
    """The query, in SQL that both databases understand."""
    session = _table(Stored.get_model_class())
    parts = (
        (_SESSION, "session_data", f"{session} WHERE session_key = %s AND expire_date > %s"),
        (_ACCOUNT, _texts(Account), f"{_table(Account)} WHERE id = %s"),
        (_GRANT, _texts(GrantRow), f"{_table(GrantRow)} WHERE account_id = %s AND revoked IS NULL"),
        (_TASK, _texts(Task, "id", "kind", "submission_id"), f"{_table(Task)} WHERE account_id = %s AND done IS NULL"),
        (_BOOK, _texts(BookRow, "id", "version", "reloads", "slug", "organisation", "title"), _table(BookRow)),
        (_SETTING, _texts(SiteSetting), _table(SiteSetting)),
    )
    return " UNION ALL ".join(f"SELECT '{kind}', {texts} FROM {source}" for kind, texts, source in parts)  # noqa: S608  # names of our own tables


@lru_cache(maxsize=1)
def _keeping() -> str:
    session = _table(Stored.get_model_class())
    return f"UPDATE {session} SET session_data = %s, expire_date = %s WHERE session_key = %s RETURNING session_key"  # noqa: S608  # as above


def _table(model: Any) -> str:
    return str(model._meta.db_table)  # noqa: SLF001  # Django's documented way to a model's table


def _texts(model: Any, *names: str) -> str:
    """All columns of a row, or those named, as one text that differs where any of them does."""
    columns = names or tuple(field.column for field in model._meta.concrete_fields)  # noqa: SLF001
    return f" || '{_BETWEEN}' || ".join(f"COALESCE(CAST(\"{column}\" AS text), '~')" for column in columns)
