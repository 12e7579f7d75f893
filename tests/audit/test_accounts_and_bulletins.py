"""Sentences as accounts, budgets and bulletins write them: sound they hold and nothing is asked, with a planted slip the number is asked about."""

from __future__ import annotations

import pytest
from reading_of import document_of

from gouji.audit import audit_document
from gouji.numbers import Verdict

BAD = (Verdict.CONTRADICTS, Verdict.SUSPICIOUS)

# (kind, text with {} for the number, sound, slipped): the arithmetic stands behind each
CASES = [
    ("完成预算", "接待费支出年初预算为 40.00 万元，支出决算为 31.28 万元，完成年初预算的 {}%。", "78.20", "87.20"),  # 0.782
    ("完成预算", "年初预算为 62.50 万元，支出决算为 66.25 万元，完成年初预算的 {}%。", "106.00", "94.34"),
    ("项", "“教育支出（类）职业教育（款）高等职业教育（项）”318.60 万元，主要用于：实训。年初预算为 300.00 万元，支出决算为 {} 万元。", "318.60", "381.60"),
    ("基本支出", "2024年一般公共预算财政拨款基本支出{}万元。其中：人员经费412.35万元，主要包括：基本工资、奖金。公用经费61.40万元，主要包括：水费、电费。",
     "473.75", "743.75"),
    ("三公", "“三公”经费支出决算为{}万元，其中：因公出国（境）费支出决算为0万元；公务用车购置及运行维护费支出决算为17.20万元；公务接待费支出决算为2.35万元。",
     "19.55", "17.20"),
    ("三公", "“三公”经费年初预算为30万元，支出决算为{}万元，其中：因公出国（境）费支出决算为0万元；公务用车购置及运行费支出决算为17.20万元；公务接待费支出决算为2.35万元。",
     "19.55", "15.95"),
    ("公车", "公务用车购置及运行费支出{}万元。其中：公务用车购置费支出为21万元，用于更新一辆车。公务用车运行费支出11.40万元。", "32.40", "34.20"),
    ("增收", "全市税收收入完成26,250万元，同比增收1,250万元，增长{}%。", "5.00", "4.76"),
    ("减收", "非税收入完成9,000万元，同比减收1,000万元，下降{}%。", "10.00", "11.11"),
    ("负增长", "上划收入完成38.00亿元，减少2.00亿元，负增长{}%。", "5.00", "5.26"),
    ("从 看", "全年完成税收84.50亿元。\n\n从征收部门看，甲局完成30.20亿元、乙局完成41.10亿元、其他{}亿元。", "13.20", "12.30"),
    ("三次产业", "全年第一产业增加值37.20亿元，第二产业增加值339.80亿元，第三产业增加值240.50亿元，三次产业结构比为6.0：{}：38.9。", "55.0", "50.5"),
    ("各项占比", "全年入库90.0亿元。地税完成45.0亿元，占50.0%；国税完成27.0亿元，占30.0%；海关完成18.0亿元，占{}%。", "20.0", "18.0"),
    ("换位", "接待与用车支出1.71万元。其中：公务接待费0.53万元，占{}；公务用车运行费1.18万元，占69%。", "31%", "96%"),
    ("分别占", "全年业务量1400.0亿件。甲类完成126.0亿件，乙类完成1246.0亿件，丙类完成28.0亿件。甲类、乙类、丙类分别占全部业务量的{}%、89.0%和2.0%。", "9.0", "6.0"),
    ("年均", "2024年末比2019年末增加75万人，五年间年均增加{}万人。", "15", "25"),
    ("年均增长", "营业额由2019年的100.0亿元增加到2023年的146.4亿元，年均增长{}%。", "10.0", "11.6"),  # 1.464 ** (1/4) = 1.1000
    ("快于", "规模以上工业增长6.0%。其中装备制造业增长10.6%，快于规模以上工业{}个百分点。", "4.6", "6.4"),
    ("逐项", "本年项目支出86.53万元，主要用于：\n1.实训设备购置。年初预算为50万元，支出决算为52.30万元。\n2.教材印制。年初预算为13万元，支出决算为12.80万元。\n3.师资培训。年初预算为20万元，支出决算为{}万元。",
     "21.43", "24.13"),
    ("占总数", "全校教师640人。\n\n具有硕士学位的教师416人，占教师总数的{}%。", "65.00", "56.00"),
    ("顺差", "全年出口12.48万亿元，进口10.43万亿元，贸易顺差{}万亿元。", "2.05", "2.50"),
    ("的", "教育支出完成8.4亿元，占预算12.0亿元的{}%。", "70.0", "77.0"),
]


def asked(text: str) -> list[str]:
    """The numbers that some finding of the text touches."""
    audit = audit_document(document_of(text))
    return [spot.value for claim in audit.claims if claim.verdict in BAD for spot in claim.spots]


def held(text: str) -> list[str]:
    """The numbers that some relation confirms."""
    audit = audit_document(document_of(text))
    return [spot.value for claim in audit.claims if claim.verdict is Verdict.HOLDS for spot in claim.spots]


@pytest.mark.parametrize(("kind", "text", "sound", "slipped"), CASES)
def test_a_slip_is_asked_about_and_the_sound_number_holds(kind: str, text: str, sound: str, slipped: str) -> None:
    assert asked(text.format(sound)) == [], kind
    assert sound.rstrip("%") in held(text.format(sound)), kind
    assert slipped.rstrip("%") in asked(text.format(slipped)), kind


SOUND = [
    "全省实现生产总值3200亿元，比上年增加400亿元，增长6.1%。",  # at constant prices
    "全市工业增加值由100亿元增加到120亿元，增长15.2%。",
    "一般公共预算收入完成82.40亿元，增长5.1%。其中，税收收入60.20亿元，增长6.4%；非税收入22.20亿元，增长1.7%。",
    "全年税收下降3.2%，拉低全部收入增幅2.1个百分点。",  # a contribution, no change
    "年初预算为12.00万元，支出决算为11.40万元。\n\n年初预算为21.00万元，支出决算为20.60万元。",  # roles are no names
    "收入比上年同期增长12.5%。\n\n支出比上年同期增长15.2%。",
    "其他商品和服务支出3.21万元。商品和服务支出31.20万元。",
    "全县有小学56所，专任教师1820人，其中县城小学专任教师640人。全县在校生31200人，党员教师2015人。",  # of all schools, not of one
    "从结构看，税收收入完成60.20亿元，从级次看，市级完成25.10亿元。",
    "“三公”经费预算为30万元，支出决算为19.55万元，其中：因公出国费支出决算为0万元；公务用车购置及运行费支出决算为17.20万元；公务接待费支出决算为2.35万元。",
    "基本支出473.75万元，项目支出120.00万元。人员经费412.35万元，公用经费61.40万元。",
    "参训教师130人，其中甲校30人、乙校26人，占20%。",  # of the last of a list only
    "国内游客412.5万人次，增长8.0%；入境游客1.2万人次，增长30.5%。",
    "全年第一产业增加值37.20亿元，第二产业增加值339.80亿元，第三产业增加值240.50亿元，三次产业结构比为6.0：55.0：39.0。",  # made to be a hundred
    "一、教育支出 20.10 五、事业收入\n二、科技支出 3.40 六、其他收入\n",  # rows of a form whose columns are lost
]


@pytest.mark.parametrize("text", SOUND)
def test_what_only_looks_wrong_is_left_alone(text: str) -> None:
    assert asked(text) == []


def test_a_rise_from_nothing_has_no_rate() -> None:
    text = "公务接待费支出0.40万元，比上年增加0.40万元，增长100%。"
    assert "100" in asked(text)


def test_an_item_that_begins_with_an_amount_is_no_item() -> None:
    text = "公务接待费支出主要用于与相关单位交流情况所需的工作餐，按规定标准执行，年初预算为\n256.40 万元，支出决算为 250.00 万元，完成年初预算的 97.50%。"
    assert "97.50" in held(text)


def test_a_part_that_is_all_is_no_sum() -> None:
    text = "购置费37.35万元，其中：甲项0万元、乙项37.35万元、丙项1.53万元。"
    sums = [claim for claim in audit_document(document_of(text)).claims if claim.kind == "sum" and claim.verdict is Verdict.HOLDS]
    assert sums == []


def test_a_share_of_the_whole_before_it_is_accused() -> None:
    audit = audit_document(document_of("现有讲师 320 人，其中女讲师 240 人，占 85.0%。"))
    assert [claim.claim.value for claim in audit.claims if claim.verdict is Verdict.CONTRADICTS] == ["85.0"]
    audit = audit_document(document_of("现有讲师 320 人，其中女讲师 240 人，占全市的 85.0%。"))
    assert [claim for claim in audit.claims if claim.verdict is Verdict.CONTRADICTS] == []
