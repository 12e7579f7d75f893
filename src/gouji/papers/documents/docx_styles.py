"""What the styles of a DOCX say about a paragraph: heading with its level, line of contents, caption, list, hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace

from lxml import etree

from gouji.papers.documents.model import BlockKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_NAMES = (  # names in English and Chinese editions of Word and WPS, lower case
    (re.compile(r"(?:heading|标题)\s*([1-9])"), BlockKind.HEADING),
    (re.compile(r"(?:toc|目录)\s*([1-9])?"), BlockKind.CONTENTS),
    (re.compile(r"caption|题注|表题|图题"), BlockKind.CAPTION),
    (re.compile(r"title|标题"), BlockKind.HEADING),
)
_OUTLINE = f"{W}outlineLvl"
_BODY_LEVEL = 9  # w:outlineLvl 9 = body text
_MOST_ANCESTORS = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says: `kind` (None = nothing), `level` of headings, `listed` = numbers its paragraphs, `hidden` = its text is hidden."""

    kind: BlockKind | None = None
    level: int = 0
    listed: bool = False
    hidden: bool = False


PLAIN = Style()


def read_styles(root: etree._Element) -> dict[str, Style]:
    """The styles by id, from the root of styles.xml; what a style does not say its ancestors say."""
    elements = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    return {name: _resolved(name, elements) for name in elements}


def child(element: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child with that tag, None without one; for the few children of properties faster than `find`."""
    if element is not None:
        for each in element:
            if each.tag == tag:
                return each
    return None


def outline_level(properties: etree._Element | None) -> int:
    """The heading level (from 1) of w:pPr; 0 where it says none or body text."""
    outline = child(properties, _OUTLINE)
    value = "" if outline is None else outline.get(VAL, "")
    return int(value) + 1 if value.isdigit() and int(value) < _BODY_LEVEL else 0


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch like w:vanish is there and not switched off."""
    return element is not None and element.get(VAL, "true") not in {"false", "0", "off"}


def _resolved(name: str, elements: dict[str, etree._Element]) -> Style:
    found = PLAIN
    for _generation in range(_MOST_ANCESTORS):
        element = elements.get(name)
        if element is None:
            break
        found = _merged(found, _own(element))
        based = element.find(f"{W}basedOn")
        name = "" if based is None else based.get(VAL, "")
    return found


def _merged(own: Style, parent: Style) -> Style:
    kinds = replace(own, kind=parent.kind, level=parent.level) if own.kind is None else own
    return replace(kinds, listed=own.listed or parent.listed, hidden=own.hidden or parent.hidden)


def _own(element: etree._Element) -> Style:
    properties = element.find(f"{W}pPr")
    listed = properties is not None and properties.find(f"{W}numPr") is not None
    hidden = is_on(element.find(f"{W}rPr/{W}vanish"))
    name = element.find(f"{W}name")
    words = "" if name is None else name.get(VAL, "").strip().lower()
    for pattern, kind in _NAMES:
        found = pattern.fullmatch(words)
        if found:
            level = int(found[1]) if found.re.groups and found[1] else 1
            return Style(kind, level if kind is BlockKind.HEADING else 0, listed, hidden)
    level = outline_level(properties)
    return Style(BlockKind.HEADING if level else None, level, listed, hidden)
