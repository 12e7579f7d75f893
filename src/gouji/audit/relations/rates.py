"""比率: rates and shares in prose against the counts that the same or the previous sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import Reckoned
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import value
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import ends_list
from gouji.audit.relations.chains import is_change
from gouji.audit.similarity import clean
from gouji.numbers import Verdict

_RATE = re.compile(r"(?:率|占比|比例|比重|完成度|进度|占)(?:[^，。；]{0,16})$")
_SHARE = re.compile(r"占(?P<base>[^，。；占]{0,20}?)(?:的|比例|比重|比)?(?:比例)?(?:为|达到?|约|是)?$")
_GROWTH = re.compile(r"(?:增长|增加|提高|上升|提升|下降|减少|降低|同比|增幅|涨|高出|低于)[^，。；]{0,6}$")
_DONE = re.compile(r"完成|实际|落实|到位|支出|执行|获|取得|通过|达标|合格|就业|升学|发放|参加|实现|其中")
_PLANNED = re.compile(r"任务|计划|目标|指标|预算|应|总|共|现有|全部|届")
_BUDGET = re.compile(r"预算|计划|任务|目标")
_STEM = re.compile(r"^(\w{2})率(?:达到?|为|是)?$")
_REST = re.compile(r"其余|其他|其它|剩余|余下")
_AMONG = re.compile(r"\s*\w{0,4}[）)]?[，,。；;：:]?\s*其中[^，。；\d]{0,24}")
_TOTAL = re.compile(r"总计|合计|总[数量额]?|全部")
FAR, BLOCKS = 4, 2
REACH, NEAR, FINE, TAIL, PAIR, FEW, NAMED_MISS = 12, 40, 2, 3, 2, 20, 5


def find(reading: Reading) -> Iterator[Claim]:
    """Rates in prose: shares with a named base, done of planned, and what two counts beside a rate word confirm."""
    for mention in reading.mentions:
        if not mention.measured or not mention.plain or mention.base_unit != "%" or mention.token.change == "by":
            continue
        if mention.token.unit.endswith("百分点") or _GROWTH.search(mention.left):
            continue
        yield from _of(reading, mention)


def _of(reading: Reading, mention: Mention) -> Iterator[Claim]:
    share = _SHARE.search(mention.left)
    counts = _window(reading, mention)
    if share is not None:
        found = _share(reading, mention, counts, share["base"])
        if found is not None:
            yield found
            return
    if share is not None or _RATE.search(mention.left):
        found = _rate(mention, counts)
        if found is not None and (share is None or found.verdict is Verdict.HOLDS or (not clean(share["base"]) and _within(reading, found))):
            yield found  # 占〈base〉 speaks of its base, not of the counts beside it


def _within(reading: Reading, share: Claim) -> bool:
    """Whether a share is of a part that stands right behind its whole: T，其中 p，占."""
    part, whole = share.operands[0], share.operands[-1]
    return bool(_AMONG.fullmatch(reading.text, whole.end, part.start))


def _window(reading: Reading, mention: Mention) -> list[Mention]:
    """The counts and amounts before the rate in its sentence and the one before (and behind it in its own), nearest first."""
    sentence = reading.sentences[mention.sentence]
    before = reading.sentences[mention.sentence - 1].mentions if mention.sentence and reading.sentences[mention.sentence - 1].block == sentence.block else ()
    indices = [index for index in (*before, *sentence.mentions) if index != mention.index]
    found = [reading.mentions[index] for index in indices]
    usable = [item for item in found if item.measured and item.plain and item.base_unit != "%" and item.value > 0 and not is_change(item)]
    return sorted(usable, key=lambda item: (abs(item.index - mention.index), item.index))[:REACH]


def _share(reading: Reading, mention: Mention, counts: Sequence[Mention], base: str) -> Claim | None:
    """A a 人，占〈base〉的 p%: the part is the nearest count before; the base is the number that bears the base's name."""
    parts = [item for item in counts if item.index < mention.index]
    if not parts:
        return None
    part = _called(mention, parts)
    candidates = _bases(reading, mention, part, base)
    for candidate, named in candidates:
        reckoned = _ratio_near(mention, part, candidate)
        if reckoned is not None and verdict_on(mention, reckoned) is Verdict.HOLDS:
            return make("ratio", mention, (part, candidate), reckoned, 85 if named else 60, reason="share")
    for candidate, named in candidates:
        reckoned = _ratio_near(mention, part, candidate) if named else None
        if reckoned is not None and verdict_on(mention, reckoned) is Verdict.TRUNCATED:
            return make("ratio", mention, (part, candidate), reckoned, 75, reason="share")
    fine = _finely_printed(mention)
    for candidate in _paragraph(reading, mention, named=len(_TOTAL.sub("", clean(base))) >= PAIR) if fine else ():
        reckoned = _ratio_near(mention, part, candidate) if candidate.base_unit == part.base_unit and candidate.value >= part.value else None
        if reckoned is not None and verdict_on(mention, reckoned) is Verdict.HOLDS:
            return make("ratio", mention, (part, candidate), reckoned, 55, reason="share")
    near = [candidate for candidate, named in candidates if named and candidate.cell is None]
    # each part has a plan of its own: only a plan told beside it is the base
    sure = [candidate for candidate in near if candidate.block == mention.block or not _BUDGET.search(base)]
    named_once = len({candidate.value for candidate in sure}) == 1 and len(clean(base)) >= PAIR
    if named_once and mention.value <= 1 and _is_part(mention, part) and not ends_list(reading, part):
        reckoned = ratio(mention, (part,), (sure[0],))
        if reckoned is not None:
            return make("ratio", mention, (part, sure[0]), reckoned, 70, reason="share")
    return None


def _called(mention: Mention, parts: Sequence[Mention]) -> Mention:
    """The part a share speaks of: the one of its sentence that bears the name said before 占 (甲 a、乙 b，甲占 p), else the nearest."""
    subject = clean(mention.left[:mention.left.rfind("占")])
    named = [part for part in parts if part.sentence == mention.sentence and clean(part.left).endswith(subject)] if len(subject) >= PAIR else []
    return named[0] if named else parts[0]


def _is_part(mention: Mention, part: Mention) -> bool:
    """Whether a share surely speaks of a number: it stands in the same sentence, is not the rest (其余), and what is named before 占 is
    part of its name: “项目支出占…” is no share of 其他支出.
    """
    subject = clean(mention.left[:mention.left.rfind("占")])
    called = clean(part.left + part.right)
    return part.sentence == mention.sentence and not _REST.search(part.left) and (len(subject) < PAIR or subject in called or called in subject)


def _ratio_near(mention: Mention, top: Mention, bottom: Mention) -> Reckoned | None:
    """What top ÷ bottom gives; None where it is so far from the printed rate that no rounding joins them (asked first, as it costs little)."""
    above, below = top.value, bottom.value * mention.value
    if below and not below < FAR * above < FAR * FAR * below:
        return None
    return ratio(mention, (top,), (bottom,))


def _finely_printed(mention: Mention) -> bool:
    """Whether a share has two decimals: then few of the numbers nearby can give it by chance."""
    return len(mention.token.value_text.partition(".")[2]) >= FINE


def _paragraph(reading: Reading, mention: Mention, *, named: bool) -> Iterator[Mention]:
    """The exact counts and amounts before the share in its paragraph (and the two before, where its base is only 总数), nearest first."""
    for index in range(mention.index - 1, max(-1, mention.index - NEAR), -1):
        other = reading.mentions[index]
        if other.block < mention.block - (0 if named else BLOCKS) or other.section != mention.section:
            return
        if other.measured and other.plain and other.value > 0 and other.base_unit != "%":
            yield other


def _bases(reading: Reading, mention: Mention, part: Mention, base: str) -> list[tuple[Mention, bool]]:
    """Numbers that may be the base, nearest first: those named like it before the part, then larger ones nearby without a name."""
    wanted = clean(base).replace("总计", "").replace("合计", "").replace("总数", "").replace("人数", "").replace("总", "")
    found: list[tuple[Mention, bool]] = []
    for index in range(mention.index - 1, max(-1, mention.index - 60), -1):
        other = reading.mentions[index]
        if index == part.index or not other.measured or not other.plain or other.base_unit != part.base_unit or other.value < part.value:
            continue
        name = clean(other.left[-12:] + other.right[:4])
        named = bool(wanted) and (wanted in name or (len(wanted) >= TAIL and wanted[-TAIL:] in name))
        if named or (not wanted and other.sentence >= mention.sentence - 2):
            found.append((other, named))
    return found


def _rate(mention: Mention, counts: Sequence[Mention]) -> Claim | None:
    """…率 p% beside counts of one unit: confirmed by the pair that fits; accused only where done and planned are the only two."""
    fitting: list[tuple[int, Mention, Mention, Reckoned]] = []
    pairs = [(done, planned) for done in counts for planned in counts if done is not planned and done.base_unit == planned.base_unit]
    for done, planned in pairs:
        reckoned = _ratio_near(mention, done, planned)
        if reckoned is not None and verdict_on(mention, reckoned) is Verdict.HOLDS and planned.value > 1:
            fitting.append((abs(done.index - mention.index) + abs(planned.index - mention.index), done, planned, reckoned))
    if fitting:
        _distance, done, planned, reckoned = min(fitting, key=lambda entry: entry[0])
        return make("ratio", mention, (done, planned), reckoned, 75, reason="rate")
    near = [item for item in counts if item.sentence == mention.sentence and item.index < mention.index]
    if len(near) == PAIR and near[0].base_unit == near[1].base_unit:
        done, planned = near[0], near[1]
        roles = bool(_DONE.search(done.left)) and bool(_PLANNED.search(planned.left)) and not _PLANNED.search(done.left)
        reckoned = ratio(mention, (done,), (planned,)) if roles else None
        if reckoned is not None:
            return make("ratio", mention, (done, planned), reckoned, 70, reason="rate")
        return _near_miss(mention, *sorted(near, key=value))
    return None


def _near_miss(mention: Mention, part: Mention, whole: Mention) -> Claim | None:
    """The only two counts before a rate, the smaller in the larger: a rate that misses by a point or less (by five where it is called by the
    smaller: 回收 1860 份，回收率) was meant to be theirs, and is asked about.
    """
    reckoned = ratio(mention, (part,), (whole,))
    stem = _STEM.search(mention.left)
    named = stem is not None and stem[1] in part.left and stem[1] not in whole.left
    if reckoned is None or not FEW < part.value < whole.value or abs(reckoned.value - mention.value) * 100 > (NAMED_MISS if named else 1):
        return None
    verdict = verdict_on(mention, reckoned)
    return make("ratio", mention, (part, whole), reckoned, 60, reason="rate", verdict=Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict)
