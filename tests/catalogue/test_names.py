"""What a name means: codes, names, aliases, tails of paths, sets; what several bear is asked about, what nobody bears gets the nearest."""

from datetime import date

import pytest

from builders import catalogue
from gouji.formulas import FormulaError

FIRST = """
    set: 年报
    title: 年报
    uses: [正文]
    indicators:
      - {code: A, name: 专业教学资源库数, aliases: [资源库], unit: 个}
      - {code: A1, name: 省级数量, under: 专业教学资源库数, unit: 个}
      - {code: A11, name: 接入平台数, under: 专业教学资源库数/省级数量, unit: 个}
      - {code: A2, name: 国家级数量, under: 专业教学资源库数, unit: 个}
      - {code: A21, name: 接入平台数, under: 专业教学资源库数/国家级数量, unit: 个}
      - {code: B, name: 1+X证书试点专业数, unit: 个}
      - {code: C, name: 毕业生人数, unit: 人}
"""
SECOND = """
    set: 正文
    title: 正文
    indicators:
      - {code: D, name: 企业导师人数, unit: 人}
      - {code: E, name: 毕业生人数, unit: 人}
"""
THIRD = """
    set: 规划
    title: 规划
    indicators:
      - {code: F, name: 企业导师人数, unit: 人}
      - {code: G, name: 任务完成率, unit: "%"}
      - {code: H, name: 年度总数, unit: 个}
"""
FOURTH = """
    set: 预算
    title: 预算
    indicators:
      - {code: I, name: 任务完成率, unit: "%"}
"""


@pytest.fixture
def edition(tmp_path):
    return catalogue(tmp_path, indicators=[FIRST, SECOND, THIRD, FOURTH]).on(date(2024, 6, 1))


@pytest.mark.parametrize(("set_name", "text", "code"), [
    ("年报", "专业教学资源库数", "A"),
    ("年报", "资源库", "A"),
    ("年报", "省级数量", "A1"),
    ("年报", "专业教学资源库数/省级数量", "A1"),
    ("年报", "资源库/省级数量/接入平台数", "A11"),
    ("年报", "省级数量/接入平台数", "A11"),
    ("年报", "国家级数量/接入平台数", "A21"),
    ("年报", "「1+X证书试点专业数」", "B"),
    ("年报", "毕业生人数", "C"),                  # its own set first
    ("正文", "毕业生人数", "E"),
    ("规划", "年报::毕业生人数", "C"),            # a set named outright
    ("规划", "年报::「1+X证书试点专业数」", "B"),
    ("年报", "企业导师人数", "D"),                # then the sets it uses
    ("规划", "企业导师人数", "F"),
    ("年报", "年度总数", "H"),                    # then any set, where it is the only one
    ("", "A11", "A11"),
])
def test_what_a_name_means(edition, set_name, text, code):
    assert edition.resolve(set_name, text).code == code


@pytest.mark.parametrize(("set_name", "text", "code", "hint"), [
    ("年报", "接入平台数", "F09", "专业教学资源库数/省级数量/接入平台数或专业教学资源库数/国家级数量/接入平台数"),
    ("年报", "任务完成率", "F09", "规划::任务完成率或预算::任务完成率"),
    ("年报", "毕业生人蜀", "F08", "毕业生人数"),
    ("年报", "专业资源库数", "F08", "专业教学资源库数"),
    ("年报", "毕业生人数/年度总数", "F08", "留空格"),           # a division written without blanks
    ("年报", "全无此物", "F08", "请先在指标定义中加入它"),
    ("无此集", "无此集::毕业生人数", "F09", "年报::毕业生人数或正文::毕业生人数"),
])
def test_what_a_name_does_not_mean(edition, set_name, text, code, hint):
    with pytest.raises(FormulaError) as caught:
        edition.resolve(set_name, text)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert hint in str(problem)


@pytest.mark.parametrize(("text", "hint"), [
    ("上一期(毕业生人数)", "上期(指标)"), ("求和(毕业生人数)", ""), ("上期()", "上期(指标) 或 上期(指标, 2)"), ("推算(1 + 2)", "推算(指标)"),
    ("属性(毕业生人数)", '属性("名称")'), ("若(1 = 1, 2)", "若(条件, 甲, 乙)"), ("细分(毕业生人数, 3)", "细分(指标, 维度"),
    ("计数(毕业生人数)", "计数(台账, 条件)"),
])
def test_a_misused_function_is_explained(edition, text, hint):
    with pytest.raises(FormulaError) as caught:
        edition.bind(text, "年报")
    assert caught.value.problems[0].code in ("F10", "F11")
    assert hint in str(caught.value)


SENSE = """
    set: 试
    title: 试
    indicators:
      - {code: A, name: 甲, unit: 人, breakdowns: [任务]}
      - {code: B, name: 乙, unit: 人}
      - {code: C, name: 丙, unit: 人, formula: 甲 + 乙}
      - {code: T, name: 校训, type: 文本}
"""
TABLE = "register: 台账\ncolumns: [{name: 级别}, {name: 数量, type: 数量}]\n"


@pytest.mark.parametrize(("text", "column"), [
    ("计数(下级机构, 甲)", 1), ("不同(任务, 甲)", 1), ("加权平均(台账, 数量, 数量)", 1),       # would give the least, or nothing
    ('细分(甲, 任物 = "3")', 7), ('细分(乙, 任务 = "3")', 7),                                   # would give the whole
    ("上期(甲, -1)", 7), ("上期(甲, 1.5)", 7), ("上期(甲, 0)", 7), ("上期(甲, 乙)", 7), ('期间(甲, "去年")', 7),
    ("最大(校训, 甲)", 4), ("最大(台账, 级别)", 8), ("绝对值(校训)", 5), ("校训 + 1", 1), ("最大(甲 > 1, 2)", 4), ("(甲 > 1) × 2", 1),
    ("若(甲, 1, 2)", 3), ("非 甲", 3), ("甲 且 乙", 1), ("甲 > 1 或 校训", 9), ("计数(台账, 数量)", 8), ("合计(台账, 数量, 数量 + 1)", 12),
    ("合计(下级机构, 校训)", 10),
])
def test_what_binds_but_makes_no_sense_is_refused(tmp_path, text, column):
    edition = catalogue(tmp_path, indicators=SENSE, registers=TABLE).on(date(2024, 6, 1))
    with pytest.raises(FormulaError) as caught:
        edition.bind(text, "试")
    assert (caught.value.problems[0].code, caught.value.problems[0].place.column) == ("F16", column)


@pytest.mark.parametrize("text", [
    "若(有值(甲), 甲, 0)", "非 有值(甲)", '校训 = "厚德" 且 甲 > 1', '属性("类型") = "东部"', "上期(甲, 3)", '期间(甲, "2022-2025年")', '细分(丙, 任务 = "3")',
    "合计(下级机构, 甲 + 乙)", "合计(台账, 级别)", '计数(台账, 级别 = "国家" 且 数量 ≥ 甲)', "最大(台账, 数量, 非 有值(级别))", "绝对值(甲 - 上期(甲))",
    '若(甲 > 1, 校训, "无") = 校训',
])
def test_what_makes_sense_is_let_through(tmp_path, text):
    catalogue(tmp_path, indicators=SENSE, registers=TABLE).on(date(2024, 6, 1)).bind(text, "试")


def test_the_error_points_at_the_name(edition):
    with pytest.raises(FormulaError) as caught:
        edition.bind("毕业生人数 + 毕业生人蜀", "年报")
    assert caught.value.problems[0].place.column == 9


def test_a_column_beats_an_indicator_within_a_register(tmp_path):
    register = "register: 获奖\ncolumns: [{name: 毕业生人数, type: 数量, unit: 人}, {name: 级别}]\n"
    edition = catalogue(tmp_path, indicators=FIRST, registers=register).on(date(2024, 6, 1))
    node = edition.bind('计数(获奖, 毕业生人数 > 3 且 级别 = "国家")', "年报")
    names = [reference.kind for comparison in node.arguments[1].operands for reference in comparison.operands if hasattr(reference, "kind")]
    assert names == ["column", "column"]


def test_a_fingerprint_changes_with_the_meaning(tmp_path):
    def fingerprint(number, extra):
        text = f"set: 试\ntitle: 试\nindicators:\n  - {{code: A, name: 甲, unit: 人{extra}}}\n  - {{code: W, name: 权}}\n"
        edition = catalogue(tmp_path / str(number), indicators=text).on(date(2024, 1, 1))
        return edition.fingerprint(edition.indicators["A"])

    changes = ("", ", decimals: 1", ", formula: 1 + 1", ", definition: 别的", ", organisations: 合计", ", organisations: 加权平均, weight: 权",
               ", periods: 期末", ", calendar: 届", ", kind: 时点")
    assert len({fingerprint(number, extra) for number, extra in enumerate(changes)}) == len(changes)
    assert fingerprint("a", ", starred: true") == fingerprint("b", "")
