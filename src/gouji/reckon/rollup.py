"""Roll-ups: totals over breakdowns, sub-organisations and time, as the indicator declares; never across what does not aggregate."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gouji.book import Period
from gouji.book import breakdown_parts
from gouji.book import year_in
from gouji.catalogue import Indicator
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.formulas import Value
from gouji.formulas import combine
from gouji.formulas import fold
from gouji.messages import translate as _
from gouji.reckon.context import Context
from gouji.reckon.results import Evaluated
from gouji.reckon.results import Operand
from gouji.reckon.results import Result
from gouji.reckon.results import distinct

if TYPE_CHECKING:
    from gouji.reckon.reckoner import Reckoner

Part = tuple[Context, Result]
Way = tuple[list[Context], str, str]
"""Where the parts are, how they come together, what they are called."""


def roll_up(reckoner: Reckoner, indicator: Indicator, context: Context) -> Evaluated | None:
    """What follows from the parts, where the indicator aggregates and any part is known; None otherwise.

    Breakdown values come first, then sub-organisations, then the years of a span. A part that is missing makes the total missing; one that does
    not apply (不适用) adds nothing, and where none applies, the total does not either.
    """
    ways = (*_breakdown(reckoner, indicator, context), *_organisations(reckoner, indicator, context), *_span(indicator, context))
    return next((total for way in ways if (total := _along(reckoner, indicator, way)) is not None), None)


def from_below(reckoner: Reckoner, indicator: Indicator, context: Context) -> Evaluated | None:
    """What follows from the sub-organisations alone; None where the indicator does not aggregate over them or none of them knows it."""
    return next((total for way in _organisations(reckoner, indicator, context) if (total := _along(reckoner, indicator, way)) is not None), None)


def _along(reckoner: Reckoner, indicator: Indicator, along: Way) -> Evaluated | None:
    contexts, way, label = along
    parts = [(place, _part(reckoner, indicator, place)) for place in contexts]
    applying = [part for part in parts if applies(part[1].value)]
    if not applying or way == "期末":
        applying = parts
    if all(result.missing for _place, result in parts) and any(applies(result.value) for _place, result in applying):
        return None
    total = _total(reckoner, indicator, way, label, applying)
    return replace(total, operands=distinct((*total.operands, *(result for _place, result in parts if not applies(result.value)))))


def applies(value: Value) -> bool:
    """Whether a part counts in a total: it does, known or missing, unless it is 不适用."""
    return not isinstance(value, Missing) or value.kind != "不适用"


def _breakdown(reckoner: Reckoner, indicator: Indicator, context: Context) -> Iterator[Way]:
    given = breakdown_parts(context.breakdown) if context.breakdown else {}
    missing = [name for name in indicator.breakdowns if name not in given]
    for name in missing if indicator.organisations == "合计" else ():
        if values := reckoner.book.dimension_values(name, context.period):
            yield [context.sliced(name, value) for value in values], "合计", _("各{name}").format(name=name)


def _organisations(reckoner: Reckoner, indicator: Indicator, context: Context) -> Iterator[Way]:
    codes = reckoner.book.organisations.children(context.organisation, context.period.last)
    if codes and indicator.organisations in ("合计", "加权平均", "最大", "最小"):
        yield [replace(context, organisation=code) for code in codes], indicator.organisations, _("下级机构")


def _span(indicator: Indicator, context: Context) -> Iterator[Way]:
    if context.period.kind == "时段" and indicator.calendar != "时段" and indicator.periods in ("合计", "期末", "平均"):
        yield [replace(context, period=year) for year in _years(context.period, indicator)], indicator.periods, _("各年")


def _years(span: Period, indicator: Indicator) -> list[Period]:
    return [year_in(year, indicator.calendar) for year in range(span.first.year, span.last.year + 1)]


def _part(reckoner: Reckoner, indicator: Indicator, context: Context) -> Result:
    return reckoner.figure(indicator.code, context.organisation, context.period, context.breakdown, as_filled=context.as_filled)


def _total(reckoner: Reckoner, indicator: Indicator, way: str, label: str, parts: Sequence[Part]) -> Evaluated:
    results = [result for _place, result in parts]
    formula = f"{way}({label}, {indicator.name})"
    if way == "期末":
        return Evaluated(results[-1].value, formula, results[-1].printed, (results[-1],))
    values = [result.value for result in results]
    if way == "加权平均":
        return _weighted(reckoner, indicator, formula, parts)
    if way == "平均":
        value = combine("÷", fold("合计", values), Amount.exact(len(values)))
        return Evaluated(value, formula, f"({_joined(results)}) ÷ {len(values)}", tuple(results))
    return Evaluated(fold(way, values), formula, _joined(results) if way == "合计" else f"{way}({_joined(results, '，')})", tuple(results))


def _joined(results: Sequence[Result], sign: str = " + ") -> str:
    return sign.join(result.printed for result in results)


def _weighted(reckoner: Reckoner, indicator: Indicator, formula: str, parts: Sequence[Part]) -> Evaluated:
    results = [result for _place, result in parts]
    weights = [reckoner.evaluate(indicator.weight, indicator.set, place) for place, _result in parts]
    products: list[Value] = [combine("×", result.value, weight.value) for result, weight in zip(results, weights, strict=True)]
    value = combine("÷", fold("合计", products), fold("合计", [weight.value for weight in weights]))
    shown = [weight.operands[0].printed if weight.operands else weight.filled for weight in weights]
    terms = " + ".join(f"{result.printed}×{weight}" for result, weight in zip(results, shown, strict=True))
    operands: list[Operand] = [*results, *(operand for weight in weights for operand in weight.operands)]
    missing = isinstance(value, Missing)
    return Evaluated(value, formula, "" if missing else f"({terms}) ÷ ({' + '.join(shown)})", tuple(operands))
