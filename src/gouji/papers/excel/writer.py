"""Writing a workbook from sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from gouji.messages import translate as _
from gouji.papers.blocks import ChartBlock
from gouji.papers.excel.charts import draw_charts
from gouji.papers.excel.sheet import Sheet
from gouji.papers.excel.sheet import draw
from gouji.papers.files import write_whole

_LONGEST_NAME = 31  # characters Excel allows in the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write(
    sheets: tuple[Sheet, ...],
    path: Path,
    charts: tuple[ChartBlock, ...] = (),
    comments: Mapping[str, str] | None = None,
    author: str = "",
) -> None:
    """Write the sheets as a workbook to `path`, in order, and the charts with their values on a last sheet (图表).

    `comments` gives cell comments by figure id; `author` goes into the properties. Raises GoujiError P20 where the file cannot be written.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for sheet in sheets:
        draw(book.create_sheet(sheet_name(sheet.name, taken)), sheet, comments or {})
    if charts:
        draw_charts(book.create_sheet(sheet_name(_("图表"), taken)), charts)
    if not book.worksheets:
        book.create_sheet(_("空"))
    book.properties.creator = author or "勾稽"
    stream = BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())


def sheet_name(name: str, taken: set[str]) -> str:
    """A name Excel accepts and no other sheet has."""
    plain = _FORBIDDEN.sub(" ", name).strip("' ")[:_LONGEST_NAME] or _("表")
    result, number = plain, 1
    while result.lower() in taken:
        number += 1
        ending = f"_{number}"
        result = plain[: _LONGEST_NAME - len(ending)] + ending
    taken.add(result.lower())
    return result
