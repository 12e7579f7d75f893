"""Blocks as HTML. Every text goes through `escape`; what is left unescaped is our own mark-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup
from markupsafe import escape

from gouji.papers.blocks import Align
from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import Cell
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Cover
from gouji.papers.blocks import Grid
from gouji.papers.blocks import Heading
from gouji.papers.blocks import ListBlock
from gouji.papers.blocks import PageBreak
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import Run
from gouji.papers.blocks import header_rows
from gouji.papers.captions import CaptionNumber
from gouji.papers.captions import caption_numbers
from gouji.papers.captions import is_captioned
from gouji.papers.html.charts import svg
from gouji.papers.placement import Placed
from gouji.papers.placement import alignment
from gouji.papers.placement import placed

_ALIGN = {Align.LEFT: "left", Align.CENTRE: "centre", Align.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading with the id it has in the page."""

    id: str
    level: int
    text: str


class BodyWriter:
    """Turns the blocks of a document into HTML, numbering headings and captions as it goes. `explained` are the figures that can be opened."""

    DEPTH = 3  # levels of headings the contents beside the text show

    def __init__(self, blocks: tuple[Block, ...], explained: frozenset[str]) -> None:
        self.headings: list[Anchor] = []
        self._blocks = blocks
        self._explained = explained
        self._captions: Iterator[CaptionNumber] = iter(caption_numbers(blocks))

    def render(self) -> Markup:
        """The HTML of all blocks."""
        return Markup("\n").join(self._block(block) for block in self._blocks)

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return Markup('<p class="{}">{}</p>').format(block.style.value, self._runs(block.runs))
            case ListBlock():
                name = "ol" if block.ordered else "ul"
                items = Markup("").join(Markup("<li>{}</li>").format(self._runs(item)) for item in block.items)
                return Markup("<{0}>{1}</{0}>").format(name, items)
            case Grid():
                return self._grid(block)
            case ChartBlock():
                return self._chart(block)
            case Case():
                inner = Markup("\n").join(self._block(each) for each in block.blocks)
                title = Markup('<h4 class="case-title">{}</h4>').format(block.title) if block.title else Markup("")
                return Markup('<section class="case">{}{}</section>').format(title, inner)
            case Cover():
                return _cover(block)
            case PageBreak():
                return Markup('<div class="page-break"></div>')
            case Contents():
                return Markup("")

    def _heading(self, heading: Heading) -> Markup:
        anchor = Anchor(f"s{len(self.headings) + 1}", heading.level, heading.text)
        self.headings.append(anchor)
        # The page's title is h1, so a chapter is h2.
        return Markup('<h{0} id="{1}" class="level-{2}">{3}</h{0}>').format(heading.level + 1, anchor.id, heading.level, heading.text)

    def _runs(self, runs: tuple[Run, ...]) -> Markup:
        return Markup("").join(self._run(run) for run in runs)

    def _run(self, run: Run) -> Markup:
        text = escape(run.text).replace("\n", Markup("<br>"))
        for wanted, name in ((run.bold, "b"), (run.italic, "i"), (run.superscript, "sup")):
            text = Markup("<{0}>{1}</{0}>").format(name, text) if wanted else text
        if not run.figure:
            return text
        hint = Markup(' title="{}"').format(run.hint) if run.hint else Markup("")
        if run.figure.id not in self._explained:
            return Markup('<span class="figure {}"{}>{}</span>').format(run.figure.state.value, hint, text)
        opens = Markup(' data-id="{}" role="button" tabindex="0"').format(run.figure.id)
        return Markup('<span class="figure {}"{}{}>{}</span>').format(run.figure.state.value, opens, hint, text)

    def _grid(self, grid: Grid) -> Markup:
        total = sum((column.width for column in grid.columns), Decimal()) or Decimal(1)
        widths = Markup("").join(Markup('<col style="width:{}%">').format(round(column.width * 100 / total, 2)) for column in grid.columns)
        head = self._rows(header_rows(grid), grid, header=True)
        body = self._rows(grid.rows, grid)
        caption = self._caption(grid)
        note = Markup('<p class="unit-note">{}</p>').format(grid.note) if grid.note else Markup("")
        table = Markup('<table style="--columns:{}"><colgroup>{}</colgroup><thead>{}</thead><tbody>{}</tbody></table>').format(
            len(grid.columns), widths, head, body
        )
        return Markup('<figure class="table" data-kind="{}"{}><figcaption>{}</figcaption>{}<div class="scroll" tabindex="0">{}</div></figure>').format(
            grid.kind, _id(grid.id), caption, note, table
        )

    def _rows(self, rows: tuple[tuple[Cell, ...], ...], grid: Grid, *, header: bool = False) -> Markup:
        first_total = len(rows) if header else len(rows) - grid.totals
        result = Markup("")
        for number, places in enumerate(placed(rows, len(grid.columns))):
            cells = Markup("").join(self._cell(place, alignment(place, grid, header=header), header=header) for place in places if not place.continued)
            result += Markup('<tr class="{}">{}</tr>').format("total" if number >= first_total else "row", cells)
        return result

    def _cell(self, place: Placed, align: Align, *, header: bool) -> Markup:
        attributes = Markup(' class="{}{}"').format(_ALIGN[align], " number" if place.cell.number is not None else "")
        attributes += Markup(' rowspan="{}"').format(place.rows) if place.rows > 1 else Markup("")
        attributes += Markup(' colspan="{}"').format(place.columns) if place.columns > 1 else Markup("")
        attributes += Markup(' style="padding-left:{}em"').format(place.cell.indent + 0.5) if place.cell.indent else Markup("")
        attributes += Markup(' scope="col"') if header else Markup("")
        text = self._runs(place.cell.runs)
        return Markup("<{0}{1}>{2}</{0}>").format("th" if header else "td", attributes, Markup("<b>{}</b>").format(text) if place.cell.bold else text)

    def _chart(self, chart: ChartBlock) -> Markup:
        caption = self._caption(chart)
        head = Markup("").join(Markup("<th>{}</th>").format(each.name) for each in chart.series)
        rows = Markup("").join(
            Markup("<tr><th>{}</th>{}</tr>").format(name, Markup("").join(Markup("<td>{}</td>").format(_shown(each.values[row])) for each in chart.series))
            for row, name in enumerate(chart.categories)
        )
        data = Markup('<details class="data"><summary data-word="data"></summary><table><thead><tr><th>{}</th>{}</tr></thead>')
        data += Markup("<tbody>{}</tbody></table></details>")
        return Markup('<figure class="chart"{}>{}<figcaption>{}</figcaption>{}</figure>').format(
            _id(chart.id), svg(chart), caption, data.format(chart.unit, head, rows)
        )

    def _caption(self, block: Grid | ChartBlock) -> Markup:
        if not is_captioned(block):
            return Markup("")
        return Markup('<span class="number">{}</span> {}').format(next(self._captions).text, block.caption)


def _cover(cover: Cover) -> Markup:
    lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in cover.lines)
    subtitle = Markup('<p class="subtitle">{}</p>').format(cover.subtitle) if cover.subtitle else Markup("")
    return Markup('<header class="cover"><p class="cover-title">{}</p>{}<div class="cover-lines">{}</div></header>').format(cover.title, subtitle, lines)


def _id(name: str) -> Markup:
    return Markup(' id="b-{}"').format(name) if name else Markup("")


def _shown(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:f}"
