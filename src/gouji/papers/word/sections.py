"""Sections of a Word document: stretches of pages in portrait or landscape, each closed by a copy of the template's own page set-up."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from gouji.papers.blocks import Block
from gouji.papers.blocks import Grid
from gouji.papers.blocks import Heading
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import ParagraphStyle
from gouji.papers.word.markup import tag

_SHORT = 200  # characters: some five lines across a landscape page

Stretch = tuple[bool, tuple[Block, ...]]


def stretches(blocks: tuple[Block, ...]) -> list[Stretch]:
    """The blocks cut where the page turns: (landscape?, blocks).

    Headings right before a landscape table, and the few lines under them that lead to it, move to its page: they would stand alone on theirs.
    Notes right after it stay there.
    """
    result: list[tuple[bool, list[Block]]] = [(False, [])]
    for block in blocks:
        landscape = isinstance(block, Grid) and block.landscape
        if landscape and not result[-1][0]:
            headings = _leading_to(result[-1][1])
            del result[-1][1][len(result[-1][1]) - len(headings) :]
            result.append((True, headings))
        elif not landscape and result[-1][0] and not _is_note(block):
            result.append((False, []))
        result[-1][1].append(block)
    return [(landscape, tuple(each)) for landscape, each in result if each]


def text_width(section: etree._Element) -> int:
    """The width of the text area of a section in twentieths of a point."""
    size = section.find(tag("pgSz"))
    margins = section.find(tag("pgMar"))
    width = _number(size, "w", 11906)
    return width - _number(margins, "left", 1474) - _number(margins, "right", 1474) - _number(margins, "gutter", 0)


def is_landscape(section: etree._Element) -> bool:
    """Whether the page of a section is wider than high."""
    size = section.find(tag("pgSz"))
    return _number(size, "w", 11906) > _number(size, "h", 16838)


def turned(section: etree._Element) -> etree._Element:
    """A copy of the section with its page turned by a quarter: sides exchanged, margins going round with the paper."""
    copy = deepcopy(section)
    size = copy.find(tag("pgSz"))
    margins = copy.find(tag("pgMar"))
    if size is not None:
        width, height = _number(size, "w", 11906), _number(size, "h", 16838)
        size.set(tag("w"), str(height))
        size.set(tag("h"), str(width))
        size.set(tag("orient"), "landscape" if height > width else "portrait")
    if margins is not None:
        sides = ("top", "right", "bottom", "left")
        values = [_number(margins, side, 1474) for side in sides]
        for side, value in zip(sides, values[-1:] + values[:-1], strict=True):
            margins.set(tag(side), str(value))
    return copy


def continued(section: etree._Element) -> etree._Element:
    """A copy of the section that goes on counting pages: begins on a new page, has no first-page header and no start number of its own."""
    copy = deepcopy(section)
    for name in ("type", "titlePg"):
        for element in copy.findall(tag(name)):
            copy.remove(element)
    numbers = copy.find(tag("pgNumType"))
    if numbers is not None and tag("start") in numbers.attrib:
        del numbers.attrib[tag("start")]
    return copy


def governing(marker: etree._Element) -> etree._Element | None:
    """The page set-up that holds for the paragraph `marker` of the body: that of the next section end, else of the document."""
    for following in marker.itersiblings():
        if following.tag == tag("sectPr"):
            return following
        found = following.find(f"{tag('pPr')}/{tag('sectPr')}")
        if found is not None:
            return found
    return None


def section_end(section: etree._Element) -> etree._Element:
    """A paragraph as small as Word allows that closes a section."""
    paragraph = etree.Element(tag("p"))
    properties = etree.SubElement(paragraph, tag("pPr"))
    etree.SubElement(properties, tag("spacing"), {tag("before"): "0", tag("after"): "0", tag("line"): "20", tag("lineRule"): "exact"})
    properties.append(section)
    return paragraph


def _is_note(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style is ParagraphStyle.NOTE


def _leading_to(blocks: list[Block]) -> list[Block]:
    """The last headings with the short text under them; nothing where the text is long or has no heading."""
    start = len(blocks)
    while start and isinstance(blocks[start - 1], Paragraph):
        start -= 1
    text = sum(len(run.text) for block in blocks[start:] if isinstance(block, Paragraph) for run in block.runs)
    if text > _SHORT:
        return []
    first = start
    while first and isinstance(blocks[first - 1], Heading):
        first -= 1
    return blocks[first:] if first < start else []


def _number(element: etree._Element | None, name: str, default: int) -> int:
    text = element.get(tag(name)) if element is not None else None
    return int(text) if text and text.lstrip("-").isdigit() else default
