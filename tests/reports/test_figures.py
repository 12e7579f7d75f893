"""A figure as it is shown: unit, decimals, Excel format, state, explanation."""

from decimal import Decimal

import pytest

from gouji.book import load_book
from gouji.book import parse_period
from gouji.formulas import FormulaError
from gouji.papers.blocks import FigureState
from gouji.reckon import Reckoner
from gouji.reckon import Result
from gouji.reports.differences import differences
from gouji.reports.explain import HIDDEN
from gouji.reports.explain import explain_record
from gouji.reports.explain import explain_text

# formula, unit, decimals → text, number, format, state
CASES = [
    ("学生数", "", None, "3540", Decimal(3540), "0", FigureState.BOUND),
    ("生师比", "", None, "17.7:1", Decimal("17.7"), '0.0":1"', FigureState.DIFFERS),  # 3540 ÷ 200 = 17.7, stated 17.6
    ("填报(生师比)", "", None, "17.6:1", Decimal("17.6"), '0.0":1"', FigureState.STATED),
    ("学生数 - 上期(学生数)", "", None, "140", Decimal(140), "0", FigureState.DERIVED),  # 3540 - 3400
    ("学生数 / 上期(学生数) - 1", "%", 1, "4.1", Decimal("4.1"), "0.0", FigureState.DERIVED),  # 140 ÷ 3400 = 4.1176 %
    ("满意度 - 90%", "个百分点", 2, "3.77", Decimal("3.77"), "0.00", FigureState.DERIVED),
    ("学生数 / 教师数", "", None, "17.7", Decimal("17.7"), "0.0", FigureState.DERIVED),
    ("合计(来源, 到位经费)", "亿元", 3, "0.100", Decimal("0.100"), "0.000", FigureState.DERIVED),  # 750.5 + 249.5 = 1000 万元
    ("合计(来源, 到位经费)", "", None, "1000.00", Decimal("1000.00"), "0.00", FigureState.DERIVED),
    ("国家级获奖数", "", None, "2", Decimal(2), "0", FigureState.DERIVED),  # entries 2 and 10; 12 is of another year
    ("合计(获奖, 数量, 级别 = “国家”)", "", None, "3", Decimal(3), "0", FigureState.DERIVED),  # 1 + 2
    ("志愿者", "", None, "20多", None, "", FigureState.BOUND),
    ("办学特色", "", None, "工学结合", None, "", FigureState.BOUND),
    ("国外学生数", "", None, "不适用", None, "", FigureState.BOUND),
    ("占地面积", "", None, "〔缺：占地面积〕", None, "", FigureState.MISSING),
    ("学生数 / (教师数 - 200)", "", None, "—", None, "", FigureState.DERIVED),  # division by zero
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_shown(figures, case):
    formula, unit, decimals, text, number, form, state = case
    shown = figures.show(formula, unit, decimals)
    assert (shown.text, shown.number, shown.number_format) == (text, number, form)
    assert shown.mark is not None
    assert shown.mark.state is state
    assert shown.mark.id in figures.explainer.records


def test_one_id_per_figure(figures):
    first, again, other = figures.show("学生数"), figures.show("学生数"), figures.show("上期(学生数)")
    assert first.mark.id == again.mark.id != other.mark.id


def test_unknown_name_is_pointed_at(figures):
    with pytest.raises(FormulaError) as caught:
        figures.show("学生书")
    assert "学生数" in str(caught.value)


def test_explanation_of_a_derived_figure(figures):
    shown = figures.show("生师比")
    record = figures.explainer.records[shown.mark.id]
    assert record["label"] == "生师比"
    assert (record["formula"], record["filled"], record["organisation"], record["period"]) == ("学生数 / 教师数", "3540 ÷ 200", "某学校", "2023年")
    assert record["stated"] == [{"value": "17.6:1", "source": "表3", "verdict": "contradicts"}]
    students, teachers = (figures.explainer.records[name] for name in record["operands"])
    assert (students["label"], teachers["label"]) == ("学生数", "教师数")
    assert students["evidence"] == ["E01 年报摘录（第3页）"]
    assert (students["source"], students["author"], students["definition"]) == ("年报表1", "教务处", "年末在册学生")
    assert "已核对" in students["note"]
    assert len(students["version"]) == 12


def test_entries_are_listed_and_personal_columns_hidden(figures):
    record = figures.explainer.records[figures.show("国家级获奖数").mark.id]
    tally = figures.explainer.records[record["operands"][0]]
    assert [entry["序号"] for entry in tally["entries"]] == ["2", "10"]
    assert tally["entries"][0]["姓名"] == HIDDEN
    assert "李四" not in str(figures.explainer.records)


def test_explained_as_text_and_as_record(figures, book):
    result = figures.show("生师比").result
    assert isinstance(result, Result)
    lines = explain_text(result, book)
    assert lines[0] == "生师比（某学校，2023年）＝ 17.7:1 〔推算〕"
    assert "  代入：3540 ÷ 200" in lines
    assert "  另处填报：17.6:1（表3）—— 不同" in lines
    assert any(line.startswith("  学生数（某学校，2023年）＝ 3540人") for line in lines)
    assert len(explain_text(result, book, depth=1)) < len(lines)
    assert [each["label"] for each in explain_record(result, book)["operands"]] == ["学生数", "教师数"]


def test_a_difference_is_not_hidden_by_rounding(book_folder, catalogue):
    """3540 ÷ 200 = 17.70; stated with two decimals as 17.74 the derived one is printed as finely, and differs by 0.04."""
    facts = book_folder / "facts" / "all.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("17.6:1", "17.74:1"), encoding="utf-8")
    reckoner = Reckoner(load_book(book_folder, catalogue))
    (difference,) = differences(reckoner, reckoner.figure("T-3", "S", parse_period("2023")))
    assert difference.sentence == "生师比（2023年）：填报 17.74:1（表3），按公式推算 17.70:1，相差 0.04。"


def test_the_same_statement_of_several_places_is_one_difference(book_folder, catalogue):
    with (book_folder / "facts" / "all.csv").open("a", encoding="utf-8") as stream:
        stream.write("生师比,,2023,,填报,17.6:1,,正文,,,\n学生数,,2023,,填报,3540,,正文,,,\n到位经费,,2023,来源=财政,填报,700,,正文,,,\n")
    reckoner = Reckoner(load_book(book_folder, catalogue))
    (difference,) = differences(reckoner, reckoner.figure("T-3", "S", parse_period("2023")))
    assert difference.sources == ("表3", "正文")
    assert differences(reckoner, reckoner.figure("T-1", "S", parse_period("2023"))) == ()
    (funds,) = differences(reckoner, reckoner.figure("T-5", "S", parse_period("2023"), "来源=财政"))
    assert funds.sentence == "到位经费（来源：财政，2023年）：填报 700（正文），账簿数 750.50，相差 50.50。"
