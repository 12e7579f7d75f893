"""Lines become paragraphs: what a page end or the right margin of a PDF has broken is one paragraph again, as far as that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gouji.papers.documents.lines import Line
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.shapes import has_open_bracket
from gouji.papers.documents.shapes import is_figures
from gouji.papers.documents.shapes import is_open
from gouji.papers.documents.shapes import is_sentence
from gouji.papers.documents.shapes import is_unit_line

_MOST_BLANKS = 6  # blank lines that a page end leaves
_LEAST_RUNS = 4  # pairs of lines that show that the text is broken at the margin
_REST = 3  # characters: so short a line is the rest of a title or sentence
_TITLE = 25  # an open line shorter than this may be a title of its own
_LONG_TITLE = 30
_LIST_LEVEL = 3  # headings of levels 1 and 2 are never items
_SHORTEST_WRAP = 24  # half-width columns of the narrowest column of text
_WIDEST_WRAP = 110  # … and of the widest that a page sets
_CONTINUES = ("，", ",", "、", "和", "与", "的", "及")
_NEVER_FIRST = "，。；：、！？）》”’,;:%％"
_ALONE = {BlockKind.CONTENTS, BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER}


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the text was broken into lines at the margin: open lines of about a margin's width follow one another, often."""
    pairs = [(one, two) for one, two in pairwise(lines) if _SHORTEST_WRAP <= one.width <= _WIDEST_WRAP and one.shape.kind not in _ALONE]
    runs = sum(1 for one, two in pairs if is_open(one.text) and two.shape.kind is BlockKind.PARAGRAPH and two.width <= one.width + 8)
    long = sum(1 for line in lines if line.width > _WIDEST_WRAP)
    return runs >= _LEAST_RUNS and runs * 3 >= len(pairs) and runs > long


def paragraphs_of(lines: Sequence[Line], *, wrapped: bool) -> list[Block]:
    """The blocks of lines that are no table; each paragraph spans all its lines, blank lines at page ends included."""
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        last, margin = index, max(lines[index].margin, lines[index].width)
        while last + 1 < len(lines) and _continues(lines[last], lines[last + 1], wrapped, margin, alone=last == index):
            last += 1
            margin = max(margin, lines[last].width)
        blocks.append(_block(lines[index], lines[last]))
        index = last + 1
    return blocks


def _block(first: Line, last: Line) -> Block:
    if first is not last and first.shape.kind is BlockKind.HEADING and is_sentence(last.text):
        return Block(BlockKind.ITEM, first.start, last.end)
    return Block(first.shape.kind, first.start, last.end, first.shape.level)


def _continues(last: Line, following: Line, wrapped: bool, margin: int, *, alone: bool) -> bool:  # noqa: FBT001
    """Whether the paragraph that ends in `last` (its only line if `alone`) goes on in the following line; `margin` = its widest line."""
    if last.shape.kind in _ALONE or following.shape.kind in _ALONE or following.blanks > _MOST_BLANKS:
        return False
    if last.shape.kind is BlockKind.CAPTION:
        return _caption_continues(last, following)
    if is_figures(last.text) or is_figures(following.text) or following.shape.kind is BlockKind.CAPTION:
        return False
    if following.text[0] in _NEVER_FIRST:
        return True
    return _wraps(last, following, margin, alone=alone) if wrapped else _runs_over(last, following)


def _caption_continues(last: Line, following: Line) -> bool:
    """A caption of two lines: no blank line between them, the second short and no sentence."""
    plain = following.shape.kind is BlockKind.PARAGRAPH and not is_sentence(following.text) and not is_figures(following.text)
    return plain and not following.blanks and not is_unit_line(last.text) and following.width <= last.width and last.width > _SHORTEST_WRAP


def _runs_over(last: Line, following: Line) -> bool:
    """Text with whole paragraphs in a line: only a page end may have broken a paragraph."""
    if following.shape.kind is not BlockKind.PARAGRAPH or not is_open(last.text):
        return False
    if len(following.text) <= _REST < _TITLE // 2 < len(last.text) and not any(map(str.isdigit, following.text)):
        return True
    if last.shape.kind is BlockKind.HEADING and not _is_cut_item(last):
        return False
    if last.text.endswith(_CONTINUES[:3]) or has_open_bracket(last.text) or is_sentence(last.text):
        return True
    return len(last.text) >= _TITLE and last.text[-1] not in "”》）)’"


def _is_cut_item(line: Line) -> bool:
    """A numbered line as long as two clauses is an item that a page end has cut, no title."""
    return line.shape.level >= _LIST_LEVEL and "，" in line.text and len(line.text) >= _LONG_TITLE


def _wraps(last: Line, following: Line, margin: int, *, alone: bool) -> bool:
    """Text broken at the margin: a full line runs on, a short one ends the paragraph."""
    full = last.width >= max(_SHORTEST_WRAP, min(margin - 6, margin * 7 // 8) if is_open(last.text) else margin - 6)
    starts_new = following.shape.kind is not BlockKind.PARAGRAPH or following.indent > last.indent + 1
    if not is_open(last.text):
        sentence_ends = last.text.rstrip("”’）)】》").endswith(("。", "！", "？"))
        return not sentence_ends and not starts_new and full and (not alone or last.width >= following.width - 6)
    if starts_new:
        return following.indent <= last.indent + 1 and has_open_bracket(last.text)
    if last.shape.kind is BlockKind.HEADING and alone and last.width < following.width - 8:
        return False
    return last.text.endswith(_CONTINUES) or has_open_bracket(last.text) or (full and last.width >= following.width - 10)
