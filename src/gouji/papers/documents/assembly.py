"""Last steps of every reader: tables get their captions and numbers, lists that looked like headings become items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Table
from gouji.papers.documents.shapes import is_sentence
from gouji.papers.documents.shapes import is_unit_line

_LIST_LEVEL = 3  # numbers “1.” and “(1)” serve headings and lists alike
_TITLE = 45
_DECIMAL = re.compile(r"\d+\.\d")
_SUBORDINATE = re.compile(r"[□√☑☐■×✓(（\s]*(?:适用|不适用|是|否)|(?:19|20)\d\d\s*年(?:度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?$|编制单位|填报单位|部门名称|表号|制表机关")
_TABLE_TITLE = re.compile(r".*(?:表|情况|一览|统计|清单|明细)\s*(?:[（(].*[）)])?")


def assembled(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with runs of numbered lines as items, tables linked to their captions and numbered."""
    done = _lists(text, list(blocks))
    number = 0
    for index, block in enumerate(done):
        if block.table is not None:
            number += 1
            caption = _caption_before(text, done, index)
            caption = _caption_after(text, done, index) if caption is None else caption
            done[index] = replace(block, table=replace(block.table, number=number, caption=caption))
            if caption is not None and done[caption].kind is BlockKind.PARAGRAPH:
                done[caption] = replace(done[caption], kind=BlockKind.CAPTION)
    return tuple(done)


def check_size(path: str, text_length: int, cells: int, limits: Limits) -> None:
    """D07 where the document has more text or more cells than accepted."""
    if text_length > limits.text or cells > limits.cells:
        raise GoujiError.of("D07", Place(path), text=text_length, cells=cells, limit_text=limits.text, limit_cells=limits.cells)


def cells_in(table: Table | None) -> int:
    """The number of cells, for the limit."""
    return len(table.cells) if table else 0


def _lists(text: str, blocks: list[Block]) -> list[Block]:
    """Numbered short lines directly under one another, at one level, are a list, no headings."""
    listed = set()
    for index in range(len(blocks) - 1):
        one, two = blocks[index], blocks[index + 1]
        if one.kind is two.kind is BlockKind.HEADING and one.level == two.level >= _LIST_LEVEL and not _DECIMAL.match(text, one.start):
            listed |= {index, index + 1}
    return [replace(block, kind=BlockKind.ITEM, level=0) if index in listed else block for index, block in enumerate(blocks)]


def _caption_before(text: str, blocks: list[Block], index: int) -> int | None:
    """The caption above a table: the nearest numbered caption, else a short title right above, else the line of the unit."""
    unit = None
    for above in range(index - 1, max(index - 5, -1), -1):
        words = text[blocks[above].start:blocks[above].end]
        if blocks[above].kind is BlockKind.CAPTION and is_unit_line(words):
            unit = above
        elif blocks[above].kind is BlockKind.CAPTION or _is_title(blocks[above], words):
            return above
        elif blocks[above].kind not in {BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER} and not _SUBORDINATE.match(words):
            break
    return unit


def _is_title(block: Block, words: str) -> bool:
    """A short line that is no sentence; a heading or an item only if it ends as titles of tables do."""
    if _SUBORDINATE.match(words):
        return False
    title, _line, unit = words.partition("\n")
    if len(title) > _TITLE or is_sentence(title) or title.endswith(("：", ":")) or (unit and not is_unit_line(unit.strip())):
        return False
    return block.kind is BlockKind.PARAGRAPH or (block.kind in {BlockKind.HEADING, BlockKind.ITEM} and bool(_TABLE_TITLE.fullmatch(title)))


def _caption_after(text: str, blocks: list[Block], index: int) -> int | None:
    """The caption below a table, as figures have it, unless it belongs to a table of its own."""
    if index + 1 >= len(blocks) or blocks[index + 1].kind is not BlockKind.CAPTION:
        return None
    followed = index + 2 < len(blocks) and blocks[index + 2].table is not None
    words = text[blocks[index + 1].start:blocks[index + 1].end]
    return None if followed or is_unit_line(words) or "表" in words[:3] else index + 1
