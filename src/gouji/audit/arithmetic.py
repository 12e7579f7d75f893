"""Claims with arithmetic: what the operands give as an interval, the verdict on the printed number, the expression to redo it by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.claims import decimal_text
from gouji.audit.reading import Mention
from gouji.messages import translate as _
from gouji.numbers import Exact
from gouji.numbers import Figure
from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers import judge
from gouji.numbers import units
from gouji.numbers import write_figure
from gouji.numbers.record import record

ZERO, ONE = Exact(0), Interval.point(units.ONE)


@record
class Reckoned:
    """What operands come to: exact value and interval in base units, and the expression over the operands as printed, in the claim's unit."""

    value: Fraction
    interval: Interval
    expression: str
    recomputed: Fraction


def spot(mention: Mention) -> Spot:
    """The place and print of a number."""
    token = mention.token
    return Spot(token.value_text, token.unit, token.start, token.end)


def figure(mention: Mention) -> Figure:
    """The figure of a measured mention."""
    assert mention.token.figure is not None, "asked only of measured numbers"
    return mention.token.figure


def value(mention: Mention) -> Fraction:
    """The exact printed value in base units."""
    return mention.value


def exact(mention: Mention) -> bool:
    """Whether the number is a plain figure: no bound, no range, no 约."""
    return mention.plain


def same_quantity(first: Mention, second: Mention) -> bool:
    """Whether two numbers have units of the same quantity."""
    return first.base_unit == second.base_unit


def base_unit(mention: Mention) -> str:
    """The base unit of a number; % and 个百分点 are "%" here, so that shares and counts are told apart."""
    return mention.base_unit


def decimal_value(mention: Mention) -> Fraction:
    """The number as its digits say, without scale and unit; the value itself for Chinese numerals and fractions."""
    return mention.digits


def _in_units_of(claim: Mention, number: Fraction) -> Fraction:
    """A number of base units in the claim's printed unit."""
    return number if claim.factor is units.ONE else number / claim.factor


def _term(name: str, factor: Fraction) -> str:
    if factor is units.ONE or factor == 1:
        return name
    if factor.denominator == 1:
        return f"{name}*{factor.numerator}"
    if factor.numerator == 1:
        return f"{name}/{factor.denominator}"
    return f"{name}*{factor.numerator}/{factor.denominator}"


def total(claim: Mention, parts: Sequence[Mention], signs: Sequence[int] | None = None) -> Reckoned:
    """Σ of the parts (with signs), in the claim's unit."""
    if signs is None and all(part.factor is claim.factor for part in parts[:len(NAMES)]):
        expression, signs = _sum_of(min(len(parts), len(NAMES))), [1] * len(parts)
    else:
        signs = signs or [1] * len(parts)
        terms: list[str] = []
        for name, part, sign in zip(NAMES, parts, signs, strict=False):
            term = name if part.factor is claim.factor else _term(name, part.factor / claim.factor)
            terms.append(f"{'-' if sign < 0 else '+' if terms else ''}{term}")
        expression = "".join(terms)
    named = list(zip(parts[:len(NAMES)], signs, strict=False))  # beyond the names there are, parts are left out
    exact_sum = _added([(part.value, sign) for part, sign in named])
    interval = _added_up([(figure(part).base(), sign) for part, sign in named], exact_sum)
    return Reckoned(exact_sum, interval, expression, _in_units_of(claim, exact_sum))


@lru_cache(maxsize=len(NAMES))
def _sum_of(count: int) -> str:
    return "+".join(NAMES[:count])


def may_add_up(claim: Mention, parts: Sequence[Mention]) -> bool:
    """False where the plain numbers are exact counts whose sum is another than the claimed one: asked first, as it costs little."""
    if figure(claim).place or any(figure(part).place for part in parts):
        return True
    return _added([(part.value, 1) for part in parts]) == claim.value


def _added(terms: Sequence[tuple[Fraction, int]]) -> Fraction:
    """Σ sign × number."""
    return sum([number if sign > 0 else -number for number, sign in terms], ZERO)


def _added_up(terms: Sequence[tuple[Interval, int]], exact_sum: Fraction) -> Interval:
    """Σ sign × interval; `exact_sum` is that of the printed numbers, which is all there is where the intervals are points."""
    if all(interval.low is interval.high and interval.low is not None for interval, _sign in terms):
        return Interval(exact_sum, exact_sum)
    result = Interval(ZERO, ZERO)
    for interval, sign in terms:
        result = result + interval if sign > 0 else result - interval
    return result


def ratio(claim: Mention, tops: Sequence[Mention], bottoms: Sequence[Mention], *, less_one: bool = False) -> Reckoned | None:
    """Σ tops ÷ Σ bottoms (− 1 for growth), in the claim's unit; None where the divisor is or may be zero."""
    above, below = _plain_sum(tops), _plain_sum(bottoms)
    if not below[0] or below[1].low is None or below[1].low <= 0:
        return None
    exact_ratio, interval = above[0] / below[0], above[1] / below[1]
    if less_one:
        exact_ratio, interval = exact_ratio - units.ONE, interval - ONE
    upper = _names(tops, NAMES)
    lower = _names(bottoms, NAMES[len(tops):])
    scale = units.ONE if claim.factor is units.ONE else 1 / claim.factor
    core = f"{upper}/{lower}"
    expression = f"({core}-1)" if less_one else core
    return Reckoned(exact_ratio, interval, _term(expression, scale), exact_ratio * scale)


def rise(claim: Mention, now: Mention, base: Mention, sign: int) -> Reckoned | None:
    """Now ÷ base − 1, its negative for a fall; None where the base is or may be zero."""
    growth = ratio(claim, (now,), (base,), less_one=True)
    if growth is None or sign > 0:
        return growth
    return Reckoned(-growth.value, -growth.interval, f"-{growth.expression}", -growth.recomputed)


def increment(claim: Mention, amount: Mention, now: Mention, sign: int) -> Reckoned | None:
    """The rate of a rise or fall by an amount to the level now: amount ÷ (now ∓ amount); None where nothing is left of the level before."""
    above, level, unit = figure(amount).base(), figure(now).base(), Interval.point(Exact(sign))
    low = above.low
    if low is None or low <= 0 or value(now) - sign * value(amount) <= 0:
        return None
    times = level / above - unit
    if times.low is None or times.low <= 0:
        return None
    exact_rate = value(amount) / (value(now) - sign * value(amount))
    first, second = _term("a", amount.factor), _term("b", now.factor)
    expression = f"{first}/({second}{'-' if sign > 0 else '+'}{first})"
    return Reckoned(exact_rate, ONE / times, _term(expression, 1 / claim.factor), exact_rate / claim.factor)


def difference(claim: Mention, first: Mention, second: Mention) -> Reckoned:
    """The first − the second, in the claim's unit."""
    return total(claim, (first, second), (1, -1))


def product(claim: Mention, first: Mention, second: Mention) -> Reckoned:
    """The first × the second, in the claim's unit."""
    exact_product = value(first) * value(second)
    scale = first.factor * second.factor / claim.factor
    return Reckoned(exact_product, figure(first).base() * figure(second).base(), _term("a*b", scale), _in_units_of(claim, exact_product))


def _plain_sum(parts: Sequence[Mention]) -> tuple[Fraction, Interval]:
    exact_sum = _added([(part.value, 1) for part in parts])
    return exact_sum, _added_up([(figure(part).base(), 1) for part in parts], exact_sum)


def _names(parts: Sequence[Mention], letters: Sequence[str]) -> str:
    terms = [_term(name, part.factor) for name, part in zip(letters, parts, strict=False)]
    return terms[0] if len(terms) == 1 and terms[0].isalpha() else f"({'+'.join(terms)})"


def verdict_on(claim: Mention, reckoned: Reckoned) -> Verdict:
    """The verdict on the printed number against what its operands give."""
    return judge(figure(claim), reckoned.interval)


def make(  # noqa: PLR0913 - the fields of a claim
    kind: str, claim: Mention, operands: Sequence[Mention], reckoned: Reckoned, confidence: int, *, verdict: Verdict | None = None,
    reason: str = "", words: str = "", subject: str = "",
) -> Claim:
    """A claim with its arithmetic spelled out: operands as printed, the recomputed value with two places more than printed."""
    decided = verdict if verdict is not None else verdict_on(claim, reckoned)
    shown = arithmetic_text(claim, operands, reckoned)
    return Claim(
        kind, decided, spot(claim), tuple(spot(operand) for operand in operands), reckoned.expression, reckoned.recomputed, confidence,
        message(decided, claim, shown, words), reason or kind, subject=subject or claim.left,
    )


def arithmetic_text(claim: Mention, operands: Sequence[Mention], reckoned: Reckoned) -> str:
    """The expression with the printed operands filled in and its value: 14 ÷ 15 × 100 = 93.33."""
    filled = _template(reckoned.expression, len(operands)).format(*[operand.token.value_text for operand in operands])
    exact_value = reckoned.recomputed
    shown = str(exact_value) if exact_value.denominator == 1 else _trim(write_figure(exact_value, _decimals(claim) + 2))
    return f"{filled} = {shown}"


@lru_cache(maxsize=1 << 10)
def _template(expression: str, count: int) -> str:
    """The expression with room for so many operands: few shapes are met again and again."""
    rooms = {name: f"{{{number}}}" for number, name in enumerate(NAMES[:count])} | _SIGNS
    return "".join(rooms.get(part, part) for part in _PARTS.findall(expression)).strip()


_PARTS = re.compile(r"[a-z]+|[^\sa-z]")
_SIGNS = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − "}


def _decimals(mention: Mention) -> int:
    text = mention.token.value_text
    return len(text.rpartition(".")[2]) if "." in text else 0


def _trim(shown: str) -> str:
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def message(verdict: Verdict, claim: Mention, shown: str, words: str) -> str:
    """The sentence of a claim: what is printed, what follows, what that means."""
    printed = claim.token.value_text + claim.token.unit
    what = _("{words}：").format(words=words) if words else ""
    match verdict:
        case Verdict.HOLDS:
            return _("{what}{shown}，与印出的 {printed} 相符").format(what=what, shown=shown, printed=printed)
        case Verdict.TRUNCATED:
            return _("{what}{shown}，印出 {printed}：只在截去尾数时成立").format(what=what, shown=shown, printed=printed)
        case Verdict.SUSPICIOUS:
            return _("{what}{shown}，印出 {printed}：请核对口径").format(what=what, shown=shown, printed=printed)
        case _:
            return _("{what}{shown}，印出 {printed}：不相符").format(what=what, shown=shown, printed=printed)


__all__ = [
    "Reckoned", "arithmetic_text", "base_unit", "decimal_text", "decimal_value", "difference", "exact", "figure", "increment", "make", "may_add_up", "message",
    "product", "ratio", "rise", "same_quantity", "spot", "total", "value", "verdict_on",
]
