"""The pages of a PDF, one by one; the second half of a long document is read beside the first."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.papers.documents.assembly import check_size
from gouji.papers.documents.beside import Beside
from gouji.papers.documents.beside import possible
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.pdf_page import Packed
from gouji.papers.documents.pdf_page import Page
from gouji.papers.documents.pdf_page import packed
from gouji.papers.documents.pdf_page import read_page
from gouji.papers.documents.pdf_page import unpacked

_LONG = 40  # pages; fewer are read sooner than another process begins


def pages_of(path: Path, limits: Limits) -> tuple[list[Page], list[int]]:
    """All pages and the numbers of those without text. Raises D05 (password), D06 (damaged), D07, D11 (too long)."""
    document = _opened(path)
    try:
        count = len(document)
        if count > limits.pages:
            raise GoujiError.of("D11", Place(str(path)), pages=count, limit=limits.pages)
        half = count // 2 if count >= _LONG and possible() else count
        second = Beside(lambda: _second_half(path, range(half, count), limits), long=half < count)
        try:
            pages = _read(document, range(half), path, limits)
            pages += map(unpacked, second.result() if half < count else ())
        finally:
            second.dropped()
        check_size(str(path), sum(len(page.text) for page in pages), 0, limits)
        return pages, [page.number for page in pages if not page.pieces]
    finally:
        document.close()


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = "D05" if "password" in str(error).lower() else "D06"
        raise GoujiError.of(code, Place(str(path)), part="") from error


def _second_half(path: Path, indexes: range, limits: Limits) -> list[Packed]:
    """The pages with these indexes as plain values, from a document opened anew: two processes cannot share one."""
    document = _opened(path)
    try:
        return [packed(page) for page in _read(document, indexes, path, limits)]
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, indexes: range, path: Path, limits: Limits) -> list[Page]:
    pages: list[Page] = []
    length = 0
    for index in indexes:
        pages.append(_page(document, index, path))
        length += len(pages[-1].text)
        check_size(str(path), length, 0, limits)
    return pages


def _page(document: pypdfium2.PdfDocument, index: int, path: Path) -> Page:
    try:
        return read_page(document, index)
    except pypdfium2.PdfiumError as error:
        raise GoujiError.of("D06", Place(str(path)), part=_("（第 {number} 页）").format(number=index + 1)) from error
