"""Blocks: what a document is made of, before it becomes Word, Excel or HTML. Plain values that know nothing of books and formulas.

A document is a tuple of blocks in reading order. Text is always a tuple of runs, so that every figure in it can carry its mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal
from enum import StrEnum


class FigureState(StrEnum):
    """How a figure came into the text."""

    BOUND = "bound"  # 数据: a reference to a fact
    DERIVED = "derived"  # 推算: follows from facts by a formula
    STATED = "stated"  # 填报: as a document or office states it
    TYPED = "typed"  # 手写: typed into the text
    MISSING = "missing"  # 缺: nothing is known; printed as a visible gap 〔缺：…〕
    DIFFERS = "differs"  # 有出入: the derived figure differs from what was stated


class ParagraphStyle(StrEnum):
    """The role of a paragraph; the template decides how it looks."""

    BODY = "body"  # 正文, first line indented by two characters
    PLAIN = "plain"  # flush left, e.g. 主送机关
    NOTE = "note"  # 注、资料来源, small
    QUOTE = "quote"  # 引文
    CENTRE = "centre"
    RIGHT = "right"  # 署名、日期


class Align(StrEnum):
    """Where the text of a cell stands; DEFAULT leaves it to the column (or, in a header, to the centre)."""

    DEFAULT = ""
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class ChartKind(StrEnum):
    """Kinds of charts, by their names in form definitions."""

    COLUMN = "柱形"
    BAR = "条形"
    LINE = "折线"
    PIE = "饼"


@dataclass(frozen=True, slots=True)
class FigureMark:
    """Ties a run to the explanation of its figure: `id` is the key among the explanations of the page or the comments of the Word file."""

    id: str
    state: FigureState = FigureState.BOUND


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with one look; `figure` where the text is a figure, `hint` what it stands for where the text is short (a gap in a cell)."""

    text: str
    figure: FigureMark | None = None
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (chapter) to 4. The text carries its own ordinal (第一章 …, 一、…), none is added."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one of the roles of ParagraphStyle."""

    runs: tuple[Run, ...]
    style: ParagraphStyle = ParagraphStyle.BODY


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; every item is the runs of one line."""

    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid. `number` is the value in the printed unit (95.43 in a % column), written as a number into Excel with `number_format`
    (an Excel format such as `0.00` or `0.0":1"`); the runs are what Word and HTML print. `indent` counts characters.
    """

    runs: tuple[Run, ...] = ()
    row_span: int = 1
    column_span: int = 1
    align: Align = Align.DEFAULT
    bold: bool = False
    indent: int = 0
    number: Decimal | None = None
    number_format: str = ""

    @property
    def text(self) -> str:
        """The text of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its title, its width as a share of the whole (any scale), the alignment of its cells."""

    title: str
    width: Decimal = Decimal(10)
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. As in HTML, a row holds only the cells that begin in it: what a span from above or from the left covers is left out.

    `header` may have several rows; empty means one row of the columns' titles. `note` is the unit note at the upper right (单位：万元).
    `label` replaces the running number of the caption where the issued form has its own (表1); `kind` is free (e.g. 指标表, 评分表) and
    becomes a class name in HTML. `totals` is the number of last rows that are totals (printed bold).
    """

    id: str
    caption: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[tuple[Cell, ...], ...] = ()
    note: str = ""
    label: str = ""
    landscape: bool = False
    kind: str = ""
    totals: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of values of a chart, one per category; None is a gap."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart: categories along the axis, one or more series in `unit`. A pie shows its first series."""

    id: str
    caption: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover page: title, subtitle, and lines such as issuer and date at its foot."""

    title: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents page, down to headings of level `depth`."""

    title: str = "目录"
    depth: int = 3


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins on a new page."""


@dataclass(frozen=True, slots=True)
class Case:
    """A box (典型案例, or a quote without a title); holds any blocks but cases, covers and contents."""

    title: str
    blocks: tuple[Block, ...] = field(default=())


Block = Heading | Paragraph | ListBlock | Grid | ChartBlock | Cover | Contents | PageBreak | Case


def text_runs(text: str) -> tuple[Run, ...]:
    """One plain run holding `text`; no run at all for the empty text."""
    return (Run(text),) if text else ()


def paragraph(text: str, style: ParagraphStyle = ParagraphStyle.BODY) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph(text_runs(text), style)


def cell(text: str, row_span: int = 1, column_span: int = 1, *, align: Align = Align.DEFAULT, bold: bool = False, indent: int = 0) -> Cell:
    """A cell of plain text."""
    return Cell(text_runs(text), row_span, column_span, align, bold, indent)


def header_rows(grid: Grid) -> tuple[tuple[Cell, ...], ...]:
    """The header rows of a grid: its own, or one row made of the columns' titles (none where all titles are empty)."""
    if grid.header:
        return grid.header
    return (tuple(cell(column.title) for column in grid.columns),) if any(column.title for column in grid.columns) else ()
