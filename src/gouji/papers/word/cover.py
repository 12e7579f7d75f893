"""The title on the cover: lines of about one length, so that no single character is left over on the last one."""

from __future__ import annotations

import re

from docx.document import Document
from docx.oxml import parse_xml

from gouji.papers.word.markup import NAMESPACES
from gouji.papers.word.markup import tag
from gouji.papers.word.markup import text_xml

TITLE_CHARACTER = 520  # twentieths of a point: 26-point characters, the title size of the templates we ship
_PIECES = re.compile(r"[\x21-\x7e]+(?:年度|年|月|日)?|[“《（「〔].|.[”》）」〕、，：]+|.", re.DOTALL)
# A title is best broken behind one of these (whose report, which year), or before an opening bracket.
_GOOD_ENDS = ("年度", "年", "学院", "学校", "大学", "中心", "局", "省", "市", "县", "区", "》", "）", "、", "：", "的")


def balanced(title: str, characters: int) -> str:
    """The title with line feeds where it needs more than one line of so many Chinese characters; as it is where it fits or has lines."""
    count = -(-_width(title) // (2 * max(4, characters)))
    if count <= 1 or "\n" in title:
        return title
    lines, rest = [], title
    for left in range(count, 1, -1):
        end = _best_end(rest, _width(rest) // left, 2 * characters)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return "\n".join([*lines, rest])


def balance_title(document: Document, style: str, title: str, width: int) -> None:
    """Break the title where the template prints it on its cover: paragraphs in the style with this identifier that hold the title alone.

    `width` is that of the text in twentieths of a point.
    """
    broken = balanced(title, width // TITLE_CHARACTER)
    for paragraph in document.element.body.iterchildren(tag("p")) if broken != title else ():
        texts = list(paragraph.iter(tag("t")))
        named = paragraph.find(f"{tag('pPr')}/{tag('pStyle')}")
        if named is not None and named.get(tag("val")) == style and "".join(text.text or "" for text in texts) == title:
            run = texts[0].getparent()
            for text in texts:
                text.getparent().remove(text)
            for element in parse_xml(f"<w:r {NAMESPACES}>{text_xml(broken)}</w:r>"):
                run.append(element)


def _best_end(text: str, ideal: int, most: int) -> int:
    """Where the first line of the text ends: near the ideal width, rather behind a word that closes a part than elsewhere."""
    ends, position = [], 0
    for piece in _PIECES.findall(text):
        position += len(piece)
        ends.append(position)
    fitting = [end for end in ends[:-1] if _width(text[:end]) <= most] or ends[:1]

    def cost(end: int) -> int:
        good = text[:end].endswith(_GOOD_ENDS) or text[end] in "“《（「〔"
        return abs(_width(text[:end]) - ideal) + (0 if good else 5)

    return min(fitting, key=cost)


def _width(text: str) -> int:
    """Half Chinese characters that the text is wide."""
    return sum(1 if character.isascii() else 2 for character in text)
