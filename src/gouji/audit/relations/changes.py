"""增减: what rose or fell by how much and by what rate, over the clauses of one statement.

“T，比上年增加 d，增长 g” gives g = d ÷ (T − d); with the level of the year before (“比上年的 o 增加”, “上年为 o”, “由 o 增加到 T”) also d = T − o,
g = T ÷ o − 1 and g = d ÷ o. The level is the last one before the change that is no base of something, the one that bears the name said before the
change, or that which opens the statement before. Equality with any of them confirms; a miss is a contradiction only where the level or its
base stands directly before the change, otherwise it is asked about. At comparable prices or on another scope nothing can be redone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import difference
from gouji.audit.arithmetic import increment
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import rise
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import BASE
from gouji.audit.relations.chains import FROM
from gouji.audit.relations.chains import THAN
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import at_constant_prices
from gouji.audit.relations.chains import between
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import direction
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.kinship import EARLIER
from gouji.audit.similarity import clean
from gouji.messages import translate as _
from gouji.numbers import Verdict

NEAR, REACH, GROUP, NAME, SPAN, FAR, LONG, LONG_NAME, FINE = 24, 6, 16, 2, 3, 4, 24, 5, 4
_THAN = re.compile(r"^[，,、（(]?(?:比|较|同比)[^，。；]{0,12}$")
_NOT_COMPARABLE = re.compile(r"可比|不变价|同口径|剔除|扣除|年均|年平均|平均每年|环比|折算|累计增|实际增|分别")


@dataclass(frozen=True, slots=True)
class Change:
    """An amount and a rate by which something rose (+1) or fell (−1); one of them may be missing."""

    sign: int
    amount: Mention | None
    rate: Mention | None

    @property
    def first(self) -> Mention:
        """The number printed first."""
        found = [item for item in (self.amount, self.rate) if item is not None]
        return min(found, key=lambda item: item.index)

    @property
    def last(self) -> Mention:
        """The number printed last."""
        found = [item for item in (self.amount, self.rate) if item is not None]
        return max(found, key=lambda item: item.index)


def find(reading: Reading) -> Iterator[Claim]:
    """The changes of all statements against their levels."""
    before: Chain | None = None
    told: list[Mention] = []
    for chain in chains(reading):
        changes = list(_changes(reading, chain)) if chain.numbers else []
        opening = _opening(before, chain) if changes else ()
        for change in changes:
            claims = list(_claims(reading, chain, opening, change)) or list(_beside(reading, chain, change)) or list(_far(change, told))
            for claim in claims:
                if claim.kind != "growth" or claim.verdict is Verdict.HOLDS or not at_constant_prices(change.first):
                    yield claim
        before = chain if chain.numbers else before
        told = [*told, *(item for item in chain.numbers if is_level(item) and not BASE.search(item.left))][-LONG:]


def _opening(before: Chain | None, chain: Chain) -> tuple[Mention, ...]:
    """The levels of the statement before in the same paragraph."""
    if before is None or before.sentences[-1].block != chain.sentences[0].block:
        return ()
    return tuple(item for item in before.numbers if is_level(item) and not BASE.search(item.left))[:REACH]


def _changes(reading: Reading, chain: Chain) -> Iterator[Change]:
    """Neighbouring changes of one direction are one: 增加 d，增长 g. Where the words say that a rate is not that of the printed levels, or
    belongs to several (分别), nothing is asked.
    """
    found = [item for item in chain.numbers if direction(item)]
    ends = dict(zip((item.index for item in found), [chain.start, *(item.token.outer_end for item in found)], strict=False))
    if not found:
        return
    usable = {item.index for item in found if not _fixed(reading, item, ends[item.index])}
    taken = -1
    for item, after in zip(chain.numbers, [*chain.numbers[1:], None], strict=False):
        if item.index not in usable or item.index <= taken:
            continue
        rate, sign = item.base_unit == "%", direction(item)
        pair = after is not None and after.index in usable and direction(after) == sign and (after.base_unit == "%") != rate
        if after is not None and pair and len(between(reading, item, after)) <= GROUP:
            taken = after.index
            yield Change(sign, after if rate else item, item if rate else after)
        else:
            yield Change(sign, None if rate else item, item if rate else None)


def _fixed(reading: Reading, item: Mention, start: int) -> bool:
    """Whether the words since the change before say that this one cannot be redone."""
    begin = max(start, reading.sentences[item.sentence].start)
    return item.token.unit.endswith("百分点") or bool(_NOT_COMPARABLE.search(reading.text[begin:item.token.outer_start] + item.right))


def _claims(reading: Reading, chain: Chain, opening: Sequence[Mention], change: Change) -> Iterator[Claim]:
    unit = change.amount.base_unit if change.amount is not None else ""
    amounts = [item for item in chain.levels if not unit or item.base_unit == unit]
    base = _base(reading, amounts, change)
    ahead = [item for item in amounts if item.index < change.first.index and item is not base and not _is_base(item)][-REACH:]
    nows = _ordered(change, ahead, [item for item in opening if not unit or item.base_unit == unit])
    nows = [item for item in nows if base is None or item.base_unit == base.base_unit]
    if base is not None:
        yield from _against_base(reading, change, base, nows)
        if change.amount is not None and change.rate is not None and base.base_unit == unit:
            yield from _judged("growth", change.rate, (change.amount, base), ratio(change.rate, (change.amount,), (base,)), sure=True)
    elif change.amount is not None and change.rate is not None:
        yield from _incremental(reading, change.amount, change.rate, change.sign, nows)


def _beside(reading: Reading, chain: Chain, change: Change) -> Iterator[Claim]:
    """“支出 0.40 万元，比上年增加 0.40 万元，增长 100%”: all there is has been added."""
    now = next((item for item in reversed(chain.levels) if item.index < change.first.index), None)
    if change.amount is None or change.rate is None or now is None or change.sign < 0 or _is_base(now) or not now.value:
        return
    if now.value == change.amount.value and now.base_unit == change.amount.base_unit and _THAN.search(between(reading, now, change.first)):
        yield _from_nothing(change, now)


def _far(change: Change, told: Sequence[Mention]) -> Iterator[Claim]:
    """“比上年减少 d，下降 g” of what an earlier paragraph tells: the level of the same name, else the one that gives a finely printed rate."""
    if change.amount is None or change.rate is None:
        return
    subject = clean(re.split(r"比|较|增|减|提|降|上升|下|净|多|少|扩", change.first.left)[0])
    levels = [item for item in reversed(told) if item.base_unit == change.amount.base_unit]
    named = [item for item in levels if len(subject) >= LONG_NAME and clean(item.left).startswith(subject)]
    if named and named[0].token.value_text == change.amount.token.value_text and change.sign > 0:
        yield _from_nothing(change, named[0])
        return
    for now in named or (levels if len(change.rate.token.value_text) >= FINE else ()):
        found = increment(change.rate, change.amount, now, change.sign)
        if found is not None and verdict_on(change.rate, found) is Verdict.HOLDS:
            yield make("growth", change.rate, (change.amount, now), found, 60, reason="increment")
            return
    found = increment(change.rate, change.amount, named[0], change.sign) if named else None
    if found is not None:
        yield make("growth", change.rate, (change.amount, named[0]), found, 55, reason="increment", verdict=Verdict.SUSPICIOUS)


def _from_nothing(change: Change, now: Mention) -> Claim:
    """A rise by the whole of what there is: there was nothing before, so no rate exists."""
    assert change.rate is not None, "asked only of rates"
    words = _("增加的 {amount} 就是全部的 {now}：上年为零，没有增长率").format(
        amount=now.token.value_text + now.token.unit, now=now.token.value_text + now.token.unit,
    )
    return Claim("growth", Verdict.SUSPICIOUS, spot(change.rate), (spot(now),), "", None, 60, words, "from-nothing", subject=change.rate.left)


def _is_base(item: Mention) -> bool:
    return bool(BASE.search(item.left) or EARLIER.search(item.left) or THAN.search(item.before[-NEAR:]))


def _base(reading: Reading, amounts: Sequence[Mention], change: Change) -> Mention | None:
    """The level of the time before: 比 … 的 o 增加, 由 o 增加到, 上年 o, or told behind the change (上年为 o)."""
    ahead = [item for item in amounts if item.index < change.first.index][-SPAN:]
    for item in reversed(ahead):
        if THAN.search(item.before[-NEAR:]) and len(between(reading, item, change.first)) <= NEAR:
            return item
        if FROM.search(item.before[-NEAR:]) or EARLIER.search(item.left):
            return item
    behind = [item for item in amounts if item.index > change.last.index][:1]
    return next((item for item in behind if EARLIER.search(item.left) and len(between(reading, change.last, item)) <= NEAR), None)


def _ordered(change: Change, ahead: Sequence[Mention], opening: Sequence[Mention]) -> list[Mention]:
    """What may be the level now, likeliest first: the one whose name is said before the change, the nearest, those of the statement before."""
    subject = clean(re.split(r"增|减|提|降|上升|下|净|多|少|扩", change.first.left)[0])
    found = [*reversed(ahead), *opening]
    named = [item for item in found if len(subject) >= NAME and (clean(item.left).endswith(subject) or clean(item.left + item.right).find(subject) >= 0)]
    return list(dict.fromkeys([*named, *found]))


def _against_base(reading: Reading, change: Change, base: Mention, nows: Sequence[Mention]) -> Iterator[Claim]:
    """Amount = now − base and rate = now ÷ base − 1, by the first level that fits either; else by the likeliest."""
    tested: list[list[Claim]] = []
    for now in nows:
        claims = list(_pair(change, base, now))
        if any(claim.verdict is Verdict.HOLDS for claim in claims):
            yield from claims
            return
        tested.append(claims)
    if tested and len(between(reading, base, change.first)) <= NEAR and base.value < FAR * nows[0].value < FAR * FAR * base.value:
        yield from tested[0]


def _pair(change: Change, base: Mention, now: Mention) -> Iterator[Claim]:
    if change.amount is not None:
        pair = (now, base) if change.sign > 0 else (base, now)
        yield from _judged("difference", change.amount, pair, difference(change.amount, *pair), sure=False)
    if change.rate is not None:
        yield from _judged("growth", change.rate, (now, base), rise(change.rate, now, base, change.sign), sure=False)


def _incremental(reading: Reading, amount: Mention, rate: Mention, sign: int, nows: Sequence[Mention]) -> Iterator[Claim]:
    likeliest: tuple[Mention, Reckoned] | None = None
    for now in nows:
        found = increment(rate, amount, now, sign)
        if found is not None:
            likeliest = likeliest or (now, found)
            if verdict_on(rate, found) is Verdict.HOLDS:
                yield make("growth", rate, (amount, now), found, 75, reason="increment")
                return
    if likeliest is not None:
        now, found = likeliest
        adjacent = now.index < min(amount.index, rate.index) and len(between(reading, now, min(amount, rate, key=lambda item: item.index))) <= NEAR
        alone = len({item.value for item in nows}) == 1
        yield from _judged("growth", rate, (amount, now), found, sure=adjacent and alone)


def _judged(kind: str, claim: Mention, operands: Sequence[Mention], reckoned: Reckoned | None, *, sure: bool) -> Iterator[Claim]:
    """The claim; what is not sure is only asked about."""
    if reckoned is not None:
        verdict = verdict_on(claim, reckoned)
        milder = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS and not sure else verdict
        yield make(kind, claim, operands, reckoned, 75 if sure or verdict is Verdict.HOLDS else 60, reason="change", verdict=milder)
