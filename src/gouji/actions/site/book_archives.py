"""The books of the site for their administrator: how much there is, what is wrong with the definitions, a book written back as a ZIP."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile

from gouji.actions.site.definitions import OWN
from gouji.actions.site.definitions import site_catalogue
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.write_folder import write_folder
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.place import data_folder
from gouji.store.place import room


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book as its administrator sees it: no figures, only how much there is."""

    slug: str
    title: str
    rows: int
    version: int


def list_books(origin: Origin) -> list[BookLine]:
    """The books of the site. Raises Refused (books.manage)."""
    require(origin, Act.MANAGE_BOOKS, Target())
    return [BookLine(book.slug, book.title, CurrentRow.objects.filter(book=book).count(), book.version) for book in BookRow.objects.order_by("title")]


def definition_problems(origin: Origin) -> tuple[str, list[str]]:
    """The folder of the site's own definitions (empty: there is none) and what is wrong with them. Raises Refused (books.manage)."""
    require(origin, Act.MANAGE_BOOKS, Target())
    own = data_folder() / OWN
    try:
        site_catalogue()
    except GoujiError as error:
        return str(own), [str(problem) for problem in error.problems]
    return str(own) if own.is_dir() else "", []


def book_archive(origin: Origin, slug: str) -> BinaryIO:
    """The book as a ZIP of its folder: an unnamed file, gone when it is closed. Raises Refused (books.manage), GoujiError S02."""
    require(origin, Act.MANAGE_BOOKS, Target())
    book = book_of(slug)
    packed = tempfile.TemporaryFile(dir=room("work"))  # noqa: SIM115  # handed to the caller, who closes it
    with _workroom() as folder:
        written = write_folder(origin, book, folder / slug, site_catalogue())
        with ZipFile(packed, "w", ZIP_DEFLATED) as file:
            for path in sorted(written.rglob("*")):
                if path.is_file():
                    file.write(path, path.relative_to(folder).as_posix())
    packed.seek(0)
    return packed


@contextmanager
def _workroom() -> Iterator[Path]:
    """A folder of one's own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(dir=room("work")))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
