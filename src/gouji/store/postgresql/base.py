"""The connection: whether one that was kept is still good is seen from its socket, not asked of the server before every request."""

from __future__ import annotations

from select import POLLIN
from select import poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own."""

    def is_usable(self) -> bool:
        """Whether the server is still there: one that went away has closed the connection, which can then be read from; only then is it asked."""
        if self.connection is None:
            return False
        watched = poll()
        try:
            watched.register(self.connection.fileno(), POLLIN)
            silent = not watched.poll(0)
        except (OSError, base.Database.Error):
            return False
        return silent or bool(super().is_usable())
