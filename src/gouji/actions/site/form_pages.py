"""A form's tables as printed, for an organisation and period, each figure with where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gouji.actions.site.origin import require
from gouji.actions.site.reading import Reading
from gouji.actions.site.targets import figures_target
from gouji.book import Key
from gouji.book import Period
from gouji.catalogue import Form
from gouji.messages import GoujiError
from gouji.messages import current_language
from gouji.papers.blocks import Cell
from gouji.papers.blocks import Grid
from gouji.papers.blocks import header_rows
from gouji.reckon import Context
from gouji.reports.figures import Figures
from gouji.reports.placeholders import words_of
from gouji.reports.tables import lay_out
from gouji.rights import Act

LONG = 400
"""Rows from which on a form is shown table by table."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell as printed. `key` is what its figure is about (None: a formula, or no figure), `note` the id of the explanation of a formula's value."""

    text: str
    row_span: int
    column_span: int
    align: str
    bold: bool
    indent: int
    state: str = ""
    key: Key | None = None
    note: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table as printed: caption, unit note, header rows, rows, notes below."""

    id: str
    caption: str
    label: str
    note: str
    header: tuple[tuple[FormCell, ...], ...]
    rows: tuple[tuple[FormCell, ...], ...]
    notes: tuple[str, ...]
    totals: int


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form for an organisation and period: what all its tables are called, those laid out, the explanations of values of formulas (id → as in reports).

    `chosen` is the number of the only table laid out (from 0; None: all).
    """

    name: str
    title: str
    regulation: str
    names: tuple[str, ...]
    chosen: int | None
    tables: tuple[FormTable, ...]
    notes: Mapping[str, Mapping[str, object]]


def form_page(reading: Reading, name: str, organisation: str, period: Period, table: int | None = None, *, whole: bool = False) -> FormPage:
    """The form as it may be seen: all its tables, or one of them (from 0) where it is long, or where one is asked for; `whole` wants all of them.

    Raises GoujiError S69 (no such form), Refused where the figures of the place are not submitted or published yet.
    """
    found = reading.book.edition(period).forms.get(name)
    if found is None or found.set not in reading.book.sets:
        raise GoujiError.of("S69", name=name)
    target = figures_target(reading.row, reading.book.organisations, organisation, period.text)
    require(reading.origin, Act.VIEW_FIGURES, target, reading.name(organisation))
    chosen = None if whole or (table is None and _length(found) <= LONG) else min(table or 0, max(len(found.tables) - 1, 0))
    place = ("form", name, organisation, period.text, chosen, current_language())
    return reading.view(organisation).kept(place, lambda: _lay_out(reading, found, organisation, period, chosen))


def _length(form: Form) -> int:
    return sum(len(table.rows) for table in form.tables)


def _lay_out(reading: Reading, form: Form, organisation: str, period: Period, chosen: int | None) -> FormPage:
    reckoner = reading.reckoner(organisation)
    context = Context(organisation, period)
    figures = Figures(reckoner, form.set, context)
    words = words_of(reckoner.book, context)
    laid = [lay_out(table, figures, words) for table in (form.tables if chosen is None else form.tables[chosen:chosen + 1])]
    keys = {name: key for name, key in figures.explainer.keys().items() if isinstance(key, tuple) and key[0] not in ("tally", "formula", "entry")}
    tables = tuple(_table(each.grid, each.notes, keys) for each in laid)
    used = {cell.note for table in tables for row in table.rows for cell in row}
    notes = {name: record for name, record in figures.explainer.records.items() if name in used and name not in keys}
    names = tuple(table.name if table.name.startswith("表") else words.fill(table.title or table.name) for table in form.tables)
    return FormPage(form.name, words.fill(form.title), form.regulation, names, chosen, tables, notes)


def _table(grid: Grid, notes: tuple[str, ...], keys: Mapping[str, tuple[str, ...]]) -> FormTable:
    aligns = [column.align.value for column in grid.columns]
    return FormTable(
        grid.id, grid.caption, grid.label, grid.note, tuple(tuple(_cell(each, keys, "") for each in row) for row in header_rows(grid)),
        tuple(_row(row, aligns, keys) for row in grid.rows), notes, grid.totals,
    )


def _row(row: tuple[Cell, ...], aligns: list[str], keys: Mapping[str, tuple[str, ...]]) -> tuple[FormCell, ...]:
    shift = len(aligns) - sum(each.column_span for each in row)  # cells covered from above are left out, and stand to the left
    cells, position = [], max(shift, 0)
    for each in row:
        cells.append(_cell(each, keys, aligns[min(position, len(aligns) - 1)]))
        position += each.column_span
    return tuple(cells)


def _cell(cell: Cell, keys: Mapping[str, tuple[str, ...]], align: str) -> FormCell:
    run = next((each for each in cell.runs if each.figure is not None), None)
    mark = run.figure if run is not None else None
    about = keys.get(mark.id) if mark is not None else None
    key = (about[0], about[1], about[2], about[3]) if about is not None else None
    return FormCell(
        cell.text, cell.row_span, cell.column_span, cell.align.value or align, cell.bold, cell.indent, mark.state.value if mark is not None else "", key,
        mark.id if mark is not None and key is None else "", run.hint if run is not None else "",
    )
