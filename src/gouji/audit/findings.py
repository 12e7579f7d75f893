"""Claims → findings: one finding per error, with every claim that it breaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from gouji.audit.claims import Claim
from gouji.audit.claims import Finding
from gouji.audit.claims import Spot
from gouji.audit.conventions import is_habit
from gouji.audit.culprits import culprit
from gouji.audit.culprits import plain
from gouji.audit.culprits import repair
from gouji.audit.culprits import slip
from gouji.audit.decisions import fingerprint
from gouji.audit.naming import Named
from gouji.audit.naming import Naming
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import squeeze
from gouji.messages import translate as _
from gouji.numbers import Verdict

_GRAVITY = {Verdict.CONTRADICTS: 0, Verdict.SUSPICIOUS: 1, Verdict.TRUNCATED: 2}
QUOTE = 40
_STOPS = "，,。；;：:！!？?\n\t|"
_CLAUSE = re.compile(f"[{_STOPS}]")
TRUNCATED_TOGETHER = -1


def gather(reading: Reading, claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """The findings, gravest first: claims that fail by one number are one error; habitual truncation is one, too."""
    naming = Naming(claims)
    groups: dict[int, list[int]] = {}
    habit = is_habit(claims)
    for number, claim in enumerate(claims):
        if claim.verdict is not Verdict.HOLDS:
            truncated = habit and claim.verdict is Verdict.TRUNCATED
            groups.setdefault(TRUNCATED_TOGETHER if truncated else naming.of(claim).spot.start, []).append(number)
    found = [_finding(reading, claims, naming, sorted(numbers, key=lambda item: -claims[item].confidence)) for numbers in groups.values()]
    found.sort(key=lambda finding: (_GRAVITY[finding.verdict], -finding.confidence, finding.spot.start))
    return tuple(found)


def _finding(reading: Reading, claims: Sequence[Claim], naming: Naming, numbers: list[int]) -> Finding:
    lead = min((claims[number] for number in numbers), key=lambda claim: (_GRAVITY[claim.verdict], -claim.confidence))
    named = naming.of(lead)
    section = _section(reading, named.spot)
    mark = fingerprint(lead.kind, lead.subject, _section(reading, lead.claim), lead.claim.unit, [spot.unit for spot in lead.operands])
    return Finding(
        id=f"F{named.spot.start}", kind=lead.kind, verdict=lead.verdict, confidence=lead.confidence, spot=named.spot, message=lead.message,
        claims=tuple(numbers), place=_place(reading, named.spot, section), quote=quote(reading.text, named.spot),
        culprit=_culprit(lead, named), repair=_repair(lead, named), advice=lead.advice, fingerprint=mark,
    )


def _culprit(claim: Claim, named: Named) -> str:
    if claim.verdict is Verdict.TRUNCATED:
        return ""
    return culprit(claim) if named.spot == claim.claim else slip(plain(named.spot.value), named.right) if named.right else ""


def _repair(claim: Claim, named: Named) -> str:
    if claim.kind == "restatement":
        value = next((spot.value for spot in claim.spots if spot != named.spot), "")
    else:
        value = named.right or (repair(claim) if named.spot == claim.claim else "")
    return _("若为 {value}{unit} 则成立").format(value=value, unit=named.spot.unit) if value else ""


def quote(text: str, spot: Spot) -> str:
    """The number with the words around it, on one line: from the beginning of a clause where one is near, else with … where it is cut."""
    low, high = max(0, spot.start - QUOTE), min(len(text), spot.end + QUOTE // 2)
    begins = [match.end() for match in _CLAUSE.finditer(text, low, spot.start)]
    whole = not low or text[low - 1] in _STOPS
    start = low if whole or not begins else begins[0]
    before, behind = "" if whole or begins else "…", "" if high == len(text) or text[high] in _STOPS else "…"
    return f"{before}{squeeze(text[start:high])}{behind}"


def _place(reading: Reading, spot: Spot, section: str) -> str:
    """Where a reader of the report finds it: the heading it stands under, then page, table, row and column."""
    return " · ".join(part for part in (section, reading.document.place(spot.start).words) if part)


def _section(reading: Reading, spot: Spot) -> str:
    at = bisect_left(reading.mentions, spot.start, key=_start)
    known = at < len(reading.mentions) and _start(reading.mentions[at]) == spot.start
    return reading.sections[reading.mentions[at].section if known else 0]


def _start(mention: Mention) -> int:
    return mention.token.start
