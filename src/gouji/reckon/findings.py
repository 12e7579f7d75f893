"""问题: what a check brings to light, as values with rule number, place, both sides, the arithmetic and the advice."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.messages import Place
from gouji.numbers import Verdict
from gouji.reckon.results import Operand

SEVERITIES = {"错误": "error", "警告": "warning", "提示": "info"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation that does not hold, holds only when cut off, or that a careful reader would ask about.

    `left` and `right` are both sides as printed, `gap` is how far apart they are; `operands` explain themselves down to facts, sources and evidence.
    """

    rule: str
    statement: str
    level: str
    severity: str
    verdict: Verdict
    indicators: tuple[str, ...]
    organisation: str
    period: str
    subject: str
    message: str
    advice: str
    formula: str
    left: str = ""
    right: str = ""
    operands: tuple[Operand, ...] = ()
    place: Place = Place()
    gap: str = ""

    def as_record(self) -> dict[str, object]:
        """The finding as JSON-able data (schema gouji-check/1)."""
        return {
            "rule": self.rule, "severity": SEVERITIES[self.severity], "verdict": self.verdict.value, "indicators": list(self.indicators),
            "organisation": self.organisation, "period": self.period, "message": self.message, "level": self.level, "subject": self.subject,
            "statement": self.statement, "formula": self.formula, "left": self.left, "right": self.right, "advice": self.advice,
        }


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A relation that could not be checked, and why. It never counts as agreement."""

    rule: str
    organisation: str
    period: str
    subject: str
    reason: str
    missing: tuple[str, ...]

    def as_record(self) -> dict[str, object]:
        """As JSON-able data."""
        return {
            "rule": self.rule, "organisation": self.organisation, "period": self.period, "subject": self.subject, "reason": self.reason,
            "missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything a check found: findings (gravest first), how many relations held, which could not be assessed, how many do not apply."""

    findings: tuple[Finding, ...]
    held: int
    not_assessable: tuple[Unassessed, ...]
    not_applicable: int

    def as_record(self) -> dict[str, object]:
        """The report as JSON-able data (schema gouji-check/1)."""
        return {
            "schema": "gouji-check/1", "findings": [finding.as_record() for finding in self.findings], "held": self.held,
            "not_assessable": [item.as_record() for item in self.not_assessable], "not_applicable": self.not_applicable,
        }
