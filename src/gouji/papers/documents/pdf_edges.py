"""Heads and feet of the pages of a PDF: lines at the edge that recur on neighbouring pages, and page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gouji.papers.documents.pdf_page import Page
from gouji.papers.documents.pdf_page import Piece
from gouji.papers.documents.pdf_tables import DrawnTable
from gouji.papers.documents.shapes import is_page_number

PieceLine = tuple[Piece, ...]
Layout = tuple[Page, list[PieceLine], list[DrawnTable]]
"""A page with its lines of running text and its tables."""

_EDGE = 3  # lines at the top and bottom of a page in which heads and feet are looked for
_LEAST_PAGES = 3
_LONGEST_NUMBER = 4  # digits of a page number
_DIGITS = re.compile(r"\d+")


def furniture(layouts: Sequence[Layout], *, top: bool) -> list[tuple[Page, PieceLine]]:
    """The lines at one edge of the pages that recur on neighbouring pages at one height, digits aside, and page numbers."""
    edges = [(page, line) for page, lines, _tables in layouts for line in _edge(page, lines, top=top)]
    pages: dict[tuple[str, int], list[int]] = {}
    for page, line in edges:
        pages.setdefault(_key(page, line), []).append(page.number)
    least = min(_LEAST_PAGES, max(len(layouts) - 1, 2))
    recurring = {key for key, numbers in pages.items() if _longest_run(numbers) >= least}
    return [(page, line) for page, line in edges if _key(page, line) in recurring or _is_number(words(page, line), bare=not top)]


def _is_number(text: str, *, bare: bool) -> bool:
    """Whether the line is a page number; at the foot of a page a bare number is one."""
    return is_page_number(text) or (bare and text.isdigit() and len(text) <= _LONGEST_NUMBER)


def _longest_run(numbers: Sequence[int]) -> int:
    """How many pages of the ascending numbers follow one another, or every other (left and right pages), at most."""
    longest = run = 1
    for one, two in pairwise(numbers):
        run = run + 1 if two - one <= 2 else 1  # noqa: PLR2004
        longest = max(longest, run)
    return longest


def _edge(page: Page, lines: Sequence[PieceLine], *, top: bool) -> list[PieceLine]:
    """The outermost lines of the page on that side, within an eighth of its height."""
    border = page.height / 8
    near = [line for line in lines if (line[0].middle[1] > page.height - border if top else line[0].middle[1] < border)]
    return sorted(near, key=lambda line: -line[0].middle[1] if top else line[0].middle[1])[:_EDGE]


def _key(page: Page, line: PieceLine) -> tuple[str, int]:
    return _DIGITS.sub("#", words(page, line)), round(line[0].middle[1] / 4)


def words(page: Page, line: PieceLine) -> str:
    """The characters of a line, its pieces apart by a blank."""
    return " ".join(page.text[piece.start:piece.end] for piece in line)
