"""A figure as it is shown: formula → value → text, number, Excel format, mark. One way for prose, tables, charts and templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal

from gouji.book import Entry
from gouji.catalogue import Edition
from gouji.catalogue import RegisterColumn
from gouji.formulas import Amount
from gouji.formulas import Binary
from gouji.formulas import Call
from gouji.formulas import Missing
from gouji.formulas import Node
from gouji.formulas import Number
from gouji.formulas import Reference
from gouji.formulas import Unary
from gouji.formulas import Value
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import write_figure
from gouji.papers.blocks import Cell
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Run
from gouji.reckon import Context
from gouji.reckon import Evaluated
from gouji.reckon import Reckoner
from gouji.reckon import Result
from gouji.reckon.results import HIDDEN
from gouji.reckon.results import print_amount
from gouji.reports.differences import differences
from gouji.reports.explain import Explainer

GAP = "〔缺〕"  # what a cell prints where nothing is known
MOST_DECIMALS = 4  # of a value whose formula does not tell its decimals
_STATES = {
    "事实": FigureState.BOUND, "推算": FigureState.DERIVED, "汇总": FigureState.DERIVED, "填报": FigureState.STATED, "缺": FigureState.MISSING,
}
_BEFORE = {Bound.ABOUT: "约", Bound.NEAR: "近", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤", Bound.LESS: "＜"}
_KEEP_UNIT = ("上期", "推算", "填报", "细分", "期间", "绝对值")
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?")
_FOLDS = ("合计", "最大", "最小")


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it is shown. `number` is set, in the printed unit, where it is a plain number; `result` is the indicator's figure it is."""

    text: str
    mark: FigureMark | None
    number: Decimal | None = None
    number_format: str = ""
    value: Value = ""
    result: Result | None = None

    @property
    def missing(self) -> bool:
        """Whether there is nothing to show but a gap."""
        return isinstance(self.value, Missing)

    def run(self) -> Run:
        """The value as a run of text."""
        return Run(self.text, self.mark)

    def cell(self) -> Cell:
        """The value as a cell of a table; a gap is short there, for the row and column already say what is missing."""
        run = self.run()
        if self.mark is not None and self.mark.state is FigureState.MISSING:
            run = Run(GAP, self.mark, hint=self.text)
        return Cell((run,), number=self.number, number_format=self.number_format)


class Figures:
    """Shows figures of one report: evaluates formulas in the words of the form's set and gathers their explanations.

    `shown` holds the keys of all indicator figures shown so far, `registers` the registers whose entries were shown, `comments` what was
    stated differently, by figure id.
    """

    def __init__(self, reckoner: Reckoner, set_name: str, context: Context) -> None:
        self.reckoner = reckoner
        self.book = reckoner.book
        self.set = set_name
        self.context = context
        self.explainer = Explainer(reckoner.book)
        self.shown: dict[tuple[str, str, str, str], None] = {}
        self.registers: dict[str, None] = {}
        self.comments: dict[str, str] = {}

    @property
    def edition(self) -> Edition:
        """The definitions of the report's period."""
        return self.book.edition(self.context.period)

    def show(self, formula: str, unit: str = "", decimals: int | None = None, context: Context | None = None, register: str = "") -> Shown:
        """The value of a formula, printed in the unit with so many decimals (default: those of the indicators in it).

        Raises FormulaError where a name means nothing, GoujiError N03 where the unit is none.
        """
        context = context or self.context
        node = self.edition.bind(formula, self.set, register)
        evaluated = self.reckoner.evaluate_node(node, formula, context)
        result = _single(node, evaluated)
        if isinstance(evaluated.value, Amount):
            shown = self._amount(evaluated.value, result, node, unit, decimals)
        else:
            text = result.printed if result is not None and isinstance(evaluated.value, Missing) else _words(evaluated.value, formula)
            shown = Shown(text, None)
        return replace(shown, value=evaluated.value, result=result, mark=self._mark(evaluated, result, context, shown.text))

    def indicator(self, code: str, context: Context) -> Shown:
        """The figure of an indicator, printed as it is."""
        result = self.reckoner.figure(code, context.organisation, context.period, context.breakdown, as_filled=context.as_filled)
        self.shown[result.key] = None
        figure = result.fact.figure if result.fact is not None else None
        number, form = _plain(result, figure)
        return Shown(result.printed, self._figure_mark(result, result.value), number, form, result.value, result)

    def unit(self, formula: str, register: str = "") -> str:
        """The unit in which the formula's value is printed when none is asked for; empty for pure numbers."""
        known = _unit_of(self.edition.bind(formula, self.set, register), self)
        return known[0] if known is not None else ""

    def entry_cell(self, entry: Entry, column: RegisterColumn) -> Cell:
        """The cell of a register's column as it was written; figures carry their mark and number, personal columns stay hidden."""
        if column.personal and entry.texts.get(column.name):
            return Cell((Run(HIDDEN),))
        text = entry.texts.get(column.name, "")
        figure = entry.figures.get(column.name)
        if figure is None:
            return Cell((Run(text),) if text else ())
        self.registers[entry.register] = None
        printed, number, form = _entry_figure(figure, column)
        mark = FigureMark(self.explainer.entry(entry, column.name, printed), FigureState.BOUND)
        return Cell((Run(printed, mark),), number=number, number_format=form)

    def _amount(self, amount: Amount, result: Result | None, node: Node, unit: str, decimals: int | None) -> Shown:
        fact = result.fact if result is not None else None
        figure = fact.figure if fact is not None else None
        if result is not None and not unit and decimals is None:
            return Shown(result.printed, None, *_plain(result, figure))
        if result is not None:
            unit, decimals = unit or result.indicator.unit, result.indicator.decimals if decimals is None else decimals
        known = _unit_of(node, self) if not unit or decimals is None else None
        if decimals is None:
            decimals = known[1] if known and (not unit or unit == known[0]) else None
            unit = unit or (known[0] if known else "")
        if figure is not None and figure.bound:
            return Shown(_bounded(figure.to(unit), MOST_DECIMALS if decimals is None else decimals), None)
        return _computed(amount, unit, decimals)

    def _mark(self, evaluated: Evaluated, result: Result | None, context: Context, printed: str) -> FigureMark | None:
        if result is not None:
            self.shown[result.key] = None
            return self._figure_mark(result, evaluated.value)
        if isinstance(evaluated.value, str) and not evaluated.operands:
            return None
        state = FigureState.DERIVED if evaluated.operands or context.entry else FigureState.TYPED
        if isinstance(evaluated.value, Missing) and evaluated.value.kind not in ("不适用", "未采集", "除数为零"):
            state = FigureState.MISSING
        for operand in evaluated.operands:
            if isinstance(operand, Result):
                self.shown[operand.key] = None
        return FigureMark(self.explainer.formula(evaluated, context, printed), state)

    def _figure_mark(self, result: Result, value: Value) -> FigureMark:
        """The mark of an indicator's figure; where something else was stated, a comment says so."""
        name = self.explainer.figure(result)
        if isinstance(value, Missing):
            return FigureMark(name, FigureState.BOUND if value.kind in ("不适用", "未采集") else FigureState.MISSING)
        found = differences(self.reckoner, result)
        if found:
            self.comments[name] = "\n".join(each.sentence for each in found)
        return FigureMark(name, FigureState.DIFFERS if found and result.origin != "填报" else _STATES[result.origin])


def number_format(decimals: int, unit: str) -> str:
    """The Excel format of so many decimals; ratios print their :1."""
    plain = f"0.{'0' * decimals}" if decimals else "0"
    return f'{plain}":1"' if unit == ":1" else plain


def _single(node: Node, evaluated: Evaluated) -> Result | None:
    """The figure of an indicator that the formula's value is, where it is nothing else."""
    if isinstance(node, Call) and node.function in _FOLDS:
        return None
    same = (operand for operand in evaluated.operands if isinstance(operand, Result) and operand.value is evaluated.value)
    return next(same, None)


def _plain(result: Result, figure: Figure | None) -> tuple[Decimal | None, str]:
    """Number and format of an indicator's figure printed as it is; none for bounds, which stay text."""
    digits = result.printed.removesuffix(":1")
    if result.number is None or (figure is not None and figure.bound) or not _DIGITS.fullmatch(digits):
        return None, ""
    return Decimal(digits), number_format(len(digits.partition(".")[2]), result.indicator.unit)


def _computed(amount: Amount, unit: str, decimals: int | None) -> Shown:
    text = print_amount(amount, unit, MOST_DECIMALS if decimals is None else decimals)
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if amount.point is None:
        return Shown(text, None)
    digits = text.removesuffix(":1")
    return Shown(text, None, Decimal(digits), number_format(len(digits.partition(".")[2]), unit))


def _bounded(figure: Figure, decimals: int) -> str:
    """A bound or an approximation in its new unit: 约105, 20多, 10~12."""
    number = write_figure(figure.value, decimals)
    if figure.upper is not None:
        return f"{number}~{write_figure(figure.upper, decimals)}"
    return f"{number}多" if figure.bound is Bound.MORE else f"{_BEFORE.get(figure.bound, '')}{number}"


def _words(value: Value, formula: str) -> str:
    if isinstance(value, Missing):
        if value.kind in ("不适用", "未采集"):
            return value.kind
        return "—" if value.kind == "除数为零" else "〔缺：{name}〕".format(name="、".join(value.names) or formula)
    return value if isinstance(value, str) else "是" if value else "否"


def _entry_figure(figure: Figure, column: RegisterColumn) -> tuple[str, Decimal | None, str]:
    if figure.bound:
        return figure.text, None, ""
    typed = -int(figure.value.as_tuple().exponent)
    decimals = max(column.decimals, typed, 0)
    return write_figure(figure.value, decimals), figure.value, number_format(decimals, "")


def _unit_of(node: Node, figures: Figures) -> tuple[str, int] | None:
    """The unit and decimals that a formula keeps from its operands: sums and differences of one unit, shifted or sliced figures."""
    match node:
        case Reference(kind="indicator"):
            indicator = figures.edition.indicators[node.key]
            return indicator.unit, indicator.decimals
        case Unary():
            return _unit_of(node.operand, figures)
        case Binary(operator="+" | "-"):
            return _agreed([_unit_of(part, figures) for part in (node.left, node.right) if not isinstance(part, Number)])
        case Call() if node.function in _KEEP_UNIT:
            return _unit_of(node.arguments[0], figures)
        case Call(function="若"):
            return _agreed([_unit_of(part, figures) for part in node.arguments[1:]])
        case Call(function="计数" | "不同"):
            return "", 0
        case Call() if node.function in _FOLDS:
            return _unit_of_fold(node, figures)
        case _:
            return None


def _unit_of_fold(node: Call, figures: Figures) -> tuple[str, int] | None:
    first = node.arguments[0]
    if isinstance(first, Reference) and first.kind == "register":
        register, column = figures.edition.register(first.key), node.arguments[1]
        found = register.column(column.key) if register is not None and isinstance(column, Reference) else None
        return (found.unit, found.decimals) if found is not None else None
    if isinstance(first, Reference) and first.kind in ("organisations", "dimension"):
        return _unit_of(node.arguments[1], figures)
    return _agreed([_unit_of(part, figures) for part in node.arguments])


def _agreed(units: list[tuple[str, int] | None]) -> tuple[str, int] | None:
    known = [unit for unit in units if unit is not None]
    if len(known) != len(units) or len({unit for unit, _decimals in known}) != 1:
        return None
    return known[0][0], max(decimals for _unit, decimals in known)
