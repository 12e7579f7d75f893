"""Ask for a book to be loaded: an uploaded ZIP, or a folder of the import room. A big one takes minutes: the work itself is a background job."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile
from zipfile import ZipFile
from zipfile import ZipInfo

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import jobs
from gouji.store import trail
from gouji.store.limits import limits
from gouji.store.models import BookRow
from gouji.store.models import Job
from gouji.store.place import room
from gouji.store.rooms import INCOMING
from gouji.store.rooms import drop_room
from gouji.store.rooms import in_room
from gouji.store.rooms import new_room
from gouji.store.units import together

KIND = "load_book"
IMPORT = "import"
PACKED = "book.zip"
_MOST_FILES = 5000
_EXPANDED = 5  # so many times the upload limit
_CHUNK = 1 << 20
_SYMLINK = 0xA000
_FRAME = "book.yaml"


@dataclass(frozen=True, slots=True)
class WantedBook:
    """Which book, under which short name: the room where its ZIP lies, else ("") a folder of the import room."""

    slug: str
    room: str = ""
    folder: str = ""


def waiting_folders(origin: Origin) -> list[str]:
    """The folders of the import room that hold a book. Raises Refused (books.manage)."""
    require(origin, Act.MANAGE_BOOKS, Target())
    return sorted(path.parent.name for path in room(IMPORT).glob(f"*/{_FRAME}"))


def books_on_their_way(origin: Origin) -> list[tuple[str, Job]]:
    """The books that are being loaded, or wait for it: short name and job. Raises Refused (books.manage)."""
    require(origin, Act.MANAGE_BOOKS, Target())
    return [(wanted.slug, job) for wanted, job in _awaited()]


def rooms_awaited() -> set[str]:
    """The rooms with files that are still to be loaded; asked by the program itself when it clears."""
    return {wanted.room for wanted, _job in _awaited()}


def _awaited() -> list[tuple[WantedBook, Job]]:
    return [(WantedBook(**json.loads(job.arguments)), job) for job in Job.objects.filter(kind=KIND, state__in=jobs.OPEN).order_by("pk")]


def ask_archive(origin: Origin, upload: BinaryIO, slug: str) -> Job:
    """Keep an uploaded ZIP and ask for its book to be loaded. Raises Refused (books.manage), GoujiError: no usable ZIP (S91), no book in it (S90),
    no usable name (S99), the name taken (S01) or asked for (S167).
    """
    require(origin, Act.MANAGE_BOOKS, Target())
    name = _free(origin, slug)
    _look_through(upload)
    kept = new_room(INCOMING)
    try:
        upload.seek(0)
        with (in_room(INCOMING, kept) / PACKED).open("xb") as sink:
            shutil.copyfileobj(upload, sink, _CHUNK)
        return _ask(origin, WantedBook(name, room=kept))
    except BaseException:
        drop_room(INCOMING, kept)
        raise


def ask_waiting(origin: Origin, folder: str, slug: str) -> Job:
    """Ask for a folder of the import room to be loaded, where whoever owns the machine put it. Raises as `ask_archive`."""
    require(origin, Act.MANAGE_BOOKS, Target())
    if folder not in waiting_folders(origin):
        raise GoujiError.of("S90", Place(folder))
    return _ask(origin, WantedBook(_free(origin, slug), folder=folder))


def unpack(packed: Path, folder: Path) -> Path:
    """Unpack a ZIP that was looked through; gives the folder of its book. Raises GoujiError S90, S91."""
    try:
        with ZipFile(packed) as file:
            left = limits().upload * _EXPANDED
            for entry in _entries(file):
                target = folder / _inside(entry)
                target.parent.mkdir(parents=True, exist_ok=True)
                with file.open(entry) as source, target.open("xb") as sink:
                    while chunk := source.read(_CHUNK):  # what it says of its size may be untrue
                        left -= len(chunk)
                        if left < 0:
                            raise _unusable(_("展开后太大"))
                        sink.write(chunk)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:  # broken, encrypted, doubled, of an unknown method
        raise _unusable(_("不是 ZIP 文件，或已加密、已损坏")) from error
    frames = sorted(folder.glob(_FRAME)) or sorted(folder.glob(f"*/{_FRAME}"))
    if not frames:
        raise GoujiError.of("S90")
    return frames[0].parent


def _ask(origin: Origin, wanted: WantedBook) -> Job:
    assert origin.account is not None, "only accounts hold rights of their own"
    with together():
        job = jobs.enqueue(KIND, origin.account.pk, _("装入账簿：{name}").format(name=wanted.slug), asdict(wanted))
        trail.append(origin.trail, Act.MANAGE_BOOKS.value, f"job/{job.pk}", details={"verb": "ask", "slug": wanted.slug})
    return job


def _free(origin: Origin, text: str) -> str:
    """A short name that no book has yet: it stands in addresses and names a folder."""
    name = text.strip().lower()
    if not (2 <= len(name) <= 60) or not all(sign.isalnum() or sign == "-" for sign in name) or name.startswith("-"):  # noqa: PLR2004  # what the column holds
        raise GoujiError.of("S99", name=text[:60] or _("简称"), reason=_("简称须为 2 至 60 个字母、数字、汉字或短横"))
    if BookRow.objects.filter(slug=name).exists():
        raise GoujiError.of("S01", name=name)
    if any(name == asked for asked, _job in books_on_their_way(origin)):
        raise GoujiError.of("S167", name=name)
    return name


def _look_through(upload: BinaryIO) -> None:
    """See from its list of contents that a ZIP is harmless and holds a book, while the one who uploaded it is there to be told."""
    try:
        with ZipFile(upload) as file:
            entries = _entries(file)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _unusable(_("不是 ZIP 文件，或已加密、已损坏")) from error
    if len(entries) > _MOST_FILES:
        raise _unusable(_("文件太多"))
    if sum(entry.file_size for entry in entries) > limits().upload * _EXPANDED:
        raise _unusable(_("展开后太大"))
    names = [_inside(entry) for entry in entries]
    if not any(name.name == _FRAME and len(name.parts) <= 2 for name in names):  # noqa: PLR2004  # at the top, or in the one folder there
        raise GoujiError.of("S90")


def _entries(file: ZipFile) -> list[ZipInfo]:
    return [entry for entry in file.infolist() if not entry.is_dir()]


def _inside(entry: ZipInfo) -> PurePosixPath:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename or (entry.external_attr >> 16) & 0xF000 == _SYMLINK or "\0" in entry.filename:
        raise _unusable(_("含有不允许的文件名或链接"))
    return name


def _unusable(reason: str) -> GoujiError:
    return GoujiError.of("S91", reason=reason, files=_MOST_FILES, limit=limits().upload * _EXPANDED // 1_000_000)
