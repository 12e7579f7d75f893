"""One relation in one place: both sides as intervals, a verdict, and the words that show the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.formulas import Amount
from gouji.formulas import Compare
from gouji.formulas import Logic
from gouji.formulas import Missing
from gouji.formulas import Node
from gouji.formulas import Value
from gouji.formulas import as_amount
from gouji.formulas import compare_values
from gouji.formulas import evaluate
from gouji.messages import translate as _
from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers import compare
from gouji.reckon.context import Context
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.results import Operand
from gouji.reckon.results import Result
from gouji.reckon.results import distinct
from gouji.reckon.results import print_amount
from gouji.reckon.scope import BookScope
from gouji.reckon.scope import filled_in

SHOWN_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its value, how it is written and what stands behind it."""

    value: Value
    text: str
    filled: str
    operands: tuple[Operand, ...]

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
    def operands(self) -> tuple[Operand, ...]:
        """What stands behind both sides."""
        return distinct((*self.left.operands, *self.right.operands))


def relations(node: Node) -> list[tuple[str, Node, Node] | Node]:
    """The relations of a rule: a chain gives one per link, 且 gives those of its parts; anything else is one condition."""
    match node:
        case Compare():
            pairs = zip(node.operators, node.operands, node.operands[1:], strict=False)
            return [(operator, left, right) for operator, left, right in pairs]
        case Logic(operator="且"):
            return [relation for part in node.operands for relation in relations(part)]
        case _:
            return [node]


def assess(reckoner: Reckoner, relation: tuple[str, Node, Node] | Node, text: str, context: Context) -> Outcome:
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
    marks = [(start - node.start, end - node.start, shown) for start, end, shown in scope.marks]
    return Side(value, piece, filled_in(piece, marks), distinct(scope.operands))


def _gap(left: Value, right: Value) -> Missing | None:
    gaps = [value for value in (left, right) if isinstance(value, Missing)]
    if not gaps:
        return None
    return gaps[0].joined(gaps[1]) if len(gaps) == 2 else gaps[0]


def _condition(reckoner: Reckoner, node: Node, text: str, context: Context) -> Outcome:
    side = _side(reckoner, node, text, context)
    empty = Side(True, "", "", ())
    if isinstance(side.value, Missing):
        return Outcome(Verdict.NOT_ASSESSABLE, "", side, empty, side.value)
    return Outcome(Verdict.HOLDS if side.value is True else Verdict.CONTRADICTS, "", side, empty)


def _verdict(operator: str, left: Side, right: Side) -> Verdict:
    first, second = as_amount(left.value), as_amount(right.value)
    if not isinstance(first, Amount) or not isinstance(second, Amount) or isinstance(left.value, str) and isinstance(right.value, str) and operator in "=≠":
        held = compare_values(operator, left.value, right.value)
        return Verdict.NOT_ASSESSABLE if isinstance(held, Missing) else Verdict.HOLDS if held else Verdict.CONTRADICTS
    if operator == "=":
        return _equal(left, right, first, second)
    if operator == "≠":
        return Verdict.CONTRADICTS if first.point is not None and first.point == second.point else Verdict.HOLDS
    possible = _may_hold(operator, first.interval - second.interval)
    return Verdict.HOLDS if possible else Verdict.CONTRADICTS


def _equal(left: Side, right: Side, first: Amount, second: Amount) -> Verdict:
    """The printed side is the claim, the other what follows; truncation is looked for on a side that is one printed figure."""
    for claim, claimed, recomputed in ((left, first, second), (right, second, first)):
        figure = claim.only.fact.figure if claim.only is not None and claim.only.fact is not None else None
        if figure is not None and not (claim is left and _is_printed(right)):
            return compare(claimed.interval, figure.base_place(), recomputed.interval, figure.base_value())
    return Verdict.HOLDS if first.interval.overlaps(second.interval) else Verdict.CONTRADICTS


def _is_printed(side: Side) -> bool:
    return side.only is not None and side.only.fact is not None


def _may_hold(operator: str, difference: Interval) -> bool:
    """Whether left − right can have the sign asked for."""
    if operator in ("≤", "<"):
        low = difference.low
        return low is None or low < 0 or (low == 0 and operator == "≤" and not difference.low_open)
    high = difference.high
    return high is None or high > 0 or (high == 0 and operator == "≥" and not difference.high_open)


def difference_text(outcome: Outcome) -> str:
    """The difference of both sides in base units, or empty where it says nothing."""
    left, right = as_amount(outcome.left.value), as_amount(outcome.right.value)
    if not isinstance(left, Amount) or not isinstance(right, Amount) or left.point is None or right.point is None:
        return ""
    return side_text(Side(Amount.exact(left.point - right.point), "", "", ()), outcome.left)


def side_text(side: Side, like: Side | None = None) -> str:
    """The value of a side as people read it, in the unit of the one indicator it is (or `like` is) where there is one."""
    result = side.only or (like.only if like is not None else None)
    if side.only is not None:
        return f"{side.only.printed}{unit_text(side.only)}"
    if isinstance(side.value, Amount):
        unit, decimals = (result.indicator.unit, result.indicator.decimals + 2) if result is not None else ("", SHOWN_DECIMALS)
        shown = print_amount(side.value, unit, decimals)
        shown = shown.rstrip("0").rstrip(".") if "." in shown and ":" not in shown else shown
        return shown + (unit_text(result) if result is not None else "")
    return str(side.value) if not isinstance(side.value, Missing) else _(side.value.kind)


def unit_text(result: Result) -> str:
    """The unit as printed behind a number; nothing for pure numbers and ratios."""
    unit = result.indicator.unit
    return "" if unit in ("", ":1") else unit
