"""Rooms: folders of the data folder for one thing each (a document, a report, a book to be loaded), named by chance: no name that is given is ever a path."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path

from gouji.store.place import room

DOCUMENTS, REPORTS, INCOMING = "documents", "reports", "incoming"
_NAME = re.compile(r"[0-9a-f]{32}")


def new_room(kind: str) -> str:
    """Make a new, empty room of a kind and give its name."""
    name = secrets.token_hex(16)
    (room(kind) / name).mkdir(mode=0o700)
    return name


def in_room(kind: str, name: str) -> Path:
    """The folder of a room. Raises ValueError where the name is none of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"room: {name!r}")
    return room(kind) / name


def drop_room(kind: str, name: str) -> None:
    """Delete a room with all that lies in it; nothing where it is gone already."""
    shutil.rmtree(in_room(kind, name), ignore_errors=True)


def rooms_before(kind: str, moment: datetime) -> Iterator[str]:
    """The rooms of a kind that nothing was put into since a moment."""
    for folder in sorted(room(kind).iterdir()):
        if _NAME.fullmatch(folder.name) and datetime.fromtimestamp(folder.stat().st_mtime, UTC) < moment:
            yield folder.name
