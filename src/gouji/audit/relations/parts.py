"""部分不大于总体: persons of a kind against the document's own headcount of that kind.

教职工 604 人 bounds every number of 教师, 职工, 党员 …; 在校生 8013 人 every number of 学生, 生. A number of 人次 is no number of persons. More than the
headcount is asked about: it may count several years or people from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import value
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.sums import part_of
from gouji.messages import translate as _
from gouji.numbers import Verdict

_PERSONS = frozenset({"人", "名", "位"})
_WHOLES = {
    "staff": re.compile(r"(?:现有|共有|拥有)?(?:教职工|教职员工|在编人员|在职职工)(?:总?数|人数)?(?:达到?|为|共|有)?$"),
    "students": re.compile(r"(?:全日制(?:在校)?|在校)(?:学生|生)(?:总?数|规模|人数)?(?:达到?|为|共|有)?$"),
}
_PARTS = {
    "staff": re.compile(r"教师|教职工|职工|党员|工会会员|干部|辅导员|班主任|职称"),
    "students": re.compile(r"学生|团员|志愿者|在校生|免学费|助学金|奖学金"),
}
_WIDE = re.compile(r"全[省市县区国州]|各级|幼儿园|小学|中学|学前|义务教育")  # one document of many schools: the headcount of one bounds no other
_OUTSIDE = re.compile(r"累计|以来|校外|外校|全省|届|毕业|招生|合计|对外|兼职|外聘|预计|计划")


def find(reading: Reading) -> Iterator[Claim]:
    """Every number of persons of a kind against the largest headcount of that kind; another headcount is no part of it."""
    persons = [item for item in reading.mentions if item.measured and item.plain and item.token.unit in _PERSONS and item.cell is None]
    for kind, pattern in _WHOLES.items():
        whole = max((item for item in persons if pattern.search(item.left)), key=value, default=None)
        if whole is not None and not _WIDE.search(whole.before):
            for item in persons:
                around = item.left + item.right
                meant = _PARTS[kind].search(around) and not _OUTSIDE.search(around) and not _WIDE.search(item.before)
                if item is not whole and meant and not pattern.search(item.left):
                    yield _bounded(whole, item)


def _bounded(whole: Mention, part: Mention) -> Claim:
    if part.value <= whole.value:
        return part_of(whole, part)
    larger, smaller = part.token.value_text + part.token.unit, whole.token.value_text + whole.token.unit
    words = _("{larger} 多于总数 {smaller}：请核对口径").format(larger=larger, smaller=smaller)
    return Claim("part_of", Verdict.SUSPICIOUS, spot(part), (spot(whole),), "a", whole.value, 50, words, "more-than-whole", subject=part.left)
