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
from gouji.papers.placement import Placed
from gouji.papers.placement import alignment
from gouji.papers.placement import placed

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
    widths = _set_widths(target, grid)
    row = _full_row(target, 1, sheet.title or f"{grid.label} {grid.caption}".strip(), _TITLE, "center", grid)
    if grid.note:
        row = _full_row(target, row, grid.note, _TEXT, "right", grid)
    header = header_rows(grid)
    painter = _Painter(target, grid, widths, comments)
    top = painter.rows(header, row, header=True)
    last = painter.rows(grid.rows, top)
    for note in sheet.notes:
        last = _full_row(target, last, note, _TEXT, "left", grid)
    set_up_paper(target, landscape=grid.landscape)
    _keep_header(target, row, top)


def _set_widths(target: Worksheet, grid: Grid) -> list[Decimal]:
    total = sum((column.width for column in grid.columns), Decimal()) or Decimal(1)
    widths = [max(Decimal(4), column.width * _WIDTH[grid.landscape] / total) for column in grid.columns]
    for number, width in enumerate(widths, start=1):
        target.column_dimensions[get_column_letter(number)].width = round(width, 2).__float__()
    return widths


def _full_row(target: Worksheet, row: int, text: str, font: Font, horizontal: str, grid: Grid) -> int:
    """A row of text across the whole table; gives the next row. Nothing for an empty text."""
    if not text:
        return row
    count = max(1, len(grid.columns))
    cell = target.cell(row, 1)
    assert isinstance(cell, ExcelCell)  # nothing is merged yet in this row
    put_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    if count > 1:
        target.merge_cells(start_row=row, start_column=1, end_row=row, end_column=count)
    target.row_dimensions[row].height = 30 if font is _TITLE else _LINE * (1 + (_length(text) - 1) // int(_WIDTH[grid.landscape] - 4))
    return row + 1


@dataclass(frozen=True, slots=True)
class _Painter:
    target: Worksheet
    grid: Grid
    widths: list[Decimal]
    comments: Mapping[str, str]

    def rows(self, rows: tuple[tuple[Cell, ...], ...], first: int, *, header: bool = False) -> int:
        """Paint rows from row `first` on; gives the row after the last."""
        totals = len(rows) if header else len(rows) - self.grid.totals
        for number, places in enumerate(placed(rows, len(self.widths))):
            for place in places:
                if not place.continued:
                    self.cell(first + number, place, header=header, bold=number >= totals)
            self.target.row_dimensions[first + number].height = max(18, max(map(self.lines, places), default=1) * _LINE + 4)
        for row in range(first, first + len(rows)):
            for column in range(1, len(self.widths) + 1):
                self.target.cell(row, column).border = _BORDER
        return first + len(rows)

    def cell(self, row: int, place: Placed, *, header: bool, bold: bool) -> None:
        cell = place.cell
        target = self.target.cell(row, place.column + 1)
        assert isinstance(target, ExcelCell)  # continuations were skipped
        put(target, cell)
        align = alignment(place, self.grid, header=header)
        target.alignment = Alignment(horizontal=_HORIZONTAL[align], vertical="center", wrap_text=True, indent=cell.indent)
        target.font = HEADER_FONT if header else _BOLD if bold or cell.bold else _TEXT
        states = {run.figure.state for run in cell.runs if run.figure}
        if header or FigureState.MISSING in states:
            target.fill = _SHADE if header else _GAP
        notes = [self.comments[run.figure.id] for run in cell.runs if run.figure and run.figure.id in self.comments]
        if notes:
            target.comment = Comment("\n".join(notes), "勾稽", width=320, height=140)
        if place.rows > 1 or place.columns > 1:
            right = place.column + place.columns
            self.target.merge_cells(start_row=row, start_column=place.column + 1, end_row=row + place.rows - 1, end_column=right)

    def lines(self, place: Placed) -> int:
        """How many lines the text takes; Excel does not fit the height of merged cells by itself, so we do. Chinese counts double."""
        if place.continued or place.rows > 1:
            return 1
        width = sum(self.widths[place.column : place.column + place.columns], Decimal()) - place.cell.indent * 2 - 1
        return sum(1 + int((_length(line) - 1) // max(width, Decimal(4))) for line in place.cell.text.split("\n") if line) or 1


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
