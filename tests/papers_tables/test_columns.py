"""Columns under their known names."""

import pytest

from gouji.messages import GoujiError
from gouji.papers.tables import map_columns
from gouji.papers.tables import read_table

EXPECTED = {"指标": ["指标名称"], "单位": ["学校", "单位(组织)"], "期间": [], "数值": ["值"], "备注": []}


def codes(csv_file, header):
    with pytest.raises(GoujiError) as caught:
        map_columns(read_table(csv_file(header + "\n" + ",".join("1" * (header.count(",") + 1)) + "\n")), EXPECTED, ["指标", "数值"])
    return caught.value


def test_names_aliases_and_folding(csv_file):
    table = read_table(csv_file("期间,指标名称,单位（组织）,*数 值\n1,2,3,4\n"))
    assert map_columns(table, EXPECTED, ["指标", "数值"]) == {"期间": 0, "指标": 1, "单位": 2, "数值": 3}


def test_missing_and_unknown_are_all_listed_with_the_nearest(csv_file):
    error = codes(csv_file, "指标名,期间,数字")
    found = [(problem.code, problem.params["name"], problem.params["hint"]) for problem in error.problems]
    assert found == [
        ("P72", "指标名", "最接近的是“指标名称”。"),
        ("P72", "数字", "最接近的是“数值”。"),
        ("P71", "指标", "最接近的是“指标名”。"),
        ("P71", "数值", "最接近的是“数字”。"),
    ]
    assert "可用的列：指标、单位、期间、数值、备注" in str(error)


def test_two_columns_of_one_meaning(csv_file):
    error = codes(csv_file, "指标,数值,值")
    assert [(problem.code, problem.params["first"]) for problem in error.problems] == [("P66", "B1")]


def test_all_are_required_unless_told(csv_file):
    with pytest.raises(GoujiError) as caught:
        map_columns(read_table(csv_file("指标,数值\n1,2\n")), EXPECTED)
    assert [problem.params["name"] for problem in caught.value.problems] == ["单位", "期间", "备注"]
