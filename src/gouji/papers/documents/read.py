"""Reading any document: what kind of file it is by its content, whatever its name says, then its reader."""

from __future__ import annotations

from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages.system import reason_of
from gouji.papers.documents.limits import MEBIBYTE
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import Document
from gouji.papers.documents.uncollected import uncollected

_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE: the binary formats of Office and WPS, or a password around the new ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x1f\x8b", b"II*\0", b"MM\0*", b"\x7fELF")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<div", b"<p>", b"<h1", b"<?xml")
_COMPOUND_KINDS = {".doc", ".wps", ".xls", ".et", ".dot", ".wpt", ".xlt", ".ett"}
_OPEN_KINDS = {b"application/vnd.oasis.opendocument.text": ".odt", b"application/vnd.oasis.opendocument.spreadsheet": ".ods"}
_MARKDOWN = {".md", ".markdown"}
_PAGES = {".html", ".htm", ".xhtml"}


def read_document(path: Path, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document at `path` as one text with structure. Raises D01–D14: what is unreadable, too large, damaged, locked or hostile."""
    head = _head(path, limits)
    with uncollected():
        return _read(path, head, limits)


def _read(path: Path, head: bytes, limits: Limits) -> Document:
    """The document whose first bytes are `head`."""
    if head.startswith(_ZIP):
        return _read_zip(path, head, limits)
    if head[:1024].lstrip().startswith(b"%PDF-") or b"%PDF-" in head[:1024]:
        from gouji.papers.documents.pdf import read_pdf
        return read_pdf(path, limits)
    if head.startswith(_COMPOUND):
        return _read_compound(path, limits)
    if head.startswith(b"{\\rtf"):
        return _convert(path, ".rtf", limits)
    if head.startswith(_OTHERS):
        raise GoujiError.of("D14", Place(str(path)))
    return _read_text(path, head, limits)


def _head(path: Path, limits: Limits) -> bytes:
    """The first bytes of the file, its size checked; D02, D03, D04."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise GoujiError.of("D02", Place(str(path)), reason=reason_of(error)) from error
    if not head.strip():
        raise GoujiError.of("D03", Place(str(path)))
    if size > limits.file:
        raise GoujiError.of("D04", Place(str(path)), size=-(-size // MEBIBYTE), limit=limits.file // MEBIBYTE)
    return head


def _read_zip(path: Path, head: bytes, limits: Limits) -> Document:
    open_kind = next((suffix for mimetype, suffix in _OPEN_KINDS.items() if mimetype in head[:200]), "")
    if open_kind:
        return _convert(path, open_kind, limits)
    from gouji.papers.documents.package import document_errors
    from gouji.papers.documents.package import open_package
    with document_errors(path):
        members = open_package(path, limits).members
    if any(name.startswith("xl/") for name in members):
        from gouji.papers.documents.workbook import read_workbook
        return read_workbook(path, limits)
    if any(name.startswith("word/") for name in members) or path.suffix.lower() in {".docx", ".docm"}:
        from gouji.papers.documents.docx import read_docx
        return read_docx(path, limits)
    raise GoujiError.of("D14", Place(str(path)))


def _read_compound(path: Path, limits: Limits) -> Document:
    if _ENCRYPTED in path.read_bytes():
        raise GoujiError.of("D05", Place(str(path)))
    suffix = path.suffix.lower()
    return _convert(path, suffix if suffix in _COMPOUND_KINDS else ".doc", limits)


def _convert(path: Path, suffix: str, limits: Limits) -> Document:
    from gouji.papers.documents.convert import read_converted
    return read_converted(path, suffix, limits, read_document)


def _read_text(path: Path, head: bytes, limits: Limits) -> Document:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if path.suffix.lower() in _PAGES or start.startswith(_MARKUP):
        from gouji.papers.documents.web import read_web
        return read_web(path, limits)
    from gouji.papers.documents.plain import read_plain
    return read_plain(path, limits, markdown=path.suffix.lower() in _MARKDOWN)
