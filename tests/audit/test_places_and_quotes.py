"""Where a finding is told to stand, and how it is quoted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.audit.reading_of import document_of

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.delivery.words import arithmetic
from gouji.audit.findings import quote
from gouji.numbers import Verdict

LONG = "学校持续改进思想政治理论课教学方法和课程考核办法并逐年对全体在校学生开展问卷调查工作思想政治课满意度为 94.3%"


def test_a_quote_begins_at_a_clause_or_says_that_it_is_cut() -> None:
    start = LONG.index("94.3")
    spot = Spot("94.3", "%", start, start + 4)
    assert quote(LONG, spot).startswith("…")
    stopped = LONG.replace("思想政治课满意度", "，思想政治课满意度")
    assert quote(stopped, Spot("94.3", "%", start + 1, start + 5)) == "思想政治课满意度为94.3%"


def test_a_table_is_named_by_the_number_printed_in_its_caption() -> None:
    document = document_of("# 二、师资\n\n表2-3 专任教师\n\n| 项目 | 人数 |\n|---|---|\n| 教师 | 412 |\n", "text.md")
    assert document.place(document.text.index("412")).words.endswith("表2-3 第 2 行第 2 列")


@pytest.mark.parametrize(("kind", "shown"), [("part_of", False), ("target", False), ("restatement", True)])
def test_only_a_restatement_is_told_as_two_places_of_one_quantity(kind: str, *, shown: bool) -> None:
    claim = Claim(kind, Verdict.HOLDS, Spot("100", "人", 0, 3), (Spot("45", "人", 5, 7),), "a", Fraction(45), 60, "")
    assert bool(arithmetic(claim)) is shown
