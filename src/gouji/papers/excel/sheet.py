"""A sheet in the layout of an issued form: title, unit note, header, rows, notes, ready to print on A4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.styles import Border
from openpyxl.styles import Font
from openpyxl.styles import PatternFill
from openpyxl.styles import Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from gouji.papers.blocks import Align
from gouji.papers.blocks import Cell
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import header_rows
from gouji.papers.excel.cells import put
from gouji.papers.excel.cells import put_text

_WIDTH = {False: Decimal(92), True: Decimal(136)}  # characters across A4 upright and across
_THIN = Side(style="thin", color="000000")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE = Font(name="方正小标宋简体", size=16)
HEADER_FONT = Font(name="黑体", size=10.5)
_TEXT = Font(name="宋体", size=10.5)
_BOLD = Font(name="宋体", size=10.5, bold=True)
_SHADE = PatternFill("solid", fgColor="EEF2F7")
_GAP = PatternFill("solid", fgColor="FFF3B0")
_HORIZONTAL = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_LINE = 15  # points a line of 10.5-point text takes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, one grid, the title above it (default: label and caption of the grid), notes below."""

    name: str
    grid: Grid
    title: str = ""
    notes: tuple[str, ...] = ()


def draw(target: Worksheet, sheet: Sheet, comments: Mapping[str, str]) -> None:
    """Draw the sheet on an empty worksheet. `comments` gives cell comments by figure id."""
    grid = sheet.grid
    count = max(1, len(grid.columns))
    widths = _set_widths(target, grid)
    row = _full_row(target, 1, sheet.title or f"{grid.label} {grid.caption}".strip(), _TITLE, "center", count)
    if grid.note:
        row = _full_row(target, row, grid.note, _TEXT, "right", count)
    header = header_rows(grid)
    painter = _Painter(target, grid, widths, comments)
    top = painter.rows(header, row, header=True)
    last = painter.rows(grid.rows, top)
    for note in sheet.notes:
        last = _full_row(target, last, note, _TEXT, "left", count)
    set_up_paper(target, landscape=grid.landscape)
    _keep_header(target, row, top)


def _set_widths(target: Worksheet, grid: Grid) -> list[Decimal]:
    total = sum((column.width for column in grid.columns), Decimal()) or Decimal(1)
    widths = [max(Decimal(4), column.width * _WIDTH[grid.landscape] / total) for column in grid.columns]
    for number, width in enumerate(widths, start=1):
        target.column_dimensions[get_column_letter(number)].width = round(width, 2).__float__()
    return widths


def _full_row(target: Worksheet, row: int, text: str, font: Font, horizontal: str, count: int) -> int:
    """A row of text across the whole table; gives the next row. Nothing for an empty text."""
    if not text:
        return row
    cell = target.cell(row, 1)
    assert isinstance(cell, ExcelCell)  # nothing is merged yet in this row
    put_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    if count > 1:
        target.merge_cells(start_row=row, start_column=1, end_row=row, end_column=count)
    target.row_dimensions[row].height = 30 if font is _TITLE else _LINE * (1 + len(text) // 44)
    return row + 1


@dataclass(frozen=True, slots=True)
class _Painter:
    target: Worksheet
    grid: Grid
    widths: list[Decimal]
    comments: Mapping[str, str]

    def rows(self, rows: tuple[tuple[Cell, ...], ...], first: int, *, header: bool = False) -> int:
        """Paint rows from row `first` on; gives the row after the last."""
        covered: set[tuple[int, int]] = set()
        totals = len(rows) if header else len(rows) - self.grid.totals
        for number, cells in enumerate(rows):
            row, column, lines = first + number, 1, 1
            for cell in cells:
                while (row, column) in covered:
                    column += 1
                if column > len(self.widths):
                    break
                self.cell(row, column, cell, header=header, bold=number >= totals)
                covered |= self.span(row, column, cell, first + len(rows) - 1)
                lines = max(lines, self.lines(cell, column))
                column += cell.column_span
            self.target.row_dimensions[row].height = max(18, lines * _LINE + 4)
        for row in range(first, first + len(rows)):
            for column in range(1, len(self.widths) + 1):
                self.target.cell(row, column).border = _BORDER
        return first + len(rows)

    def cell(self, row: int, column: int, cell: Cell, *, header: bool, bold: bool) -> None:
        target = self.target.cell(row, column)
        assert isinstance(target, ExcelCell)  # covered cells were skipped
        put(target, cell)
        align = cell.align or (Align.CENTRE if header or cell.column_span >= len(self.widths) > 1 else self.grid.columns[column - 1].align)
        target.alignment = Alignment(horizontal=_HORIZONTAL[align], vertical="center", wrap_text=True, indent=cell.indent)
        target.font = HEADER_FONT if header else _BOLD if bold or cell.bold else _TEXT
        states = {run.figure.state for run in cell.runs if run.figure}
        if header or FigureState.MISSING in states:
            target.fill = _SHADE if header else _GAP
        notes = [self.comments[run.figure.id] for run in cell.runs if run.figure and run.figure.id in self.comments]
        if notes:
            target.comment = Comment("\n".join(notes), "勾稽", width=320, height=140)

    def span(self, row: int, column: int, cell: Cell, last_row: int) -> set[tuple[int, int]]:
        """Merge what the cell spans, within the table; gives the places it covers."""
        bottom = min(row + cell.row_span - 1, last_row)
        right = min(column + cell.column_span - 1, len(self.widths))
        if bottom > row or right > column:
            self.target.merge_cells(start_row=row, start_column=column, end_row=bottom, end_column=right)
        return {(each, other) for each in range(row, bottom + 1) for other in range(column, right + 1)}

    def lines(self, cell: Cell, column: int) -> int:
        """How many lines the text takes; Excel does not fit the height of merged cells by itself, so we do. Chinese counts double."""
        if cell.row_span > 1:
            return 1
        width = sum(self.widths[column - 1 : column - 1 + cell.column_span], Decimal()) - cell.indent * 2 - 1
        return sum(1 + int((_length(line) - 1) // max(width, Decimal(4))) for line in cell.text.split("\n") if line) or 1


def _length(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def set_up_paper(target: Worksheet, *, landscape: bool) -> None:
    """A4, as wide as the page and as many pages long as it takes, page numbers at the foot."""
    target.page_setup.paperSize = 9  # A4
    target.page_setup.orientation = "landscape" if landscape else "portrait"
    target.page_setup.fitToWidth = 1
    target.page_setup.fitToHeight = 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.print_options.horizontalCentered = True
    target.page_margins.left = target.page_margins.right = 0.6
    footer = target.oddFooter
    assert footer is not None  # openpyxl gives every new sheet one
    footer.center.text = "第 &P 页  共 &N 页"


def _keep_header(target: Worksheet, header: int, body: int) -> None:
    """Header rows on every printed page, and in view when scrolling."""
    if body > header:
        target.print_title_rows = f"{header}:{body - 1}"
    target.freeze_panes = f"A{body}"
