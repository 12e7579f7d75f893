"""子集的率不高于全集的率, and the two shares of a complete split: two small laws of rates that stand in one sentence.

* Of one group the rate of the excellent (优良率, 优秀率) is at most that of those who pass (合格率, 及格率), and the rate of those employed at most that of
  those who graduated: both rates must be named alike but for the rate itself and stand in one sentence.
* “甲 1658 人，占 94.69%；乙 93 人，占 5.31%” of a total that is exactly the two counts: the shares come to 100. One unit of the last place too
  much or too little is a remark: each may have been rounded, but a reader adds them up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import same_quantity
from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.claims import decimal_text
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.messages import translate as _
from gouji.numbers import Verdict

_RATE = re.compile(r"(?P<group>.*?)(?P<rate>优良|优秀|合格|及格|就业|毕业)率(?:为|达到?|是)?$")
_WITHIN = {"优良": ("合格", "及格"), "优秀": ("合格", "及格", "优良"), "就业": ("毕业",)}
_SHARE = re.compile(r"占[^占，。；]{0,16}$")
WHOLE = 100


def find(reading: Reading) -> Iterator[Claim]:
    """Rates of a part above the rate of its whole, and shares of two that miss 100."""
    for sentence in reading.sentences:
        mentions = [reading.mentions[index] for index in sentence.mentions if reading.mentions[index].measured]
        rates = [item for item in mentions if item.base_unit == "%" and item.plain]
        if len(rates) > 1:
            yield from _ordered(rates)
            yield from _complements([item for item in mentions if item.plain])


def _ordered(rates: Sequence[Mention]) -> Iterator[Claim]:
    known: dict[tuple[str, str], Mention] = {}
    for rate in rates:
        found = _RATE.search(rate.left)
        if found is not None:
            known.setdefault((found["group"], found["rate"]), rate)
    for (group, name), part in known.items():
        for whole in (known[(group, wider)] for wider in _WITHIN.get(name, ()) if (group, wider) in known):
            if part.value > whole.value:
                words = _("{part} 高于 {whole}：同一批人中前者一般不超过后者，请核对口径").format(
                    part=f"{part.left}{part.token.value_text}%", whole=f"{whole.left}{whole.token.value_text}%",
                )
                yield Claim(
                    "ordering", Verdict.SUSPICIOUS, spot(part), (spot(whole),), "a", decimal_value(whole), 45, words, "part-rate", subject=part.left,
                )


def _complements(mentions: Sequence[Mention]) -> Iterator[Claim]:
    """Total, part, its share, other part, its share – in this order, nothing between them."""
    for position in range(len(mentions) - 4):
        whole, first, one, second, other = mentions[position:position + 5]
        counts = whole.base_unit != "%" and same_quantity(whole, first) and same_quantity(whole, second)
        if not counts or first.value + second.value != whole.value or not (_shared(one) and _shared(other)):
            continue
        missing = WHOLE - decimal_value(one)
        unit = one.token.figure.place if one.token.figure is not None else 0
        if abs(missing - decimal_value(other)) == unit:
            words = _("两部分合起来就是总数，占比之和却不是 100%：100 − {one} = {missing}，印出 {other}%").format(
                one=one.token.value_text, missing=decimal_text(missing), other=other.token.value_text,
            )
            yield Claim("difference", Verdict.SUSPICIOUS, spot(other), (spot(one),), "100-a", missing, 50, words, "complement", subject=other.left)


def _shared(rate: Mention) -> bool:
    return rate.base_unit == "%" and bool(_SHARE.search(rate.left))
