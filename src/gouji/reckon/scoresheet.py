"""评分表: every point with its target, actual, rule, arithmetic and reason; caps, vetoes, grade; what could not be scored."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gouji.catalogue import Scheme
from gouji.numbers import Rounding
from gouji.numbers import round_to
from gouji.numbers import write_figure
from gouji.reckon.results import Operand

SCORED, NOT_APPLICABLE, UNSCORED, GROUP = "已评", "不适用", "未评", "小计"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of a score sheet. `score` is exact before printing, None where not applicable or not scored; `level` is the depth in the tree."""

    code: str
    name: str
    level: int
    points: Fraction
    score: Fraction | None
    status: str
    rule_text: str = ""
    target: str = ""
    actual: str = ""
    completion: str = ""
    arithmetic: str = ""
    reason: str = ""
    judge: str = ""
    note: str = ""
    evidence_count: int = 0
    operands: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """A cap or veto and what its condition came to: bit, did not bite, or could not be told."""

    kind: str
    condition: str
    reason: str
    result: str
    state: str


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The sheet: lines in the order of the scheme, the total before and after caps, the points nobody could score, the grade (empty where open)."""

    scheme: Scheme
    organisation: str
    period: str
    lines: tuple[ScoreLine, ...]
    effects: tuple[Effect, ...]
    uncapped_total: Fraction
    total: Fraction
    unscored: Fraction
    grade: str
    remarks: tuple[str, ...]

    def printed(self, value: Fraction | None) -> str:
        """A score as the scheme prints it; — where there is none."""
        if value is None:
            return "—"
        return write_figure(value, self.scheme.decimals, rounding=Rounding(self.scheme.rounding))

    def as_record(self) -> dict[str, object]:
        """The sheet as JSON-able data (schema gouji-score/1); scores are decimal texts."""
        return {
            "schema": "gouji-score/1", "scheme": self.scheme.name, "regulation": self.scheme.regulation, "region": self.scheme.region,
            "year": self.scheme.year, "demonstration": self.scheme.demonstration, "organisation": self.organisation, "period": self.period,
            "total": self.printed(self.total), "uncapped_total": self.printed(self.uncapped_total), "maximum": self.printed(self.scheme.total),
            "unscored": self.printed(self.unscored), "grade": self.grade, "remarks": list(self.remarks),
            "lines": [self._line(line) for line in self.lines],
            "effects": [
                {"kind": effect.kind, "condition": effect.condition, "reason": effect.reason, "result": effect.result, "state": effect.state}
                for effect in self.effects
            ],
        }

    def _line(self, line: ScoreLine) -> dict[str, object]:
        return {
            "code": line.code, "name": line.name, "level": line.level, "points": self.printed(line.points),
            "score": self.printed(line.score) if line.score is not None else None, "status": line.status, "rule": line.rule_text,
            "target": line.target, "actual": line.actual, "completion": line.completion, "arithmetic": line.arithmetic, "reason": line.reason,
            "judge": line.judge, "note": line.note, "evidence": line.evidence_count,
        }


def rounded(value: Fraction, scheme: Scheme) -> Fraction:
    """A score rounded as the scheme says, still exact."""
    return Fraction(round_to(value, scheme.decimals, Rounding(scheme.rounding)))
