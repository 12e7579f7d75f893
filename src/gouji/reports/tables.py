"""Tables of a form → grids: indicator rows, one row per value of a breakdown, one row per entry of a register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal

from gouji.book import Entry
from gouji.catalogue import Column
from gouji.catalogue import Indicator
from gouji.catalogue import Register
from gouji.catalogue import Row
from gouji.catalogue import Table
from gouji.formulas import Amount
from gouji.formulas import Reference
from gouji.formulas import walk
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.papers.blocks import Align
from gouji.papers.blocks import Cell
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import Run
from gouji.papers.blocks import cell
from gouji.reckon import Context
from gouji.reckon import Result
from gouji.reckon import Tally
from gouji.reports.differences import differences
from gouji.reports.figures import Figures
from gouji.reports.figures import Shown
from gouji.reports.placeholders import Words

DEFAULT_WIDTH = 10
_OWN_LABEL = re.compile(r"表\s?\d+(?:[-－]\d+)*")
_UNIT_NOTE = re.compile(r"[^，。；]{0,4}单位[:：][^。；]{1,12}")
_ALIGNS = {"left": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT}
_CENTRED = ("序号", "单位", "代码")


@dataclass(frozen=True, slots=True)
class Laid:
    """A table laid out: the grid and the notes that belong under it."""

    grid: Grid
    notes: tuple[str, ...] = ()


def lay_out(table: Table, figures: Figures, words: Words) -> Laid:
    """The grid of a table of the form. Raises GoujiError with every column and title that means nothing."""
    sheet = _Sheet(table, figures, words)
    rows = list(sheet.rows())
    if sheet.problems:
        raise GoujiError(*sheet.problems)
    title, note = words.fill(table.title or table.name), words.fill(table.note)
    unit_note = note if _UNIT_NOTE.fullmatch(note) else ""
    grid = Grid(
        id=table.name, caption=title, columns=sheet.columns(), rows=tuple(sheet.merged(rows)), header=sheet.header(), note=unit_note,
        label=table.name if _OWN_LABEL.fullmatch(table.name) else "", landscape=table.landscape, kind=_kind(table),
        totals=1 if table.total and rows else 0,
    )
    return Laid(grid, (*((note,) if note and not unit_note else ()), *sheet.notes))


def selected_entries(figures: Figures, register: str, where: str, context: Context) -> tuple[Entry, ...]:
    """The entries of a register that belong to the place and fulfil the condition, exactly as a formula would count them."""
    condition = f", {where}" if where else ""
    evaluated = figures.reckoner.evaluate(f"计数(「{register}」{condition})", figures.set, context)
    return next((operand.entries for operand in evaluated.operands if isinstance(operand, Tally)), ())


def in_order(entries: tuple[Entry, ...], columns: tuple[str, ...]) -> list[Entry]:
    """The entries sorted by columns, numbers by size; without columns as they stand in the book."""
    return sorted(entries, key=lambda entry: tuple(_natural(entry.texts.get(name, "")) for name in columns))


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part)


def _kind(table: Table) -> str:
    return "指标表" if table.rows else "细分表" if table.breakdown else "台账表"


class _Sheet:
    """One table being laid out; gathers notes on differing figures and problems on the way."""

    def __init__(self, table: Table, figures: Figures, words: Words) -> None:
        self.table = table
        self.figures = figures
        self.words = words
        self.context = figures.context
        self.problems: list[Problem] = []
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Neutral notes on the figures of the table that differ from what was stated."""
        return tuple(self._notes)

    def columns(self) -> tuple[GridColumn, ...]:
        """The columns with their titles, widths and alignments."""
        widths = (Decimal(column.width or DEFAULT_WIDTH) for column in self.table.columns)
        return tuple(GridColumn(self.title(column), width, _align(column)) for column, width in zip(self.table.columns, widths, strict=True))

    def title(self, column: Column) -> str:
        """The title of a column; its unit is added where neither title, group nor note of the table say it."""
        title = self.words.fill(column.title)
        said = any(column.unit in text for text in (title, column.group, self.table.note))
        return title if not column.unit or column.unit == ":1" or said else f"{title}（{column.unit}）"

    def header(self) -> tuple[tuple[Cell, ...], ...]:
        """One header row, or two where columns stand in groups."""
        titles = [self.title(column) for column in self.table.columns]
        if not any(column.group for column in self.table.columns):
            return (tuple(cell(title) for title in titles),)
        top: list[Cell] = []
        for position, column in enumerate(self.table.columns):
            if not column.group:
                top.append(cell(titles[position], row_span=2))
            elif position and self.table.columns[position - 1].group == column.group:
                top[-1] = replace(top[-1], column_span=top[-1].column_span + 1)
            else:
                top.append(cell(self.words.fill(column.group)))
        return tuple(top), tuple(cell(title) for title, column in zip(titles, self.table.columns, strict=True) if column.group)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The rows from top to bottom, totals last."""
        if self.table.rows:
            yield from (self.indicator_row(row) for row in self.table.rows)
        elif self.table.breakdown:
            yield from self.breakdown_rows()
        else:
            yield from self.entry_rows()

    def indicator_row(self, row: Row) -> tuple[Cell, ...]:
        if row.indicator is None:
            text = self.words.fill(row.heading)
            return (Cell((Run(text),), column_span=len(self.table.columns), bold=True, align=Align.LEFT),)
        indicator = self.indicator(row)
        return tuple(self.indicator_cell(column, row, indicator) for column in self.table.columns)

    def indicator_cell(self, column: Column, row: Row, indicator: Indicator) -> Cell:
        assert row.indicator is not None, "headings have no cells"
        match column.show:
            case "序号":
                return cell(row.number)
            case "名称":
                starred = indicator.starred if row.starred is None else row.starred
                return cell(self.words.fill(row.label) or indicator.name + ("*" if starred else ""), indent=row.indent)
            case "单位":
                return cell("——" if indicator.unit == ":1" else indicator.unit)  # as the issued forms print ratios
            case "代码":
                return cell(indicator.code)
            case "数值":
                return self.figure_cell(self.show(column, row.indicator.text, self.shifted(column)))
            case "":
                return self.formula_cell(column, self.shifted(column))
            case name:
                return self.part_cell(column, name, indicator)

    def part_cell(self, column: Column, name: str, indicator: Indicator) -> Cell:
        """The figure of the indicator of that name under the row's own; empty where there is none."""
        found = self.figures.edition.find(indicator.set, (*indicator.path, name))
        if not found:
            return Cell()
        return self.figure_cell(self.figures.indicator(found[0].code, self.shifted(column)))

    def breakdown_rows(self) -> Iterator[tuple[Cell, ...]]:
        for value in self.figures.book.dimension_values(self.table.breakdown):
            context = self.context.sliced(self.table.breakdown, value)
            if self.known(context):
                yield tuple(cell(value) if column.show == "细分" else self.formula_cell(column, context) for column in self.table.columns)
        if self.table.total:
            yield tuple(
                cell(self.table.total) if position == 0 else Cell() if column.formula is None else self.formula_cell(column, self.context)
                for position, column in enumerate(self.table.columns)
            )

    def known(self, context: Context) -> bool:
        """Whether any number of the row is known there."""
        texts = (column.formula.text for column in self.table.columns if column.formula is not None)
        operands = (operand for text in texts for operand in self.figures.reckoner.evaluate(text, self.figures.set, context).operands)
        return any(isinstance(operand, Result) and isinstance(operand.value, Amount) for operand in operands)

    def entry_rows(self) -> Iterator[tuple[Cell, ...]]:
        register = self.figures.edition.register(self.table.entries)
        if register is None:
            raise GoujiError.of("C25", self.table.place, name=self.table.entries)
        where = self.table.where.text if self.table.where else ""
        entries = in_order(selected_entries(self.figures, register.name, where, self.context), self.table.order)
        self.figures.registers[register.name] = None
        for number, entry in enumerate(entries, start=1):
            yield tuple(self.entry_cell(column, register, entry, number) for column in self.table.columns)
        if self.table.total and entries:
            yield tuple(self.total_cell(column, register, where, position) for position, column in enumerate(self.table.columns))

    def entry_cell(self, column: Column, register: Register, entry: Entry, number: int) -> Cell:
        if column.formula is not None:
            return self.formula_cell(column, replace(self.context, entry=entry), register.name)
        known = register.column(column.show)
        if known is not None:
            return self.figures.entry_cell(entry, known)
        if column.show != "序号":
            names = "、".join(each.name for each in register.columns)
            self.problem(Problem("T54", column.place, {"name": column.show, "register": register.name, "known": names}))
        return cell(str(number))

    def total_cell(self, column: Column, register: Register, where: str, position: int) -> Cell:
        """The sum of a column of numbers over the entries of the table."""
        known = register.column(column.show)
        if position == 0 or known is None or known.type != "数量":
            return cell(self.table.total if position == 0 else "")
        condition = f", {where}" if where else ""
        return self.figures.show(f"合计(「{register.name}」, 「{known.name}」{condition})", known.unit, known.decimals, self.context).cell()

    def formula_cell(self, column: Column, context: Context, register: str = "") -> Cell:
        assert column.formula is not None, "a column shows something or computes something"
        return self.figure_cell(self.show(column, column.formula.text, context, register))

    def show(self, column: Column, text: str, context: Context, register: str = "") -> Shown:
        return self.figures.show(text, column.unit, column.decimals, context, register)

    def figure_cell(self, shown: Shown) -> Cell:
        if shown.result is not None:
            self._notes.update(dict.fromkeys(each.sentence for each in differences(self.figures.reckoner, shown.result)))
        return shown.cell()

    def indicator(self, row: Row) -> Indicator:
        """The indicator a row speaks of: the first its formula names."""
        assert row.indicator is not None, "headings speak of no indicator"
        node = self.figures.edition.bind(row.indicator.text, self.figures.set)
        codes = (part.key for part in walk(node) if isinstance(part, Reference) and part.kind == "indicator")
        code = next(codes, None)
        if code is None:
            raise GoujiError.of("C24", row.place, name=row.indicator.text)
        return self.figures.edition.indicators[code]

    def shifted(self, column: Column) -> Context:
        """The place a column looks at: `offset` periods from the report's."""
        return replace(self.context, period=self.context.period.earlier(-column.offset)) if column.offset else self.context

    def problem(self, problem: Problem) -> None:
        """Note a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)

    def merged(self, rows: list[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        """The rows with equal neighbours merged downwards in the columns that ask for it, never across what differs to their left."""
        merging = [position for position, column in enumerate(self.table.columns) if column.merge]
        body = len(rows) - (1 if self.table.total and rows else 0)
        covered: set[tuple[int, int]] = set()
        spans: dict[tuple[int, int], int] = {}
        for start in range(body):
            for depth, position in enumerate(merging):
                if (start, position) in covered:
                    continue
                span = _run_length(rows, start, body, merging[: depth + 1])
                spans[start, position] = span
                covered |= {(start + offset, position) for offset in range(1, span)}
        for number, row in enumerate(rows):
            kept = ((position, each) for position, each in enumerate(row) if (number, position) not in covered)
            yield tuple(replace(each, row_span=spans.get((number, position), 1)) for position, each in kept)


def _run_length(rows: list[tuple[Cell, ...]], start: int, end: int, positions: list[int]) -> int:
    """How many rows from `start` on agree in all these columns; an empty cell agrees with nothing."""
    own = [rows[start][position].text for position in positions]
    if not own[-1]:
        return 1
    length = 1
    while start + length < end and [rows[start + length][position].text for position in positions] == own:
        length += 1
    return length


def _align(column: Column) -> Align:
    if column.align:
        return _ALIGNS[column.align]
    if column.show in _CENTRED:
        return Align.CENTRE
    return Align.RIGHT if column.show == "数值" or (column.formula is not None and column.decimals is not None) else Align.LEFT
