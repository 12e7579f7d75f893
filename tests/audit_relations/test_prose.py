"""Relations in prose: quoted sentences of our own making with their verdicts, and sentences that must stay silent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gouji.audit.relations import averages
from gouji.audit.relations import cohorts
from gouji.audit.relations import completion
from gouji.audit.relations import flat_rows
from gouji.audit.relations import grim
from gouji.audit.relations import listing
from gouji.audit.relations import parts
from gouji.audit.relations import rates
from gouji.audit.relations import sums
from gouji.audit.relations import targets
from gouji.audit.relations import yearly

Ask = Callable[..., list[tuple[str, str, str]]]


@pytest.mark.parametrize(("text", "expected"), [
    # 620 + 180 = 800
    ("学校共有教师 800 人，其中专任教师 620 人，兼职教师 180 人。", [("sum", "800", "holds")]),
    # 其中 bounds: 620 ≤ 800, nothing adds up, nothing is accused
    ("学校共有教师 800 人，其中博士 120 人。", [("part_of", "800", "holds")]),
    # the brackets hold a part of the first number: 45 + 6 = 51
    ("新增专利 45 件（发明专利 8 件），软件著作权 6 件，共计 51 件。", [("sum", "51", "holds")]),
    # prizes: 4 + 11 + 22 = 37, the whole counts teams
    ("共有 37 队获奖，其中一等奖 4 项，二等奖 11 项，三等奖 22 项。", [("sum", "37", "holds")]),
    # 采购两台设备: 1 + 1 = 2
    ("学校采购两台设备，一台用于教学，一台用于实训。", [("sum", "两", "holds")]),
    # persons and 人次 in other units than the whole stay silent
    ("学校有教室 60 间，占地 300 亩。", []),
])
def test_sums(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(sums.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("涵盖护理、助产、药学、康复治疗技术 4 个专业。", [("count", "4", "holds")]),
    ("与甲县、乙县和丙县三个县签订协议。", [("count", "三", "holds")]),
    ("来自甲大学、乙大学、丙大学等 12 所高校的专家到会。", [("count", "12", "holds")]),  # an open list bounds from below
    ("来自甲大学、乙大学、丙大学、丁大学等 3 所高校的专家到会。", [("count", "3", "suspicious")]),  # four are named
    ("编写《甲》《乙》《丙》等 3 部教材。", [("count", "3", "holds")]),
    ("落实三项措施：一是甲，二是乙，三是丙。", [("count", "三", "holds")]),
    ("落实三项措施：一是甲，二是乙，三是丙，四是丁。", [("count", "三", "suspicious")]),
    ("推进“三项工程”建设。一是甲，二是乙，三是丙，四是丁。", []),  # a slogan counts nothing
    ("建成三个中心（甲中心、乙中心、丙中心）。", [("count", "三", "holds")]),
    ("招收学生 120 人，开设课程 30 门。", []),
])
def test_listing(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(listing.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # (6 + 1 × 50%) ÷ 8 = 81.25 %
    ("该部分共有 8 个任务点，已 100%完成的任务点为 6 个，1 个任务点完成了 50%，总体完成率为 81.25%。", [("ratio", "81.25", "holds")]),
    # (3 + 5) years = 8; done 7, 7 ÷ 8 = 87.5 %
    ("2021 年的 3 个任务点和 2022 年的 5 个任务点，已 100%完成的任务点为 7 个，总体完成率为 95%。", [("ratio", "95", "contradicts")]),
    # 省级 9 ÷ 12 = 75 %, 市级 8 ÷ 5 = 160 %: the plan bears the same name
    ("需完成省级项目成果 12 项，市级项目成果 5 项。已完成省级项目成果 9 项，完成率 75%；完成市级项目成果 8 项，完成率 150%。",
     [("ratio", "75", "holds"), ("ratio", "150", "contradicts")]),
])
def test_completion(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(completion.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 36000 ÷ 1500 = 24 hours
    ("注册志愿者 1500 人，服务时长 36000 小时，人均服务时长 24 小时。", [("average", "24", "holds")]),
    # elsewhere: 5000 万元 ÷ 2100 人 = 2.381 万元, printed 2.35: the headcount may be of another day
    ("学校现有全日制在校生 2100 人。\n\n教学设备总值 5000 万元，生均设备值 2.35 万元。", [("average", "2.35", "suspicious")]),
    ("生均设备值比上年增加 0.3 万元。", []),
])
def test_averages(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(averages.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 399 ÷ 400 = 99.75 %; no k of 400 gives 99.60 % (398 ÷ 400 = 99.5)
    ("毕业生 400 人，就业率 99.75%，毕业率 99.60%。", [("ratio", "99.75", "holds"), ("ratio", "99.60", "suspicious")]),
    ("全省 98000 人参加考试，合格率 91.37%。", []),  # no power: any print is possible
    ("毕业生 400 人，就业率比上年提高 1.33%。", []),
])
def test_grim(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(grim.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 60 + 82 = 142
    ("师生竞赛获奖 142 项。2022 年，学生参赛共获奖 60 项。2023 年，学生参赛共获奖 82 项。", [("sum", "142", "holds")]),
    # 4 + 7 = 11: asked about
    ("贯通培养试点专业 9 个。2022 年，贯通培养试点专业 4 个。2023 年，贯通培养试点专业 7 个。", [("sum", "9", "suspicious")]),
    # a stock: 38 at the end of the last year, no sum of both years
    ("在建贯通培养试点专业 38 个。2022 年，在建贯通培养试点专业 35 个。2023 年，在建贯通培养试点专业 38 个。", []),
])
def test_yearly(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert list(dict.fromkeys(ask(yearly.find, text))) == expected


def test_cohorts(ask: Ask) -> None:
    """190 ÷ 200 = 95 %; 95.5 % is asked about, a number of graduates elsewhere is its base."""
    base = "2023 届毕业生人数为 200 人。\n\n"
    assert ask(cohorts.find, base + "发放 2023 届毕业证 190 人，毕业率 95%。") == [("ratio", "95", "holds")]
    assert ask(cohorts.find, base + "发放 2023 届毕业证 190 人，毕业率 95.5%。") == [("ratio", "95.5", "suspicious")]
    assert ask(cohorts.find, base + "发放 2022 届毕业证 190 人，毕业率 95.5%。") == []


def test_parts(ask: Ask) -> None:
    """教职工 300 人 bounds the teachers; 人次 is another unit."""
    text = "学校现有教职工 300 人。\n\n组织 280 名教师参加培训。\n\n培训教师 900 人次。"
    assert ask(parts.find, text) == [("part_of", "300", "holds")]


def test_targets(ask: Ask) -> None:
    """A bound is met by the number under the same words; one that is not met is left alone."""
    asked = "建设任务完成率达到 95% 以上。\n\n"
    assert ask(targets.find, asked + "建设任务完成率 96.7%。") == [("target", "96.7", "holds")]
    assert ask(targets.find, asked + "建设任务完成率 91.2%。") == []


def test_flat_rows(ask: Ask) -> None:
    """A flattened budget table: rows repeat 总计 = 财政拨款, 100.00 + 20.50 + 30.00 = 150.50."""
    text = "合计 150.50 150.50\n项目名称 总计 财政拨款 其他资金\n甲项目 100.00 100.00\n乙项目 20.50 20.50\n丙项目 30.00 30.00\n"
    found = ask(flat_rows.find, text)
    assert ("sum", "150.50", "holds") in found
    assert {verdict for _kind, _value, verdict in found} == {"holds"}


def test_shares(ask: Ask) -> None:
    """96 ÷ 400 = 24 %; the base is the number that the sentence names. 94.64 cuts off 94.647…"""
    assert ask(rates.find, "毕业生总人数 400 人，其中机械类 96 人，占毕业生总人数的 24%。") == [("ratio", "24", "holds")]
    assert ask(rates.find, "毕业生总人数 1700 人，其中机械类 1609 人，占毕业生总人数的 94.64%。") == [("ratio", "94.64", "truncated")]
    assert ask(rates.find, "就业率比上年提高 2.4 个百分点。") == []
