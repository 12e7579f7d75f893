"""Numbers in Chinese numerals: 一千二, 三万五, 一百零二, 九十五点六, 二〇二四."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
LARGE = {"亿": 8, "万": 4}  # power of ten, larger first
NUMERALS = "".join((*DIGITS, *LARGE, "十百千点"))

_DIGIT = "[一二两三四五六七八九]"
_BELOW_TEN_THOUSAND = re.compile(rf"(?:({_DIGIT})千)?零?(?:({_DIGIT})百)?零?(?:({_DIGIT}?)(十))?(零?)({_DIGIT})?")
Parsed = tuple[int, int]  # the number and the power of ten of its last printed place


def parse(text: str) -> Decimal | None:
    """The number, or None where the text is no Chinese numeral.

    Its exponent keeps the last printed place where 万 or 亿 gives it: 三万五 is 3.5E+4; 一千二 is spoken for 1200 and is exact.
    """
    if not text or any(character not in NUMERALS for character in text):
        return None
    if "点" in text:
        return _with_decimals(text)
    if len(text) > 1 and all(character in DIGITS for character in text):
        return None if "两" in text else Decimal(_spelled(text))  # 二〇二四
    parsed = (0, 0) if text in "零〇" else _whole(text)
    return None if parsed is None else Decimal(f"{parsed[0] // 10 ** parsed[1]}E{parsed[1]}")


def _with_decimals(text: str) -> Decimal | None:
    """九十五点六; a scale may follow the decimals: 三点五万."""
    before, _, after = text.partition("点")
    decimals = after.rstrip("".join(LARGE))
    whole = parse(before)
    if whole is None or not decimals or any(character not in DIGITS for character in decimals):
        return None
    power = sum(LARGE[word] for word in after[len(decimals) :])
    return Decimal(f"{int(whole)}.{_spelled(decimals)}E{power}")


def _spelled(text: str) -> str:
    return "".join(str(DIGITS[character]) for character in text)


def _whole(text: str) -> Parsed | None:
    word = next((word for word in LARGE if word in text), None)
    if word is None:
        return _small(text)
    before, _, after = text.rpartition(word)
    above, power = _whole(before), LARGE[word]
    if above is None or above[0] >= 10**power:  # 一万亿 is a number, 一万二万 is none
        return None
    below = _below(after, power, above[1])
    return None if below is None or below[0] >= 10**power else (above[0] * 10**power + below[0], below[1])


def _below(text: str, power: int, place_above: int) -> Parsed | None:
    """What follows 万 or 亿: nothing, a lone digit for the next lower place (三万五), or a number."""
    if not text:
        return 0, power + place_above
    if len(text) == 1 and text in _DIGIT:
        return DIGITS[text] * 10 ** (power - 1), power - 1
    return _whole(text.removeprefix("零"))


def _small(text: str) -> Parsed | None:
    """A number below 10000; a lone digit straight after 千 or 百 takes the next lower place (一千二), after 零 it is units (一百零二)."""
    match = _BELOW_TEN_THOUSAND.fullmatch(text)
    if not match or not text.strip("零"):
        return None
    thousands, hundreds, tens, ten, zero, last = match.groups()
    number = 1000 * _digit(thousands) + 100 * _digit(hundreds) + (10 * (_digit(tens) or 1) if ten else 0)
    step = 1 if ten or zero or text[:-1].endswith("零") else 10 if hundreds else 100 if thousands else 1
    return number + step * _digit(last), 0


def _digit(character: str | None) -> int:
    return DIGITS[character] if character else 0
