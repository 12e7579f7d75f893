"""不可评: numbers that plainly claim a relation (a rate, a growth, a per-head figure) of which no operand was found. Never counted as agreement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.claims import Unassessed
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.messages import translate as _

_RATE = re.compile(r"(?:率|占比|比例|比重|完成度)[^，。；]{0,8}$|占[^，。；]{0,20}$")
_GROWTH = re.compile(r"(?:增长|增加|提高|上升|提升|下降|减少|降低|同比)[^，。；]{0,6}$")
_PER_HEAD = re.compile(r"(?:人均|生均|户均|平均每)[^，。；]{0,12}$")
_NOT_COMPARABLE = re.compile(r"可比价|不变价|同口径|剔除|扣除.{0,6}因素|折算")


def unassessed(reading: Reading, claims: Sequence[Claim]) -> tuple[Unassessed, ...]:
    """Rates, growths and per-head figures that no claim recomputes, each with the reason."""
    recomputed = {claim.claim.start for claim in claims if claim.kind not in ("restatement", "numbering")}
    return tuple(item for mention in reading.mentions if mention.measured and mention.token.start not in recomputed for item in _reasons(reading, mention))


def _reasons(reading: Reading, mention: Mention) -> Iterator[Unassessed]:
    words = mention.left or (mention.cell.column_label if mention.cell is not None else "")
    percent = mention.base_unit == "%"
    if percent and _GROWTH.search(words):
        sentence = reading.sentences[mention.sentence]
        fixed = _NOT_COMPARABLE.search(reading.text[sentence.start:sentence.end])
        reason = _("按可比口径计算，不能用文中数字重算") if fixed else _("没有找到基期或本期的数")
        yield Unassessed("growth", spot(mention), reason)
    elif percent and _RATE.search(words):
        yield Unassessed("ratio", spot(mention), _("没有找到分子或分母"))
    elif "均" in words and _PER_HEAD.search(words):
        yield Unassessed("average", spot(mention), _("没有找到总数或人数"))
