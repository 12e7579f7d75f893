"""XLSX: numbers as exact texts, what a cell's format and error values mean, where the header is, what is told about hidden things."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.papers_tables.conftest import TITLES
from tests.papers_tables.conftest import altered
from tests.papers_tables.conftest import sheet_xml

from gouji.messages import GoujiError
from gouji.papers.tables import Mark
from gouji.papers.tables import read_table
from gouji.papers.tables import row_faults
from gouji.papers.tables.workbook import number_text
from gouji.papers.tables.workbook import percent_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"),
        (0.9468, "0.9468"),
        (0.1 + 0.2, "0.3"),  # 0.30000000000000004
        (94.67999999999999, "94.68"),  # 16 digits: noise of a formula
        (1.1 * 3, "3.3"),  # 3.3000000000000003
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
        (123456789012.25, "123456789012.25"),
        (100000000000000.0, "100000000000000"),
        (-0.5, "-0.5"),
    ],
)
def test_number_cell_is_the_shortest_decimal(value, text):
    assert number_text(value) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_every_number_of_fifteen_digits_survives(number):
    assert Decimal(number_text(float(number))) == number


@pytest.mark.parametrize(
    ("text", "decimals", "percent"),
    [("0.9468", 2, "94.68%"), ("0.7", 2, "70.00%"), ("0.946789", 2, "94.6789%"), ("1", 0, "100%"), ("0", 0, "0%"), ("12", 0, "1200%"), ("nan", 0, "nan")],
)
def test_percentage_is_exact_and_keeps_the_printed_decimals(text, decimals, percent):
    assert percent_text(text, decimals) == percent


def test_cells_and_marks(workbook):
    def shape(sheet):
        sheet["D2"].number_format = "0.00%"
        sheet["D3"].number_format = '0.0"%"'  # a quoted sign prints, but does not multiply
        sheet["D9"].number_format = "0.00%"

    path = workbook(
        [
            TITLES,
            ["甲", "校", "2024年", 0.9468],
            ["乙", "校", "2024年", 94.5],
            ["丙", "校", "2024年", dt.date(2024, 3, 5)],
            ["丁", "校", "2024年", dt.time(17, 6)],  # 17:6 typed as a ratio
            [],
            ["戊", "校", "2024年", True],
            ["己", "校", "2024年", 123456789012345678],
            ["庚", "校", "2024年", "0.5"],  # text in a percentage cell stays text
        ],
        shape,
    )
    table = read_table(path)
    assert (table.sheet, table.header_row, table.columns, table.positions) == ("数据", 1, tuple(TITLES), (1, 2, 3, 4))
    assert [(row.number, row.cells[3], row.marks.get(3)) for row in table.rows] == [
        (2, "94.68%", None),
        (3, "94.5", None),
        (4, "2024-03-05", Mark.DATE),
        (5, "17:06:00", Mark.DATE),
        (7, "TRUE", None),
        (8, "123456789012346000", Mark.LONG_NUMBER),
        (9, "0.5", None),
    ]
    problems = row_faults(table, table.rows[2], numbers=[3])
    assert [(problem.code, problem.place.cell) for problem in problems] == [("P75", "数据!D4")]
    assert row_faults(table, table.rows[2]) == []
    assert [problem.code for problem in row_faults(table, table.rows[5], texts=[3])] == ["P84"]


def test_serial_number_shown_as_date_of_1900_is_a_date(workbook):
    def shape(sheet):
        sheet["D2"].number_format = "yyyy-mm-dd"

    table = read_table(workbook([TITLES, ["甲", "校", "2024年", 5]], shape))
    assert table.rows[0].cells[3] == "1900-01-05"
    assert "1900-01-05" in str(row_faults(table, table.rows[0], numbers=[3])[0])


def test_error_values_and_formulas(workbook):
    path = workbook([TITLES, ["甲", "校", "2024年", "=1/0"], ["乙", "校", "2024年", "=1+1"], ["丙", "校", "2024年", "=A1"]])
    xml = sheet_xml(path)
    for old, new in (
        (b'<c r="D2"><f>1/0</f><v/></c>', b'<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        (b'<c r="D3"><f>1+1</f><v/></c>', b'<c r="D3"><f>1+1</f><v>2</v></c>'),
    ):
        assert old in xml or old.replace(b"<v/>", b"<v></v>") in xml
        xml = xml.replace(old, new).replace(old.replace(b"<v/>", b"<v></v>"), new)
    table = read_table(altered(path, {"xl/worksheets/sheet1.xml": xml}))
    assert [(row.cells[3], row.marks.get(3)) for row in table.rows] == [("#DIV/0!", Mark.ERROR), ("2", None), ("", Mark.UNCALCULATED)]
    assert [row_faults(table, row)[0].code for row in (table.rows[0], table.rows[2])] == ["P76", "P77"]
    assert "#DIV/0!" in str(row_faults(table, table.rows[0])[0])


def test_prefixed_elements_are_read_alike(workbook):
    def shape(sheet):
        sheet["D2"].number_format = "0%"

    path = workbook([TITLES, ["甲", "校", "2024年", 0.5]], shape)
    xml = sheet_xml(path).replace(b"xmlns=", b"xmlns:x=").replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
    table = read_table(altered(path, {"xl/worksheets/sheet1.xml": xml}))
    assert table.rows[0].cells == ("甲", "校", "2024年", "50%")


def test_header_below_titles_is_found_by_names(workbook):
    def shape(sheet):
        sheet.merge_cells("A1:D1")

    rows = [["2024年中职学校数据表"], ["填报单位：某校"], [], ["指标 *", "单位", "期 间", "数值"], ["甲", "校", "2024年", 1]]
    table = read_table(workbook(rows, shape), expected=TITLES)
    assert (table.header_row, [row.number for row in table.rows]) == (4, [5])
    by_shape = read_table(workbook(rows, shape))
    assert by_shape.header_row == 4


def test_offset_table_keeps_its_positions(workbook):
    table = read_table(workbook([[], [None, None, *TITLES], [None, None, "甲", "校", "2024年", 7]]))
    assert (table.header_row, table.positions, table.rows[0].number) == (2, (3, 4, 5, 6), 3)
    assert table.place(3, 3).cell == "数据!F3"


def test_hidden_rows_columns_and_other_sheets_are_told(workbook):
    def shape(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("说明")

    table = read_table(workbook([TITLES, ["甲", "校", "2024年", 1], ["乙", "校", "2024年", 2]], shape))
    assert [row.cells[0] for row in table.rows] == ["甲", "乙"]
    texts = {notice.code: notice.message() for notice in table.notices}
    assert set(texts) == {"P80", "P81", "P82"}
    assert "第 3 行" in texts["P80"]
    assert "（B）" in texts["P81"]
    assert "说明" in texts["P82"]


def test_hidden_sheet_is_not_chosen_and_a_sheet_can_be_named(workbook):
    def shape(sheet):
        sheet.sheet_state = "hidden"
        other = sheet.parent.create_sheet("填报")
        other.append(TITLES)
        other.append(["乙", "校", "2024年", 2])
        sheet.parent.active = 1

    path = workbook([TITLES, ["甲", "校", "2024年", 1]], shape)
    assert read_table(path).rows[0].cells[0] == "乙"
    assert read_table(path, sheet="数据").rows[0].cells[0] == "甲"
    with pytest.raises(GoujiError, match=r"\[P63\].*数据、填报"):
        read_table(path, sheet="没有")


def test_merged_data_cells_are_marked(workbook):
    def shape(sheet):
        sheet.merge_cells("A2:A3")

    table = read_table(workbook([TITLES, ["甲", "校", "2024年", 1], ["乙", "校", "2024年", 2]], shape))
    assert [row.cells[0] for row in table.rows] == ["甲", ""]
    assert [(problem.code, problem.place.cell) for problem in row_faults(table, table.rows[1])] == [("P78", "数据!A3")]
