"""Identities of final accounts on a small made-up account (万元): 1000 + 0 + 50 = 1020 + 0 + 30; 1020 = (600 + 100) + 320."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.book import load_book
from gouji.catalogue import Catalogue
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.reckon import Reckoner
from gouji.reckon import check

FACTS = {
    "本年收入合计": "1000", "使用非财政拨款结余": "0", "年初结转和结余": "50", "结余分配": "0", "年末结转和结余": "30", "人员经费": "600",
    "公用经费": "100", "项目支出": "320", "上缴上级支出": "0", "经营支出": "0", "对附属单位补助支出": "0", "因公出国费": "0",
    "公务用车购置费": "0", "公务用车运行维护费": "3", "公务接待费": "2", "支出年初预算数": "900", "三公经费年初预算数": "6",
    "政府采购货物支出": "10", "政府采购工程支出": "20", "政府采购服务支出": "5", "授予中小企业合同金额": "30", "授予小微企业合同金额": "12",
}
STATED = {
    "收入总计": "1050", "支出总计": "1050", "本年支出合计": "1020", "基本支出": "700", "三公经费支出": "5", "公务用车购置及运行费": "3",
    "政府采购支出总额": "35", "支出完成年初预算率": "113.33", "三公经费完成年初预算率": "83.33",  # 1020 ÷ 900, 5 ÷ 6
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(shipped_definitions())


def rules_found(folder: Path, catalogue: Catalogue, facts: dict[str, str], stated: dict[str, str], *more: str) -> set[str]:
    (folder / "facts").mkdir()
    (folder / "book.yaml").write_text("title: 决算\norganisation: A\nsets: [决算]\n", encoding="utf-8")
    (folder / "organisations.csv").write_text("code,name,kind\nA,甲校,学校\n", encoding="utf-8")
    rows = [f"{name},2023年,,事实,{value}," for name, value in facts.items()] + [f"{name},2023年,,填报,{value},表1" for name, value in stated.items()]
    (folder / "facts" / "决算.csv").write_text("\n".join(["indicator,period,breakdown,basis,value,source", *rows, *more, ""]), encoding="utf-8")
    return {finding.rule for finding in check(Reckoner(load_book(folder, catalogue))).findings}


def test_an_account_that_adds_up_has_no_findings(tmp_path: Path, catalogue: Catalogue) -> None:
    assert rules_found(tmp_path, catalogue, FACTS, STATED) == set()


@pytest.mark.parametrize(
    ("name", "value", "rules"),
    [
        ("收入总计", "1051", {"FA-R01", "FA-R02"}),
        ("支出总计", "1049.9", {"FA-R03"}),  # 收入总计 is printed as 1050: whole 万元 do not contradict 1049.9
        ("本年支出合计", "1000", {"FA-R04"}),
        ("基本支出", "701", {"FA-R05"}),
        ("三公经费支出", "7", {"FA-R06", "FA-R16"}),
        ("公务用车购置及运行费", "4", {"FA-R07"}),
        ("政府采购支出总额", "34", {"FA-R08"}),
        ("支出完成年初预算率", "113.4", {"FA-R11"}),
        ("三公经费完成年初预算率", "80", {"FA-R12"}),
    ],
)
def test_a_wrong_total_is_found(tmp_path: Path, catalogue: Catalogue, name: str, value: str, rules: set[str]) -> None:
    assert rules_found(tmp_path, catalogue, FACTS, {**STATED, name: value}) == rules


def test_small_firms_are_part_of_small_and_middle_ones(tmp_path: Path, catalogue: Catalogue) -> None:
    assert rules_found(tmp_path, catalogue, {**FACTS, "授予小微企业合同金额": "31"}, STATED) == {"FA-R10"}


def test_one_unit_of_the_last_place_is_rounding(tmp_path: Path, catalogue: Catalogue) -> None:
    # 1020.00 + 0.00 + 30.00 = 1050.00 ± 0.015; 1049.99 ± 0.005 overlaps
    assert rules_found(tmp_path, catalogue, FACTS, {**STATED, "支出总计": "1049.99"}) == set()


CLASSES = ("功能分类支出,2023年,功能分类=教育,事实,900,", "功能分类支出,2023年,功能分类=社会保障和就业,事实,80,")


@pytest.mark.parametrize(("total", "rules"), [("980", set()), ("990", {"FA-R09"})])
def test_functional_classes_add_up_to_the_appropriation(tmp_path: Path, catalogue: Catalogue, total: str, rules: set[str]) -> None:
    assert rules_found(tmp_path, catalogue, FACTS, STATED, *CLASSES, f"财政拨款支出,2023年,,填报,{total},表5") == rules


@pytest.mark.parametrize(
    ("last_year", "increase", "rate", "carried", "rules"),
    [
        ("800", "220", "27.5", "50", set()),            # 1020 - 800 = 220; 220 ÷ 800 = 27.5 %
        ("800", "-220", "27.5", "50", {"FA-R13"}),      # 增加 printed as a decrease
        ("800", "220", "21.57", "50", {"FA-R14"}),      # 220 ÷ 1020: the wrong base
        ("800", "220", "27.5", "45", {"FA-R15"}),       # what was carried over is not what came in
    ],
)
def test_the_year_before(
    tmp_path: Path, catalogue: Catalogue, last_year: str, increase: str, rate: str, carried: str, rules: set[str],
) -> None:
    more = (
        f"本年支出合计,2022年,,填报,{last_year},上年表1", f"年末结转和结余,2022年,,事实,{carried},", f"支出比上年增减额,2023年,,填报,{increase},说明",
        f"支出比上年增减率,2023年,,填报,{rate},说明",
    )
    assert rules_found(tmp_path, catalogue, FACTS, STATED, *more) == rules


@pytest.mark.parametrize(("done", "rules"), [("11", set()), ("12", {"FA-R17"})])
def test_requests_for_information_balance(tmp_path: Path, catalogue: Catalogue, done: str, rules: set[str]) -> None:
    # 10 new + 2 carried in = 11 answered + 1 carried on
    counts = {"本年新收政府信息公开申请": "10", "上年结转政府信息公开申请": "2", "本年办理政府信息公开申请": done, "结转下年政府信息公开申请": "1"}
    assert rules_found(tmp_path, catalogue, {**FACTS, **counts}, STATED) == rules
