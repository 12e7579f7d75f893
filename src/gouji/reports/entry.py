"""A form as it is filled in: its tables as cells that are typed, derived, or only shown, each with what a person needs to know to fill it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cached_property

from gouji.book import in_calendar
from gouji.catalogue import Column
from gouji.catalogue import Form
from gouji.catalogue import Indicator
from gouji.catalogue import Row
from gouji.catalogue import Table
from gouji.catalogue.edition import same_period_operands
from gouji.formulas import Node
from gouji.formulas import Reference
from gouji.formulas import walk
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import Result
from gouji.reckon.reckoner import CacheKey
from gouji.reports.entry_rows import RegisterRow
from gouji.reports.entry_rows import blank_row
from gouji.reports.entry_rows import register_columns
from gouji.reports.entry_rows import register_rows
from gouji.reports.figures import Figures
from gouji.reports.placeholders import Words
from gouji.reports.placeholders import words_of

SAID, INPUT, DERIVED, EARLIER = "said", "input", "derived", "earlier"
"""Kinds of cells: words of the form, figures that are typed, figures that follow, figures of another period."""
FIGURES, SLICES, ROWS = "指标表", "细分表", "台账表"


@dataclass(frozen=True, slots=True)
class EntryCell:
    """A cell. `key` (code, or code|breakdown) names a figure of the form; `text` is what is printed, empty for 空.

    `state` is 值, 空, 不适用 or 未采集; `slot` names a cell whose formula is no indicator's; `former` is last year's figure as printed, `offered` what
    rolls up from below where nothing was typed, `version` the number of the row that says it (0: none yet).
    """

    kind: str
    text: str = ""
    key: str = ""
    indicator: str = ""
    breakdown: str = ""
    period: str = ""
    label: str = ""
    unit: str = ""
    decimals: int = 0
    textual: bool = False
    state: str = "空"
    former: str = ""
    offered: str = ""
    formula: str = ""
    filled: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    version: int = 0
    slot: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row: a heading over the rows below it, or cells, one a column."""

    cells: tuple[EntryCell, ...]
    label: str = ""
    heading: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column: its title, the group it stands in, its share of the width, how it is aligned; of a register what may be chosen there."""

    title: str
    group: str = ""
    width: int = 10
    align: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)  # no slots: what follows from the cells is kept with them
class EntryTable:
    """A table of the form. Of a register table `entries` are the rows and `columns` the register's, of which the form itself shows the first `shown`.

    `blank` is what a new row says before anything is typed.

    Of a breakdown table `dimension` is what it is over, and `codes` the indicators typed in its columns ("" where none is), for rows of new values.
    """

    name: str
    title: str
    note: str
    kind: str
    columns: tuple[EntryColumn, ...]
    rows: tuple[EntryRow, ...] = ()
    dimension: str = ""
    codes: tuple[str, ...] = ()
    register: str = ""
    entries: tuple[RegisterRow, ...] = ()
    shown: int = 0
    blank: Mapping[str, str] = field(default_factory=dict)

    def cells(self) -> Iterator[EntryCell]:
        """The cells that are figures of the form itself."""
        return (cell for row in self.rows for cell in row.cells if cell.key)

    @cached_property
    def figures(self) -> Mapping[str, EntryCell]:
        """The same by key; of several cells of one figure the first."""
        found: dict[str, EntryCell] = {}
        for cell in self.cells():
            found.setdefault(cell.key, cell)
        return found

    @cached_property
    def links(self) -> frozenset[str]:
        """The numbers of the evidence behind them."""
        return frozenset(link.partition("#")[0] for cell in self.figures.values() for link in cell.evidence)

    @cached_property
    def filled(self) -> Mapping[str, bool]:
        """Whether each figure that is typed is filled."""
        return {key: cell.state != "空" for key, cell in self.figures.items() if cell.kind == INPUT}


def entry_tables(reckoner: Reckoner, form: Form, context: Context, versions: Mapping[str, int] | None = None) -> tuple[EntryTable, ...]:
    """The tables of a form for an organisation and period. `versions` gives the number of the row that says a figure, by key.

    Raises FormulaError where a formula of the form means nothing in the period.
    """
    words = words_of(reckoner.book, context)
    figures = Figures(reckoner, form.set, context)
    return tuple(_EntrySheet(table, figures, words, versions or {}).table() for table in form.tables)


def entry_rows(
    reckoner: Reckoner, form: Form, table: Table, context: Context, versions: Mapping[str, int], numbers: Iterable[int],
) -> list[tuple[EntryRow, frozenset[CacheKey]]]:
    """Rows of a table of figures (neither of a breakdown nor of a register) by their place in it, each with the figures that were asked for."""
    sheet = _EntrySheet(table, Figures(reckoner, form.set, context), words_of(reckoner.book, context), versions)
    found = []
    for number in numbers:
        with reckoner.noting() as asked:
            row = sheet.row(number)
        found.append((row, frozenset(asked)))
    return found


def cell_key(indicator: str, breakdown: str = "") -> str:
    """What a figure is called within a submission, whose organisation and period are settled."""
    return f"{indicator}|{breakdown}" if breakdown else indicator


def key_parts(key: str) -> tuple[str, str]:
    """Code and breakdown of a key."""
    code, _sign, breakdown = key.partition("|")
    return code, breakdown


def input_cells(tables: tuple[EntryTable, ...]) -> dict[str, EntryCell]:
    """The cells that are typed, by key; a figure that stands in several tables once."""
    return {cell.key: cell for table in tables for cell in table.cells() if cell.kind == INPUT}


class _EntrySheet:
    """One table being laid out for filling."""

    def __init__(self, table: Table, figures: Figures, words: Words, versions: Mapping[str, int]) -> None:
        self.source = table
        self.figures = figures
        self.words = words
        self.versions = versions
        self.context = figures.context
        self.extra = self._hidden_inputs() if table.breakdown else ()

    def table(self) -> EntryTable:
        """The table as it is filled in."""
        source = self.source
        title, note = self.words.fill(source.title or source.name), self.words.fill(source.note)
        if source.entries:
            register = self.figures.edition.register(source.entries)
            options = {column.name: column.options for column in register.columns} if register is not None else {}
            names = register_columns(register, source) if register is not None else ()
            columns = tuple(EntryColumn(name, options=options[name]) for name in names)
            entries = tuple(register_rows(self.figures, source, self.versions))
            named = {column.title for column in columns}
            shown = len({column.show for column in source.columns} & named)
            blank = blank_row(register, source, self.context.period.text) if register is not None else {}
            return EntryTable(source.name, title, note, ROWS, columns, register=source.entries, entries=entries, shown=shown, blank=blank)
        columns = tuple(self._column(column) for column in source.columns) + tuple(EntryColumn(item.label) for item in self.extra)
        if source.breakdown:
            codes = (*(self._typed(column) for column in source.columns), *(item.code for item in self.extra))
            return EntryTable(source.name, title, note, SLICES, columns, tuple(self._slices()), source.breakdown, codes)
        return EntryTable(source.name, title, note, FIGURES, columns, tuple(self._row(row) for row in source.rows))

    def row(self, number: int) -> EntryRow:
        """One row of a table of figures."""
        return self._row(self.source.rows[number])

    def _column(self, column: Column) -> EntryColumn:
        title = self.words.fill(column.title)
        unit = column.unit if column.unit and column.unit != ":1" and column.unit not in title + column.group else ""
        return EntryColumn(f"{title}（{unit}）" if unit else title, self.words.fill(column.group), column.width or 10, column.align)

    def _typed(self, column: Column) -> str:
        """The code of the indicator typed in a column of a breakdown table; empty where none is."""
        node = self.figures.edition.bind(column.formula.text, self.figures.set) if column.formula is not None and not column.offset else None
        indicator = self.figures.edition.indicators[node.key] if isinstance(node, Reference) and node.kind == "indicator" else None
        usable = indicator is not None and indicator.formula is None and self.source.breakdown in indicator.breakdowns
        return indicator.code if indicator is not None and usable else ""

    def _row(self, row: Row) -> EntryRow:
        if row.indicator is None:
            return EntryRow((), heading=self.words.fill(row.heading))
        node = self.figures.edition.bind(row.indicator.text, self.figures.set)
        code = next(part.key for part in walk(node) if isinstance(part, Reference) and part.kind == "indicator")
        indicator = self.figures.edition.indicators[code]
        starred = indicator.starred if row.starred is None else row.starred
        label = self.words.fill(row.label) or indicator.name + ("*" if starred else "")
        return EntryRow(tuple(self._cell(column, row, indicator, node, label) for column in self.source.columns), label, indent=row.indent)

    def _cell(self, column: Column, row: Row, indicator: Indicator, node: Node, label: str) -> EntryCell:
        match column.show:
            case "序号":
                return EntryCell(SAID, row.number)
            case "名称":
                return EntryCell(SAID, label)
            case "单位":
                return EntryCell(SAID, "——" if indicator.unit == ":1" else indicator.unit)
            case "代码":
                return EntryCell(SAID, indicator.code)
            case "数值":
                plain = isinstance(node, Reference)
                return self._figure(indicator, self.context, column.offset) if plain else self._computed(column, row.indicator.text if row.indicator else "")
            case "":
                return self._formula(column, self.context)
            case name:
                found = self.figures.edition.find(indicator.set, (*indicator.path, name))
                return self._figure(found[0], self.context, column.offset) if found else EntryCell(SAID)

    def _formula(self, column: Column, context: Context) -> EntryCell:
        assert column.formula is not None, "a column shows something or computes something"
        node = self.figures.edition.bind(column.formula.text, self.figures.set)
        if isinstance(node, Reference) and node.kind == "indicator":
            return self._figure(self.figures.edition.indicators[node.key], context, column.offset)
        return self._computed(column, column.formula.text, context)

    def _computed(self, column: Column, text: str, context: Context | None = None) -> EntryCell:
        place = context or self.context
        place = replace(place, period=place.period.earlier(-column.offset)) if column.offset else place
        shown = self.figures.show(text, column.unit, column.decimals, place)
        kind = EARLIER if column.offset else DERIVED
        slot = f"={self.source.name}|{place.breakdown}|{column.title}|{text}"
        return EntryCell(kind, "" if shown.missing else shown.text, formula=text, state="空" if shown.missing else "值", unit=column.unit, slot=slot)

    def _figure(self, indicator: Indicator, context: Context, offset: int) -> EntryCell:
        """The cell of an indicator; of another period it is only shown."""
        reckoner = self.figures.reckoner
        period = context.period.earlier(-offset) if offset else context.period
        result = reckoner.figure(indicator.code, context.organisation, period, context.breakdown)
        if offset:
            return EntryCell(EARLIER, _shown(result), indicator=indicator.code, period=result.period.text, label=result.label, unit=indicator.unit)
        key = cell_key(indicator.code, context.breakdown)
        before = reckoner.figure(indicator.code, context.organisation, period.earlier(1), context.breakdown)
        return figure_cell(result, key, before, self.versions.get(key, 0), self.figures.edition.indicators)

    def _slices(self) -> Iterator[EntryRow]:
        """One row a value: those of the period, else those the book knows."""
        dimension = self.source.breakdown
        for value in self.figures.book.dimension_values(dimension, self.context.period):
            row = self._slice(value)
            if any(cell.state != "空" or cell.former for cell in row.cells if cell.key):
                yield row
        if self.source.total:
            cells = [
                EntryCell(SAID, self.source.total) if number == 0 else EntryCell(SAID) if column.formula is None else self._formula(column, self.context)
                for number, column in enumerate(self.source.columns)
            ]
            yield EntryRow((*cells, *(self._figure(item, self.context, 0) for item in self.extra)), self.source.total)

    def _slice(self, value: str) -> EntryRow:
        context = self.context.sliced(self.source.breakdown, value)
        cells = [
            EntryCell(SAID, value if column.show == "细分" else "") if column.formula is None else self._formula(column, context)
            for column in self.source.columns
        ]
        return EntryRow((*cells, *(self._figure(item, context, 0) for item in self.extra)), value)

    def _hidden_inputs(self) -> tuple[Indicator, ...]:
        """Typed indicators that the table's formulas need and no column shows: they get columns of their own, or nobody could fill them."""
        edition, dimension = self.figures.edition, self.source.breakdown
        nodes = [edition.bind(column.formula.text, self.figures.set) for column in self.source.columns if column.formula is not None]
        shown = {node.key for node in nodes if isinstance(node, Reference)}
        needed: dict[str, None] = {}
        pending = list(nodes)
        while pending:
            for code in same_period_operands(pending.pop()):
                formula = edition.formula(edition.indicators[code])
                if formula is not None:
                    pending.append(formula)
                elif code not in shown and dimension in edition.indicators[code].breakdowns:
                    needed[code] = None
        return tuple(edition.indicators[code] for code in needed)


def figure_cell(result: Result, key: str, before: Result, version: int, known: Mapping[str, Indicator]) -> EntryCell:
    """The cell of a figure: typed, or following from its formula."""
    indicator = known.get(result.indicator.code, result.indicator)
    derived = indicator.formula is not None
    fact = result.fact
    rolled = result.origin == "汇总" and not derived
    state = "空" if result.missing or rolled else "值"
    if fact is not None and fact.state != "值":
        state = fact.state
    return EntryCell(
        DERIVED if derived else INPUT, "" if rolled else _shown(result), key, indicator.code, result.breakdown, result.period.text, result.label,
        indicator.unit, indicator.decimals, textual=indicator.type == "文本", state=state, former=_shown(before), offered=_shown(result) if rolled else "",
        formula=indicator.formula.text if indicator.formula else "", filled=result.filled if derived else "", note=fact.note if fact else "",
        evidence=fact.evidence if fact else (), version=version,
    )


def _shown(result: Result) -> str:
    """A figure as it stands in a cell: gaps are blank, 不适用 and 未采集 are said."""
    if result.missing:
        return result.printed if result.printed in ("不适用", "未采集") else ""
    return result.printed


def own_period(indicator: Indicator, context: Context) -> str:
    """The period an indicator's figure of the form is kept under: the form's, in the indicator's own calendar."""
    return in_calendar(context.period, indicator.calendar).text
