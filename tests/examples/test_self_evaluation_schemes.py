"""The shipped schemes on small made-up books: project self-evaluation with its variants, the final review with its vetoes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from gouji.book import load_book
from gouji.book import parse_period
from gouji.catalogue import Catalogue
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon.scoresheet import ScoreSheet
from gouji.reckon.scoring import scheme_of
from gouji.reckon.scoring import score

TARGETS = (
    "清单,序号,一级指标,二级指标,三级指标,比较符,目标值,单位,实际值,实际单位",
    "项目支出,1,产出指标,数量指标,培训人数,≥,100,人,80,人",
    "项目支出,2,产出指标,时效指标,按时完成率,≥,100,%,100,%",
    "项目支出,3,效益指标,社会效益,就业率,≥,90,%,95,%",
    "项目支出,4,满意度指标,服务对象满意度,学员满意度,≥,90,%,92,%",
)
FINAL = {
    "学校层面得分": "92", "专业群A得分": "88", "专业群B得分": "90", "终期建设任务总数": "100", "终期建设任务完成数": "96", "管理与执行得分": "19",
    "严重弄虚作假事项数": "0", "立德树人重大失误事项数": "0",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(shipped_definitions())


def sheet(folder: Path, catalogue: Catalogue, scheme: str, facts: Iterable[str], period: str, targets: tuple[str, ...] = ()) -> ScoreSheet:
    (folder / "facts").mkdir()
    (folder / "registers").mkdir()
    set_name = next(known.set for known in catalogue.schemes if known.name == scheme)
    (folder / "book.yaml").write_text(f"title: 例\norganisation: A\nsets: [{set_name}]\n", encoding="utf-8")
    (folder / "organisations.csv").write_text("code,name,kind\nA,甲校,学校\n", encoding="utf-8")
    (folder / "facts" / "数.csv").write_text("\n".join(["indicator,period,value", *facts, ""]), encoding="utf-8")
    if targets:
        (folder / "registers" / "绩效目标.csv").write_text("\n".join([*targets, ""]), encoding="utf-8")
    reckoner = Reckoner(load_book(folder, catalogue))
    context = Context("A", parse_period(period))
    return score(reckoner, scheme_of(reckoner, scheme, context), context)


def project(folder: Path, catalogue: Catalogue, scheme: str, spent: str) -> ScoreSheet:
    return sheet(folder, catalogue, scheme, ["项目全年预算数,2023年,100", f"项目全年执行数,2023年,{spent}"], "2023年", TARGETS)


def test_project_scheme_weighs_10_50_30_10(tmp_path: Path, catalogue: Catalogue) -> None:
    found = project(tmp_path, catalogue, "项目支出绩效自评", "65")
    # 10 × 65 % + (25 × 80 ÷ 100 + 25) + 30 + 10 = 6.5 + 45 + 40
    assert found.printed(found.total) == "91.50"
    assert found.grade == "优"


def test_execution_above_the_budget_gives_no_more_than_ten(tmp_path: Path, catalogue: Catalogue) -> None:
    found = project(tmp_path, catalogue, "项目支出绩效自评", "120")
    assert found.printed(found.lines[0].score) == "10.00"


@pytest.mark.parametrize(("spent", "total"), [("85", "93.50"), ("75", "89.00"), ("65", "79.00"), ("55", "69.00"), ("45", "59.00"), ("80", "93.00")])
def test_execution_caps_the_total(tmp_path: Path, catalogue: Catalogue, spent: str, total: str) -> None:
    found = project(tmp_path, catalogue, "项目支出绩效自评（执行率封顶）", spent)
    assert found.printed(found.total) == total


@pytest.mark.parametrize(
    ("change", "grade"),
    [
        ({}, "优"),                             # 92 × 50 % + 88 × 25 % + 90 × 25 % = 90.5
        ({"学校层面得分": "90"}, "良"),         # 89.5
        ({"终期建设任务完成数": "79.5"}, "差"),
        ({"终期建设任务完成数": "80"}, "优"),
        ({"管理与执行得分": "17.9"}, "差"),
        ({"严重弄虚作假事项数": "1"}, "差"),
        ({"立德树人重大失误事项数": "1"}, "差"),
    ],
)
def test_vetoes_of_the_final_review(tmp_path: Path, catalogue: Catalogue, change: dict[str, str], grade: str) -> None:
    facts = [f"{name},2019-2023年,{value}" for name, value in {**FINAL, **change}.items()]
    assert sheet(tmp_path, catalogue, "双高终期（学校建设单位）", facts, "2019-2023年").grade == grade


def test_a_group_unit_counts_30_and_70(tmp_path: Path, catalogue: Catalogue) -> None:
    facts = [f"{name},2019-2023年,{value}" for name, value in FINAL.items() if name != "专业群B得分"]
    found = sheet(tmp_path, catalogue, "双高终期（专业群建设单位）", facts, "2019-2023年")
    assert found.printed(found.total) == "89.20"    # 92 × 30 % + 88 × 70 % = 27.6 + 61.6


def test_every_scheme_says_where_its_weights_come_from(catalogue: Catalogue) -> None:
    own = [scheme for scheme in catalogue.schemes if scheme.set in ("部门整体绩效", "绩效目标", "双高终期")]
    assert len(own) == 6
    assert all(scheme.note and scheme.regulation and scheme.year for scheme in own)
    assert [scheme.name for scheme in own if scheme.demonstration] == ["部门整体绩效自评（演示）"]
