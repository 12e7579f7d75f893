"""The audits of many documents as one table: for the terminal, as CSV and as a workbook, the documents with the gravest findings first."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from gouji.messages import translate as _
from gouji.papers import excel
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import cell
from gouji.papers.files import write_whole

if TYPE_CHECKING:
    from rich.table import Table

_NAME = "核对汇总"
_WIDTHS = (40, 6, 6, 6, 8, 8, 8, 40)
_LABEL, _WORDS = 0, len(_WIDTHS) - 1  # columns that hold words, the others numbers


@dataclass(frozen=True, slots=True, order=True)
class AuditRow:
    """A document in the table; rows sort by gravity. Counts of findings are those no reviewer has dismissed."""

    gravity: tuple[int, ...] = field(repr=False)
    name: str
    contradicts: int
    suspicious: int
    truncated: int
    held: int
    measured: int
    checked: int
    problem: str
    files: tuple[str, ...]

    @property
    def findings(self) -> int:
        """How many findings are open."""
        return self.contradicts + self.suspicious + self.truncated

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        if self.problem:
            return (self.name, *[""] * (len(_WIDTHS) - 2), self.problem)
        counts = (self.contradicts, self.suspicious, self.truncated, self.held, self.measured, self.checked)
        return (self.name, *map(str, counts), "")

    def as_record(self) -> dict[str, object]:
        """As JSON-able data."""
        if self.problem:
            return {"document": self.name, "problem": self.problem}
        return {
            "document": self.name, "contradicts": self.contradicts, "suspicious": self.suspicious, "truncated": self.truncated, "held": self.held,
            "coverage": {"measured": self.measured, "checked": self.checked}, "files": list(self.files),
        }


def row_of(record: Mapping[str, Any], base: str) -> AuditRow:
    """The row of an audit's record; names are relative to the folder `base`."""
    path = Path(record["document"]).resolve()
    name = str(path.relative_to(base)) if base and path.is_relative_to(base) else str(path)
    if "problems" in record:
        text = "；".join(f"{each['message']}{each['advice']}" for each in record["problems"])
        return AuditRow((1,), name, 0, 0, 0, 0, 0, 0, text, ())
    counts = record["open"]["contradicts"], record["open"]["suspicious"], record["open"]["truncated"]
    held = sum(claim["verdict"] == "holds" for claim in record["claims"])
    coverage = record["coverage"]
    gravity = (0, *(-count for count in counts))
    return AuditRow(gravity, name, *counts, held, coverage["measured"], coverage["checked"], "", tuple(record["files"]))


def write_summary(rows: Sequence[AuditRow], folder: Path) -> tuple[Path, Path]:
    """Write the table as CSV (UTF-8 with mark, as Excel wants it) and as a workbook; gives the two files. Raises GoujiError P20."""
    titles = _titles()
    text = io.StringIO(newline="")
    csv.writer(text).writerows([titles, *(row.cells for row in rows)])
    table, book = folder / f"{_NAME}.csv", folder / f"{_NAME}.xlsx"
    write_whole(table, text.getvalue().encode("utf-8-sig", "replace"))
    columns = tuple(GridColumn(title, Decimal(width)) for title, width in zip(titles, _WIDTHS, strict=True))
    grid = Grid("", "", columns, tuple(tuple(map(cell, row.cells)) for row in rows), landscape=True)
    excel.write((excel.Sheet(_("核对汇总"), grid, _("核对汇总")),), book)
    return table, book


def summary_table(rows: Sequence[AuditRow]) -> Table:
    """The table for the terminal."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for number, title in enumerate(_titles()):
        table.add_column(title, justify="left" if number in (_LABEL, _WORDS) else "right", overflow="fold")
    for row in rows:
        style = "red" if row.problem or row.contradicts else "yellow" if row.suspicious else ""
        table.add_row(*row.cells, style=style)
    return table


def _titles() -> tuple[str, ...]:
    return _("文件"), _("矛盾"), _("存疑"), _("截位"), _("相符的关系"), _("数字"), _("参加核对"), _("读不了的原因")
