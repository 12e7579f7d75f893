"""The contents page: a real TOC field, filled in beforehand for readers who do not update fields."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Grid
from gouji.papers.blocks import Heading
from gouji.papers.blocks import ListBlock
from gouji.papers.blocks import PageBreak
from gouji.papers.blocks import Paragraph
from gouji.papers.word.markup import field_xml
from gouji.papers.word.markup import paragraph_xml
from gouji.papers.word.markup import text_xml
from gouji.papers.word.sections import stretches

_LINES_ON_PAGE = 26  # of a report in the layout we ship; only the page numbers shown before the first update depend on it
_CHARACTERS_IN_LINE = 30
_LINES_OF_CHART = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a heading, its bookmark, and the page it is expected on."""

    level: int
    text: str
    bookmark: str
    page: int


def entries(blocks: tuple[Block, ...]) -> tuple[Entry, ...]:
    """The headings of a document in order with their bookmarks (_Toc1, _Toc2 …) and estimated pages, the first block being on page 1."""
    result: list[Entry] = []
    lines = 0
    for _landscape, group in stretches(blocks):
        fresh = True
        lines = _page_end(lines)
        for block in group:
            if isinstance(block, PageBreak) or (isinstance(block, Heading) and block.level == 1 and not fresh):
                lines = _page_end(lines)
            if isinstance(block, Heading):
                result.append(Entry(block.level, block.text, f"_Toc{len(result) + 1}", lines // _LINES_ON_PAGE + 1))
            length = _lines(block)
            lines += length
            fresh = fresh and length == 0
    return tuple(result)


def _page_end(lines: int) -> int:
    return -(-lines // _LINES_ON_PAGE) * _LINES_ON_PAGE


def contents_xml(contents: Contents, headings: tuple[Entry, ...], styles: dict[int, str], title_style: str, width: int) -> str:
    """The contents as Word expects them: a content control with title and TOC field. `styles` are the identifiers of toc 1 … 3 by level."""
    shown = [entry for entry in headings if entry.level <= contents.depth]
    instruction = f'TOC \\o "1-{contents.depth}" \\h \\z \\u'
    begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    begin += f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    lines = [
        paragraph_xml(styles[min(entry.level, max(styles))], (begin if first else "") + _line(entry) + (end if last else ""), tabs)
        for entry, first, last in ((entry, entry is shown[0], entry is shown[-1]) for entry in shown)
    ]
    title = paragraph_xml(title_style, f"<w:r>{text_xml(contents.title)}</w:r>")
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{title}{''.join(lines)}</w:sdtContent></w:sdt>"


def _line(entry: Entry) -> str:
    page = field_xml(f"PAGEREF {entry.bookmark} \\h", str(entry.page))
    return f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1"><w:r>{text_xml(entry.text)}</w:r><w:r><w:tab/></w:r>{page}</w:hyperlink>'


def _lines(block: Block) -> int:
    """Roughly how many lines of text a block takes."""
    match block:
        case Paragraph():
            return -(-(2 + sum(len(run.text) for run in block.runs)) // _CHARACTERS_IN_LINE)
        case ListBlock():
            return sum(1 + sum(len(run.text) for run in item) // _CHARACTERS_IN_LINE for item in block.items)
        case Grid():
            return 4 + sum(1 + max((len(cell.text) for cell in row), default=0) // _CHARACTERS_IN_LINE for row in block.rows)
        case ChartBlock():
            return _LINES_OF_CHART
        case Heading():
            return 2
        case Case():
            return 2 + sum(_lines(each) for each in block.blocks)
        case _:
            return 0
