"""SARIF 2.1.0 for tools that show findings of any checker: findings, and what holds or could not be checked, as results.

Offsets are code points: in the file itself for text formats, else in the text that the log carries along (`artifacts[0].contents`).
Source: OASIS SARIF 2.1.0, 3.27 (result: kind, level), 3.30 (region), 3.35 (suppression).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.decisions import Status
from gouji.audit.delivery.view import Issue
from gouji.audit.delivery.view import View
from gouji.audit.delivery.view import claims_of
from gouji.audit.delivery.words import arithmetic
from gouji.audit.delivery.words import kind_title
from gouji.audit.delivery.words import kinds
from gouji.audit.delivery.words import printed
from gouji.messages import current_language
from gouji.numbers import Verdict

Record = dict[str, object]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "goujiFinding/v1"
_KINDS = {Verdict.CONTRADICTS: ("fail", "error"), Verdict.TRUNCATED: ("fail", "note"), Verdict.SUSPICIOUS: ("review", "none")}
_STATES = {Status.DISMISSED: "accepted", Status.CONFIRMED: "rejected"}  # is the finding suppressed? a confirmed one is not
_TEXTS = ("text", "markdown", "html")


def sarif_log(view: View, *, fail_only: bool = False) -> Record:
    """The audit as a SARIF log; with `fail_only` without reviews, passes and open results, for viewers that take every result for a failure."""
    from importlib.metadata import version
    results = [_finding(view, issue) for issue in view.issues]
    if not fail_only:
        results += [*_passes(view), *(_result(view, item.kind, "open", item.claim, item.reason) for item in view.audit.not_assessable)]
    kept = [result for result in results if not fail_only or result["kind"] == "fail"]
    rules = list(dict.fromkeys([*kinds(current_language()), *(str(result["ruleId"]) for result in kept)]))
    for result in kept:
        result["ruleIndex"] = rules.index(str(result["ruleId"]))
    driver = {"name": "Gouji", "fullName": "Gouji 勾稽", "version": version("gouji"), "rules": [_rule(kind) for kind in rules]}
    run: Record = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "artifacts": [_artifact(view)], "results": kept}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(kind: str) -> Record:
    return {"id": kind, "name": kind.title().replace("_", ""), "shortDescription": {"text": kind_title(kind)}}


def _artifact(view: View) -> Record:
    location = {"uri": quote(Path(view.document.path).name)}
    if view.document.format in _TEXTS:
        return {"location": location, "roles": ["analysisTarget"]}
    return {"location": location, "roles": ["analysisTarget"], "contents": {"text": view.document.text}}


def _finding(view: View, issue: Issue) -> Record:
    finding = issue.finding
    kind, level = _KINDS[finding.verdict]
    lines = [finding.message, *issue.arithmetic, *filter(None, (finding.culprit, finding.repair, finding.advice))]
    result = _result(view, finding.kind, kind, finding.spot, "\n".join(lines), level)
    claims = claims_of(view.audit, finding)
    result["relatedLocations"] = _operands(view, [spot for claim in claims for spot in claim.spots if spot != finding.spot])
    result["partialFingerprints"] = {FINGERPRINT: finding.fingerprint}
    result["rank"] = finding.confidence
    decision = issue.standing.decision
    if decision is not None and decision.status in _STATES:
        result["suppressions"] = [{"kind": "external", "status": _STATES[decision.status], "justification": decision.reason}]
    return result


def _passes(view: View) -> Iterator[Record]:
    for claim in view.audit.claims:
        if claim.verdict is Verdict.HOLDS:
            result = _result(view, claim.kind, "pass", claim.claim, _line(claim))
            result["relatedLocations"] = _operands(view, claim.operands)
            yield result


def _line(claim: Claim) -> str:
    return "\n".join(dict.fromkeys(filter(None, (claim.message, arithmetic(claim))))) or kind_title(claim.kind)


def _result(view: View, rule: str, kind: str, spot: Spot, text: str, level: str = "none") -> Record:
    return {"ruleId": rule, "kind": kind, "level": level, "message": {"text": text}, "locations": [_location(view, spot)]}


def _operands(view: View, spots: list[Spot] | tuple[Spot, ...]) -> list[Record]:
    unique = {(spot.start, spot.end): spot for spot in spots}.values()
    return [{"id": number, "message": {"text": printed(spot)}, **_location(view, spot)} for number, spot in enumerate(unique)]


def _location(view: View, spot: Spot) -> Record:
    document = view.document
    place = document.place(spot.start)
    start = place.offset if document.format in _TEXTS else spot.start
    region = {"charOffset": start, "charLength": spot.end - spot.start, "snippet": {"text": document.text[spot.start:spot.end]}}
    location: Record = {"physicalLocation": {"artifactLocation": {"uri": quote(Path(document.path).name), "index": 0}, "region": region}}
    if place.words:
        location["logicalLocations"] = [{"fullyQualifiedName": place.words}]
    return location
