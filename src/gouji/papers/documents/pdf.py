"""PDF with a text layer: lines in reading order become paragraphs, drawn tables become tables, heads and feet of pages are set apart.

Heads and feet of pages come last in the text, so that a paragraph or table that goes over a page end is one stretch.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from itertools import pairwise
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.documents.assembly import assembled
from gouji.papers.documents.assembly import check_size
from gouji.papers.documents.grids import table_of
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.lines import APART
from gouji.papers.documents.lines import Line
from gouji.papers.documents.lines import width
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Box
from gouji.papers.documents.model import Cell
from gouji.papers.documents.model import Document
from gouji.papers.documents.model import SourcePlace
from gouji.papers.documents.paragraphs import paragraphs_of
from gouji.papers.documents.pdf_edges import Layout
from gouji.papers.documents.pdf_edges import PieceLine
from gouji.papers.documents.pdf_edges import furniture
from gouji.papers.documents.pdf_edges import words as words_of
from gouji.papers.documents.pdf_page import Page
from gouji.papers.documents.pdf_page import Piece
from gouji.papers.documents.pdf_pages import pages_of
from gouji.papers.documents.pdf_tables import DrawnCell
from gouji.papers.documents.pdf_tables import DrawnTable
from gouji.papers.documents.pdf_tables import drawn_tables
from gouji.papers.documents.pdf_tables import lines_of_pieces
from gouji.papers.documents.plain_tables import tables_of
from gouji.papers.documents.shapes import shape_of

_LEAST_ROWS = 3  # of a table without rules
_FEW_LINES = 5  # of text on a page that do not show its margin
_WIDE_GAP = 1.5  # ems between pieces of a line that stand in columns
_BLANK = 4.0  # points for which a blank stands between columns; narrower than half a Han character of any font used
_LOOSE = 2.1  # line heights between lines that belong together at most
_FEW_HAN = 4  # Han characters that show the size of a font
_OTHER_SIZE = 0.15  # relative difference that makes another size of font
_NEAR = 6.0  # points by which the columns of one table may differ from page to page


@dataclass(frozen=True, slots=True)
class PageAnchors:
    """From `starts[i]` on, the text is that of page `pages[i]` (from 1), characters `offsets[i]`…; `boxes` of all characters by page."""

    starts: array[int]
    pages: array[int]
    offsets: array[int]
    boxes: tuple[array[float], ...]

    def place(self, offset: int) -> SourcePlace:
        """Page, index of the character on it, and its rectangle."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        page, character = self.pages[index], self.offsets[index] + max(offset - self.starts[index], 0)
        rectangle = self.boxes[page - 1][4 * character:4 * character + 4]
        box = Box(*rectangle) if len(rectangle) == len(Box._fields) else None
        return SourcePlace(_("第 {number} 页").format(number=page), page=page, box=box, offset=character)


@dataclass(slots=True)
class _Text:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    starts: array[int] = field(default_factory=lambda: array("i"))
    pages: array[int] = field(default_factory=lambda: array("i"))
    offsets: array[int] = field(default_factory=lambda: array("i"))

    def add(self, page: Page, piece: Piece) -> None:
        """Append the characters of a piece."""
        self.starts.append(self.length)
        self.pages.append(page.number)
        self.offsets.append(piece.start)
        self.pieces.append(page.text[piece.start:piece.end])
        self.length += piece.end - piece.start

    def separate(self, mark: str) -> None:
        """Append what the reader makes."""
        self.pieces.append(mark)
        self.length += len(mark)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table written into the text, before the text is known as a whole."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    rows: int
    columns: int


_Before = tuple[Page, PieceLine, float]  # the line before with its size of font
_Item = tuple[Page, PieceLine | DrawnTable]


def read_pdf(path: Path, limits: Limits) -> Document:
    """The PDF at `path`. Raises D03 (no text), D05 (password), D06 (damaged), D07, D11 (too long); pages without text: notice D23."""
    pages, blank = pages_of(path, limits)
    place = Place(str(path))
    notices = (Problem("D23", place, {"pages": "、".join(map(str, blank))}),) if blank else ()
    if len(blank) == len(pages):
        raise GoujiError(Problem("D03", place), *notices)
    items, heads, feet = _items(pages)
    text = _Text()
    blocks = _body(text, items)
    body = "".join(text.pieces)
    text.pieces = [body]
    done = list(assembled(body, _structured(body, blocks)))
    for kind, lines in ((BlockKind.PAGE_HEADER, heads), (BlockKind.PAGE_FOOTER, feet)):
        for page, line in lines:
            done.append(Block(kind, *_line(text, page, line)))
            text.separate("\n")
    whole = "".join(text.pieces)
    check_size(str(path), len(whole), sum(len(block.table.cells) for block in done if block.table), limits)
    anchors = PageAnchors(text.starts, text.pages, text.offsets, tuple(page.boxes for page in pages))
    return Document(str(path), "pdf", whole, tuple(done), notices, anchors)


def _items(pages: Sequence[Page]) -> tuple[list[_Item], list[tuple[Page, PieceLine]], list[tuple[Page, PieceLine]]]:
    """Lines and tables of all pages in reading order; the heads; the feet."""
    layouts = [_layout(page) for page in pages]
    heads = furniture(layouts, top=True)
    feet = furniture(layouts, top=False)
    items: list[_Item] = []
    for page, lines, tables in layouts:
        apart = {line[0].start for _page, line in (*heads, *feet) if _page is page}
        flow: list[PieceLine | DrawnTable] = [*(line for line in lines if line[0].start not in apart), *tables]
        items += [(page, each) for each in sorted(flow, key=_first)]
    return items, heads, feet


def _first(item: PieceLine | DrawnTable) -> int:
    return item.first if isinstance(item, DrawnTable) else item[0].start


def _layout(page: Page) -> Layout:
    tables, used = drawn_tables(page)
    return page, lines_of_pieces([piece for piece in page.pieces if piece.start not in used] if used else page.pieces), tables


def _body(text: _Text, items: Sequence[_Item]) -> list[_Grid | list[Line]]:
    """Write all items into the text; returns the drawn tables and the lines between them."""
    found: list[_Grid | list[Line]] = []
    margins, columns = _margins(items), _in_columns(items)
    before: _Before | None = None
    index = 0
    while index < len(items):
        page, item = items[index]
        if isinstance(item, DrawnTable):
            joined = list(_continued(items, index))
            found.append(_table(text, joined))
            index += len(joined)
            before = None
            continue
        size = _advance(page, item)
        line = _text_line(text, (page, item, size), before, margins[page.number], columns=index in columns)
        if found and isinstance(found[-1], list):
            found[-1].append(line)
        else:
            found.append([line])
        before = (page, item, size)
        index += 1
    return found


def _margins(items: Sequence[_Item]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the running text by number of the page; where a page has little text, those of the page before."""
    lines: dict[int, list[PieceLine]] = {}
    for page, item in items:
        if not isinstance(item, DrawnTable):
            lines.setdefault(page.number, []).append(item)
    margins, last = {}, (0.0, 0.0)
    for number, found in lines.items():
        left, right = min(line[0].left for line in found), _right_edge(found)
        last = (left, right if len(found) >= _FEW_LINES else max(right, last[1]))
        margins[number] = last
    return margins


def _right_edge(lines: Sequence[PieceLine]) -> float:
    """The outermost right end that two lines share, within an em; one line may stick out."""
    ends = sorted((line[-1].right for line in lines), reverse=True)
    em = lines[0][0].height
    return next((one for one, two in pairwise(ends) if one - two <= em), ends[0])


def _line(text: _Text, page: Page, line: PieceLine, left: float | None = None) -> tuple[int, int]:
    """Write a line, where `left` is given with its pieces in columns; returns the stretch of its words."""
    if left is None and len(line) == 1:
        start = text.length
        text.add(page, line[0])
        return start, text.length
    marks = _marks(page, line, left)
    text.separate(marks[0])
    start = text.length
    text.add(page, line[0])
    for mark, piece in zip(marks[1:], line[1:], strict=True):
        text.separate(mark)
        text.add(page, piece)
    return start, text.length


def _marks(page: Page, line: PieceLine, left: float | None) -> list[str]:
    """What stands before each piece: a blank; in lines whose pieces are far apart as many as put columns below one another."""
    far = _far(line)
    if left is None:
        return ["", *("  " if gap else " " for gap in far)]
    marks, wide = [" " * round((line[0].left - left) / _BLANK)], round((line[0].left - left) / _BLANK)
    for is_far, (one, two) in zip(far, pairwise(line), strict=True):
        wide += width(page.text[one.start:one.end])
        marks.append(" " * max(2, round((two.left - left) / _BLANK) - wide) if is_far else " ")
        wide += len(marks[-1])
    return marks


def _far(line: PieceLine) -> list[bool]:
    """For each gap between pieces whether it is as wide as one between columns."""
    return [two.left - one.right > _WIDE_GAP * two.height for one, two in pairwise(line)]


def _in_columns(items: Sequence[_Item]) -> set[int]:
    """The indexes of lines with wide gaps that follow one another, equally many gaps in each: perhaps a table without rules."""
    gaps = [0 if isinstance(item, DrawnTable) else sum(_far(item)) for _page, item in items]
    found: set[int] = set()
    start = 0
    for index in range(1, len(gaps) + 1):
        if index == len(gaps) or gaps[index] != gaps[start]:
            if gaps[start] and index - start >= _LEAST_ROWS:
                found |= set(range(start, index))
            start = index
    return found


def _text_line(text: _Text, item: _Before, before: _Before | None, margin: tuple[float, float], *, columns: bool) -> Line:
    """Write a line of running text; returns it with what its position on the page tells."""
    page, pieces, size = item
    begun, written = text.length, len(text.pieces)
    start, end = _line(text, page, pieces, margin[0] if columns else None)
    raw = "".join(text.pieces[written:])
    words = raw[start - begun:]
    text.separate("\n")
    half = max((size or pieces[0].height) / 2, 1.0)
    wide, indent = round((pieces[-1].right - margin[0]) / half), round((pieces[0].left - margin[0]) / half)
    return Line(begun, raw, start, end, words, _blanks(item, before), wide, shape_of(words), indent, round((margin[1] - margin[0]) / half))


def _blanks(item: _Before, before: _Before | None) -> int:
    """Blank lines before a line: none, one at a page end or a wide gap; APART where the size of the font changes."""
    if before is None:
        return APART
    (page, line, size), (last_page, last, last_size) = item, before
    if size and last_size and abs(size - last_size) > max(size, last_size) * _OTHER_SIZE:
        return APART
    if page is not last_page:
        return 1
    return 1 if abs(last[0].middle[1] - line[0].middle[1]) > _LOOSE * max(line[0].height, last[0].height) else 0


def _advance(page: Page, line: PieceLine) -> float:
    """How far a Han character of the line's widest piece advances: the size of its font, whatever height the font claims; 0 = unknown."""
    piece = line[0] if len(line) == 1 else max(line, key=_breadth)
    words = page.text[piece.start:piece.end]
    wide = width(words)
    return 2 * (piece.right - piece.left) / wide if wide - len(words) >= _FEW_HAN else 0.0


def _breadth(piece: Piece) -> float:
    return piece.right - piece.left


def _continued(items: Sequence[_Item], index: int) -> Iterator[tuple[Page, DrawnTable]]:
    """The table at `index` and those that go on with it at the top of the following pages: nothing between, the same columns."""
    page, last = items[index]
    assert isinstance(last, DrawnTable)
    yield page, last
    for following_page, following in items[index + 1:]:
        if not isinstance(following, DrawnTable) or following.page != last.page + 1 or not _same_columns(last, following):
            return
        yield following_page, following
        last = following


def _same_columns(one: DrawnTable, two: DrawnTable) -> bool:
    """Whether the second table has the columns of the first, or some of them joined, as a row of totals on a page of its own has."""
    outer = abs(one.borders[0] - two.borders[0]) <= _NEAR and abs(one.borders[-1] - two.borders[-1]) <= _NEAR
    return outer and all(_column(one.borders, border) is not None for border in two.borders)


def _column(borders: Sequence[float], border: float) -> int | None:
    return next((index for index, known in enumerate(borders) if abs(known - border) <= _NEAR), None)


def _table(text: _Text, parts: Sequence[tuple[Page, DrawnTable]]) -> _Grid:
    """Write the parts of a table one under another; a header repeated on a new page is written, but in no cell."""
    start, rows, cells = text.length, 0, []
    borders = parts[0][1].borders
    header = _row_words(*parts[0], 0)
    for number, (page, table) in enumerate(parts):
        places = [_column(borders, border) or 0 for border in table.borders]
        repeated = _header_depth(table) if number and _row_words(page, table, 0) == header else 0
        for drawn, (first, last) in _write_cells(text, page, table):
            if drawn.row >= repeated:
                column, after = places[drawn.column], places[drawn.column + drawn.column_span]
                cells.append(Cell(first, last, rows + drawn.row - repeated, column, drawn.row_span, max(after - column, 1)))
        rows += table.rows - repeated
    end = max((cell.end for cell in cells), default=text.length)
    return _Grid(start, end, tuple(cells), rows, len(borders) - 1)


def _header_depth(table: DrawnTable) -> int:
    """How many rows the first row's deepest cell covers."""
    return max(cell.row_span for cell in table.cells if cell.row == 0)


def _row_words(page: Page, table: DrawnTable, row: int) -> list[str]:
    return ["".join(words_of(page, line) for line in cell.lines) for cell in table.cells if cell.row == row]


def _write_cells(text: _Text, page: Page, table: DrawnTable) -> Iterator[tuple[DrawnCell, tuple[int, int]]]:
    row = 0
    for number, cell in enumerate(table.cells):
        if number:
            text.separate("\t" if cell.row == row else "\n")
        row = cell.row
        start = text.length
        for position, line in enumerate(cell.lines):
            if position and not cell.joined[position - 1]:
                text.separate("\n")
            _line(text, page, line)
        yield cell, (start, text.length)
    text.separate("\n")


def _structured(body: str, found: Sequence[_Grid | list[Line]]) -> list[Block]:
    """The blocks: drawn tables; lines whose pieces stand in aligned columns become tables, the others paragraphs."""
    blocks: list[Block] = []
    for each in found:
        if isinstance(each, _Grid):
            blocks.append(Block(BlockKind.TABLE, each.start, each.end, table=table_of(body, each.cells, each.rows, each.columns)))
            continue
        index = 0
        for first, after, table in tables_of(body, each):
            blocks += [*paragraphs_of(each[index:first], wrapped=True), table]
            index = after
        blocks += paragraphs_of(each[index:], wrapped=True)
    return blocks
