"""The connection: SQLite has one writer at a time, and whoever finds it busy tries again after pauses. Within a process writers wait for one another
here instead, and go on the moment it is their turn.
"""

from __future__ import annotations

from threading import Lock

from django.db import DatabaseError
from django.db import Error
from django.db.backends.sqlite3 import base

_LONGEST = 20  # seconds; then SQLite itself is asked, which says that it is busy
_turn = Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._pass_on()  # never waited for by the one who holds it
        self._has_turn = _turn.acquire(timeout=_LONGEST)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._pass_on()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        except DatabaseError:
            raise  # Django rolls back
        except BaseException:  # out of memory, interrupted: Django leaves the transaction open, and would commit it later
            self._undo()
            raise
        self._pass_on()

    def _undo(self) -> None:
        try:
            self.rollback()
        except Error:
            self.close()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._pass_on()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        """Let the next one write."""
        if self._has_turn:
            self._has_turn = False
            _turn.release()
