from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from gouji.messages import GoujiError
from gouji.papers.blocks import Cell
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import Run
from gouji.papers.blocks import Series
from gouji.papers.blocks import cell
from gouji.papers.blocks import text_runs
from gouji.papers.excel import Sheet
from gouji.papers.excel import write


@pytest.fixture
def book(tmp_path):
    def make(*sheets, **options):
        write(sheets, tmp_path / "out.xlsx", **options)
        return load_workbook(tmp_path / "out.xlsx")

    return make


def one_cell(each):
    return Sheet("表", Grid("", "", (GridColumn("甲"),), ((each,),)))


def test_the_layout_of_the_form(book, grid):
    sheet = book(Sheet("表1", grid, title="表1 计分卡", notes=("注：年度数。",))).active
    assert [[each.value for each in row] for row in sheet.iter_rows()] == [
        ["表1 计分卡", None, None, None],
        ["单位：见表", None, None, None],
        ["指标", "单位", "数值", None],
        [None, None, "2023年", "2024年"],
        ["毕业生", "人", 10421, 9876],
        [None, "%", 95.43, 96],
        ["合计", None, None, 17.6],
        ["注：年度数。", None, None, None],
    ]
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:D1", "A2:D2", "A3:A4", "B3:B4", "C3:D3", "A5:A6", "A7:B7", "A8:D8"}


def test_numbers_are_numbers_with_the_format_they_are_printed_in(book, grid):
    sheet = book(Sheet("表1", grid)).active
    shown = {each.coordinate: (each.data_type, each.number_format) for row in sheet["C5:D7"] for each in row if each.value is not None}
    assert shown == {"C5": ("n", "0"), "D5": ("n", "0"), "C6": ("n", "0.00"), "D6": ("n", "0.00"), "D7": ("n", '0.0":1"')}


def test_the_print_set_up(book, grid):
    sheet = book(Sheet("表1", replace(grid, landscape=True))).active
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "A5"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (9, "landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.center.text
    assert sheet["C7"].border.left.style == "thin"


@pytest.mark.parametrize("text", ["=SUM(A1:A9)", "+1", "-1", "@sum", '=cmd|"/c calc"!A1', "\t=1"])
def test_text_never_becomes_a_formula(book, text):
    each = book(one_cell(cell(text))).active["A2"]
    assert (each.value, each.data_type) == (text, "s")
    assert each.quotePrefix


def test_more_digits_than_excel_keeps_stay_text(book):
    each = book(one_cell(Cell(text_runs("1234567890123456"), number=Decimal(1234567890123456)))).active["A2"]
    assert each.value == "1234567890123456"
    assert each.data_type == "s"


def test_characters_no_workbook_can_hold_are_left_out(book):
    assert book(one_cell(cell("甲\x07乙"))).active["A2"].value == "甲乙"


def test_a_gap_is_coloured_and_a_difference_has_its_comment(book):
    gap = Cell((Run("〔缺：甲〕", FigureMark("M", FigureState.MISSING)),))
    assert book(one_cell(gap)).active["A2"].fill.fgColor.rgb == "00FFF3B0"
    differs = Cell((Run("12", FigureMark("D", FigureState.DIFFERS)),), number=Decimal(12))
    assert book(one_cell(differs), comments={"D": "填报为13。"}).active["A2"].comment.text == "填报为13。"


def test_names_of_sheets_are_made_acceptable(book, grid):
    long = "部门整体支出绩效目标申报表（二〇二四年度）：产出指标、效益指标与满意度指标"
    assert book(Sheet("表2/宽[1]", grid), Sheet(long, grid), Sheet(long, grid), Sheet("", grid)).sheetnames == ["表2 宽 1", long[:31], f"{long[:29]}_2", "表"]


def test_charts_stand_below_their_values(book, grid):
    kinds = [ChartBlock("", "图", kind, ("甲", "乙"), (Series("=人数", (Decimal("1.5"), None)),), "人") for kind in ChartKind]
    sheet = book(Sheet("表1", grid), charts=tuple(kinds))["图表"]
    assert len(sheet._charts) == len(ChartKind)
    assert [[each.value for each in row] for row in sheet["A1:B4"]] == [["图（人）", None], [None, "=人数"], ["甲", 1.5], ["乙", None]]
    assert sheet["B2"].data_type == "s"


def test_nothing_is_left_behind_where_writing_fails(tmp_path, grid):
    (tmp_path / "out.xlsx").mkdir()
    with pytest.raises(GoujiError, match="P20"):
        write((Sheet("表", grid),), tmp_path / "out.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == ["out.xlsx"]
