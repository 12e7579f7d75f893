"""单价、均值、得分: what one statement says of a total, a number of units and the amount for each of them.

“图书 31.26 万册，生均 45.7 册，在校生 6842 人”, “64 期 5248 人次，平均每期 82 人次”: total ÷ units; the units are those that the word names (人均: persons,
车均: 辆, 每期: 期), the total is of the unit of the mean. “1200 套，单价 385 元，金额 46.20 万元”: units × price. “执行率 95.66 %，权重 10 分，得 9.57 分”: rate ×
weight. Equality confirms; a miss is asked about where only one total and one number of units can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import product
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import BASE
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.chains import is_rate
from gouji.audit.relations.kinship import PEOPLE
from gouji.audit.similarity import clean
from gouji.numbers import Verdict

REACH, NAME, DIGITS, TRIPLE, MONEY = 6, 2, 2, 3, "元"
_MEAN = re.compile(r"(?:(?P<per>[人生师户车日月期班校台床村])均|平均每(?P<each>[^，。；、\d]{1,2}?)|每(?P<one>[^，。；、\d]{1,2}?)平均)(?P<name>[^，。；、]{0,12})$")
_GREW = re.compile(r"增|减|提高|下降|同比|比上年|较上年")
_UNITS = {
    "人": PEOPLE, "生": PEOPLE, "师": PEOPLE, "户": frozenset({"户"}), "车": frozenset({"辆", "台"}), "日": frozenset({"天", "日"}), "天": frozenset({"天", "日"}),
    "月": frozenset({"个月", "月"}), "校": frozenset({"所", "个"}), "床": frozenset({"张", "床"}), "村": frozenset({"个", "村"}),
}
_PRICE = re.compile(r"(?:单价|均价|每[^，。；、\d]{1,2})(?:为|是)?$")
_AMOUNT = re.compile(r"(?:共计|合计|金额|总价|总额|小计|共需?|需|计)[^，。；、]{0,6}$")
_SCORE = re.compile(r"(?:得分?|计)(?:为)?$")
_WEIGHT = re.compile(r"(?:权重|分值|满分)[^，。；]{0,4}$")


def find(reading: Reading) -> Iterator[Claim]:
    """Means, prices and scores of all statements."""
    before: Chain | None = None
    for chain in chains(reading):
        near = before if before is not None and before.sentences[-1].block == chain.sentences[0].block else None
        for position, item in enumerate(chain.numbers):
            found = _MEAN.search(item.left)
            if found is not None and is_level(item) and not _GREW.search(found["name"]):
                yield from _mean(item, found, _around(chain, near, item))
            yield from _priced(chain.numbers[max(0, position - 1):position + 2])
            yield from _scored(chain.numbers[max(0, position - REACH):position + 1])
        before = chain if chain.numbers else before


def _around(chain: Chain, before: Chain | None, item: Mention) -> list[Mention]:
    """The levels near a number in its statement, and before it in the statement before; the nearest first."""
    found = [*(before.numbers[-REACH:] if before is not None else ()), *chain.numbers]
    usable = [other for other in found if other is not item and is_level(other) and other.value > 0 and not _MEAN.search(other.left)]
    return sorted(usable, key=lambda other: (abs(other.index - item.index), other.index))[:2 * REACH]


def _mean(item: Mention, found: re.Match[str], near: Sequence[Mention]) -> Iterator[Claim]:
    word = found["per"] or found["each"] or found["one"]
    unit = item.base_unit.partition("/")[0]
    units = _UNITS.get(word, frozenset({word}))
    heads = [other for other in near if other.base_unit in units and other.value > 1]
    totals = [other for other in near if other.base_unit == unit and other.value > item.value]
    if len([sign for sign in item.token.value_text if sign.isdigit()]) >= DIGITS:
        for whole in totals:
            for head in heads:
                reckoned = ratio(item, (whole,), (head,)) if whole is not head else None
                if reckoned is not None and verdict_on(item, reckoned) is Verdict.HOLDS:
                    yield make("average", item, (whole, head), reckoned, 75, reason="mean")
                    return
    yield from _missed(item, clean(found["name"]), totals, heads)


def _missed(item: Mention, name: str, totals: Sequence[Mention], heads: Sequence[Mention]) -> Iterator[Claim]:
    """One number of units in the sentence, and the total that bears the name, is the only one or stands directly before the units."""
    own = [other for other in heads if other.sentence == item.sentence and not BASE.search(other.left)]
    if len(own) != 1:
        return
    head = own[0]
    fitting = [other for other in totals if other is not head and other.sentence == item.sentence]
    named = [other for other in fitting if len(name) >= NAME and name in clean(other.left)]
    chosen = named or (fitting if len(fitting) == 1 else [other for other in fitting if head.index - other.index == 1 == item.index - head.index])
    reckoned = ratio(item, chosen[:1], (head,)) if chosen else None
    if reckoned is not None:
        yield make("average", item, (chosen[0], head), reckoned, 55, reason="mean", verdict=Verdict.SUSPICIOUS)


def _priced(numbers: Sequence[Mention]) -> Iterator[Claim]:
    """Units, price, amount: three neighbours of a statement."""
    if len(numbers) != TRIPLE or not _PRICE.search(numbers[1].left) or not _AMOUNT.search(numbers[2].left):
        return
    count, price, amount = numbers
    if is_level(count) and count.base_unit != MONEY and price.base_unit.partition("/")[0] == amount.base_unit == MONEY:
        reckoned = product(amount, _bare(count), price)
        verdict = verdict_on(amount, reckoned)
        milder = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
        yield make("product", amount, (count, price), reckoned, 70, reason="price", verdict=milder)


def _bare(count: Mention) -> Mention:
    """The number of units as printed: 36 吨 at a price for each 吨 are 36."""
    plain = replace(figure(count), unit="") if not set("万亿千") & set(count.token.unit) else figure(count)
    return replace(count, token=replace(count.token, figure=plain))


def _scored(numbers: Sequence[Mention]) -> Iterator[Claim]:
    """Rate × weight = score, the weight named as such."""
    score = numbers[-1]
    if len(numbers) == 1 or not _SCORE.search(score.left):
        return
    weight = next((item for item in reversed(numbers[:-1]) if _WEIGHT.search(item.left) and item.base_unit == score.base_unit), None)
    rate = next((item for item in reversed(numbers[:-1]) if is_rate(item)), None)
    if weight is not None and rate is not None and rate.value <= 1:
        reckoned = product(score, rate, weight)
        verdict = verdict_on(score, reckoned)
        milder = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
        yield make("product", score, (rate, weight), reckoned, 70, reason="score", verdict=milder)
