"""占比与率: shares and rates whose numbers the statement names, where no numbers confirm them; and shares of more than the whole.

* 占〈base〉p %: the part stands directly before (or bears the name before 占), the base is the level that bears the base's name, or, where none is
  named, that which the statement breaks down (before 其中), else the level that opens it. All are asked about; where name and part are certain
  `rates` has accused already.
* 回收 a 份，回收率 p %: the part bears the name of the rate, the whole is the level before it. Asked about.
* A share or a rate of persons reached (就业率, 合格率, 回收率 …) cannot exceed 100 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import pairwise

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import BASE
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import between
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import ends_list
from gouji.audit.relations.chains import is_level
from gouji.audit.relations.chains import is_rate
from gouji.audit.relations.kinship import countable
from gouji.audit.relations.kinship import kin
from gouji.audit.similarity import clean
from gouji.messages import translate as _
from gouji.numbers import Verdict

REACH, NEAR, NAME, TAIL, BACK, FEW, FAR = 24, 20, 2, 3, 2, 20, 4
_SHARE = re.compile(r"占(?P<base>[^，。；占]{0,20}?)(?:的|比例|比重|比)?(?:比例|比重)?(?:为|达到?|约|是)?$")
_STEM = re.compile(r"(?P<stem>\w{2})率(?:达到?|为|是)?$")
_NEVER = re.compile(
    r"占(?![^，。；]{0,16}(?:预算|计划|任务|目标|指标|上年|去年|同期|上一|基期))[^，。；]{0,16}$|"
    r"(?:就业|去向落实|升学|合格|满意|回收|通过|优秀|毕业|出勤|覆盖|报到|普及|参与|获证|取证|达标|及格|巩固|优良)(?:率|度)(?:达到?|为|是)?$",
)
_TOTAL = re.compile(r"总计|合计|总数|人数|总量|总额|总|全部|全体|数$|量$|额$")
_LIST = re.compile(r"其中|包括|分为")
_CUT = re.compile(r"[按分][^，。；：]{1,12}(?:分|划分|看)[，：:]")
_YEAR = re.compile(r"(?:19|20)\d\d\s*(?:年|届|级|学年)")
KIND = "bound"


def find(reading: Reading) -> Iterator[Claim]:
    """Shares and rates of all statements that their numbers do not confirm."""
    before: Chain | None = None
    for chain in chains(reading):
        near = before if before is not None and before.sentences[-1].block == chain.sentences[0].block else None
        for position, rate in enumerate(chain.numbers):
            if not is_rate(rate) or rate.token.change == "by":
                continue
            if rate.value > 1 and _NEVER.search(rate.left):
                yield _beyond(rate)
            if position or near:
                yield from _of(reading, chain, near, position)
        before = chain if chain.numbers else before


def _beyond(rate: Mention) -> Claim:
    words = _("{printed} 超过 100%：部分不会多于总体").format(printed=rate.token.value_text + rate.token.unit)
    return Claim(KIND, Verdict.SUSPICIOUS, spot(rate), (), "", rate.digits, 65, words, "beyond-whole", subject=rate.left)


def _of(reading: Reading, chain: Chain, before: Chain | None, position: int) -> Iterator[Claim]:
    rate = chain.numbers[position]
    ahead = [*(before.levels if before is not None else ()), *(item for item in chain.numbers[:position] if is_level(item))][-REACH:]
    share, stem = _SHARE.search(rate.left), _STEM.search(rate.left)
    if share is not None:
        part = _part(reading, rate, ahead)
        wholes = [] if part is None else _bases(reading, chain, part, ahead, share["base"])
    elif stem is not None:
        part = next((item for item in reversed(ahead[-BACK - 1:]) if item in chain.numbers and stem["stem"] in item.left + item.right), None)
        wholes = [] if part is None else _wholes(part, ahead, stem["stem"])
    else:
        return
    if part is not None:
        yield from _judged(reading, chain, rate, part, [item for item in wholes if item is not part], named=share is not None)


def _part(reading: Reading, rate: Mention, ahead: Sequence[Mention]) -> Mention | None:
    """The level directly before the share, or the one of its sentence that bears the name before 占."""
    subject = clean(rate.left[:rate.left.rfind("占")])
    if len(subject) >= NAME:
        named = [item for item in ahead if item.sentence == rate.sentence and clean(item.left).endswith(subject)]
        return named[-1] if named else None
    near = ahead[-1] if ahead else None
    return near if near is not None and len(between(reading, near, rate)) <= NEAR and not BASE.search(near.left) else None


def _bases(reading: Reading, chain: Chain, part: Mention, ahead: Sequence[Mention], base: str) -> list[Mention]:
    """What the share may be of, likeliest first."""
    wanted = _TOTAL.sub("", clean(base))
    parts = {item.index for item, after in pairwise(chain.numbers) if is_rate(after) and "占" in after.left}  # have shares of their own
    larger = [item for item in ahead if countable(item, part) and item.index < part.index and item.index not in parts and not BASE.search(item.left)]
    if len(wanted) >= NAME:
        named = [item for item in reversed(larger) if wanted[-TAIL:] in _TOTAL.sub("", clean(item.left + item.right))]
        return [item for item in named if not _sibling(reading, chain, item, part)]
    listed = [item for item in larger if _LIST.search(reading.text[item.token.outer_end:item.token.outer_end + NEAR])]
    opening = [item for item in larger if not _LIST.search(reading.text, chain.start, max(chain.start, item.token.outer_start))]
    cut = _CUT.search(reading.text, chain.start, part.token.outer_start)
    if cut is not None:  # a cut of what an earlier statement tells: its parts are no base of one another
        opening = [item for item in opening if chain.start <= item.token.start < cut.start()]
    if wanted:
        return []
    return [item for item in (*reversed(listed), *opening[:1], *reversed(opening[1:])) if item.value >= part.value or not _in_list(reading, item)]


def _in_list(reading: Reading, item: Mention) -> bool:
    """Whether an amount is one of a list (甲 a、乙 b): a smaller one is no whole of what is told behind."""
    after = reading.mentions[item.index + 1] if item.index + 1 < len(reading.mentions) else None
    return ends_list(reading, item) or (after is not None and ends_list(reading, after))


def _sibling(reading: Reading, chain: Chain, item: Mention, part: Mention) -> bool:
    """Whether two amounts stand in one list behind 其中: then neither is the whole of the other."""
    if item.token.start < chain.start or not _LIST.search(reading.text, chain.start, item.token.outer_start):
        return False
    return not _LIST.search(reading.text, item.token.outer_end, part.token.outer_start)


def _wholes(part: Mention, ahead: Sequence[Mention], stem: str) -> list[Mention]:
    """What a rate named after its part may be of: the level before the part, then what opens the statements."""
    larger = [item for item in ahead if kin(item, part) and item.index < part.index and stem not in item.left]
    return [*reversed(larger[-BACK:]), *larger[:1]]


def _judged(
    reading: Reading, chain: Chain, rate: Mention, part: Mention, wholes: Sequence[Mention], *, named: bool,
) -> Iterator[Claim]:
    likeliest: tuple[Mention, Reckoned] | None = None
    for whole in wholes:
        found = ratio(rate, (part,), (whole,))
        if found is not None:
            likeliest = likeliest or (whole, found)
            if verdict_on(rate, found) is not Verdict.CONTRADICTS:
                yield make("ratio", rate, (part, whole), found, 65, reason="share-near")
                return
    if likeliest is not None and kin(likeliest[0], part) and not ends_list(reading, part) and (named or _likely(reading, chain, part, likeliest[0])):
        whole, found = likeliest
        yield make("ratio", rate, (part, whole), found, 55, reason="share-near", verdict=Verdict.SUSPICIOUS)


def _likely(reading: Reading, chain: Chain, part: Mention, whole: Mention) -> bool:
    """Whether a rate that only its name ties to the part is of this whole: told in one statement, of one year, larger, not few."""
    if _YEAR.search(between(reading, whole, part)):
        return False
    return whole in chain.numbers and FEW < part.value < whole.value < FAR * part.value
