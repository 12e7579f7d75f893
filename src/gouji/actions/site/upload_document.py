"""Hand a document in for an audit, a new version of it, or ask for its audit again."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from pathlib import Path
from pathlib import PurePosixPath
from typing import BinaryIO

from gouji.actions.site.comparable_books import comparable_book
from gouji.actions.site.document_kinds import document_kind
from gouji.actions.site.evidence_kinds import scan
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.own_documents import STEM
from gouji.actions.site.own_documents import document_thing
from gouji.actions.site.own_documents import file_of
from gouji.actions.site.own_documents import find_document
from gouji.actions.site.own_documents import folder_of
from gouji.audit.decisions import decisions_path
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.papers.files import settle
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import jobs
from gouji.store import trail
from gouji.store.limits import limits
from gouji.store.locks import for_update
from gouji.store.models import BookRow
from gouji.store.models import Document
from gouji.store.rooms import DOCUMENTS
from gouji.store.rooms import drop_room
from gouji.store.rooms import in_room
from gouji.store.rooms import new_room
from gouji.store.units import together

KIND = "audit_document"
_CHUNK = 1 << 20
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was uploaded: what its owner calls it, its content, its size in bytes."""

    name: str
    content: BinaryIO
    size: int


@dataclass(frozen=True, slots=True)
class Against:
    """What a document is held against: a book (its slug, "" for none) in a period ("" for the book's own), other documents of the same owner."""

    book: str = ""
    period: str = ""
    companions: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document that has been looked through and lies in a room of its own, not yet handed in."""

    room: str
    name: str
    size: int
    kind: str
    sha256: str
    book: BookRow | None
    period: str
    companions: tuple[int, ...]

    def drop(self) -> None:
        """Throw it away: it was handed in before, or could not be."""
        drop_room(DOCUMENTS, self.room)


def upload_document(origin: Origin, given: Given, against: Against = Against()) -> Document:
    """Keep the document in a room of its own and ask for its audit. Raises as `keep_document`."""
    return hand_in(origin, keep_document(origin, given, against))


def keep_document(origin: Origin, given: Given, against: Against = Against()) -> KeptDocument:
    """The document, looked through and kept; nothing is written to the database, which others need while a scanner takes its time.

    Raises Refused (audits.use; figures.view for the book), GoujiError: too large (S22), of another kind (S21, S23), not let pass by the site's
    scanner (S71), no such book (S02), period (B…).
    """
    require(origin, Act.USE_AUDITS, Target())
    book = comparable_book(origin, against.book, against.period) if against.book else None
    if against.period:
        parse_period(against.period)
    companions = tuple(find_document(origin, number).pk for number in against.companions)
    room = new_room(DOCUMENTS)
    try:
        partial, kind, digest = _keep(given, in_room(DOCUMENTS, room))
        partial.replace(in_room(DOCUMENTS, room) / f"{STEM}-1{kind}")
        settle(in_room(DOCUMENTS, room))
    except BaseException:
        drop_room(DOCUMENTS, room)
        raise
    return KeptDocument(room, plain_name(given.name), given.size, kind, digest, book, against.period, companions)


def hand_in(origin: Origin, kept: KeptDocument) -> Document:
    """Enter a kept document and ask for its audit; where that fails it is thrown away."""
    assert origin.account is not None, "only accounts hold rights of their own"
    try:
        with together():
            document = Document.objects.create(
                owner=origin.account, name=kept.name, room=kept.room, sha256=kept.sha256, size=kept.size, kind=kept.kind,
                expires=datetime.now(UTC) + limits().documents, book=kept.book, period=kept.period, companions=json.dumps(kept.companions),
            )
            details = {"verb": "upload", "size": kept.size, "kind": kept.kind}
            trail.append(origin.trail, Act.USE_AUDITS.value, document_thing(document.pk), details=details)
            _ask(document)
    except BaseException:
        kept.drop()
        raise
    return document


def upload_version(origin: Origin, number: int, given: Given) -> Document:
    """A new version of a document in its place: decisions on findings that are still there stay. Raises as upload_document, S88 while it is audited."""
    document = find_document(origin, number)
    require(origin, Act.USE_AUDITS, Target())
    _refuse_busy(document)
    before, known = file_of(document), document.edition
    partial, kind, digest = _keep(given, folder_of(document))
    try:
        with together():
            held = for_update(Document.objects).filter(pk=number, edition=known).first()
            if held is None:
                raise GoujiError.of("S88")
            _refuse_busy(held)
            held.name, held.kind, held.sha256, held.size, held.edition = plain_name(given.name), kind, digest, given.size, known + 1
            held.summary, held.audited, held.expires = "", None, datetime.now(UTC) + limits().documents
            partial.replace(file_of(held))
            if decisions_path(before).is_file():
                shutil.copyfile(decisions_path(before), decisions_path(file_of(held)))
            settle(folder_of(held))
            held.save()
            trail.append(origin.trail, Act.USE_AUDITS.value, document_thing(number), details={"verb": "version", "size": given.size, "kind": kind})
            _ask(held)
    finally:
        partial.unlink(missing_ok=True)
    before.unlink(missing_ok=True)
    decisions_path(before).unlink(missing_ok=True)
    return held


def audit_again(origin: Origin, number: int) -> Document:
    """Ask for the audit of a document again: what is taken away then shows the decisions made since."""
    document = find_document(origin, number)
    require(origin, Act.USE_AUDITS, Target())
    _refuse_busy(document)
    with together():
        trail.append(origin.trail, Act.USE_AUDITS.value, document_thing(number), details={"verb": "again"})
        _ask(document)
    return document


def plain_name(name: str) -> str:
    """What a document is called in lists: the last part of the name, without signs that no name has; never used as a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in last if sign.isprintable()).strip()
    return plain[-_LONGEST:] or _("未命名")


def _keep(given: Given, folder: Path) -> tuple[Path, str, str]:
    """Write the file into the folder under a passing name; gives where it lies, its kind and its hash."""
    most = limits().upload
    if given.size > most:
        raise GoujiError.of("S22", size=-(-given.size // 1_000_000), limit=most // 1_000_000)
    partial = folder / f"partial-{secrets.token_hex(8)}"
    try:
        with partial.open("wb") as target:
            shutil.copyfileobj(given.content, target, _CHUNK)
        with partial.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        kind = document_kind(partial, given.name)
        scan(partial)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return partial, kind, digest


def _refuse_busy(document: Document) -> None:
    if document.job is not None and document.job.state in jobs.OPEN:
        raise GoujiError.of("S88")


def _ask(document: Document) -> None:
    """Put the audit into the queue."""
    arguments = {"document": document.pk, "edition": document.edition}
    document.job = jobs.enqueue(KIND, document.owner_id, _("核对文档：{name}").format(name=document.name), arguments)
    document.save(update_fields=["job"])
