"""结构比: “三次产业比为 6.8：44.4：48.7” against the amounts that the statement or paragraph tells in that order.

As many neighbouring amounts of one unit as the proportion has members; each member is that part's share of their sum in percent. All members
must fit, or all but one of at least three: that one is asked about (unless it was rounded the other way to make up the hundred).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import ONE
from gouji.audit.arithmetic import ZERO
from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import spot
from gouji.audit.claims import NAMES
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.claims import decimal_text
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_level
from gouji.messages import translate as _
from gouji.numbers import Figure
from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers import judge
from gouji.numbers import read_figure

REACH, SURE, WHOLE, LOOSE = 16, 3, 100, 5
_MEMBERS = re.compile(r"(?:比|比例|比重|结构|构成)(?:分别)?(?:为|达到?|是|调整为|优化为)?\s*(?P<list>\d{1,2}(?:\.\d+)?(?:\s*[:：∶]\s*\d{1,2}(?:\.\d+)?){1,3})(?![\d:：.])")
_MEMBER = re.compile(r"\d+(?:\.\d+)?")


def find(reading: Reading) -> Iterator[Claim]:
    """The proportions of all statements whose members come to a hundred."""
    told: list[Mention] = []
    for chain in chains(reading):
        told = [*told, *(item for item in chain.numbers if is_level(item))][-REACH - len(chain.numbers):]
        for match in _MEMBERS.finditer(reading.text, chain.start, chain.end):
            start = match.start("list")
            members = [(start + found.start(), found[0]) for found in _MEMBER.finditer(match["list"])]
            figures = [read_figure(text, "%") for _place, text in members]
            if LOOSE * abs(sum((item.base_value() for item in figures), ZERO) - 1) <= 1:
                yield from _against(members, figures, [item for item in told if item.token.outer_end <= start][-REACH:])


def _against(members: Sequence[tuple[int, str]], figures: Sequence[Figure], told: Sequence[Mention]) -> Iterator[Claim]:
    """The nearest run of amounts that gives the members."""
    number = len(members)
    for end in range(len(told), number - 1, -1):
        parts = told[end - number:end]
        if len({part.base_unit for part in parts}) != 1 or not all(part.value > 0 for part in parts):
            continue
        shares = [_share(parts, part) for part in parts]
        verdicts = [judge(claimed, share) for claimed, share in zip(figures, shares, strict=True)]
        if sum((item.base_value() for item in figures), ZERO) == 1:  # one member was rounded the other way to make up the hundred
            verdicts = [
                Verdict.HOLDS if share.low is not None and abs(claimed.base_value() - share.low) < claimed.base_place() else verdict
                for claimed, share, verdict in zip(figures, shares, verdicts, strict=True)
            ]
        held = sum(verdict is not Verdict.CONTRADICTS for verdict in verdicts)
        if held == number or held == number - 1 >= SURE - 1:
            yield from (_claim(*member, position, parts, verdict) for position, (member, verdict) in enumerate(zip(members, verdicts, strict=True)))
            return


def _share(parts: Sequence[Mention], part: Mention) -> Interval:
    """The share of a part in the sum of all: 1 ÷ (1 + others ÷ part), where each number occurs once."""
    others = Interval.point(ZERO)
    for other in parts:
        others = others if other is part else others + figure(other).base()
    return ONE / (ONE + others / figure(part).base())


def _claim(start: int, text: str, position: int, parts: Sequence[Mention], verdict: Verdict) -> Claim:
    share = parts[position].value / sum((part.value for part in parts), ZERO) * WHOLE
    asked = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
    names = NAMES[:len(parts)]
    printed = parts[position].token.value_text + parts[position].token.unit
    words = _("{part} 在各项之和中占 {share}%，印出 {printed}").format(part=printed, share=decimal_text(share)[:6], printed=text)
    expression = f"{names[position]}/({'+'.join(names)})*100"
    where = Spot(text, "", start, start + len(text))
    return Claim("ratio", asked, where, tuple(spot(part) for part in parts), expression, share, 65, words, "proportion", subject=parts[position].left)
