"""What kinds of relation and verdicts are called, and a claim's arithmetic so that it can be redone by hand."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.claims import Coverage
from gouji.audit.claims import Spot
from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.numbers import write_figure

_SIGNS = {"*": " × ", "/": " ÷ ", "-": " − ", "+": " + "}
_PIECE = re.compile(r"[a-z]+|[-+*/]")
_LIMITED = ("part_of", "target", "bound", "ordering")
_GUARD = 3  # digits shown beyond those of the claim
_FEW = 12  # operands written out; a longer sum is told by its ends
_INDEX = {name: number for number, name in enumerate(NAMES)}


def kind_title(kind: str) -> str:
    """The name of a kind of relation in the current language; the word itself where it has none."""
    return kinds(current_language()).get(kind, kind)


@cache
def kinds(_language: str) -> dict[str, str]:
    """The names of all kinds of relation in the current language, which is given so that they are looked up once."""
    return {
        "ratio": _("比率"), "part_of": _("其中"), "sum": _("合计"), "difference": _("增减"), "growth": _("增长率"), "product": _("乘积"),
        "average": _("平均"), "count": _("计数"), "restatement": _("前后一致"), "target": _("目标"), "ordering": _("大小次序"), "bound": _("界限"),
        "date": _("日期"), "numbering": _("编号"), "unit": _("单位"), "book": _("与账簿核对"),
    }


def verdict_title(verdict: Verdict) -> str:
    """The name of a verdict in the current language."""
    return _verdicts(current_language())[verdict]


@cache
def _verdicts(_language: str) -> dict[Verdict, str]:
    return {
        Verdict.CONTRADICTS: _("矛盾"), Verdict.SUSPICIOUS: _("存疑"), Verdict.TRUNCATED: _("截位"), Verdict.HOLDS: _("相符"),
        Verdict.NOT_ASSESSABLE: _("不可核"),
    }


def printed(spot: Spot) -> str:
    """A number with its unit, as printed: 95.43%, 9,946 人."""
    gap = "" if not spot.unit or not spot.unit[0].isalnum() or not spot.unit.isascii() else " "
    return f"{spot.value}{gap}{spot.unit}"


def arithmetic(claim: Claim) -> str:
    """The expression with the operands' printed values in it, what it comes to, and what is printed; empty where there is no arithmetic:
    “9946 ÷ 10421 × 100 = 95.442，文中为 95.43%”.
    """
    if claim.recomputed is None or not claim.expression:
        return ""
    if claim.expression == NAMES[0] and claim.kind in _LIMITED:
        return ""  # a part and its whole, a value and its target or limit: the message names both
    if claim.expression == NAMES[0]:
        return _("另一处为 {other}，此处为 {printed}").format(other=printed(claim.operands[0]), printed=printed(claim.claim))
    filled = filled_in(claim)
    result = _result(claim.recomputed, claim.claim.value)
    shown = "" if filled == result else f" = {result}"
    return _("{left}{right}，文中为 {printed}").format(left=filled, right=shown, printed=printed(claim.claim))


def coverage_words(coverage: Coverage) -> str:
    """How much was looked at: “共 n 个数字，m 个参加了核对，k 个相符”."""
    return _("共 {measured} 个数字，{checked} 个参加了核对，{held} 个见于相符的关系").format(
        measured=coverage.measured, checked=coverage.checked, held=coverage.held)


def filled_in(claim: Claim) -> str:
    """The expression with the operands' printed values in it: “9946 ÷ 10421 × 100”; a sum of very many shows its ends."""
    pieces: list[str] = []
    end = 0
    for match in _PIECE.finditer(claim.expression):
        pieces += [claim.expression[end:match.start()].strip(), _piece(match[0], claim)]
        end = match.end()
    pieces.append(claim.expression[end:].strip())
    filled = re.sub(r"(^|[(,])\s*−\s+", r"\1−", "".join(pieces)).strip()
    return filled if len(claim.operands) <= _FEW else _shortened(filled)


def _piece(word: str, claim: Claim) -> str:
    if word in _SIGNS:
        return _SIGNS[word]
    number = _INDEX.get(word, len(claim.operands))
    if number >= len(claim.operands):
        return word
    value = claim.operands[number].value.strip()
    return f"({value})" if value[:1] in ("-", "−", "－") else value


def _shortened(filled: str) -> str:
    """A sum of very many operands by its ends; other long expressions stay whole."""
    terms = filled.split(" + ")
    return filled if len(terms) <= _FEW else " + ".join([*terms[:4], "…", *terms[-2:]])


def _result(value: Fraction, beside: str) -> str:
    """The value with some digits more than the printed number has; … where it goes on."""
    decimals = len(beside.rpartition(".")[2]) if "." in beside else 0
    shown = write_figure(value, decimals + _GUARD)
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return shown if Fraction(shown) == value else f"{shown}…"
