"""Relations that run through the clauses of one statement or the columns of a table: sentences of our own with their verdicts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gouji.audit.relations import based
from gouji.audit.relations import breakdowns
from gouji.audit.relations import changes
from gouji.audit.relations import columns
from gouji.audit.relations import multiples
from gouji.audit.relations import paired
from gouji.audit.relations import per_unit
from gouji.audit.relations import point_changes
from gouji.audit.relations import rates
from gouji.audit.relations import remainders
from gouji.audit.relations import shares
from gouji.audit.relations import sums

Ask = Callable[..., list[tuple[str, str, str]]]


@pytest.mark.parametrize(("text", "expected"), [
    # 7214.55 + 2436.28 + 207.41 = 9858.24, shares between the parts, over ；
    ("本年收入9858.24万元，其中：拨款7214.55万元，占73.18%；事业收入2436.28万元，占24.71%；其他收入207.41万元，占2.10%。", [("sum", "9858.24", "holds")]),
    # the same over list items
    ("本年收入9858.24万元，其中：\n1．拨款7214.55万元；\n2．事业收入2436.28万元；\n3．其他收入207.41万元。", [("sum", "9858.24", "holds")]),
    # 其中 opens the next sentence: 1342 + 318 + 137 = 1797
    ("毕业生1862人，已就业1797人。其中签约1342人，升学318人，创业137人。", [("sum", "1797", "holds")]),
    # two cuts of one total: 11 + 37 + 46 = 19 + 32 + 43 = 94
    ("获奖94项。按级别分：国家级11项，省级37项，市级46项；按等次分：一等奖19项，二等奖32项，三等奖43项。", [("sum", "94", "holds"), ("sum", "94", "holds")]),
    # the shares fill 100 %, the parts do not fill the total: 64 + 36 = 100, 640 + 350 ≠ 1000
    ("总支出1000.00万元，其中：基本支出640.00万元，占64.00%；项目支出350.00万元，占36.00%。", [("sum", "1000.00", "contradicts")]),
    # digits exchanged: 7241.55 for 7214.55
    ("本年收入9858.24万元，其中：拨款7241.55万元，事业收入2436.28万元，往来收入207.41万元。", [("sum", "9858.24", "suspicious")]),
    # 等 leaves the list open
    ("本年支出9858.24万元，其中：人员7241.55万元，公用2436.28万元等。", []),
    # some parts only
    ("全校教职工800人，其中博士120人，硕士310人。", []),
])
def test_breakdowns(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(breakdowns.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 512.36 ÷ (9858.24 + 512.36) = 4.94 %
    ("本年收入9858.24万元，比上年减少512.36万元，下降4.94%。", [("growth", "4.94", "holds")]),
    # divided by the level now: 512.36 ÷ 9858.24 = 5.20 %
    ("本年收入9858.24万元，比上年减少512.36万元，下降5.20%。", [("growth", "5.20", "contradicts")]),
    # the level opens the sentence before: 19006.00 − 18233.75 = 772.25, ÷ 18233.75 = 4.24 %
    ("收入预算19006.00万元，其中拨款15240.60万元。比2024年的18233.75万元增加772.25万元，增长4.24%。",
     [("difference", "772.25", "holds"), ("growth", "4.24", "holds"), ("growth", "4.24", "holds")]),
    # the level of the year before behind the change: 18.43 − 17.26 = 1.17
    ("全年收入18.43亿元，比上年增加1.17亿元，增长6.8%，上年为17.26亿元。",
     [("difference", "1.17", "holds"), ("growth", "6.8", "holds"), ("growth", "6.8", "holds")]),
    # at constant prices nothing can be redone
    ("按不变价格计算，增加值由100亿元增加到120亿元，增长18.2%。", []),
    # 分别: two rates for two levels of another sentence
    ("甲业增加值738.4亿元，乙业64.7亿元，同比分别增长15.8%和14.4%。", []),
])
def test_changes(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(changes.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 11.86 ÷ 11 = 107.8 %
    ("新增就业11.86万人，完成年度目标任务11万人的107.8%。", [("ratio", "107.8", "holds")]),
    # 11.86 ÷ 11 is no 93 %
    ("新增就业11.86万人，完成年度目标任务11万人的93.1%。", [("ratio", "93.1", "contradicts")]),
    # the total of the list is meant: 8600 ÷ 14500 = 59.31 %
    ("累计投入8600万元，其中甲年2400万元、乙年6200万元，为总投入14500万元的59.31%。", [("ratio", "59.31", "holds")]),
])
def test_based(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(based.find, text) == expected


def test_a_share_belongs_to_the_part_it_names(ask: Ask) -> None:
    # 3846 ÷ 6079 = 63.27 %; 958 stands nearer
    text = "在校生6079人，其中高级工3846人，预备技师1275人，中级工958人，高级工占在校生的63.27%。"
    assert ask(rates.find, text) == [("ratio", "63.27", "holds")]


TABLE = "项目\t上年决算\t本年决算\t增减额\t增减率（%）\n{rows}"


@pytest.mark.parametrize(("rows", "expected"), [
    # 220 − 200 = 20, 10 %; 330 − 300 = 30, 10 %; 540 − 500 = 40, 8 %; 1090 − 1000 = 90, 9 %
    ("甲\t200\t220\t20\t10.0\n乙\t300\t330\t30\t10.0\n丙\t500\t540\t40\t8.0\n合计\t1000\t1090\t90\t9.0\n", []),
    # 540 − 500 is no 50
    ("甲\t200\t220\t20\t10.0\n乙\t300\t330\t30\t10.0\n丙\t500\t540\t50\t8.0\n合计\t1000\t1090\t90\t9.0\n", [("difference", "50", "contradicts")]),
    # 40 ÷ 540 instead of ÷ 500
    ("甲\t200\t220\t20\t10.0\n乙\t300\t330\t30\t10.0\n丙\t500\t540\t40\t7.4\n合计\t1000\t1090\t90\t9.0\n", [("growth", "7.4", "contradicts")]),
])
def test_columns_of_change(ask: Ask, rows: str, expected: list[tuple[str, str, str]]) -> None:
    assert [claim for claim in ask(columns.find, TABLE.format(rows=rows)) if claim[2] != "holds"] == expected


@pytest.mark.parametrize(("table", "expected"), [
    # 124 ÷ 242 = 51.24 %, 87 ÷ 242 = 35.95 %, 31 ÷ 242 = 12.81 %
    ("评价\t单位数\t占比（%）\n好\t124\t51.24\n中\t87\t35.95\n差\t31\t12.81\n合计\t242\t100.00\n", [("ratio", "holds")] * 3 + [("sum", "holds")]),
    # 12 × 865 = 10380; 6 × 1482 = 8892; 2 × 2650 = 5300
    ("设备\t数量（台）\t单价（元）\t金额（元）\n甲\t12\t865\t10380\n乙\t6\t1482\t8892\n丙\t2\t2650\t5300\n", [("product", "holds")] * 3),
])
def test_columns_of_shares_and_products(ask: Ask, table: str, expected: list[tuple[str, str]]) -> None:
    assert [(kind, verdict) for kind, _printed, verdict in ask(columns.find, table)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    # what the statement breaks down is the base: 138 ÷ 412 = 33.50 %, printed 31.50
    ("专任教师412人，其中高级职称138人，占31.50%。", [("ratio", "31.50", "suspicious")]),
    # the base is named: 1853.20 ÷ 2287.93 = 81.00 %, printed 80.01
    ("采购支出总额2287.93万元。授予企业1853.20万元，占采购支出总额的80.01%。", [("ratio", "80.01", "suspicious")]),
    # the rate is called after its part: 1438 ÷ 1500 = 95.87 %
    ("发放问卷1500份，回收问卷1438份，回收率98.87%。", [("ratio", "98.87", "suspicious")]),
    # the parts of a list are no base of one another: 7.13 ÷ 31.28 = 22.79 %
    ("其中：车辆24.15万元，占77.21%；接待7.13万元，占22.79%。", []),
    # of persons none can be more than all; a plan can be done by more than 100 %
    ("毕业生就业率103.29%。", [("bound", "103.29", "suspicious")]),
    ("计划完成率103.29%。", []),
])
def test_shares(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(shares.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 38642.50 − 36218.74 = 2423.76
    ("采购预算38642.50万元，实际采购36218.74万元，节约资金2423.76万元。", [("difference", "2423.76", "holds")]),
    ("采购预算38642.50万元，实际采购36218.74万元，节约资金2432.76万元。", [("difference", "2432.76", "suspicious")]),
    # 1327.58 + 18436.27 − 18291.00 = 1472.85
    ("年初结转1327.58万元，本年收入18436.27万元，本年支出18291.00万元，年末结转1472.85万元。", [("difference", "1472.85", "holds")]),
    # 117 + 11 = 128
    ("任务128项，已完成117项，完成率91.41%；未完成11项。", [("sum", "128", "holds")]),
    # what is used of an old remainder is no remainder of the year
    ("总收入19979.25万元，本年收入18436.27万元，使用历年结余215.40万元。", []),
])
def test_remainders(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(remainders.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 31.26 万 ÷ 6842 = 45.69
    ("纸质图书31.26万册，生均45.7册，在校生6842人。", [("average", "45.7", "holds")]),
    # 5248 ÷ 64 = 82
    ("开办培训班64期，培训5248人次，平均每期82人次。", [("average", "82", "holds")]),
    ("开办培训班64期，培训5248人次，平均每期28人次。", [("average", "28", "suspicious")]),
    # 1200 × 385 = 462000
    ("采购课桌1200套，单价385元，金额46.20万元。", [("product", "46.20", "holds")]),
    # 480 × 218 = 104640, printed 106440
    ("食油480桶，每桶218元，共计106440元。", [("product", "106440", "suspicious")]),
    # 95.66 % × 10 = 9.57
    ("预算执行率95.66%，按权重10分计算，得9.57分。", [("product", "9.57", "holds")]),
])
def test_per_unit(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(per_unit.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 143 ÷ 362 = 39.50 %, 150 ÷ 362 = 41.44 %, 69 ÷ 362 = 19.06 %
    ("采购总额362万元，货物143万元，工程150万元，服务69万元，分别占39.50%、41.44%、19.06%。", [("ratio", "39.50", "holds"), ("ratio", "41.44", "holds"), ("ratio", "19.06", "holds")]),
    ("采购总额362万元，货物143万元，工程150万元，服务69万元，分别占39.50%、41.44%、16.09%。", [("ratio", "39.50", "holds"), ("ratio", "41.44", "holds"), ("ratio", "16.09", "contradicts")]),
    # two amounts, three shares: no pairs
    ("采购总额362万元，货物143万元，工程150万元，分别占39.50%、41.44%、19.06%。", []),
])
def test_paired_shares(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(paired.find, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 96.51 − 95.14 = 1.37
    ("毕业去向落实率为96.51%，比2023届的95.14%提高1.37个百分点。", [("difference", "1.37", "holds")]),
    ("毕业去向落实率为96.51%，比2023届的95.14%提高1.73个百分点。", [("difference", "1.73", "suspicious")]),
    # 96.71 − 95 = 1.71
    ("就业率不低于95%。实际就业率为96.71%，超过目标值1.71个百分点。", [("difference", "1.71", "holds")]),
])
def test_point_changes(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert ask(point_changes.find, text) == expected


def test_multiples_of_a_year_and_weighted_heads(ask: Ask) -> None:
    # 1237.50 ÷ 412.50 = 3; 6840 ÷ 395 = 17.3
    assert ask(multiples.find, "培训收入由2019年的412.50万元增加到2023年的1237.50万元，是2019年的3倍。") == [("ratio", "3", "holds")]
    assert ask(multiples.find, "折合在校生6840人、折合教师395人，生师比为17.3:1。") == [("ratio", "17.3", "holds")]


def test_a_total_that_counts_its_parts(ask: Ask) -> None:
    # 236.80 + 43.20 + 58.65 = 338.65
    assert ask(sums.find, "发放助学金236.80万元，发放奖学金43.20万元，发放补助58.65万元，三项合计388.65万元。") == [("sum", "388.65", "suspicious")]
