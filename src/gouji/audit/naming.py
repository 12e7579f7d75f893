"""Which number of a broken relation is the wrong one, and what it should be.

After Fellegi and Holt: the number whose change mends most broken relations and hurts fewest that hold. Each broken relation a number stands in
speaks against it, each relation or restatement that holds speaks for it. Of equals the one that a slip of the pen explains is named; else
the number that the relation claims. A value is offered only where every broken relation of the number can be had with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.culprits import digits_of
from gouji.audit.culprits import exchanges
from gouji.audit.culprits import slip_rank
from gouji.audit.solving import solved
from gouji.numbers import Verdict
from gouji.numbers import write_figure

SPEAKING = frozenset({"sum", "ratio", "growth", "difference", "product", "average", "restatement"})
MOST, SHARED = 24, 8  # numbers of one relation that are tried; relations that are solved for one number: a document said again and again has thousands
BROKEN = (Verdict.CONTRADICTS, Verdict.SUSPICIOUS)


@dataclass(frozen=True, slots=True)
class Named:
    """The number held to be wrong, and the value that would be right (empty where more than one would do)."""

    spot: Spot
    right: str


class Naming:
    """Weighs the numbers of all claims of a document."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self._known: dict[Spot, str] = {}

    @cached_property
    def weight(self) -> Counter[int]:
        """By number: broken relations less relations that hold."""
        found: Counter[int] = Counter()
        for spots, sign in {(frozenset(spot.start for spot in claim.spots), sign) for claim in self.claims if (sign := _sign(claim))}:
            for start in spots:
                found[start] += sign
        return found

    @cached_property
    def broken(self) -> dict[int, list[Claim]]:
        """The broken relations by number."""
        found: dict[int, list[Claim]] = {}
        for claim in self.claims:
            if _sign(claim) > 0:
                for start in {spot.start for spot in claim.spots}:
                    found.setdefault(start, []).append(claim)
        return found

    def of(self, claim: Claim) -> Named:
        """The number to blame for a broken claim."""
        if _sign(claim) <= 0:
            return Named(claim.claim, "")
        best = max(self.weight[spot.start] for spot in claim.spots)
        likely = [spot for spot in dict.fromkeys(claim.spots) if self.weight[spot.start] == best]
        named = [Named(spot, self._right(spot)) for spot in likely[:MOST]]
        ranked = max(named, key=lambda each: slip_rank(each.spot.value, each.right))  # the first of equals: the claimed number stands first
        return ranked if slip_rank(ranked.spot.value, ranked.right) else named[0]

    def _right(self, spot: Spot) -> str:
        """The value with the printed decimals that mends every broken relation of the number; empty where none or several do."""
        if spot not in self._known:
            self._known[spot] = self._mending(spot)
        return self._known[spot]

    def _mending(self, spot: Spot) -> str:
        claims = [claim for claim in self.broken.get(spot.start, ()) if claim.kind != "restatement"]
        if len(claims) > SHARED:
            return ""
        spans = [span for claim in claims if (span := solved(claim, spot)) is not None]
        if not spans or len(spans) < len(claims):
            return ""
        low, high = max(span[0] for span in spans), min(span[1] for span in spans)
        return _only(spot.value, low, high)


def _sign(claim: Claim) -> int:
    """+1 for a broken relation, −1 for one that holds and speaks for its numbers, 0 for others."""
    if claim.kind not in SPEAKING:
        return 0
    return 1 if claim.verdict in BROKEN else -1 if claim.verdict is Verdict.HOLDS else 0


def _only(printed: str, low: Fraction, high: Fraction) -> str:
    """The one number between two bounds that is printed like the wrong one; of several the one that its digits exchanged give."""
    decimals = digits_of(printed)
    if decimals is None or low > high:
        return ""
    first, last = write_figure(low, decimals), write_figure(high, decimals)
    if first == last:
        return first
    fitting = [other for other in exchanges(printed) if low <= Fraction(other) <= high]
    return fitting[0] if len(fitting) == 1 else ""


