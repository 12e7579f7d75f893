"""Units: which quantity a unit measures, how it converts to the base unit of that quantity, and which units count things.

Units are open-ended (支, 台套, 课题 …): a word the table does not know is a quantity of its own with factor 1. Composed units (万元/生) and scale
words (万, 亿) follow from their parts.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from gouji.messages import GoujiError
from gouji.numbers.exact import Exact

LONGEST = 12
LONGEST_COMPOSED = 2 * LONGEST
ONE = Exact(1)
PERCENT = Exact(1, 100)

SCALE_WORDS = {
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}

# unit → base unit and how many base units it holds; 亩 = 2000/3 m² (国务院 1984: 15 亩 = 1 公顷)
KNOWN: dict[str, tuple[str, Fraction]] = {
    "": ("", ONE),
    ":1": ("", ONE),
    "倍": ("", ONE),
    "成": ("", Exact(1, 10)),
    "%": ("", PERCENT),
    "％": ("", PERCENT),
    "百分点": ("", PERCENT),
    "个百分点": ("", PERCENT),
    "‰": ("", Exact(1, 1000)),
    "名": ("人", ONE),
    "位": ("人", ONE),
    "㎡": ("平方米", ONE),
    "m²": ("平方米", ONE),
    "m2": ("平方米", ONE),
    "亩": ("平方米", Exact(2000, 3)),
    "公顷": ("平方米", Exact(10**4)),
    "平方公里": ("平方米", Exact(10**6)),
    "平方千米": ("平方米", Exact(10**6)),
    "公里": ("米", Exact(1000)),
    "厘米": ("米", PERCENT),
    "毫米": ("米", Exact(1, 1000)),
    "公斤": ("克", Exact(1000)),
    "吨": ("克", Exact(10**6)),
    "毫秒": ("秒", Exact(1, 1000)),
    "分钟": ("秒", Exact(60)),
    "小时": ("秒", Exact(3600)),
    "天": ("秒", Exact(86400)),
    "bps": ("bps", ONE),
    "Kbps": ("bps", Exact(10**3)),
    "Mbps": ("bps", Exact(10**6)),
    "Gbps": ("bps", Exact(10**9)),
    "Tbps": ("bps", Exact(10**12)),
    "台（套）": ("台套", ONE),
    "台(套)": ("台套", ONE),
    "台/套": ("台套", ONE),
}

# What is counted one by one, so that a whole number is exact. Not here: 学时, 课时, 人日, 小时, 天, 年 (measures of time, rounded like areas and
# rates even when whole), 分 (points may be halves), 名次 and 级 (ranks), anything per head.
_COUNTED_BY_ONE_CHARACTER = frozenset("人名位户个项门所家件间台套次场期本册部支条款篇届班组类种份枚张座栋幢层辆队例轮批方科节点处章幅")
_COUNTED = _COUNTED_BY_ONE_CHARACTER | {"人次", "台套", "节次", "班次"}


@lru_cache(maxsize=4096)
def scale(unit: str) -> tuple[str, Fraction]:
    """The base unit and how many base units one `unit` is: ("元", 10000) for 万元, ("", 1/100) for %, ("元/生", 10000) for 万元/生.

    A word the table does not know is its own base. Raises N03 where the text cannot be a unit (digits, punctuation, over 12 characters).
    """
    if unit in KNOWN:
        return KNOWN[unit]
    if "/" in unit[1:-1] and len(unit) <= LONGEST_COMPOSED:
        return _composed(unit)
    if not _may_be_unit(unit):
        raise GoujiError.of("N03", unit=unit if len(unit) <= LONGEST_COMPOSED else unit[:LONGEST_COMPOSED] + "…")
    word = scale_word(unit)
    if word:
        base, factor = scale(unit[len(word) :])
        return base, factor * SCALE_WORDS[word]
    return unit, ONE


def is_count(unit: str) -> bool:
    """Whether the unit counts things one by one (人, 个, 项 …): a whole number of it is exact. 万人, 学时, 平方米 do not."""
    return (KNOWN[unit][0] if unit in KNOWN else unit) in _COUNTED


def without_scale_word(unit: str) -> str:
    """The unit that a scale word leads: 元 for 万元, 元/生 for 万元/生; the unit itself where there is none (天, 百分点)."""
    return unit if unit in KNOWN else unit[len(scale_word(unit)):]


def scale_word(text: str) -> str:
    """The longest scale word (万, 百万, 亿 …) at the start of the text; "" where there is none."""
    return next((text[:length] for length in (2, 1) if text[:length] in SCALE_WORDS), "")


def _composed(unit: str) -> tuple[str, Fraction]:
    above, _, below = unit.rpartition("/")
    base_above, factor_above = scale(above)
    base_below, factor_below = scale(below)
    return f"{base_above}/{base_below}", factor_above / factor_below


def _may_be_unit(text: str) -> bool:
    return len(text) <= LONGEST and all(character.isalpha() or character in "()（）·°℃" for character in text)
