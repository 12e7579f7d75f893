"""Methods of scoring one criterion: how value and target become points. Sources: domain rules on self-evaluation (财预〔2020〕10号 and practice)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from gouji.catalogue import Criterion
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.formulas import Value
from gouji.messages import translate as _
from gouji.numbers import write_figure
from gouji.reckon.results import gap_words

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Points:
    """Points given, how they were worked out, and how far the target was reached (None where no ratio exists)."""

    score: Fraction | None
    arithmetic: str
    completion: Fraction | None = None


def meets(direction: str, actual: Amount, target: Amount) -> bool | None:
    """Whether an actual value reaches its target in the direction; None where the printed precision or a bound leaves it open.

    A printed figure counts by its printed value; a bound such as ≥60 counts by its interval.
    """
    if actual.point is not None and target.point is not None:
        return _ORDER[direction](actual.point, target.point)
    low, high, goal = actual.interval.low, actual.interval.high, target.point
    if goal is None:
        return None
    if direction in ("≥", ">"):
        return True if low is not None and _ORDER[direction](low, goal) else False if high is not None and high < goal else None
    if direction in ("≤", "<"):
        return True if high is not None and _ORDER[direction](high, goal) else False if low is not None and low > goal else None
    return None


_ORDER: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "≥": lambda a, b: a >= b, ">": lambda a, b: a > b, "=": lambda a, b: a == b, "≤": lambda a, b: a <= b, "<": lambda a, b: a < b,
}


def by_ratio(points: Fraction, direction: str, actual: Amount, target: Amount) -> Points:
    """比例: full points when met, else points × actual ÷ target (≤: × target ÷ actual). Negative actuals count as 0; target 0 is all or nothing.

    `=` with a target above 0 is treated like ≥ (practice); the score never exceeds the points.
    """
    met = meets("≥" if direction == "=" and target.point else direction, actual, target)
    ratio = completion(direction, actual, target)
    if met:
        return Points(points, _("达到目标，得满分 {points}").format(points=show(points)), ratio)
    if met is None or actual.point is None or target.point is None:
        return Points(None, _("完成值只是一个界限，不能计分"), None)
    if target.point == 0:
        return Points(ZERO, _("目标为 0 而未达到，得 0 分"), None)
    share = _share(direction, max(actual.point, ZERO), target.point)
    text = _("{points} × {share} = {score}").format(points=show(points), share=_percent(share), score=show(points * share))
    return Points(points * share, text, ratio)


def _share(direction: str, actual: Fraction, target: Fraction) -> Fraction:
    share = target / actual if direction in ("≤", "<") and actual else actual / target
    return min(max(share, ZERO), Fraction(1))


def completion(direction: str, actual: Amount, target: Amount) -> Fraction | None:
    """How far the target was reached: actual ÷ target (≤: target ÷ actual); None where there is no such ratio (a target of 0 or below)."""
    if actual.point is None or target.point is None or target.point <= 0:
        return None
    if direction in ("≤", "<"):
        return target.point / actual.point if actual.point > 0 else None
    return actual.point / target.point


def all_or_nothing(points: Fraction, direction: str, actual: Amount, target: Amount) -> Points:
    """达标: all points when met, none otherwise."""
    met = meets(direction, actual, target)
    if met is None:
        return Points(None, _("完成值只是一个界限，不能判断是否达标"))
    text = _("达标，得 {points} 分") if met else _("未达标，得 0 分")
    return Points(points if met else ZERO, text.format(points=show(points)), completion(direction, actual, target))


def by_bands(criterion: Criterion, actual: Amount) -> Points:
    """分档: the share of the highest band whose start the value reaches; 0 below all."""
    if actual.point is None:
        return Points(None, _("完成值只是一个界限，不能分档"))
    reached = [band for band in criterion.bands if band.start <= actual.point]
    share = max(reached, key=lambda band: band.start).share if reached else ZERO
    score = criterion.points * share
    return Points(score, _("{points} × {share}（分档）= {score}").format(points=show(criterion.points), share=_percent(share), score=show(score)))


def by_deduction(criterion: Criterion, actual: Amount, target: Amount) -> Points:
    """扣分: `deduct` points for each `unit` of deviation on the wrong side of the target, in proportion, not below 0."""
    if actual.point is None or target.point is None:
        return Points(None, _("完成值只是一个界限，不能计算偏差"))
    deviation = actual.point - target.point if criterion.direction in ("≤", "<") else target.point - actual.point
    if criterion.direction == "=":
        deviation = abs(deviation)
    if deviation <= 0:
        return Points(criterion.points, _("没有超出目标，得满分 {points}").format(points=show(criterion.points)))
    lost = deviation / criterion.unit * criterion.deduct
    score = max(criterion.points - lost, ZERO)
    text = _("{points} − 偏差 {deviation} ÷ {unit} × {deduct} = {score}").format(
        points=show(criterion.points), deviation=_percent(deviation), unit=_percent(criterion.unit), deduct=show(criterion.deduct), score=show(score),
    )
    return Points(score, text)


def by_formula(criterion: Criterion, value: Value) -> Points:
    """公式: the formula gives the points, held between 0 and the criterion's points."""
    if not isinstance(value, Amount) or value.point is None:
        return Points(None, _("算式没有得出确定的数"))
    score = min(max(value.point, ZERO), criterion.points)
    return Points(score, _("算式得 {value}，计 {score} 分").format(value=show(value.point), score=show(score)))


def by_mark(criterion: Criterion, mark: Fraction) -> Points:
    """评判: the judge's mark; with `out_of` the mark is scaled to the criterion's points."""
    if criterion.out_of is None:
        score = min(max(mark, ZERO), criterion.points)
        return Points(score, _("评判得 {score} 分").format(score=show(score)))
    score = min(max(criterion.points * mark / criterion.out_of, ZERO), criterion.points)
    text = _("{points} × {mark} ÷ {out_of} = {score}").format(
        points=show(criterion.points), mark=show(mark), out_of=show(criterion.out_of), score=show(score),
    )
    return Points(score, text)


def missing_text(value: Missing) -> str:
    """Why there is no value, for the arithmetic column."""
    names = _("、").join(value.names[:4])
    return _("{kind}：{names}").format(kind=gap_words(value.kind), names=names) if names else gap_words(value.kind)


def show(value: Fraction) -> str:
    """A number of points with the decimals it needs, at most four."""
    shown = write_figure(value, 4)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _percent(value: Fraction) -> str:
    return show(value * 100) + "%"
