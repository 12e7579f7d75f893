"""Older and foreign formats: LibreOffice, where it is installed, converts a copy in a folder of its own; then the conversion is read."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import Document

_SHEETS = {".xls", ".et", ".xlt", ".ett", ".ods"}
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (Path("C:/Program Files/LibreOffice/program/soffice.exe"), Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"))


def read_converted(path: Path, suffix: str, limits: Limits, read: Callable[[Path, Limits], Document]) -> Document:
    """The document at `path` by way of DOCX or XLSX (`suffix` says what it is), with a notice D24.

    Raises D12 where LibreOffice is not installed, D13 where it fails or takes longer than accepted.
    """
    program = office_program()
    kind = suffix.lstrip(".").upper()
    if program is None:
        raise GoujiError.of("D12", Place(str(path)), kind=kind)
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        document = read(_converted(program, path, suffix, Path(folder), limits), limits)
    notice = Problem("D24", Place(str(path)), {"kind": kind})
    return replace(document, path=str(path), notices=(notice, *document.notices))


def office_program() -> str | None:
    """LibreOffice, from the search path or where its installers put it."""
    found = next((name for name in map(shutil.which, _PROGRAMS) if name), None)
    return found or next((str(place) for place in _PLACES if place.is_file()), None)


def _converted(program: str, path: Path, suffix: str, folder: Path, limits: Limits) -> Path:
    """Convert a copy, whose name says its format, with a profile of its own, so that no open office is disturbed and no macro runs."""
    source, target = folder / f"source{suffix}", "xlsx" if suffix in _SHEETS else "docx"
    shutil.copyfile(path, source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", target, "--outdir", str(folder / "out")]
    place, kind = Place(str(path)), suffix.lstrip(".").upper()
    try:
        done = subprocess.run([program, profile, *options, str(source)], capture_output=True, timeout=limits.seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise GoujiError.of("D13", place, kind=kind, reason=_("超过 {seconds} 秒").format(seconds=limits.seconds)) from error
    result = folder / "out" / f"source.{target}"
    if not result.is_file():
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [_("没有产生结果")]
        raise GoujiError.of("D13", place, kind=kind, reason=reason[0])
    return result
