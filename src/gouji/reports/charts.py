"""Charts of a form → chart blocks: over periods, a breakdown or the entries of a register, or one period with the series side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal

from gouji.book import Entry
from gouji.catalogue import Chart
from gouji.formulas import Amount
from gouji.numbers import round_to
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import Series
from gouji.reckon import Context
from gouji.reckon.results import in_unit
from gouji.reports.figures import Figures
from gouji.reports.placeholders import Words
from gouji.reports.placeholders import period_title
from gouji.reports.tables import selected_entries


@dataclass(frozen=True, slots=True)
class _Category:
    """A place along the axis: its name and where the formulas are evaluated."""

    name: str
    context: Context


def draw(chart: Chart, figures: Figures, words: Words) -> ChartBlock | None:
    """The chart with its data; None where nothing of it is known. Categories and series without any value are left out."""
    categories = list(_categories(chart, figures))
    values = {name: [_number(chart, text, category, figures) for category in categories] for name, text in _series(chart)}
    kept = [position for position in range(len(categories)) if any(row[position] is not None for row in values.values())]
    rows = {name: tuple(row[position] for position in kept) for name, row in values.items() if any(each is not None for each in row)}
    names = tuple(categories[position].name for position in kept)
    if not rows:
        return None
    if chart.periods <= 1 and not chart.breakdown and not chart.entries:
        names, rows = tuple(rows), {words.fill(chart.title): tuple(row[0] for row in rows.values())}
    series = tuple(Series(name, row) for name, row in rows.items())
    title = words.fill(chart.title or chart.name)
    return ChartBlock(chart.name, title, ChartKind(chart.kind), names, series, chart.unit or _unit(chart, figures))


def _series(chart: Chart) -> Iterator[tuple[str, str]]:
    for series in chart.series:
        yield series.name or series.formula.text, series.formula.text


def _categories(chart: Chart, figures: Figures) -> Iterator[_Category]:
    context = figures.context
    if chart.breakdown:
        for value in figures.book.dimension_values(chart.breakdown):
            inside = context.sliced(chart.breakdown, value)
            yield _Category(_label(chart, figures, inside) or value, inside)
    elif chart.entries:
        where = chart.where.text if chart.where else ""
        for entry in selected_entries(figures, chart.entries, where, context):
            yield _Category(_entry_label(figures, entry, chart.label), replace(context, entry=entry))
    else:
        for step in range(max(1, chart.periods) - 1, -1, -1):
            period = context.period.earlier(step) if step else context.period
            yield _Category(period_title(period), replace(context, period=period))


def _entry_label(figures: Figures, entry: Entry, column: str) -> str:
    """What an entry is called on the axis: its label column, or its number where that is empty or personal."""
    register = figures.reckoner.book.edition(figures.context.period).register(entry.register)
    known = register.column(column) if register is not None else None
    hidden = known is not None and known.personal
    return str(entry.number) if hidden else entry.texts.get(column, "") or str(entry.number)


def _label(chart: Chart, figures: Figures, context: Context) -> str:
    """The name of a value of the breakdown, where an indicator tells it."""
    if not chart.label:
        return ""
    value = figures.reckoner.evaluate(chart.label, figures.set, context).value
    return value if isinstance(value, str) else ""


def _number(chart: Chart, text: str, category: _Category, figures: Figures) -> Decimal | None:
    """The value in the chart's unit; None for gaps, texts and mere bounds."""
    shown = figures.show(text, chart.unit, chart.decimals, category.context, chart.entries)
    if shown.number is None and isinstance(shown.value, Amount):
        return _middle(shown.value, chart, figures)
    return shown.number


def _middle(amount: Amount, chart: Chart, figures: Figures) -> Decimal | None:
    """An approximation (约7.5) is drawn at its middle."""
    middle = amount.interval.middle
    if middle is None:
        return None
    unit = chart.unit or _unit(chart, figures)
    return round_to(in_unit(middle, unit), 2 if chart.decimals is None else chart.decimals)


def _unit(chart: Chart, figures: Figures) -> str:
    return figures.unit(chart.series[0].formula.text, chart.entries)
