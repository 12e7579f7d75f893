"""Blocks as WordprocessingML: the text of a report between the template's marker."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Container
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field

from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Cover
from gouji.papers.blocks import Grid
from gouji.papers.blocks import Heading
from gouji.papers.blocks import ListBlock
from gouji.papers.blocks import PageBreak
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import ParagraphStyle
from gouji.papers.blocks import Run
from gouji.papers.captions import CaptionNumber
from gouji.papers.captions import is_captioned
from gouji.papers.word.chart import drawing_xml
from gouji.papers.word.contents import Entry
from gouji.papers.word.contents import contents_xml
from gouji.papers.word.cover import TITLE_CHARACTER
from gouji.papers.word.cover import balanced
from gouji.papers.word.markup import field_xml
from gouji.papers.word.markup import paragraph_xml
from gouji.papers.word.markup import runs_xml
from gouji.papers.word.markup import text_xml
from gouji.papers.word.markup import with_page_break
from gouji.papers.word.styles import Role
from gouji.papers.word.table import table_xml

_ROLES = {
    ParagraphStyle.BODY: Role.BODY,
    ParagraphStyle.PLAIN: Role.PLAIN,
    ParagraphStyle.NOTE: Role.NOTE,
    ParagraphStyle.QUOTE: Role.QUOTE,
    ParagraphStyle.CENTRE: Role.CENTRE,
    ParagraphStyle.RIGHT: Role.RIGHT,
}
_HEADINGS = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
# Notes follow one another closely: a score sheet has many, and they should not fill a page of their own.
_CLOSE = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/>'
_EMU = 635  # English metric units in a twentieth of a point
_CHART_HEIGHT = 3_000_000  # 8.3 cm
_BAR_HEIGHT = 200_000  # what a horizontal bar with its name takes
_TALLEST_CHART = 7_000_000  # 19.4 cm, with its caption still one page
_FIRST_DRAWING = 5000  # ids of drawings must differ from those a template may use


@dataclass(slots=True)
class BodyWriter:
    """Turns blocks into XML text, counting captions, bookmarks and drawings as it goes.

    `styles` gives the identifier of every role's style, `width` is the width of the text in twentieths of a point (changed from section to
    section), `add_chart` puts a chart part into the package and returns its relationship id.
    """

    styles: dict[Role, str]
    captions: Iterator[CaptionNumber]
    headings: tuple[Entry, ...]
    add_chart: Callable[[ChartBlock], str]
    commented: Container[str] = ()
    with_cover: bool = True
    with_contents: bool = True
    width: int = 8958
    _bookmarks: int = field(default=0, init=False)
    _drawings: int = field(default=0, init=False)
    _break: bool = field(default=False, init=False)

    def block(self, block: Block) -> str:
        """The XML text of one block."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                close = _CLOSE if block.style is ParagraphStyle.NOTE else ""
                return self._paragraph(_ROLES[block.style], runs_xml(block.runs, self.commented), close)
            case ListBlock():
                return "".join(self._item(item, number, ordered=block.ordered) for number, item in enumerate(block.items, start=1))
            case Grid():
                return self._grid(block)
            case ChartBlock():
                return self._chart(block)
            case Case():
                return self._case(block)
            case Cover():
                return self._cover(block) if self.with_cover else ""
            case Contents():
                return self.contents(block) if self.with_contents else ""
            case PageBreak():
                self._break = True
                return ""

    def contents(self, contents: Contents) -> str:
        """The contents page; what follows begins on a new page."""
        levels = {level: self.styles[role] for level, role in enumerate((Role.CONTENTS_1, Role.CONTENTS_2, Role.CONTENTS_3), start=1)}
        text = contents_xml(contents, self.headings, levels, self.styles[Role.CONTENTS_TITLE], self.width)
        if self._break:
            text = text.replace("</w:pPr>", f"{with_page_break('')}</w:pPr>", 1)
        self._break = True
        return text

    def forget_break(self) -> None:
        """Say that a new page has begun anyway, because a section ended."""
        self._break = False

    def _paragraph(self, role: Role, content: str, properties: str = "") -> str:
        if self._break:
            properties = with_page_break(properties)
        self._break = False
        return paragraph_xml(self.styles[role], content, properties)

    def _heading(self, heading: Heading) -> str:
        role = _HEADINGS[max(1, min(heading.level, len(_HEADINGS))) - 1]
        name = self.headings[self._bookmarks].bookmark
        self._bookmarks += 1
        mark = f'w:id="{_FIRST_DRAWING + self._bookmarks}"'
        return self._paragraph(role, f'<w:bookmarkStart {mark} w:name="{name}"/><w:r>{text_xml(heading.text)}</w:r><w:bookmarkEnd {mark}/>')

    def _item(self, item: tuple[Run, ...], number: int, *, ordered: bool) -> str:
        return self._paragraph(Role.BODY, runs_xml((Run(f"{number}. " if ordered else "• "), *item), self.commented))

    def _grid(self, grid: Grid) -> str:
        parts = []
        if is_captioned(grid):
            parts.append(self._caption(grid.caption))
        if grid.note:
            layout = '<w:keepNext/><w:spacing w:before="0" w:after="40"/><w:jc w:val="right"/>'
            parts.append(self._paragraph(Role.NOTE, f"<w:r>{text_xml(grid.note)}</w:r>", layout))
        if self._break:
            parts.append(self._paragraph(Role.TABLE, ""))
        parts.append(table_xml(grid, self.width, self.styles[Role.TABLE], self.commented))
        # Two tables in a row would grow together; the small paragraph keeps them apart and gives some air.
        parts.append(paragraph_xml(self.styles[Role.TABLE], ""))
        return "".join(parts)

    def _chart(self, chart: ChartBlock) -> str:
        self._drawings += 1
        width = self.width * _EMU
        drawing = drawing_xml(self.add_chart(chart), _FIRST_DRAWING + self._drawings, chart.caption, width, min(_height(chart), width * 5 // 4))
        figure = self._paragraph(Role.FIGURE, drawing)
        return figure + (self._caption(chart.caption, below=True) if is_captioned(chart) else "")

    def _caption(self, text: str, *, below: bool = False) -> str:
        number = next(self.captions)
        shown = f"<w:r>{text_xml(number.own)}</w:r>"
        if not number.own:
            sequence = field_xml(f"SEQ {number.kind}{number.prefix.replace('-', '_')} \\* ARABIC", str(number.ordinal))
            shown = f"<w:r>{text_xml(number.kind + number.prefix)}</w:r>{sequence}"
        loose = '<w:keepNext w:val="0"/>' if below else ""
        return self._paragraph(Role.CAPTION, f"{shown}<w:r>{text_xml('  ' + text)}</w:r>", loose)

    def _case(self, case: Case) -> str:
        title = self._paragraph(Role.CASE_TITLE, f"<w:r>{text_xml(case.title)}</w:r>") if case.title else ""
        # Two boxes in a row would grow together, as tables do.
        return title + "".join(self._boxed(block) for block in case.blocks) + paragraph_xml(self.styles[Role.TABLE], "")

    def _boxed(self, block: Block) -> str:
        if isinstance(block, Paragraph) and block.style in {ParagraphStyle.BODY, ParagraphStyle.QUOTE}:
            return self._paragraph(Role.CASE, runs_xml(block.runs, self.commented))
        return self.block(block)

    def _cover(self, cover: Cover) -> str:
        title = balanced(cover.title, self.width // TITLE_CHARACTER)
        parts = [self._paragraph(Role.COVER_TITLE, f"<w:r>{text_xml(title)}</w:r>")]
        if cover.subtitle:
            parts.append(self._paragraph(Role.COVER_SUBTITLE, f"<w:r>{text_xml(cover.subtitle)}</w:r>"))
        for number, line in enumerate(cover.lines):
            space = '<w:spacing w:before="5200" w:line="600" w:lineRule="exact"/>' if number == 0 else ""
            parts.append(self._paragraph(Role.COVER_LINE, f"<w:r>{text_xml(line)}</w:r>", space))
        self._break = True
        return "".join(parts)


def _height(chart: ChartBlock) -> int:
    """The height of a chart; horizontal bars need room for every name."""
    bars = len(chart.categories) * len(chart.series) if chart.kind == ChartKind.BAR else 0
    return min(max(_CHART_HEIGHT, 900_000 + bars * _BAR_HEIGHT), _TALLEST_CHART)
