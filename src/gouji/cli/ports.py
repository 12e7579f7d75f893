"""Whether a port of this machine can be listened on; nothing is sent anywhere."""

from __future__ import annotations

import errno
import os
import socket

from gouji.messages import GoujiError

_LAST = 65535
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # where one calls whoever listens on every address


def require_free(host: str, port: int) -> None:
    """See that the port can be listened on, before anything is made. The server itself lets others listen beside it: two sites would share the visitors.

    Raises GoujiError: taken (S160), not to be had (S161).
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was given up a moment ago is free
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise GoujiError.of("S160", port=port, other=port + 1 if port < _LAST else port - 1) from error
        raise GoujiError.of("S161", host=host, port=port, reason=error.strerror or error) from error


def listens(host: str, port: int) -> bool:
    """Whether somebody listens there by now."""
    try:
        with socket.create_connection((_HERE.get(host, host), port), timeout=1):
            return True
    except OSError:
        return False
