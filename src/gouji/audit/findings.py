"""Claims → findings: one finding per error, with every claim that it breaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from gouji.audit.claims import Claim
from gouji.audit.claims import Finding
from gouji.audit.claims import Spot
from gouji.audit.conventions import is_habit
from gouji.audit.culprits import culprit
from gouji.audit.culprits import repair
from gouji.audit.decisions import fingerprint
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import squeeze
from gouji.messages import translate as _
from gouji.numbers import Verdict

_GRAVITY = {Verdict.CONTRADICTS: 0, Verdict.SUSPICIOUS: 1, Verdict.TRUNCATED: 2}
QUOTE = 40
TRUNCATED_TOGETHER = -1


def gather(reading: Reading, claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """The findings, gravest first: claims that fail and share their claimed number are one error; habitual truncation is one, too."""
    groups: dict[int, list[int]] = {}
    habit = is_habit(claims)
    for number, claim in enumerate(claims):
        if claim.verdict is not Verdict.HOLDS:
            truncated = habit and claim.verdict is Verdict.TRUNCATED
            groups.setdefault(TRUNCATED_TOGETHER if truncated else claim.claim.start, []).append(number)
    found = [_finding(reading, claims, sorted(numbers, key=lambda item: -claims[item].confidence)) for numbers in groups.values()]
    found.sort(key=lambda finding: (_GRAVITY[finding.verdict], -finding.confidence, finding.spot.start))
    return tuple(found)


def _finding(reading: Reading, claims: Sequence[Claim], numbers: list[int]) -> Finding:
    lead = min((claims[number] for number in numbers), key=lambda claim: (_GRAVITY[claim.verdict], -claim.confidence))
    place = reading.document.place(lead.claim.start)
    section = _section(reading, lead.claim)
    mark = fingerprint(lead.kind, lead.subject, section, lead.claim.unit, [spot.unit for spot in lead.operands])
    return Finding(
        id=f"F{lead.claim.start}", kind=lead.kind, verdict=lead.verdict, confidence=lead.confidence, spot=lead.claim, message=lead.message,
        claims=tuple(numbers), place=place.words, quote=quote(reading.text, lead.claim),
        culprit=_culprit(lead), repair=_repair(lead), advice=lead.advice, fingerprint=mark,
    )


def _culprit(claim: Claim) -> str:
    return culprit(claim) if claim.verdict is not Verdict.TRUNCATED else ""


def _repair(claim: Claim) -> str:
    value = repair(claim) or (claim.operands[0].value if claim.kind == "restatement" and claim.operands else "")
    return _("若为 {value}{unit} 则成立").format(value=value, unit=claim.claim.unit) if value else ""


def quote(text: str, spot: Spot) -> str:
    """The number with the words around it, on one line."""
    return squeeze(text[max(0, spot.start - QUOTE):spot.end + QUOTE // 2])


def _section(reading: Reading, spot: Spot) -> str:
    at = bisect_left(reading.mentions, spot.start, key=_start)
    known = at < len(reading.mentions) and _start(reading.mentions[at]) == spot.start
    return reading.sections[reading.mentions[at].section if known else 0]


def _start(mention: Mention) -> int:
    return mention.token.start
