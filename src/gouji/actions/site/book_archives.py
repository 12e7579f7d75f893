"""Books in and out as ZIP files: an uploaded folder loaded, a folder of the import room loaded, a book written back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED
from zipfile import BadZipFile
from zipfile import ZipFile
from zipfile import ZipInfo

from gouji.actions.site.definitions import OWN
from gouji.actions.site.definitions import site_catalogue
from gouji.actions.site.load_folder import book_of
from gouji.actions.site.load_folder import load_folder
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.write_folder import write_folder
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.limits import limits
from gouji.store.models import BookRow
from gouji.store.models import CurrentRow
from gouji.store.place import data_folder
from gouji.store.place import room

IMPORT = "import"
_MOST_FILES = 5000
_EXPANDED = 5  # so many times the upload limit
_CHUNK = 1 << 20
_SYMLINK = 0xA000


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


def waiting_folders(origin: Origin) -> list[str]:
    """The folders of the import room that hold a book. Raises Refused (books.manage)."""
    require(origin, Act.MANAGE_BOOKS, Target())
    return sorted(path.parent.name for path in room(IMPORT).glob("*/book.yaml"))


def definition_problems(origin: Origin) -> tuple[str, list[str]]:
    """The folder of the site's own definitions (empty: there is none) and what is wrong with them. Raises Refused (books.manage)."""
    require(origin, Act.MANAGE_BOOKS, Target())
    own = data_folder() / OWN
    try:
        site_catalogue()
    except GoujiError as error:
        return str(own), [str(problem) for problem in error.problems]
    return str(own) if own.is_dir() else "", []


def load_archive(origin: Origin, upload: BinaryIO, slug: str) -> BookRow:
    """Load the book of an uploaded ZIP. Raises Refused (books.manage), GoujiError: no usable ZIP (S91), no book in it (S90), no usable name (S99),
    the name taken (S01), mistakes of the book (B…).
    """
    require(origin, Act.MANAGE_BOOKS, Target())
    name = _slug(slug)
    with _workroom() as folder:
        _unpack(upload, folder)
        frames = sorted(folder.glob("book.yaml")) or sorted(folder.glob("*/book.yaml"))
        if not frames:
            raise GoujiError.of("S90")
        return load_folder(origin, frames[0].parent, name, site_catalogue())


def load_waiting(origin: Origin, folder: str, slug: str) -> BookRow:
    """Load a folder of the import room, where whoever owns the machine put it. Raises Refused (books.manage), GoujiError as load_archive."""
    require(origin, Act.MANAGE_BOOKS, Target())
    if folder not in waiting_folders(origin):
        raise GoujiError.of("S90", Place(folder))
    return load_folder(origin, room(IMPORT) / folder, _slug(slug), site_catalogue())


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


def _slug(text: str) -> str:
    """A short name: it stands in addresses and names a folder."""
    name = text.strip().lower()
    if not (2 <= len(name) <= 60) or not all(sign.isalnum() or sign == "-" for sign in name) or name.startswith("-"):  # noqa: PLR2004  # what the column holds
        raise GoujiError.of("S99", name=text[:60] or _("简称"), reason=_("简称须为 2 至 60 个字母、数字、汉字或短横"))
    return name


@contextmanager
def _workroom() -> Iterator[Path]:
    """A folder of one's own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(dir=room("work")))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(upload: BinaryIO, folder: Path) -> None:
    """Unpack what is harmless: plain files inside the folder, not too many, not too large once expanded."""
    try:
        with ZipFile(upload) as file:
            entries = [entry for entry in file.infolist() if not entry.is_dir()]
            left = limits().upload * _EXPANDED
            if len(entries) > _MOST_FILES:
                raise _unusable(_("文件太多"))
            for entry in entries:
                target = folder / _inside(entry)
                target.parent.mkdir(parents=True, exist_ok=True)
                with file.open(entry) as source, target.open("xb") as sink:
                    while chunk := source.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _unusable(_("展开后太大"))
                        sink.write(chunk)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:  # broken, encrypted, doubled, of an unknown method
        raise _unusable(_("不是 ZIP 文件，或已加密、已损坏")) from error


def _inside(entry: ZipInfo) -> PurePosixPath:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename or (entry.external_attr >> 16) & 0xF000 == _SYMLINK or "\0" in entry.filename:
        raise _unusable(_("含有不允许的文件名或链接"))
    return name


def _unusable(reason: str) -> GoujiError:
    return GoujiError.of("S91", reason=reason, files=_MOST_FILES, limit=limits().upload * _EXPANDED // 1_000_000)
