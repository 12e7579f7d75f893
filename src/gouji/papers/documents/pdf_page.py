"""A page of a PDF as pieces of text with their boxes and as the straight lines drawn on it, all as the page is seen."""

from __future__ import annotations

import ctypes
import re
import sys
from array import array
from collections import deque
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from itertools import repeat
from operator import sub
from typing import Any
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_Sides = tuple[float, float, float, float]  # left, bottom, right, top
_TOKEN = re.compile(r"[^\s\u3000\ufffe\x00-\x08\x0e-\x1f]+")
_THIN = 3.0  # points: what is thinner is a line
_LEAST = 4.0  # points: shorter lines are ornaments
_MOST_OBJECTS = 30_000  # on a page; more is a map or a drawing
_JUMP = 1.2  # ems between characters that stand apart
_LIFT = 0.7  # ems by which characters of a line may stand above one another
_QUARTER = 90
_BOX = ctypes.sizeof(pdfium.FS_RECTF)


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium that takes and gives addresses as plain numbers: it is called for every character, and objects made for every call
    would take longer than the call.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(function))


def _address(pointer: Any) -> int:
    return int(ctypes.cast(pointer, ctypes.c_void_p).value or 0)


_read_box = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_thing = _quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_kind = _quick(pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
_read_bounds = _quick(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, *(ctypes.c_void_p,) * 5)


class Piece(NamedTuple):
    """Characters `start`…`end` (indexes on the page) that stand together in a line, and the rectangle they fill as seen."""

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of the font."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the rectangle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Rule(NamedTuple):
    """A straight line: at `at` across its direction, from `low` to `high` along it."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Page:
    """The characters, their boxes in the page's own coordinates (four numbers each), the pieces in the order of the file, the rules."""

    number: int
    text: str
    boxes: array[float]
    pieces: tuple[Piece, ...]
    verticals: tuple[Rule, ...]
    horizontals: tuple[Rule, ...]
    height: float


Packed = tuple[int, str, bytes, list[tuple[float, ...]], list[tuple[float, ...]], list[tuple[float, ...]], float]
"""A page as plain values, the fields of Page in their order."""


def packed(page: Page) -> Packed:
    """A page as plain values, which go from one process to another."""
    pieces, verticals, horizontals = ([tuple(one) for one in each] for each in (page.pieces, page.verticals, page.horizontals))
    return page.number, page.text, page.boxes.tobytes(), pieces, verticals, horizontals, page.height


def unpacked(values: Packed) -> Page:
    """The page that was packed."""
    number, text, boxes, pieces, verticals, horizontals, height = values
    return Page(
        number, text, array("f", boxes), tuple(map(Piece._make, pieces)), tuple(map(Rule._make, verticals)), tuple(map(Rule._make, horizontals)), height,
    )


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """The page with that index. Raises pypdfium2.PdfiumError where it is broken."""
    page = document[index]
    try:
        words = page.get_textpage()
        try:
            text, boxes = _characters(words)
        finally:
            words.close()
        turn = page.get_rotation() // _QUARTER
        width, height = page.get_size()
        own = (height, width) if turn % 2 else (width, height)
        pieces = tuple(_pieces(text, boxes, turn, own)) if text else ()
        verticals, horizontals = _rules(page, turn, own) if pieces else ((), ())
        return Page(index + 1, text, boxes, pieces, verticals, horizontals, height)
    finally:
        page.close()


def _characters(words: pypdfium2.PdfTextPage) -> tuple[str, array[float]]:
    count = words.count_chars()
    text = words.get_text_range(0, count) if count else ""
    if len(text) != count:
        codes = (pdfium.FPDFText_GetUnicode(words, index) for index in range(count))
        text = "".join(chr(code) if 0 < code <= sys.maxunicode else " " for code in codes)
    return text, _boxes(words, count)


def _boxes(words: pypdfium2.PdfTextPage, count: int) -> array[float]:
    """Left, bottom, right and top of each character; pdfium writes left, top, right, bottom, each box behind the one before."""
    boxes = array("f", bytes(_BOX * count))
    first = boxes.buffer_info()[0]
    deque(map(_read_box, repeat(_address(words.raw)), range(count), range(first, first + _BOX * count, _BOX)), maxlen=0)
    boxes[1::4], boxes[3::4] = boxes[3::4], boxes[1::4]
    return boxes


def _pieces(text: str, boxes: array[float], turn: int, size: tuple[float, float]) -> Iterator[Piece]:
    """The characters between white space, cut where they jump to another place."""
    seen = _seen(boxes, turn, size)
    lefts, bottoms, rights, tops = seen
    gaps = list(map(sub, lefts[1:], rights))  # before the second character, the third …
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if end - start > 1:
            left, bottom, em = min(lefts[start:end]), min(bottoms[start:end]), max(tops[start] - bottoms[start], 1.0)
            jumps = max(gaps[start:end - 1]) > _JUMP * em or left < lefts[start] - em or max(bottoms[start:end]) - bottom > em * _LIFT
            if jumps:  # perhaps: the piece grows while it is read, so only a reading one by one can tell
                yield from _cut(seen, start, end)
            else:
                yield Piece(start, end, left, bottom, max(rights[start:end]), max(tops[start:end]))
        else:
            yield Piece(start, end, lefts[start], bottoms[start], rights[start], tops[start])


def _seen(boxes: array[float], turn: int, size: tuple[float, float]) -> tuple[Sequence[float], ...]:
    """All lefts, all bottoms, all rights and all tops of the characters as the page is seen."""
    sides = tuple(boxes[side::4].tolist() for side in range(4))
    if not turn:
        return sides
    boxes_seen = (_turned(left, bottom, right, top, turn, size) for left, bottom, right, top in zip(*sides, strict=True))
    return tuple(zip(*boxes_seen, strict=True))


def _cut(seen: tuple[Sequence[float], ...], first: int, end: int) -> Iterator[Piece]:
    """The characters as pieces, cut where one stands apart from all before it."""
    left, bottom, right, top = (side[first] for side in seen)
    for index in range(first + 1, end):
        box = tuple(side[index] for side in seen)
        em = max(top - bottom, 1.0)
        if box[0] - right > _JUMP * em or box[0] < left - em or abs(box[1] - bottom) > em * _LIFT:
            yield Piece(first, index, left, bottom, right, top)
            first = index
            left, bottom, right, top = box
        else:
            left, bottom, right, top = min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3])
    yield Piece(first, end, left, bottom, right, top)


def _turned(left: float, bottom: float, right: float, top: float, turn: int, size: tuple[float, float]) -> _Sides:
    """A rectangle of a page turned clockwise by so many quarters, as it is seen."""
    width, height = size
    if turn == 1:
        return bottom, width - right, top, width - left
    if turn == 2:  # noqa: PLR2004
        return width - right, height - top, width - left, height - bottom
    return height - top, left, height - bottom, right


def _rules(page: pypdfium2.PdfPage, turn: int, size: tuple[float, float]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Thin rectangles and strokes are rules; the four sides of larger rectangles (cells drawn one by one) are rules, too."""
    verticals: set[Rule] = set()
    horizontals: set[Rule] = set()
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return (), ()
    things = list(map(_thing, repeat(_address(page.raw)), range(count)))
    bounds = array("f", bytes(_BOX))
    first = bounds.buffer_info()[0]
    for thing in compress(things, map(pdfium.FPDF_PAGEOBJ_PATH.__eq__, map(_kind, things))):
        _read_bounds(thing, *range(first, first + _BOX, bounds.itemsize))
        left, bottom, right, top = bounds
        _add_sides(_turned(left, bottom, right, top, turn, size) if turn else (left, bottom, right, top), verticals, horizontals)
    return tuple(verticals), tuple(horizontals)


def _add_sides(box: _Sides, verticals: set[Rule], horizontals: set[Rule]) -> None:
    left, bottom, right, top = (round(side, 1) for side in box)
    wide, high = right - left, top - bottom
    if wide <= _THIN and high >= _LEAST:
        verticals.add(Rule((left + right) / 2, bottom, top))
    elif high <= _THIN and wide >= _LEAST:
        horizontals.add(Rule((bottom + top) / 2, left, right))
    elif wide > _LEAST and high > _LEAST:
        verticals |= {Rule(left, bottom, top), Rule(right, bottom, top)}
        horizontals |= {Rule(bottom, left, right), Rule(top, left, right)}
