"""Results that explain themselves: a value with its formula, its operands (results again), the fact or the entries behind it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from gouji.book import Entry
from gouji.book import Fact
from gouji.book import Period
from gouji.catalogue import Indicator
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.formulas import Value
from gouji.formulas import of_figure
from gouji.messages import translate as _
from gouji.numbers import Figure
from gouji.numbers import units
from gouji.numbers import write_figure

_EMPTY = {"空": "缺数据", "不适用": "不适用", "未采集": "未采集"}
HIDDEN = "〔已隐去〕"  # in place of what a personal column holds
FACT, DERIVED, ROLLED, STATED, GAP = "事实", "推算", "汇总", "填报", "缺"


@dataclass(frozen=True, slots=True)
class Result:
    """The value of an indicator somewhere, with everything that led to it.

    `origin` is 事实, 推算, 汇总, 填报 or 缺; `operands` are results and counts of entries in the order of the formula; `filled` is the
    formula with the printed operands put in.
    """

    indicator: Indicator
    organisation: str
    period: Period
    breakdown: str
    value: Value
    origin: str
    fact: Fact | None = None
    formula: str = ""
    filled: str = ""
    operands: tuple[Operand, ...] = ()
    stated: tuple[Fact, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether there is no value."""
        return isinstance(self.value, Missing)

    @property
    def label(self) -> str:
        """The indicator's name, with the breakdown where there is one."""
        return f"{self.indicator.label}（{self.breakdown}）" if self.breakdown else self.indicator.label

    @property
    def number(self) -> Decimal | None:
        """The value in the indicator's unit, rounded as the indicator is printed; None for texts, bounds and gaps."""
        if self.fact is not None and self.fact.figure is not None and self.origin in (FACT, STATED):
            return self.fact.figure.value
        if not isinstance(self.value, Amount) or self.value.point is None:
            return None
        return Decimal(write_figure(in_unit(self.value.point, self.indicator.unit), self.indicator.decimals))

    @property
    def printed(self) -> str:
        """The value as it is printed in a report, without its unit; a gap prints as 〔缺：名称〕, 不适用 and 未采集 as such."""
        if isinstance(self.value, Missing):
            return self.value.kind if self.value.kind in ("不适用", "未采集") else f"〔缺：{self.label}〕"
        if isinstance(self.value, str):
            return self.value
        if self.fact is not None and self.fact.figure is not None and self.origin in (FACT, STATED):
            return print_figure(self.fact.figure, self.indicator)
        if not isinstance(self.value, Amount):
            return "是" if self.value else "否"
        return print_amount(self.value, self.indicator.unit, self.indicator.decimals)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Indicator, organisation, period and breakdown: what the result is about."""
        return (self.indicator.code, self.organisation, self.period.text, self.breakdown)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count, sum or extreme over entries of a register: how it is written, its value and the entries that took part."""

    label: str
    value: Value
    entries: tuple[Entry, ...]

    @property
    def printed(self) -> str:
        """The value with as many decimals as it needs, at most four."""
        if isinstance(self.value, Missing):
            return f"〔缺：{self.label}〕"
        return print_amount(self.value, "", 4).rstrip("0").rstrip(".") if isinstance(self.value, Amount) else str(self.value)


Operand = Result | Tally


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The value of a formula that is not itself an indicator, with its operands."""

    value: Value
    formula: str
    filled: str
    operands: tuple[Operand, ...]


def value_of(fact: Fact, indicator: Indicator) -> Value:
    """What a fact or stated figure says, as a value: an amount in base units, a text, or why there is none."""
    if fact.state != "值":
        return Missing(_EMPTY[fact.state], (indicator.label,))
    if fact.figure is None:
        return fact.text
    return of_figure(fact.figure)


def unstated(result: Result) -> Result:
    """What the book itself knows: a figure that is only stated becomes the gap it covers, with the names of the operands that are missing."""
    if result.origin != STATED:
        return result
    gaps = [operand.value for operand in result.operands if isinstance(operand, Result) and isinstance(operand.value, Missing)]
    names = tuple(name for gap in gaps for name in gap.names)
    return replace(result, origin=GAP, value=Missing("缺数据", names or (result.indicator.label,)), fact=None)


def value_text(value: Missing | str | bool) -> str:  # noqa: FBT001  # a truth value is what a condition comes to
    """A value that is no amount, in words: a text itself, 是 or 否, a gap as 〔缺：…〕, 不适用 and 未采集 as such."""
    if isinstance(value, Missing):
        return value.kind if value.kind in ("不适用", "未采集") or not value.names else f"〔缺：{'、'.join(value.names)}〕"
    return value if isinstance(value, str) else "是" if value else "否"


def gap_words(kind: str) -> str:
    """Why there is no value, in the current language: 缺数据, 未采集, 不适用, 除数为零 or 不能判断."""
    words = {
        "缺数据": _("缺数据"), "未采集": _("未采集"), "不适用": _("不适用"), "除数为零": _("除数为零"), "不能判断": _("不能判断"),
    }
    return words[kind]


def in_unit(point: Fraction, unit: str) -> Fraction:
    """A number in base units as a number in the unit: 0.954 in % is 95.4."""
    return point / units.scale(unit)[1]


def print_figure(figure: Figure, indicator: Indicator) -> str:
    """A fact as it is printed: with the indicator's decimals at least, with its bound word where it has one."""
    if figure.bound:
        return figure.text
    exponent = figure.value.as_tuple().exponent
    typed = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return _without_idle_zeros(write_figure(figure.value, max(indicator.decimals, typed), indicator.unit), indicator.unit)


def _without_idle_zeros(shown: str, unit: str) -> str:
    """Counts that may hold fractions (28.5 个任务点) are printed with the decimals they need; measures keep theirs."""
    return shown.rstrip("0").rstrip(".") if "." in shown and units.is_count(unit) else shown


def print_amount(amount: Amount, unit: str, decimals: int) -> str:
    """An amount in base units, printed in the unit with so many decimals; a one-sided bound prints with ≥ or ≤."""
    if amount.point is not None:
        return _without_idle_zeros(write_figure(in_unit(amount.point, unit), decimals, unit), unit)
    if amount.about is not None:
        return "约" + _without_idle_zeros(write_figure(in_unit(amount.about, unit), decimals, unit), unit)
    low, high = amount.interval.low, amount.interval.high
    if low is not None and high is not None:
        ends = [write_figure(in_unit(end, unit), decimals, unit) for end in (low, high)]
        return f"{ends[0]}~{ends[1]}"
    if low is None and high is None:
        return "—"
    end = low if low is not None else high
    assert end is not None, "one end is known here"
    sign = ("＞" if amount.interval.low_open else "≥") if low is not None else ("＜" if amount.interval.high_open else "≤")
    return sign + write_figure(in_unit(end, unit), decimals, unit)


def distinct(operands: Iterable[Operand]) -> tuple[Operand, ...]:
    """The operands without repetition, in order; the same figure is the same object."""
    return tuple({id(operand): operand for operand in operands}.values())


def leaves(operand: Operand) -> Iterator[Operand]:
    """The facts, stated figures, gaps and counts of entries at the bottom of an explanation."""
    if isinstance(operand, Tally) or not operand.operands:
        yield operand
        return
    for below in operand.operands:
        yield from leaves(below)
