"""Measures and ranges: a number with its bound words, scale word and unit, read into a `Figure`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.audit.tokens.words import AFTER
from gouji.audit.tokens.words import AFTER_PATTERN
from gouji.audit.tokens.words import BEFORE
from gouji.audit.tokens.words import CHANGES
from gouji.audit.tokens.words import FILLERS
from gouji.audit.tokens.words import GAP
from gouji.audit.tokens.words import MODIFIER_LENGTH
from gouji.audit.tokens.words import NO_CHANGE
from gouji.audit.tokens.words import OTHER_WORDS
from gouji.audit.tokens.words import SCALES
from gouji.audit.tokens.words import UNIT
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import chinese
from gouji.numbers import units
from gouji.numbers.rounding import as_decimal

LONGEST_NUMBER = 30
_NUMBER = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,3}(?: [0-9]{3}){1,4}(?![0-9])(?=(?:\.[0-9]+)? ?(?:[万亿元]|[人名个项门所家件次册米平](?!目|数|称)))|[0-9]+)"
    r"(?:\.[0-9]+(?!\.[0-9]))?"
)
_HAN_BODY = "[〇零一二两三四五六七八九十百千万亿]"
_HAN_NUMBER = re.compile(rf"{_HAN_BODY}+(?:点[〇零一二三四五六七八九]+[万亿]?)?")
_TAIL = re.compile(
    rf"(?P<gap>{GAP})(?P<more>[多余来](?!元化|样|名年|地|次|年来))?(?:{GAP})?(?P<scale>(?:{SCALES})(?![瓦米克字卡]))?(?P<more2>[多余](?!元化|样))?"
    rf"(?:(?P<unitgap>{GAP})(?P<unit>{UNIT}))?"
)
_AFTER = re.compile(rf"[ ]?(?P<after>{AFTER_PATTERN})")
_MAJOR = re.compile(r"大(?=[^\W\d_])(?!多|约|概|部|赛|学|会|奖|队|型|于|小|幅|力|量|专|气|家|道|类课|致)")
_RANGE = re.compile(rf"{GAP}(?:[~～至到—-]|——|--){GAP}(?P<number>(?<![0-9])[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)(?![0-9]*[-:/.—][0-9])")
_RATIO = re.compile(r"[ ]?[:：][ ]?(?P<below>[0-9]+(?:\.[0-9]+)?)(?![0-9]*[:：][0-9])")
_FRACTION = re.compile(r"/(?P<below>[0-9]{1,4})(?![0-9/])")
_FRACTION_BEFORE = re.compile(r"(?:占|达|约|近|超过?|为|的|了)[ ]?$")
_SLASHES = re.compile(r"[0-9]+(?:/[0-9]+)+")
_SHARE = re.compile(r"(?P<base>[百千万])分之")
_SHARE_UNITS = {"百": ("%", 1), "千": ("‰", 1), "万": ("%", 100)}
_SPOKEN_FRACTION = re.compile(rf"(?P<below>{_HAN_BODY}{{1,4}})分之(?P<above>{_HAN_BODY}{{1,4}})")
_TENTHS = re.compile(r"(?P<n>[一二三四五六七八九])成(?P<half>[一二三四五六七八九半])?(?![为立果员就绩分都功本人熟长效品型])")
_YEAR_AND_HALF = re.compile(r"(?P<n>[一二两三四五六七八九])(?P<unit>年|个?月|天|小时)半")
_SIGN_BEFORE = re.compile(r"(?:^|[\s(（，,：:；;、≥≤<>=“]|为|长|降|少|加|减|达|率|高|升)$")
_DOUBLED = re.compile(r"(?P<low>[一二两三四五六七八九])(?P<high>[二三四五六七八九])(?P<ten>[十百千万]?)")
_TEENS = re.compile(r"(?:(?P<teens>十)几|(?P<some>[几数])(?P<scale>[十百千万亿]|百万|千万)|(?<=上)(?P<over>[百千万亿]))(?P<big>[万亿]?)")
_HALF = re.compile(r"半数|半(?=[年天]|个月|小时)")
_NEXT_DIGIT = re.compile(r"[0-9]")
_TENFOLD = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7}
_ARTICLE_BEFORE = re.compile(r"[第同统唯之任某每另这那合归其万单专逐不初周期]$")
_ONE_WORDS = re.compile(r"一(?:次性|方面|家人|门心思|部分|本(?!教材|书)|期|级|类|批|种|对|些|定|体|系列|条龙|站|带|面|道|把|手|步|点|线|流|层|度|句|行|起|片|排|列|头|口|环|号|周(?!年)|只|双|代|村|校|院|县|镇|乡|省|市|国|课|人一|科|幅|队|集|包|股|束|角|回|位一|则|届|品|专)")
_APPROXIMATE = {Bound.ABOUT, Bound.NEAR, Bound.MORE, Bound.LESS}


def as_printed(token: Token, text: str) -> Token:
    """The token with its number, unit and figure text as the original text spells them."""
    printed = text[token.start : token.end]
    if printed == token.value_text:
        return token
    return replace(token, value_text=printed, figure=None if token.figure is None else replace(token.figure, text=printed))


def unit_follows(text: str, position: int) -> bool:
    """Whether a scale word, a unit or a percent sign stands right behind the position."""
    found = _TAIL.match(text, position)
    return bool(found and (found["scale"] or found["unit"]))


def negative(text: str, start: int) -> Token | int:
    """(1,234.56) as the whole text of a cell is −1234.56, where a thousands mark or decimals show an amount."""
    found = re.compile(r"\((?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)\)(?= {0,4}(?:$|[\t\r\n]))").match(text, start)
    if found is None or not re.compile(r"(?:^|[\t\r\n]) {0,4}$").search(text, max(0, start - 5), start):
        return start + 1
    figure = _figure(-Decimal(found["n"].replace(",", "")), "", Bound.NONE, found[0])
    return Token(TokenKind.MEASURE, start, found.end(), start, found.end(), found[0], figure)


def digits(text: str, start: int) -> Token | int:
    """The measure, range, ratio or fraction that begins at the digit."""
    found = _NUMBER.match(text, start)
    if found is None:
        return start + 1
    if text[start : found.end()].isdigit() and (special := _ratio_or_fraction(text, start, found.end())):
        return special
    if (ratio := _RATIO.match(text, found.end())) and (token := _ratio(text, start, found.end(), ratio)):
        return token
    number = _decimal(found[0])
    if number is None:
        return _name(text, start, found.end())
    sign = _sign(text, start)
    start -= abs(sign)
    number = -number if sign < 0 else number
    return _range(text, start, found.end(), number) or _measure(text, start, found.end(), number)


def _decimal(text: str) -> Decimal | None:
    plain = text.replace(",", "").replace(" ", "")
    return Decimal(plain) if len(plain) <= LONGEST_NUMBER else None


def _name(text: str, start: int, end: int) -> Token:
    return Token(TokenKind.NAME, start, end, start, end, text[start:end])


def _sign(text: str, start: int) -> int:
    """−1 or +1 where a sign stands directly before; a hyphen between words or numbers is none."""
    character = text[start - 1 : start]
    if character not in ("-", "+") or not _SIGN_BEFORE.search(text, max(0, start - 2), start - 1):
        return 0
    return -1 if character == "-" else 1


def _ratio_or_fraction(text: str, start: int, end: int) -> Token | None:
    found = _FRACTION.match(text, end)
    if found is None:
        chained = _SLASHES.match(text, start)
        return _name(text, start, chained.end()) if chained else None
    above, below = int(text[start:end][:9]), int(found["below"])
    if not below or above >= below or not _FRACTION_BEFORE.search(text, max(0, start - 3), start):
        return None if unit_follows(text, found.end()) else _name(text, start, found.end())
    value = as_decimal(Fraction(above, below))
    return _token(text, start, found.end(), Figure(value, _fraction_place(value)), "", found.end(), _before(text, start))


def _fraction_place(value: Decimal) -> Decimal:
    """0 where the fraction is a finite decimal, else the last of the digits kept."""
    exponent = value.as_tuple().exponent
    return Decimal(0) if not isinstance(exponent, int) or exponent > -38 else Decimal(1).scaleb(exponent)


def _ratio(text: str, start: int, end: int, found: re.Match[str]) -> Token | None:
    """18.2:1 and 1:20 (value 1/20); 4:6 is 4/6; other pairs may be clock times."""
    above, below = Decimal(text[start:end].replace(",", "").replace(" ", "")[:LONGEST_NUMBER]), Decimal(found["below"][:LONGEST_NUMBER])
    if not below:
        return None
    if below == 1:
        place = Decimal(1).scaleb(_exponent(above))
        return _token(text, start, end, Figure(above, place, ":1"), ":1", found.end(), _before(text, start))
    if above != 1 and len(found["below"]) > 1:
        return _name(text, start, found.end())
    step = Fraction(10) ** _exponent(below) * Fraction(above) / Fraction(below) ** 2
    figure = Figure(as_decimal(Fraction(above) / Fraction(below)), as_decimal(step), ":1")
    return _token(text, start, found.end(), figure, ":1", found.end(), _before(text, start))


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


Before = tuple[int, Bound, str, int]  # where the words before begin, bound, change, sign


def _before(text: str, start: int) -> Before:
    """The bound and the direction that the words directly before the number give."""
    bound, position = Bound.NONE, start
    for _ in range(4):
        stop = position
        low = max(0, stop - 8)
        stretch = text[low:stop].rstrip(" \r\n")
        word = next((stretch[-length:] for length in range(min(MODIFIER_LENGTH, len(stretch)), 0, -1) if stretch[-length:] in _MODIFIERS), "")
        if not word:
            break
        begin = low + len(stretch) - len(word)
        if word in BEFORE and not (word in OTHER_WORDS and text[begin - 1 : begin] in tuple(OTHER_WORDS[word])):
            bound, position = bound or BEFORE[word], begin
            if word in CHANGES:
                return position, bound, *CHANGES[word]
        elif word in FILLERS:
            position = begin
        elif word in CHANGES and not (begin and text[begin - 1] in NO_CHANGE.get(word[0], "")):
            return (position if bound else start), bound, *CHANGES[word]
        else:
            break
    return (position if bound else start), bound, "", 0


_MODIFIERS = frozenset(BEFORE) | frozenset(CHANGES) | frozenset(FILLERS)


def _measure(text: str, start: int, end: int, number: Decimal, *, han: bool = False, outer: int | None = None) -> Token:
    """A number with what follows it."""
    tail = _TAIL.match(text, end)
    assert tail is not None  # every part of it is optional
    before = _before(text, start if outer is None else outer)
    more, scale, unit = tail["more"] or tail["more2"], tail["scale"] or "", tail["unit"] or ""
    if more and not (scale or unit) and not _stands_alone(text, tail.end()):
        more, scale = None, ""
    outer_end = tail.end() if scale or unit or more else end
    if not unit and (major := _MAJOR.match(text, outer_end)):
        unit, outer_end = "个", major.end()
    bound = before[1]
    if more:
        bound = Bound.ABOUT if more == "来" or bound is Bound.ABOUT else Bound.MORE
    if (after := _AFTER.match(text, outer_end)) and (unit or scale or not more):
        bound, outer_end = _joined(bound, AFTER[after["after"]]), after.end()
    printed = _canonical(scale + unit)
    if not printed and text[start - 1 : start] in ("¥", "￥"):
        printed = "元"
    return _token(text, start, end, _figure(number, printed, bound, text[start:end]), printed, outer_end, before, bound=bound, han=han)


def _stands_alone(text: str, position: int) -> bool:
    """100余，30多。: nothing but punctuation or a noun behind."""
    return not text[position : position + 1].isdigit()


def _joined(before: Bound, after: Bound) -> Bound:
    """≥90%以上 is a lower bound, 约100人以上 an approximation."""
    return Bound.ABOUT if Bound.ABOUT in (before, after) else before or after


@lru_cache(maxsize=4096)
def _canonical(unit: str) -> str:
    """The unit without blanks; odd spellings of signs as one."""
    return {"㎞": "km", "㎞²": "km²"}.get(unit, unit)


def _figure(number: Decimal, unit: str, bound: Bound, text: str, upper: Decimal | None = None) -> Figure:
    exponent = _exponent(number) if upper is None else min(_exponent(number), _exponent(upper))
    if exponent > 0:
        return Figure(Decimal(int(number)), Decimal(10**exponent), unit, bound, upper, text)
    place = Decimal(0) if not exponent and units.is_count(unit) else Decimal(1).scaleb(exponent)
    return Figure(number, place, unit, bound, upper, text)


def _token(
    text: str, start: int, end: int, figure: Figure, unit: str, outer_end: int, before: Before, *, bound: Bound = Bound.NONE, han: bool = False
) -> Token:
    kind = TokenKind.RANGE if figure.bound is Bound.RANGE else TokenKind.MEASURE
    bound = bound or before[1]
    if bound and not figure.bound:
        figure = replace(figure, bound=bound)
    if not figure.text:
        figure = replace(figure, text=text[start:end])
    return Token(
        kind, start, end, min(start, before[0]), max(end, outer_end), text[start:end], figure, unit, han, bound in _APPROXIMATE, before[2], before[3]
    )


def _range(text: str, start: int, end: int, low: Decimal) -> Token | None:
    """3至5万元, 5万~10万, 63%—68%, 2-24小时: the unit of the upper end counts for the lower one too. 由85%到90% is no range but a change."""
    tail = _TAIL.match(text, end)
    own = (tail["scale"] or "") + (tail["unit"] or "") if tail else ""
    middle = tail.end() if tail and own else end
    found = _RANGE.match(text, middle)
    if found is None:
        return None
    before = _before(text, start)
    high, last = _decimal(found["number"]), found.end("number")
    second = _TAIL.match(text, last)
    unit = (second["scale"] or "") + (second["unit"] or "") if second else ""
    if high is None or before[2] == "from" or (own and own != unit and not unit.endswith(own)):
        return None
    if not unit:
        return _label_or_range(text, start, last, low, high, before, own)
    if own and second and second["scale"] and not (tail and tail["scale"]):
        return None  # 8000~1万: two scales
    if high < low:
        return None
    outer_end = second.end() if second else last
    bound_after = _AFTER.match(text, outer_end)
    figure = _figure(low, _canonical(unit), Bound.RANGE, text[start:last], high)
    return _token(text, start, last, figure, figure.unit, bound_after.end() if bound_after else outer_end, before)


def _label_or_range(text: str, start: int, end: int, low: Decimal, high: Decimal, before: Before, own: str) -> Token | None:
    """Without a unit 1-2 is a code, 30-40 a range."""
    if own or high <= low:
        return None if own else Token(TokenKind.LABEL, start, end, start, end, text[start:end])
    if high < 10 and "-" in text[start:end]:
        return Token(TokenKind.LABEL, start, end, start, end, text[start:end])
    return _token(text, start, end, _figure(low, "", Bound.RANGE, text[start:end], high), "", end, before)


def han(text: str, start: int) -> Token | int:
    """The measure in Chinese numerals that begins here, or where to go on: a numeral without a unit behind it is mostly no number."""
    for read in (_some, _half, _share, _fraction, _tenths, _and_half, _doubled):
        if token := read(text, start):
            return token
    found = _HAN_NUMBER.match(text, start)
    if found is None:
        return start + 1
    return _spoken(text, start, found) or found.end()


def _spoken(text: str, start: int, found: re.Match[str]) -> Token | None:
    body = found[0]
    if _ARTICLE_BEFORE.search(text, max(0, start - 1), start) or len(body) > LONGEST_NUMBER:
        return None
    for length in (len(body), len(body) - 1):  # 三千万元: parsed whole; 五万亿: as far as it is a number
        number = chinese.parse(body[:length]) if length else None
        if number is not None:
            break
    else:
        return None
    if not _is_spoken_number(body[:length]) or _ONE_WORDS.match(text, start):
        return None
    end = start + length
    token = _measure(text, start, end, number, han=True)
    if not token.unit and not (length > 1 and _exponent(number) >= 0 and number >= 100):
        return None
    return token


def _is_spoken_number(body: str) -> bool:
    """Not 一二三, 二三: digits in a row are a year or a name, never a quantity."""
    return len(body) == 1 or not all(character in chinese.DIGITS for character in body)


def _share(text: str, start: int) -> Token | None:
    """百分之九十五点六 is 95.6 %, 万分之三 is 0.03 %, 百分之85 is 85 %."""
    found = _SHARE.match(text, start)
    number = found and (_HAN_NUMBER.match(text, found.end()) or _NUMBER.match(text, found.end()))
    if not found or not number:
        return None
    value = _decimal(number[0]) if number[0][0].isascii() else chinese.parse(number[0])
    if value is None:
        return None
    unit, divisor = _SHARE_UNITS[found["base"]]
    figure = _figure(as_decimal(Fraction(value) / divisor), unit, Bound.NONE, number[0])
    if not divisor > 1:
        figure = _figure(value, unit, Bound.NONE, number[0])
    return _token(text, number.start(), number.end(), figure, unit, number.end(), _before(text, start), han=not number[0][0].isascii())


def _fraction(text: str, start: int) -> Token | None:
    found = _SPOKEN_FRACTION.match(text, start)
    above, below = (chinese.parse(found["above"]), chinese.parse(found["below"])) if found else (None, None)
    if found is None or above is None or not below:
        return None
    value = as_decimal(Fraction(above) / Fraction(below))
    return _token(text, start, found.end(), Figure(value, _fraction_place(value)), "", found.end(), _before(text, start), han=True)


def _tenths(text: str, start: int) -> Token | None:
    """七成 is 7 成, 七成五 and 七成半 are 7.5 成."""
    found = _TENTHS.match(text, start)
    if found is None:
        return None
    after = 5 if found["half"] == "半" else chinese.DIGITS.get(found["half"] or "", None)
    whole = chinese.DIGITS[found["n"]]
    number = Decimal(whole) if after is None else Decimal(f"{whole}.{after}")
    end = start + 1
    bound = _AFTER.match(text, found.end())
    figure = _figure(number, "成", AFTER[bound["after"]] if bound else Bound.NONE, text[start:end])
    return _token(text, start, end, figure, "成", bound.end() if bound else found.end(), _before(text, start), bound=figure.bound, han=True)


def _and_half(text: str, start: int) -> Token | None:
    """一年半: 1.5 年."""
    found = _YEAR_AND_HALF.match(text, start)
    if found is None:
        return None
    figure = _figure(Decimal(f"{chinese.DIGITS[found['n']]}.5"), found["unit"], Bound.NONE, found["n"])
    return _token(text, start, start + 1, figure, found["unit"], found.end(), _before(text, start), han=True)


def _some(text: str, start: int) -> Token | None:
    """十几 11–19, 几十 and 数百 20–99 and 200–999, 上千 ≥ 1000: bounds only."""
    found = _TEENS.match(text, start)
    if found is None:
        return None
    end = found.end()
    big = _TENFOLD[found["big"]]
    if found["over"]:
        low, high, bound = _TENFOLD[found["over"]] * big, None, Bound.AT_LEAST
    elif found["teens"]:
        low, high, bound = 11 * big, 19 * big, Bound.RANGE
    else:
        ten = _TENFOLD[found["scale"]]
        low, high, bound = 2 * ten * big, (10 * ten - 1) * big, Bound.RANGE
    return _approximate(text, start, end, low, high, bound)


def _approximate(text: str, start: int, end: int, low: int, high: int | None, bound: Bound) -> Token | None:
    tail = _TAIL.match(text, end)
    unit = _canonical((tail["scale"] or "") + (tail["unit"] or "")) if tail else ""
    if not unit:
        return None
    figure = Figure(Decimal(low), Decimal(0), unit, bound, None if high is None else Decimal(high), text[start:end])
    token = _token(text, start, end, figure, unit, tail.end() if tail else end, _before(text, start), han=True)
    return replace(token, approximate=True)


def _doubled(text: str, start: int) -> Token | None:
    """三四十 30–49, 七八个 7–8: neighbouring digits."""
    found = _DOUBLED.match(text, start)
    if found is None or chinese.DIGITS[found["high"]] != chinese.DIGITS[found["low"]] + 1 or text[found.end() : found.end() + 1] in tuple(chinese.NUMERALS):
        return None
    ten = _TENFOLD[found["ten"]]
    low, high = chinese.DIGITS[found["low"]] * ten, chinese.DIGITS[found["high"]] * ten
    return _approximate(text, start, found.end(), low, high + ten - 1, Bound.RANGE)


def _half(text: str, start: int) -> Token | None:
    """半数以上: more than ½."""
    if not text.startswith("半数", start):
        return None
    bound = _AFTER.match(text, start + 2)
    figure = Figure(Decimal("0.5"), Decimal("0.1"), "", AFTER[bound["after"]] if bound else Bound.NONE, None, "半数")
    return _token(text, start, start + 2, figure, "", bound.end() if bound else start + 2, _before(text, start), bound=figure.bound, han=True)
