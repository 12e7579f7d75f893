"""与账簿核对: the figures of a document against the facts of a book, where name, organisation and period agree.

A number is taken for an indicator only when the words directly before it (or its row label) end in the indicator's name or alias; its period
is the year named for it, else that of the audit. It is accused only where nothing else stands before the name; what merely ends in a name
is confirmed where it agrees and left alone where it does not. What the book does not know is not assessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gouji.audit.arithmetic import figure
from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.claims import Unassessed
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.similarity import clean
from gouji.audit.topics import topics_of
from gouji.book import Period
from gouji.book import in_calendar
from gouji.book import year_in
from gouji.catalogue import Edition
from gouji.catalogue import Indicator
from gouji.formulas import Amount
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.numbers import judge
from gouji.reckon import Reckoner
from gouji.reckon import Result

KIND = "book"
SHORTEST = 3
FIRST_YEAR, LAST_YEAR = 1900, 2999  # what else reads as a year is none
_PERIOD_CELL = re.compile(r"(?:^|/)(?P<first>(?:19|20)\d{2})(?:[-—–~至](?P<last>(?:19|20)\d{2}))?(?P<school>学)?年度?(?=/|$)")
_MEMBER = re.compile(r"[（(][^（）()]*=[^（）()]*[）)]")
_VALUE_HEAD = re.compile(r"(?:本|当|年)*(?:数量|数值|数据|人数|金额|数额|值|填报数|填报值|实际|实际值|完成值|实际完成值?|实绩|指标值|单位.{0,6})年?|年|学年")
_SCOPE = re.compile(r"^(?:截至|目前|全市|全县|全省|全校|全院|学校|学院|本校|我校|我院|全年|年末|期末|现有|共有|拥有|当年|本年|年度|总体|总)+")


@dataclass(frozen=True, slots=True)
class Names:
    """Indicator names and aliases without particles, longest first, by their last two characters."""

    by_ending: dict[str, tuple[tuple[str, Indicator], ...]]

    def find(self, words: str) -> Indicator | None:
        """The indicator whose name the words end in, the longest name first; None where none or two of the same name do."""
        fitting = [(name, indicator) for name, indicator in self.by_ending.get(words[-2:], ()) if words.endswith(name)]
        best = [indicator for name, indicator in fitting if len(name) == len(fitting[0][0])]
        return best[0] if len({indicator.code for indicator in best}) == 1 else None


def names_of(edition: Edition, sets: tuple[str, ...]) -> Names:
    """The names by which the indicators of these sets may be called in prose."""
    found: dict[str, list[tuple[str, Indicator]]] = {}
    for indicator in edition.indicators.values():
        if indicator.set not in sets or indicator.type != "数量":
            continue
        for name in {clean(path[-1]) for path in indicator.alternatives}:
            if len(name) >= SHORTEST:
                found.setdefault(name[-2:], []).append((name, indicator))
    return Names({ending: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for ending, entries in found.items()})


def compare(reading: Reading, reckoner: Reckoner, period: Period) -> Iterator[Claim | Unassessed]:
    """A claim for every number that an indicator of the book names, and what the book cannot say of it."""
    book = reckoner.book
    names = names_of(book.edition(period), book.sets)
    years = topics_of(reading).years
    for mention in reading.mentions:
        indicator = names.find(_words(mention)) if mention.measured else None
        if indicator is None:
            continue
        own = _period(mention, indicator, years.get(mention.index, (None, False))[0], period)
        if own is not None:
            result = reckoner.figure(indicator.code, book.organisation, own)
            yield from _claim(mention, result, whole=_named_alone(_words(mention), indicator) and _is_value(mention))


def _period(mention: Mention, indicator: Indicator, span: tuple[int, int] | None, otherwise: Period) -> Period | None:
    """The period a number is stated for: that of its row's own period cell, else the year named for it, else that of the audit; None where
    several years are named.
    """
    printed = _PERIOD_CELL.search(mention.cell.row_label) if mention.cell is not None else None
    if printed is not None:
        first, last = int(printed["first"]), int(printed["last"] or printed["first"])
        if printed["school"] and last == first + 1:
            return year_in(last, "学年") if indicator.calendar == "学年" else None
        span = (first, last)
    if span is None or not FIRST_YEAR <= span[0] <= span[1] <= LAST_YEAR:
        return in_calendar(otherwise, indicator.calendar)
    return in_calendar(year_in(span[1], indicator.calendar), indicator.calendar) if span[0] == span[1] or indicator.calendar == "学年" else None


def _is_value(mention: Mention) -> bool:
    """Whether a number states what is, so that another one is wrong: in prose; in a table only under a head that names a value, not a target,
    a weight, a score or a rate of completion, and where the row is not of one member (任务=3).
    """
    cell = mention.cell
    if cell is None:
        return True
    head = clean(cell.column_label)
    return not _MEMBER.search(cell.row_label) and not mention.left and (not head or bool(_VALUE_HEAD.fullmatch(head)))


def _words(mention: Mention) -> str:
    if mention.cell is not None and not mention.left:
        return clean(mention.cell.row_label.rpartition("/")[2])
    return clean(mention.left)


def _named_alone(words: str, indicator: Indicator) -> bool:
    """Whether nothing but the institution, its scope or 现有 and the like stands before the name: 省级在线精品课程 is not 在线精品课程."""
    return any(_SCOPE.sub("", words) == clean(path[-1]) for path in indicator.alternatives)


def _claim(mention: Mention, result: Result, *, whole: bool) -> Iterator[Claim | Unassessed]:
    if not isinstance(result.value, Amount):
        yield Unassessed(KIND, spot(mention), _("账簿没有{name}（{period}）的数").format(name=result.label, period=result.period))
        return
    try:
        verdict = judge(figure(mention), result.value.interval) if _same_unit(mention, result) else None
    except GoujiError:
        verdict = None
    if verdict is None or (verdict is not Verdict.HOLDS and not whole):
        return
    unit = "" if result.indicator.unit == ":1" else result.indicator.unit
    source = result.fact.source if result.fact is not None and result.fact.source else result.filled
    words = _("{name}（{period}）账簿为 {value}{unit}（{source}），文中为 {printed}{printed_unit}").format(
        name=result.label, period=result.period, value=result.printed, unit=unit, source=source or result.origin,
        printed=mention.token.value_text, printed_unit=mention.token.unit,
    )
    yield Claim(KIND, verdict, spot(mention), (), "", None, 70, words, KIND, subject=result.label)


def _same_unit(mention: Mention, result: Result) -> bool:
    """Whether the number's unit can be the indicator's (a bare table cell takes the indicator's)."""
    if not figure(mention).unit and mention.cell is not None:
        return not result.indicator.unit or mention.token.figure is not None
    try:
        figure(mention).to(result.indicator.unit)
    except GoujiError:
        return False
    return True
