"""Paragraphs and tables of a DOCX in reading order: spans resolved to one cell, tables in tables inside their cell, text boxes after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from lxml import etree

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.documents.docx_runs import ALTERNATE
from gouji.papers.documents.docx_runs import P
from gouji.papers.documents.docx_runs import T
from gouji.papers.documents.docx_runs import Walk
from gouji.papers.documents.docx_runs import read_runs
from gouji.papers.documents.docx_styles import PLAIN
from gouji.papers.documents.docx_styles import VAL
from gouji.papers.documents.docx_styles import Style
from gouji.papers.documents.docx_styles import W
from gouji.papers.documents.docx_styles import child
from gouji.papers.documents.docx_styles import is_on
from gouji.papers.documents.docx_styles import outline_level
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Cell

TABLE = f"{W}tbl"
_ROW, _CELL = f"{W}tr", f"{W}tc"
_ROW_PROPERTIES, _CELL_PROPERTIES, _MERGE = f"{W}trPr", f"{W}tcPr", f"{W}vMerge"
_SPAN, _BEFORE, _HEADER, _DELETED = f"{W}gridSpan", f"{W}gridBefore", f"{W}tblHeader", f"{W}del"
_PARAGRAPH_STYLE, _NUMBERED, _MARK_DELETED = f"{W}pStyle", f"{W}numPr", f"{W}rPr/{W}del"
_IN_CELLS = {P, TABLE}
_AROUND = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"}
_GONE = {f"{W}del", f"{W}moveFrom"}
_MOST_SPAN = 1_000


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block before its text is known as a whole: `kind` None = its style and shape decide; `marked` = header rows by the source."""

    start: int
    end: int
    style: Style
    kind: BlockKind | None = None
    cells: tuple[Cell, ...] = ()
    rows: int = 0
    columns: int = 0
    marked: int = 0


@dataclass(slots=True)
class Blocks:
    """What has been read. `open_start` is where a paragraph began whose mark is deleted, so that the next one continues it."""

    walk: Walk
    path: str
    limits: Limits
    found: list[RawBlock] = field(default_factory=list)
    cells: int = 0
    open_start: int = -1
    kind: BlockKind | None = None


def read_block(blocks: Blocks, element: etree._Element, depth: int = 0) -> None:
    """Read a paragraph, a table, or what stands around them; text boxes met come after. D07, D10 where limits are passed."""
    _read(blocks, element, depth)
    while blocks.walk.boxes:
        _read_boxes(blocks, depth)


def _read(blocks: Blocks, element: etree._Element, depth: int) -> None:
    tag = element.tag
    if tag == P:
        _paragraph(blocks, element)
    elif tag == TABLE:
        _table(blocks, element, depth)
    elif tag in _AROUND:
        for each in element:
            _read(blocks, each, depth)
    elif tag == ALTERNATE:
        _alternate(blocks, element, depth)
    elif tag in _GONE:
        blocks.walk.skip(element)


def _alternate(blocks: Blocks, element: etree._Element, depth: int) -> None:
    chosen = False
    for each in element:
        if chosen:
            blocks.walk.skip(each)
        else:
            for inner in each:
                _read(blocks, inner, depth)
        chosen = True


def _read_boxes(blocks: Blocks, depth: int) -> None:
    """Read the text boxes kept, with the counts they had; what they hold in turn is kept again."""
    _check_depth(blocks, depth)
    walk = blocks.walk
    boxes, walk.boxes = walk.boxes, []
    after, kind, fields = (walk.paragraphs, walk.runs), blocks.kind, walk.fields
    blocks.kind = kind or BlockKind.TEXTBOX
    for box, paragraphs, runs in boxes:
        walk.paragraphs, walk.runs, walk.fields = paragraphs, runs, []
        for each in box:
            read_block(blocks, each, depth + 1)
    walk.paragraphs, walk.runs = after
    walk.fields, blocks.kind = fields, kind


def _paragraph(blocks: Blocks, element: etree._Element) -> None:
    walk = blocks.walk
    walk.begin_paragraph()
    start = walk.gatherer.length if blocks.open_start < 0 else blocks.open_start
    properties = read_runs(walk, element)
    blocks.open_start = -1
    if properties is not None and properties.find(_MARK_DELETED) is not None:
        blocks.open_start = start
    elif walk.gatherer.length > start:
        blocks.found.append(RawBlock(start, walk.gatherer.length, _style(walk, properties), blocks.kind))
        walk.gatherer.separate("\n")


def _style(walk: Walk, properties: etree._Element | None) -> Style:
    """The paragraph's style, what its own properties say first."""
    if properties is None:
        return PLAIN
    named = child(properties, _PARAGRAPH_STYLE)
    style = PLAIN if named is None else walk.styles.get(named.get(VAL, ""), PLAIN)
    level = outline_level(properties)
    if level and style.kind is None:
        style = replace(style, kind=BlockKind.HEADING, level=level)
    return replace(style, listed=True) if child(properties, _NUMBERED) is not None else style


@dataclass(slots=True)
class _Grid:
    """A table while it is read; `above` = index of the cell that covers a column from above, by column."""

    cells: list[Cell] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)
    columns: int = 0
    marked: int = 0


def _table(blocks: Blocks, element: etree._Element, depth: int) -> None:
    _check_depth(blocks, depth)
    rows = list(_inside(element, _ROW))
    if _is_frame(rows):
        for row in rows:
            for cell in _inside(row, _CELL):
                for each in cell:
                    _read(blocks, each, depth + 1)
        return
    gatherer = blocks.walk.gatherer
    start, grid, number = gatherer.length, _Grid(), 0
    for row in rows:
        number += _row(blocks, row, grid, number, depth)
    if grid.cells:
        end = max(cell.end for cell in grid.cells)
        blocks.found.append(RawBlock(start, end, PLAIN, BlockKind.TABLE, tuple(grid.cells), number, grid.columns, grid.marked))


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those in content controls."""
    for each in element:
        tag = each.tag
        if tag == wanted:
            yield each
        elif tag in _AROUND:
            yield from _inside(each, wanted)


def _is_frame(rows: list[etree._Element]) -> bool:
    """Whether the table is only a frame around prose: it has but one column."""
    return bool(rows) and all(len(list(_inside(row, _CELL))) <= 1 for row in rows)


def _length(cell: etree._Element) -> int:
    return sum(len(text.text or "") for text in cell.iter(T))


def _row(blocks: Blocks, element: etree._Element, grid: _Grid, number: int, depth: int) -> int:
    """Read a row; returns how many rows it adds: none where its deletion is tracked."""
    properties = child(element, _ROW_PROPERTIES)
    if child(properties, _DELETED) is not None:
        blocks.walk.deleted += 1
        blocks.walk.skip(element)
        return 0
    column = _number(properties, _BEFORE, 0)
    if is_on(child(properties, _HEADER)) and grid.marked == number:
        grid.marked += 1
    gatherer, first = blocks.walk.gatherer, True
    for cell in _inside(element, _CELL):
        if not first:
            gatherer.separate("\t")
        column += _cell(blocks, cell, grid, (number, column), depth)
        first = False
    gatherer.separate("\n")
    grid.columns = max(grid.columns, column)
    return 1


def _cell(blocks: Blocks, element: etree._Element, grid: _Grid, place: tuple[int, int], depth: int) -> int:
    """Read a cell; returns the columns it covers. A cell that continues the one above enlarges that one instead."""
    properties = child(element, _CELL_PROPERTIES)
    (row, column), span = place, _number(properties, _SPAN, 1)
    merge = child(properties, _MERGE)
    if merge is not None and merge.get(VAL, "continue") != "restart" and column in grid.above:
        above = grid.cells[grid.above[column]]
        grid.cells[grid.above[column]] = replace(above, row_span=row - above.row + 1)
        blocks.walk.hidden += _length(element) > 0
        blocks.walk.skip(element)
        return span
    start = blocks.walk.gatherer.length
    _content(blocks, element, depth)
    for covered in range(column, column + span):
        grid.above.pop(covered, None)
    if merge is not None:
        grid.above[column] = len(grid.cells)
    grid.cells.append(Cell(start, blocks.walk.gatherer.length, row, column, 1, span))
    blocks.cells += 1
    if blocks.cells > blocks.limits.cells or blocks.walk.gatherer.length > blocks.limits.text:
        raise _too_long(blocks)
    return span


def _content(blocks: Blocks, element: etree._Element, depth: int) -> None:
    """The text of a cell: its paragraphs and those of tables in it, line by line."""
    gatherer = blocks.walk.gatherer
    start = gatherer.length
    for each in _contents(element):
        if gatherer.length > start and gatherer.pieces[-1] != "\n":
            gatherer.separate("\n")
        if each.tag == P:
            blocks.walk.begin_paragraph()
            read_runs(blocks.walk, each)
        else:
            _nested(blocks, each, depth + 1)


def _contents(element: etree._Element) -> Iterator[etree._Element]:
    for each in element:
        tag = each.tag
        if tag in _IN_CELLS:
            yield each
        elif tag in _AROUND:
            yield from _contents(each)


def _nested(blocks: Blocks, element: etree._Element, depth: int) -> None:
    """A table in a cell: its texts once, cells and rows apart, without a structure of its own."""
    _check_depth(blocks, depth)
    for number, row in enumerate(_inside(element, _ROW)):
        if number:
            blocks.walk.gatherer.separate("\n")
        for position, cell in enumerate(_inside(row, _CELL)):
            if position:
                blocks.walk.gatherer.separate("\t")
            _content(blocks, cell, depth)


def _number(properties: etree._Element | None, tag: str, default: int) -> int:
    found = child(properties, tag)
    value = "" if found is None else found.get(VAL, "")
    return min(int(value), _MOST_SPAN) if value.isascii() and value.isdigit() and len(value) < 10 else default  # noqa: PLR2004


def _check_depth(blocks: Blocks, depth: int) -> None:
    if depth > blocks.limits.depth:
        raise GoujiError.of("D10", Place(blocks.path), limit=blocks.limits.depth)


def _too_long(blocks: Blocks) -> GoujiError:
    limits, length = blocks.limits, blocks.walk.gatherer.length
    return GoujiError.of("D07", Place(blocks.path), text=length, cells=blocks.cells, limit_text=limits.text, limit_cells=limits.cells)
