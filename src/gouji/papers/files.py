"""Writing a file whole or not at all, and for good; whether one can be read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages.system import reason_of


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a reader sees the old file or the new one, never half of it; folders are made as needed.

    Raises GoujiError P20 where the file cannot be written (no right, disk full, open in Office on Windows).
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise GoujiError.of("P20", Place(str(path)), reason=reason_of(error)) from error


def settle(path: Path) -> None:
    """See that a file, or a folder with all that lies in it, is on the disk under its name, whatever happens to the machine next: before it is said to be
    kept.

    Raises GoujiError P20 where the disk does not take it.
    """
    try:
        for each in (*(sorted(path.rglob("*"), reverse=True) if path.is_dir() else ()), path, path.parent):
            _sync(each)
    except OSError as error:
        raise GoujiError.of("P20", Place(str(path)), reason=reason_of(error)) from error


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return  # Windows keeps names by itself, and opens no folder
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def require_readable(path: Path) -> None:
    """Raises GoujiError P50 where a file cannot be opened, before a library takes that for damage."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise GoujiError.of("P50", Place(str(path)), reason=reason_of(error)) from error
