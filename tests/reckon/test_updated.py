"""A change recomputes what follows from it and nothing else, and comes to what a fresh start comes to."""

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from builders import SCHOOL
from builders import book
from builders import catalogue
from builders import fact
from builders import stated
from gouji.book import parse_period
from gouji.reckon import Reckoner

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: A, name: 甲, unit: 人, organisations: 合计, periods: 合计, breakdowns: [任务]}
      - {code: B, name: 乙, unit: 人, organisations: 合计, periods: 合计}
      - {code: C, name: 丙, unit: 人, formula: 甲 + 乙}
      - {code: D, name: 丁, unit: "%", decimals: 2, formula: 丙 / 乙}
      - {code: E, name: 戊, unit: 人, formula: 甲 - 上期(甲)}
      - {code: F, name: 己, unit: 人, formula: "合计(任务, 甲) + 合计(下级机构, 乙)"}
      - {code: G, name: 庚, unit: 人, formula: "若(有值(填报(丙)), 填报(丙), 0) + 乙"}
"""
ORGANISATIONS = (SCHOOL, {"code": "d", "name": "机械系", "kind": "部门", "parent": "s"}, {"code": "e", "name": "电子系", "kind": "部门", "parent": "s"})
CODES = "ABCDEFG"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return catalogue(tmp_path_factory.mktemp("definitions"), indicators=DEFINITIONS)


def everything(reckoner):
    """All figures of the three organisations in four years and a span."""
    return {
        (code, organisation, period, filled): plain(reckoner.figure(code, organisation, parse_period(period), as_filled=filled))
        for code in CODES for organisation in ("s", "d", "e") for period in ("2022", "2023", "2024", "2025", "2023-2024年") for filled in (False, True)
    }


def plain(result):
    return result.value, result.origin, result.filled, [operand.printed for operand in result.operands]


def test_only_what_follows_is_computed_again(tmp_path, known):
    rows = [fact("甲", "2023", "1"), fact("甲", "2024", "2"), fact("乙", "2024", "3"), fact("乙", "2023", "3")]
    reckoner = Reckoner(book(tmp_path, known, rows))
    year = parse_period("2024")
    for code in "ABCDE":
        reckoner.figure(code, "s", year)
    change = next(iter(book(tmp_path, known, [fact("甲", "2023", "9")]).facts.values()))
    before, count = reckoner.book, reckoner.computed
    reckoner.take([change])
    assert [reckoner.figure(code, "s", year).printed for code in "ABCDE"] == ["2", "3", "5", "166.67", "-7"]    # 2 − 9
    assert reckoner.computed - count == 2      # last year's 甲 and what looks back to it; 甲, 乙, 丙, 丁 of 2024 stand
    assert Reckoner(before).figure("E", "s", year).printed == "1"      # the former book is what it was


def test_nothing_is_computed_twice(tmp_path, known):
    reckoner = Reckoner(book(tmp_path, known, [fact("甲", "2024", "2"), fact("乙", "2024", "3")]))
    first = reckoner.figure("D", "s", parse_period("2024"))
    count = reckoner.computed
    assert reckoner.figure("D", "s", parse_period("2024")) is first
    assert reckoner.computed == count


amounts = st.sampled_from(["0", "1", "2", "7", "", "不适用"])
places = st.tuples(st.sampled_from("甲乙"), st.sampled_from(["2022", "2023", "2024"]), st.sampled_from(["s", "d", "e"]), st.sampled_from(["", "任务=1", "任务=2"]))


def as_rows(chosen):
    rows = [fact(name, year, value, organisation=code, breakdown=part) for (name, year, code, part), value in chosen.items() if name == "甲" or not part]
    return [*rows, *(stated("丙", row["period"], "5", organisation=row["organisation"]) for row in rows if row["value"] == "7" and not row["breakdown"] and row["indicator"] == "甲")]


tables = st.dictionaries(places, amounts, max_size=10).map(as_rows)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tables, tables)
def test_a_change_comes_to_what_a_fresh_start_comes_to(tmp_path_factory, known, rows, changes):
    folder = tmp_path_factory.mktemp("books")
    before = Reckoner(book(folder / "a", known, rows, organisations=ORGANISATIONS))
    everything(before)
    facts = tuple(book(folder / "b", known, changes, organisations=ORGANISATIONS).select())
    fresh = Reckoner(before.book.with_facts(facts))
    before.take(facts)
    assert everything(before) == everything(fresh)
