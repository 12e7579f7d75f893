"""绩效目标的评分: one performance target with its target and actual value, scored by direction (财预〔2020〕10号 and practice)."""

from __future__ import annotations

from fractions import Fraction

from gouji.book import Entry
from gouji.catalogue import Scheme
from gouji.formulas import Amount
from gouji.formulas import of_figure
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import read_figure
from gouji.reckon.methods import Points
from gouji.reckon.methods import by_ratio
from gouji.reckon.methods import show
from gouji.reckon.results import print_amount
from gouji.reckon.scoresheet import UNSCORED
from gouji.reckon.scoresheet import ScoreLine

_BOUNDS = {Bound.AT_LEAST: "≥", Bound.MORE: ">", Bound.AT_MOST: "≤", Bound.LESS: "<"}
_WRITTEN = {"≥": Bound.AT_LEAST, ">": Bound.MORE, "≤": Bound.AT_MOST, "<": Bound.LESS}


def score_target(entry: Entry, code: str, level: int, points: Fraction, scheme: Scheme) -> tuple[ScoreLine, str]:
    """The line of a target, and a remark where the scheme wants a reason for far over-achievement (it never deducts for that).

    A bare target means at least (practice); texts such as 完备 are met by the same text; what cannot be compared stays open.
    """
    texts = entry.texts
    comparator, target_text, actual_text = (texts.get(name, "") for name in ("比较符", "目标值", "实际值"))
    target = _read(target_text, texts.get("单位", ""))
    actual = _read(actual_text, texts.get("实际单位", "") or texts.get("单位", ""))
    direction = _direction(comparator, target)
    actual_sign = texts.get("实际比较符", "").replace("无", "")
    outcome = _points(points, direction, target, actual, target_text, actual_text, actual_sign)
    line = ScoreLine(
        code, texts.get("三级指标", ""), level, points, outcome.score, UNSCORED,
        rule_text=_("达到目标得满分，未达到按比例"), target=_with_sign(comparator, target_text, texts.get("单位", "")),
        actual=_with_sign(actual_sign, actual_text, texts.get("实际单位", "")), arithmetic=outcome.arithmetic,
        completion="" if outcome.completion is None else print_amount(Amount.exact(outcome.completion), "%", 2) + "%",
        reason=texts.get("偏差原因", ""), note=texts.get("审核意见", ""), evidence_count=len(entry.evidence),
    )
    return line, _remark(texts, outcome, scheme)


def _read(text: str, unit: str) -> Figure | None:
    try:
        return read_figure(text, unit) if text else None
    except GoujiError:
        return None


def _direction(comparator: str, target: Figure | None) -> str:
    if comparator in ("≥", ">", "=", "≤", "<"):
        return comparator
    if target is not None and target.bound in _BOUNDS:
        return _BOUNDS[target.bound]
    return "≤" if target is not None and target.value == 0 and target.bound is Bound.NONE else "≥"


def _points(
    points: Fraction, direction: str, target: Figure | None, actual: Figure | None, target_text: str, actual_text: str, sign: str,
) -> Points:
    if not actual_text:
        return Points(None, _("没有填实际完成值"))
    if target is None or actual is None:
        if target_text == actual_text:
            return Points(points, _("文字目标已达到，得满分"))
        return Points(None, _("文字目标，需评判"))
    if target.unit and actual.unit and not _comparable(target, actual):
        return Points(None, _("目标与完成值的单位不同（{target}、{actual}）").format(target=target.unit, actual=actual.unit))
    reached = of_figure(actual)
    if target.bound is Bound.RANGE:
        return _within(points, reached, target)
    goal = Amount.exact(target.base_value())
    if sign in _WRITTEN:
        reached = of_figure(Figure(actual.value, actual.place, actual.unit, _WRITTEN[sign]))
    return by_ratio(points, direction, reached, goal)


def _within(points: Fraction, reached: Amount, target: Figure) -> Points:
    """A target between two ends is met or is a matter of judgement: no regulation says what a miss is worth."""
    if reached.point is not None and target.base().contains(reached.point):
        return Points(points, _("在目标区间内，得满分 {points}").format(points=show(points)))
    return Points(None, _("不在目标区间内，需评判"))


def _comparable(target: Figure, actual: Figure) -> bool:
    try:
        actual.to(target.unit)
    except GoujiError:
        return False
    return True


def _with_sign(comparator: str, text: str, unit: str) -> str:
    sign = comparator if comparator in ("≥", ">", "≤", "<", "=") and not text.startswith(comparator) else ""
    return f"{sign}{text}{'' if not text or text.endswith(unit) else unit}"


def _remark(texts: dict[str, str], outcome: Points, scheme: Scheme) -> str:
    threshold = scheme.over_achievement
    if threshold is None or outcome.completion is None or outcome.completion < threshold or texts.get("偏差原因"):
        return ""
    return _("“{name}”完成 {completion}%，达到目标的 {threshold}% 及以上，请说明原因（不扣分）。").format(
        name=texts.get("三级指标", ""), completion=print_amount(Amount.exact(outcome.completion), "%", 2),
        threshold=print_amount(Amount.exact(threshold), "%", 0),
    )
