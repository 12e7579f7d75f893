"""Forms and reports, as values: ordered rows and columns, charts, the narrative they carry. Field names are those of docs/formats.md."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.catalogue.values import Formula
from gouji.catalogue.values import Validity
from gouji.messages import Place


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it shows (序号, 名称, 单位, 数值, 细分, a register column) or a formula; `offset` counts periods."""

    title: str
    show: str
    formula: Formula | None
    unit: str
    decimals: int | None
    offset: int
    width: int
    merge: bool
    align: str
    group: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an indicator table: an indicator with its printed number and label, or a mere heading."""

    number: str
    indicator: Formula | None
    label: str
    indent: int
    starred: bool | None
    heading: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """报表: rows of indicators, or one row per value of a breakdown, or one row per entry of a register."""

    name: str
    title: str
    note: str
    landscape: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    breakdown: str
    entries: str
    where: Formula | None
    order: tuple[str, ...]
    total: str
    place: Place


@dataclass(frozen=True, slots=True)
class Series:
    """A line or a set of bars: a name and a formula."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Chart:
    """图: over periods (`periods` back from the report's), over a breakdown, over the series themselves, or over entries of a register."""

    name: str
    title: str
    kind: str
    series: tuple[Series, ...]
    periods: int
    breakdown: str
    entries: str
    where: Formula | None
    label: str
    unit: str
    decimals: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Form:
    """A mandated form or report with its cover, tables, charts and templates."""

    name: str
    title: str
    set: str
    regulation: str
    region: str
    cover: tuple[tuple[str, str], ...]
    layout: str
    text: str
    scheme: str
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    folder: str
    valid: Validity
    place: Place

    def table(self, name: str) -> Table | None:
        """The table of that name, or None."""
        return next((table for table in self.tables if table.name == name), None)

    def chart(self, name: str) -> Chart | None:
        """The chart of that name, or None."""
        return next((chart for chart in self.charts if chart.name == name), None)
