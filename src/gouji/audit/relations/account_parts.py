"""决算用语: what the accounts of public bodies define as the sum of named parts, over full stops and list items.

* 基本支出 = 人员经费 + 公用经费; “三公”经费 = 因公出国（境）费 + 公务用车购置及运行费 + 公务接待费; 公务用车购置及运行费 = 购置费 + 运行费. The parts are told
  behind the whole, in any order, each once, and play its role (预算 or 决算). Equality confirms, a miss is asked about.
* “（类）…（款）…（项）X 万元，主要用于 …。年初预算为 A，支出决算为 B”: the amount behind the name of an item is what was spent on it, X = B
  (in a budget: what is planned, “20…年预算安排 B”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import takewhile

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import BASE
from gouji.audit.relations.chains import chains
from gouji.messages import translate as _
from gouji.numbers import Verdict

REACH, SPREAD = 14, 12  # numbers, paragraphs
_AMOUNT = r"(?:财政拨款)?(?:支出)?(?:年初|全年)?(?:(?:预算|决算)(?:数|额)?为?(?:支出)?)*(?:数|额|支出|安排)?(?:共计|合计|总计|为|共)?$"
_CAR = r"公务用车购置(?:及|和|与)运行(?:维护)?费"
_SUMS = tuple((re.compile(whole + _AMOUNT), tuple(re.compile(part + _AMOUNT) for part in parts)) for whole, parts in (
    (r"基本支出", (r"人员经费", r"公用经费")),
    (r"“?三公[”\"]?经费", (r"因公出国(?:[（(]境[）)])?(?:费用?)?", _CAR, r"公务接待费")),
    (_CAR, (r"公务用车购置(?:费用?)?", r"公务用车运行(?:维护)?(?:费用?)?")),
))
_CUE = re.compile(r"经费|基本支出|公务|[（(]项[）)]")
_BARE = re.compile(r"(?:支出|收入)?(?:年初|全年)?(?:预算|决算)(?:数|额)?为?")
_ROLE = re.compile(r"预算|决算")
_ITEM = re.compile(r"[（(]项[）)][”\"]?$")
_SPENT = re.compile(r"支出决算数?为?$")
_PLANNED = re.compile(r"20\d\d年预算安排(?:数?为)?$")


def find(reading: Reading) -> Iterator[Claim]:
    """The sums that accounts define, and the items of a function whose amounts are told twice."""
    if not _CUE.search(reading.text):
        return
    amounts = [item for chain in chains(reading) for item in chain.levels]
    names = list(_names(amounts))
    for position, item in enumerate(amounts):
        if _CUE.search(names[position]) and not BASE.search(names[position]):
            yield from _summed(item, names[position], amounts[position + 1:position + REACH], names[position + 1:position + REACH])
            yield from _spent(item, amounts[position + 1:position + REACH])


def _names(amounts: Sequence[Mention]) -> Iterator[str]:
    """The words before each amount; those of the one before it where an amount has but a role (预算为 a，支出决算为 b)."""
    before, sentence = "", -1
    for item in amounts:
        own = item.before[-2 * REACH:]
        before = before + item.left if sentence == item.sentence and _BARE.fullmatch(item.left) else own
        sentence = item.sentence
        yield before


def _summed(whole: Mention, name: str, behind: Sequence[Mention], names: Sequence[str]) -> Iterator[Claim]:
    for head, parts in _SUMS:
        if not head.search(name) or any(part.search(name) for part in parts):
            continue
        found: dict[int, Mention] = {}
        roles = {_role(whole), ""}
        for item, called in zip(behind, names, strict=True):
            if item.block - whole.block > SPREAD or (head.search(called) and _role(item) == _role(whole)):
                break
            if head.search(called):  # 预算为 a，决算为 b: what follows says of which it speaks
                roles = {_role(whole)}
            number = next((number for number, part in enumerate(parts) if part.search(called)), None)
            if number is not None and number not in found and (_role(item) in roles or not _role(whole)):
                found[number] = item
        if len(found) == len(parts):
            yield from _judged(whole, sorted(found.values(), key=lambda item: item.index))


def _role(item: Mention) -> str:
    found = _ROLE.findall(item.left)
    return found[-1] if found else ""


def _judged(whole: Mention, parts: Sequence[Mention]) -> Iterator[Claim]:
    if len({item.base_unit for item in (whole, *parts)}) == 1 and len({_role(part) for part in parts} - {""}) <= 1:
        reckoned = total(whole, parts)
        asked = Verdict.SUSPICIOUS if verdict_on(whole, reckoned) is Verdict.CONTRADICTS else None
        yield make("sum", whole, parts, reckoned, 70, reason="account-parts", verdict=asked)


def _spent(item: Mention, behind: Sequence[Mention]) -> Iterator[Claim]:
    if not _ITEM.search(item.before):
        return
    own = list(takewhile(lambda other: not _ITEM.search(other.before) and other.base_unit == item.base_unit, behind))
    told = [other for words in (_SPENT, _PLANNED) for other in own if words.search(other.before)]
    for other in told[:1]:
        same = item.value == other.value
        words = "" if same else _("同一支出项目的金额，项目名称后与后文所述不同")
        verdict = Verdict.HOLDS if same else Verdict.SUSPICIOUS
        yield Claim("restatement", verdict, spot(other), (spot(item),), "", item.digits, 70, words, "item-again", subject=item.left)
