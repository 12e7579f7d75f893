"""Claims with arithmetic: what the operands give as an interval, the verdict on the printed number, the expression to redo it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.claims import decimal_text
from gouji.audit.reading import Mention
from gouji.messages import translate as _
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers import judge
from gouji.numbers import units
from gouji.numbers import write_figure


@dataclass(frozen=True, slots=True)
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
    return figure(mention).base_value()


def exact(mention: Mention) -> bool:
    """Whether the number is a plain figure: no bound, no range, no 约."""
    return figure(mention).bound is Bound.NONE


def same_quantity(first: Mention, second: Mention) -> bool:
    """Whether two numbers have units of the same quantity."""
    return base_unit(first) == base_unit(second)


def base_unit(mention: Mention) -> str:
    """The base unit of a number; % and 个百分点 are "%" here, so that shares and counts are told apart."""
    unit = figure(mention).unit
    base, factor = units.scale(unit)
    return "%" if not base and factor != 1 and unit not in ("倍", "成") else base


def _factor(mention: Mention) -> Fraction:
    """How many base units one printed unit is: 10000 for 3.2 printed in 3.2万."""
    printed = Fraction(_printed(mention))
    return value(mention) / printed if printed else units.scale(figure(mention).unit)[1]


def decimal_value(mention: Mention) -> Fraction:
    """The number as its digits say, without scale and unit."""
    return Fraction(_printed(mention))


def _printed(mention: Mention) -> Decimal:
    """The number as its digits say; the value itself for Chinese numerals and fractions."""
    text = mention.token.value_text.replace(",", "").replace("，", "").replace(" ", "")
    try:
        return Decimal(text.translate(_PLAIN))
    except ArithmeticError:
        return figure(mention).value


_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {ord("−"): "-", ord("–"): "-"}


def _term(name: str, factor: Fraction) -> str:
    if factor == 1:
        return name
    if factor.denominator == 1:
        return f"{name}*{factor.numerator}"
    if factor.numerator == 1:
        return f"{name}/{factor.denominator}"
    return f"{name}*{factor.numerator}/{factor.denominator}"


def total(claim: Mention, parts: Sequence[Mention], signs: Sequence[int] | None = None) -> Reckoned:
    """Σ of the parts (with signs), in the claim's unit."""
    signs = signs or [1] * len(parts)
    low = Interval.point(Fraction(0))
    exact_sum = Fraction(0)
    terms: list[str] = []
    for name, part, sign in zip(NAMES, parts, signs, strict=False):
        interval = figure(part).base()
        low = low + interval if sign > 0 else low - interval
        exact_sum += sign * value(part)
        term = _term(name, _factor(part) / _factor(claim))
        terms.append(f"{'-' if sign < 0 else '+' if terms else ''}{term}")
    return Reckoned(exact_sum, low, "".join(terms), exact_sum / _factor(claim))


def ratio(claim: Mention, tops: Sequence[Mention], bottoms: Sequence[Mention], *, less_one: bool = False) -> Reckoned | None:
    """Σ tops ÷ Σ bottoms (− 1 for growth), in the claim's unit; None where the divisor is or may be zero."""
    above, below = _plain_sum(tops), _plain_sum(bottoms)
    if not below[0] or below[1].low is None or below[1].low <= 0:
        return None
    one = Fraction(1)
    exact_ratio = above[0] / below[0] - (one if less_one else 0)
    interval = above[1] / below[1]
    interval = interval - Interval.point(one) if less_one else interval
    upper = _names(tops, NAMES)
    lower = _names(bottoms, NAMES[len(tops):])
    scale = 1 / _factor(claim)
    core = f"{upper}/{lower}"
    expression = f"({core}-1)" if less_one else core
    return Reckoned(exact_ratio, interval, _term(expression, scale), exact_ratio * scale)


def rise(claim: Mention, now: Mention, base: Mention, sign: int) -> Reckoned | None:
    """Now ÷ base − 1, its negative for a fall; None where the base is or may be zero."""
    growth = ratio(claim, (now,), (base,), less_one=True)
    if growth is None or sign > 0:
        return growth
    return Reckoned(-growth.value, Interval.point(Fraction(0)) - growth.interval, f"-{growth.expression}", -growth.recomputed)


def increment(claim: Mention, amount: Mention, now: Mention, sign: int) -> Reckoned | None:
    """The rate of a rise or fall by an amount to the level now: amount ÷ (now ∓ amount); None where nothing is left of the level before."""
    above, level, unit = figure(amount).base(), figure(now).base(), Interval.point(Fraction(sign))
    low = above.low
    if low is None or low <= 0 or value(now) - sign * value(amount) <= 0:
        return None
    times = level / above - unit
    if times.low is None or times.low <= 0:
        return None
    exact_rate = value(amount) / (value(now) - sign * value(amount))
    first, second = _term("a", _factor(amount)), _term("b", _factor(now))
    expression = f"{first}/({second}{'-' if sign > 0 else '+'}{first})"
    return Reckoned(exact_rate, Interval.point(Fraction(1)) / times, _term(expression, 1 / _factor(claim)), exact_rate / _factor(claim))


def difference(claim: Mention, first: Mention, second: Mention) -> Reckoned:
    """The first − the second, in the claim's unit."""
    return total(claim, (first, second), (1, -1))


def product(claim: Mention, first: Mention, second: Mention) -> Reckoned:
    """The first × the second, in the claim's unit."""
    exact_product = value(first) * value(second)
    scale = _factor(first) * _factor(second) / _factor(claim)
    return Reckoned(exact_product, figure(first).base() * figure(second).base(), _term("a*b", scale), exact_product / _factor(claim))


def _plain_sum(parts: Sequence[Mention]) -> tuple[Fraction, Interval]:
    result, interval = Fraction(0), Interval.point(Fraction(0))
    for part in parts:
        result, interval = result + value(part), interval + figure(part).base()
    return result, interval


def _names(parts: Sequence[Mention], letters: Sequence[str]) -> str:
    terms = [_term(name, _factor(part)) for name, part in zip(letters, parts, strict=False)]
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
    text = reckoned.expression
    filled: list[str] = []
    position = 0
    names = dict(zip(NAMES, operands, strict=False))
    word = ""
    for sign in [*text, " "]:
        if sign.isalpha():
            word += sign
            continue
        if word:
            filled.append(names[word].token.value_text if word in names else word)
            word = ""
        filled.append({"*": " × ", "/": " ÷ ", "+": " + ", "-": " − "}.get(sign, sign.strip()))
        position += 1
    decimals = _decimals(claim) + 2
    return f"{''.join(filled).strip()} = {_trim(write_figure(reckoned.recomputed, decimals))}"


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
    "Reckoned", "arithmetic_text", "base_unit", "decimal_text", "decimal_value", "difference", "exact", "figure", "increment", "make", "message", "product",
    "ratio", "rise", "same_quantity", "spot", "total", "value", "verdict_on",
]
