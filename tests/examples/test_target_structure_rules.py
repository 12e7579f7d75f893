"""The structure rules of register 绩效目标: each fault alone brings out its rule and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.book import load_book
from gouji.catalogue import Catalogue
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.reckon import Reckoner
from gouji.reckon import check

HEADER = (
    "清单", "年度", "项目", "序号", "一级代码", "一级指标", "二级代码", "二级指标", "三级指标", "周期比较符", "周期值", "比较符", "目标值", "单位", "实际比较符",
    "实际值", "实际单位", "分值", "偏差原因", "改进措施",
)
BASE: dict[str, dict[str, str]] = {
    "1": {"一级代码": "1", "一级指标": "产出指标", "二级代码": "11", "二级指标": "数量指标", "目标值": "100", "单位": "台", "实际值": "110", "分值": "50"},
    "2": {"一级代码": "2", "一级指标": "效益指标", "二级代码": "22", "二级指标": "社会效益", "目标值": "90", "单位": "%", "实际值": "95", "分值": "30"},
    "3": {"一级代码": "3", "一级指标": "满意度指标", "二级代码": "31", "二级指标": "服务对象满意度", "目标值": "90", "单位": "%", "实际值": "92", "分值": "10"},
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(shipped_definitions())


def found(folder: Path, catalogue: Catalogue, rows: dict[str, dict[str, str]], *, year: int = 2023, place: str = "甲市") -> set[str]:
    (folder / "registers").mkdir()
    (folder / "book.yaml").write_text(f"title: 例\norganisation: A\nsets: [绩效目标]\nforms: [{{form: x, period: {year}年}}]\n", encoding="utf-8")
    (folder / "organisations.csv").write_text(f"code,name,kind\nA,{place}甲校,学校\n", encoding="utf-8")
    (folder / "facts").mkdir()
    (folder / "facts" / "数.csv").write_text(f"indicator,period,value\n项目全年预算数,{year}年,100\n", encoding="utf-8")
    lines = [",".join(HEADER)]
    for number, row in rows.items():
        filled = {
            "清单": "项目支出", "年度": f"{year}年", "项目": "设备", "序号": number, "三级指标": f"指标{number}", "比较符": "≥",
            "实际单位": row.get("单位", ""), **row,
        }
        lines.append(",".join(filled.get(name, "") for name in HEADER))
    (folder / "registers" / "绩效目标.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return {finding.rule for finding in check(Reckoner(load_book(folder, catalogue))).findings}


def changed(**change: str) -> dict[str, dict[str, str]]:
    return {**BASE, "1": {**BASE["1"], **change}}


def test_a_sound_table_has_no_findings(tmp_path: Path, catalogue: Catalogue) -> None:
    assert found(tmp_path, catalogue, BASE) == set()


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        (changed(实际值="99"), {"PT-R01"}),
        (changed(实际值="99", 偏差原因="采购推迟"), {"PT-R02"}),
        (changed(实际值="99", 偏差原因="采购推迟", 改进措施="明年提前采购"), set()),
        (changed(比较符="≤", 实际值="110"), {"PT-R01"}),
        (changed(比较符="≤", 实际值="90"), set()),
        (changed(一级指标="产出指标", 二级指标="成本指标", 二级代码="14"), {"PT-R03"}),
        (changed(实际比较符="≥"), {"PT-R04"}),
        ({"1": BASE["1"], "2": BASE["2"]}, {"PT-R08", "PT-R23"}),
        (changed(单位="%", 目标值="120", 实际值="130", 实际单位="%"), {"PT-R09", "PT-R10"}),
        (changed(目标值="待定", 实际值="", 实际单位=""), {"PT-R11"}),
        (changed(目标值="", 实际值="", 实际单位=""), {"PT-R12"}),
        (changed(实际值="130"), {"PT-R13"}),                  # exactly 130 % asks
        (changed(实际值="129"), set()),
        (changed(实际值="130", 偏差原因="追加设备", 改进措施="目标改按历史值定"), set()),
        (changed(比较符="无"), {"PT-R14"}),
        (changed(实际单位="套"), {"PT-R15"}),
        (changed(单位="", 实际单位="台"), {"PT-R16"}),
        ({**BASE, "2": {**BASE["2"], "单位": "人", "实际单位": "人"}}, {"PT-R17"}),
        (changed(二级代码="21"), {"PT-R18"}),
        (changed(周期值="80", 周期比较符="≥"), {"PT-R19"}),
        (changed(分值="40"), {"PT-R23"}),
        (changed(目标值="完备", 单位="", 实际值="完备", 实际单位=""), set()),
        (changed(目标值="完备", 单位="", 实际值="基本完备", 实际单位=""), set()),    # words that differ: not assessable, never agreement
    ],
)
def test_each_fault_brings_out_its_rule(tmp_path: Path, catalogue: Catalogue, rows: dict[str, dict[str, str]], rules: set[str]) -> None:
    assert found(tmp_path, catalogue, rows) == rules


def test_cost_stood_under_output_before_2021(tmp_path: Path, catalogue: Catalogue) -> None:
    rows = {**BASE, "4": {"一级指标": "成本指标", "二级指标": "经济成本", "比较符": "≤", "目标值": "100", "单位": "万元", "实际值": "90", "分值": "0"}}
    assert found(tmp_path, catalogue, rows, year=2020) == {"PT-R20"}


def test_a_region_has_its_own_question(tmp_path: Path, catalogue: Catalogue) -> None:
    assert found(tmp_path, catalogue, changed(目标值="0", 实际值="30"), place="广西") == {"PT-R24"}


def test_elsewhere_that_question_is_not_asked(tmp_path: Path, catalogue: Catalogue) -> None:
    assert found(tmp_path, catalogue, changed(目标值="0", 实际值="30")) == set()
