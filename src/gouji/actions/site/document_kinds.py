"""What kind of document an uploaded file is, by its content; its name is believed only where the content does not tell."""

from __future__ import annotations

import zipfile
from pathlib import Path
from pathlib import PurePosixPath

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _

_HEAD = 4096
_ZIP, _PDF, _OLE, _RTF = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_OPEN = {b"application/vnd.oasis.opendocument.text": ".odt", b"application/vnd.oasis.opendocument.spreadsheet": ".ods"}
_OLD, _TEXTS = (".doc", ".wps", ".xls", ".et"), (".html", ".htm", ".md", ".markdown", ".txt")
_FAMILIES = ({".docx", ".docm"}, {".xlsx", ".xlsm"}, {".pdf"}, {".odt"}, {".ods"}, {".rtf"}, set(_OLD), set(_TEXTS))
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body")
KNOWN = ("Word", "WPS", "Excel", "PDF", "RTF", "ODF", "HTML", "Markdown", "TXT")
"""What can be handed in, for people."""


def document_kind(path: Path, name: str) -> str:
    """The ending that says what the file at `path` is: .docx, .xlsx, .pdf … `name` is what the uploader called it.

    Raises GoujiError: empty (D03), none of the kinds that can be audited (S23), the name says another kind than the content (S21).
    """
    if not path.stat().st_size:
        raise GoujiError.of("D03", Place(name))
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    kind = _by_content(path, ending)
    if not kind:
        raise GoujiError.of("S23", kind=ending.lstrip(".").upper() or _("未知"), known=_("、").join(KNOWN))
    family = next((family for family in _FAMILIES if ending in family), None)
    if family is not None and kind not in family:
        raise GoujiError.of("S21", name=name, kind=ending.lstrip(".").upper())
    return kind


def _by_content(path: Path, ending: str) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ZIP):
        return next((kind for mimetype, kind in _OPEN.items() if mimetype in head[:200]), "") or _of_package(path)
    if _PDF in head[:1024]:
        return ".pdf"
    if head.startswith(_OLE):
        return ending if ending in _OLD else ".doc"
    if head.startswith(_RTF):
        return ".rtf"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):  # texts in UTF-16 have zeros, too
        return ""
    if head.lstrip().lower().startswith(_MARKUP):
        return ".html"
    return ending if ending in _TEXTS else ".txt" if not ending and head.strip() else ""


def _of_package(path: Path) -> str:
    """Word or Excel, by what lies in the package; its parts are not unpacked here."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    return ".docx" if "word/document.xml" in names else ".xlsx" if "xl/workbook.xml" in names else ""
