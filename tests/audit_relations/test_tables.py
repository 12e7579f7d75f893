"""Relations in tables: totals, nested rows, rate columns, numbered points, levels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gouji.audit.relations import levels
from gouji.audit.relations import points
from gouji.audit.relations import table_rates
from gouji.audit.relations import tables
from gouji.audit.relations import text_table_rates

Ask = Callable[..., list[tuple[str, str, str]]]

HEAD = "表 1 各系情况表\n\n系别\t男\t女\n"


@pytest.mark.parametrize(("text", "expected"), [
    (HEAD + "甲系\t30\t40\n乙系\t25\t35\n合计\t55\t75\n", [("sum", "55", "holds"), ("sum", "75", "holds")]),
    # 30 + 25 = 55 stands, so 76 beside it is wrong: 40 + 35 = 75
    (HEAD + "甲系\t30\t40\n乙系\t25\t35\n合计\t55\t76\n", [("sum", "55", "holds"), ("sum", "76", "contradicts")]),
    # one column only and no other that adds up: asked about
    ("表 1 各系人数表\n\n系别\t人数\n甲系\t30\n乙系\t25\n合计\t56\n", [("sum", "56", "suspicious")]),
    # nested: 教育 = 中职 + 高职, the total counts it once (100 = 70 + 30)
    ("表 1 支出预算表\n\n科目\t预算\n教育支出\t70\n中职教育\t40\n高职教育\t30\n卫生支出\t30\n合计\t100\n", [("sum", "100", "holds")]),
    # a scheme of its own never accuses
    ("表 1 资产表\n\n项目\t期末\n货币资金\t70\n存货\t40\n流动资产合计\t120\n", []),
])
def test_total_rows(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(tables.find, text) == expected


def test_rate_columns(ask: Ask) -> None:
    """39 ÷ 45 = 86.67 %, printed 86.76 %; 3 ÷ 4 = 75 %."""
    text = "表 1 任务完成情况表\n\n任务\t任务数\t完成数\t完成率\n甲\t45\t39\t86.76%\n乙\t4\t3\t75%\n丙\t10\t9\t90%\n"
    assert ask(table_rates.find, text) == [("ratio", "86.76", "contradicts"), ("ratio", "75", "holds"), ("ratio", "90", "holds")]


TWO_PAIRS = "表 1 指标完成情况表\n\n数量指标\t\t质量指标\t\t指标完成度\n任务数\t完成数\t任务数\t完成数\t\n"


@pytest.mark.parametrize(("row", "rate", "verdict"), [
    ("8\t7\t4\t4", "91.67%", "holds"),  # (7 + 4) ÷ (8 + 4)
    ("8\t7\t4\t4", "81.67%", "contradicts"),
    ("8\t10\t4\t4", "100%", "suspicious"),  # 14 ÷ 12 capped
    ("8\t7\t4\t4", "87.5%", "suspicious"),  # the first pair alone
])
def test_several_pairs(ask: Ask, row: str, rate: str, verdict: str) -> None:
    assert ask(table_rates.find, f"{TWO_PAIRS}{row}\t{rate}\n") == [("ratio", rate[:-1], verdict)]


def test_text_beside_table(ask: Ask) -> None:
    """The text names the rate as the header does; the table's own rate fits, so another one in the text is asked about."""
    table = "表 1 任务完成情况表\n\n任务数\t完成数\t任务完成率\n20\t19\t95%\n"
    assert ask(text_table_rates.find, "中期任务完成率 95%。\n\n" + table) == [("ratio", "95", "holds")]
    assert ask(text_table_rates.find, "中期任务完成率 97%。\n\n" + table) == [("ratio", "97", "suspicious")]


def test_points_by_year(ask: Ask) -> None:
    """2022: 2 + 1 = 3 points, 2023: 3 + 1 (a year without markers)."""
    table = "表 1 任务完成情况表\n\n任务\t完成情况\n甲\t2022 年：（1）建设。（2）修订。2023 年：（1）推广。（2）验收。（3）总结。\n乙\t2022 年：（1）调研。2023 年：完成建设。\n\n"
    assert ask(points.find, table + "对照 2022 年的 3 个任务点和 2023 年的 5 个任务点，全部完成。") == [
        ("count", "3", "holds"), ("count", "5", "suspicious"),
    ]


def test_levels(ask: Ask) -> None:
    """国家级 1 + 2 = 3 and 省级 5 + 6 + 7 = 18 stand, so 市级 5 against 4 + 2 = 6 is wrong."""
    rows = "甲\t国家级\t1\n乙\t国家级\t2\n丙\t省级\t5\n丁\t省级\t6\n戊\t省级\t7\n己\t市级\t4\n庚\t市级\t2\n"
    text = "取得国家级成果 3 项、省级成果 18 项、市级成果 5 项。\n\n表 1 成果一览表\n\n成果\t级别\t完成数\n" + rows
    assert ask(levels.find, text) == [("sum", "3", "holds"), ("sum", "18", "holds"), ("sum", "5", "contradicts")]
