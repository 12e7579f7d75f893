"""Naming the slip: what kind of mistake turns the value that would be right into the printed one.

Only slips whose repaired value is exactly what the arithmetic asks for are named (Fellegi and Holt: the smallest change that satisfies the
relation). Two operands that would repair it equally well are both named by the caller.
"""

from __future__ import annotations

import re
from fractions import Fraction

from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.messages import translate as _
from gouji.numbers import write_figure

MOST_DIGITS = 15
TELLING = 4  # digits: of fewer, many numbers differ by a slip from any other
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PLAIN = {**{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}, ord("−"): "-", **dict.fromkeys(map(ord, ",， "))}
SCALES = ((Fraction(10000), "万"), (Fraction(100000000), "亿"), (Fraction(1000), "千"))


def repair(claim: Claim) -> str:
    """The value, with the decimals printed, that would make the claim hold; empty where there is no arithmetic, or no plain number is
    printed (1:18, 三成).
    """
    if claim.recomputed is None or not _NUMBER.fullmatch(plain(claim.claim.value)):
        return ""
    return write_figure(claim.recomputed, _decimals(claim.claim.value))


def culprit(claim: Claim) -> str:
    """The slip in words, or empty where none explains the difference."""
    right, printed = repair(claim), plain(claim.claim.value)
    if not right or right == printed:
        return ""
    return slip(printed, right) or _operands(claim)


def slipped(mention: Mention, right: Fraction) -> bool:
    """Whether a number of enough digits differs from what would be right (in base units) by a slip of the pen: digits exchanged, one digit
    wrong, dropped or doubled, 万 or 亿 left out. Short and round numbers differ so by chance.
    """
    assert mention.token.figure is not None, "asked only of measured numbers"
    printed, text = mention.token.figure.base_value(), plain(mention.token.value_text)
    if right <= 0 or printed == right or len(_digits(text).strip("0")) < TELLING or not _NUMBER.fullmatch(text):
        return False
    wanted = Fraction(text) * right / printed if printed else Fraction(0)
    written = write_figure(wanted, _decimals(text))
    return Fraction(written) == wanted and bool(slip(text, written))


def slip(printed: str, right: str) -> str:
    """The slip of the pen that makes one number of another, in words; empty where none does."""
    return next((found for test in (_exchanged, _one_digit, _moved_point, _scaled, _signed) if (found := test(printed, right))), "")


def slip_rank(printed: str, right: str) -> int:
    """How telling the slip between two numbers is: 2 for digits exchanged or a scale word, 1 for one digit, 0 for none."""
    first, second = plain(printed), plain(right)
    if not right or first == second or not _NUMBER.fullmatch(first):
        return 0
    return 2 if _exchanged(first, second) or _scaled(first, second) else int(bool(slip(first, second)))


def digits_of(printed: str) -> int | None:
    """The decimals of a plainly printed number; None for another (1:18, 三成)."""
    return _decimals(printed) if _NUMBER.fullmatch(plain(printed)) else None


def exchanges(printed: str) -> list[str]:
    """What a number becomes with two neighbouring digits exchanged."""
    text = plain(printed)
    places = [place for place in range(len(text) - 1) if text[place:place + 2].isdigit() and text[place] != text[place + 1]]
    return [text[:place] + text[place + 1] + text[place] + text[place + 2:] for place in places]


def plain(text: str) -> str:
    """A printed number in plain digits: no marks of thousands, no full width."""
    return text if text.isascii() and text.isdigit() else text.translate(_PLAIN).lstrip("+")


def _digits(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isascii() and sign.isdigit())


def _decimals(text: str) -> int:
    return len(plain(text).partition(".")[2])


def _exchanged(printed: str, right: str) -> str:
    """Two neighbouring digits exchanged: 86.76 for 86.67 (the difference is divisible by 9)."""
    if len(printed) != len(right) or len(printed) > MOST_DIGITS:
        return ""
    apart = [position for position, (first, second) in enumerate(zip(printed, right, strict=True)) if first != second]
    if len(apart) == 2 and printed[apart[0]] == right[apart[1]] and printed[apart[1]] == right[apart[0]]:  # noqa: PLR2004  # a pair
        neighbours = printed[apart[0]:apart[1] + 1].replace(".", "")
        if len(neighbours) == 2:  # noqa: PLR2004  # a pair
            return _("似把数字 {first} 与 {second} 写颠倒").format(first=printed[apart[0]], second=printed[apart[1]])
    return ""


def _one_digit(printed: str, right: str) -> str:
    """One digit wrong, dropped or doubled; asked only of numbers of three digits and more."""
    if len(_digits(right)) < 3 or abs(len(printed) - len(right)) > 1 or len(printed) > MOST_DIGITS:  # noqa: PLR2004  # shorter ones differ by chance
        return ""
    if len(printed) == len(right):
        apart = [pair for pair in zip(printed, right, strict=True) if pair[0] != pair[1]]
        return _("似有一位数字写错（{wrong} 应为 {right}）").format(wrong=apart[0][0], right=apart[0][1]) if len(apart) == 1 else ""
    longer, shorter = (printed, right) if len(printed) > len(right) else (right, printed)
    if any(longer[:position] + longer[position + 1:] == shorter for position in range(len(longer))):
        return _("似多写了一位数字") if longer is printed else _("似少写了一位数字")
    return ""


def _moved_point(printed: str, right: str) -> str:
    """The decimal point moved by one to three places."""
    first, second = Fraction(printed), Fraction(right)
    if not second or not first:
        return ""
    quotient = abs(first / second)
    for power in (1, 2, 3):
        if quotient in (Fraction(10**power), Fraction(1, 10**power)):
            return _("似把小数点移了 {places} 位").format(places=power)
    return ""


def _scaled(printed: str, right: str) -> str:
    """万, 亿 or 千 left out or put in."""
    first, second = Fraction(printed), Fraction(right)
    for scale, word in SCALES:
        if second and first in (second * scale, second / scale):
            return _("单位似差“{word}”").format(word=word)
    return ""


def _signed(printed: str, right: str) -> str:
    """Increase for decrease."""
    return _("增减方向似相反") if printed.lstrip("-") == right.lstrip("-") else ""


def _operands(claim: Claim) -> str:
    """Numerator and denominator exchanged, or the rest printed for the part."""
    if claim.kind not in ("ratio", "growth") or claim.recomputed is None or not claim.recomputed:
        return ""
    printed, half = Fraction(plain(claim.claim.value)), Fraction(1, 2 * 10 ** _decimals(claim.claim.value))
    if claim.claim.unit == "%":
        if abs(10000 / claim.recomputed - printed) <= half:
            return _("似把分子、分母颠倒")
        if abs(100 - claim.recomputed - printed) <= half:
            return _("似写成了其余部分的比例")
    return ""
