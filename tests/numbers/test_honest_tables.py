"""Why intervals: honest tables whose rounded parts miss their total, and honest rates recomputed from rounded levels."""

import random
from fractions import Fraction

from gouji.numbers import Interval
from gouji.numbers import Verdict
from gouji.numbers import compare
from gouji.numbers import read_figure
from gouji.numbers import write_figure

TABLES = 2000


def printed(value, decimals):
    """What a reader knows of an exact value once it is printed."""
    return read_figure(write_figure(value, decimals), decimals=decimals)


def test_rounded_parts_often_miss_their_total_and_never_contradict_it():
    chance = random.Random(8170)  # noqa: S311  # the same tables every time
    missed = contradicted = 0
    for _ in range(TABLES):
        parts = [Fraction(chance.randrange(10**7), 10**4) for _ in range(5)]
        figures, total = [printed(part, 1) for part in parts], printed(sum(parts), 1)
        missed += sum(figure.value for figure in figures) != total.value
        recomputed = sum((figure.interval for figure in figures), Interval.point(0))
        contradicted += compare(total.interval, Fraction(total.place), recomputed) is not Verdict.HOLDS
    assert contradicted == 0
    assert 0.40 < missed / TABLES < 0.50  # exact comparison of five parts cries wolf in 45 % of honest tables


def test_growth_from_rounded_levels_hardly_ever_meets_the_printed_rate_and_never_contradicts_it():
    chance = random.Random(8170)  # noqa: S311  # the same tables every time
    missed = contradicted = 0
    for _ in range(TABLES):
        base, now = (Fraction(chance.randrange(10**8, 10**9), 10**8) for _ in range(2))  # 亿元
        rate = printed((now / base - 1) * 100, 2)
        before, after = printed(base, 1), printed(now, 1)
        missed += abs((Fraction(after.value) / Fraction(before.value) - 1) * 100 - Fraction(rate.value)) > Fraction(1, 200)
        recomputed = (after.interval / before.interval - Interval.point(1)) * Interval.point(100)
        contradicted += compare(rate.interval, Fraction(rate.place), recomputed) is not Verdict.HOLDS
    assert contradicted == 0
    assert missed / TABLES > 0.95
