"""Asks another process for the number of pages of a PDF, or for one of them as PNG."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BROKEN = -1
"""In place of a number of pages: the file cannot be read."""
_SECONDS = 30


def page_count(path: Path) -> int:
    """The number of pages of a PDF; BROKEN where it cannot be read in time."""
    told = _ask(path)
    return int(told) if told.isdecimal() else BROKEN


def render_page(path: Path, number: int, target: Path) -> bool:
    """Draw a page (from 1) of a PDF into a PNG file; whether that worked. The file is there whole or not at all."""
    partial = target.with_suffix(".partial")
    try:
        if _ask(path, str(number), str(partial)) != "drawn":
            return False
        partial.replace(target)
        return True
    finally:
        partial.unlink(missing_ok=True)


def _ask(*arguments: Path | str) -> str:
    command = [sys.executable, "-I", "-m", "gouji.papers.pictures.drawing", *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603  # our own module, no shell
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
