"""年均: what was added in a span of years against the addition for each year, and yearly growth against the levels at both ends.

“比 2019 年末增加 9.24 万人，年均增加 1.85 万人”: addition ÷ years; the years lie between the year compared with and the last one named before, or are
told (五年间). “由 2003 年的 212 万人增加到 2021 年的 909 万人，年均增长 8.4%”: 212 × 1.084¹⁸ must reach 909. Equality confirms; a miss is asked about where the
years are certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from gouji.audit.arithmetic import ONE
from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_change
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.kinship import years_of
from gouji.messages import translate as _
from gouji.numbers import Exact
from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers import chinese

LONGEST, REACH, FACTOR = 60, 3, 4
_EACH_YEAR = re.compile(r"(?:年均|平均每年|每年平均)[^，。；]{0,8}$")
_SINCE = re.compile(r"(?:比|较|与)\s*((?:19|20)\d\d)\s*年")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_SPAN = re.compile(r"([两二三四五六七八九十\d]{1,2})年(?:间|来|时间|内)")


def find(reading: Reading) -> Iterator[Claim]:
    """Yearly additions and yearly growth of all statements."""
    for chain in chains(reading):
        for item in chain.numbers:
            if "年" in item.left and _EACH_YEAR.search(item.left):
                yield from _growth(reading, chain, item) if item.base_unit == "%" and not item.token.unit.endswith("点") else _added(reading, chain, item)


def _added(reading: Reading, chain: Chain, item: Mention) -> Iterator[Claim]:
    ahead = [other for other in chain.numbers if other.index < item.index and is_change(other) and not _EACH_YEAR.search(other.left)]
    whole = next((other for other in reversed(ahead) if other.token.unit == item.token.unit), None)
    years = _years(reading, whole, item) if whole is not None else 0
    if whole is not None and years > 1:
        one = Interval.point(Exact(1, years))
        reckoned = Reckoned(whole.value / years, figure(whole).base() * one, f"a/{years}", whole.value / years / item.factor)
        verdict = verdict_on(item, reckoned)
        if whole.factor == item.factor and (verdict is not Verdict.CONTRADICTS or _near(reckoned.value, item.value)):
            milder = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
            yield make("average", item, (whole,), reckoned, 65, reason="each-year", verdict=milder)


def _near(one: Fraction, other: Fraction) -> bool:
    """Whether two values are of one size: further apart they are not meant for one another."""
    return abs(one) < FACTOR * abs(other) < FACTOR * FACTOR * abs(one)


def _years(reading: Reading, whole: Mention, item: Mention) -> int:
    """How many years lie between the year the addition is reckoned from and the last one named before it; the span where it is told."""
    block = reading.document.blocks[whole.block]
    text = reading.text[block.start:whole.token.outer_start]
    told = _SPAN.search(reading.text, whole.token.outer_end, item.token.outer_start)
    if told is not None:
        return int(chinese.parse(told[1]) or 0) if not told[1].isdigit() else int(told[1])
    since = list(_SINCE.finditer(text))
    last = [int(found[1]) for found in _YEAR.finditer(text, 0, since[-1].start())] if since else []
    span = last[-1] - int(since[-1][1]) if last else 0
    return span if 0 < span <= LONGEST else 0


def _growth(reading: Reading, chain: Chain, rate: Mention) -> Iterator[Claim]:
    """Two levels of two years before the rate: (1 + rate) to the power of the years between them must reach from one to the other."""
    years = years_of(reading)
    ahead = [item for item in chain.numbers if item.index < rate.index and is_level(item) and years.get(item.index)][-REACH:]
    pairs = [(base, now) for base in ahead for now in ahead if base is not now and base.base_unit == now.base_unit]
    for base, now in reversed(pairs):
        span = years[now.index] - years[base.index]
        if not 1 < span <= LONGEST or not base.value:
            continue
        each = ONE + figure(rate).base()
        grown, needed = each, figure(now).base() / figure(base).base()
        for _year in range(span - 1):
            grown = grown * each
        holds = grown.overlaps(needed)
        words = _("{base} 起每年增长 {rate}，{span} 年后{found} {now}").format(
            base=base.token.value_text + base.token.unit, rate=rate.token.value_text + rate.token.unit, span=span,
            found=_("达到") if holds else _("达不到或超过"), now=now.token.value_text + now.token.unit,
        )
        verdict = Verdict.HOLDS if holds else Verdict.SUSPICIOUS
        yield Claim("growth", verdict, spot(rate), (spot(now), spot(base)), "", None, 65, words, "yearly-growth", subject=rate.left)
        return
