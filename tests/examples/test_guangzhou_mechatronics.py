"""The college's book: what contradicts comes out neutrally, what agrees stays silent (arithmetic in the comments)."""

from __future__ import annotations

import re
from fractions import Fraction
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

FOLDER = Path(__file__).parents[2] / "examples" / "guangzhou-mechatronics"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(FOLDER, load_catalogue(shipped_definitions()))


@pytest.fixture(scope="module")
def report(book: Book) -> CheckReport:
    return check(Reckoner(book))


CONTRADICTIONS = (
    ("TQ-01", "contradicts", ("7806", "8013")),         # 7377 + 636 = 8013, stated 7806
    ("TQ-13", "truncated", ("94.68%", "94.69%")),       # 1658 ÷ 1751 = 94.689 %
    ("TQ-13", "truncated", ("10.33%", "10.34%")),       # 181 ÷ 1751 = 10.337 %
    ("TQ-15", "contradicts", ("97.60%", "97.66%")),     # 1710 ÷ 1751 = 97.658 %
    ("TQ-30", "contradicts", ("14177", "15507")),       # 2619+34+110+180+210+750+8508+1738+928+364+66
    ("TQ-70", "contradicts", ("2.35", "2.29")),         # 18386.34 ÷ 8013 = 2.2946 万元
    ("TQ-64", "contradicts", ("1枚", "0枚")),           # one silver medal named, none in the total
    ("TQ-93", "contradicts", ("3560", "3559")),
    ("TQ-94", "contradicts", ("224", "223")),
    ("TQ-07", "suspicious", ("1903", "1938")),
    ("TQ-12", "suspicious", ("1359", "1751")),          # 577 + 397 + 204 + 181 = 1359
    ("TQ-32", "suspicious", ("1572", "1568")),
    ("TQ-33", "suspicious", ("110", "157")),
    ("TQ-43", "suspicious", ("8 - 7", "3人")),
    ("TQ-44", "suspicious", ("110 - 99", "19人")),
    ("TQ-46", "suspicious", ("35", "42")),              # 33 + 2 = 35
    ("TQ-48", "suspicious", ("525", "527")),
    ("TQ-50", "suspicious", ("90.36%", "90.26%")),
    ("TQ-75", "suspicious", ("8630", "8013")),
    ("TQ-81", "suspicious", ("4500", "1060")),
    ("TQ-88", "suspicious", ("4家", "3家")),
    ("PE-30", "contradicts", ("668", "600")),
    ("PE-30", "contradicts", ("95", "90")),
    ("PE-28", "suspicious", ("11", "13")),              # two projects set no satisfaction indicator
)


@pytest.mark.parametrize(("rule", "verdict", "words"), CONTRADICTIONS)
def test_a_contradiction_comes_out_with_both_values(report: CheckReport, rule: str, verdict: str, words: tuple[str, ...]) -> None:
    found = [finding for finding in report.findings if finding.rule == rule and all(word in finding.message for word in words)]
    assert found, f"{rule} {words}"
    assert {finding.verdict.value for finding in found} == {verdict}


def test_what_agrees_stays_silent(report: CheckReport) -> None:
    """招生 210+1728, 979÷1938, 277 = 164+113, 323 = 250+73, 90 = 71+19, 2.2 = 1.2+1, 3145, 25.01, 收入 within rounding, 土地, project sums."""
    silent = {
        "TQ-02", "TQ-03", "TQ-04", "TQ-10", "TQ-11", "TQ-14", "TQ-20", "TQ-31", "TQ-40", "TQ-73", "TQ-74", "TQ-77", "TQ-80", "TQ-90", "TQ-91",
        "TQ-97", "TQ-98", "PE-01", "PE-02", "PE-03", "PE-04", "PE-05", "PE-06", "PE-10", "PE-11", "PE-12", "PE-20", "PE-23",
    }
    assert silent.isdisjoint({finding.rule for finding in report.findings})
    assert silent.isdisjoint({item.rule for item in report.not_assessable})


def test_rates_without_a_published_base_are_not_assessable(report: CheckReport) -> None:
    assert {item.rule for item in report.not_assessable} >= {"TQ-06", "TQ-17", "TQ-18", "TQ-19", "TQ-71", "TQ-72"}


def test_goal_text_without_an_indicator_is_asked_about(report: CheckReport) -> None:
    assert sum(finding.rule == "PE-40" for finding in report.findings) == 4  # 15 队 of project 3, three quantities of project 9


@pytest.mark.parametrize(("text", "value"), [
    ("项目资金总额", Fraction(51386800)),                                                # 5138.68 万元 in 元
    ("助学金测算人数", Fraction(150)),                                                   # 300000 ÷ 2000
    ("项目指标个数", Fraction(76)),
    ("设满意度指标的项目个数", Fraction(11)),
])
def test_project_figures(book: Book, text: str, value: Fraction) -> None:
    found = Reckoner(book).evaluate(text, "项目绩效目标", Context(book.organisation, parse_period("2024财年"))).value
    assert isinstance(found, Amount)
    assert found.point == value


@pytest.mark.parametrize("use", ["技工质量年报", "项目绩效目标"])
def test_every_figure_of_the_narratives_is_known(book: Book, use: str) -> None:
    form_use = next(item for item in book.forms if item.form == use)
    period = parse_period(form_use.period)
    form = book.edition(period).forms[use]
    text = (FOLDER / "texts" / form.text).read_text(encoding="utf-8")
    reckoner = Reckoner(book)
    placed = set(re.findall(r"\[\[表:(.+?)\]\]", text)) | set(re.findall(r"\[\[图:(.+?)\]\]", text))
    assert placed <= {table.name for table in form.tables} | {chart.name for chart in form.charts}
    for reference in re.findall(r"\{\{(.+?)\}\}", text):
        formula = reference.split("|")[0]
        if formula not in book.properties:
            assert not isinstance(reckoner.evaluate(formula, use, Context(book.organisation, period)).value, Missing), reference


def test_the_yearly_report_has_eight_chapters_and_enough_prose() -> None:
    text = (FOLDER / "texts" / "教育质量年度报告.md").read_text(encoding="utf-8")
    assert re.findall(r"^# 第.章 (.+)$", text, re.MULTILINE) == [
        "学院概况", "学生发展", "质量保障", "社会贡献", "举办者履责", "典型案例", "存在问题", "改进措施",
    ]
    assert len(re.findall(r"[\u4e00-\u9fff]", re.sub(r"\{\{.*?\}\}", "", text))) >= 6000
