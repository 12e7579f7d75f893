"""A document read for its numbers: every number with its sentence, the words around it, its section, its cell with row and column labels."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import TypeVar
from typing import cast

from gouji.audit.tokens import Token
from gouji.audit.tokens import TokenKind
from gouji.audit.tokens import tokens_of
from gouji.numbers import Bound
from gouji.numbers import Exact
from gouji.numbers import Figure
from gouji.numbers import exactly
from gouji.numbers import units
from gouji.numbers.record import record
from gouji.papers.documents import Block
from gouji.papers.documents import BlockKind
from gouji.papers.documents import Cell
from gouji.papers.documents import Document

_STOPS = re.compile(r",(?!\d{3})")  # a comma of a text in half-width, no thousands mark
LEFT_REACH, RIGHT_REACH = 24, 16
MOST = 80  # numbers of a sentence; what is longer (a flattened table without stops) is read in pieces, so that pairing numbers stays linear
_TO_LAST_STOP = re.compile(r".*[，,。；;：:！？!?（）()|]", re.DOTALL)
_UP_TO_STOP = re.compile(r"[^，,。；;：:！？!?（）()|]*")
_SENTENCE_END = re.compile(  # a line that begins with an amount (256.44 万元) is no item
    r"[。；;！？!?]|\n(?=[ \t\u3000]*(?:（?[一二三四五六七八九十\d]+[）、.．](?!\d+[ ]?[%％‰万亿元倍人名个项所家分册台亩吨平])|[①-⑳]))",
)
T = TypeVar("T")
ZERO = Exact(0)
MEASURES = (TokenKind.MEASURE, TokenKind.RANGE)


@record
class CellSpot:
    """Where a number stands in a table: indices, and what row and column call it."""

    table: int
    row: int
    column: int
    row_label: str
    column_label: str


@record
class Mention:
    """A number in its surroundings. `left` and `right` are the words beside it in its clause, blanks removed; `before` reaches back
    through the sentence; `section` is the number of the heading it stands under.
    """

    index: int
    token: Token
    block: int
    sentence: int
    section: int
    left: str
    right: str
    before: str
    cell: CellSpot | None
    # Asked of every number by every relation, so reckoned once:
    measured: bool = field(init=False)  # whether it is a quantity (not a date, label or name)
    plain: bool = field(init=False)  # no bound, no range, no 约
    value: Fraction = field(init=False)  # exact, in base units
    digits: Fraction = field(init=False)  # as its digits say, without scale and unit
    factor: Fraction = field(init=False)  # how many base units one printed unit is: 10000 for 3.2 printed in 3.2万
    base_unit: str = field(init=False)  # % and 个百分点 are "%" here, so that shares and counts are told apart

    def __post_init__(self) -> None:
        token, figure = self.token, self.token.figure
        reckoned = _UNMEASURED if figure is None else _measured(token, figure)
        self.measured, self.plain, self.value, self.digits, self.factor, self.base_unit = reckoned  # type: ignore[misc]  # here they begin


_UNMEASURED = False, False, ZERO, ZERO, units.ONE, ""


def _measured(token: Token, figure: Figure) -> tuple[bool, bool, Fraction, Fraction, Fraction, str]:
    """What Mention says of a number with a figure."""
    base, factor = units.scale(figure.unit)
    printed, value = _printed(token.value_text), figure.base_value()
    if printed is None or printed == figure.value:
        digits = value if factor is units.ONE else exactly(figure.value)
    else:
        digits = exactly(printed)
        factor = value / digits if digits else factor
    share = not base and factor is not units.ONE and factor != 1 and figure.unit not in ("倍", "成")
    return token.kind in MEASURES, figure.bound is Bound.NONE, value, digits, factor, "%" if share else base


_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {ord("−"): "-", ord("–"): "-", ord(","): None, ord("，"): None, ord(" "): None}


def _printed(text: str) -> Decimal | None:
    """The number as its digits say; None for Chinese numerals and fractions."""
    try:
        return Decimal(text if text.isdigit() and text.isascii() else text.translate(_PLAIN))
    except ArithmeticError:
        return None


@record
class TableReading:
    """A table as a grid: cells by (row, column), numbers by cell, labels of rows and columns, title from its caption."""

    number: int
    block: int
    rows: int
    columns: int
    header_rows: int
    texts: dict[tuple[int, int], str]
    mentions: dict[tuple[int, int], tuple[int, ...]]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    title: str


@record
class Sentence:
    """A sentence: its stretch, its block, the mentions in it."""

    start: int
    end: int
    block: int
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole document, read."""

    document: Document
    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[TableReading, ...]
    sections: tuple[str, ...]
    kept: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What several relations need, reckoned once (`once`)."""

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text


def once(reckon: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """The function, reckoned once for each reading: several relations ask for its result, none changes it."""
    @wraps(reckon)
    def kept(reading: Reading) -> T:
        if reckon not in reading.kept:
            reading.kept[reckon] = reckon(reading)
        return cast("T", reading.kept[reckon])

    return kept


def read(document: Document) -> Reading:
    """Find the numbers of a document and what stands around them."""
    tokens = tokens_of(document.text)
    return _Reader(document, tokens).reading()


class _Reader:
    """Walks once over blocks and tokens."""

    def __init__(self, document: Document, tokens: Sequence[Token]) -> None:
        self.document = document
        self.text = document.text
        self.tokens = tokens
        self.starts = [token.start for token in tokens]
        self.mentions: list[Mention] = []
        self.sentences: list[Sentence] = []
        self.tables: list[TableReading] = []
        self.sections: list[str] = [""]

    def reading(self) -> Reading:
        for number, block in enumerate(self.document.blocks):
            if block.kind is BlockKind.HEADING:
                self.sections.append(self.text[block.start:block.end].strip())
            if block.table is not None:
                self.table(number, block)
            elif block.kind is not BlockKind.CONTENTS:
                self.prose(number, block)
        return Reading(self.document, tuple(self.mentions), tuple(self.sentences), tuple(self.tables), tuple(self.sections))

    def within(self, start: int, end: int) -> list[Token]:
        """The tokens that begin in a stretch."""
        low, high = bisect_right(self.starts, start - 1), bisect_right(self.starts, end - 1)
        return list(self.tokens[low:high])

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, list[Token]]]:
        """The sentences of a stretch with their numbers, those of more than MOST numbers in pieces of as many."""
        for begin, stop in sentences(self.text, start, end):
            tokens = self.within(begin, stop)
            for first in range(0, max(len(tokens), 1), MOST):
                here = tokens[first:first + MOST]
                yield tokens[first].outer_start if first else begin, tokens[first + MOST].outer_start if len(tokens) > first + MOST else stop, here

    def prose(self, number: int, block: Block) -> None:
        """The sentences of a block and their numbers."""
        for start, end, tokens in self.pieces(block.start, block.end):
            first = len(self.mentions)
            for position, token in enumerate(tokens):
                before = tokens[position - 1].outer_end if position else start
                after = tokens[position + 1].outer_start if position + 1 < len(tokens) else end
                self.add(token, number, (start, end), (before, after), None)
            self.sentences.append(Sentence(start, end, number, tuple(range(first, len(self.mentions)))))

    def add(self, token: Token, block: int, sentence: tuple[int, int], limits: tuple[int, int], cell: CellSpot | None) -> None:
        """Enter a mention with its surroundings."""
        left = _tail(self.text[max(limits[0], token.outer_start - 3 * LEFT_REACH):token.outer_start])
        right = _head(self.text[token.outer_end:min(limits[1], token.outer_end + 3 * RIGHT_REACH)])
        before = squeeze(self.text[max(sentence[0], token.outer_start - 80):token.outer_start])
        if "," in before or ";" in before:
            before = _STOPS.sub("，", before).replace(";", "；")
        self.entered(token, block, (left, right, before), cell)

    def entered(self, token: Token, block: int, words: tuple[str, str, str], cell: CellSpot | None) -> None:
        self.mentions.append(Mention(len(self.mentions), token, block, len(self.sentences), len(self.sections) - 1, *words, cell))

    def table(self, number: int, block: Block) -> None:
        """The cells of a table with labels, and the numbers in them."""
        assert block.table is not None, "asked only of tables"
        table = block.table
        texts = {(cell.row, cell.column): squeeze(self.text[cell.start:cell.end]) for cell in table.cells}
        tokens = {(cell.row, cell.column): self.within(cell.start, cell.end) for cell in table.cells}
        columns = _column_labels(table.cells, texts, table.header_rows, table.columns)
        rows = _row_labels(texts, tokens, table.rows, table.columns, table.header_rows)
        index = len(self.tables)
        mentions: dict[tuple[int, int], tuple[int, ...]] = {}
        for cell in table.cells:
            spot = CellSpot(index, cell.row, cell.column, rows[cell.row], columns[cell.column] if cell.column < len(columns) else "")
            mentions[(cell.row, cell.column)] = self.cell(number, cell, spot, tokens[(cell.row, cell.column)])
        title = ""
        if table.caption is not None:
            caption = self.document.blocks[table.caption]
            title = squeeze(self.text[caption.start:caption.end])
        self.tables.append(
            TableReading(index, number, table.rows, table.columns, table.header_rows, texts, mentions, rows, columns, title),
        )

    def cell(self, number: int, cell: Cell, spot: CellSpot, inside: Sequence[Token]) -> tuple[int, ...]:
        """The numbers of one cell; a cell of several sentences is read like prose."""
        first = len(self.mentions)
        if len(inside) == 1 and inside[0].outer_start == cell.start and inside[0].outer_end == cell.end:
            self.entered(inside[0], number, ("", "", ""), spot)
            self.sentences.append(Sentence(cell.start, cell.end, number, (first,)))
            return (first,)
        for start, end, tokens in self.pieces(cell.start, cell.end):
            begin = len(self.mentions)
            for position, token in enumerate(tokens):
                before = tokens[position - 1].outer_end if position else start
                after = tokens[position + 1].outer_start if position + 1 < len(tokens) else end
                self.add(token, number, (start, end), (before, after), spot)
            self.sentences.append(Sentence(start, end, number, tuple(range(begin, len(self.mentions)))))
        return tuple(range(first, len(self.mentions)))


def sentences(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The sentences of a stretch: up to 。；！？ or a line that begins with a list marker. A blank line inside a block is a page end."""
    position = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if text[position:match.end()].strip():
            yield position, match.end()
        position = match.end()
    if text[position:end].strip():
        yield position, end


def squeeze(text: str) -> str:
    """The text without blanks and line breaks (extraction scatters them between Chinese characters)."""
    return "".join(text.split())


def _tail(text: str) -> str:
    """The end of a stretch back to the last stop, blanks removed."""
    stop = _TO_LAST_STOP.match(text)
    return squeeze(text[stop.end():] if stop else text)[-LEFT_REACH:]


def _head(text: str) -> str:
    """The beginning of a stretch up to the first stop, blanks removed."""
    return squeeze(_UP_TO_STOP.match(text)[0])[:RIGHT_REACH]  # type: ignore[index]  # it matches everywhere


def _column_labels(cells: Sequence[Cell], texts: dict[tuple[int, int], str], header_rows: int, columns: int) -> tuple[str, ...]:
    labels = [""] * max(columns, 1)
    for cell in cells:
        if cell.row < header_rows:
            text = texts[(cell.row, cell.column)]
            for column in range(cell.column, min(cell.column + cell.column_span, len(labels))):
                labels[column] += text if text not in labels[column] else ""
    return tuple(labels)


def _row_labels(
    texts: dict[tuple[int, int], str], tokens: dict[tuple[int, int], list[Token]], rows: int, columns: int, header_rows: int,
) -> tuple[str, ...]:
    """What a row is called: its leading cells that are words, the empty ones taken from the row above."""
    labels: list[str] = []
    above: dict[int, str] = {}
    for row in range(rows):
        parts: list[str] = []
        for column in range(columns):
            text = texts.get((row, column), "")
            numeric = is_number_cell(text, tokens.get((row, column), []))
            if numeric and column:
                break
            if not text and row > header_rows:
                text = above.get(column, "") if not parts else ""
            if not numeric or column:
                parts.append(text)
            if row >= header_rows:
                above[column] = text
        labels.append("/".join(part for part in parts if part))
    return tuple(labels)


def is_number_cell(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a cell is nothing but one number (with its bound and unit)."""
    if len(tokens) != 1 or tokens[0].kind not in MEASURES:
        return False
    return len(text) - (tokens[0].outer_end - tokens[0].outer_start) <= 1
