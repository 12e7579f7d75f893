"""完成预算的 p%: a rate of what was planned, where plan and result are told before it in the words of accounts.

“年初预算为 b，支出决算为 d，完成年初预算的 p%”, “计划培训 b 人次，实际培训 d 人次，为年度计划的 p%”: the plan is the last level of the statement that bears the
word of the base (预算, 计划, 任务, 目标), the result the last level before the rate that does not. Equality confirms. A miss contradicts where the
words name both (支出决算为 directly before the rate), else it is asked about. What was done is not 0 % of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import between
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.chains import is_rate
from gouji.audit.relations.kinship import kin
from gouji.messages import translate as _
from gouji.numbers import Verdict

REACH, NEAR = 8, 24
_OF = re.compile(r"(?:完成|达到?|执行|占|为|是)了?(?:[^，。；]{0,8})(?P<base>预算|计划|任务|目标|指标)(?:数|值|任务|目标|总数)?的?$")
_PLANNED = {word: re.compile(rf"{word}(?!收入|支出|拨款|资金|执行|财政)") for word in ("预算", "计划", "任务", "目标", "指标")}
_FUNDS = re.compile(r"(?:公共|基金|经营)预算")
_RESULT = re.compile(r"决算|实际|完成|执行|实现|支出|到位")


def find(reading: Reading) -> Iterator[Claim]:
    """Rates of a plan of all statements."""
    for chain in chains(reading):
        for position, rate in enumerate(chain.numbers):
            found = _OF.search(rate.left) if is_rate(rate) and rate.token.change != "by" else None
            if found is not None:
                yield from _of(reading, chain, position, found["base"])


def _of(reading: Reading, chain: Chain, position: int, base: str) -> Iterator[Claim]:
    rate = chain.numbers[position]
    ahead = [item for item in chain.numbers[:position] if is_level(item)][-REACH:]
    plans = [item for item in reversed(ahead) if _is_plan(item, base)]
    taken = [other for other in chain.numbers[:position] if is_rate(other) and _OF.search(other.left) and plans and other.index > plans[0].index]
    results = [item for item in reversed(ahead) if item not in plans and not any(_is_plan(item, word) for word in _PLANNED)]
    if not rate.value and results and results[0].value and _beside(reading, results[0], rate):
        yield _not_nothing(results[0], rate)
    elif plans and results:
        claims = _judged(reading, rate, results, plans)
        yield from (claim for claim in claims if claim.verdict is Verdict.HOLDS or not taken)  # each result has a plan of its own


def _is_plan(item: Mention, base: str) -> bool:
    """Whether a level is called by the word of the base; 公共预算, 基金预算 name money, no plan."""
    return bool(_PLANNED[base].search(_FUNDS.sub("", item.left)))


def _beside(reading: Reading, result: Mention, rate: Mention) -> bool:
    """Whether a result stands directly before its rate and says that it is one."""
    return bool(_RESULT.search(result.left)) and len(between(reading, result, rate)) <= NEAR


def _judged(reading: Reading, rate: Mention, results: Sequence[Mention], plans: Sequence[Mention]) -> Iterator[Claim]:
    """The nearest plan and result; others only where these are not certainly meant."""
    pairs = [(result, plan) for plan in plans for result in results if kin(result, plan)]
    reckoned = [(result, plan, found) for result, plan in pairs if (found := ratio(rate, (result,), (plan,))) is not None]
    if not reckoned:
        return
    nearest, plan, _found = reckoned[0]
    sure = _beside(reading, nearest, rate) and nearest.sentence == rate.sentence == plan.sentence
    for result, plan, found in reckoned[:1] if sure else reckoned:
        if verdict_on(rate, found) is not Verdict.CONTRADICTS:
            yield make("ratio", rate, (result, plan), found, 85, reason="fulfilled")
            return
    result, plan, found = reckoned[0]
    yield make("ratio", rate, (result, plan), found, 80 if sure else 60, reason="fulfilled", verdict=None if sure else Verdict.SUSPICIOUS)


def _not_nothing(result: Mention, rate: Mention) -> Claim:
    words = _("已有 {done}，完成比例却是 {rate}：请核对").format(
        done=result.token.value_text + result.token.unit, rate=rate.token.value_text + rate.token.unit,
    )
    return Claim("bound", Verdict.SUSPICIOUS, spot(rate), (spot(result),), "a", result.digits, 60, words, "not-nothing", subject=rate.left)
