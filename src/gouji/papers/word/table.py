"""A grid as a Word table: full width, repeated header rows, rows that do not split, merged cells."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gouji.papers.blocks import Align
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import header_rows
from gouji.papers.placement import Placed
from gouji.papers.placement import alignment
from gouji.papers.placement import placed
from gouji.papers.word.markup import paragraph_xml
from gouji.papers.word.markup import runs_xml

_JC = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
    for side, size in (("top", 8), ("left", 4), ("bottom", 8), ("right", 4), ("insideH", 4), ("insideV", 4))
)
_MARGINS = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
_NUMBER = re.compile(r"[（(]?[\d.,:%+-]*\d[\d.,:%+-]*[）)]?")  # a bracket stays on the line of its number
_DIGIT = 112  # twentieths of a point: a digit of the 10.5-point text, bold
_PADDING = 140  # the margins of a cell and its lines
_WITH_TOTAL = 2  # rows
_HEADER_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F7"/>'


def table_xml(grid: Grid, width: int, style: str, commented: Container[str] = ()) -> str:
    """The `w:tbl` element of a grid, `width` twentieths of a point wide, its text in the style with identifier `style`."""
    header = header_rows(grid)
    widths = fitted(column_widths(grid.columns, width), _needs(grid))
    first_total = len(grid.rows) - grid.totals
    writer = _Writer(grid, widths, style, commented)
    head = [writer.row(row, header=True) for row in placed(header, len(widths))]
    # The rows before a total stay on its page: a total alone on a page says nothing.
    held = range(first_total - _WITH_TOTAL, len(grid.rows) - 1) if grid.totals else range(0)
    body = [writer.row(row, bold=number >= first_total, held=number in held) for number, row in enumerate(placed(grid.rows, len(widths)))]
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}<w:tblLook w:val="0420"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(head)}{"".join(body)}</w:tbl>'
    )


def column_widths(columns: tuple[GridColumn, ...], width: int) -> list[int]:
    """The widths of the columns in whole units: shares of `width` that add up to it exactly."""
    total = sum((column.width for column in columns), Decimal()) or Decimal(1)
    ends = [0]
    share = Decimal()
    for column in columns:
        share += column.width
        ends.append(int(share * width / total))
    return [end - start for start, end in pairwise(ends)]


def fitted(widths: list[int], needs: list[int]) -> list[int]:
    """The widths, changed so that every column gets what it needs where others can spare it: a number is never broken in two."""
    lacking = sum(max(0, need - width) for width, need in zip(widths, needs, strict=True))
    spare = [max(0, width - need) for width, need in zip(widths, needs, strict=True)]
    if not lacking or sum(spare) < lacking:
        return widths
    result = [max(width, need) for width, need in zip(widths, needs, strict=True)]
    ends = [lacking * sum(spare[: number + 1]) // sum(spare) for number in range(len(spare))]
    return [width - (end - before) for width, before, end in zip(result, [0, *ends], ends, strict=False)]


def _needs(grid: Grid) -> list[int]:
    """What the longest number of each column takes, in twentieths of a point."""
    needs = [0] * len(grid.columns)
    for place in (place for row in placed(grid.rows, len(needs)) for place in row):
        if place.columns == 1 and not place.continued:
            longest = max(map(_half_characters, _NUMBER.findall(place.cell.text)), default=0)
            needs[place.column] = max(needs[place.column], longest * _DIGIT + _PADDING if longest else 0)
    return needs


def _half_characters(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


@dataclass(frozen=True, slots=True)
class _Writer:
    grid: Grid
    widths: list[int]
    style: str
    commented: Container[str]

    def row(self, places: list[Placed], *, header: bool = False, bold: bool = False, held: bool = False) -> str:
        cells = "".join(self.cell(place, header=header, bold=bold, held=held or header) for place in places)
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"

    def cell(self, place: Placed, *, header: bool, bold: bool, held: bool) -> str:
        width = sum(self.widths[place.column : place.column + place.columns])
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        properties += f'<w:gridSpan w:val="{place.columns}"/>' if place.columns > 1 else ""
        if place.continued or place.rows > 1:
            properties += "<w:vMerge/>" if place.continued else '<w:vMerge w:val="restart"/>'
        properties += (_HEADER_SHADE if header else "") + '<w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{self.text(place, header=header, bold=bold, held=held)}</w:tc>"

    def text(self, place: Placed, *, header: bool, bold: bool, held: bool) -> str:
        content = "" if place.continued else runs_xml(place.cell.runs, self.commented, bold=bold or header or place.cell.bold)
        align = alignment(place, self.grid, header=header)
        indent = f'<w:ind w:leftChars="{place.cell.indent * 100}" w:left="{place.cell.indent * 210}"/>' if place.cell.indent else ""
        return paragraph_xml(self.style, content, f'{"<w:keepNext/>" if held else ""}{indent}<w:jc w:val="{_JC[align]}"/>')
