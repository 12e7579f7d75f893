"""A small document from a text, for tests of relations."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from gouji.audit.reading import Reading
from gouji.audit.reading import read
from gouji.papers.documents import Document
from gouji.papers.documents import read_document


def document_of(text: str, name: str = "text.txt") -> Document:
    """The text read as a plain document."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="")
        return read_document(path)


def reading_of(text: str) -> Reading:
    """The numbers of a text with their surroundings."""
    return read(document_of(text))
