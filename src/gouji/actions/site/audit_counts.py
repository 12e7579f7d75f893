"""How an audit stands, counted: findings by verdict, those still to be decided, how much was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from gouji.audit.decisions import Decisions
from gouji.audit.decisions import Status

PENDING = "pending"


def status_of(issue: Mapping[str, Any], decisions: Decisions) -> str:
    """What was decided about a finding as the audit recorded it: a Status, or "pending"."""
    decision = decisions.standing(issue["fingerprint"], issue["values"]).decision
    return decision.status.value if decision is not None else PENDING


def counts_of(view: Mapping[str, Any], decisions: Decisions) -> dict[str, Any]:
    """`verdicts` (findings not dismissed, by verdict), `pending`, `findings`, `coverage` (numbers, checked, in a relation that holds)."""
    states = [status_of(issue, decisions) for issue in view["issues"]]
    open_ones = [issue["verdict"] for issue, state in zip(view["issues"], states, strict=True) if state != Status.DISMISSED]
    return {"verdicts": dict(Counter(open_ones)), "pending": states.count(PENDING), "findings": len(states), "coverage": view["coverage"]}
