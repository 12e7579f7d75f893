"""Verdicts: does a printed claim hold against what its operands give, both as intervals."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from gouji.numbers.figure import Bound
from gouji.numbers.figure import Figure
from gouji.numbers.interval import Interval


class Verdict(StrEnum):
    """What arithmetic says of a claim."""

    HOLDS = "holds"
    TRUNCATED = "truncated"  # fits only when the last digits are cut off
    CONTRADICTS = "contradicts"
    SUSPICIOUS = "suspicious"  # a careful reader would ask
    NOT_ASSESSABLE = "not_assessable"  # an operand is missing; never counts as agreement


def compare(claim: Interval, place: Fraction, recomputed: Interval, value: Fraction | None = None) -> Verdict:
    """The verdict on a claim printed to `place` (0 = exact count), all in the same unit.

    Overlap holds, touching ends included, because ties may be rounded either way. Else a claim c that the recomputed value reaches in
    [c, c + place) (mirrored below zero) was truncated. c is `value`, the printed number, or else the middle of the claim. A claim that is
    a bound, a range or an approximation is not a rounded number and never truncated.
    """
    if claim.overlaps(recomputed):
        return Verdict.HOLDS
    printed = claim.middle if value is None else value
    if printed is None or not place or claim != Interval.around(printed, place / 2):
        return Verdict.CONTRADICTS
    return Verdict.TRUNCATED if _cut_off(printed, place).overlaps(recomputed) else Verdict.CONTRADICTS


def judge(stated: Figure, recomputed: Interval) -> Verdict:
    """The verdict on a printed figure against a recomputed value in base units.

    A miss of 约 is only suspicious, as its width is a setting. Raises N03 where the figure's unit cannot be one.
    """
    claim = stated.base()
    if claim.overlaps(recomputed):
        return Verdict.HOLDS
    verdict = compare(claim, stated.base_place(), recomputed, stated.base_value()) if stated.place else Verdict.CONTRADICTS
    return Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS and stated.bound is Bound.ABOUT else verdict


def _cut_off(printed: Fraction, place: Fraction) -> Interval:
    """The values that give the printed one when cut off at its last place."""
    if not printed:
        return Interval(-place, place, low_open=True, high_open=True)
    if printed > 0:
        return Interval(printed, printed + place, high_open=True)
    return Interval(printed - place, printed, low_open=True)
