"""Whether two numbers may be one quantity at all: their units, their places, and the words and years that make two quantities of them."""

from __future__ import annotations

import re
from datetime import date

from gouji.audit.arithmetic import figure
from gouji.audit.reading import Mention
from gouji.audit.relations.chains import direction
from gouji.audit.similarity import clean
from gouji.audit.topics import Topic
from gouji.audit.topics import Topics
from gouji.numbers import Bound

OPEN = date.max.year  # 2022年以来
NEARLY = (9, 10)
DIGIT = 30  # the weight of a digit that agrees: log2(10) on the scale of words (10 a doubling)
_SHARE = re.compile(r"率|度|比|%|％")
_COUNTED = re.compile(r"(?:人|次|个|项|件|份)数|数量|人次")
_COMPARING = re.compile(
    r"同比|环比|比|较|分别|一季度|季度|上半年|上年|去年|上届|上月|同期|同月|全年|全[国省市县区]|平均|水平|[两三四五]年|年均|增[速幅]|[降涨升跌]幅|幅度|实际|名义|"
    r"增长|增加|提高|提升|上升|上涨|扩大|加快|高出?|多|下降|减少|降低|回落|收窄|放缓|低|少|[增减](?:收|支)|、|时进度|超|年末?|月|末|初",
)
_ROLE = re.compile(
    r"(?:年初|年中|全年|本年|调整后?)?(?:支出|收入)?(?:预算|决算)(?:数|额)?(?:安排)?|(?:完成|执行|占)(?:年初|全年|年度|调整后?|本年)?(?:预算|计划|任务|目标)(?:数|任务)?",
)
POINTS = "百分点"  # the difference of two rates: never a rate
_RATES = ("%", POINTS)
_PERSONS = frozenset(("人", "名", "位"))
_KINDS: dict[str, str] = {"": ""}  # filled as units are met
_THINGS = frozenset("个项门所家件间台套期本册部支条篇届班组类种份张座队例批处章只") | {"部门"}


def comparable(first: Mention, second: Mention) -> bool:
    """Whether units measure the same: persons with persons, counted things with counted things, else the same base unit. A bare cell fits
    any count or amount, and a share where its labels speak of one.
    """
    if first.token.unit == second.token.unit:
        return True
    left, right = unit_kind(first), unit_kind(second)
    if left == right or (left and right):
        return left == right
    known, bare_one = (left, second) if left else (right, first)
    return bare_one.cell is not None and _may_be(known, bare_one.cell.row_label, bare_one.cell.column_label)


def _may_be(known: str, row: str, column: str) -> bool:
    """Whether a cell without unit may be of a kind: the column that counts (人数, 数量) holds no rate and no points, that of 人次 no persons;
    a rate stands where a label speaks of one.
    """
    if known in _RATES:
        return not _COUNTED.search(column) and bool(_SHARE.search(row + column))
    times = "人次" in column or row.endswith(("人次", "人次)", "人次）"))
    return not (times and known == "人") and not (known == "分" and _COUNTED.search(column))


def bare_cell(mention: Mention) -> bool:
    """Whether a number stands alone in its cell, named by row and column."""
    return mention.cell is not None and not mention.left and not mention.right


def unit_kind(mention: Mention) -> str:
    """The kind of quantity a unit measures; empty without unit."""
    unit = mention.token.unit
    known = _KINDS.get(unit)
    if known is None:
        known = _KINDS[unit] = POINTS if unit.endswith("百分点") else "人" if unit in _PERSONS else "个" if unit in _THINGS else mention.base_unit
    return known


def bare(mention: Mention) -> bool:
    """A number without unit outside a table: as often a code or a label as a quantity."""
    return not mention.token.unit and mention.cell is None


def differs(first: Mention, second: Mention) -> bool:
    """Whether two values differ by more than their printing and their bounds (约, 以上 …) explain.

    Intervals that only touch are one where the places printed are not the same (a tie may have been rounded either way), two where they
    are. Two demands of one direction (不低于 95, 不低于 90) differ by value. 近 400 is a little less than 400: a tenth less is not near.
    """
    scaled = bool(first.token.unit) is not bool(second.token.unit)  # a bare cell: its scale stands in a header
    if first.value == second.value or (scaled and first.digits == second.digits):
        return False
    one, other = figure(first), figure(second)
    if one.bound is other.bound and one.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        return True
    if Bound.NEAR in (one.bound, other.bound):
        near, known = (first, second) if one.bound is Bound.NEAR else (second, first)
        return figure(known).bound is Bound.NONE and NEARLY[1] * known.value < NEARLY[0] * near.value
    left, right = sorted((one.base(), other.base()), key=lambda interval: (interval.low is not None, interval.low))
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and one.base_place() == other.base_place())


def parallel(first: Mention, second: Mention) -> bool:
    """Whether two numbers stand side by side: in one sentence, or alone in cells of one table; then they are two quantities."""
    if bare_cell(first) and bare_cell(second):
        return first.cell is not None and second.cell is not None and first.cell.table == second.cell.table
    return first.sentence == second.sentence


def station(first: Mention, second: Mention) -> bool:
    """Whether one is in the prose and one in a table of the same section: the text tells its table."""
    return first.section == second.section and (first.cell is None) is not (second.cell is None)


def told_apart(first: Mention, second: Mention, topics: Topics) -> bool:
    """Whether a word tells the two apart (words_apart), or the years differ."""
    return other_years(topics[first.index], topics[second.index]) or words_apart(first, second, topics)


def words_apart(first: Mention, second: Mention, topics: Topics) -> bool:
    """Whether a word that makes two quantities of them (plan against result, new against all) is by only one, or words that exclude one
    another (levels, persons, degrees) are by both.
    """
    if topics[first.index].record and topics[second.index].record:
        return True
    one, other = topics.signs(first), topics.signs(second)
    if one.apart != other.apart or one.scope != other.scope or one.rest is not other.rest:
        return True
    if any(left and right and left != right for left, right in zip(one.families, other.families, strict=True)):
        return True
    return one.demand is not other.demand and _plain(first, second)


def one_sided(first: Mention, second: Mention, topics: Topics) -> bool:
    """Whether a word of a level or a group of persons is by only one of them."""
    return topics.signs(first).families != topics.signs(second).families


def _plain(first: Mention, second: Mention) -> bool:
    """Whether neither number is a bound itself: then a demand and a result may differ; two bounds of one name may not."""
    return figure(first).bound is Bound.NONE and figure(second).bound is Bound.NONE


def other_years(first: Topic, second: Topic) -> bool:
    """Whether both name years and not the same, or one names a single year and the other none (a yearly figure and the standing one)."""
    if first.years is not None and second.years is not None:
        single = first.years[0] == first.years[1] or second.years[0] == second.years[1]
        running = OPEN in (first.years[1], second.years[1]) and not single
        return first.years[0] != second.years[0] or (first.years[1] != second.years[1] and not running)
    known = first if first.years is not None else second
    return known.years is not None and known.firm and known.years[0] == known.years[1]


def nameless(mention: Mention) -> bool:
    """Whether the clause of a number says only what role it plays (年初预算为, 比上年同期提高): what it is about stands before, in words that
    another number of the same role does not share.
    """
    if mention.cell is not None:
        return False
    words = clean(mention.left)
    if direction(mention) or mention.token.unit.endswith("百分点"):
        return not _COMPARING.sub("", words)
    return bool(_ROLE.fullmatch(words))


def run(first: str, second: str) -> int:
    """How many characters two texts have in common from their beginning."""
    return next((count for count, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
