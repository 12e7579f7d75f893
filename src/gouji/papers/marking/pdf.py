"""Highlights with notes in a PDF, appended to the user's file: what was in it stays byte for byte, signatures included.

Source: ISO 32000-1, 12.5.6.10 (text mark-up annotations), 7.5.6 (incremental updates).
"""

from __future__ import annotations

import ctypes
import io
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.documents.model import Box
from gouji.papers.documents.model import Document
from gouji.papers.files import write_whole
from gouji.papers.marking.mark import AUTHOR
from gouji.papers.marking.mark import Mark
from gouji.papers.marking.mark import now

_MARGIN = 1  # points around the digits, so that the colour shows
_TOP = 255


def mark_pdf(document: Document, marks: Sequence[Mark], target: Path, when: datetime | None = None) -> None:
    """Write a copy of the PDF that `document` was read from to `target`, with a highlight and its note for each mark.

    Marks without a box (text that the reader could not place) are left out. Raises GoujiError T01 where the file is no PDF (any more),
    P20 where the copy cannot be written.
    """
    pages: dict[int, list[tuple[Mark, list[Box]]]] = defaultdict(list)
    for mark in marks:
        for page, boxes in _lines(document, mark).items():
            pages[page].append((mark, boxes))
    stamp = (when or now()).strftime("D:%Y%m%d%H%M%SZ")
    stream = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(document.path) as file:
            for number, notes in sorted(pages.items()):
                _annotate(file[number - 1], notes, stamp)
            file.save(stream, flags=pdfium.FPDF_INCREMENTAL)
    except (pypdfium2.PdfiumError, OSError, IndexError) as error:
        raise GoujiError.of("T01", Place(document.path), kind="PDF") from error
    write_whole(target, stream.getvalue())


def _lines(document: Document, mark: Mark) -> dict[int, list[Box]]:
    """The rectangles of a mark by page, one for each line it runs over."""
    pages: dict[int, list[Box]] = defaultdict(list)
    for offset in range(mark.start, mark.end):
        place = document.place(offset)
        if place.box is not None and place.page and place.box.right > place.box.left and place.box.top > place.box.bottom:
            pages[place.page].append(place.box)
    return {page: _joined(boxes) for page, boxes in pages.items()}


def _joined(boxes: Iterable[Box]) -> list[Box]:
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last is not None and box.bottom < last.top and box.top > last.bottom:
            lines[-1] = Box(min(last.left, box.left), min(last.bottom, box.bottom), max(last.right, box.right), max(last.top, box.top))
        else:
            lines.append(box)
    return [Box(box.left - _MARGIN, box.bottom - _MARGIN, box.right + _MARGIN, box.top + _MARGIN) for box in lines]


def _annotate(page: pypdfium2.PdfPage, notes: Iterable[tuple[Mark, list[Box]]], stamp: str) -> None:
    for mark, boxes in notes:
        note = pdfium.FPDFPage_CreateAnnot(page.raw, pdfium.FPDF_ANNOT_HIGHLIGHT)
        if not note:
            raise pypdfium2.PdfiumError("FPDFPage_CreateAnnot")
        red, green, blue = bytes.fromhex(mark.colour)
        pdfium.FPDFAnnot_SetColor(note, pdfium.FPDFANNOT_COLORTYPE_Color, red, green, blue, _TOP)
        for box in boxes:
            quad = pdfium.FS_QUADPOINTSF(box.left, box.top, box.right, box.top, box.left, box.bottom, box.right, box.bottom)
            pdfium.FPDFAnnot_AppendAttachmentPoints(note, quad)
        outline = _outline(boxes)
        pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(outline.left, outline.top, outline.right, outline.bottom))
        for key, value in ((b"Contents", mark.text), (b"T", AUTHOR), (b"Subj", mark.title), (b"M", stamp), (b"CreationDate", stamp)):
            pdfium.FPDFAnnot_SetStringValue(note, key, _wide(value))
        pdfium.FPDFAnnot_SetFlags(note, pdfium.FPDF_ANNOT_FLAG_PRINT)
        pdfium.FPDFPage_CloseAnnot(note)


def _outline(boxes: Sequence[Box]) -> Box:
    return Box(min(box.left for box in boxes), min(box.bottom for box in boxes), max(box.right for box in boxes), max(box.top for box in boxes))


def _wide(text: str) -> ctypes.Array[ctypes.c_ushort]:
    """A text as pdfium takes it: UTF-16, little endian, closed by zero."""
    content = text.encode("utf-16-le", "replace") + b"\0\0"
    return (ctypes.c_ushort * (len(content) // 2)).from_buffer_copy(content)
