"""The construction plan's book: what contradicts comes out neutrally, what agrees stays silent (arithmetic in the comments)."""

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
from gouji.reckon import score

FOLDER = Path(__file__).parents[2] / "examples" / "maoming-plan-2022-2025"
MID_TERM = parse_period("2022-2023年")


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(FOLDER, load_catalogue(shipped_definitions()))


@pytest.fixture(scope="module")
def report(book: Book) -> CheckReport:
    return check(Reckoner(book))


CONTRADICTIONS = (
    ("PLAN-T-01", "任务=2", ("98.25%", "28.5 ÷ 29")),              # 98.28 %
    ("PLAN-T-01", "任务=3", ("95.4%", "14 ÷ 15")),                 # 93.3 %
    ("PLAN-T-01", "任务=10", ("94.12%", "14 ÷ 14")),               # 100 %
    ("PLAN-T-03", "", ("96.7%", "95.43%")),
    ("PLAN-T-04", "", ("213", "223")),                             # 27+29+15+40+31+25+12+16+14+14 = 223
    ("PLAN-T-05", "", ("212.8", "216.5")),                         # 27+28.5+14+39+30+23+12+15+14+14 = 216.5
    ("PLAN-T-05", "", ("206", "216.5")),
    ("PLAN-T-05", "任务=9", ("17", "14")),                         # with three added tasks
    ("PLAN-T-07", "任务=5", ("31", "14")),                         # 1 + 13
    ("PLAN-T-11", "任务=3", ("14.312",)),                          # 13 + 0.583 + 0.729
    ("PLAN-K-01", "任务=2", ("98.25%", "28.5 ÷ 29")),              # (17.5 + 11) ÷ (18 + 11) = 98.28 %
    ("PLAN-K-01", "任务=3", ("93.3%", "5 ÷ 6")),                   # 83.3 %
    ("PLAN-K-01", "任务=8", ("91.67%", "26 ÷ 28")),                # 92.86 %; 22 ÷ 24 leaves the quality indicators out
    ("PLAN-K-01", "任务=10", ("90", "16 ÷ 17")),
    ("PLAN-K-05", "", ("249.2", "182")),                           # 138 + 44
    ("PLAN-K-06", "", ("249.2", "204.5")),                         # 155.5 + 49
    ("PLAN-L-01", "标志性成果 2/1+X证书试点专业", ("86.76%", "39 ÷ 45")),   # 86.67 %
    ("PLAN-L-02", "标志性成果 2/学分银行试点", ("1个", "0个")),
    ("PLAN-L-12", "", ("5个", "4个")),
    ("PLAN-L-15", "", ("21项", "22项")),
    ("PLAN-L-16", "", ("190个", "203个")),
    ("PLAN-L-17", "", ("280个", "281个")),
    ("PLAN-L-21", "", ("67个", "68个")),
    ("PLAN-R-01", "", ("77项", "20 + 30")),
    ("PLAN-R-03", "", ("27件", "25 + 7")),
    ("PLAN-C-02", "", ("143项", "60 + 82")),
    ("PLAN-G-01", "", ("76项", "74项")),                           # 14 + 25 + 17 + 9 + 9
    ("PLAN-P-02", "", ("57门", "22 + 25")),
    ("PLAN-P-12", "", ("14个", "11个")),
    ("PLAN-H-01", "", ("9人", "10人")),
)
QUESTIONS = (
    ("PLAN-F-33", "经费来源=财政专项经费"), ("PLAN-F-34", "经费来源=学校自筹经费"), ("PLAN-K-03", "任务=5"), ("PLAN-K-07", ""),
    ("PLAN-L-04", ""), ("PLAN-S-01", "满意度群体=在校生"), ("PLAN-GD-05", "任务=8"), ("PLAN-T-10", "任务=5"), ("PLAN-T-10", "任务=9"),
)


@pytest.mark.parametrize(("rule", "subject", "words"), CONTRADICTIONS)
def test_a_contradiction_comes_out_with_both_values(report: CheckReport, rule: str, subject: str, words: tuple[str, ...]) -> None:
    found = [item for item in report.findings if (item.rule, item.subject) == (rule, subject) and all(word in item.message for word in words)]
    assert [item.verdict.value for item in found] == ["contradicts"], f"{rule} {subject} {words}"


@pytest.mark.parametrize(("rule", "subject"), QUESTIONS)
def test_what_a_reader_would_ask_is_asked_softly(report: CheckReport, rule: str, subject: str) -> None:
    assert [item.verdict.value for item in report.findings if (item.rule, item.subject) == (rule, subject)] == ["suspicious"]


def test_what_agrees_stays_silent(report: CheckReport) -> None:
    """Funds by source and in total with their rates; 212.8 ÷ 223 = 95.43; the requirements of the mid-term check; 60 = 5+18+37, 82 = 2+23+57;
    1410 ÷ 1488 = 94.76; 165+46, 150+100+150+200, 1651+2980; 68.7 and 25.53; 17 = 2+15; 86 = 2×9+8+2×9+3×8+2×9."""
    silent = {
        "PLAN-F-01", "PLAN-F-02", "PLAN-F-03", "PLAN-F-04", "PLAN-F-05", "PLAN-F-21", "PLAN-F-22", "PLAN-F-23", "PLAN-F-24", "PLAN-F-31",
        "PLAN-F-32", "PLAN-T-02", "PLAN-T-08", "PLAN-T-09", "PLAN-GD-01", "PLAN-GD-02", "PLAN-GD-03", "PLAN-C-05", "PLAN-C-21", "PLAN-C-22",
        "PLAN-C-24", "PLAN-G-02", "PLAN-G-03", "PLAN-G-04", "PLAN-G-05", "PLAN-P-01", "PLAN-P-21", "PLAN-R-11", "PLAN-R-21", "PLAN-R-22",
        "PLAN-R-24", "PLAN-X-01", "PLAN-A-01",
    }
    assert silent.isdisjoint({item.rule for item in report.findings})
    assert not [item for item in report.findings if item.period == "2022-2025年" and item.rule.startswith(("PLAN-T", "PLAN-K"))]
    assert {(item.rule, item.period) for item in report.not_assessable} == {("PLAN-K-05", "2022-2025年"), ("PLAN-K-06", "2022-2025年")}


@pytest.mark.parametrize(("text", "value"), [
    ("任务完成率", Fraction(2165, 2230)),                                                # 216.5 ÷ 223
    ('期间(任务完成率, "2022-2025年")', Fraction(2248, 4460)),                           # 224.8 ÷ 446 = 50.4 %
    ('期间(绩效指标完成率, "2022-2025年")', Fraction(7, 10)),                            # 249.2 ÷ 356
    ("「支出率（占到位）」", Fraction(13013, 13253)),
    ('细分(「到位率（占中期预算）」, 经费来源 = "学校自筹经费")', Fraction(7291, 9041)),
    ("省级成果个数", Fraction(203)),
    ('期间(细分(满意度变动, 满意度群体 = "在校生"), "2023年")', Fraction(-2760, 10000)),  # 63.62 − 91.22
])
def test_figures(book: Book, text: str, value: Fraction) -> None:
    found = Reckoner(book).evaluate(text, "建设计划", Context(book.organisation, MID_TERM)).value
    assert isinstance(found, Amount)
    assert found.point == value


def test_the_self_evaluation_scores_86_and_is_graded_good(book: Book) -> None:
    sheet = score(Reckoner(book), book.edition(MID_TERM).schemes["广东省域高水平高职中期自评"], Context(book.organisation, MID_TERM))
    assert (sheet.total, sheet.grade) == (Fraction(86), "良")  # 18 + 8 + 18 + 24 + 18


def test_the_registers_are_complete(book: Book) -> None:
    assert sum(entry.texts["层级"] == "子任务" for entry in book.entries["建设任务"]) == 37
    assert {name: len(book.entries[name]) for name in ("验收要点", "标志性成果", "对标")} == {"验收要点": 392, "标志性成果": 69, "对标": 32}


def test_the_narrative_is_long_enough_and_every_figure_is_known(book: Book) -> None:
    form = book.edition(MID_TERM).forms["建设计划中期自评报告"]
    text = (FOLDER / "texts" / form.text).read_text(encoding="utf-8")
    reckoner = Reckoner(book)
    placed = set(re.findall(r"\[\[表:(.+?)\]\]", text)) | set(re.findall(r"\[\[图:(.+?)\]\]", text))
    assert placed == {table.name for table in form.tables} | {chart.name for chart in form.charts}
    for reference in re.findall(r"\{\{(.+?)\}\}", text):
        formula = reference.split("|")[0]
        if formula not in book.properties:
            assert not isinstance(reckoner.evaluate(formula, form.set, Context(book.organisation, MID_TERM)).value, Missing), reference
    assert len(re.findall(r"[\u4e00-\u9fff]", re.sub(r"\{\{.*?\}\}|\[\[.*?\]\]", "", text))) >= 6000
