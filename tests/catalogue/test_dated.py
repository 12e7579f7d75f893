"""Definitions count from a day to a day; what changes is cut there, and an old year keeps what was its own."""

from datetime import date

import pytest

from builders import catalogue
from builders import definitions
from builders import problems
from gouji.catalogue import load_catalogue
from gouji.catalogue.values import Validity
from gouji.messages import GoujiError

TEXT = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: A, name: 甲, unit: 人}
      - {code: B, name: 乙, unit: 人}
      - {code: R, name: 比率, formula: 甲 / 乙, valid: {to: 2023-12-31}}
      - {code: R, name: 比率, formula: 甲 / (甲 + 乙), valid: {from: 2024-01-01, to: 2025-12-31}}
"""


@pytest.mark.parametrize(("day", "formula"), [
    (date(1990, 1, 1), "甲 / 乙"), (date(2023, 12, 31), "甲 / 乙"), (date(2024, 1, 1), "甲 / (甲 + 乙)"), (date(2025, 12, 31), "甲 / (甲 + 乙)"),
])
def test_one_code_with_two_validities(tmp_path, day, formula):
    edition = catalogue(tmp_path, indicators=TEXT).on(day)
    assert edition.indicators["R"].formula.text == formula


def test_after_its_last_day_it_is_gone(tmp_path):
    assert set(catalogue(tmp_path, indicators=TEXT).on(date(2026, 1, 1)).indicators) == {"A", "B"}


def test_days_between_two_changes_share_an_edition(tmp_path):
    known = catalogue(tmp_path, indicators=TEXT)
    assert known.boundaries == [date(2024, 1, 1), date(2026, 1, 1)]
    assert known.on(date(2024, 1, 1)) is known.on(date(2025, 12, 31))
    assert known.on(date(2023, 12, 31)) is not known.on(date(2024, 1, 1))


def test_two_that_count_on_one_day_are_refused(tmp_path):
    folder = definitions(tmp_path, indicators=TEXT.replace("to: 2023-12-31", "to: 2024-01-01"))
    assert problems(lambda: load_catalogue(folder)) == [("C28", "0.yaml", 8), ("C28", "0.yaml", 8)]   # the code and the name


def test_a_formula_that_outlives_its_operand_is_told(tmp_path):
    folder = definitions(tmp_path, indicators=TEXT.replace("name: 乙, unit: 人", "name: 乙, unit: 人, valid: {to: 2024-06-30}"))
    assert problems(lambda: load_catalogue(folder)) == [("F08", "0.yaml", 8)]


@pytest.mark.parametrize(("first", "second", "meets"), [
    ((None, None), (None, None), True),
    ((None, date(2023, 12, 31)), (date(2024, 1, 1), None), False),
    ((None, date(2024, 1, 1)), (date(2024, 1, 1), None), True),
    ((date(2024, 1, 1), date(2024, 1, 1)), (date(2024, 1, 2), date(2024, 1, 3)), False),
    ((date(2020, 1, 1), date(2030, 1, 1)), (date(2024, 1, 2), date(2024, 1, 3)), True),
])
def test_validities_meet_on_a_common_day(first, second, meets):
    assert Validity(*first).meets(Validity(*second)) is meets
    assert Validity(*second).meets(Validity(*first)) is meets


NEXT_YEAR = """
    set: 试
    title: 试
    calendar: 自然年
    valid: {from: 2027-01-01}
    indicators:
      - {code: A, name: 甲, unit: 万人}
"""


def test_a_later_folder_takes_over_from_its_first_day(tmp_path):
    """Next year's version of what ships without an end needs no release: the older one ends the day before."""
    known = load_catalogue(definitions(tmp_path / "shipped", indicators=TEXT), definitions(tmp_path / "own", indicators=NEXT_YEAR))
    assert [(item.unit, str(item.valid)) for item in known.indicators if item.code == "A"] == [("人", "…～2026-12-31"), ("万人", "2027-01-01～…")]
    assert known.on(date(2026, 12, 31)).indicators["A"].unit == "人"
    assert known.on(date(2027, 1, 1)).indicators["A"].unit == "万人"
    assert known.on(date(2023, 1, 1)).indicators["R"].formula.text == "甲 / 乙"


@pytest.mark.parametrize("valid", ["{}", "{to: 2027-01-01}"])
def test_a_later_folder_cannot_replace_the_past(tmp_path, valid):
    folders = definitions(tmp_path / "shipped", indicators=TEXT), definitions(tmp_path / "own", indicators=NEXT_YEAR.replace("{from: 2027-01-01}", valid))
    assert {code for code, _file, _line in problems(lambda: load_catalogue(*folders))} == {"C28"}


def test_a_name_that_means_something_only_at_other_times_is_told_so(tmp_path):
    rules = "set: 试\ntitle: 试\nrules:\n  - {number: R1, statement: 一, check: 甲 ≥ 0}\n"
    with pytest.raises(GoujiError) as caught:
        load_catalogue(definitions(tmp_path, indicators=NEXT_YEAR, rules=rules))
    (problem,) = caught.value.problems
    assert problem.code == "F08"
    assert "2027-01-01～…" in problem.advice()


def test_both_endings_of_yaml_are_read(tmp_path):
    folder = definitions(tmp_path, indicators=TEXT)
    next(folder.glob("indicators/*.yaml")).rename(folder / "indicators" / "own.yml")
    assert "A" in load_catalogue(folder).on(date(2024, 1, 1)).indicators
