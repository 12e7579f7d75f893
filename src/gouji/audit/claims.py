"""断言、操作数、结论: what the text asserts of its numbers, as values. A claim is one relation; a finding groups the claims that one error breaks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gouji.numbers import Verdict
from gouji.numbers import write_figure
from gouji.numbers.record import record

HOLDS, TRUNCATED, CONTRADICTS, SUSPICIOUS = Verdict.HOLDS, Verdict.TRUNCATED, Verdict.CONTRADICTS, Verdict.SUSPICIOUS


@record
class Spot:
    """A number in the document: as printed, its unit word, and its stretch of the text in code points."""

    value: str
    unit: str
    start: int
    end: int

    def as_record(self) -> dict[str, object]:
        """As JSON-able data."""
        return {"value": self.value, "unit": self.unit, "start": self.start, "end": self.end}


@record
class Claim:
    """One relation between printed numbers.

    `expression` is plain arithmetic over a, b, c … = the operands as printed, in order; `recomputed` its exact value (None where there is
    no arithmetic). `confidence` (0–100) is the strength of the cue. `reason` is a stable word for why, for filters and decisions.
    """

    kind: str
    verdict: Verdict
    claim: Spot
    operands: tuple[Spot, ...]
    expression: str
    recomputed: Fraction | None
    confidence: int
    message: str
    reason: str = ""
    advice: str = ""
    subject: str = ""

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The claim's number and its operands."""
        return (self.claim, *self.operands)


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A relation that was recognised but could not be checked, and why."""

    kind: str
    claim: Spot
    reason: str

    def as_record(self) -> dict[str, object]:
        """As JSON-able data."""
        return {"kind": self.kind, "claim": self.claim.as_record(), "reason": self.reason}


def names() -> tuple[str, ...]:
    """The names of operands in expressions: a … z, aa … zz."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return (*letters, *(first + second for first in letters for second in letters))


NAMES = names()


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: one error, with all claims it breaks (their numbers in `Audit.claims`, the strongest first).

    `spot` is the probable culprit; `culprit` names the slip (digits exchanged, last year's value …) or is empty; `repair` says what value
    would make it right. `fingerprint` stays the same when the report is audited again or a little changed.
    """

    id: str
    kind: str
    verdict: Verdict
    confidence: int
    spot: Spot
    message: str
    claims: tuple[int, ...]
    place: str
    quote: str
    culprit: str
    repair: str
    advice: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was looked at: measured numbers, how many took part in some check, how many in a relation that holds."""

    measured: int
    checked: int
    held: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one document: every claim, the findings (gravest first), what could not be assessed, coverage, habits of the document."""

    path: str
    title: str
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    not_assessable: tuple[Unassessed, ...]
    coverage: Coverage
    conventions: tuple[str, ...]
    notices: tuple[str, ...]

    def as_record(self) -> dict[str, object]:
        """The audit as JSON-able data (schema gouji-audit/1)."""
        return {
            "schema": "gouji-audit/1", "document": self.path, "title": self.title,
            "claims": [claim_record(number, claim) for number, claim in enumerate(self.claims)],
            "findings": [finding_record(finding) for finding in self.findings],
            "not_assessable": [item.as_record() for item in self.not_assessable],
            "coverage": {"measured": self.coverage.measured, "checked": self.coverage.checked, "held": self.coverage.held},
            "conventions": list(self.conventions), "notices": list(self.notices),
        }


def claim_id(number: int) -> str:
    """The id of a claim by its number in the audit."""
    return f"C{number + 1}"


def claim_record(number: int, claim: Claim) -> dict[str, object]:
    """A claim as JSON-able data; `recomputed` is a decimal text, exact where it ends within 12 places."""
    return {
        "id": claim_id(number), "kind": claim.kind, "verdict": claim.verdict.value, "confidence": claim.confidence,
        "claim": claim.claim.as_record(), "operands": [spot.as_record() for spot in claim.operands], "expression": claim.expression,
        "recomputed": decimal_text(claim.recomputed), "message": claim.message, "reason": claim.reason, "subject": claim.subject,
    }


def finding_record(finding: Finding) -> dict[str, object]:
    """A finding as JSON-able data."""
    return {
        "id": finding.id, "kind": finding.kind, "verdict": finding.verdict.value, "confidence": finding.confidence,
        "number": finding.spot.as_record(), "message": finding.message, "claims": [claim_id(number) for number in finding.claims],
        "place": finding.place, "quote": finding.quote, "culprit": finding.culprit, "repair": finding.repair, "advice": finding.advice,
        "fingerprint": finding.fingerprint,
    }


def decimal_text(value: Fraction | None) -> str:
    """An exact number as a decimal text of at most 12 places, idle zeros dropped; empty for None."""
    if value is None:
        return ""
    shown = write_figure(value, 12)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
