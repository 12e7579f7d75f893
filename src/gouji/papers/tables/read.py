"""Reading a table from a file a user hands in: what kind of file it is by its content, whatever its name says, then its reader."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages.system import reason_of
from gouji.papers.archive import MEBIBYTE
from gouji.papers.tables.delimited import read_delimited
from gouji.papers.tables.grid import table_of
from gouji.papers.tables.model import Limits
from gouji.papers.tables.model import RawTable
from gouji.papers.tables.workbook import read_workbook

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE compound file: old .xls, or a password around an .xlsx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"PK\x05\x06": "ZIP", b"{\\rtf": "RTF"}
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head", b"<body", b"<div", b"mime-version")


def read_table(path: Path, *, limits: Limits = Limits(), sheet: str | None = None, expected: Collection[str] = ()) -> RawTable:  # noqa: B008
    """The table in a CSV or XLSX file, every cell as text, with the header found by `expected` column names (also aliases).

    `sheet` names a sheet of a workbook; else the first visible one is read. Raises P50 (no such file), P51 (empty), P52 (too large),
    P54 (password), P56 (a web page), P57 (old .xls), P58 (another kind of file), and what `read_workbook`, `read_delimited` and
    `table_of` raise: the file is refused whole, nothing of it is returned.
    """
    head = _head(path, limits)
    if head.startswith(_ZIP):
        grid = read_workbook(path, limits, sheet)
    else:
        _refuse_other_kinds(path, head)
        grid = read_delimited(path, limits)
    return table_of(grid, expected, limits)


def _head(path: Path, limits: Limits) -> bytes:
    """The first bytes of the file, its size checked; P50, P51, P52."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise GoujiError.of("P50", Place(str(path)), reason=reason_of(error)) from error
    if not head:
        raise GoujiError.of("P51", Place(str(path)))
    if size > limits.file:
        raise GoujiError.of("P52", Place(str(path)), size=-(-size // MEBIBYTE), limit=limits.file // MEBIBYTE)
    return head


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    place = Place(str(path))
    if head.startswith(_COMPOUND):
        raise GoujiError.of("P54" if _ENCRYPTED in path.read_bytes() else "P57", place)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise GoujiError.of("P56", place)
    kind = next((kind for magic, kind in _OTHERS.items() if head.startswith(magic)), "")
    if kind:
        raise GoujiError.of("P58", place, kind=kind)
