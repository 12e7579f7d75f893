"""Plain text and Markdown, also text that was extracted from Word or PDF: the text is the file as it is, structure is laid over it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.documents.assembly import assembled
from gouji.papers.documents.assembly import cells_in
from gouji.papers.documents.assembly import check_size
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.lines import Line
from gouji.papers.documents.lines import lines_of
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Document
from gouji.papers.documents.model import SourcePlace
from gouji.papers.documents.paragraphs import is_wrapped
from gouji.papers.documents.paragraphs import paragraphs_of
from gouji.papers.documents.plain_tables import tables_of
from gouji.papers.documents.shapes import Shape
from gouji.papers.documents.shapes import is_tags

_LEAST_PAGES = 3  # a line that recurs so often after page ends is the head of the page
_LONGEST_NUMBER = 4  # digits of a page number
_PAGE_GAP = 2  # blank lines that a page end leaves at least
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FEW_DAMAGED = 50  # more bytes beyond ASCII than that for each damaged one show that a text is UTF-8 all the same
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class FileAnchors:
    """Offsets of the text are offsets of the file."""

    text: str

    def place(self, offset: int) -> SourcePlace:
        """The offset itself, with the number of the line for people."""
        return SourcePlace(_("第 {number} 行").format(number=self.text.count("\n", 0, offset) + 1), offset=offset)


def read_plain(path: Path, limits: Limits, *, markdown: bool = False) -> Document:
    """The text file at `path`; D01 where it is no text, D07 where it is too long."""
    text, notices = decoded(path)
    blocks = blocks_of(text)
    check_size(str(path), len(text), sum(cells_in(block.table) for block in blocks), limits)
    return Document(str(path), "markdown" if markdown else "text", text, blocks, notices, FileAnchors(text))


def decoded(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """The text of the file with its line ends as they are: UTF-8 (a mark at its beginning stays; a few damaged bytes are
    replaced by “�”), UTF-16 with a mark, else GB18030.
    """
    raw = path.read_bytes()
    place = Place(str(path))
    if raw.startswith(_UTF16):
        return _decode(raw, "utf-16", place), (Problem("D20", place, {"encoding": "UTF-16"}),)
    try:
        text, notices = raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        if text.count("\ufffd") * _FEW_DAMAGED < len(raw) - len(text):
            return text, (Problem("D20", place, {"encoding": _("UTF-8（有 {count} 处损坏）").format(count=text.count("\ufffd"))}),)
        return _decode(raw, "gb18030", place), (Problem("D20", place, {"encoding": "GB18030"}),)
    if _is_binary(text):
        raise GoujiError.of("D01", place)
    return text, notices


def blocks_of(text: str) -> tuple[Block, ...]:
    """The structure of a plain text; the blocks refer to its offsets."""
    lines = [line for line in lines_of(text) if not is_tags(line.text)]
    found = list(tables_of(text, lines))
    inside = {index for first, after, _block in found for index in range(first, after)}
    lines = _page_heads(lines, inside)
    wrapped = is_wrapped([line for index, line in enumerate(lines) if index not in inside])
    blocks: list[Block] = []
    index = 0
    for first, after, block in (*found, (len(lines), len(lines), None)):
        blocks += paragraphs_of(lines[index:first], wrapped=wrapped)
        blocks += [block] if block else []
        index = after
    return assembled(text, blocks)


def _decode(raw: bytes, encoding: str, place: Place) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise GoujiError.of("D01", place) from error
    if _is_binary(text):
        raise GoujiError.of("D01", place)
    return text


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text[:100_000])) * 200 > min(len(text), 100_000)


def _page_heads(lines: Sequence[Line], inside: set[int]) -> list[Line]:
    """The lines, those that recur after page ends (from the second time on) and runs of page numbers marked as such."""
    tops = Counter(line.text for index, line in enumerate(lines) if line.blanks >= _PAGE_GAP and index not in inside)
    heads = {text for text, times in tops.items() if times >= _LEAST_PAGES}
    numbers = _page_numbers(lines)
    seen: set[str] = set()
    marked = list(lines)
    for index, line in enumerate(lines):
        if index in numbers and index not in inside:
            marked[index] = replace(line, shape=Shape(BlockKind.PAGE_FOOTER))
        elif line.text in heads and line.blanks >= _PAGE_GAP and line.text in seen and index not in inside:
            marked[index] = replace(line, shape=Shape(BlockKind.PAGE_HEADER))
        seen |= {line.text} & heads
    return marked


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """The lines of bare numbers that count up one by one through the text, at least three of them."""
    short = ((index, line.text) for index, line in enumerate(lines) if len(line.text) <= _LONGEST_NUMBER)
    bare = [(index, int(text)) for index, text in short if text.isascii() and text.isdigit()]
    counts_up = len(bare) >= _LEAST_PAGES and all(two[1] == one[1] + 1 for one, two in pairwise(bare))
    return {index for index, _number in bare} if counts_up else set()
