"""Slips are named only where the repaired value is what the arithmetic asks for."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.culprits import culprit
from gouji.audit.culprits import repair
from gouji.numbers import Verdict


def claim(printed: str, recomputed: str, unit: str = "%", kind: str = "ratio") -> Claim:
    return Claim(kind, Verdict.CONTRADICTS, Spot(printed, unit, 0, len(printed)), (), "a/b*100", Fraction(recomputed), 80, "")


@pytest.mark.parametrize(
    ("printed", "recomputed", "right", "words"),
    [
        ("86.76", "86.6666", "86.67", "写颠倒"),  # 39 ÷ 45
        ("98.25", "98.2759", "98.28", "一位数字写错"),  # 28.5 ÷ 29
        ("1237", "123.7", "124", ""),
        ("1,234", "12340", "12340", "少写了一位"),
        ("950", "95", "95", "小数点"),
        ("2.5", "25000", "25000.0", "单位似差“万”"),
        ("-4.2", "4.2", "4.2", "方向"),
        ("125.0", "80", "80.0", "颠倒"),  # 100 ÷ 80 printed for 80 ÷ 100
        ("35.5", "64.5", "64.5", "其余部分"),
        ("77.0", "12.3", "12.3", ""),
    ],
)
def test_slips_are_named(printed: str, recomputed: str, right: str, words: str) -> None:
    found = claim(printed, recomputed)
    assert repair(found) == right
    assert words in culprit(found)
    assert bool(culprit(found)) is bool(words)


def test_nothing_is_repaired_without_arithmetic() -> None:
    numbering = Claim("numbering", Verdict.CONTRADICTS, Spot("2", "", 0, 1), (), "", None, 60, "")
    assert repair(numbering) == ""
    assert culprit(numbering) == ""
