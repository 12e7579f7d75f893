"""A table as a user handed it in: text cells with what is odd about them, where they stood, and how much is accepted at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.archive import MEBIBYTE

ERROR_COLUMN = "错误信息"
"""Title of the column in which errors are given back; a column so titled is left out when the file is read again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted: sizes in bytes, `ratio` = unpacked ÷ packed, `cells` = rows × columns of one sheet, `text` in characters."""

    file: int = 100 * MEBIBYTE
    unpacked: int = 500 * MEBIBYTE
    ratio: int = 200
    members: int = 10_000
    rows: int = 1_000_000
    columns: int = 500
    cells: int = 20_000_000
    text: int = 32_767


class Mark(StrEnum):
    """What is odd about a cell, so that the text alone does not tell."""

    DATE = "日期"  # a date or time cell; the text is ISO 8601
    ERROR = "错误值"  # an error value of Excel; the text is #DIV/0!, #REF! …
    UNCALCULATED = "未计算"  # a formula without a stored result; the text is empty
    MERGED = "合并"  # covered by a merged range, not its first cell; the text is empty
    SURPLUS = "多余"  # beyond the last column of the header
    LONG_NUMBER = "长数"  # a number cell with more than the 15 digits Excel keeps


NO_MARKS: Mapping[int, Mark] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number in the file (from 1, as Excel counts), one text per column of the table, marks by index of the cell."""

    number: int
    cells: tuple[str, ...]
    marks: Mapping[int, Mark]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as read. `positions` are the columns in the file (from 1) of `columns`; `header_row` is from 1.

    `error_position` is the column (from 1) of the error column: that of an earlier import, else the first behind all that is used.
    `notices` tell what was done silently otherwise (hidden rows read, other sheets left out). `encoding` and `delimiter` are of CSV only.
    """

    path: Path
    sheet: str
    header_row: int
    columns: tuple[str, ...]
    positions: tuple[int, ...]
    rows: list[RawRow] = field(repr=False)
    notices: tuple[Problem, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    error_position: int = 0

    def place(self, row: int, column: int | None = None) -> Place:
        """Where the row (number in the file) and column (index into `columns`) stand; beyond the last column counts on to the right."""
        if column is None:
            return place_of(self.path, self.sheet, row)
        beyond = column - len(self.positions)
        position = self.positions[column] if beyond < 0 else self.positions[-1] + beyond + 1
        return place_of(self.path, self.sheet, row, position)


def place_of(path: Path, sheet: str, row: int, position: int = 0) -> Place:
    """The place of a row, or of the cell at `position` (column from 1): 表1!C5 in a workbook, line and cell C5 in CSV."""
    cell = f"{column_letters(position)}{row}" if position else ""
    if sheet:
        return Place(str(path), cell=f"{sheet}!{cell or row}")
    return Place(str(path), line=row, cell=cell)


def column_letters(position: int) -> str:
    """The letters of a column: 1 → A, 27 → AA."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """The position (from 1) of a column given by letters, in any case: A → 1, AA → 27."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - 64
    return position
