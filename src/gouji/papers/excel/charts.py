"""Native Excel charts: their values stand above them, where a reader can follow and change them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.chart import BarChart
from openpyxl.chart import LineChart
from openpyxl.chart import PieChart
from openpyxl.chart import Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from gouji.papers.blocks import Cell
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.charts import SERIES_COLOURS
from gouji.papers.charts import number_format
from gouji.papers.excel.cells import put
from gouji.papers.excel.cells import put_text
from gouji.papers.excel.sheet import HEADER_FONT
from gouji.papers.excel.sheet import set_up_paper

_HEIGHT = 7.5  # centimetres
_WIDTH = 16.0
_BAR_HEIGHT = 0.55  # what a horizontal bar with its name takes
_TALLEST = 18.0
_ROW = 0.53  # height of a row
_PAGE = 58  # rows that fit on a printed page


def draw_charts(sheet: Worksheet, charts: tuple[ChartBlock, ...]) -> None:
    """Draw charts on an empty worksheet, each below its own values; none is cut in two by a page end."""
    row = used = 1
    for chart in charts:
        rows = len(chart.categories) + 5 + int(_height(chart) / _ROW)
        if used + rows > _PAGE and used > 1:
            sheet.row_breaks.append(Break(id=row - 1))
            used = 1
        _write_values(sheet, chart, row)
        sheet.add_chart(_chart(sheet, chart, row + 1), f"A{row + len(chart.categories) + 3}")
        row += rows + 1
        used += rows + 1
    sheet.column_dimensions["A"].width = 36
    set_up_paper(sheet, landscape=False)


def _write_values(sheet: Worksheet, chart: ChartBlock, row: int) -> None:
    """Title, then a row of series names, then a row per category; all numbers with the decimals of the finest."""
    put_text(_cell(sheet, row, 1), f"{chart.caption}（{chart.unit}）" if chart.unit else chart.caption)
    _cell(sheet, row, 1).font = HEADER_FONT
    shown = number_format(chart.series)
    for column, series in enumerate(chart.series, start=2):
        put_text(_cell(sheet, row + 1, column), series.name)
        for position, value in enumerate(series.values):
            if value is not None:
                put(_cell(sheet, row + 2 + position, column), Cell(number=value, number_format=shown))
    for position, category in enumerate(chart.categories):
        put_text(_cell(sheet, row + 2 + position, 1), category)


def _cell(sheet: Worksheet, row: int, column: int) -> ExcelCell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, ExcelCell)  # nothing is merged on this sheet
    return cell


def _chart(values: Worksheet, chart: ChartBlock, header: int) -> Any:
    drawn = _KINDS[chart.kind]()
    last = header + len(chart.categories)
    columns = 2 if chart.kind == ChartKind.PIE else len(chart.series) + 1
    drawn.add_data(Reference(values, min_col=2, max_col=columns, min_row=header, max_row=last), titles_from_data=True)
    drawn.set_categories(Reference(values, min_col=1, min_row=header + 1, max_row=last))
    drawn.title = chart.caption
    drawn.height, drawn.width = _height(chart), _WIDTH
    drawn.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=chart.kind == ChartKind.PIE)
    if chart.kind == ChartKind.PIE:
        drawn.series[0].dPt = [_slice(number) for number in range(len(chart.categories))]
        return drawn
    drawn.y_axis.title = chart.unit or None
    drawn.x_axis.delete = drawn.y_axis.delete = False
    if chart.kind == ChartKind.BAR:
        drawn.x_axis.tickLblSkip = 1  # no name of a bar is left out
    if chart.kind != ChartKind.LINE and all(value is None or value >= 0 for series in chart.series for value in series.values):
        drawn.y_axis.scaling.min = 0  # the length of a bar is what the reader compares
    if len(chart.series) == 1:
        drawn.legend = None
    for number, series in enumerate(drawn.series):
        _colour(series, chart.kind, SERIES_COLOURS[number % len(SERIES_COLOURS)].lstrip("#"))
    return drawn


def _height(chart: ChartBlock) -> float:
    """The height of a chart in centimetres; horizontal bars need room for every name."""
    bars = len(chart.categories) * len(chart.series) if chart.kind == ChartKind.BAR else 0
    return min(max(_HEIGHT, 2.5 + bars * _BAR_HEIGHT), _TALLEST)


def _slice(number: int) -> Any:
    point = DataPoint(idx=number)
    point.graphicalProperties.solidFill = SERIES_COLOURS[number % len(SERIES_COLOURS)].lstrip("#")
    return point


def _colour(series: Any, kind: ChartKind, colour: str) -> None:
    if kind == ChartKind.LINE:
        series.graphicalProperties.line.solidFill = colour
        series.smooth = False
    else:
        series.graphicalProperties.solidFill = colour


def _bar(direction: str) -> Callable[[], Any]:
    def make() -> Any:
        chart = BarChart()
        chart.type = direction
        chart.gapWidth = 80
        if direction == "bar":
            chart.x_axis.scaling.orientation = "maxMin"
            chart.y_axis.crosses = "max"
        return chart

    return make


_KINDS: dict[ChartKind, Callable[[], Any]] = {ChartKind.COLUMN: _bar("col"), ChartKind.BAR: _bar("bar"), ChartKind.LINE: LineChart, ChartKind.PIE: PieChart}
