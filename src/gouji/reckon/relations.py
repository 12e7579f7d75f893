"""One relation in one place: both sides as intervals, a verdict, and the words that show the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.formulas import Amount
from gouji.formulas import Binary
from gouji.formulas import Call
from gouji.formulas import Compare
from gouji.formulas import Logic
from gouji.formulas import Missing
from gouji.formulas import Node
from gouji.formulas import Number
from gouji.formulas import Reference
from gouji.formulas import Unary
from gouji.formulas import Value
from gouji.formulas import as_amount
from gouji.formulas import compare_values
from gouji.formulas import evaluate
from gouji.formulas import walk
from gouji.messages import translate as _
from gouji.numbers import Figure
from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers import compare
from gouji.reckon.context import Context
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.results import HIDDEN
from gouji.reckon.results import Operand
from gouji.reckon.results import Result
from gouji.reckon.results import distinct
from gouji.reckon.results import gap_words
from gouji.reckon.results import print_amount
from gouji.reckon.scope import BookScope
from gouji.reckon.scope import Mark
from gouji.reckon.scope import filled_in
from gouji.reckon.scope import mark_text

SHOWN_DECIMALS = 4
Relation = tuple[str, Node, Node] | Node
"""A comparison (operator, left, right), or a condition."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its value, how it is written and what stands behind it."""

    value: Value
    text: str
    operands: tuple[Operand, ...]
    marks: tuple[Mark, ...] = ()
    node: Node | None = None
    column: Figure | None = None
    shown: str = ""

    @property
    def filled(self) -> str:
        """How the side reads with its operands filled in."""
        return self.shown or filled_in(self.text, self.marks)

    @property
    def hidden(self) -> bool:
        """Whether a personal column takes part in the side."""
        return HIDDEN in self.filled

    @property
    def figure(self) -> Figure | None:
        """The printed figure where the side is nothing but one: a fact, a stated figure, or a cell of the entry."""
        if self.only is not None and self.only.fact is not None:
            return self.only.fact.figure
        return self.column

    @property
    def only(self) -> Result | None:
        """The indicator's result where the side is nothing but one indicator."""
        single = self.operands[0] if len(self.operands) == 1 and isinstance(self.operands[0], Result) else None
        return single if isinstance(single, Result) and single.value is self.value else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict on one relation with its two sides; `gap` says what is missing where it cannot be assessed."""

    verdict: Verdict
    operator: str
    left: Side
    right: Side
    gap: Missing | None = None

    @property
    def unit(self) -> tuple[str, int]:
        """The unit both sides are read in, with its decimals: that of a side that is one indicator, else of the expressions; "" for numbers."""
        for side in (self.left, self.right):
            if side.only is not None:
                return (side.only.indicator.unit, side.only.indicator.decimals)
            if side.column is not None:
                return (side.column.unit, 2)
        results = {operand.indicator.code: operand for operand in self.operands if isinstance(operand, Result)}
        return _first(_unit_of(side.node, results) for side in (self.left, self.right)) or ("", SHOWN_DECIMALS)

    @property
    def operands(self) -> tuple[Operand, ...]:
        """What stands behind both sides."""
        return distinct((*self.left.operands, *self.right.operands))


def relations(node: Node) -> list[Relation]:
    """The relations of a rule: a chain gives one per link, 且 gives those of its parts; anything else is one condition."""
    match node:
        case Compare():
            pairs = zip(node.operators, node.operands, node.operands[1:], strict=False)
            return [(operator, left, right) for operator, left, right in pairs]
        case Logic(operator="且"):
            return [relation for part in node.operands for relation in relations(part)]
        case _:
            return [node]


def assess(reckoner: Reckoner, relation: Relation, text: str, context: Context) -> Outcome:
    """The outcome of one relation in one place."""
    if not isinstance(relation, tuple):
        return _condition(reckoner, relation, text, context)
    operator, left_node, right_node = relation
    left, right = (_side(reckoner, node, text, context) for node in (left_node, right_node))
    gap = _gap(left.value, right.value)
    if gap is not None:
        return Outcome(Verdict.NOT_ASSESSABLE, operator, left, right, gap)
    return Outcome(_verdict(operator, left, right), operator, left, right)


def _side(reckoner: Reckoner, node: Node, text: str, context: Context) -> Side:
    scope = BookScope(reckoner, context)
    value = evaluate(node, scope)
    piece = text[node.start:node.end]
    marks = tuple((start - node.start, end - node.start, shown) for start, end, shown in scope.marks)
    cell = node.key if isinstance(node, Reference) and node.kind == "column" else ""
    column = context.entry.figures.get(cell) if context.entry is not None else None
    return Side(value, piece, distinct(scope.operands), marks, node, column)


def _gap(left: Value, right: Value) -> Missing | None:
    if isinstance(left, Missing):
        return left.joined(right)
    return right if isinstance(right, Missing) else None


def _condition(reckoner: Reckoner, node: Node, text: str, context: Context) -> Outcome:
    scope = BookScope(reckoner, context)
    value = evaluate(node, scope)
    side = Side(value, text, distinct(scope.operands), node=node, shown=_named(node, scope.marks))
    empty = Side(value=True, text="", operands=())
    if isinstance(side.value, Missing):
        return Outcome(Verdict.NOT_ASSESSABLE, "", side, empty, side.value)
    return Outcome(Verdict.HOLDS if side.value is True else Verdict.CONTRADICTS, "", side, empty)


def _named(node: Node, marks: Sequence[Mark]) -> str:
    """What a condition was decided on: every name in it with its printed value."""
    shown = {(start, end): mark_text(text) for start, end, text in marks}
    named = {
        part.label: shown[(part.start, part.end)]
        for part in walk(node)
        if isinstance(part, Reference) and shown.get((part.start, part.end))
    }
    return _("，").join(f"{label} {text}" for label, text in named.items())


def _verdict(operator: str, left: Side, right: Side) -> Verdict:
    first, second = as_amount(left.value), as_amount(right.value)
    if not isinstance(first, Amount) or not isinstance(second, Amount) or (isinstance(left.value, str) and isinstance(right.value, str) and operator in "=≠"):
        held = compare_values(operator, left.value, right.value)
        return Verdict.NOT_ASSESSABLE if isinstance(held, Missing) else Verdict.HOLDS if held else Verdict.CONTRADICTS
    if operator == "=":
        return _equal(left, right, first, second)
    if operator == "≠":
        return _unequal(first, second)
    possible = _may_hold(operator, first.interval - second.interval)
    return Verdict.HOLDS if possible else Verdict.CONTRADICTS


def _unequal(first: Amount, second: Amount) -> Verdict:
    """≠ is decided on exact points; a bound decides it only where the intervals do not meet."""
    if first.point is not None and second.point is not None:
        return Verdict.CONTRADICTS if first.point == second.point else Verdict.HOLDS
    return Verdict.NOT_ASSESSABLE if first.interval.overlaps(second.interval) else Verdict.HOLDS


def _equal(left: Side, right: Side, first: Amount, second: Amount) -> Verdict:
    """The printed side is the claim, the other what follows; truncation is looked for on a side that is one printed figure."""
    if left.figure is not None and right.figure is not None:
        return Verdict.HOLDS if restates(left.figure, right.figure) else Verdict.CONTRADICTS
    for claim, claimed, recomputed in ((left, first, second), (right, second, first)):
        if claim.figure is not None:
            return compare(claimed.interval, claim.figure.base_place(), recomputed.interval, claim.figure.base_value())
    return Verdict.HOLDS if first.interval.overlaps(second.interval) else Verdict.CONTRADICTS


def restates(first: Figure, second: Figure) -> bool:
    """Whether two printed figures can be the same quantity: equal, or within the rounding of the coarser one.

    Intervals that only touch do not do: 63.61 and 63.62 are two figures.
    """
    if first.bound or second.bound:
        return first.base().overlaps(second.base())
    distance = abs(first.base_value() - second.base_value())
    return not distance or 2 * distance < first.base_place() + second.base_place()


def _may_hold(operator: str, difference: Interval) -> bool:
    """Whether left − right can have the sign asked for."""
    if operator in ("≤", "<"):
        low = difference.low
        return low is None or low < 0 or (low == 0 and operator == "≤" and not difference.low_open)
    high = difference.high
    return high is None or high > 0 or (high == 0 and operator == "≥" and not difference.high_open)


def difference_text(outcome: Outcome) -> str:
    """The distance of both sides as people read it, or empty where it says nothing."""
    left, right = outcome.left.value, outcome.right.value
    if outcome.left.hidden or outcome.right.hidden:
        return ""
    if not isinstance(left, Amount) or not isinstance(right, Amount) or left.point is None or right.point is None:
        return ""
    unit, decimals = outcome.unit
    shown = _trimmed(print_amount(Amount.exact(abs(left.point - right.point)), "" if unit == ":1" else unit, decimals + 2))
    return shown + ("个百分点" if unit == "%" else "" if unit == ":1" else unit)


def side_text(outcome: Outcome, side: Side) -> str:
    """The value of a side as people read it: one indicator as printed, anything else in the unit both sides are in."""
    if side.hidden:
        return HIDDEN
    if side.only is not None:
        return _as_fine(outcome, side, side.only) + unit_text(side.only)
    if side.column is not None:
        return side.column.text + ("" if side.column.text.endswith(side.column.unit) else side.column.unit)
    if isinstance(side.value, Amount):
        unit, decimals = outcome.unit
        return _trimmed(print_amount(side.value, unit, decimals + 2)) + ("" if unit == ":1" else unit)
    return str(side.value) if not isinstance(side.value, Missing) else gap_words(side.value.kind)


def _as_fine(outcome: Outcome, side: Side, result: Result) -> str:
    """The figure as printed; a derived one as finely as the printed figure it is held against (98.28 beside 98.25, not 98.3)."""
    other = (outcome.right if side is outcome.left else outcome.left).figure
    exponent = other.value.as_tuple().exponent if other is not None else 0
    finer = -exponent if isinstance(exponent, int) else 0
    if side.figure is not None or finer <= result.indicator.decimals or not isinstance(result.value, Amount):
        return result.printed
    return print_amount(result.value, result.indicator.unit, finer)


def _trimmed(shown: str) -> str:
    return shown.rstrip("0").rstrip(".") if "." in shown and ":" not in shown and "~" not in shown else shown


def unit_text(result: Result) -> str:
    """The unit as printed behind a number; nothing for pure numbers and ratios."""
    unit = result.indicator.unit
    return "" if unit in ("", ":1") else unit


def _unit_of(node: Node | None, results: dict[str, Result]) -> tuple[str, int] | None:
    """The unit (and decimals) an expression is naturally in; None for pure numbers and where units mix.

    A ratio of two quantities has no unit of its own; a quantity times a bare number keeps its unit.
    """
    match node:
        case Reference(kind="indicator"):
            result = results.get(node.key)
            return (result.indicator.unit, result.indicator.decimals) if result is not None else None
        case Unary():
            return _unit_of(node.operand, results)
        case Binary(operator="÷"):
            return _unit_of(node.left, results) if isinstance(node.right, Number) else None
        case Binary(operator="×"):
            factor = isinstance(node.left, Number)
            return _unit_of(node.right if factor else node.left, results) if factor or isinstance(node.right, Number) else None
        case Binary():
            return _first(_unit_of(part, results) for part in (node.left, node.right))
        case Call():
            return _first(_unit_of(part, results) for part in node.arguments)
        case _:
            return None


def _first(units: Iterable[tuple[str, int] | None]) -> tuple[str, int] | None:
    return next((unit for unit in units if unit is not None), None)
