"""Work in another process, watched: it may be called off, take too long, or end in whatever way; the worker goes on."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic
from time import sleep

_GLANCE = 0.2
_TOLD = 2.0


class TookTooLong(Exception):  # noqa: N818  # told to people as a problem of the document
    """The process was ended because its time was up."""


def run_apart(
    command: Sequence[str], folder: Path, given: str, seconds: int, beat: Callable[[int], None], environment: Mapping[str, str] | None = None,
) -> int:
    """Run a command in a folder with `given` on its standard input; gives its exit status (negative: the signal that ended it).

    `beat` is called every two seconds with the seconds gone; where it raises, the process and all it started are ended and the exception goes on.
    Raises TookTooLong.
    """
    begun = told = monotonic()
    process = subprocess.Popen(  # noqa: S603  # our own programs with our own arguments
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        env=dict(environment) if environment is not None else None,
    )
    try:
        _feed(process, given)
        while True:
            try:
                return process.wait(_GLANCE)
            except subprocess.TimeoutExpired:
                pass
            now = monotonic()
            if now - begun > seconds:
                raise TookTooLong
            if now - told >= _TOLD:
                told = now
                beat(int(now - begun))
    finally:
        _end(process)


def end_with(parent: int) -> None:
    """End this process, at once and with nothing put in order, as soon as the one that started it has ended: `parent` is its number. What was being written is
    undone with its transaction. Where the system does not tell (Windows) this does nothing.
    """
    if os.name == "posix":
        Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(_GLANCE)
    os._exit(1)


def _feed(process: subprocess.Popen[str], given: str) -> None:
    assert process.stdin is not None, "asked for above"
    try:
        process.stdin.write(given)
        process.stdin.close()
    except BrokenPipeError:
        return  # it ended at once; its exit status tells


def _end(process: subprocess.Popen[str]) -> None:
    """End the process and what it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
