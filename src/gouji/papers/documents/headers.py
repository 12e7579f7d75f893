"""How many of the first rows of a table are its header: rows without measured figures, or with years and periods only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.papers.documents.model import Cell

_MOST = 5  # rows of header; statistical yearbooks have up to four and a line of column letters
_TITLE = 40  # characters of a column title; longer texts are content
_LONGEST_VALUE = 40  # characters of a figure with its unit
_VALUE = re.compile(
    r"[≥≤＞＜><约近超]?\s*[-+－−–(（]?\s*[¥￥]?\s*\d[\d,，\s]*(?:[.．]\d+)?\s*[)）]?\s*"
    r"(?:[%％‰]|[^\W\d_/]{0,4}(?:/[^\W\d_]{1,2})?)(?:以上|以下|左右)?",
)
_PERIOD = re.compile(
    r"(?:19|20)\d\d\s*(?:年度?|学年度?|届|级)?(?:\s*[-—–－~至到/]\s*(?:(?:19|20)?\d\d\s*)(?:年度?|学年度?|月)?)?"
    r"(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?[末初底止]?|(?:\d{1,2}\s*[-—–至]\s*)?\d{1,2}\s*月[末初底份]?(?:\s*\d{1,2}\s*日)?|(?:第\s*)?[一二三四1-4]\s*季度",
)

_YEAR_FIRST = re.compile(r"(?:19|20)\d\d\s*(?:年|学年|届|级|[-—–－~至]|\s[^\W\d_]{3})")


def header_rows(cells: Sequence[Cell], rows: int, text: str, marked: int = 0) -> int:
    """How many rows from the top are header; `marked` = rows that the source itself marks as header. `cells` in reading order.

    A row is header while none of its cells is a figure (years and periods are none) and its texts are short; after the first it must be
    asked for by the row above: a cell there spans columns, reaches down, or is empty (a title over several columns).
    """
    by_row = _first_rows(cells, min(rows - 1, _MOST))
    count = 0
    for row in by_row:
        texts = [text[cell.start:cell.end].strip() for cell in row]
        if any(map(is_value, texts)) or any(len(each) > _TITLE for each in texts) or (count and not _asks(by_row[count - 1], text, row)):
            break
        count += 1
    return max(count, min(marked, rows))


def is_value(text: str) -> bool:
    """Whether the text of a cell is a measured figure: a number with or without its unit, no year, no period."""
    return 0 < len(text) <= _LONGEST_VALUE and bool(_VALUE.fullmatch(text)) and not _PERIOD.fullmatch(text) and not _YEAR_FIRST.match(text)


def _first_rows(cells: Sequence[Cell], count: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(count)]
    for cell in cells:
        if cell.row >= count:
            break
        rows[cell.row].append(cell)
    return rows


def _asks(above: list[Cell], text: str, row: list[Cell]) -> bool:
    """Whether the row above needs this one as the second level of its titles."""
    if not any(text[cell.start:cell.end].strip() for cell in row):
        return False
    if len(above) == 1 or any(cell.column_span > 1 or cell.row_span > 1 for cell in above):
        return True
    filled = [cell for cell in above if text[cell.start:cell.end].strip()]
    here = [cell for cell in row if text[cell.start:cell.end].strip()]
    return len(filled) < len(above) and (len(filled) == 1 or not text[row[0].start:row[0].end].strip() or len(here) > len(filled))
