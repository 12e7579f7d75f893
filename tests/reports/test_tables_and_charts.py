"""Tables of a form as grids, charts of a form as chart blocks."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gouji.messages import GoujiError
from gouji.papers.blocks import FigureState
from gouji.reports.charts import draw
from gouji.reports.placeholders import words_of
from gouji.reports.tables import lay_out


@pytest.fixture
def laid(figures, book, form):
    return lambda name: lay_out(form.table(name), figures, words_of(book, figures.context))


@pytest.fixture
def drawn(figures, book, form):
    return lambda name: draw(form.chart(name), figures, words_of(book, figures.context))


def texts(rows):
    return [[cell.text for cell in row] for row in rows]


def test_indicator_rows(laid):
    table = laid("表1")
    grid = table.grid
    assert (grid.label, grid.caption, grid.note) == ("表1", "基本情况", "")
    assert [column.title for column in grid.columns] == ["序号", "指标", "单位", "2022年", "2023年", "调查人数"]
    assert texts(grid.rows) == [
        ["一、规模"],
        ["1", "学生数*", "人", "3400", "3540", ""],
        ["", "其中：国外学生", "人", "〔缺〕", "不适用", ""],
        ["2", "教师数", "人", "200", "200", ""],
        ["3", "生师比", "——", "17.0:1", "17.7:1", ""],
        ["4", "满意度", "%", "〔缺〕", "93.77", "1200"],
        ["5", "办学特色", "", "〔缺〕", "工学结合", ""],
        ["6", "占地面积", "平方米", "〔缺〕", "〔缺〕", ""],
    ]
    assert grid.rows[0][0].column_span == 6
    assert grid.rows[2][1].indent == 1
    assert (grid.rows[4][4].number, grid.rows[4][4].number_format) == (Decimal("17.7"), '0.0":1"')
    assert grid.rows[4][4].runs[0].figure.state is FigureState.DIFFERS
    assert table.notes == ("带星号的数取自系统。", "生师比（2023年）：填报 17.6:1（表3），按公式推算 17.7:1，相差 0.1。")
    gap = grid.rows[7][3].runs[0]
    assert (gap.text, gap.hint) == ("〔缺〕", "〔缺：占地面积〕")  # short in a cell, whole in its tooltip and the warning


def test_breakdown_rows_with_total_and_groups(laid):
    grid = laid("经费").grid
    assert texts(grid.rows) == [["财政", "750.5", "75.1"], ["自筹", "249.5", "25.0"], ["合计", "1000.0", "100.0"]]  # 750.5 ÷ 1000 = 75.05 %
    assert texts(grid.header) == [["来源", "经费"], ["到位", "占比（%）"]]
    assert [(cell.row_span, cell.column_span) for cell in grid.header[0]] == [(2, 1), (1, 2)]
    assert (grid.note, grid.totals, grid.label) == ("金额单位：万元", 1, "")


def test_entries_are_ordered_merged_and_summed(laid):
    grid = laid("获奖").grid
    # 2 before 10; the two national prizes of one contest share their first two cells; 1 + 2 + 3 = 6
    assert texts(grid.rows) == [["技能大赛", "国家", "1", "2"], ["2", "4"], ["创新大赛", "省", "3", "6"], ["合计", "", "6", ""]]
    assert [cell.row_span for cell in grid.rows[0]] == [2, 2, 1, 1]
    assert grid.landscape
    assert [column.title for column in grid.columns] == ["赛事", "级别", "数量", "加倍（项）"]


def test_column_that_a_register_does_not_have(figures, book, form):
    table = form.table("获奖")
    wrong = replace(table, columns=(replace(table.columns[0], show="比赛"),), total="")
    with pytest.raises(GoujiError) as caught:
        lay_out(wrong, figures, words_of(book, figures.context))
    assert [problem.code for problem in caught.value.problems] == ["T54"]


def test_what_the_book_leaves_open_is_a_gap(figures, book, form):
    words = words_of(book, figures.context)
    assert lay_out(replace(form.table("表1"), title="{校训}"), figures, words).grid.caption == "〔缺：校训〕"
    assert list(words.gaps) == ["校训"]


def test_chart_over_periods_leaves_out_what_is_unknown(drawn):
    chart = drawn("学生")
    assert chart.categories == ("2022年", "2023年")  # nothing is known of 2021
    assert [(series.name, series.values) for series in chart.series] == [("学生", (Decimal(3400), Decimal(3540)))]  # 国外 does not apply


def test_chart_over_a_breakdown(drawn):
    chart = drawn("来源")
    assert chart.categories == ("财政", "自筹")
    assert chart.series[0].values == (Decimal("750.5"), Decimal("249.5"))


def test_chart_over_entries(drawn):
    chart = drawn("奖项")
    assert chart.categories == ("技能大赛", "技能大赛", "创新大赛")
    assert chart.series[0].values == (Decimal(1), Decimal(2), Decimal(3))


def test_chart_of_series_side_by_side(drawn):
    chart = drawn("对比")
    assert chart.categories == ("学生", "教师")
    assert [series.values for series in chart.series] == [(Decimal(3540), Decimal(200))]


def test_chart_without_data_is_none(drawn):
    assert drawn("空图") is None
