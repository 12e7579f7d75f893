"""Files that are refused whole: each with its code, the place and what to do."""

import io
import zipfile

import pytest
from tests.papers_tables.conftest import TITLES
from tests.papers_tables.conftest import altered
from tests.papers_tables.conftest import sheet_xml

from gouji.messages import GoujiError
from gouji.papers.tables import Limits
from gouji.papers.tables import read_table

SHEET = "xl/worksheets/sheet1.xml"
GOOD = [TITLES, ["甲", "校", "2024年", 1]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path, code, *words, **options):
    with pytest.raises(GoujiError) as caught:
        read_table(path, **options)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert str(path) in str(caught.value)
    assert problem.advice()
    for word in words:
        assert word in str(caught.value)


def outcome(path, **limits):
    """The rows read, or the code of the error."""
    try:
        return read_table(path, limits=Limits(**limits)).rows
    except GoujiError as error:
        return error.problems[0].code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "P51"),
        (b"\xef\xbb\xbf", "P51"),
        (b"\r\n \r\n", "P51"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "P56"),
        (b'\n<?xml version="1.0"?><Workbook/>', "P56"),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "P57"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "P54"),
        (b"%PDF-1.7\n", "P58"),
        (b"PK\x03\x04 broken", "P55"),
        (b"a,b\n1,2\x00\n", "P60"),
        ("指标,数值\n甲,1\n".encode("utf-16-le"), "P60"),
        (b"a,b\n\xff\xfe\xff,1\n", "P59"),
        (b'a,b\n1,2\n"x,3\n4,5\n', "P61"),
        (b"a,b\n", "P85"),
        (b"a,b,a\n1,2,3\n", "P66"),
        (b"a,,c\n1,2,3\n", "P68"),
    ],
)
def test_by_content(csv_file, content, code):
    refused(csv_file(content, "handed in.xls"), code)


def test_place_of_a_wrong_byte_a_quote_and_a_nul(csv_file):
    refused(csv_file(b"a,b\n1,2\n\xff\xff\xff,1\n"), "P59", "table.csv:3", "0xFF")
    refused(csv_file(b'a,b\n"x\ny",3\n"z,5\n6,7\n'), "P61", "table.csv:4", "第 4 行")
    refused(csv_file(b"a,b\n1,2\n3,\x00\n"), "P60", "table.csv:3")


def test_damaged_utf8_is_not_taken_for_gb18030(csv_file):
    good = "指标,单位,备注\n" + "毕业生人数,某某学校,来自质量年报\n" * 20
    refused(csv_file(good.encode()[:-4] + b"\xe6\n"), "P59", "table.csv:21")


def test_missing_file_and_folder(tmp_path):
    refused(tmp_path / "none.csv", "P50")
    refused(tmp_path, "P50")


def test_size(csv_file):
    refused(csv_file(b"a,b\n" + b"1,2\n" * 500_000), "P52", "1 MB", limits=Limits(file=1024 * 1024))


def test_file_of_200_megabytes_is_not_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(200 * 1024 * 1024)
    refused(path, "P52", "200 MB")


def test_bomb_by_size_ratio_and_number_of_members(workbook):
    path = altered(workbook(GOOD), {}, {"xl/media/zeros.bin": b"\0" * 30_000_000})
    assert path.stat().st_size < 100_000
    refused(path, "P53")  # 30 MB from under 0.1 MB: ratio above 200
    refused(path, "P53", limits=Limits(unpacked=20_000_000, ratio=10_000))
    refused(workbook(GOOD), "P53", limits=Limits(members=3))


def test_bomb_that_lies_about_its_size(workbook):
    path = altered(workbook(GOOD), {}, {"xl/media/zeros.bin": b"\0" * 3_000_000})
    data = bytearray(path.read_bytes())
    size = (3_000_000).to_bytes(4, "little")
    assert data.count(size) == 2  # local header and directory
    path.write_bytes(bytes(data.replace(size, (1000).to_bytes(4, "little"))))
    refused(path, "P55", "zeros.bin", limits=Limits(unpacked=100_000))


def test_password_in_the_zip(workbook):
    path = workbook(GOOD)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(bytes(data))
    refused(path, "P54")


def test_damage_of_every_part(workbook):
    path = workbook(GOOD)
    for member in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHEET):
        refused(altered(path, {member: b"<broken"}), "P55")
    for share in (3, 2):
        cut = path.with_name(f"cut{share}.xlsx")
        cut.write_bytes(path.read_bytes()[: path.stat().st_size // share])
        refused(cut, "P55")


def test_senseless_format_numbers_do_no_harm(workbook):
    path = workbook(GOOD)
    styles = sheet_xml(path, "xl/styles.xml").replace(b'numFmtId="0"', b'numFmtId="x"')
    assert outcome(altered(path, {"xl/styles.xml": styles})) in ("P55", read_table(path).rows)


def test_flipped_bytes_are_refused_or_read_alike(workbook):
    path = workbook(GOOD)
    rows, data = read_table(path).rows, path.read_bytes()
    for at in range(10, len(data), 97):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        assert outcome(path) in ("P53", "P54", "P55", "P58", rows)


def test_entities(workbook):
    xml = sheet_xml(workbook(GOOD))
    start = xml.index(b"<worksheet")
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + xml[start:]
    refused(altered(workbook(GOOD), {SHEET: bomb}), "P62", "sheet1.xml")
    refused(altered(workbook(GOOD), {SHEET: bomb.decode().encode("utf-16")}), "P55")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'<c r="D2"', b'<c r="XFD1048576"', "P69"),  # would be 17 thousand million cells
        (b'<c r="D2"', b'<c x:r="D2" r="XFD1048576"', "P74"),
        (b'<c r="D2"', b'<c z=" r=\'D2\'" r="XFD1048576"', "P74"),
        (b'<c r="D2"', b"<c", "P74"),
        (b'<c r="D2"', b'<y:c r="D2"', "P74"),
    ],
)
def test_far_or_odd_cells(workbook, old, new, code):
    path = workbook(GOOD)
    refused(altered(path, {SHEET: sheet_xml(path).replace(old, new, 1)}), code)


@pytest.mark.parametrize("piece", [b'<c r="A1" t="e"', b'<c r="A1"><f>', b"<c ", b"<row hidden=", b"<col "])
def test_endless_repetition_takes_no_endless_search(workbook, piece):
    """A search that began anew at every piece and ran to the end would take hours."""
    xml = b'<worksheet xmlns="x"><sheetData><row r="1">' + piece * 200_000 + b'hidden="1"</row>'
    assert outcome(altered(workbook(GOOD), {SHEET: xml}), ratio=10_000) in {"P55", "P74"}


@pytest.mark.parametrize(
    "strings",
    [
        b'<sst xmlns="m" uniqueCount="4294967296"><si><t>a</t></si></sst>',
        b'<sst xmlns="m" uniqueCount="&#57;99999999999"><si><t>a</t></si></sst>',
        b'<a xmlns="m"><sst/><sst uniqueCount="99999999999"/></a>',
        b"<!-- -->" * 200_000 + b'<sst xmlns="m"    uniqueCount = "99999999999"/>',
    ],
)
def test_false_number_of_texts(workbook, strings):
    """The reader behind would reserve 100 GB for them, which ends the process."""
    assert outcome(altered(workbook(GOOD), {}, {"xl/sharedStrings.xml": strings}), ratio=10_000) == "P55"


def test_false_extent_of_the_sheet(workbook):
    path = workbook(GOOD)
    xml = sheet_xml(path).replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1:XFD1048576"')
    assert outcome(altered(path, {SHEET: xml})) == read_table(path).rows


def test_another_office_file(tmp_path):
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    refused(path, "P58")


def test_members_named_twice(workbook):
    buffer = io.BytesIO(workbook(GOOD).read_bytes())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as file:
        file.writestr(SHEET, b"<other/>")
    path = workbook(GOOD)
    path.write_bytes(buffer.getvalue())
    refused(path, "P55")


def test_rows_columns_cells_and_text(workbook, csv_file):
    path = workbook([TITLES, *(["甲", "校", "2024年", number] for number in range(20))])
    refused(path, "P69", limits=Limits(rows=10))
    refused(path, "P69", limits=Limits(columns=3))
    refused(path, "P69", limits=Limits(cells=50))
    refused(path, "P70", "A2", limits=Limits(text=0))
    refused(csv_file("a,b\n" + "1,2\n" * 20), "P69", limits=Limits(rows=10))
    refused(csv_file("a,b\n" + "x" * 200_000 + ",1\n"), "P70", "table.csv:2")
    refused(csv_file("a,b\n" + "x" * 40_000 + ",1\n"), "P70", "A2")


def test_header_faults(workbook):
    def across(sheet):
        sheet.merge_cells("B1:C1")

    def down(sheet):
        sheet.merge_cells("A1:A2")

    refused(workbook(GOOD, across), "P67", "数据!B1", "B1:C1")
    refused(workbook([TITLES, TITLES, *GOOD[1:]], down), "P67", "A1:A2")
    refused(workbook([["甲", "校", "2024年", 1]]), "P65", "指标、单位", "甲、校", expected=TITLES)
    refused(workbook([["指标", "单位", "期间", " 指 标"], *GOOD[1:]]), "P66", "数据!D1", "数据!A1")
    refused(workbook([["指标", None, "期间"], *GOOD[1:]]), "P68", "数据!B1", "数据!B2")
    refused(workbook([TITLES]), "P85", "数据!1")
    refused(workbook([]), "P51")


def test_damage_that_takes_away_where_a_cell_stands_is_damage(workbook):
    path = workbook(GOOD)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    data = path.read_bytes()
    assert data.count(b'<c r="A2"') == 1
    path.write_bytes(data.replace(b'<c r="A2"', b'<c q="A2"'))
    refused(path, "P55")
