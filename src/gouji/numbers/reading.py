"""Reading a table cell: the text of one number with its bound, scale and unit → `Figure`.

The grammar is that of target tables and statistical forms: [bound] number [多|余] [scale] [unit] [bound], a ratio n:1, a range, Chinese
numerals. Numbers inside sentences are not read here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from gouji.messages import GoujiError
from gouji.numbers.chinese import NUMERALS
from gouji.numbers.chinese import parse
from gouji.numbers.figure import Bound
from gouji.numbers.figure import Figure
from gouji.numbers.rounding import as_decimal
from gouji.numbers.units import SCALE_WORDS
from gouji.numbers.units import is_count
from gouji.numbers.units import scale
from gouji.numbers.units import without_scale_word

LONGEST_TEXT = 200
LONGEST_NUMBER = 30  # digits; no figure of a report needs more
LARGEST_EXPONENT = 20
SHOWN_TEXT = 40  # characters of a faulty text that the message quotes

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width forms
_DASHES = dict.fromkeys(map(ord, "−–—﹣‐‑‒―"), "-")
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000\t"), " ")
_PLAIN = _WIDE | _DASHES | _BLANKS | {ord("∶"): ":", ord("〜"): "~", ord("∼"): "~", ord("≧"): "≥", ord("≦"): "≤"}

_BEFORE = {
    Bound.AT_LEAST: ("≥", ">=", "不少于", "不低于", "不小于", "至少", "达到", "达"),
    Bound.MORE: (">", "超过", "超", "逾", "突破", "高于", "大于", "多于"),
    Bound.AT_MOST: ("≤", "<=", "不超过", "不高于", "不大于", "不多于", "最多", "至多"),
    Bound.LESS: ("<", "低于", "小于", "少于"),
    Bound.NEAR: ("近", "将近", "接近", "不到", "不足", "未满"),
    Bound.ABOUT: ("约", "大约", "大概", "大致", "≈"),
}
_AFTER = {
    Bound.AT_LEAST: ("以上", "及以上", "(含)以上"),
    Bound.MORE: ("多", "余"),
    Bound.AT_MOST: ("以下", "及以下", "以内", "之内", "(含)以下"),
    Bound.ABOUT: ("左右", "上下"),
}
_SIDES = ({Bound.AT_LEAST, Bound.MORE}, {Bound.AT_MOST, Bound.LESS, Bound.NEAR})
_BOUND_BEFORE = {word: bound for bound, words in _BEFORE.items() for word in words}
_BOUND_AFTER = {word: bound for bound, words in _AFTER.items() for word in words}


def _any_of(words: dict[str, Bound]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DIGITS = r"(?:[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_SIMPLE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?")  # nearly every cell
_NUMBER = rf"(?>[+-]?{_DIGITS}|[{NUMERALS}]+)"  # atomic: 1e-999 is not the range from 1e to 999
_SHARE = re.compile(rf"(?P<base>[百千万])分之(?P<number>{_NUMBER})")
_RATIO = re.compile(rf"([+-]?{_DIGITS}) ?: ?({_DIGITS})")
_NEGATIVE = re.compile(rf"\(({_DIGITS})\)")
_MARKED = re.compile(rf"(?:平均|控制在)? ?(?P<before>{_any_of(_BOUND_BEFORE)})? ?(?P<body>.+?) ?(?P<after>{_any_of(_BOUND_AFTER)})?")
_BODY = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<more>[多余])? ?(?P<unit>(?:[^\W\d_几来]|[%‰°℃㎡(]).*)?")
_RANGE = re.compile(rf"(?P<low>{_NUMBER}[^\d~至到-]*)[-~至到](?P<high>{_NUMBER}.*)")
_DATE = re.compile(
    r"(?:19|20)\d\d ?(?:[年届级].*|学年.*|[-/]\d{1,2}(?:[-/]\d{1,2})?|[-~至](?:19|20)\d\d(?:学年|年度?)?)|\d{1,2}月[底末初上中下份前].*"
)
_SHARE_UNITS = {"百": ("%", 1), "千": ("‰", 1), "万": ("%", 100)}


def read_figure(text: str, unit: str = "", decimals: int | None = None) -> Figure:
    """The figure that a cell prints, in `unit` where one is given, else in the unit of the text.

    `decimals` are the least decimals of the cell's column: since spreadsheets drop trailing zeros, 70 in a column with two decimals is
    70.00. They do not refine a text with a scale or a unit of its own (2.5亿元 in a 万元 column stays ± 500 万元). A whole number of things
    counted is exact. Raises N01 where the text is no number (a date, a word, several numbers, over 200 characters, NaN), N02 where its
    unit is not of the quantity of `unit`, N03 where what follows the number cannot be a unit.
    """
    if _SIMPLE.fullmatch(text):
        scale(unit)
        return _in_unit(Decimal(text), unit, decimals, text)
    plain = text.replace("——", "—").translate(_PLAIN).strip()
    if not plain or len(plain) > LONGEST_TEXT or _DATE.fullmatch(plain):
        raise _no_number(text)
    if match := _NEGATIVE.fullmatch(plain):
        plain = f"-{match[1]}"
    figure = _marked(plain, unit, decimals)
    if figure is None:
        raise _no_number(text)
    return replace(figure, text=text.strip())


def _no_number(text: str) -> GoujiError:
    shown = text.strip()
    return GoujiError.of("N01", text=shown if len(shown) <= SHOWN_TEXT else shown[:SHOWN_TEXT] + "…")


def _marked(plain: str, unit: str, decimals: int | None) -> Figure | None:
    """A body between its bounds."""
    match = _MARKED.fullmatch(plain)
    if not match:
        return None
    bounds = [_BOUND_BEFORE.get(match["before"] or ""), _BOUND_AFTER.get(match["after"] or "")]
    figure = _body(match["body"], unit, decimals)
    if figure is None:
        return None
    bound = _one_bound([bound for bound in (*bounds, figure.bound) if bound])
    return None if bound is None else replace(figure, bound=bound)


def _one_bound(bounds: list[Bound]) -> Bound | None:
    """Of several marks (约500多, 超100人以上, ≥90%以上) the one that counts; None where they contradict one another."""
    if not bounds:
        return Bound.NONE
    if Bound.RANGE in bounds:  # 约3至5万元 is the range; ≥3至5 is no sense
        return Bound.RANGE if set(bounds) <= {Bound.RANGE, Bound.ABOUT} else None
    if Bound.ABOUT in bounds:
        return Bound.ABOUT
    if len(set(bounds)) == 1 or any(set(bounds) <= side for side in _SIDES):
        return bounds[0]
    return None


def _body(body: str, unit: str, decimals: int | None) -> Figure | None:
    if match := _RATIO.fullmatch(body):
        return _ratio(match[1], match[2], unit, decimals)
    if match := _SHARE.fullmatch(body):
        return _share(match["base"], match["number"], unit, decimals)
    if match := _RANGE.fullmatch(body):
        return _range(match["low"], match["high"], unit, decimals)
    match = _BODY.fullmatch(body)
    number = _number(match["number"]) if match else None
    if match is None or number is None:
        return None
    figure = _measure(number, _unit(match), unit, decimals)
    return replace(figure, bound=Bound.MORE) if match["more"] else figure


def _unit(match: re.Match[str]) -> str:
    """What follows the number; forms also print it in brackets: ＞1000（个）."""
    text = match["unit"] or ""
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _number(text: str) -> Decimal | None:
    """The number, its exponent telling the last printed place; None where it is beyond all sense."""
    if text[-1] in NUMERALS:
        return parse(text) if len(text) <= LONGEST_NUMBER else None
    number = Decimal(text.replace(",", "").replace(" ", ""))
    digits, exponent = len(number.as_tuple().digits), _exponent(number)
    return number if digits <= LONGEST_NUMBER and abs(exponent) <= LARGEST_EXPONENT else None


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0  # never NaN or Infinity: those have no digits to match


def _measure(number: Decimal, printed: str, unit: str, decimals: int | None) -> Figure:
    """A number with what follows it: nothing, a scale word alone (0.9万 in 天 is 9000天, in 万元 it is 0.9万元), or a unit."""
    if printed in SCALE_WORDS:
        plain = without_scale_word(unit)
        factor = SCALE_WORDS[printed]
        return Figure(as_decimal(Fraction(number) * factor), as_decimal(_place(number) * factor), plain).to(unit)
    if not printed or scale(printed) == scale(unit):
        return _in_unit(number, unit or printed, decimals)
    figure = _in_unit(number, printed, None)
    return figure.to(unit) if unit else figure


def _in_unit(number: Decimal, unit: str, decimals: int | None, text: str = "") -> Figure:
    exponent = _exponent(number)
    value = Decimal(int(number)) if exponent > 0 else number
    return Figure(value, _last_place(exponent, unit, decimals or 0), unit, text=text)


@lru_cache(maxsize=4096)
def _last_place(exponent: int, unit: str, decimals: int) -> Decimal:
    """The place a number stands for by its last digit, its column's least decimals and its unit; 0 for a whole number of things counted."""
    if exponent > 0:  # 三万, 1.5E+5: the digits end before the units, whatever the column's decimals
        return as_decimal(Fraction(10**exponent))
    if not exponent and not decimals and is_count(unit):
        return Decimal(0)
    return Decimal(1).scaleb(min(exponent, -decimals))


def _place(number: Decimal) -> Fraction:
    """The last printed place of a number as typed: 1/100 for 1.50."""
    return Fraction(10) ** _exponent(number)


def _share(base: str, text: str, unit: str, decimals: int | None) -> Figure | None:
    """百分之九十五点六 is 95.6 %, 千分之五 is 5 ‰, 万分之三 is 0.03 %."""
    number = _number(text)
    share_unit, divisor = _SHARE_UNITS[base]
    return None if number is None else _measure(as_decimal(Fraction(number) / divisor), share_unit, unit, decimals)


def _ratio(first: str, second: str, unit: str, decimals: int | None) -> Figure | None:
    """n:1 and 1:n (whose value is 1/n); anything else may be a clock time and is refused. The place sits on the printed side."""
    above, below = _number(first), _number(second)
    if second == "1" and above is not None:
        return _measure(above, ":1", unit or ":1", decimals)
    if first != "1" or not below:
        return None
    step = _place(below) / Fraction(below) ** 2  # |d(1/n)| = dn / n²
    return Figure(as_decimal(1 / Fraction(below)), as_decimal(step), ":1").to(unit or ":1")


def _range(low_text: str, high_text: str, unit: str, decimals: int | None) -> Figure | None:
    """2-24小时, 3至5万元, 63%~68%: the unit of the upper end counts for the lower one too where that has none."""
    low, high = _BODY.fullmatch(low_text), _BODY.fullmatch(high_text)
    if low is None or high is None or low["more"] or high["more"]:
        return None
    numbers = _number(low["number"]), _number(high["number"])
    if numbers[0] is None or numbers[1] is None:
        return None
    upper = _measure(numbers[1], _unit(high), unit, decimals)
    lower = _measure(numbers[0], _unit(low) or _unit(high), unit or upper.unit, decimals)
    if lower.value > upper.value:
        return None
    return replace(lower, place=min(lower.place, upper.place), bound=Bound.RANGE, upper=upper.value)
