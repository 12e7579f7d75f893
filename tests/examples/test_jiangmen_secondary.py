"""The city example: what is known to contradict is found, and what is known to agree is not. The arithmetic stands beside each case."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from gouji.book import Book
from gouji.book import load_book
from gouji.book import parse_period
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.formulas import Missing
from gouji.reckon import CheckReport
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import check

CITY = "440700"
YEAR = parse_period("2023-2024学年")
FOLDER = Path(__file__).parents[2] / "examples" / "jiangmen-secondary-2024"
SIX_TABLES = {"表1": 12, "表2": 11, "表3": 46, "表4": 18, "表5": 15, "表6": 22}

CONTRADICTIONS = [
    ("T3-01", "SVQ-3.6", 2023),  # 0 + 0 + 26 = 26, printed 23
    ("T3-01", "SVQ-3.6", 2024),  # 0 + 5 + 30 = 35, printed 34
    ("T2-01", "SVQ-2.2", 2023),  # 81.61 below both 81.72 and 82.06
    ("T2-02", "SVQ-2.2", 2024),  # (91.02 × 4086 + 95.72 × 5214) ÷ 9300 = 93.66, printed 93.77
    ("TS-01", "SVQ-2.2N", 2024),  # 4086 + 5214 = 9300, printed 9804
    ("T2-03", "SVQ-2.1", 2023),  # 85.59 below the lowest part, 86.08
    ("T4-07", "SVQ-4.5.1.1", 2024),  # 1 patent of invention, 0 patents
    ("TX-04", "SVQ-3.1", 2023),  # 32415 ÷ 1870 = 17.33, printed 17.2
    ("TX-06", "SVQ-3.12", 2024),  # 23839 ÷ 33577 = 0.71, printed 0.81
    ("TX-07", "SVQ-3.13", 2024),  # 361369140.7 ÷ 33577 = 10762.40, printed 15639.33
    ("TW-21", "SVT-2.3", 2023),  # 1195 + 3713 = 4908 > 4722
    ("TW-21", "SVT-2.3", 2024),  # 1495 + 3754 = 5249 > 4842
    ("TX-01", "SVQ-4.1", 2023),  # 5438 + 4722 = 10160 > 9414
    ("TX-02", "SVQ-4.1", 2023),  # 5438 > 9400 − 4722 = 4678
    ("TX-03", "SVQ-4.1.2", 2023),  # 24 > 9400 × 0.07 % ≈ 7
    ("T1-04", "SVQ-1.3", 2023),  # 99.93 > 9400 ÷ 9414 = 99.85
    ("T6-08", "SVQ-6.3", 2023),  # 5000 × 32415 = 16207.5 万元 exactly
    ("T6-08", "SVQ-6.3", 2024),  # 5119.64 × 33577 = 17190.22 万元 to the last place
    ("T3-19", "SVQ-3.10", 2023),  # 1230 > 1000
    ("T3-20", "SVQ-3.7", 2023),  # 17 > 4
    ("T6-05", "SVQ-6.4-2", 2023),  # 2234 > 1921
    ("T6-05", "SVQ-6.4-2", 2024),  # 2267 > 1904
    ("TX-11", "SVQ-6.6", 2024),  # 12008 > 10726
    ("TW-43", "SVQ-6.4-2.1.2", 2024),  # 113 in the text is last year's 113
    ("TW-44", "SVQ-6.4-2.1.3", 2024),  # 104 in the text is last year's 104
]
AGREEMENTS = [
    ("SVT-1.5", "1162"),  # 33577 − 32415
    ("SVT-1.6", "1312"),  # 10726 − 9414
    ("SVT-2.1", "97.6"),  # 10469 ÷ 10726
    ("SVT-2.6", "49"),  # 1993 ÷ 1336 − 1 = 49.2 %, stated as nearly 50 %
    ("SVQ-3.3", "15.40"),  # 293 ÷ 1903
    ("SVT-2.46", "34"),  # 59 ÷ (231 − 59)
    ("SVT-1.17", "42.02"),  # 1410905.54 ÷ 33577
    ("SVT-1.18", "29.58"),  # 993207.66 ÷ 33577
    ("SVT-2.10", "1.48"),  # 96.43 − 94.95
    ("SVT-2.31", "1155"),  # 3928 − 2773
    ("SVT-2.5", "300"),  # 1495 − 1195
]


@cache
def _book() -> Book:
    return load_book(FOLDER, load_catalogue(shipped_definitions()))


@cache
def _report() -> CheckReport:
    return check(Reckoner(_book()))


def _found(rule: str, code: str, year: int) -> bool:
    return any(
        finding.rule == rule and code in finding.indicators and parse_period(finding.period).year == year for finding in _report().findings
    )


def test_six_tables_have_all_their_rows() -> None:
    form = _book().edition(YEAR).forms["中职质量年报"]
    rows = {table.name: len(table.rows) for table in form.tables if table.name in SIX_TABLES}
    assert rows == SIX_TABLES
    assert sum(rows.values()) == 124


@pytest.mark.parametrize(("rule", "code", "year"), CONTRADICTIONS)
def test_known_contradiction_is_found(rule: str, code: str, year: int) -> None:
    assert _found(rule, code, year)


@pytest.mark.parametrize("code", ["SVQ-6.4-2.1", "SVQ-6.4-2.1.2", "SVQ-6.4-2.1.3"])
def test_text_that_differs_from_table_is_found(code: str) -> None:
    # teachers 1249 against 1903, sports 113 against 115, arts 104 against 108
    assert _found("G-02", code, 2024)


@pytest.mark.parametrize(("code", "printed"), AGREEMENTS)
def test_known_agreement_raises_nothing(code: str, printed: str) -> None:
    result = Reckoner(_book()).figure(code, CITY, YEAR)
    assert result.printed == printed
    assert not any(code in finding.indicators[:1] and parse_period(finding.period).year == 2024 for finding in _report().findings)


@pytest.mark.parametrize("code", ["SVQ-1.2.1.1", "SVQ-1.7", "SVQ-1.6", "SVQ-3.9"])
def test_change_beyond_half_is_only_asked_about(code: str) -> None:
    # 156 → 19, 5.00 → 32.70, 0.60 → 0.17, 12 → 27
    asked = [finding for finding in _report().findings if finding.rule.startswith("TY-") and code in finding.indicators]
    assert [finding.severity for finding in asked] == ["提示"]


def test_what_must_never_be_summed_is_in_no_rule() -> None:
    for rule in _book().catalogue.rules:
        if rule.set == "中职质量年报" and rule.check is not None:
            text = rule.check.text.replace(" ", "")
            assert not ("留在当地就业人数+" in text and "+到大型企业就业人数" in text)
            assert "国家规划教材数+" not in text
            assert "思政课教师数+" not in text


def test_every_figure_of_the_narrative_is_bound_and_known() -> None:
    text = (FOLDER / "texts" / "质量报告.md").read_text(encoding="utf-8")
    reckoner = Reckoner(_book())
    references = [reference.partition("|")[0] for reference in re.findall(r"\{\{(.*?)\}\}", text)]
    formulas = [reference for reference in references if reference not in _book().properties]
    values = {formula: reckoner.evaluate(formula, "中职质量年报", Context(CITY, YEAR, "")).value for formula in formulas}
    assert len(formulas) > 250
    assert not {formula: value for formula, value in values.items() if isinstance(value, Missing)}
    prose = re.sub(r"\{\{.*?\}\}|\[\[.*?\]\]", "", text)
    assert re.findall(r"\d", prose) == []
    assert len(re.findall(r"[\u4e00-\u9fff]", prose)) >= 6000
