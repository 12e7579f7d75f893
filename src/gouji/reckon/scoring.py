"""评分: a scheme worked through for one organisation and period, every point with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from gouji.book import Entry
from gouji.catalogue import Criterion
from gouji.catalogue import Scheme
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.formulas import Value
from gouji.formulas import as_amount
from gouji.formulas import combine
from gouji.formulas import evaluate
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.reckon.context import Context
from gouji.reckon.methods import Points
from gouji.reckon.methods import all_or_nothing
from gouji.reckon.methods import by_bands
from gouji.reckon.methods import by_deduction
from gouji.reckon.methods import by_formula
from gouji.reckon.methods import by_mark
from gouji.reckon.methods import by_ratio
from gouji.reckon.methods import missing_text
from gouji.reckon.methods import show
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.results import Evaluated
from gouji.reckon.results import Result
from gouji.reckon.results import print_amount
from gouji.reckon.scope import BookScope
from gouji.reckon.scoresheet import GROUP
from gouji.reckon.scoresheet import NOT_APPLICABLE
from gouji.reckon.scoresheet import SCORED
from gouji.reckon.scoresheet import UNSCORED
from gouji.reckon.scoresheet import Effect
from gouji.reckon.scoresheet import ScoreLine
from gouji.reckon.scoresheet import ScoreSheet
from gouji.reckon.scoresheet import rounded
from gouji.reckon.targets import score_target

MARKS = "评分"
TARGETS = "绩效目标"


def score(reckoner: Reckoner, scheme: Scheme, context: Context) -> ScoreSheet:
    """The score sheet of a scheme in a place. Points that nothing allows to judge stay open and are said so, never taken as given or lost."""
    return _Scoring(reckoner, scheme, context).sheet()


def scheme_of(reckoner: Reckoner, name: str, context: Context) -> Scheme:
    """The scheme of that name that counts for the period; raises GoujiError (R01) where there is none."""
    schemes = reckoner.book.edition(context.period).schemes
    if name not in schemes:
        raise GoujiError.of("R01", name=name, period=context.period.text, known="、".join(sorted(schemes)) or "—")
    return schemes[name]


class _Scoring:
    """One sheet being worked out."""

    def __init__(self, reckoner: Reckoner, scheme: Scheme, context: Context) -> None:
        self.reckoner = reckoner
        self.scheme = scheme
        self.context = context
        self.edition = reckoner.book.edition(context.period)
        self.remarks: list[str] = []

    def sheet(self) -> ScoreSheet:
        blocks = [self.criterion(criterion, 1) for criterion in self.scheme.criteria]
        lines = tuple(line for block in blocks for line in block)
        uncapped = sum((block[0].score or Fraction(0) for block in blocks), Fraction(0))
        unscored = sum((line.points for line in lines if line.status == UNSCORED), Fraction(0))
        effects = tuple(self.effects())
        total = min((uncapped, *(_cap_of(effect) for effect in effects if effect.kind == "cap" and effect.state == "bit")))
        return ScoreSheet(
            self.scheme, self.context.organisation, self.context.period.text, lines, effects, uncapped, total, unscored,
            self.grade(uncapped, self.open_points(blocks), effects), tuple(self.remarks),
        )

    def criterion(self, criterion: Criterion, level: int) -> list[ScoreLine]:
        """The line of a criterion followed by the lines below it."""
        if criterion.children:
            return self.group(criterion, level, [self.criterion(child, level + 1) for child in criterion.children])
        if criterion.targets is not None:
            return self.group(criterion, level, self.targets(criterion, level + 1))
        if criterion.either:
            return [self.either(criterion, level)]
        return [self.leaf(criterion, level)]

    def group(self, criterion: Criterion, level: int, blocks: list[list[ScoreLine]]) -> list[ScoreLine]:
        """A group: the sum of its children, never above its points (targets with 分值 of their own may come to more); with `rescale` what does not
        apply is dropped and the rest scaled to the group's points.
        """
        tops = [block[0] for block in blocks]
        applicable = sum((line.points for line in tops if line.status != NOT_APPLICABLE), Fraction(0))
        gained = sum((line.score or Fraction(0) for line in tops), Fraction(0))
        arithmetic = ""
        if not tops or not applicable:
            status, result = (NOT_APPLICABLE if tops or self.has_targets() else UNSCORED), None
        else:
            status, result = GROUP, min(gained, criterion.points)
            if criterion.rescale and applicable != criterion.points:
                result = rounded(gained * criterion.points / applicable, self.scheme)
                arithmetic = _("不适用的分值重新分配：{gained} × {points} ÷ {applicable}").format(
                    gained=show(gained), points=show(criterion.points), applicable=show(applicable),
                )
        line = ScoreLine(
            criterion.code, criterion.name, level, criterion.points, result, status, note=criterion.note, arithmetic=arithmetic,
        )
        return [line, *(below for block in blocks for below in block)]

    def has_targets(self) -> bool:
        """Whether targets were set at all: then a group without any does not apply; without a list nothing can be said."""
        return next(self.entries(TARGETS), None) is not None

    def targets(self, criterion: Criterion, level: int) -> list[list[ScoreLine]]:
        """One line per performance target of the group; points shared equally among those without points of their own."""
        entries = [entry for entry in self.entries(TARGETS) if self.holds(criterion, entry)]
        own = {entry.number: Fraction(entry.figures["分值"].value) for entry in entries if "分值" in entry.figures}
        rest = [entry for entry in entries if entry.number not in own]
        left = criterion.points - sum(own.values(), Fraction(0))
        if left < 0 or (left and own and not rest):
            self.remarks.append(
                _("“{name}”各指标的分值合计 {total}，不等于该项分值 {points}。").format(
                    name=criterion.name, total=show(criterion.points - left), points=show(criterion.points),
                ),
            )
        shares = dict(zip((entry.number for entry in rest), self.shares(max(left, Fraction(0)), len(rest)), strict=True))
        lines = []
        for number, entry in enumerate(entries, 1):
            points = own[entry.number] if entry.number in own else shares[entry.number]
            line, remark = score_target(entry, f"{criterion.code}.{number}", level, points, self.scheme)
            lines.append([self.finished(line)])
            if remark:
                self.remarks.append(remark)
        return lines

    def shares(self, points: Fraction, count: int) -> list[Fraction]:
        """Points shared equally in amounts the sheet can print; the first few carry one unit of the last place more, so that nothing is lost."""
        if not count:
            return []
        step = Fraction(1, 10**self.scheme.decimals)
        whole, rest = divmod(points / step, count)
        return [step * (whole + (1 if number < rest else 0)) for number in range(count)]

    def entries(self, register: str) -> Iterator[Entry]:
        """The entries of a register that belong to the place."""
        scope = BookScope(self.reckoner, self.context)
        yield from scope.entries(register)

    def holds(self, criterion: Criterion, entry: Entry) -> bool:
        """Whether an entry belongs to the criterion's targets."""
        assert criterion.targets is not None, "asked only of criteria over targets"
        node = self.edition.bind(criterion.targets.text, self.scheme.set, TARGETS)
        return evaluate(node, BookScope(self.reckoner, replace(self.context, entry=entry))) is True

    def either(self, criterion: Criterion, level: int) -> ScoreLine:
        """The first alternative that can be scored, under the criterion's own code; else what is missing of the last."""
        tried: list[ScoreLine] = []
        for alternative in criterion.either:
            line = self.leaf(alternative, level)
            if line.status == SCORED:
                passed = _("；").join(_("{name}未能计分").format(name=other.name) for other in tried)
                note = _("；").join(part for part in (criterion.note, _("采用：{name}").format(name=line.name), passed) if part)
                return replace(line, code=criterion.code, name=criterion.name, note=note)
            tried.append(line)
        every = all(line.status == NOT_APPLICABLE for line in tried)
        reasons = _("；").join(f"{line.name}：{line.arithmetic}" for line in tried)
        return ScoreLine(
            criterion.code, criterion.name, level, criterion.points, None, NOT_APPLICABLE if every else UNSCORED, note=criterion.note,
            arithmetic=reasons, rule_text=_("择一计分"),
        )

    def leaf(self, criterion: Criterion, level: int) -> ScoreLine:
        """A single criterion by its method."""
        blank = ScoreLine(
            criterion.code, criterion.name, level, criterion.points, None, UNSCORED, rule_text=rule_text(criterion), note=criterion.note,
        )
        if criterion.method in ("评判", "定性"):
            return self.finished(self.marked(criterion, blank))
        value = self.evaluated(criterion.formula if criterion.method == "公式" else criterion.value)
        target = self.target(criterion)
        shown = replace(
            blank, target=criterion.target.text if criterion.target else "", actual=_shown(value), operands=value.operands if value else (),
            evidence_count=_evidence(value),
        )
        gap = next((part.value for part in (value, target) if part is not None and isinstance(part.value, Missing)), None)
        if gap is not None:
            return replace(shown, status=NOT_APPLICABLE if gap.kind == "不适用" else UNSCORED, arithmetic=missing_text(gap))
        if criterion.value is not None:
            criterion = self.edition.in_own_unit(criterion, self.scheme.set)
        points = _points(criterion, value.value if value else Missing("缺数据"), target.value if target else Missing("缺数据"))
        return self.finished(_with_points(shown, points))

    def evaluated(self, formula: object) -> Evaluated | None:
        """The value of a criterion's formula; None where it has none."""
        if formula is None:
            return None
        return self.reckoner.evaluate(str(formula), self.scheme.set, self.context)

    def target(self, criterion: Criterion) -> Evaluated | None:
        """The target; a number without unit is in the unit of the value."""
        goal = self.evaluated(criterion.target)
        if goal is None or criterion.target is None or criterion.value is None:
            return goal
        factor = self.edition.factor(criterion.target.text, criterion.value.text, self.scheme.set)
        return goal if factor == 1 else replace(goal, value=combine("×", goal.value, Amount.exact(factor)))

    def marked(self, criterion: Criterion, line: ScoreLine) -> ScoreLine:
        """The judge's mark from register 评分; several judges count by their mean. A mark without a reason does not count."""
        marks = [
            entry for entry in self.entries(MARKS)
            if entry.texts.get("评分办法") == self.scheme.name and entry.texts.get("代码") == criterion.code and "得分" in entry.figures
        ]
        valid = [entry for entry in marks if entry.texts.get("理由")]
        if not valid:
            return replace(line, arithmetic=_("评分没有写理由，不能采用") if marks else _("还没有评分"))
        mean = sum((Fraction(entry.figures["得分"].value) for entry in valid), Fraction(0)) / len(valid)
        points = by_mark(criterion, mean)
        return replace(
            _with_points(line, points), actual=_("、").join(entry.texts["得分"] for entry in valid),
            reason=_("；").join(entry.texts["理由"] for entry in valid), judge=_("、").join(entry.texts.get("评分人", "") for entry in valid),
            evidence_count=sum(len(entry.evidence) for entry in valid),
        )

    def finished(self, line: ScoreLine) -> ScoreLine:
        """The line with its score rounded as the scheme prints it."""
        return line if line.score is None else replace(line, score=rounded(line.score, self.scheme), status=SCORED)

    def effects(self) -> Iterator[Effect]:
        """Caps and vetoes with what their conditions came to."""
        for cap in self.scheme.caps:
            state = self.condition(cap.when.text)
            yield Effect("cap", cap.when.text, cap.reason, str(cap.maximum), state)
        for veto in self.scheme.vetoes:
            yield Effect("veto", veto.when.text, veto.reason, veto.grade, self.condition(veto.when.text))

    def condition(self, text: str) -> str:
        """bit, idle or open."""
        value = self.reckoner.evaluate(text, self.scheme.set, self.context).value
        if isinstance(value, Missing):
            self.remarks.append(_("条件“{condition}”不能判断：{reason}").format(condition=text, reason=missing_text(value)))
            return "open"
        return "bit" if value is True else "idle"

    def open_points(self, blocks: list[list[ScoreLine]]) -> Fraction:
        """The points that could still be gained; those of a group that rescales weigh as much more as what does not apply leaves room for."""
        return sum((self.open_of(criterion, block) for criterion, block in zip(self.scheme.criteria, blocks, strict=True)), Fraction(0))

    def open_of(self, criterion: Criterion, block: list[ScoreLine]) -> Fraction:
        """The points of a block of lines that could still be gained."""
        top, *below = block
        if not criterion.children:
            return sum((line.points for line in block if line.status == UNSCORED), Fraction(0))
        level = top.level + 1
        starts = [number for number, line in enumerate(below) if line.level == level]
        parts = [below[start:end] for start, end in zip(starts, [*starts[1:], len(below)], strict=True)]
        points = sum((self.open_of(child, part) for child, part in zip(criterion.children, parts, strict=True)), Fraction(0))
        applicable = sum((part[0].points for part in parts if part[0].status != NOT_APPLICABLE), Fraction(0))
        return points * criterion.points / applicable if criterion.rescale and applicable else points

    def grade(self, uncapped: Fraction, unscored: Fraction, effects: tuple[Effect, ...]) -> str:
        """The grade: a veto's, else by the total; empty while open points, or conditions that cannot be told, could change it."""
        vetoed = next((effect.result for effect in effects if effect.kind == "veto" and effect.state == "bit"), "")
        if vetoed:
            return vetoed
        caps = {state: [_cap_of(effect) for effect in effects if effect.kind == "cap" and effect.state == state] for state in ("bit", "open")}
        lowest = min((uncapped, *caps["bit"], *caps["open"]))
        highest = min((uncapped + unscored, self.scheme.total, *caps["bit"]))
        totals = {lowest, highest, *(min(highest, cap) for cap in caps["open"])}
        if unscored:  # any total between the ends may come out
            totals |= {grade.start for grade in self.scheme.grades if lowest < grade.start < highest}
        possible = [self.by_total(total) for total in sorted(totals, reverse=True)]
        possible.extend(effect.result for effect in effects if effect.kind == "veto" and effect.state == "open")
        if len(set(possible)) == 1:
            return possible[0]
        if unscored:
            self.remarks.append(_("还有 {points} 分未评。").format(points=show(unscored)))
        self.remarks.append(_("等级可能是{grades}，暂不能定。").format(grades=_("、").join(f"“{grade}”" for grade in dict.fromkeys(possible))))
        return ""

    def by_total(self, total: Fraction) -> str:
        """The grade of a total: the highest grade whose start it reaches."""
        reached = [grade for grade in self.scheme.grades if grade.start <= total]
        return max(reached, key=lambda grade: grade.start).name if reached else ""


def _cap_of(effect: Effect) -> Fraction:
    return Fraction(effect.result)


def _points(criterion: Criterion, value: Value, target: Value) -> Points:
    if criterion.method == "公式":
        return by_formula(criterion, value)
    actual, goal = as_amount(value), as_amount(target)
    if criterion.method == "分档" and isinstance(actual, Amount):
        return by_bands(criterion, actual)
    if not isinstance(actual, Amount) or not isinstance(goal, Amount):
        return Points(None, _("没有可比较的数"))
    if criterion.method == "扣分":
        return by_deduction(criterion, actual, goal)
    method = all_or_nothing if criterion.method == "达标" else by_ratio
    return method(criterion.points, criterion.direction, actual, goal)


def _with_points(line: ScoreLine, points: Points) -> ScoreLine:
    completion = "" if points.completion is None else print_amount(Amount.exact(points.completion), "%", 2) + "%"
    return replace(line, score=points.score, arithmetic=points.arithmetic, completion=completion)


def _shown(value: Evaluated | None) -> str:
    if value is None or isinstance(value.value, Missing):
        return ""
    single = value.operands[0] if len(value.operands) == 1 else None
    if isinstance(single, Result) and single.value == value.value:
        unit = single.indicator.unit
        return single.printed + ("" if unit in ("", ":1") else unit)
    if isinstance(value.value, Amount):
        ratio = "÷" in value.filled
        return print_amount(value.value, "%" if ratio else "", 2) + ("%" if ratio else "") + f"（{value.filled}）"
    return str(value.value)


def _evidence(value: Evaluated | None) -> int:
    if value is None:
        return 0
    facts = [operand.fact for operand in value.operands if isinstance(operand, Result) and operand.fact is not None]
    return len({link for fact in facts for link in fact.evidence})


def rule_text(criterion: Criterion) -> str:
    """The criterion's rule in words."""
    target = f"{criterion.direction}{criterion.target.text}" if criterion.target is not None else ""
    match criterion.method:
        case "比例":
            return _("目标 {target}；达到得满分，未达到按比例").format(target=target)
        case "达标":
            return _("目标 {target}；达标得满分，否则 0 分").format(target=target)
        case "扣分":
            return _("目标 {target}；每偏离 {unit}% 扣 {deduct} 分，扣完为止").format(
                target=target, unit=criterion.unit * 100, deduct=print_amount(Amount.exact(criterion.deduct), "", 2),
            )
        case "分档":
            return _("按完成值分档")
        case "公式":
            return _("按算式 {formula}").format(formula=criterion.formula)
        case "评判":
            return _("评判，{points} 分制，须写理由").format(points=criterion.out_of if criterion.out_of is not None else criterion.points)
        case _:
            return _("定性评判，须写理由")
