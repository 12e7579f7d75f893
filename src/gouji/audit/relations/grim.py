"""整数可能性 (GRIM): a share of persons or things over a stated whole number must be some whole number's share.

“毕业生 1751 人，就业率 99.71%”: some k with k ÷ 1751 = 99.71 % exists. Looked at only where the sentence itself names the number just before the
rate or in a run of rates behind it, and where the test has power (at least half of the possible prints are impossible). The number may be
the base or the part; only where neither works the base is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import make
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.messages import translate as _
from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers.units import is_count

_RATE = re.compile(r"(?:率|满意度)(?:均|都|总体|达到?|高达|为|是|约|[:：])*$")
_GROWTH = re.compile(r"增|降|提高|上升|同比|比上年|较")
LEAST = 20


def find(reading: Reading) -> Iterator[Claim]:
    """Rates in runs behind the number of their sentence."""
    for sentence in reading.sentences:
        mentions = [reading.mentions[index] for index in sentence.mentions if reading.mentions[index].measured]
        counts = [item for item in mentions if item.plain and item.base_unit and is_count(item.base_unit)]
        if len(counts) != 1 or counts[0].value < LEAST:
            continue
        for rate in mentions:
            behind = rate.index > counts[0].index and rate.base_unit == "%" and rate.plain and "百分点" not in rate.token.unit
            if behind and _RATE.search(rate.left) and not _GROWTH.search(rate.before[-16:]):
                yield from _possible(counts[0], rate)


def _possible(number: Mention, rate: Mention) -> Iterator[Claim]:
    decimals = len(rate.token.value_text.partition(".")[2])
    whole, half = number.value, Fraction(1, 2 * 10 ** (decimals + 2))
    if 2 * whole > 10 ** (decimals + 2) and rate.value != 1:
        return
    low, high = rate.value - half, rate.value + half
    part = _between(low * whole, high * whole)
    base = _between(whole / high, whole / low) if low > 0 else None
    if part is not None:
        yield _claim(number, rate, f"{part}/a*100", Fraction(part) / whole, Verdict.HOLDS)
    elif base is not None:
        yield _claim(number, rate, f"a/{base}*100", whole / base, Verdict.HOLDS)
    else:
        nearest = int(rate.value * whole + Fraction(1, 2))
        yield _claim(number, rate, f"{nearest}/a*100", nearest / whole, Verdict.SUSPICIOUS)


def _between(low: Fraction, high: Fraction) -> int | None:
    """The first whole number within the ends."""
    number = ceil(low)
    return number if number <= high else None


def _claim(number: Mention, rate: Mention, expression: str, share: Fraction, verdict: Verdict) -> Claim:
    words = _("以 {number} 为基数应得整数").format(number=number.token.value_text + number.token.unit)
    reckoned = Reckoned(share, Interval.point(share), expression, share * 100)
    return make("ratio", rate, (number,), reckoned, 50, reason="grim", words=words, verdict=verdict)
