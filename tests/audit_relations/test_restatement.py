"""Restatements: what confirms, what accuses, and where the auditor must keep silent. Sentences of our own making."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.audit.claims import Claim
from gouji.audit.reading import read
from gouji.audit.relations import restatement
from gouji.numbers import Verdict
from gouji.papers.documents import read_document

# Other numbers with other words, so that words can be common or rare: a document of three sentences knows no rare word.
FILLER = """图书馆藏书 812345 册，电子期刊 5120 种，全年借阅 96013 册次。

食堂日均供餐 7130 份，宿舍楼 14 栋，操场面积 23100 平方米。

校医室接诊 2214 人次，急救培训 17 场，疫苗接种 3305 剂。

后勤维修 1893 单，绿化面积 41200 平方米，用水 18.6 万吨。

网络出口带宽 40 G，无线接入点 1260 个，服务器 88 台。"""


def claims(tmp_path: Path, *paragraphs: str) -> list[Claim]:
    path = tmp_path / "report.txt"
    path.write_text("\n\n".join((*paragraphs[:1], FILLER, *paragraphs[1:])), encoding="utf-8")
    return list(restatement.find(read(read_document(path))))


def told(found: list[Claim], first: str, second: str) -> set[Verdict]:
    """The verdicts of the claims between two printed numbers."""
    return {claim.verdict for claim in found if {spot.value for spot in claim.spots} == {first, second} or (first == second == claim.claim.value)}


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("学校现有全日制在校生 7806 人。", "截至年底，全日制在校生 7806 人。", "7806"),
        ("建成专业教学资源库 6 个。", "专业教学资源库达到 6 个，访问量增加。", "6"),
        ("企业订单班培训学员 34 名。", "为企业培训订单班学员共 34 名。", "34"),
    ],
)
def test_equal_values_of_one_name_confirm(tmp_path: Path, first: str, second: str, value: str) -> None:
    assert told(claims(tmp_path, first, second), value, value) == {Verdict.HOLDS}


def test_small_equal_values_of_different_names_are_chance(tmp_path: Path) -> None:
    assert told(claims(tmp_path, "举办校园歌手大赛 6 场。", "新建机器人实训室 6 间。"), "6", "6") == set()


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        # one digit apart, the clause word for word
        ("2023—2024学年申报国家免学费资助 3560 人。", "2023—2024学年申报国家免学费资助 3559 人。", ("3560", "3559")),
        ("共获得市级及以上科研立项项目共计 50 项。", "共获得市级及以上科研立项项目共计 77 项。", ("50", "77")),
        ("企业员工岗位技能培训近 400 人。", "企业员工岗位技能培训 351 人。", ("400", "351")),  # 351 is not near 400
        # two bounds of one name
        ("实训设备运行维护满意率达到 95% 以上。", "实训设备运行维护满意率不低于 90%。", ("95", "90")),
    ],
)
def test_one_name_with_two_values_is_a_finding(tmp_path: Path, first: str, second: str, values: tuple[str, str]) -> None:
    path = f"一、总述\n\n{first}", f"二、分述\n\n{second}"
    assert told(claims(tmp_path, *path), *values) & {Verdict.CONTRADICTS, Verdict.SUSPICIOUS}


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("2022年，校企合作订单班招收学生 240 人。", "2023年，校企合作订单班招收学生 318 人。", ("240", "318")),  # years
        ("获国家级技能竞赛奖项 12 项。", "获省级技能竞赛奖项 45 项。", ("12", "45")),  # levels
        ("计划建设虚拟仿真实训中心 8 个。", "虚拟仿真实训中心 5 个。", ("8", "5")),  # plan and result
        ("新增虚拟仿真实训中心 3 个。", "虚拟仿真实训中心 11 个。", ("3", "11")),  # new and all
        ("企业员工岗位技能培训 320 人。", "企业员工岗位技能培训 5120 人次。", ("320", "5120")),  # persons and attendances
        ("企业员工岗位技能培训近 400 人。", "企业员工岗位技能培训 391 人。", ("400", "391")),  # 近 400 is a little below 400
        ("技能竞赛获奖学生 35 人。", "技能竞赛获奖教师 12 人。", ("35", "12")),  # populations
    ],
)
def test_words_and_years_tell_apart(tmp_path: Path, first: str, second: str, values: tuple[str, str]) -> None:
    path = f"一、总述\n\n{first}", f"二、分述\n\n{second}"
    assert told(claims(tmp_path, *path), *values) == set()


def test_a_series_is_no_contradiction(tmp_path: Path) -> None:
    """Each chapter has its own rate under the same words."""
    rates = ("98.25", "93.33", "97.50", "92.00")
    found = claims(tmp_path, *(f"{chapter}、项目\n\n中期任务验收要点完成率 {rate}%。" for chapter, rate in zip("一二三四", rates, strict=True)))
    assert [claim for claim in found if claim.verdict is not Verdict.HOLDS] == []


def test_a_total_and_its_parts_are_no_contradiction(tmp_path: Path) -> None:
    """9 = 4 + 5: the summary tells the total, the chapter its parts."""
    found = claims(tmp_path, "一、总述\n\n中高职贯通培养试点专业 9 个。", "二、分述\n\n中高职贯通培养试点专业 4 个，另批中高职贯通培养试点专业 5 个。")
    assert [claim for claim in found if claim.verdict is not Verdict.HOLDS] == []


def test_items_of_one_list_differ_by_a_single_word(tmp_path: Path) -> None:
    found = claims(tmp_path, "行政单位离退休支出 24.31 万元，主要用于行政单位离退休。\n\n事业单位离退休支出 24.66 万元，主要用于事业单位离退休。")
    assert [claim for claim in found if claim.verdict is not Verdict.HOLDS] == []


TABLE = "项目\t级别\t目标数\t完成数\n教学资源库\t省级\t2\t{0}\n创新训练计划\t省级\t20\t10\n名师工作室\t市级\t4\t3\n实训基地\t国家级\t1\t{1}\n在线开放课程\t省级\t30\t28\n"


def test_two_tables_of_the_same_rows_are_compared_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("一、总表\n\n表1 成果\n\n" + TABLE.format(1, 1) + "\n" + FILLER + "\n\n二、附表\n\n表2 成果完成情况\n\n" + TABLE.format(1, 0), encoding="utf-8")
    document = read_document(path)
    found = [claim for claim in restatement.find(read(document)) if claim.reason == "same-table"]
    assert [(claim.claim.value, claim.operands[0].value) for claim in found if claim.verdict is Verdict.CONTRADICTS] == [("0", "1")]
    assert sum(claim.verdict is Verdict.HOLDS for claim in found) == 9  # 5 rows × 2 columns − 1


def test_an_enumeration_repeated_with_one_other_value(tmp_path: Path) -> None:
    found = claims(
        tmp_path, "一、总述\n\n以理事会为中心，建成 8 个产业学院、1 个实践育人基地、17 个工程技术中心和 5 个职教联盟。",
        "二、分述\n\n以理事会为中心，建成 8 个产业学院、1 个实践育人基地、17 个工程技术中心和 6 个职教联盟。",
    )
    assert Verdict.CONTRADICTS in told(found, "5", "6")
    assert told(found, "17", "17") == {Verdict.HOLDS}


def test_labelled_values_of_one_record_confirm(tmp_path: Path) -> None:
    found = claims(tmp_path, "1、设备完好率；实施周期指标值：95%；年度指标值：95%。", "2、设备利用率；实施周期指标值：80%；年度指标值：70%。")
    assert told(found, "95", "95") == {Verdict.HOLDS}
    assert told(found, "80", "70") == set()


def test_every_claim_points_at_its_numbers(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("学校现有全日制在校生 7806 人。\n\n" + FILLER + "\n\n全日制在校生 7806 人。", encoding="utf-8")
    document = read_document(path)
    for claim in restatement.find(read(document)):
        assert all(document.text[spot.start:spot.end] == spot.value for spot in claim.spots)


def test_a_sentence_copied_with_one_number_changed(tmp_path: Path) -> None:
    found = claims(tmp_path, "2023年，共组织校外培训62期，参与培训人数达585人次。", "2023年，共组织校外培训67期，参与培训人数达585人次。")
    assert told(found, "62", "67") == {Verdict.CONTRADICTS}
    assert told(found, "585", "585") == {Verdict.HOLDS}
    other_year = claims(tmp_path, "2023年，共组织校外培训62期，参与培训人数达585人次。", "2022年，共组织校外培训67期，参与培训人数达585人次。")
    assert told(other_year, "62", "67") == set()
