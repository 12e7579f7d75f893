"""Definitions count from a day to a day; what changes is cut there, and an old year keeps what was its own."""

from datetime import date

import pytest

from builders import catalogue
from builders import definitions
from builders import problems
from gouji.catalogue import load_catalogue
from gouji.catalogue.values import Validity

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
