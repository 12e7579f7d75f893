"""What an operand would have to be: a claim's expression turned round, over the rounding of the printed result and of the other operands.

Every expression of a claim is monotone and fractional-linear in each of its operands ((p·x + q) ÷ (r·x + s)), so that three of its values give its
inverse: such functions keep the cross ratio. All values are as printed, in the units of the expression.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.culprits import digits_of
from gouji.audit.culprits import plain

HALF = Fraction(1, 2)
_ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def solved(claim: Claim, spot: Spot) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest value of a number of a claim with which it holds, the other numbers as printed; None where that cannot be said."""
    decimals = digits_of(claim.claim.value)
    if decimals is None or not claim.expression or any(digits_of(operand.value) is None for operand in claim.operands):
        return None
    if spot == claim.claim:
        return _spread(claim.recomputed) if claim.recomputed is not None else None
    values = {name: Fraction(plain(operand.value)) for name, operand in zip(NAMES, claim.operands, strict=False)}
    name = next(name for name, operand in zip(NAMES, claim.operands, strict=False) if operand == spot)
    printed, slack = Fraction(plain(claim.claim.value)), HALF / 10**decimals if _rounded(claim) else Fraction(0)
    try:
        ends = sorted(_inverse(claim.expression, values, name, printed + end) for end in (-slack, slack))
    except (ZeroDivisionError, ValueError):
        return None
    return ends[0], ends[1]


def _spread(value: Fraction) -> tuple[Fraction, Fraction]:
    return value, value


def _rounded(claim: Claim) -> bool:
    """Whether the claimed number is rounded: a rate or a mean; sums, differences and products are taken as printed."""
    return claim.kind not in ("sum", "difference", "product")


def _inverse(expression: str, values: Mapping[str, Fraction], name: str, result: Fraction) -> Fraction:
    """The value of one name with which the expression gives the result."""
    start = values[name] or Fraction(1)
    points = (start, 2 * start, 3 * start)
    first, second, third = (_evaluate(_tree(expression), {**values, name: point}) for point in points)
    # (y − y1)(y2 − y3) ÷ (y − y3)(y2 − y1) = (x − x1)(x2 − x3) ÷ (x − x3)(x2 − x1), with x2 − x1 = x3 − x2
    if result == third:
        return points[2]
    cross = (result - first) * (second - third) / ((result - third) * (second - first))
    # (x − x1)(−h) = cross · h · (x − x3)
    return (points[0] + cross * points[2]) / (1 + cross)


@lru_cache(maxsize=256)
def _tree(expression: str) -> ast.expr:
    return ast.parse(expression, mode="eval").body


def _evaluate(node: ast.expr, values: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.BinOp():
            done: Fraction = _ARITHMETIC[type(node.op)](_evaluate(node.left, values), _evaluate(node.right, values))
            return done
        case ast.UnaryOp(op=ast.USub()):
            return -_evaluate(node.operand, values)
        case ast.Name():
            return values[node.id]
        case ast.Constant(value=int(number)):
            return Fraction(number)
    raise ValueError(ast.dump(node))
