"""Files that are empty, locked, damaged, hostile or too large get an error with a code, in time."""

import contextlib
import random
import shutil
import time
import zipfile

import pytest

from gouji.messages import GoujiError
from gouji.papers.documents import Limits
from gouji.papers.documents import convert
from gouji.papers.documents import read_document


def code(path, limits=None):
    with pytest.raises(GoujiError) as caught:
        read_document(path, limits or Limits())
    assert str(caught.value)
    return caught.value.problems[0].code


@pytest.mark.parametrize(("name", "content", "expected"), [
    ("a.txt", b"", "D03"),
    ("a.txt", b" \n\n ", "D03"),
    ("a.docx", b"PK\x03\x04 no zip", "D06"),
    ("a.pdf", b"%PDF-1.7 nothing", "D06"),
    ("a.png", b"\x89PNG\r\n\x1a\n", "D14"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "D05"),
    ("a.html", b"<html><body><script>1</script></body></html>", "D03"),
    ("a.txt", b"\xff\xfe\x00\xd8", "D01"),
])  # fmt: skip
def test_refused(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    assert code(path) == expected


def test_no_such_file_and_too_large(tmp_path):
    assert code(tmp_path / "no.txt") == "D02"
    path = tmp_path / "a.txt"
    path.write_text("共 12 人。", encoding="utf-8")
    assert code(path, Limits(file=5)) == "D04"
    assert code(path, Limits(text=3)) == "D07"


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 50_000_000)
    begun = time.perf_counter()
    assert code(path) == "D08"
    assert time.perf_counter() - begun < 1


def test_entities_are_refused(make_docx):
    assert code(make_docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", prefix='<!DOCTYPE w:document [<!ENTITY a "1">]>')) == "D09"


def test_tables_nested_too_deep(make_docx):
    begin, end = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>" * 30, "</w:tc></w:tr></w:tbl>" * 30
    assert code(make_docx(f"{begin}<w:p><w:r><w:t>1</w:t></w:r></w:p>{end}")) == "D10"


def test_elements_nested_too_deep_are_damage(make_docx):
    assert code(make_docx("<w:p>" + "<w:smartTag>" * 400 + "<w:r><w:t>1</w:t></w:r>" + "</w:smartTag>" * 400 + "</w:p>")) == "D06"


def test_a_table_of_a_million_cells(make_docx, tmp_path):
    cell = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    path = make_docx(f"<w:tbl>{f'<w:tr>{cell * 10}</w:tr>' * 1_000}</w:tbl>")
    assert code(path, Limits(cells=9_000)) == "D07"
    page = tmp_path / "a.html"
    page.write_text(f"<table>{'<tr><td>1</td><td>2</td></tr>' * 5_000}</table>", encoding="utf-8")
    assert code(page, Limits(cells=9_000)) == "D07"


def test_huge_spans_cost_nothing(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<table><tr><td colspan=999999999 rowspan=99999999>1</td><td>2</td></tr><tr><td>3</td></tr></table>", encoding="utf-8")
    assert read_document(page).blocks[0].table.columns <= 4


REPEATED = [
    "\t" * 200_000, "1\t2\n" * 60_000, "| " * 100_000, "（" * 100_000, "1  2\n" * 60_000, "<p>" * 20_000, "一、" * 60_000, ".  " * 60_000,
    "<!-- --> " * 20_000 + "x", "-" * 200_000 + "x", "…" * 100_000 + "x", "abcdefghijklmnopqrstuvwxyz,\n" * 30_000, f"1{' ' * 50_000}x\t2\n" * 3,
    "1 " * 100_000 + "x", "![](a)" * 30_000 + "x", "1.1" * 60_000, "单位：" * 60_000, "表1" * 60_000, "甲\t\n\n" * 40_000,
]  # fmt: skip


@pytest.mark.parametrize("text", REPEATED)
def test_repetition_is_linear(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(f"甲\n{text}\n12 人", encoding="utf-8")
    begun = time.process_time()
    read_document(path)
    assert time.process_time() - begun < 5


def test_old_formats_without_libreoffice(tmp_path, monkeypatch):
    monkeypatch.setattr(convert, "office_program", lambda: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 12}")
    assert code(path) == "D12"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_old_formats_with_libreoffice(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1\\ansi 120 students\\par }")
    document = read_document(path)
    assert "120 students" in document.text
    assert (document.path, document.notices[0].code) == (str(path), "D24")


def _mutated(chance, content):
    content = bytearray(content)
    place, other = chance.randrange(len(content)), chance.randrange(len(content))
    match chance.randrange(4):
        case 0:
            del content[place:]
        case 1:
            for _byte in range(chance.randrange(1, 30)):
                content[chance.randrange(len(content))] = chance.randrange(256)
        case 2:
            del content[place:place + chance.randrange(1, 300)]
        case _:
            content[place:place] = content[other:other + chance.randrange(1, 1_000)]
    return bytes(content)


def test_mutated_files_never_crash(make_docx, make_pdf, tmp_path):
    body = "<w:p><w:r><w:t>共 12 人</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>" * 5
    page = tmp_path / "b.html"
    page.write_text("<h1>甲</h1><table><tr><td colspan=2>1</td></tr><tr><td>2</td><td>3</td></tr></table>" * 5, encoding="utf-8")
    chance = random.Random(7)  # noqa: S311
    for original in (make_docx(body), make_pdf("BT /F1 10 Tf 50 700 Td (Text 12) Tj ET 50 50 100 20 re S 150 50 100 20 re S"), page):
        content = original.read_bytes()
        target = tmp_path / f"mutated{original.suffix}"
        for _case in range(60):
            target.write_bytes(_mutated(chance, content) or b"0")
            with contextlib.suppress(GoujiError):
                read_document(target)
