"""What names and functions over data mean in a place of a book; notes operands and their spots in the formula on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gouji.book import Entry
from gouji.book import Period
from gouji.book import breakdown_parts
from gouji.book import breakdown_text
from gouji.book import in_calendar
from gouji.book import parse_period
from gouji.formulas import Amount
from gouji.formulas import Call
from gouji.formulas import Compare
from gouji.formulas import Missing
from gouji.formulas import Name
from gouji.formulas import Node
from gouji.formulas import Number
from gouji.formulas import Reference
from gouji.formulas import Text
from gouji.formulas import Value
from gouji.formulas import combine
from gouji.formulas import evaluate
from gouji.formulas import fold
from gouji.formulas import of_figure
from gouji.reckon.context import Context
from gouji.reckon.results import HIDDEN
from gouji.reckon.results import Operand
from gouji.reckon.results import Result
from gouji.reckon.results import Tally
from gouji.reckon.results import unstated
from gouji.reckon.results import value_of
from gouji.reckon.results import value_text
from gouji.reckon.rollup import applies

if TYPE_CHECKING:
    from gouji.reckon.reckoner import Reckoner

_EMPTY_TEXTS = {"不适用": "不适用", "未采集": "未采集"}
Mark = tuple[int, int, str | Operand | Amount]
"""A stretch of the formula and what to print in its place (printed only when asked for)."""


class BookScope:
    """One evaluation of one formula: implements the scope of gouji.formulas over a book."""

    def __init__(self, reckoner: Reckoner, context: Context) -> None:
        self.reckoner = reckoner
        self.book = reckoner.book
        self.context = context
        self.operands: list[Operand] = []
        self.marks: list[Mark] = []

    def value(self, node: Name | Reference) -> Value:
        """An indicator's figure here, or a column of the entry at hand."""
        if isinstance(node, Reference) and node.kind in ("column", "own"):
            return self._column(node, self.context.entry if node.kind == "column" else self.context.outer)
        if isinstance(node, Reference) and node.kind == "indicator":
            return self._figure(node, self.context).value
        return Missing("不能判断", (str(node),))

    def call(self, node: Call) -> Value | None:
        """Functions over periods, organisations, breakdowns and registers; None for the pure ones."""
        first = node.arguments[0] if node.arguments else None
        if isinstance(first, Reference) and first.kind in _FOLDS:
            return getattr(self, _FOLDS[first.kind])(node, first)  # type: ignore[no-any-return]
        handler = _FUNCTIONS.get(node.function)
        return getattr(self, handler)(node) if handler else None

    def _figure(self, node: Reference, context: Context) -> Result:
        breakdown = self._fitting(node.key, context)
        result = self.reckoner.figure(node.key, context.organisation, context.period, breakdown, as_filled=context.as_filled)
        self.operands.append(result)
        self.marks.append((node.start, node.end, result))
        return result

    def _fitting(self, code: str, context: Context) -> str:
        """The part of the breakdown that the indicator knows: a figure not broken down by 任务 is taken as a whole."""
        if not context.breakdown:
            return ""
        indicator = self.book.edition(context.period).indicators.get(code)
        known = indicator.breakdowns if indicator is not None else ()
        parts = breakdown_parts(context.breakdown)
        return context.breakdown if parts.keys() <= set(known) else breakdown_text({name: parts[name] for name in parts if name in known})

    def _column(self, node: Reference, entry: Entry | None) -> Value:
        if entry is None:
            return Missing("不能判断", (node.label,))
        if (figure := entry.figures.get(node.key)) is not None:
            self._mark_cell(node, entry, figure.text)
            return of_figure(figure)
        text = entry.texts.get(node.key, "")
        self._mark_cell(node, entry, text)
        if text in _EMPTY_TEXTS or not text:
            return Missing(_EMPTY_TEXTS.get(text, "缺数据"), (node.label,))
        return text

    def _mark_cell(self, node: Reference, entry: Entry, text: str) -> None:
        """What the cell prints in place of its name; findings and explanations go to many readers, so personal columns are hidden."""
        register = self.book.edition(self.context.period).register(entry.register)
        column = register.column(node.key) if register is not None else None
        self.marks.append((node.start, node.end, HIDDEN if text and column is not None and column.personal else text))

    def _nested(self, node: Node, context: Context) -> Value:
        """The value of a part in another place; its operands belong to this formula, too."""
        inner = BookScope(self.reckoner, context)
        value = evaluate(node, inner)
        self.operands.extend(inner.operands)
        return value

    def _marked(self, node: Node, value: Value) -> Value:
        last = self.operands[-1] if self.operands else None
        whole = last if isinstance(last, Result) and last.value is value else value if isinstance(value, Amount) else value_text(value)
        self.marks.append((node.start, node.end, whole))
        return value

    def _earlier(self, node: Call) -> Value:
        steps = node.arguments[1] if len(node.arguments) > 1 else None
        count = int(steps.value) if isinstance(steps, Number) else 1
        context = replace(self.context, period=self.context.period.earlier(count))
        return self._marked(node, self._nested(node.arguments[0], context))

    def _period(self, node: Call) -> Value:
        named = node.arguments[1]
        assert isinstance(named, Text), "the binder lets only texts through"
        return self._marked(node, self._nested(node.arguments[0], replace(self.context, period=parse_period(named.value))))

    def _derived(self, node: Call) -> Value:
        """The derived figure; where it cannot be derived there is none, however often it was stated."""
        value = self._nested(node.arguments[0], replace(self.context, as_filled=False))
        if self.operands and isinstance(last := self.operands[-1], Result) and last.value is value:
            self.operands[-1] = last = unstated(last)
            value = last.value
        return self._marked(node, value)

    def _stated(self, node: Call) -> Value:
        reference = node.arguments[0]
        assert isinstance(reference, Reference), "the binder lets only indicators through"
        indicator = self.book.edition(self.context.period).indicators[reference.key]
        own = in_calendar(self.context.period, indicator.calendar)
        result = self.reckoner.figure(reference.key, self.context.organisation, own, self._fitting(reference.key, self.context), as_filled=True)
        if not result.stated:
            return Missing("缺数据", (indicator.label,))
        stated = replace(result, value=value_of(result.stated[0], indicator), origin="填报", fact=result.stated[0])
        self.operands.append(stated)
        return self._marked(node, stated.value)

    def _attribute(self, node: Call) -> Value:
        name = node.arguments[0]
        assert isinstance(name, Text), "the binder lets only texts through"
        organisation = self.book.organisations.on(self.context.organisation, self.context.period.last)
        value = organisation.attributes.get(name.value) if organisation is not None else None
        return value if value is not None else Missing("缺数据", (name.value,))

    def _slice(self, node: Call) -> Value:
        condition = node.arguments[1]
        assert isinstance(condition, Compare), "the binder lets only dimension = value through"
        dimension, value = condition.operands
        assert isinstance(dimension, Reference), "the binder resolved the dimension"
        assert isinstance(value, Text), "the binder lets only texts through"
        return self._marked(node, self._nested(node.arguments[0], self.context.sliced(dimension.key, value.value)))

    def _over_places(self, node: Call, contexts: Sequence[Context]) -> Value:
        every = [(context, self._nested(node.arguments[1], context)) for context in contexts]
        counted = [part for part in every if applies(part[1])] or every
        values = [value for _context, value in counted]
        if node.function == "加权平均":
            weights = [self._nested(node.arguments[2], context) for context, _value in counted]
            total = fold("合计", [combine("×", value, weight) for value, weight in zip(values, weights, strict=True)])
            return self._marked(node, combine("÷", total, fold("合计", weights)))
        if not values:
            return Missing("缺数据", (str(getattr(node.arguments[0], "label", node.function)),))
        return self._marked(node, fold(node.function, values))

    def _over_organisations(self, node: Call, _first: Reference) -> Value:
        codes = self.book.organisations.children(self.context.organisation, self.context.period.last)
        return self._over_places(node, [replace(self.context, organisation=code) for code in codes])

    def _over_dimension(self, node: Call, first: Reference) -> Value:
        return self._over_places(node, [self.context.sliced(first.key, value) for value in self.book.dimension_values(first.key, self.context.period)])

    def _register_fold(self, node: Call, first: Reference) -> Value:
        rest = node.arguments[1:]
        column = None if node.function == "计数" else rest[0]
        condition = rest[0] if node.function == "计数" and rest else rest[1] if len(rest) > 1 else None
        chosen = self._chosen(first.key, condition)
        value = self._folded(node.function, column, chosen)
        label = f"{node.function}({first.label})"
        self.operands.append(Tally(label, value, tuple(chosen)))
        return self._marked(node, value)

    def _folded(self, function: str, column: Node | None, entries: Sequence[Entry]) -> Value:
        if function == "计数" or column is None:
            return Amount.exact(len(entries))
        values = [evaluate(column, BookScope(self.reckoner, self.context.at(entry))) for entry in entries]
        if function == "不同":
            return Amount.exact(len({str(value) for value in values if not isinstance(value, Missing)}))
        return fold(function, values)

    def _chosen(self, register: str, condition: Node | None) -> list[Entry]:
        """The entries of the place for which the condition holds. A condition on an empty cell does not hold (a blank is not the value asked for)."""
        chosen: list[Entry] = []
        for entry in self.entries(register):
            if condition is None:
                chosen.append(entry)
                continue
            holds = evaluate(condition, BookScope(self.reckoner, self.context.at(entry)))
            if holds is True:
                chosen.append(entry)
        return chosen

    def entries(self, register: str) -> list[Entry]:
        """The entries of a register that belong to the place: its organisation or one below, its period or none."""
        organisations = set(self.book.organisations.below(self.context.organisation, self.context.period.last))
        period = self.context.period
        return [
            entry for entry in self.reckoner.entries(register)
            if entry.organisation in organisations and (not entry.period or _falls_in(entry.period, period))
        ]


def _falls_in(entry_period: str, period: Period) -> bool:
    own = parse_period(entry_period)
    return own.within(period) or own.within(in_calendar(period, own.kind) if own.kind in ("学年", "自然年", "财年", "届") else period)


_FOLDS = {"organisations": "_over_organisations", "dimension": "_over_dimension", "register": "_register_fold"}
_FUNCTIONS = {
    "上期": "_earlier", "期间": "_period", "推算": "_derived", "填报": "_stated", "属性": "_attribute", "细分": "_slice",
}


def filled_in(text: str, marks: Sequence[Mark]) -> str:
    """The formula with printed values in place of names; where marks nest, the outer one counts. `/` is printed ÷, * as ×."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if not chosen or mark[0] >= chosen[-1][1]:
            chosen.append(mark)
    pieces: list[str] = []
    position = 0
    for start, end, shown in chosen:
        pieces.extend((_signs(text[position:start]), mark_text(shown)))
        position = end
    return "".join((*pieces, _signs(text[position:])))


def mark_text(shown: str | Operand | Amount) -> str:
    """What a mark prints; rates keep their sign, so that 9400 × (1 − 99.93%) can be redone by hand."""
    if isinstance(shown, str):
        return shown
    if isinstance(shown, Result) and shown.indicator.unit in ("%", "‰") and not shown.missing:
        return shown.printed + shown.indicator.unit
    return Tally("", shown, ()).printed if isinstance(shown, Amount) else shown.printed


def _signs(text: str) -> str:
    return text.replace("/", "÷").replace("*", "×")
