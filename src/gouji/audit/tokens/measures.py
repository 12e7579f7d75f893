"""Measures in digits: numbers, ranges, ratios and fractions with what stands around them."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from gouji.audit.tokens.around import Before
from gouji.audit.tokens.around import Behind
from gouji.audit.tokens.around import before
from gouji.audit.tokens.around import behind
from gouji.audit.tokens.build import exponent
from gouji.audit.tokens.build import figure
from gouji.audit.tokens.build import measure
from gouji.audit.tokens.build import name
from gouji.audit.tokens.build import quotient
from gouji.audit.tokens.build import token
from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.audit.tokens.units import GAP
from gouji.audit.tokens.units import SCALE
from gouji.audit.tokens.units import UNIT
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers.rounding import as_decimal

LONGEST_NUMBER = 30  # digits; no figure of a report needs more
LARGEST_CODE = 10  # 1-2 without a unit is a code, 30-40 a range
_BREAK = r" ?\r?\n ?"  # a number broken by the end of a line, where a comma or point shows that it goes on
# Blanks as thousands marks only where nothing else makes sense: no number before, and a unit or decimals behind (1 200 人, 12 345.67).
_NUMBER = re.compile(
    rf"[0-9]{{1,3}}(?:,[0-9]{{3}}){{0,4}},{_BREAK}[0-9]{{3}}(?![0-9])(?:\.[0-9]{{1,6}})?(?= ?(?:{SCALE}|{UNIT}))"
    rf"|[0-9]{{1,6}}(?:\.{_BREAK}|{_BREAK}\.)[0-9]{{1,4}}(?= ?[%‰])"
    r"|(?:[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])"
    r"|(?<![0-9.,%] )(?<![\t0-9])[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}(?![0-9])"
    rf"(?:(?=\.[0-9]{{1,4}}(?![0-9]| ?[0-9\t]))|(?= ?[万亿余多]| ?(?![%‰年月日金银铜]){UNIT}))"
    r"|[0-9]+)(?:\.[0-9]+(?!\.[0-9]))?"
)
_SIMPLE = re.compile(r"[0-9]+(?:\.[0-9]+)?(?![0-9., \r\n])")  # the same for most numbers, which need no more
_SIGN_BEFORE = re.compile(r"(?:^|[\s(（，,：:；;、≥≤<>=“\t|]|为|[增成]长|下降|上升|减少|增加|提高|降低|达|率)$")
# A hyphen with a blank before and none behind is the minus of the next number: a row of two amounts, no range.
_RANGE = re.compile(
    rf"(?:{GAP}(?:[~至到—]|——|--){GAP}|-{GAP}|(?P<spaced> {{1,2}}- {{1,2}}))"
    r"(?P<high>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?![0-9]*[-:/.—~][0-9])"
)
_RANGES_BEGIN = " \r\n~至到—-"
_RATIO = re.compile(r"[ ]?[:：][ ]?(?P<below>[0-9]{1,6}(?:\.[0-9]{1,6})?)(?![0-9:：.])")
LONGEST_PART = 10  # characters before the stroke of a fraction or date
_FRACTION = re.compile(r"(?P<above>[0-9]{1,4})/(?P<below>[0-9]{1,4})(?![0-9/])")
_SLASHES = re.compile(r"[0-9]{1,9}(?:/[0-9]{1,9}){1,8}")
_FRACTION_BEFORE = re.compile(r"(?:[占达约近超过为的了比])[ ]?$")
_IN_BRACKETS = re.compile(r"\((?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)\)(?= {0,4}(?:$|[\t\r\n|]))")
_CELL_START = re.compile(r"(?:^|[\t\r\n|]) {0,4}$")


def negative(text: str, start: int) -> Token | int:
    """(1,234.56) as the whole text of a cell is −1234.56, where a thousands mark or decimals show an amount."""
    found = _IN_BRACKETS.match(text, start)
    if found is None or not _CELL_START.search(text, max(0, start - 5), start):
        return start + 1
    number = _decimal(found["number"])
    if number is None:
        return start + 1
    return token(text, start, found.end(), figure(number.copy_negate(), "", Bound.NONE, found[0]), (Before(start), found.end()))


def digits(text: str, start: int) -> Token | int:
    """The measure, range, ratio or fraction that begins at the digit."""
    if fraction := _fraction(text, start):
        return fraction
    found = _SIMPLE.match(text, start) or _NUMBER.match(text, start)
    number = _decimal(found[0]) if found else None
    if found is None or number is None:
        return name(text, start, found.end() if found else start + 1)
    end = found.end()
    if (ratio := _RATIO.match(text, end)) and (of_two := _ratio(text, start, number, ratio)):
        return of_two
    if sign := _sign(text, start):  # copied, as arithmetic would round to the context's precision
        start, number = start - 1, number if sign > 0 else number.copy_negate()
    around = before(text, start), behind(text, end)
    return _range(text, (start, end), number, around) or measure(text, (start, end), number, around)


def ordinary(text: str, start: int, printed: str) -> Token:
    """The measure or range that begins with an ordinary number: no sign, ratio, fraction or thousands mark."""
    end, number = start + len(printed), Decimal(printed)
    around = before(text, start), behind(text, end)
    return _range(text, (start, end), number, around) or measure(text, (start, end), number, around)


def _decimal(text: str) -> Decimal | None:
    bare = text if text.isdecimal() else "".join(text.replace(",", "").split())
    return Decimal(bare) if len(bare) <= LONGEST_NUMBER else None


def _sign(text: str, start: int) -> int:
    """−1 or +1 where a sign stands directly before; a hyphen between words or numbers is none."""
    character = text[start - 1 : start] if start else ""
    if not character or character not in "-+" or not _SIGN_BEFORE.search(text, max(0, start - 3), start - 1):
        return 0
    return -1 if character == "-" else 1


def _fraction(text: str, start: int) -> Token | None:
    """占1/3 is a third; without such a word before it, or with a unit behind it, two numbers or a date."""
    if "/" not in text[start : start + LONGEST_PART]:
        return None
    found = _FRACTION.match(text, start)
    if found is None:
        chain = _SLASHES.match(text, start)
        return name(text, start, chain.end()) if chain else None
    above, below = int(found["above"]), int(found["below"])
    if not 0 < above < below or not _FRACTION_BEFORE.search(text, max(0, start - 2), start):
        return None if behind(text, found.end()).printed else name(text, start, found.end())
    value = quotient(as_decimal(Fraction(above, below)), found[0])
    return token(text, start, found.end(), value, (before(text, start), found.end()))


def _ratio(text: str, start: int, above: Decimal, found: re.Match[str]) -> Token | None:
    """18.2:1 and 1:20 (which is 1/20); 4:6 is 4/6; pairs with two digits behind the colon may be clock times or scores."""
    below, ahead = Decimal(found["below"]), before(text, start)
    if not below:
        return name(text, start, found.end())
    if below == 1:
        value = Figure(above, Decimal(1).scaleb(exponent(above)), ":1", text=text[start : found.start()])
        return token(text, start, found.start(), value, (ahead, found.end()))
    if above != 1 and len(found["below"]) > 1:
        return name(text, start, found.end())
    step = Fraction(10) ** exponent(below) * Fraction(above) / Fraction(below) ** 2  # |d(a/b)| = a·db / b²
    value = Figure(as_decimal(Fraction(above) / Fraction(below)), as_decimal(step), ":1", text=text[start : found.end()])
    return token(text, start, found.end(), value, (ahead, found.end()))


def _range(text: str, place: tuple[int, int], low: Decimal, around: tuple[Before, Behind]) -> Token | None:
    """3至5万元, 5万~10万, 63%—68%, 2-24小时: the unit of the upper end counts for the lower one too. 由85%到90% is no range but a change."""
    start, (ahead, first) = place[0], around
    found = _RANGE.match(text, first.end) if text[first.end : first.end + 1] in _RANGES_BEGIN else None
    if found is None or first.more or first.bound or ahead.change == "from" or (found["spaced"] and low < 0):
        return None
    high, last, second = _decimal(found["high"]), found.end("high"), behind(text, found.end("high"))
    if high is None:
        return None
    if not second.printed:
        return None if first.printed else _code_or_range(text, (start, last), low, high, ahead)
    if high < low or (first.printed and first.printed != second.printed):
        return None
    value = figure(low, second.printed, Bound.RANGE, text[start:last], high)
    return token(text, start, last, value, (ahead, second.end))


def _code_or_range(text: str, place: tuple[int, int], low: Decimal, high: Decimal, ahead: Before) -> Token:
    start, end = place
    if high <= low or (high < LARGEST_CODE and "-" in text[start:end]):
        return name(text, start, end, TokenKind.LABEL)
    return token(text, start, end, figure(low, "", Bound.RANGE, text[start:end], high), (ahead, end))
