"""One writer at a time: a lock file in the book's folder, held by the operating system, so that it never outlives its holder.

A lock file that only *exists* would have to be judged stale after a crash. This one is locked as well: the system lets go of it when
the program ends, however it ends, and a file left lying means nothing.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.messages.system import reason_of

LOCK_FILE = ".gouji-lock"

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the book's lock while the block runs. Raises GoujiError X01 where another program holds it, P20 where the folder is not writable."""
    path = folder / LOCK_FILE
    handle = _open_locked(path)
    try:
        os.ftruncate(handle, 0)
        os.write(handle, f"{user_name()} {os.getpid()}\n".encode())
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)


def is_locked(folder: Path) -> bool:
    """Whether a program is writing the book at this moment. Changes nothing."""
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDWR)
    except OSError:
        return False
    try:
        _take(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def user_name() -> str:
    """The name of the person at the machine; empty where it does not tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _open_locked(path: Path) -> int:
    """A handle on the lock file that stands at `path`, locked; the file may vanish between opening and locking, then it is tried again."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise GoujiError.of("P20", Place(str(path)), reason=reason_of(error)) from error
        try:
            _take(handle)
        except OSError as error:
            os.close(handle)
            raise GoujiError.of("X01", Place(str(path.parent)), who=_holder(path)) from error
        with contextlib.suppress(FileNotFoundError):
            if os.fstat(handle).st_ino == path.stat().st_ino:
                return handle
        os.close(handle)


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError):
        name, _blank, process = path.read_text("utf-8", errors="replace").strip().rpartition(" ")
        return _("{name}，进程 {process}").format(name=name, process=process) if name else _("进程 {process}").format(process=process)
    return "—"
