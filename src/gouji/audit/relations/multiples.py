"""倍与生师比: multiples of an earlier level and students per teacher, against the two numbers the paragraph names.

* “本年 320 万元，上年 280 万元，是上年的 1.2 倍”: the level of the last period (上年, 去年, 基期 before it) and the one other level of its unit in
  the sentence; 是…的 n 倍 is now ÷ base, 增长 n 倍 is now ÷ base − 1.
* “在校生 5320 人，专任教师 301 人，生师比 17.7:1”: the one headcount of students and the one of teachers before it in its paragraph. Where 折合
  (weighted heads) is said of one of them only, nothing follows; a miss is asked about only, since the official ratio weighs both heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import FROM
from gouji.audit.relations.kinship import EARLIER
from gouji.audit.relations.kinship import PEOPLE
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.numbers import write_figure

_TIMES = re.compile(r"(?:是|为|相当于|达到?)[^，。；]{0,12}(?:上年|去年|上一年|上学年|前一年|同期|基期|年初|(?:19|20)\d\d年)[^，。；]{0,14}的$")
_MORE = re.compile(r"(?:增长|增加|提高)(?:了|近)?$")
_PER_TEACHER = re.compile(r"(?:生师比|师生比)[^，。；]{0,6}$")
_STUDENTS = re.compile(r"(?:在校|在籍|全日制)?(?:学生|生)(?:总?数|规模|人数)?(?:达到?|为|共|有|约)*$")
_TEACHERS = re.compile(r"(?:专任|任课)?教师(?:总?数|人数|规模)?(?:达到?|为|共|有|约)*$")
_WEIGHTED = "折合"
PAIR, REACH = 2, 24


def find(reading: Reading) -> Iterator[Claim]:
    """Multiples and ratios of heads in prose."""
    for mention in reading.mentions:
        if mention.measured and mention.plain and mention.cell is None:
            if mention.token.unit == "倍":
                yield from _multiple(reading, mention)
            elif _PER_TEACHER.search(mention.left) and mention.token.unit.endswith(":1"):
                yield from _per_teacher(reading, mention)


def _multiple(reading: Reading, mention: Mention) -> Iterator[Claim]:
    more = bool(_MORE.search(mention.left))
    if not more and not _TIMES.search(mention.before):
        return
    found = [reading.mentions[index] for index in reading.sentences[mention.sentence].mentions]
    counted = [item for item in found if item is not mention and item.measured and item.plain]
    levels = [item for item in counted if item.base_unit not in ("%", "倍") and item.token.change != "by"]
    bases = [item for item in levels if EARLIER.search(item.left) or FROM.search(item.before[-REACH:])]
    if len(levels) != PAIR or len(bases) != 1 or levels[0].base_unit != levels[1].base_unit:
        return
    now = levels[0] if levels[1] is bases[0] else levels[1]
    reckoned = ratio(mention, (now,), (bases[0],), less_one=more)
    if reckoned is not None:
        yield make("ratio", mention, (now, bases[0]), reckoned, 75, reason="multiple")


def _per_teacher(reading: Reading, mention: Mention) -> Iterator[Claim]:
    before = _paragraph(reading, mention)
    students = [item for item in before if _STUDENTS.search(item.left)]
    teachers = [item for item in before if _TEACHERS.search(item.left)]
    block = reading.document.blocks[mention.block]
    if len(students) != 1 or len(teachers) != 1:
        return
    weighted = _WEIGHTED in reading.text[block.start:block.end]
    if weighted and not all(_WEIGHTED in item.left for item in (students[0], teachers[0])):
        return
    pair = (students[0], teachers[0]) if mention.value > 1 else (teachers[0], students[0])
    reckoned = ratio(mention, pair[:1], pair[1:])
    if reckoned is not None:
        verdict = verdict_on(mention, reckoned)
        asked = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
        words = _("每名教师对学生 {count} 人").format(count=write_figure(students[0].value / teachers[0].value, 2))
        yield make("ratio", mention, pair, reckoned, 70, reason="heads", verdict=asked, words=words)


def _paragraph(reading: Reading, mention: Mention) -> Sequence[Mention]:
    """The numbers of persons before a number in its paragraph."""
    found: list[Mention] = []
    for index in range(mention.index - 1, -1, -1):
        other = reading.mentions[index]
        if other.block != mention.block:
            break
        if other.measured and other.plain and other.base_unit in PEOPLE and other.token.change != "by":
            found.append(other)
    return found
