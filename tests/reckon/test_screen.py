"""The sieve says *holds* only where the evaluator does; order of rows is irrelevant."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from gouji.book import Book
from gouji.book import Fact
from gouji.book import Organisation
from gouji.book import Organisations
from gouji.catalogue import Catalogue
from gouji.catalogue import load_catalogue
from gouji.numbers import Verdict
from gouji.numbers import read_figure
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import check
from gouji.reckon.places import Places
from gouji.reckon.relations import assess
from gouji.reckon.relations import relations
from gouji.reckon.screen import Screen

FORMULAS = (
    "甲 = 乙 + 丙", "乙 ≤ 甲", "乙 < 甲 + 丙", "甲 ≥ 乙 - 丙", "比率 = 乙 / 甲", "乙 / 甲 = 比率", "比率 = (乙 + 丙) / (甲 - 丙)",
    "甲 ≤ 3 × 上期(甲) + 10", "款 = 乙 × 2", "-乙 ≤ 款", "比率 = 款 / 甲",
)
INDICATORS = """
set: 试
title: 试
calendar: 自然年
indicators:
  - {code: A, name: 甲, unit: 人}
  - {code: B, name: 乙, unit: 人}
  - {code: C, name: 丙, unit: 人}
  - {code: R, name: 比率, unit: "%", decimals: 1}
  - {code: M, name: 款, unit: 万元, decimals: 2}
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder: Path = tmp_path_factory.mktemp("definitions")
    (folder / "indicators").mkdir()
    (folder / "rules").mkdir()
    (folder / "indicators" / "a.yaml").write_text(INDICATORS, encoding="utf-8")
    rules = "\n".join(f"  - {{number: R{number}, statement: 第{number}条, check: {text}}}" for number, text in enumerate(FORMULAS))
    (folder / "rules" / "a.yaml").write_text(f"set: 试\ntitle: 试\nrules:\n{rules}\n", encoding="utf-8")
    return load_catalogue(folder)


whole = st.integers(-3, 40).map(str)
texts = {
    "A": st.one_of(whole, st.just("约20")), "B": whole, "C": st.one_of(whole, st.just("不适用")),
    "R": st.one_of(st.integers(-50, 2000).map(lambda tenths: str(Decimal(tenths).scaleb(-1))), st.just("≥60")),
    "M": st.decimals(-5, 60, places=2).map(str),
}
UNITS = {"A": "人", "B": "人", "C": "人", "R": "%", "M": "万元"}


@st.composite
def books(draw: st.DrawFn) -> list[tuple[str, str, str, str]]:
    """Rows of (code, organisation, year, text); some are missing."""
    rows = []
    for organisation in ("s1", "s2"):
        for year in ("2023年", "2024年"):
            rows.extend(
                (code, organisation, year, draw(texts[code])) for code in texts if draw(st.integers(0, 9))
            )
    return rows


def book(catalogue: Catalogue, rows: list[tuple[str, str, str, str]]) -> Book:
    organisations = Organisations(tuple(
        Organisation(code, code, "学校", parent, None, None, {}, ()) for code, parent in (("city", ""), ("s1", "city"), ("s2", "city"))
    ))
    facts = {}
    for code, organisation, year, text in rows:
        known = text != "不适用"
        figure = read_figure(text, UNITS[code], {"R": 1, "M": 2}.get(code, 0)) if known else None
        fact = Fact(code, organisation, year, "", "事实", "值" if known else "不适用", figure)
        facts[fact.key] = fact
    return Book("试", "city", ("试",), catalogue, organisations, facts, {})


@given(rows=books())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_sieve_passes_holds_for_the_evaluator(catalogue: Catalogue, rows: list[tuple[str, str, str, str]]) -> None:
    region = book(catalogue, rows)
    reckoner, places = Reckoner(region), Places(region)
    screen = Screen(places)
    edition = places.editions()[0]
    passed = 0
    for text in FORMULAS:
        node = edition.bind(text, "试")
        for part in relations(node):
            assert isinstance(part, tuple)
            sieve = screen.sieve(edition, *part)
            assert sieve is not None, text
            for spot in places.of_node(edition, node):
                if sieve(spot):
                    passed += 1
                    organisation, period = places.spots[spot]
                    outcome = assess(reckoner, part, text, Context(organisation, period, as_filled=True))
                    assert outcome.verdict is Verdict.HOLDS, (text, organisation, period.text)
    assert passed >= 0


def test_the_sieve_passes_what_plainly_holds(catalogue: Catalogue) -> None:
    # 30 = 10 + 20; 10 ÷ 30 = 33.3 %; 20.00 万元 is not 10 × 2 (units differ), so that one goes to the evaluator
    rows = [("A", "s1", "2024年", "30"), ("B", "s1", "2024年", "10"), ("C", "s1", "2024年", "20"), ("R", "s1", "2024年", "33.3")]
    region = book(catalogue, rows)
    places = Places(region)
    screen, edition = Screen(places), places.editions()[0]
    outcomes = {}
    for text in FORMULAS[:6]:
        part = relations(edition.bind(text, "试"))[0]
        assert isinstance(part, tuple)
        sieve = screen.sieve(edition, *part)
        assert sieve is not None
        outcomes[text] = sieve(0)
    assert outcomes == dict.fromkeys(FORMULAS[:6], True)


@given(rows=books(), seed=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_rows_is_irrelevant(catalogue: Catalogue, rows: list[tuple[str, str, str, str]], seed: object) -> None:
    shuffled = list(rows)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = (check(Reckoner(book(catalogue, order))) for order in (rows, shuffled))
    assert [finding.as_record() for finding in first.findings] == [finding.as_record() for finding in second.findings]
    assert (first.held, first.not_applicable) == (second.held, second.not_applicable)
    assert {str(item.as_record()) for item in first.not_assessable} == {str(item.as_record()) for item in second.not_assessable}
