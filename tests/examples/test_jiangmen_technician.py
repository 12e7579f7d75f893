"""The department-wide form of 2022: what its own figures contradict comes out, what can be true stays silent (arithmetic in the comments)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from gouji.book import Book
from gouji.book import load_book
from gouji.book import parse_period
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.reckon import CheckReport
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import check
from gouji.reckon.scoring import scheme_of
from gouji.reckon.scoring import score

FOLDER = Path(__file__).parents[2] / "examples" / "jiangmen-technician-2022"
SET = "部门整体绩效"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(FOLDER, load_catalogue(shipped_definitions()))


@pytest.fixture(scope="module")
def report(book: Book) -> CheckReport:
    return check(Reckoner(book))


def shown(book: Book, formula: str) -> str:
    found = Reckoner(book).evaluate(formula, SET, Context(book.organisation, parse_period("2022年")))
    if isinstance(found.value, Missing):
        return found.value.kind
    return str(found.value.point) if isinstance(found.value, Amount) else str(found.value)


ERRORS = {
    "DB-R30": ("58%", "3.5 ÷ 约7.5"),    # 3.5 ÷ 7.5 = 46.7 %, with 约 at most 53 %
    "DB-R50": ("85%", "73%"),            # text against target table
    "DB-R51": ("20多人", "11人"),
    "PT-R21": ("100.00%", "19 ÷ 20"),    # indicator 8 misses its target: 19 ÷ 20 = 95 %
    "PT-R01": (),                        # 73 < 85 and no reason given
}
QUESTIONS = {
    "DB-R11": 1,   # an adjustment rate of -4 %: a sum of absolute amounts cannot be negative
    "DB-R17": 1,   # 11.26 % of what
    "DB-R33": 1,   # 100 % of the work done at 58 % of the money
    "DB-R40": 1,   # 234 paid, 233 on the budget
    "DB-R41": 1,   # 234 teachers, 233 on the budget
    "DB-R42": 1, "DB-R43": 1,   # students and teachers of the end of 2021
    "DB-R70": 1,   # 99.75 points without a score sheet
    "PT-R04": 1,   # an actual of ≥ 60 for a target of ≥ 60
    "PT-R10": 1,   # -4 %
    "PT-R13": 4,   # 295 ÷ 150 = 197 %, 11 ÷ 5 = 220 %, 92 ÷ 70 = 131 %, 8209 ÷ 5500 = 149 %; 3635 ÷ 3000 = 121 % asks nothing
    "PT-R14": 1, "PT-R16": 2, "PT-R17": 2,
}


def test_errors_are_exactly_the_known_contradictions(report: CheckReport) -> None:
    found = {finding.rule: finding.message for finding in report.findings if finding.severity == "错误"}
    assert found.keys() == ERRORS.keys()
    for rule, parts in ERRORS.items():
        assert all(part in found[rule] for part in parts), found[rule]


def test_questions_are_exactly_the_known_doubts(report: CheckReport) -> None:
    assert Counter(finding.rule for finding in report.findings if finding.severity != "错误") == QUESTIONS


def test_the_missed_target_is_named(report: CheckReport) -> None:
    missed = next(finding for finding in report.findings if finding.rule == "PT-R01")
    assert "/8" in missed.subject
    assert "73" in missed.message
    assert "85" in missed.message


def test_a_rate_within_its_rounding_holds(report: CheckReport) -> None:
    # 2.1 ÷ 1.76 = 119.3 %, stated 117 %: with 2.1 as low as 2.05 the rate is 116.5 %
    assert "DB-R31" not in {finding.rule for finding in report.findings}
    assert "DB-R31" not in {item.rule for item in report.not_assessable}


def test_budget_adds_up(report: CheckReport, book: Book) -> None:
    # 3479.18 + 11666.37 + 70 = 12960.55 + 2185 + 70 = 7836 + 7379.55 = 15215.55 万元
    assert not {"DB-R01", "DB-R02", "DB-R03", "DB-R04", "DB-R05"} & {finding.rule for finding in report.findings}
    for formula in ("推算(部门预算支出)", "推算(收入来源合计)", "年度重点工作任务资金"):
        assert shown(book, formula) == "152155500"


def test_rates_without_operands_are_not_agreement(report: CheckReport) -> None:
    assert {"DB-R12", "DB-R14", "DB-R15", "DB-R16"} <= {item.rule for item in report.not_assessable}


def test_every_figure_of_the_narratives_is_known(book: Book) -> None:
    for path in sorted((FOLDER / "texts").glob("*.md")):
        for reference in re.findall(r"\{\{([^}]*)\}\}", path.read_text(encoding="utf-8")):
            formula = reference.split("|")[0]
            if formula not in book.properties:
                assert shown(book, formula) != "缺数据", formula


def test_the_narrative_is_long_enough_and_types_no_figure() -> None:
    prose = re.sub(r"\{\{[^}]*\}\}|\[\[[^\]]*\]\]", "", (FOLDER / "texts" / "自评报告.md").read_text(encoding="utf-8"))
    assert len(re.findall("[一-鿿]", prose)) >= 4000
    assert re.findall(r"\d+(?:\.\d+)?[%万亿个人项]", prose) == []


def test_the_demonstration_sheet_says_what_it_cannot_score(book: Book) -> None:
    reckoner, context = Reckoner(book), Context(book.organisation, parse_period("2022年"))
    sheet = score(reckoner, scheme_of(reckoner, "部门整体绩效自评（演示）", context), context)
    lines = {line.code: line for line in sheet.lines}
    assert sheet.scheme.demonstration
    assert {code for code, line in lines.items() if line.status == "未评"} == {"B1", "B11", "B12", "C11", "C13"}
    assert sheet.unscored == 6 + 2 + 3 + 3 + 3
    assert sheet.printed(lines["B2"].score) == "3.75"    # 4 - (11.26 - 10) × 0.2 = 3.748
    assert sheet.printed(lines["C22"].score) == "4.75"   # 5 × 19 ÷ 20
    assert sheet.printed(lines["C31.8"].score) == "0.49"  # 0.57 × 73 ÷ 85 = 0.4895
    assert sheet.grade == ""    # the open points could still change it


def test_evidence_is_intact(book: Book) -> None:
    assert book.evidence
    assert all(evidence.intact for evidence in book.evidence.values())
