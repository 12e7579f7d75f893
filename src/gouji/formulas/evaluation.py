"""Tree → exact value. Amounts carry the exact point and the interval that printed precision allows; missing operands stay missing."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Protocol

from gouji.formulas.syntax import Binary
from gouji.formulas.syntax import Call
from gouji.formulas.syntax import Compare
from gouji.formulas.syntax import Logic
from gouji.formulas.syntax import Name
from gouji.formulas.syntax import Node
from gouji.formulas.syntax import Number
from gouji.formulas.syntax import Reference
from gouji.formulas.syntax import Text
from gouji.formulas.syntax import Unary
from gouji.messages import GoujiError
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import Interval
from gouji.numbers import read_figure


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity in base units: the exact point (None for a mere bound such as ≥60) and the interval it may lie in.

    `about` is what an approximation (约3.2) is about; it is printed, never decided on.
    """

    point: Fraction | None
    interval: Interval
    about: Fraction | None = None

    @property
    def nearest(self) -> Fraction | None:
        """The exact point, or what an approximation is about."""
        return self.point if self.point is not None else self.about

    @classmethod
    def exact(cls, value: Fraction | int) -> Amount:
        """An amount known without rounding."""
        number = Fraction(value)
        return cls(number, Interval.point(number))


@dataclass(frozen=True, slots=True)
class Missing:
    """No value: the kind (缺数据, 不适用, 未采集, 除数为零, 不能判断) and the names of what is missing. Never zero, never agreement."""

    kind: str
    names: tuple[str, ...] = ()

    def joined(self, other: Value) -> Missing:
        """Both gaps as one, in whichever order; the graver kind stays, so that a gap is not taken for something that does not apply."""
        if not isinstance(other, Missing):
            return self
        kind = min(self.kind, other.kind, key=GRAVITY.index)
        return Missing(kind, tuple(dict.fromkeys(self.names + other.names)))


Value = Amount | Missing | str | bool
NO_DATA = "缺数据"
NOT_APPLICABLE = "不适用"
NOT_COLLECTED = "未采集"
ZERO_DIVISOR = "除数为零"
UNDECIDED = "不能判断"
GRAVITY = (NO_DATA, NOT_COLLECTED, ZERO_DIVISOR, UNDECIDED, NOT_APPLICABLE)


class Scope(Protocol):
    """What a higher room must tell: the value of a name, and of a function that needs data."""

    def value(self, node: Name | Reference) -> Value:
        """The value of a name."""
        ...

    def call(self, node: Call) -> Value | None:
        """The value of a function over data; None where the function is one of the pure ones."""
        ...


def evaluate(node: Node, scope: Scope) -> Value:
    """The value of a tree in a scope: an amount, a text, a truth value, or what is missing. Division by zero gives Missing."""
    match node:
        case Number():
            return Amount.exact(node.value)
        case Text():
            return node.value
        case Name() | Reference():
            return scope.value(node)
        case Unary():
            return _negated(evaluate(node.operand, scope))
        case Binary():
            return combine(node.operator, evaluate(node.left, scope), evaluate(node.right, scope))
        case Compare():
            return _chain(node, scope)
        case Logic():
            return _logic(node, scope)
        case Call():
            found = scope.call(node)
            return found if found is not None else _pure(node, scope)


def combine(operator: str, left: Value, right: Value) -> Value:
    """Left operator right for + - × ÷; missing operands give Missing with all their names."""
    if isinstance(left, Missing):
        return left.joined(right)
    if isinstance(right, Missing):
        return right
    left, right = as_amount(left), as_amount(right)
    if not isinstance(left, Amount) or not isinstance(right, Amount):
        return Missing(UNDECIDED)
    if operator == "÷" and right.point == 0:
        return Missing(ZERO_DIVISOR)
    try:
        point, interval = _points(operator, left.point, right.point), _intervals(operator, left.interval, right.interval)
        return Amount(point, interval, _points(operator, left.nearest, right.nearest) if point is None else None)
    except ZeroDivisionError:
        return Missing(ZERO_DIVISOR)


def _points(operator: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "×":
            return left * right
        case _:
            return left / right


def _intervals(operator: str, left: Interval, right: Interval) -> Interval:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "×":
            return left * right
        case _:
            return left / right


def _negated(value: Value) -> Value:
    return combine("-", Amount.exact(0), value)


def compare_values(operator: str, left: Value, right: Value) -> bool | Missing:
    """Whether a condition holds, decided on exact points (texts: on equality); Missing where it cannot be told."""
    if isinstance(left, Missing):
        return left.joined(right)
    if isinstance(right, Missing):
        return right
    if operator in ("=", "≠") and isinstance(left, str | bool) and type(left) is type(right):
        return (left == right) is (operator == "=")
    if isinstance(left, str) and isinstance(right, str) and (days := _days(left, right)) is not None:
        return _ORDER[operator](*days)
    left, right = as_amount(left), as_amount(right)
    if isinstance(left, Amount) and isinstance(right, Amount):
        return _compare_amounts(operator, left, right)
    return Missing(UNDECIDED)


def _days(left: str, right: str) -> tuple[Fraction, Fraction] | None:
    """Two ISO dates as day numbers, so that dates of registers can be ordered; None where either is no date."""
    try:
        return Fraction(date.fromisoformat(left).toordinal()), Fraction(date.fromisoformat(right).toordinal())
    except ValueError:
        return None


def as_amount(value: Value) -> Value:
    """A text that reads as a number as an amount (register columns may hold either, e.g. 95 or 完备); everything else unchanged."""
    if not isinstance(value, str):
        return value
    try:
        figure = read_figure(value)
    except GoujiError:
        return value
    return of_figure(figure)


def of_figure(figure: Figure) -> Amount:
    """A printed figure as an amount in base units; a bound, a range or an approximation has no exact point, 约 keeps what it is about."""
    if figure.bound is Bound.NONE:
        return Amount(figure.base_value(), figure.base())
    return Amount(None, figure.base(), figure.base_value() if figure.bound is Bound.ABOUT else None)


_ORDER: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": lambda a, b: a == b, "≠": lambda a, b: a != b, "<": lambda a, b: a < b,
    "≤": lambda a, b: a <= b, ">": lambda a, b: a > b, "≥": lambda a, b: a >= b,
}


def _compare_amounts(operator: str, left: Amount, right: Amount) -> bool | Missing:
    if left.point is not None and right.point is not None:
        return _ORDER[operator](left.point, right.point)
    difference = left.interval - right.interval
    positive = difference.low is not None and (difference.low > 0 or (difference.low == 0 and difference.low_open))
    negative = difference.high is not None and (difference.high < 0 or (difference.high == 0 and difference.high_open))
    if positive or negative:
        return _ORDER[operator](Fraction(1 if positive else -1), Fraction(0))
    if operator == "≥" and difference.low == 0:
        return True
    if operator == "≤" and difference.high == 0:
        return True
    return Missing(UNDECIDED)


def _chain(node: Compare, scope: Scope) -> Value:
    values = [evaluate(operand, scope) for operand in node.operands]
    results = [compare_values(sign, *pair) for sign, pair in zip(node.operators, pairwise(values), strict=True)]
    return _all(results)


def _all(results: Sequence[Value]) -> Value:
    if any(result is False for result in results):
        return False
    return _gap(results) or True


def _gap(results: Sequence[Value]) -> Missing | None:
    """All gaps among the results as one."""
    gaps = [result for result in results if isinstance(result, Missing)]
    return reduce(Missing.joined, gaps[1:], gaps[0]) if gaps else None


def _logic(node: Logic, scope: Scope) -> Value:
    results = [evaluate(operand, scope) for operand in node.operands]
    if node.operator == "且":
        return _all(results)
    if node.operator == "非":
        return results[0] if isinstance(results[0], Missing) else not results[0]
    if any(result is True for result in results):
        return True
    return _gap(results) or False


def _pure(node: Call, scope: Scope) -> Value:
    if node.function == "若":
        condition = evaluate(node.arguments[0], scope)
        if isinstance(condition, Missing):
            return condition
        return evaluate(node.arguments[1 if condition is True else 2], scope)
    if node.function == "有值":
        return not isinstance(evaluate(node.arguments[0], scope), Missing)
    values = [evaluate(argument, scope) for argument in node.arguments]
    return fold(node.function, values)


def fold(function: str, values: Sequence[Value]) -> Value:
    """合计, 最大, 最小 or 绝对值 of values already known; one missing value makes the result missing."""
    total: Value | None = None
    for value in values:
        total = value if total is None else _fold_two(function, total, value)
    if total is None:
        return Amount.exact(0) if function == "合计" else Missing(NO_DATA)
    return _absolute(total) if function == "绝对值" else total


def _fold_two(function: str, left: Value, right: Value) -> Value:
    if function == "合计":
        return combine("+", left, right)
    if isinstance(left, Missing):
        return left.joined(right)
    if isinstance(right, Missing):
        return right
    assert isinstance(left, Amount), "extremes are taken of amounts"
    assert isinstance(right, Amount), "extremes are taken of amounts"
    return _extreme(left, right, largest=function == "最大")


def _extreme(left: Amount, right: Amount, *, largest: bool) -> Amount:
    choose = max if largest else min
    lows, highs = (left.interval.low, right.interval.low), (left.interval.high, right.interval.high)
    point = None if left.point is None or right.point is None else choose(left.point, right.point)
    return Amount(point, Interval(_pick(lows, choose, unbounded=not largest), _pick(highs, choose, unbounded=largest)))


def _pick(ends: tuple[Fraction | None, Fraction | None], choose: Callable[..., Fraction], *, unbounded: bool) -> Fraction | None:
    first, second = ends
    if first is None or second is None:
        return None if unbounded or (first is None and second is None) else (second if first is None else first)
    return choose(first, second)


def _absolute(value: Value) -> Value:
    if not isinstance(value, Amount):
        return value
    return Amount(None if value.point is None else abs(value.point), abs(value.interval))
