import ctypes
from datetime import UTC
from datetime import datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from gouji.messages import GoujiError
from gouji.papers.documents import Block
from gouji.papers.documents import BlockKind
from gouji.papers.documents import Box
from gouji.papers.documents import Document
from gouji.papers.documents import SourcePlace
from gouji.papers.marking.mark import Mark
from gouji.papers.marking.pdf import mark_pdf


class Listed:
    def __init__(self, places):
        self.places = places

    def place(self, offset):
        return self.places[min(offset, len(self.places) - 1)]


def wide(text):
    content = text.encode("utf-16-le") + b"\0\0"
    return (ctypes.c_ushort * (len(content) // 2)).from_buffer_copy(content)


def write_pdf(path, pages):
    """A PDF with a line per entry on each page."""
    file = pypdfium2.PdfDocument.new()
    for lines in pages:
        page = file.new_page(595, 842)
        for number, line in enumerate(lines):
            text = pdfium.FPDFPageObj_NewTextObj(file.raw, b"Helvetica", 14)
            pdfium.FPDFText_SetText(text, wide(line))
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 72, 760 - 30 * number)
            pdfium.FPDFPage_InsertObject(page.raw, text)
        pdfium.FPDFPage_GenerateContent(page.raw)
    file.save(str(path))
    return read_pdf(path)


def read_pdf(path):
    text, places = "", []
    with pypdfium2.PdfDocument(path) as file:
        for number in range(len(file)):
            page = file[number].get_textpage()
            for index in range(page.count_chars()):
                character = page.get_text_range(index, 1)
                if len(character) == 1:
                    text += character
                    places.append(SourcePlace(page=number + 1, offset=index, box=Box(*page.get_charbox(index))))
    return Document(str(path), "pdf", text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), (), Listed(places))


def notes(path):
    found = []
    with pypdfium2.PdfDocument(path) as file:
        for number in range(len(file)):
            page = file[number]
            for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
                annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
                rect = pdfium.FS_RECTF()
                pdfium.FPDFAnnot_GetRect(annotation, rect)
                under = page.get_textpage().get_text_bounded(rect.left, rect.bottom, rect.right, rect.top).strip()
                words = {key: string(annotation, key) for key in (b"Contents", b"T", b"M")}
                found.append((number + 1, words, rect, pdfium.FPDFAnnot_CountAttachmentPoints(annotation), under))
    return found


def string(annotation, key):
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def test_the_highlight_lies_on_the_number_and_carries_the_note(tmp_path):
    document = write_pdf(tmp_path / "a.pdf", [["Total 2100 persons", "Rate 95.34 %"], ["Sum 77.5"]])
    marks = [Mark(document.text.index(each), document.text.index(each) + len(each), f"矛盾：{each}", ("应为 1",)) for each in ("95.34", "77.5")]
    mark_pdf(document, marks, tmp_path / "b.pdf", datetime(2024, 11, 5, tzinfo=UTC))
    first, second = notes(tmp_path / "b.pdf")
    assert (first[0], second[0]) == (1, 2)
    assert first[1] == {b"Contents": "矛盾：95.34\n应为 1", b"T": "勾稽", b"M": "D:20241105000000Z"}
    assert (first[4], second[4]) == ("95.34", "77.5")
    assert first[3] == 1


def test_what_was_in_the_file_stays_byte_for_byte(tmp_path):
    document = write_pdf(tmp_path / "a.pdf", [["Rate 95.34 %"]])
    mark_pdf(document, [Mark(5, 10, "矛盾", ())], tmp_path / "b.pdf")
    before = (tmp_path / "a.pdf").read_bytes()
    after = (tmp_path / "b.pdf").read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)


def test_a_number_over_two_lines_has_a_rectangle_on_each(tmp_path):
    document = write_pdf(tmp_path / "a.pdf", [["persons 12", "345 in all"]])
    start = document.text.index("12")
    mark_pdf(document, [Mark(start, document.text.index("345") + 3, "矛盾", ())], tmp_path / "b.pdf")
    assert [each[3] for each in notes(tmp_path / "b.pdf")] == [2]


def test_what_is_no_pdf_is_refused(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no pdf")
    document = Document(str(tmp_path / "a.pdf"), "pdf", "95", (), (), Listed([SourcePlace(page=1, box=Box(0, 0, 1, 1))]))
    with pytest.raises(GoujiError) as error:
        mark_pdf(document, [Mark(0, 2, "矛盾", ())], tmp_path / "b.pdf")
    assert error.value.problems[0].code == "T01"
