"""What a review brought to light: totals over two dimensions, ≠ with bounds, personal columns, rules that derive only under a condition."""

import pytest

from builders import book
from builders import catalogue
from builders import fact
from builders import stated
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.reckon import Reckoner
from gouji.reckon import check

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: A, name: 经费, unit: 万元, organisations: 合计, breakdowns: [任务, 来源]}
      - {code: B, name: 甲, unit: 人}
      - {code: C, name: 乙, unit: 人}
      - {code: D, name: 总数, unit: 人, formula: 甲 + 乙}
"""


def test_a_total_over_two_dimensions(tmp_path):
    rows = [fact("经费", "2024", str(value), breakdown=f"任务={task};来源={source}") for task, source, value in (
        ("1", "财政", 10), ("1", "自筹", 5), ("2", "财政", 7), ("2", "自筹", 3))]
    known = book(tmp_path, catalogue(tmp_path, indicators=DEFINITIONS), facts=rows)
    reckoner, year = Reckoner(known), parse_period("2024年")
    assert reckoner.figure("A", known.organisation, year, "任务=1").printed == "15"     # 10 + 5
    assert reckoner.figure("A", known.organisation, year).printed == "25"     # 10 + 5 + 7 + 3


def test_a_bound_does_not_decide_unequal(tmp_path):
    rules = "set: 试\ntitle: 试\nrules:\n  - {number: R1, statement: 不等, check: 甲 ≠ 乙}\n"
    known = book(tmp_path, catalogue(tmp_path, indicators=DEFINITIONS, rules=rules), facts=[fact("甲", "2024", "≥60"), fact("乙", "2024", "70")])
    report = check(Reckoner(known))
    assert (report.held, len(report.findings), len(report.not_assessable)) == (0, 0, 1)


def test_a_rule_that_derives_only_under_a_condition_is_silent_elsewhere(tmp_path):
    rules = "set: 试\ntitle: 试\nrules:\n  - {number: R1, statement: 合计, derives: 总数, when: 甲 > 100}\n"
    rows = [fact("甲", "2023", "5"), fact("乙", "2023", "1"), stated("总数", "2023", "7"),
            fact("甲", "2024", "500"), fact("乙", "2024", "1"), stated("总数", "2024", "7")]
    report = check(Reckoner(book(tmp_path, catalogue(tmp_path, indicators=DEFINITIONS, rules=rules), facts=rows)))
    assert [(finding.rule, finding.period) for finding in report.findings] == [("R1", "2024年")]


def test_personal_columns_are_not_taken_out_by_formulas(tmp_path):
    register = "register: 名册\ncolumns: [{name: 序号}, {name: 分数, type: 数量, personal: true}]\n"
    wrong = DEFINITIONS + "      - {code: E, name: 最高分, unit: 分, formula: '最大(名册, 分数)'}\n"
    with pytest.raises(GoujiError, match="F17"):
        catalogue(tmp_path, indicators=wrong, registers=register)
