"""Stated figures that differ from what the book knows or derives, in neutral words: stated, derived, difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gouji.book import Fact
from gouji.formulas import Amount
from gouji.messages import GoujiError
from gouji.numbers import Bound
from gouji.numbers import Verdict
from gouji.numbers import judge
from gouji.numbers import read_figure
from gouji.numbers import round_to
from gouji.numbers import write_figure
from gouji.reckon import Reckoner
from gouji.reckon import Result
from gouji.reckon.results import in_unit

_KNOWN = ("事实", "推算", "汇总")
_SIGNS = {Bound.AT_LEAST: "≥", Bound.MORE: "＞", Bound.AT_MOST: "≤", Bound.LESS: "＜", Bound.ABOUT: "约", Bound.NEAR: "近"}
_DERIVED = ("推算", "汇总")


@dataclass(frozen=True, slots=True)
class Difference:
    """A stated figure beside the book's own: both as printed, where it is stated, and how far apart (empty where one is a mere bound)."""

    label: str
    period: str
    stated: str
    sources: tuple[str, ...]
    known: str
    derived: bool
    gap: str

    @property
    def sentence(self) -> str:
        """The difference in one neutral sentence."""
        where = f"（{'、'.join(self.sources)}）" if self.sources else ""
        how = f"按公式推算 {self.known}" if self.derived else f"账簿数 {self.known}"
        gap = f"，相差 {self.gap}" if self.gap else ""
        about = f"{self.label.removesuffix('）')}，{self.period}）" if self.label.endswith("）") else f"{self.label}（{self.period}）"
        return f"{about}：填报 {self.stated}{where}，{how}{gap}。"


def stated_text(fact: Fact) -> str:
    """What a stated figure says: as it was written where that is in the indicator's own unit, else converted (1.07624 万元 → 10762.4)."""
    figure = fact.figure
    if figure is None:
        return fact.text or fact.state
    try:
        as_written = read_figure(figure.text).value == figure.value
    except GoujiError:
        as_written = True
    return figure.text if as_written and figure.text else f"{_SIGNS.get(figure.bound, '')}{figure.value:f}"


def verdict_of(fact: Fact, result: Result) -> Verdict:
    """The verdict on a stated figure against a result; not assessable where the result is a gap."""
    if result.missing or fact.state != "值":
        return Verdict.NOT_ASSESSABLE
    if fact.figure is not None and isinstance(result.value, Amount):
        return judge(fact.figure, result.value.interval)
    return Verdict.HOLDS if fact.text == result.value else Verdict.CONTRADICTS


def differences(reckoner: Reckoner, result: Result) -> tuple[Difference, ...]:
    """The stated figures of the same key that contradict what the book knows or derives; the same value of several places is one."""
    known = _known(reckoner, result)
    if known is None:
        return ()
    found: dict[str, list[Fact]] = {}
    for fact in known.stated:
        if verdict_of(fact, known) is Verdict.CONTRADICTS:
            found.setdefault(stated_text(fact), []).append(fact)
    label = short_label(reckoner, known)
    return tuple(_difference(label, text, facts, known) for text, facts in found.items())


def short_label(reckoner: Reckoner, result: Result) -> str:
    """The indicator's name with as many of its parents as it takes to be the only one of its set, and the breakdown."""
    indicator = result.indicator
    edition = reckoner.book.edition(result.period)
    tails = (indicator.path[start:] for start in range(len(indicator.path) - 1, -1, -1))
    name = next(("/".join(tail) for tail in tails if edition.find(indicator.set, tail) == [indicator]), indicator.label)
    where = result.breakdown.replace("=", "：").replace(";", "，")
    return f"{name}（{where}）" if where else name


def _known(reckoner: Reckoner, result: Result) -> Result | None:
    """What the book itself knows of the key, not what was stated."""
    known = result if result.origin in _KNOWN else reckoner.figure(*result.key[:2], result.period, result.breakdown)
    return known if known.origin in _KNOWN and not known.missing else None


def _difference(label: str, text: str, facts: list[Fact], known: Result) -> Difference:
    sources = tuple(dict.fromkeys(fact.source for fact in facts if fact.source))
    printed = _as_fine(facts[0], known)
    return Difference(label, known.period.text, text, sources, printed, known.origin in _DERIVED, _gap(facts[0], known, printed))


def _as_fine(fact: Fact, known: Result) -> str:
    """The book's own figure; a derived one with as many decimals as the stated one has, lest rounding hide or make up the difference."""
    value, figure = known.value, fact.figure
    if known.origin not in _DERIVED or figure is None or figure.bound or not isinstance(value, Amount) or value.point is None:
        return known.printed
    decimals = _decimals(figure.to(known.indicator.unit).value)
    if decimals <= known.indicator.decimals:
        return known.printed
    return write_figure(in_unit(value.point, known.indicator.unit), decimals, known.indicator.unit)


def _gap(fact: Fact, known: Result, printed: str) -> str:
    """How far apart the two are as printed; empty where one of them is no plain number."""
    digits = printed.removesuffix(":1")
    if fact.figure is None or fact.figure.bound or not digits.removeprefix("-").replace(".", "", 1).isdigit():
        return ""
    stated, number = fact.figure.to(known.indicator.unit).value, Decimal(digits)
    return f"{abs(round_to(stated - number, max(_decimals(stated), _decimals(number)))):f}"


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))
