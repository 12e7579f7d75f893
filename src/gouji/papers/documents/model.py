"""A document that somebody else wrote, as one text with structure laid over it. Everything refers to code-point offsets in `Document.text`.

Every number of the source stands exactly once in the text; blocks are in reading order and do not overlap; cells are stretches of the
same text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple
from typing import Protocol

from gouji.messages import Problem
from gouji.messages import translate as _


class BlockKind(StrEnum):
    """What a stretch of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CONTENTS = "contents"  # a line of the table of contents
    PAGE_HEADER = "page_header"
    PAGE_FOOTER = "page_footer"
    TEXTBOX = "textbox"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its stretch of the text, its place (rows and columns from 0) and how many rows and columns it covers."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    number_format: str = ""  # as Excel writes it ("0.00%"); only in workbooks


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table in reading order, empty ones included; a header repeated after a page end is none of them. `caption` is
    the index of the caption's block, `number` counts the tables of the document from 1.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int
    caption: int | None = None
    number: int = 0


_CAPTION_NUMBER = re.compile(r"\s*[一-鿿]{0,2}表\s*[0-9]{1,3}(?:[-.—–][0-9]{1,3}){0,3}")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with its kind; `level` from 1 for headings (0: unknown), `table` for tables only."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: Table | None = None


class Box(NamedTuple):
    """A rectangle on a page in points (1/72 inch), the origin below left as in PDF."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where a character stands in the source; what a format does not know stays empty. `words` are for people.

    DOCX: `part` (“word/document.xml”), `paragraph` and `run` = positions among all w:p and all w:r of the part in document order, from 0,
    and `offset` = code points before it in the run's text (w:t as they are, w:tab, w:br, w:cr, w:noBreakHyphen as one character each, other
    children none).
    PDF: `page` from 1, `offset` = index of the character on pdfium's text page, `box` = its rectangle.
    XLSX: `sheet`, `cell` (“C5”), `offset` inside the cell's text. Text: `offset` = code points before it in the file as read. HTML: the
    line, in `words`.
    """

    words: str = ""
    page: int = 0
    box: Box | None = None
    part: str = ""
    paragraph: int = -1
    run: int = -1
    sheet: str = ""
    cell: str = ""
    offset: int = 0


class Anchors(Protocol):
    """What a reader knows of where its text came from."""

    def place(self, offset: int) -> SourcePlace:
        """The place of the character at `offset`; of the one before it where the reader itself made the character (tabs, line ends)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `format` is "docx", "pdf", "xlsx", "html", "markdown" or "text"; `notices` say what was skipped or converted."""

    path: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    notices: tuple[Problem, ...]
    anchors: Anchors

    def block_at(self, offset: int) -> int | None:
        """The index of the block in which the character at `offset` stands; None between blocks."""
        index = bisect_right(self.blocks, offset, key=_block_start) - 1
        return index if index >= 0 and offset < self.blocks[index].end else None

    def caption_number(self, table: Table) -> str:
        """The number printed in the caption of a table (表4-1), by which a reader finds it; empty without one."""
        if table.caption is None:
            return ""
        caption = self.blocks[table.caption]
        found = _CAPTION_NUMBER.match(self.text, caption.start, caption.end)
        return " ".join(found[0].split()) if found else ""

    def place(self, offset: int) -> SourcePlace:
        """Where the character at `offset` stands in the source, with words for people: “第 3 页”, “表 2 第 4 行第 2 列”, “Sheet1!C5”."""
        place = self.anchors.place(offset)
        index = self.block_at(offset)
        table = self.blocks[index].table if index is not None else None
        if table is None or place.cell:
            return place
        cell = cell_at(table, offset)
        if cell is None:
            return place
        named = self.caption_number(table)
        words = _("第 {row} 行第 {column} 列").format(row=cell.row + 1, column=cell.column + 1)
        words = f"{named} {words}" if named else _("表 {number} 第 {row} 行第 {column} 列").format(number=table.number, row=cell.row + 1, column=cell.column + 1)
        counted = place.paragraph >= 0  # in Word nobody can count paragraphs of cells
        return replace(place, words=words if counted else f"{place.words} {words}".strip())


def cell_at(table: Table, offset: int) -> Cell | None:
    """The cell in whose stretch the offset lies (its end included); None elsewhere: a header repeated after a page end is in no cell."""
    index = bisect_right(table.cells, offset, key=_cell_start) - 1
    return table.cells[index] if index >= 0 and offset <= table.cells[index].end else None


def _block_start(block: Block) -> int:
    return block.start


def _cell_start(cell: Cell) -> int:
    return cell.start
