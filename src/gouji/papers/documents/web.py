"""HTML: headings, paragraphs, lists and tables with their spans; scripts, styles and what is hidden are left out."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

import lxml.html
from lxml import etree

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.documents.assembly import assembled
from gouji.papers.documents.assembly import check_size
from gouji.papers.documents.grids import stripped
from gouji.papers.documents.grids import table_of
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Cell
from gouji.papers.documents.model import Document
from gouji.papers.documents.model import SourcePlace
from gouji.papers.documents.plain import decoded
from gouji.papers.documents.shapes import shape_of

_DROPPED = {"script", "style", "head", "template", "svg", "math", "noscript", "select", "iframe", "object", "textarea", "button"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_KINDS = {"li": BlockKind.ITEM, "caption": BlockKind.CAPTION, "figcaption": BlockKind.CAPTION}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_MOST_SPAN = 1_000


@dataclass(frozen=True, slots=True)
class LineAnchors:
    """From `starts[i]` on, the text stands in line `lines[i]` (from 1) of the file."""

    starts: array[int]
    lines: array[int]

    def place(self, offset: int) -> SourcePlace:
        """The line of the file."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        return SourcePlace(_("第 {number} 行").format(number=self.lines[index]) if self.lines else "")


@dataclass(slots=True)
class _Page:
    """What has been read; `start` = where the open block began."""

    path: str
    limits: Limits
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    start: int = 0
    cells: int = 0
    hidden: int = 0
    raw: list[tuple[int, int, str]] = field(default_factory=list)
    tables: dict[int, tuple[list[Cell], int, int, int]] = field(default_factory=dict)
    starts: array[int] = field(default_factory=lambda: array("i"))
    lines: array[int] = field(default_factory=lambda: array("i"))

    def add(self, text: str | None, element: etree._Element) -> None:
        """Append text with white space as a browser shows it."""
        words = _SPACE.sub(" ", text) if text else ""
        if words == " " and (not self.pieces or self.pieces[-1].endswith((" ", "\n", "\t"))):
            return
        if words:
            self.starts.append(self.length)
            self.lines.append(_line(element))
            self.separate(words)

    def separate(self, mark: str) -> None:
        """Append what the reader makes."""
        self.pieces.append(mark)
        self.length += len(mark)

    def flush(self, tag: str) -> None:
        """End the open block."""
        if self.length > self.start:
            self.raw.append((self.start, self.length, tag))
            self.separate("\n")
        self.start = self.length


def read_web(path: Path, limits: Limits) -> Document:
    """The HTML file at `path`. Raises D01 (no text), D03 (nothing to read), D06 (no HTML), D07 (too large)."""
    source, notices = decoded(path)
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", source, count=1).lstrip("\ufeff"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise GoujiError.of("D06", Place(str(path)), part="") from error
    page = _Page(str(path), limits)
    _walk(page, root, "")
    page.flush("")
    text = "".join(page.pieces).rstrip("\n")
    if not text.strip():
        raise GoujiError.of("D03", Place(str(path)))
    check_size(str(path), len(text), page.cells, limits)
    notices += (Problem("D21", Place(str(path)), {"count": page.hidden}),) if page.hidden else ()
    return Document(str(path), "html", text, assembled(text, list(_blocks(page, text))), notices, LineAnchors(page.starts, page.lines))


def _line(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 1


def _is_element(node: object) -> bool:
    """Comments and processing instructions have a function as their tag."""
    return isinstance(getattr(node, "tag", None), str)


def _walk(page: _Page, element: etree._Element, around: str) -> None:
    """Read an element without its tail; `around` = the tag of the innermost block around."""
    tag = element.tag
    if not _is_element(element) or tag in _DROPPED:
        return
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        page.hidden += 1
        return
    if tag == "table" and not _is_layout(element):
        page.flush(around)
        _table(page, element)
        return
    if tag == "br":
        page.separate("\n")
        return
    block = tag in _BLOCKS
    if block:
        page.flush(around)
    inner = tag if block else around
    page.add(element.text, element)
    for child in element:
        _walk(page, child, inner)
        page.add(child.tail, child)
    if block:
        page.flush(inner)


def _blocks(page: _Page, text: str) -> Iterator[Block]:
    for first, last, tag in page.raw:
        start, end = stripped(text, first, last)
        if first in page.tables and tag == "table":
            yield Block(BlockKind.TABLE, first, min(last, len(text)), table=table_of(text, *page.tables[first]))
        elif start < end:
            shape = shape_of(text[start:end])
            if len(tag) == len("h1") and tag[0] == "h" and tag[1].isdigit():
                yield Block(BlockKind.HEADING, start, end, int(tag[1]))
            else:
                kind = _KINDS.get(tag, shape.kind)
                yield Block(kind, start, end, shape.level if kind is BlockKind.HEADING else 0)


def _rows(table: etree._Element) -> list[etree._Element]:
    rows: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows += [row for row in child if row.tag == "tr"]
    return rows


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_layout(table: etree._Element) -> bool:
    """Whether the table only places things on the page: it holds other tables or headings, or has one column."""
    if any(True for inner in table.iter("table", "h1", "h2", "h3") if inner is not table):
        return True
    rows = [_cells(row) for row in _rows(table)]
    return all(len(row) <= 1 for row in rows)


def _table(page: _Page, table: etree._Element) -> None:
    for child in table:
        if child.tag == "caption":
            _walk(page, child, "caption")
    rows, start = _rows(table), page.length
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column → rows still covered from above
    marked = width = 0
    for number, row in enumerate(rows):
        column = _row(page, row, number, taken, cells, len(rows))
        width = max(width, column)
        around = row.getparent()
        header = (around is not None and around.tag == "thead") or all(cell.tag == "th" for cell in _cells(row))
        marked += header and marked == number and bool(_cells(row))
        page.separate("\n")
    if cells:
        page.tables[start] = (cells, len(rows), width, marked)
        page.raw.append((start, max(cell.end for cell in cells), "table"))
    page.start = page.length


def _row(page: _Page, row: etree._Element, number: int, taken: dict[int, int], cells: list[Cell], rows: int) -> int:
    """Read a row; returns the column after its last. Cells that reach down from above are stepped over."""
    column, covered = 0, dict(taken)
    for cell in _cells(row):
        while covered.get(column):
            column += 1
        if page.length > page.start and cell is not _cells(row)[0]:
            page.separate("\t")
        columns, down = _span(cell, "colspan"), min(_span(cell, "rowspan"), rows - number)
        start = page.length
        _cell(page, cell)
        cells.append(Cell(start, page.length, number, column, down, columns))
        page.cells += 1
        check_size(page.path, page.length, page.cells, page.limits)
        taken.update(dict.fromkeys(range(column, column + columns), down))
        column += columns
    for place in list(taken):
        taken[place] -= 1
        if not taken[place]:
            del taken[place]
    return column


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isascii() and value.isdigit() and len(value) < len(str(_MOST_SPAN)) + 1 else 1


def _cell(page: _Page, element: etree._Element) -> None:
    """The text of a cell, its paragraphs as lines."""
    tag = element.tag
    if not _is_element(element) or tag in _DROPPED:
        return
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        page.hidden += 1
        return
    if tag == "br" or (tag in _BLOCKS and tag not in {"td", "th"} and page.pieces and not page.pieces[-1].endswith(("\n", "\t"))):
        page.separate("\n")
    page.add(element.text, element)
    for child in element:
        _cell(page, child)
        page.add(child.tail, child)
