"""Words that make two quantities of two numbers called alike: plan and result, new and all, levels, groups of persons, demands.

The signs of one number are read from the words beside it; relations.restating.comparing holds two of them against each other.
"""

from __future__ import annotations

import re

from gouji.numbers.record import record

_SCOPE = re.compile(r"新增|净增|累计|计划|预计|力争|其中")
_APART = re.compile(
    r"[一二三特][等]?奖|优秀|金[牌奖]|银[牌奖]|铜[牌奖]|上年|去年|同比|增长|增加|下降|减少|提高|计划|拟|目标|任务|预计|预算|决算|"
    r"实际|新增|累计|其中|平均|人均|生均|最高|最低|初|末|上半年|下半年|季度|全国|境外|国外|国际|申报|申请|验收|量化|占",
)
_FAMILIES = tuple(re.compile(pattern) for pattern in (
    r"国家级|省部?级|市厅?级|[校院]级|[区县]级", r"男|女", r"师生|学生|教师|毕业生|新生|家长", r"纵向|横向", r"基本支出|项目支出", r"人员经费|公用经费", r"主持|参与",
    r"高级|中级|初级|正高|副高", r"博士|硕士|本科|专科|高职|中职", r"线上|线下", r"校内|校外",
))
_REST = re.compile(r"其[他它余]")
_DEMAND = re.compile(r"不少于|不低于|不小于|≥|\d[^，。；\d]{0,6}以上")


@record
class Signs:
    """What is said beside a number: words of plan, result, rank and time; words of scope in its sentence; words of each family that excludes
    its own (levels, persons, degrees); whether the place speaks of requirements (不少于, 以上); whether its name says 其他 (other expenses are not all).
    """

    apart: frozenset[str]
    scope: frozenset[str]
    families: tuple[frozenset[str], ...]
    demand: bool
    rest: bool


def signs(words: str, before: str, around: str, clause: str) -> Signs:
    """The signs of a number: its near words, the sentence before it, the stretch around it, its whole clause up to it."""
    return Signs(
        frozenset(_APART.findall(words)), frozenset(_SCOPE.findall(before)),
        tuple(frozenset(family.findall(words)) for family in _FAMILIES), bool(_DEMAND.search(around)), bool(_REST.search(clause)),
    )
