"""Bad input of every kind: exit status 2, a sentence with place and remedy, and nothing written."""

import zipfile

import openpyxl
import pytest

from gouji.cli.main import main

HEAD = "set: 试验\nvalid: {from: 2020-01-01}\ncalendar: 自然年\nindicators:\n"
X1 = "  - {code: Y-1, name: 甲, unit: 人, kind: 时期, organisations: 合计, periods: 不汇总, definition: x"


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def refused(definitions, book, capsys):
    """Runs a command that must be refused; gives what it says."""

    def call(*words, said):
        before = files_of(book)
        status = main(["--lang", "zh", "--definitions", "none", "--definitions", str(definitions), *map(str, words)])
        captured = capsys.readouterr()
        assert status == 2, captured.out
        for text in said:
            assert text in captured.err
        assert "→" in captured.err
        assert files_of(book) == before
        return captured.err

    return call


def put(folder, name, text):
    (folder / name).write_text(text, "utf-8")


def test_broken_yaml(refused, definitions, book):
    put(definitions, "indicators/y.yaml", HEAD + "  - {code: Y-1, name: [甲\n")
    refused("check", book, said=["y.yaml:", "[C04]"])


def test_a_broken_book_yaml(refused, book):
    put(book, "book.yaml", "title: x\n organisation: S1\n")
    refused("check", book, said=["book.yaml:2", "[C04]"])


def test_a_circular_formula(refused, definitions, book):
    put(definitions, "indicators/y.yaml", HEAD + X1 + ", formula: 乙 + 1}\n" + X1.replace("Y-1", "Y-2").replace("甲", "乙") + ", formula: 甲 + 1}\n")
    refused("check", book, said=["y.yaml:5", "[F13]", "甲 → 乙 → 甲"])


def test_an_unknown_indicator(refused, book):
    put(book, "facts/二.csv", "indicator,period,value\n学生数,2023年,5\n")
    refused("check", book, said=["二.csv:2", "没有名为“学生数”的指标", "学生人数"])


def test_a_wrong_unit(refused, book):
    put(book, "facts/二.csv", "indicator,period,value,unit\n学生人数,2024年,5,万元\n")
    refused("check", book, said=["二.csv:2", "[N02]"])


def test_text_in_a_number_cell(refused, book):
    put(book, "facts/二.csv", "indicator,period,value\n学生人数,2024年,许多\n")
    refused("check", book, said=["二.csv:2", "[N01]", "许多"])


def test_division_by_zero_is_not_assessable_and_never_agreement(definitions, book, capsys):
    path = book / "facts" / "一.csv"
    path.write_text(path.read_text("utf-8").replace(",20,,表1", ",0,,表1") + "生师比,,2023年,,填报,15.0,,表3,,甲,\n", "utf-8")
    status = main(["--lang", "zh", "--definitions", "none", "--definitions", str(definitions), "check", str(book), "--all"])
    out = capsys.readouterr().out
    assert status == 0
    assert "不可评（1）" in out
    status = main(["--definitions", "none", "--definitions", str(definitions), "explain", str(book), "学生人数 / 教师人数"])
    assert "15" not in capsys.readouterr().out


def test_of_many_mistakes_the_first_fifty_and_their_number(refused, book):
    put(book, "facts/二.csv", "indicator,period,value\n" + "学生人数,2024年,许多\n" * 60)
    err = refused("check", book, said=["共 60 处错误，只列出前 50 处"])
    assert err.count("[N01]") == 50


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_a_merged_header(refused, book, tmp_path):
    sheet = workbook(tmp_path, [["指标", "期间", "数值"], ["学生人数", "2024年", 1]])
    sheet.active.merge_cells("A1:B1")
    sheet.save(tmp_path / "合并.xlsx")
    refused("import", book, tmp_path / "合并.xlsx", said=["合并.xlsx", "A1"])


def test_an_empty_file(refused, book, tmp_path):
    (tmp_path / "空.csv").write_bytes(b"")
    refused("import", book, tmp_path / "空.csv", said=["空.csv", "[P51]"])
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    refused("import", book, tmp_path / "空.xlsx", said=["空.xlsx", "[P51]"])


def test_no_such_file(refused, book, tmp_path):
    refused("import", book, tmp_path / "无.xlsx", said=["无.xlsx", "[P50]"])


def test_a_file_that_is_too_large(refused, book, tmp_path):
    with (tmp_path / "大.csv").open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)  # a hole: 200 MB that take no room
    refused("import", book, tmp_path / "大.csv", said=["200 MB", "100 MB"])


def test_a_zip_bomb(refused, book, tmp_path):
    workbook(tmp_path, [["指标", "期间", "数值"], ["学生人数", "2024年", 1]]).save(tmp_path / "弹.xlsx")
    with zipfile.ZipFile(tmp_path / "弹.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b"\0" * (50 * 1024 * 1024))  # packs a thousandfold
    refused("import", book, tmp_path / "弹.xlsx", said=["弹.xlsx", "[P53]"])


def test_a_date_of_1900_in_a_number_column(definitions, book, tmp_path, capsys):
    sheet = workbook(tmp_path, [["指标", "期间", "数值"], ["学生人数", "2024年", 12]])
    sheet.active["C2"].number_format = "yyyy-mm-dd"
    sheet.save(tmp_path / "日期.xlsx")
    status = main(["--lang", "zh", "--definitions", "none", "--definitions", str(definitions), "import", str(book), str(tmp_path / "日期.xlsx")])
    out = capsys.readouterr().out
    assert status == 1
    assert "应填数字的单元格是日期或时间" in out
    assert not list((book / "facts").glob("导入*"))


def test_a_folder_of_definitions_that_is_none(refused, book, tmp_path):
    refused("check", book, "--definitions", tmp_path / "无", said=["[C26]"])
    (tmp_path / "别的").mkdir()
    refused("check", book, "--definitions", tmp_path / "别的", said=["[C27]"])
