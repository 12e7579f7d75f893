"""The lines of a plain text with what joins and parts them: offsets, indents, blank lines before, shape, width on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace

from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.shapes import Shape
from gouji.papers.documents.shapes import is_tabbed_contents
from gouji.papers.documents.shapes import shape_of

APART = 1_000
_LINE = re.compile(r"[^\n\r\f\v]+")
_CONTENTS_TITLE = re.compile(r"目\s*[录次]")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2018-\u201d\u2014\u2026\u2460-\u24ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `start` and `end` enclose it without white space around it; `raw_start` and `raw` with it.

    `blanks` = blank lines before it (a form feed counts as two, APART = never one paragraph with what is before), `width` and `indent` in
    half-width columns, `margin` = the width to which the page sets its lines (0: unknown).
    """

    raw_start: int
    raw: str
    start: int
    end: int
    text: str
    blanks: int
    width: int
    shape: Shape
    indent: int = 0
    margin: int = 0


def lines_of(text: str) -> list[Line]:
    """All lines that are not blank, in order."""
    lines: list[Line] = []
    last = 0
    for found in _LINE.finditer(text):
        raw = found[0]
        stripped = raw.strip().strip("\ufeff")
        if not stripped:
            continue
        start = found.start() + raw.index(stripped)
        gap = text[last:found.start()]
        breaks = gap.count("\n") if "\n" in gap else gap.count("\r")
        blanks = max(breaks - 1, 0) + 2 * gap.count("\f")
        end, indent = start + len(stripped), start - found.start()
        lines.append(Line(found.start(), raw, start, end, stripped, blanks, width(stripped), shape_of(stripped), indent))
        last = found.end()
    return _with_contents(lines)


def _with_contents(lines: list[Line]) -> list[Line]:
    """The lines, those of a table of contents known by a tab before the page number marked: they follow its title or one another."""
    inside = False
    for index, line in enumerate(lines):
        if inside and is_tabbed_contents(line.raw):
            lines[index] = replace(line, shape=Shape(BlockKind.CONTENTS))
        else:
            inside = line.shape.kind is BlockKind.CONTENTS or bool(_CONTENTS_TITLE.fullmatch(line.text))
    return lines


def width(text: str) -> int:
    """The width of the text in half-width columns: Han characters and full-width marks count two."""
    return len(text) + len(_WIDE.findall(text))
