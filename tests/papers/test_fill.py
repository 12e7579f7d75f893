from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl import load_workbook
from openpyxl.styles import Font

from gouji.messages import GoujiError
from gouji.papers.blocks import Cell
from gouji.papers.blocks import cell
from gouji.papers.blocks import text_runs
from gouji.papers.excel import fill
from gouji.papers.excel.rows import shift_formula


def number(text):
    return Cell(text_runs(text), number=Decimal(text.replace(",", "")))


class Known:
    """Values as a report gives them."""

    def __init__(self, records=3):
        self.count = records

    def value(self, name):
        return {"标题": cell("=绩效目标表"), "预算": number("1,234.50")}.get(name)

    def records(self, name):
        rows = [{"名称": cell(f"指标{each}"), "目标": number(str(90 + each)), "完成": number("96")} for each in range(self.count)]
        return rows if name == "绩效目标" else None


@pytest.fixture
def template():
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    for address, value in {
        "A1": "{{ 标题 }}",
        "A2": "预算 {{预算}} 万元",
        "B2": "{{预算}}",
        "A3": "{{#绩效目标}}{{.名称}}",
        "B3": "{{.目标}}",
        "C3": "{{.完成}}",
        "D3": "=C3-B3+B$6",
        "A4": "合计",
        "B4": "=SUM(B3:B3)",
        "D4": "=表!B4+B1",
        "A5": "注",
        "B6": 1,
    }.items():
        sheet[address] = value
    sheet["B3"].number_format = '0.00"%"'
    sheet["A3"].font = Font(name="黑体", bold=True)
    sheet.row_dimensions[3].height = 33
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A5:D5")
    sheet.merge_cells("C3:C3")
    sheet.print_area = "A1:D5"
    return book


@pytest.fixture
def filled(tmp_path):
    def make(book, values):
        book.save(tmp_path / "in.xlsx")
        fill(tmp_path / "in.xlsx", values, tmp_path / "out.xlsx")
        return load_workbook(tmp_path / "out.xlsx").active

    return make


def test_a_cell_that_is_one_tag_becomes_a_number(filled, template):
    sheet = filled(template, Known())
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].number_format) == (1234.5, "n", "0.00")
    assert sheet["A2"].value == "预算 1,234.50 万元"


def test_a_value_never_becomes_a_formula(filled, template):
    sheet = filled(template, Known())
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=绩效目标表", "s")


def test_a_row_repeats_for_every_record_with_its_looks(filled, template):
    sheet = filled(template, Known())
    assert [[each.value for each in row] for row in sheet["A3:C5"]] == [["指标0", 90, 96], ["指标1", 91, 96], ["指标2", 92, 96]]
    assert {sheet[f"B{row}"].number_format for row in (3, 4, 5)} == {'0.00"%"'}
    assert all(sheet[f"A{row}"].font.bold and sheet.row_dimensions[row].height == 33 for row in (3, 4, 5))


def test_formulas_follow_as_excel_moves_them(filled, template):
    sheet = filled(template, Known())
    assert [sheet[f"D{row}"].value for row in (3, 4, 5)] == ["=C3-B3+B$8", "=C4-B4+B$8", "=C5-B5+B$8"]
    assert sheet["B6"].value == "=SUM(B3:B5)"
    assert sheet["D6"].value == "=表!B6+B1"


def test_merged_cells_and_print_area_follow(filled, template):
    sheet = filled(template, Known())
    assert {str(each) for each in sheet.merged_cells.ranges} >= {"A1:D1", "A7:D7"}
    assert sheet.print_area == "'表'!$A$1:$D$7"


def test_without_records_an_empty_row_remains(filled, template):
    sheet = filled(template, Known(0))
    assert [each.value for each in sheet[3][:3]] == [None, None, None]
    assert sheet["B4"].value == "=SUM(B3:B3)"


def test_unknown_names_are_all_told_and_nothing_is_written(tmp_path, template):
    template.active["A8"] = "{{ 无人知晓 }}"
    template.active["A9"] = "{{#没有}}{{.甲}}"
    template.active["B3"] = "{{.没有这列}}"
    template.save(tmp_path / "in.xlsx")
    with pytest.raises(GoujiError) as caught:
        fill(tmp_path / "in.xlsx", Known(1), tmp_path / "out.xlsx")
    assert [(each.code, each.place.cell) for each in caught.value.problems] == [("T07", "表!A9"), ("T04", "表!A8"), ("T04", "表!B3")]
    assert not (tmp_path / "out.xlsx").exists()


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "in.xlsx").write_bytes(b"no")
    with pytest.raises(GoujiError, match="T01"):
        fill(tmp_path / "in.xlsx", Known(), tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=A5", "=A5"),  # the row itself stays
        ("=A6", "=A8"),  # below it moves by two
        ("=$A$6+A4", "=$A$8+A4"),
        ("=SUM(A1:A5)", "=SUM(A1:A7)"),  # a range that ends in the row grows
        ("=SUM(A5:A5)", "=SUM(A5:A7)"),
        ("=SUM(A1:A4)", "=SUM(A1:A4)"),  # above it stays
        ("=SUM(A6:A9)", "=SUM(A8:A11)"),
        ("=SUM(A1:A9)", "=SUM(A1:A11)"),
        ("=另表!A6", "=另表!A6"),  # another sheet stays
        ("='表'!A6&\"A6\"", "='表'!A8&\"A6\""),  # text stays
        ("=ROUND(A6/A7,2)", "=ROUND(A8/A9,2)"),
    ],
)
def test_how_references_move(before, after):
    assert shift_formula(before, "表", "表", 5, 2) == after
