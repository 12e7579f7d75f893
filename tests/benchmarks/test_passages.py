"""The passages of the injection benchmark hold as written, and every slip put in breaks what it says it breaks."""

import random
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from passages import broken  # noqa: E402
from passages import load_passages  # noqa: E402
from passages import parse  # noqa: E402
from slips import SLIPS  # noqa: E402
from slips import injected  # noqa: E402

PASSAGES = load_passages(BENCHMARKS / "injection") + load_passages(BENCHMARKS / "injection-held")


def test_marks_are_left_out_of_the_text_and_know_their_places():
    passage = parse("a.txt", "收入{t=3.50|亿元}，其中{a=2.10|亿元}、{b=1.40|亿元}，占{p=40|(%)}。\n====\nsum t = a + b\nratio p = b / t\n")
    assert passage.text == "收入3.50亿元，其中2.10亿元、1.40亿元，占40。\n"
    assert [passage.text[mark.start:mark.end] for mark in passage.marks] == ["3.50", "2.10", "1.40", "40"]
    assert not broken(passage)  # 2.10 + 1.40 = 3.50; 1.40 ÷ 3.50 = 40 %


@pytest.mark.parametrize(("relation", "holds"), [
    ("sum t = a + b", True),            # 100 + 50 = 150
    ("sum t = a + a", False),           # 200
    ("growth g = a / b - 1", True),     # 100 %
    ("ratio p = b / t", True),          # 33.33… prints as 33.3
    ("ratio p = a / t", False),         # 66.7
    ("target a >= b", True),
    ("bound b > a", False),
])
def test_what_is_broken_is_reckoned_with_rounding(relation, holds):
    passage = parse("a.txt", f"{{t=150|人}}{{a=100|人}}{{b=50|人}}{{g=100.0|%}}{{p=33.3|%}}\n====\n{relation}\n")
    assert bool(broken(passage)) is not holds


def test_a_relation_without_its_mark_is_refused():
    with pytest.raises(ValueError, match="missing"):
        parse("a.txt", "{a=1|人}\n====\nsum t = a + a\n")


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.name)
def test_every_passage_holds_untouched(passage):
    assert passage.relations
    assert not broken(passage)


def test_every_slip_changes_the_text_and_breaks_something():
    cases = [(passage, case) for passage in PASSAGES for case in injected(passage, random.Random(1))]  # noqa: S311  # no secrets
    assert {case.slip for _passage, case in cases} == set(SLIPS)
    for passage, case in cases:
        assert case.passage.text != passage.text
        assert case.relations
        assert set(case.marks) <= {mark.name for mark in passage.marks}


def test_the_same_seed_makes_the_same_slips():
    first, second = ([case.passage.text for case in injected(PASSAGES[0], random.Random(3))] for _time in range(2))  # noqa: S311  # no secrets
    assert first == second
