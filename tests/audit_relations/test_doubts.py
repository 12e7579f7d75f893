"""What a careful reader asks about: shares of two, rates of a part, 新增, “all” that is not all, money beyond the budget, years elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.audit_relations.conftest import Ask

from gouji.audit.reading import read
from gouji.audit.relations import additions
from gouji.audit.relations import drift
from gouji.audit.relations import limits
from gouji.audit.relations import outcomes
from gouji.audit.relations import restatement
from gouji.audit.relations import subsets
from gouji.audit.relations import yearly_heads
from gouji.papers.documents import read_document

# Other numbers with other words, so that words can be common or rare.
FILLER = """图书馆藏书 812345 册，电子期刊 5120 种，全年借阅 96013 册次。

食堂日均供餐 7130 份，宿舍楼 14 栋，操场面积 23100 平方米。

校医室接诊 2214 人次，急救培训 17 场，疫苗接种 3305 剂。"""


def restated(tmp_path: Path, reason: str, *chapters: str) -> list[tuple[str, str]]:
    """The pairs of values that restatements question for a reason, each chapter under a heading of its own."""
    path = tmp_path / "report.txt"
    text = "\n\n".join(f"{number}.1 第{number}部分\n\n{chapter}" for number, chapter in enumerate((*chapters, FILLER), 1))
    path.write_text(text, encoding="utf-8")
    found = [claim for claim in restatement.find(read(read_document(path))) if claim.reason == reason]
    return [(claim.claim.value, claim.operands[0].value) for claim in found]


def test_shares_of_a_complete_split(ask: Ask) -> None:
    # 1658 + 93 = 1751; 100 − 94.68 = 5.32
    assert ask(subsets.find, "在编 1751 人，其中甲 1658 人，占总数的 94.68%，乙 93 人，占总数的 5.31%。") == [("difference", "5.31", "suspicious")]
    assert not ask(subsets.find, "在编 1751 人，其中甲 1658 人，占总数的 94.69%，乙 93 人，占总数的 5.31%。")
    assert not ask(subsets.find, "在编 1951 人，其中甲 1658 人，占总数的 94.68%，乙 93 人，占总数的 5.31%。")  # others are left


def test_the_rate_of_a_part_above_that_of_its_whole(ask: Ask) -> None:
    assert ask(subsets.find, "毕业生中，就业率 98.5%，毕业率 97.1%。") == [("ordering", "98.5", "suspicious")]
    assert ask(subsets.find, "期末考试优秀率 40%，期末考试合格率 96%。") == []
    assert ask(subsets.find, "公共课优良率 98%，体质健康合格率 96%。") == []  # two subjects


def test_additions_against_the_columns_of_two_years(ask: Ask) -> None:
    table = "\n\n表 1 教师队伍\n\n项目\t2023年\t2022年\n高级讲师人数\t110\t99\n讲师人数\t41\t38\n"
    assert ask(additions.find, "今年新增高级讲师 19 人。" + table) == [("difference", "19", "suspicious")]
    assert ask(additions.find, "今年新增高级讲师 11 人。" + table) == [("difference", "11", "holds")]
    assert not ask(additions.find, "现有高级讲师 110 人。" + table)


def test_all_that_is_not_all(ask: Ask) -> None:
    assert ask(outcomes.find, "报名培训 1494 人，已完成考核 1488 人。所有证书均已发放。") == [("restatement", "1488", "suspicious")]
    assert not ask(outcomes.find, "报名培训 1494 人，已完成考核 1488 人。其余明年考核。")
    assert not ask(outcomes.find, "报名培训 1494 人，已完成考核 700 人，所有证书均已发放。")  # another exam


def test_money_beyond_the_whole_budget(ask: Ask) -> None:
    table = "表 1 资金\n\n来源\t总投入预算\t其中：今年投入预算\t实际投入资金\n财政\t3000\t1200\t{}\n自筹\t800\t500\t450\n"
    assert ask(limits.find, table.format(3100)) == [("bound", "3100", "suspicious")]
    assert not ask(limits.find, table.format(2100))


def test_totals_that_agree_where_no_row_does(ask: Ask) -> None:
    table = "表 1 资金\n\n来源\t投入预算\t实际投入资金\n财政\t3000\t3100\n自筹\t800\t{}\n资助\t500\t420\n总计\t4300\t4300\n"
    assert ask(limits.find, table.format(780)) == [("bound", "4300", "suspicious")]
    assert not ask(limits.find, table.format(800))


def test_a_unit_that_drifts_carries_its_expression(ask: Ask) -> None:
    assert ask(drift.find, "全年培训 33642 人。\n\n校园绿化。\n\n全年培训达 33642 人次。") == [("unit", "33642", "suspicious")]


def test_bits_and_bytes_and_a_sum_of_another_unit(ask: Ask) -> None:
    assert ask(drift.find, "校园出口带宽达到 143GBps。\n\n校园绿化。\n\n出口总带宽达 143Gbps。") == [("unit", "143", "suspicious")]
    years = "2022年全年培训社会人员 23669 人。2023年全年培训社会人员 33642 人。\n\n"
    assert ask(drift.find, years + "两年累计培训 57311 人日。") == [("unit", "57311", "suspicious")]  # 23669 + 33642
    assert not ask(drift.find, years + "两年累计培训 57311 人。")
    assert not ask(drift.find, years + "两年累计培训 58311 人日。")


def test_years_elsewhere(ask: Ask) -> None:
    years = "1.1 建设\n\n2022年与企业开发课程标准22门。2023年与企业开发课程标准25门。\n\n2.1 总结\n\n"
    assert ask(yearly_heads.find, years + "校企合作课程标准 30 门。") == [("sum", "30", "suspicious")]  # 22 + 25 = 47
    assert ask(yearly_heads.find, years + "校企合作课程标准 47 门。") == [("sum", "47", "holds")]
    assert not ask(yearly_heads.find, years + "现有课程标准 26 门。")  # near the last year's: a stock at a date
    assert not ask(yearly_heads.find, years + "现有课程标准 630 门。")  # another scope
    assert not ask(yearly_heads.find, years + "2024年课程标准 30 门。")


def test_one_digit_apart(tmp_path: Path) -> None:
    first = "毕业生就业总体满意率为 90.36%。"
    assert restated(tmp_path, "one-digit", first, "应届毕业生就业满意度 90.26%。") == [("90.26", "90.36")]
    assert not restated(tmp_path, "one-digit", first, "学生宿舍用电完好率为 90.26%。")
    assert not restated(tmp_path, "one-digit", "2022年毕业生就业总体满意率为 90.36%。", "2023年毕业生就业满意率为 90.26%。")


def test_a_quoted_thing_with_two_values(tmp_path: Path) -> None:
    assert restated(tmp_path, "quoted", "获“向阳花开”典型案例认定 2 项。", "省内“向阳花开”典型案例认定 3 项。") == [("3", "2")]
    assert not restated(tmp_path, "quoted", "2022年获“向阳花开”典型案例认定 2 项。", "2023年获“向阳花开”典型案例认定 3 项。")
    assert not restated(tmp_path, "quoted", "获“向阳花开”典型案例认定 2 项。", "建成“向阳花开”志愿服务站 3 个。")


def test_a_quoted_thing_at_two_levels(tmp_path: Path) -> None:
    one, other = "校级“向阳花开”培训基地 1 个。", "省级“向阳花开”培训基地 1 个。"
    assert restated(tmp_path, "other-level", one, other) == [("1", "1")]
    assert not restated(tmp_path, "other-level", one, other, "校级“向阳花开”培训基地 1 个，省级“向阳花开”培训基地 1 个。")
