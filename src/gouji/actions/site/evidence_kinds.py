"""What kind of file a piece of evidence is, by its content, and whether the scanner of the site lets it pass."""

from __future__ import annotations

import os
import shlex
import subprocess
import zipfile
from pathlib import Path
from pathlib import PurePosixPath

from gouji.messages import GoujiError
from gouji.messages import translate as _

SCAN_COMMAND = "GOUJI_SCAN_COMMAND"
"""A command that is given the path of each uploaded file as its last argument; what does not end with 0 is refused."""
KNOWN = ("PDF", "OFD", "Word", "Excel", "PPT", "WPS", "PNG", "JPG", "GIF", "WEBP", "CSV", "TXT")
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}
_SECONDS = 120
_HEAD = 4096
_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF87a", ".gif"), (b"GIF89a", ".gif"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps")
_PACKAGES = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx", "OFD.xml": ".ofd"}
_SAME = {".jpeg": ".jpg", ".txt": ".txt"}
_MARKUP = (b"<html", b"<!doctype", b"<svg", b"<script", b"<?xml")


def evidence_kind(path: Path, name: str) -> str:
    """The ending that says what the file at `path` is. `name` is what the uploader called it; it is believed only between kinds of plain text and
    of old Office files, which the content does not tell apart.

    Raises GoujiError: not among the kinds that are taken (S23), the name says another kind than the content (S21).
    """
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    kind = _by_content(path, _SAME.get(ending, ending))
    if not kind:
        raise GoujiError.of("S23", kind=ending.lstrip(".").upper() or _("未知"), known=_("、").join(KNOWN))
    if kind != _SAME.get(ending, ending):
        raise GoujiError.of("S21", name=name[:100], kind=ending.lstrip(".").upper() or _("未知"))
    return kind


def _by_content(path: Path, ending: str) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), "")
    if found:
        return found
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return ".webp"
    if head.startswith(b"PK\x03\x04"):
        return _of_package(path)
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if head.startswith(_OLE):
        return ending if ending in OLD else ".doc"
    return _of_text(head, ending)


def _of_text(head: bytes, ending: str) -> str:
    """Plain text by the name, where nothing speaks against it; markup is none, for a browser might run it."""
    if b"\0" in head or not head.strip() or head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return ""
    return ending if ending in (".csv", ".txt") else ""


def _of_package(path: Path) -> str:
    """An Office file or OFD by what lies in the package; those with macros are not taken. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return next((kind for part, kind in _PACKAGES.items() if part in names), "")


def scan(path: Path) -> None:
    """Ask the scanner of the site, where there is one. Raises GoujiError S71 where it does not let the file pass, or does not answer."""
    command = shlex.split(os.environ.get(SCAN_COMMAND, ""))
    if not command:
        return
    try:
        done = subprocess.run(  # noqa: S603  # what the one who runs the site has set
            [*command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GoujiError.of("S71") from error
    if done.returncode:
        raise GoujiError.of("S71")
