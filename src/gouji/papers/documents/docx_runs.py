"""The text inside paragraphs of a DOCX: runs, fields, tracked changes in their accepted view, text boxes kept for later.

Counts every w:p and w:r in document order, also those skipped, so that an anchor finds its run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field

from lxml import etree

from gouji.papers.documents.docx_anchors import Gatherer
from gouji.papers.documents.docx_styles import PLAIN
from gouji.papers.documents.docx_styles import VAL
from gouji.papers.documents.docx_styles import Style
from gouji.papers.documents.docx_styles import W
from gouji.papers.documents.docx_styles import is_on

P, R, T = f"{W}p", f"{W}r", f"{W}t"
_PARAGRAPH_PROPERTIES, _RUN_PROPERTIES = f"{W}pPr", f"{W}rPr"
_VANISH, _STYLE, _FIELD, _RUBY = f"{W}vanish", f"{W}rStyle", f"{W}fldChar", f"{W}ruby"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE, CHOICE, FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"
TEXTBOX = f"{W}txbxContent"
_DELETED = {f"{W}del", f"{W}moveFrom"}
_INSERTED = {f"{W}ins", f"{W}moveTo"}
_SINGLE = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_GRAPHICS = {f"{W}drawing", f"{W}pict", f"{W}object"}
_MATHS = {f"{_M}oMath", f"{_M}oMathPara"}
_NAMES_THROUGH = ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase")
_THROUGH = {f"{W}{name}" for name in _NAMES_THROUGH}


@dataclass(slots=True)
class Walk:
    """Where the reading of a part stands. `boxes` = text boxes met, with the counts at which they begin; `fields` = open complex fields,
    True while their instruction is read. `current` = index of the paragraph being read. `hidden`, `inserted`,
    `deleted` count what the notices tell.
    """

    gatherer: Gatherer
    styles: dict[str, Style]
    paragraphs: int = 0
    runs: int = 0
    current: int = 0
    hidden: int = 0
    inserted: int = 0
    deleted: int = 0
    fields: list[bool] = field(default_factory=list)
    boxes: list[tuple[etree._Element, int, int]] = field(default_factory=list)

    def begin_paragraph(self) -> None:
        """Count a paragraph, whose text follows."""
        self.current = self.paragraphs
        self.paragraphs += 1

    def skip(self, element: etree._Element) -> None:
        """Count what is inside without reading it."""
        self.paragraphs += sum(1 for _ in element.iter(P))
        self.runs += sum(1 for _ in element.iter(R))


def read_runs(walk: Walk, element: etree._Element) -> etree._Element | None:
    """Gather the text of all that stands in the paragraph (or another element of its level), whose own w:p has been counted; gives its w:pPr."""
    properties = None
    for child in element:
        tag = child.tag
        if tag == R:
            _run(walk, child)
        elif tag == _PARAGRAPH_PROPERTIES:
            properties = child if properties is None else properties
        elif tag in _INSERTED:
            walk.inserted += 1
            read_runs(walk, child)
        elif tag in _THROUGH:
            read_runs(walk, child)
        elif tag in _DELETED:
            walk.deleted += 1
            walk.skip(child)
        else:
            _no_run(walk, child)
    return properties


def _no_run(walk: Walk, child: etree._Element) -> None:
    """What a paragraph holds besides runs and what surrounds them."""
    tag = child.tag
    if tag in _MATHS:
        _math(walk, child)
    elif tag == ALTERNATE:
        _alternate(walk, child)
    elif tag in _GRAPHICS:
        _graphic(walk, child)
    elif len(child):
        walk.skip(child)


def _run(walk: Walk, run: etree._Element) -> None:
    number = walk.runs
    walk.runs += 1
    offset, hidden = 0, False
    for child in run:
        tag = child.tag
        if tag == T:
            text = child.text or ""
        elif tag == _RUN_PROPERTIES:
            hidden = _is_hidden(walk, child) or hidden
            continue
        elif tag in _SINGLE:
            text = _SINGLE[tag]
        else:
            _other(walk, child)
            continue
        if hidden:
            walk.hidden += 1
        elif text and not (walk.fields and any(walk.fields)):
            walk.gatherer.add(text, walk.current, number, offset)
        offset += len(text)


def _other(walk: Walk, child: etree._Element) -> None:
    """What a run holds besides text and its properties."""
    tag = child.tag
    if tag == _FIELD:
        _field(walk, child.get(f"{W}fldCharType", ""))
    elif tag == ALTERNATE:
        _alternate(walk, child)
    elif tag in _GRAPHICS:
        _graphic(walk, child)
    elif tag == _RUBY:
        read_runs(walk, child)


def _is_hidden(walk: Walk, properties: etree._Element) -> bool:
    style = None
    for each in properties:
        tag = each.tag
        if tag == _VANISH:
            return is_on(each)
        if tag == _STYLE and style is None:
            style = each
    return style is not None and walk.styles.get(style.get(VAL, ""), PLAIN).hidden


def _field(walk: Walk, kind: str) -> None:
    if kind == "begin":
        walk.fields.append(True)
    elif walk.fields and kind == "separate":
        walk.fields[-1] = False
    elif walk.fields and kind == "end":
        walk.fields.pop()


def _math(walk: Walk, element: etree._Element) -> None:
    """The characters of a formula; they stand in no w:r, so they are placed behind the run before them."""
    for text in element.iter(f"{_M}t"):
        if text.text:
            walk.gatherer.add(text.text, walk.current, max(walk.runs - 1, 0), 0)
    walk.skip(element)


def _alternate(walk: Walk, element: etree._Element) -> None:
    """Read the first choice only: the fallback says the same again for old programs."""
    chosen = False
    for child in element:
        if child.tag in {CHOICE, FALLBACK} and not chosen:
            chosen = True
            _inside_choice(walk, child)
        else:
            walk.skip(child)


def _inside_choice(walk: Walk, choice: etree._Element) -> None:
    for child in choice:
        if child.tag in _GRAPHICS:
            _graphic(walk, child)
        elif child.tag == R:
            _run(walk, child)
        elif child.tag == ALTERNATE:
            _alternate(walk, child)
        else:
            _graphic(walk, child)


def _graphic(walk: Walk, element: etree._Element) -> None:
    """Keep the text boxes of a drawing for later; pictures and charts have no text of their own."""
    for child in element:
        if child.tag == TEXTBOX:
            walk.boxes.append((child, walk.paragraphs, walk.runs))
            walk.skip(child)
        elif child.tag == ALTERNATE:
            _alternate(walk, child)
        elif len(child):
            _graphic(walk, child)
