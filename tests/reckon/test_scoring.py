"""Score sheets: groups, alternatives, targets, caps, vetoes, grades; what nobody could score stays open and is said so."""

from fractions import Fraction

import pytest

from builders import book
from builders import catalogue
from builders import fact
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import scheme_of
from gouji.reckon import score

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: A, name: 甲, unit: 人}
      - {code: B, name: 乙, unit: 人}
      - {code: R, name: 完成率, unit: "%", decimals: 2}
      - {code: G, name: 印出等级, type: 文本}
"""
TARGETS = """
    register: 绩效目标
    key: [序号]
    columns:
      - {name: 序号, required: true}
      - {name: 二级指标}
      - {name: 三级指标}
      - {name: 比较符}
      - {name: 目标值}
      - {name: 单位}
      - {name: 实际比较符}
      - {name: 实际值}
      - {name: 实际单位}
      - {name: 分值, type: 数量}
      - {name: 偏差原因}
"""
MARKS = """
    register: 评分
    columns:
      - {name: 评分办法}
      - {name: 代码}
      - {name: 得分, type: 数量}
      - {name: 理由}
      - {name: 评分人}
"""
HEAD = """
scheme: 办法
set: 试
decimals: 2
over_achievement: {from: 130%}
grades: [{name: 差, from: 0}, {name: 优, from: 90}, {name: 良, from: 80}, {name: 中, from: 60}]
"""
YEAR = parse_period("2024年")


def sheet_of(tmp_path, criteria, values=None, more="", **registers):
    lines = "".join(f"  - {{{criterion}}}\n" for criterion in criteria)
    known = catalogue(tmp_path, indicators=DEFINITIONS, registers=[TARGETS, MARKS], schemes=f"{HEAD}criteria:\n{lines}{more}")
    facts = [fact(name, "2024", value) for name, value in (values or {}).items()]
    reckoner = Reckoner(book(tmp_path, known, facts, registers=registers))
    return score(reckoner, scheme_of(reckoner, "办法", Context("s", YEAR)), Context("s", YEAR))


def lines_of(sheet):
    return {line.code: (line.score, line.status) for line in sheet.lines}


def target(number, goal, actual, **cells):
    return {"序号": str(number), "三级指标": f"指标{number}", "目标值": goal, "实际值": actual, **cells}


HALF = "code: A, name: 一, points: 50, method: 比例, value: 甲, target: '100'"
OTHER = "code: B, name: 二, points: 50, method: 比例, value: 乙, target: '100'"
TASKS = "code: T, name: 目标, points: 100, targets: '三级指标 ≠ \"\"'"


def test_points_add_up(tmp_path):
    # 50 × 80 ÷ 100 + 50 × 97 ÷ 100 = 88.5
    sheet = sheet_of(tmp_path, [HALF, OTHER], {"甲": "80", "乙": "97"})
    assert (sheet.total, sheet.unscored, sheet.grade, sheet.printed(sheet.total)) == (Fraction(177, 2), 0, "良", "88.50")
    line = sheet.lines[0]
    assert (line.actual, line.target, line.arithmetic, line.completion) == ("80人", "100", "50 × 80% = 40", "80.00%")


@pytest.mark.parametrize(("rounding", "printed"), [("四舍五入", "12.35"), ("四舍六入五成双", "12.34"), ("截断", "12.34")])
def test_a_score_is_rounded_as_the_scheme_says(tmp_path, rounding, printed):
    # 50 × 24.69 ÷ 100 = 12.345
    sheet = sheet_of(tmp_path, [HALF.replace("甲", "完成率 × 100"), OTHER], {"完成率": "24.69", "乙": "0"}, f"rounding: {rounding}\n")
    assert sheet.printed(sheet.lines[0].score) == printed


@pytest.mark.parametrize(("value", "status", "unscored"), [("", "未评", 50), ("未采集", "未评", 50), ("不适用", "不适用", 0)])
def test_what_is_missing_is_neither_given_nor_lost(tmp_path, value, status, unscored):
    sheet = sheet_of(tmp_path, [HALF, OTHER], {"甲": value, "乙": "100"})
    assert lines_of(sheet)["A"] == (None, status)
    assert (sheet.total, sheet.unscored) == (50, unscored)
    assert "甲" in sheet.lines[0].arithmetic


@pytest.mark.parametrize(("first", "grade", "remarked"), [("", "", True), ("95", "优", False), ("不适用", "差", False)])
def test_a_grade_waits_for_open_points(tmp_path, first, grade, remarked):
    # 50 of 50, and up to 50 more: between 差 and 优
    sheet = sheet_of(tmp_path, [HALF, OTHER], {"甲": first, "乙": "100"})
    assert sheet.grade == grade
    assert bool(sheet.remarks) is remarked
    if remarked:
        assert sheet.remarks == ("还有 50 分未评。", "等级可能是“优”、“良”、“中”、“差”，暂不能定。")


@pytest.mark.parametrize(("total", "grade"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差"), ("0", "差")])
def test_a_grade_begins_at_its_start(tmp_path, total, grade):
    sheet = sheet_of(tmp_path, ["code: A, name: 一, points: 100, method: 公式, formula: 完成率 × 100"], {"完成率": total})
    assert sheet.grade == grade


GROUP = "code: G, name: 组, points: 40, {}children: [{{code: G1, name: 子一, points: 30, method: 比例, value: 甲, target: '100'}}, {{code: G2, name: 子二, points: 10, method: 达标, value: 乙, target: '1'}}]"
REST = "code: Z, name: 余, points: 60, method: 公式, formula: 完成率 × 60"


@pytest.mark.parametrize(("rescale", "score", "status"), [
    ("", Fraction(15), "小计"),                      # 30 × 50 %; the ten points that do not apply are just not there
    ("rescale: true, ", Fraction(20), "小计"),       # 15 × 40 ÷ 30
])
def test_what_does_not_apply_may_be_given_to_the_rest(tmp_path, rescale, score, status):
    sheet = sheet_of(tmp_path, [GROUP.format(rescale), REST], {"甲": "50", "乙": "不适用", "完成率": "100"})
    assert lines_of(sheet)["G"] == (score, status)
    assert sheet.total == 60 + score
    if rescale:
        assert sheet.lines[0].arithmetic == "不适用的分值重新分配：15 × 40 ÷ 30"


def test_a_group_of_which_nothing_applies_does_not_apply(tmp_path):
    sheet = sheet_of(tmp_path, [GROUP.format("rescale: true, "), REST], {"甲": "不适用", "乙": "不适用", "完成率": "100"})
    assert lines_of(sheet)["G"] == (None, "不适用")
    assert sheet.total == 60


def test_open_points_weigh_more_where_the_rest_is_rescaled(tmp_path):
    # 55 given; G1 open with 30 points that stand for all 40: up to 95, so 优 is still possible (30 alone would make 85: 良)
    sheet = sheet_of(tmp_path, [GROUP.format("rescale: true, "), REST], {"甲": "", "乙": "不适用", "完成率": "91.67"})
    assert sheet.unscored == 30
    assert "还有 40 分未评。" in sheet.remarks
    assert "“优”" in sheet.remarks[-1]


EITHER = """code: A, name: 一, points: 50, either: [{code: A1, name: 甲法, points: 50, method: 比例, value: 甲, target: '100'},
    {code: A2, name: 乙法, points: 50, method: 比例, value: 乙, target: '100'}]"""


@pytest.mark.parametrize(("values", "score", "status", "note"), [
    ({"甲": "80", "乙": "10"}, 40, "已评", "采用：甲法"), ({"乙": "10"}, 5, "已评", "采用：乙法；甲法未能计分"), ({}, None, "未评", ""),
    ({"甲": "不适用", "乙": "不适用"}, None, "不适用", ""), ({"甲": "不适用"}, None, "未评", ""),
])
def test_the_first_alternative_that_can_be_scored_counts(tmp_path, values, score, status, note):
    sheet = sheet_of(tmp_path, [EITHER, REST.replace("60", "50")], values)
    assert lines_of(sheet)["A"] == (score, status)
    assert sheet.lines[0].note == note


def test_shares_are_equal_and_lose_nothing(tmp_path):
    # 100 ÷ 3: 33.34 + 33.33 + 33.33
    sheet = sheet_of(tmp_path, [TASKS], 绩效目标=[target(number, "5", "5") for number in (1, 2, 3)])
    assert [line.points for line in sheet.lines[1:]] == [Fraction(3334, 100), Fraction(3333, 100), Fraction(3333, 100)]
    assert sheet.total == 100


def test_own_points_go_first(tmp_path):
    rows = [target(1, "5", "5", 分值="40"), target(2, "5", "5"), target(3, "10", "5")]
    sheet = sheet_of(tmp_path, [TASKS], 绩效目标=rows)
    assert [(line.code, line.points, line.score) for line in sheet.lines[1:]] == [("T.1", 40, 40), ("T.2", 30, 30), ("T.3", 30, 15)]
    assert not sheet.remarks


@pytest.mark.parametrize(("own", "said"), [(("60", "60", ""), True), (("60", "30", "20"), True), (("60", "30", "10"), False)])
def test_own_points_that_do_not_fit_are_told(tmp_path, own, said):
    sheet = sheet_of(tmp_path, [TASKS], 绩效目标=[target(number, "5", "5", 分值=points) for number, points in enumerate(own, 1)])
    assert any("不等于该项分值 100" in remark for remark in sheet.remarks) is said
    assert all(line.points >= 0 for line in sheet.lines)
    assert sheet.lines[0].score == sheet.total == (90 if own == ("60", "30", "") else 100)              # never above the group's points


@pytest.mark.parametrize(("rows", "status", "unscored"), [
    ([], "未评", 100), ([{"序号": "1", "三级指标": ""}], "不适用", 0),      # no targets at all; targets, but none of this kind
])
def test_a_group_without_targets(tmp_path, rows, status, unscored):
    sheet = sheet_of(tmp_path, [TASKS], **({"绩效目标": rows} if rows else {}))
    assert (lines_of(sheet), sheet.unscored) == ({"T": (None, status)}, unscored)


@pytest.mark.parametrize(("cells", "score"), [
    ({"目标值": "85", "单位": "%", "实际值": "73", "实际单位": "%"}, Fraction("85.88")),       # 73 ÷ 85 = 85.882 %
    ({"目标值": "85", "单位": "%", "实际值": "73"}, Fraction("85.88")),                          # its unit is that of the target
    ({"目标值": "85%", "实际值": "73%"}, Fraction("85.88")),
    ({"比较符": "≤", "目标值": "10", "实际值": "20"}, 50), ({"比较符": "≤", "目标值": "10", "实际值": "5"}, 100),
    ({"目标值": "≤10", "实际值": "20"}, 50), ({"比较符": "无", "目标值": "0", "实际值": "0"}, 100), ({"比较符": "无", "目标值": "0", "实际值": "1"}, 0),
    ({"比较符": "=", "目标值": "10", "实际值": "5"}, 50),
    ({"目标值": "1", "单位": "万元", "实际值": "5000", "实际单位": "元"}, 50),
    ({"目标值": "1", "单位": "万元", "实际值": "5000", "实际单位": "人"}, None),                 # not the same quantity
    ({"目标值": "2-24小时", "实际值": "12小时"}, 100), ({"目标值": "2-24小时", "实际值": "30小时"}, None),      # a target with two ends
    ({"目标值": "完备", "实际值": "完备"}, 100), ({"目标值": "完备", "实际值": "基本完备"}, None), ({"目标值": "完备", "实际值": "95"}, None),
    ({"目标值": "10", "实际值": ""}, None), ({"目标值": "10", "实际值": "≥10"}, 100), ({"目标值": "10", "实际值": "≥5"}, None),
    ({"目标值": "10", "实际比较符": "≥", "实际值": "10"}, 100), ({"目标值": "10", "实际比较符": "≥", "实际值": "5"}, None),
    ({"目标值": "20多", "实际值": "30"}, 100),
])
def test_a_target_is_scored_by_its_direction(tmp_path, cells, score):
    sheet = sheet_of(tmp_path, [TASKS], 绩效目标=[{"序号": "1", "三级指标": "一", **cells}])
    assert sheet.lines[1].score == score
    assert sheet.lines[1].status == ("未评" if score is None else "已评")
    assert sheet.lines[1].arithmetic


@pytest.mark.parametrize(("actual", "reason", "asked"), [("130", "", True), ("129.9", "", False), ("200", "招生增加", False)])
def test_far_beyond_the_target_asks_for_a_reason_and_costs_nothing(tmp_path, actual, reason, asked):
    sheet = sheet_of(tmp_path, [TASKS], 绩效目标=[target(1, "100", actual, 偏差原因=reason)])
    assert sheet.total == 100
    assert [("指标1" in remark, "130%" in remark) for remark in sheet.remarks] == ([(True, True)] if asked else [])


JUDGED = "code: A, name: 一, points: 100, method: 评判, out_of: 10"


@pytest.mark.parametrize(("marks", "score", "arithmetic"), [
    ([("办法", "A", "8", "材料齐")], 80, "100 × 8 ÷ 10 = 80"), ([("办法", "A", "8", "材料齐"), ("办法", "A", "9", "有欠缺")], 85, "100 × 8.5 ÷ 10 = 85"),
    ([("办法", "A", "8", "")], None, "评分没有写理由，不能采用"), ([("办法", "A", "8", ""), ("办法", "A", "6", "缺佐证")], 60, "100 × 6 ÷ 10 = 60"),
    ([("别的办法", "A", "8", "好"), ("办法", "B", "8", "好")], None, "还没有评分"), ([("办法", "A", "", "未到场")], None, "还没有评分"),
])
def test_a_judges_mark_counts_with_its_reason(tmp_path, marks, score, arithmetic):
    rows = [dict(zip(("评分办法", "代码", "得分", "理由"), mark, strict=True)) for mark in marks]
    line = sheet_of(tmp_path, [JUDGED], 评分=rows).lines[0]
    assert (line.score, line.arithmetic) == (score, arithmetic)


FULL = {"甲": "100", "乙": "100"}
CAP = "caps: [{when: 完成率 < 50%, max: 59, reason: 执行率低}]\n"
VETO = "vetoes: [{when: 完成率 < 80%, grade: 差, reason: 任务未完成}]\n"


@pytest.mark.parametrize(("more", "rate", "total", "grade", "state"), [
    (CAP, "40", 59, "差", "bit"), (CAP, "50", 100, "优", "idle"), (VETO, "79", 100, "差", "bit"), (VETO, "80", 100, "优", "idle"),
    (CAP, "", 100, "", "open"), (VETO, "", 100, "", "open"),           # while it cannot be told the grade is not certain
])
def test_caps_and_vetoes(tmp_path, more, rate, total, grade, state):
    sheet = sheet_of(tmp_path, [HALF, OTHER], {**FULL, "完成率": rate}, more)
    assert (sheet.uncapped_total, sheet.total, sheet.grade) == (100, total, grade)
    assert [(effect.state, effect.reason) for effect in sheet.effects] == [(state, "执行率低" if more == CAP else "任务未完成")]
    assert any("不能判断" in remark for remark in sheet.remarks) is (state == "open")


def test_a_cap_holds_whatever_open_points_may_bring(tmp_path):
    sheet = sheet_of(tmp_path, [HALF, OTHER], {"甲": "100", "完成率": "40"}, CAP)
    assert (sheet.total, sheet.unscored, sheet.grade) == (50, 50, "差")        # at most 59


def test_an_open_veto_that_changes_nothing_leaves_the_grade(tmp_path):
    assert sheet_of(tmp_path, [HALF, OTHER], {"甲": "10", "乙": "10"}, VETO).grade == "差"


def test_an_unknown_scheme_is_named_with_the_known_ones(tmp_path):
    known = catalogue(tmp_path, indicators=DEFINITIONS, registers=[TARGETS, MARKS], schemes=f"{HEAD}valid: {{from: 2024-01-01}}\ncriteria:\n  - {{{JUDGED}}}\n")
    reckoner = Reckoner(book(tmp_path, known))
    assert scheme_of(reckoner, "办法", Context("s", YEAR)).name == "办法"
    for name, year in (("别的", "2024年"), ("办法", "2023年")):               # not in force in 2023
        with pytest.raises(GoujiError) as caught:
            scheme_of(reckoner, name, Context("s", parse_period(year)))
        assert caught.value.problems[0].code == "R01"


def test_a_sheet_as_data(tmp_path):
    record = sheet_of(tmp_path, [HALF, OTHER], {"甲": "80", "乙": ""}).as_record()
    assert (record["schema"], record["total"], record["unscored"], record["grade"]) == ("gouji-score/1", "40.00", "50.00", "")
    assert [(line["code"], line["score"], line["status"]) for line in record["lines"]] == [("A", "40.00", "已评"), ("B", None, "未评")]
