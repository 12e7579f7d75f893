"""Work done beside this process, in a copy of it on another core (Linux); where that is not safe or not possible, here and later.

Only for long documents and for results of plain values (texts, numbers, bytes, tuples and lists of them), which `marshal` carries. A copy is
made only of a process with a single thread: what another thread holds at that moment would stay held in the copy for ever.
"""

from __future__ import annotations

import gc
import marshal
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Generic
from typing import TypeVar

T = TypeVar("T")
CORES = 2


class Beside(Generic[T]):
    """A piece of work begun beside this process where that is worth while (`long`) and possible; `result` waits for it, or does it."""

    def __init__(self, work: Callable[[], T], *, long: bool) -> None:
        self._work = work
        self._child, self._pipe = _begun(work) if long and possible() else (0, -1)

    def result(self) -> T:
        """What the work gives. Raises what the work raises: work that fails beside is done again here."""
        if self._child:
            told = _received(self._pipe)
            done = self._ended()
            if done:
                return marshal.loads(told)  # type: ignore[no-any-return]  # noqa: S302 - bytes of our own copy
        return self._work()

    def dropped(self) -> None:
        """End the work where nobody asks for its result any more."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            os.close(self._pipe)
            self._ended()

    def _ended(self) -> bool:
        """Whether the copy came to a good end; it is gone afterwards."""
        _process, status = os.waitpid(self._child, 0)
        self._child = 0
        return status == 0


def possible() -> bool:
    """Whether a copy of this process is safe and of use: Linux, a single thread, a second core, and no worker of many, who has one core to himself."""
    if sys.platform != "linux" or threading.active_count() > 1 or multiprocessing.parent_process() is not None:
        return False
    return len(os.sched_getaffinity(0)) >= CORES


def _begun(work: Callable[[], object]) -> tuple[int, int]:
    """(the process, where it will tell its result); (0, −1) where the system refuses."""
    try:
        reading, writing = os.pipe()
    except OSError:
        return 0, -1
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return 0, -1
    if not child:
        _tell(work, writing)
    os.close(writing)
    return child, reading


def _tell(work: Callable[[], object], pipe: int) -> None:
    """In the copy: do the work, write what it gives, end at once without running what the original will run at its end."""
    status = 1
    try:
        gc.disable()  # it would touch, and so copy, all the memory that both share
        with os.fdopen(pipe, "wb") as told:
            told.write(marshal.dumps(work()))  # type: ignore[arg-type]  # plain values, as promised
        status = 0
    finally:
        os._exit(status)


def _received(pipe: int) -> bytes:
    with os.fdopen(pipe, "rb") as told:
        return told.read()
