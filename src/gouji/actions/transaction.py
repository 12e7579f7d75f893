"""Several files of a book written as one: all of them or none, whatever happens in between.

A write-ahead journal: everything that is to be written is first put into one file beside the book (written, flushed to disk, renamed into
place). From that moment on the transaction counts; before it nothing has changed. Then the files are replaced one by one, history is
appended to last, and the journal goes. A program killed in between leaves the journal: doing it again from the start gives the same
result, as every step sets a file to what the journal says, history included (cut back to its former length first).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from gouji.actions.lock import is_locked
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages.system import reason_of

JOURNAL = ".gouji-journal.json"


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is to be written: whole files and lines appended to files, each by path relative to the folder."""

    files: Mapping[str, str] = field(default_factory=dict)
    appends: Mapping[str, str] = field(default_factory=dict)


def commit(folder: Path, transaction: Transaction) -> None:
    """Write a transaction into the folder, whose lock is held. Raises GoujiError P20 where it cannot be written; then nothing has changed."""
    lengths = {name: _length(folder / name) for name in transaction.appends}
    plan = {"files": dict(transaction.files), "appends": {name: [lengths[name], text] for name, text in transaction.appends.items()}}
    try:
        _write(folder / JOURNAL, json.dumps(plan, ensure_ascii=False).encode())
    except OSError as error:
        raise GoujiError.of("P20", Place(str(folder)), reason=reason_of(error)) from error
    finish(folder)


def finish(folder: Path) -> bool:
    """Carry out what the journal says, if there is one; the folder's lock is held. Returns whether there was one.

    Raises GoujiError: not writable (P20), a journal that no Gouji wrote (X16); then nothing has changed.
    """
    journal = folder / JOURNAL
    if not journal.exists():
        return False
    files, appends = _plan(journal)
    try:
        for path, text in files.items():
            _write(path, text.encode())
        for path, (length, text) in appends.items():
            _append(path, length, text.encode())
    except OSError as error:
        raise GoujiError.of("P20", Place(str(error.filename or folder)), reason=reason_of(error)) from error
    journal.unlink()
    _settle(folder)
    return True


def _plan(journal: Path) -> tuple[dict[Path, str], dict[Path, tuple[int, str]]]:
    """What a journal says by path. A book may come from anybody: one that is damaged or reaches outside its folder is refused whole (X16)."""
    folder = journal.parent
    try:
        plan = json.loads(journal.read_bytes())
        files = {folder / str(name): str(text) for name, text in plan["files"].items()}
        appends = {folder / str(name): (int(length), str(text)) for name, (length, text) in plan["appends"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GoujiError.of("X16", Place(str(journal))) from error
    if not all(path.resolve().is_relative_to(folder.resolve()) for path in (*files, *appends)):
        raise GoujiError.of("X16", Place(str(journal)))
    return files, appends


def refuse_unfinished(folder: Path) -> None:
    """Raises GoujiError where the folder is being written (X01) or a write was cut off (X02): what lies there may be half of each."""
    if (folder / JOURNAL).exists():
        if is_locked(folder):
            raise GoujiError.of("X01", Place(str(folder)), who="—")
        raise GoujiError.of("X02", Place(str(folder)), folder=folder)


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _write(path: Path, content: bytes) -> None:
    """Put a file in place whole, and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    _settle(path.parent)


def _append(path: Path, length: int, content: bytes) -> None:
    """Make the file its first `length` bytes and the content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "w+b") as stream:
        stream.truncate(length)
        stream.seek(length)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system lets folders be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
