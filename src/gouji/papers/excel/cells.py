"""Putting a value into an Excel cell: numbers as numbers, text never as a formula."""

from __future__ import annotations

from openpyxl.cell.cell import Cell as ExcelCell

from gouji.papers.blocks import Cell
from gouji.papers.text import printable

_DIGITS = 15  # Excel keeps no more; a longer number stays text, so that no digit is lost
_LONGEST_TEXT = 32_767  # characters in a cell
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def put(target: ExcelCell, cell: Cell) -> None:
    """Put the cell's number, with its number format, or else its text into `target`. A format the target already has is kept."""
    number = cell.number
    if number is None or not number.is_finite() or len(number.as_tuple().digits) > _DIGITS:
        put_text(target, cell.text)
        return
    target.value = number
    if target.number_format == "General":
        target.number_format = cell.number_format or plain_format(cell)


def put_text(target: ExcelCell, text: str) -> None:
    """Put text into `target` as text, whatever it begins with; it stays text when a reader edits the cell (CWE-1236)."""
    target.value = printable(text)[:_LONGEST_TEXT] or None
    if target.value is not None:
        target.data_type = "s"
        if text.startswith(_LOOKS_LIKE_FORMULA):
            target.quotePrefix = True


def plain_format(cell: Cell) -> str:
    """The number format that shows as many decimals as the number has: 95.40 → 0.00."""
    exponent = cell.number.as_tuple().exponent if cell.number is not None else 0
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"0.{'0' * decimals}" if decimals else "0"
