"""Claims as plain values, which one process tells another (papers.documents.beside), and claims made of them again."""

from __future__ import annotations

from fractions import Fraction

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.numbers import Verdict

Place = tuple[str, str, int, int]
Carried = tuple[str, str, tuple[Place, ...], str, tuple[int, int] | None, int, tuple[str, str, str, str]]
"""Kind, verdict, the numbers as printed and their places (the claimed one first), expression, its value, confidence, the words."""


def told(claim: Claim) -> Carried:
    """All that a claim says."""
    places = tuple((spot.value, spot.unit, spot.start, spot.end) for spot in claim.spots)
    exact = None if claim.recomputed is None else claim.recomputed.as_integer_ratio()
    words = (claim.message, claim.reason, claim.advice, claim.subject)
    return claim.kind, claim.verdict.value, places, claim.expression, exact, claim.confidence, words


def heard(carried: Carried) -> Claim:
    """The claim that was told."""
    kind, verdict, places, expression, exact, confidence, words = carried
    first, *others = (Spot(*place) for place in places)
    return Claim(kind, Verdict(verdict), first, tuple(others), expression, None if exact is None else Fraction(*exact), confidence, *words)
