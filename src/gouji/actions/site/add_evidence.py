"""Take a file in as evidence: checked by content, size and scanner, kept beside the book, recorded as a row of its evidence."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from pathlib import PurePosixPath
from typing import BinaryIO

from gouji.actions.site.definitions import live_book
from gouji.actions.site.evidence_kinds import evidence_kind
from gouji.actions.site.evidence_kinds import scan
from gouji.actions.site.evidence_rights import require_adding
from gouji.actions.site.origin import Origin
from gouji.actions.site.words import words_in
from gouji.book import Evidence
from gouji.book.tables import EVIDENCE
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.papers.files import settle
from gouji.rights import Act
from gouji.store import trail
from gouji.store.limits import limits
from gouji.store.models import BookRow
from gouji.store.models import RowVersion
from gouji.store.place import book_folder
from gouji.store.writing import NewRow
from gouji.store.writing import Writer
from gouji.store.writing import writing

KINDS = ("文件", "照片", "名单", "证书", "表格", "数据摘录", "其他")
_CHUNK = 1 << 20
_LONGEST = {"title": 120, "kind": 20, "issuer": 80}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A file with what is said of it: title (empty: its name), kind, date (2024, 2024-05 or 2024-05-01), issuer, whose it is."""

    name: str
    content: BinaryIO
    size: int
    organisation: str
    title: str = ""
    kind: str = ""
    date: str = ""
    issuer: str = ""


def add_evidence(origin: Origin, book: BookRow, given: NewEvidence, *, again: bool = False) -> str:
    """Take the file in; gives its number in the book. `again` takes a file in though the same content is there already.

    Raises Refused (evidence.add), GoujiError: no such organisation (S68), too large (S22), of another kind (S21, S23), refused by the scanner (S71), a date
    that is none (S72), too many words (S41), the same content already there (S73).
    """
    with live_book(book).use() as reckoner:
        organisations = reckoner.book.organisations
        if given.organisation not in organisations:
            raise GoujiError.of("S68", name=given.organisation)
        own = [each for each in reckoner.book.evidence.values() if _folder(each.file) == _folder_of(book, given.organisation)]
    require_adding(origin, book, organisations, given.organisation)
    title, kind_said, issuer = (words_in(_plain(getattr(given, name)), most=_LONGEST[name]) for name in ("title", "kind", "issuer"))
    given = replace(given, title=title or _plain(PurePosixPath(given.name).stem)[:_LONGEST["title"]], kind=kind_said, issuer=issuer)
    if given.date and not _DAY.fullmatch(given.date):
        raise GoujiError.of("S72", text=given.date[:20])
    most = limits().upload
    if given.size > most:
        raise GoujiError.of("S22", size=-(-given.size // 1_000_000), limit=most // 1_000_000)
    room = book_folder(book.slug) / "evidence"
    room.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=book_folder(book.slug)) as folder:
        partial = Path(folder) / "file"
        with partial.open("wb") as target:
            shutil.copyfileobj(given.content, target, _CHUNK)
        kind = evidence_kind(partial, given.name)
        scan(partial)
        with partial.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        if not again:
            _refuse_twin(own, digest)
        return _record(origin, book, given, partial, kind, digest)


def _refuse_twin(own: list[Evidence], digest: str) -> None:
    """The same content among the organisation's own evidence: of others nothing is told."""
    twin = next((each for each in own if each.sha256 == digest), None)
    if twin is not None:
        raise GoujiError.of("S73", number=twin.id, title=twin.title or twin.file, date=twin.date or "—")


def _record(origin: Origin, book: BookRow, given: NewEvidence, partial: Path, kind: str, digest: str) -> str:
    """Put the file in place and record its row, both or neither."""
    placed: Path | None = None
    try:
        with writing(book.pk, origin.name, origin.number) as writer:
            number = next_number(writer)
            file = _file(writer.book, given, number, kind)
            placed = _place(book, file)
            placed.parent.mkdir(parents=True, exist_ok=True)
            partial.replace(placed)
            settle(placed)
            cells = {
                "id": number, "file": file, "title": given.title, "kind": given.kind, "date": given.date, "issuer": given.issuer, "sha256": digest,
            }
            writer.record([NewRow(EVIDENCE.name, (number,), cells, about=("", given.organisation, ""))])
            details = {"verb": "add", "size": given.size, "kind": kind}
            trail.append(origin.trail, Act.ADD_EVIDENCE.value, f"{book.slug}/evidence/{number}", details=details)
    except BaseException:
        if placed is not None:
            placed.unlink(missing_ok=True)
        raise
    return number


def _place(book: BookRow, file: str) -> Path:
    """Where the file comes to lie. Raises GoujiError S68 where the code of an organisation would lead elsewhere."""
    room = (book_folder(book.slug) / "evidence").resolve()
    placed = (room / file).resolve()
    if not placed.is_relative_to(room):
        raise GoujiError.of("S68", name=file.partition("/")[0])
    return placed


def next_number(writer: Writer) -> str:
    """The next number of evidence in the book: E01, E02 …, never one that was used before."""
    keys = RowVersion.objects.filter(book=writer.book, table=EVIDENCE.name).values_list("row_key", flat=True).distinct()
    used = [int(found[1]) for key in keys if (found := re.fullmatch(r"E(\d{1,9})", key))]
    return f"E{max(used, default=0) + 1:02}"


def _file(book: BookRow, given: NewEvidence, number: str, kind: str) -> str:
    """Where the file lies among the evidence: in a folder of the organisation it belongs to, under a name that every file system takes."""
    stem = re.sub(r"[^\w\u3400-\u9fff()（）-]+", "_", PurePosixPath(given.name.replace("\\", "/")).stem)[:60].strip("_") or _("文件")
    return f"{_folder_of(book, given.organisation)}{number}-{stem}{kind}"


def _folder_of(book: BookRow, organisation: str) -> str:
    return "" if organisation == book.organisation else f"{organisation}/"


def _folder(file: str) -> str:
    return f"{file.partition('/')[0]}/" if "/" in file else ""


def _plain(text: str) -> str:
    """The text without signs that no line has."""
    return "".join(sign for sign in text.strip() if sign.isprintable())
