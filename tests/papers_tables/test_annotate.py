"""The user's own file given back: only the error column is new, and the file can be read again."""

import datetime as dt
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.chart import Reference
from openpyxl.styles import Font
from tests.papers_tables.conftest import TITLES

from gouji.messages import GoujiError
from gouji.papers.tables import Annotation
from gouji.papers.tables import read_table
from gouji.papers.tables import write_annotated

ROWS = [TITLES, ["甲", "校", "2024年", 0.5], ["乙", "校", "2024年", dt.date(2024, 3, 5)], ["丙", "校", "2024年", "=1+1"]]
SAID = Annotation({3: "数值 < 0 & “不对”\x01"}, {3: [3]}, "1 行有错，2 行已导入")


def dressed(sheet):
    sheet["A2"].font = Font(name="仿宋", bold=True)
    sheet["D2"].number_format = "0.00%"
    sheet.column_dimensions["A"].width = 33
    sheet.insert_rows(1)
    sheet["A1"] = "某市数据"
    sheet.merge_cells("A1:D1")
    sheet.freeze_panes = "A3"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=2, max_row=4))
    sheet.add_chart(chart, "H2")
    sheet.parent.create_sheet("说明")["B2"] = "另一张表"


def test_workbook_keeps_everything_else(workbook, tmp_path):
    path = workbook(ROWS, dressed)
    before, table = path.read_bytes(), read_table(path)
    write_annotated(table, tmp_path / "out.xlsx", Annotation({4: "数值 < 0 & “不对”\x01"}, {4: [3]}, "1 行有错"))
    assert path.read_bytes() == before
    old, new = openpyxl.load_workbook(path), openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = new["数据"]
    assert [sheet.cell(row, 5).value for row in range(1, 6)] == [None, "错误信息（1 行有错）", None, "数值 < 0 & “不对”\ufffd", None]
    assert sheet["D4"].fill.fgColor.rgb == sheet["E4"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["D4"].number_format == old["数据"]["D4"].number_format
    assert sheet["D4"].is_date
    assert sheet["D3"].fill.fill_type is None
    assert (sheet["A3"].font.name, sheet["A3"].font.bold, sheet["D3"].number_format) == ("仿宋", True, "0.00%")
    assert (sheet["D5"].value, sheet.freeze_panes, str(sheet.merged_cells)) == ("=1+1", "A3", "A1:D1")
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["E"].width) == (33, 60)
    assert new["说明"]["B2"].value == "另一张表"
    with zipfile.ZipFile(path) as first, zipfile.ZipFile(tmp_path / "out.xlsx") as second:
        changed = {name for name in first.namelist() if first.read(name) != second.read(name)}
        assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
        assert set(first.namelist()) == set(second.namelist())


def test_workbook_is_read_again_without_the_column_and_its_errors_are_replaced(workbook, tmp_path):
    table = read_table(workbook(ROWS))
    write_annotated(table, tmp_path / "one.xlsx", SAID)
    again = read_table(tmp_path / "one.xlsx")
    assert (again.columns, again.rows, again.error_position) == (table.columns, table.rows, 5)
    write_annotated(again, tmp_path / "two.xlsx", Annotation({2: "只有这行"}))
    sheet = openpyxl.load_workbook(tmp_path / "two.xlsx")["数据"]
    assert [sheet.cell(row, 5).value for row in range(1, 5)] == ["错误信息", "只有这行", None, None]
    assert sheet.max_column == 5


def test_formatted_cells_beyond_the_table_are_not_overwritten(workbook, tmp_path):
    def shape(sheet):
        sheet["F2"].number_format = "0.00"

    table = read_table(workbook(ROWS, shape))
    write_annotated(table, tmp_path / "out.xlsx", SAID)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["数据"]
    assert (table.error_position, sheet["G3"].value[:2], sheet["F2"].number_format) == (7, "数值", "0.00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_its_own_encoding_delimiter_and_line_ends(csv_file, tmp_path, encoding):
    text = '数据表\r\n指标\t备注\r\n甲\t"一\n二"\r\n\r\n乙\r\n'
    table = read_table(csv_file(text.encode(encoding)))
    write_annotated(table, tmp_path / "out.csv", Annotation({3: "缺\t数", 5: "错"}))
    expected = '数据表\t\t\r\n指标\t备注\t错误信息\r\n甲\t"一\n二"\t"缺\t数"\r\n\r\n乙\t\t错\r\n'
    assert (tmp_path / "out.csv").read_bytes() == expected.encode(encoding)
    again = read_table(tmp_path / "out.csv")
    assert (again.columns, again.rows) == (table.columns, table.rows)
    write_annotated(again, tmp_path / "two.csv", Annotation({5: "还错"}))
    assert '甲\t"一\n二"\t\r\n\r\n乙\t\t还错' in (tmp_path / "two.csv").read_bytes().decode(encoding)


def test_input_is_never_overwritten(workbook, tmp_path):
    path = workbook(ROWS)
    before, table = path.read_bytes(), read_table(path)
    (tmp_path / "link.xlsx").symlink_to(path)
    for target in (path, tmp_path / "link.xlsx", tmp_path / "." / "x" / ".." / path.name):
        with pytest.raises(GoujiError, match=r"\[P73\]"):
            write_annotated(table, target, SAID)
    assert path.read_bytes() == before


def test_nothing_half_written(workbook, tmp_path):
    table = read_table(workbook(ROWS))
    (tmp_path / "taken").mkdir()
    with pytest.raises(GoujiError, match=r"\[P20\]"):
        write_annotated(table, tmp_path / "taken", SAID)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.xlsx", "taken"]


@pytest.mark.parametrize("set_up", [False, True])
def test_errors_are_wrapped_and_printed_on_the_page_of_their_rows(workbook, tmp_path, set_up):
    def shape(sheet):
        dressed(sheet)
        sheet.row_dimensions[4].height = 15
        if set_up:
            sheet.page_setup.orientation = "portrait"
            sheet.page_setup.scale = 80
            sheet.oddHeader.center.text = "某校"

    table = read_table(workbook(ROWS, shape))
    write_annotated(table, tmp_path / "out.xlsx", Annotation({4: "很长的错误" * 30}, {4: [3]}, "1 行有错"))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["数据"]
    assert sheet["E4"].alignment.wrap_text
    assert sheet.row_dimensions[4].height is None
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (True, 1, 0)
    assert sheet.page_setup.orientation == ("portrait" if set_up else "landscape")
    assert (sheet.oddHeader.center.text, len(sheet._charts)) == ("某校" if set_up else None, 1)
