"""Open a book: the definitions it speaks in, and the folder as it stands today or stood at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import time
from pathlib import Path

from gouji.actions.transaction import refuse_unfinished
from gouji.book.csvrows import read_rows
from gouji.book.folder import Loaded
from gouji.book.folder import read_folder
from gouji.book.history import STAMP
from gouji.catalogue import Catalogue
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.messages import GoujiError
from gouji.messages import Place

WITHOUT_SHIPPED = "none"


def load_definitions(folders: Sequence[str] = ()) -> Catalogue:
    """The shipped definitions and those of the folders, later ones adding to earlier ones; `none` among them leaves out the shipped ones.

    Raises GoujiError with every mistake of every definition file (C…, F…), each with file and line.
    """
    own = [Path(folder) for folder in folders if folder != WITHOUT_SHIPPED]
    return load_catalogue(*own) if WITHOUT_SHIPPED in folders else load_catalogue(shipped_definitions(), *own)


def open_book(folder: Path, catalogue: Catalogue, as_of: datetime | None = None) -> Loaded:
    """The book of a folder, today or as of a moment, with the changes its history does not know yet. Nothing is written.

    Raises GoujiError: no book (B20), every mistake of its files (B…), a write that is going on or was cut off (X01, X02), a moment of which
    history knows nothing (X03, X04).
    """
    require_book(folder)
    if as_of is not None:
        _refuse_before_history(folder, as_of)
    while True:
        refuse_unfinished(folder)
        before = folder.stat().st_mtime_ns
        loaded = read_folder(folder, catalogue, as_of)
        if folder.stat().st_mtime_ns == before:  # a write puts its journal into the folder: then what was read may be half of each
            return loaded


def require_book(folder: Path) -> None:
    """Raises GoujiError where there is no such folder (X20), where it is a file (X21), where it is no book (B20)."""
    if not folder.exists():
        raise GoujiError.of("X20", Place(str(folder)))
    if folder.is_file():
        raise GoujiError.of("X22" if folder.name == "book.yaml" else "X21", Place(str(folder)), folder=folder.parent)
    if not (folder / "book.yaml").is_file():
        raise GoujiError.of("B20", Place(str(folder)))


def moment_of(text: str) -> datetime:
    """The moment of an ISO date (its last instant, here) or of a date with time. Raises GoujiError X07."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _exact_moment(text)
    return datetime.combine(day, time.max).astimezone()


def _exact_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise GoujiError.of("X07", text=text) from error
    return moment if moment.tzinfo else moment.astimezone()


def _refuse_before_history(folder: Path, as_of: datetime) -> None:
    """History must know the organisations at that moment: without them there is no book."""
    require_book(folder)
    path = folder / "history" / "organisations.csv"
    rows = read_rows(path, STAMP, _columns_of(path)) if path.is_file() else []
    moments = sorted(_exact_moment(row.cells["recorded"]) for row in rows)
    if not moments:
        raise GoujiError.of("X03", Place(str(folder)), folder=folder)
    if moments[0] > as_of:
        raise GoujiError.of("X04", Place(str(folder)), moment=as_of.isoformat(timespec="seconds"), first=moments[0].isoformat(timespec="seconds"))


def _columns_of(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig") as stream:
        return tuple(stream.readline().strip().split(","))
