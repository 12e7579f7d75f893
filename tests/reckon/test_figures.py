"""Figures of a book: facts, derived, rolled up, stated, gaps; every function of the language with its arithmetic."""

from fractions import Fraction

import pytest

from builders import SCHOOL
from builders import book
from builders import catalogue
from builders import fact
from builders import stated
from gouji.book import parse_period
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.reckon import Context
from gouji.reckon import Reckoner

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: A, name: 甲, unit: 人, breakdowns: [任务]}
      - {code: B, name: 乙, unit: 人}
      - {code: C, name: 丙, unit: 人, formula: 甲 + 乙}
      - {code: R, name: 比率, unit: "%", decimals: 2, formula: 甲 / 乙}
      - {code: RR, name: 生师比, unit: ":1", decimals: 1, formula: 甲 / 乙}
      - {code: M, name: 经费, unit: 万元, decimals: 2, calendar: 财年}
      - {code: MP, name: 生均经费, unit: 元, decimals: 2, formula: 经费 / 甲}
      - {code: N, name: 累计, unit: 人, formula: "甲 + 若(有值(上期(累计)), 上期(累计), 0)"}
      - {code: T, name: 校训, type: 文本}
      - {code: Z1, name: 圈一, formula: '期间(圈二, "2024年") + 1'}
      - {code: Z2, name: 圈二, formula: '期间(圈一, "2024年") + 1'}
"""
REGISTER = """
    register: 获奖
    period: 年度
    organisation: 单位
    columns:
      - {name: 级别}
      - {name: 项目}
      - {name: 数量, type: 数量, unit: 项, decimals: 1}
      - {name: 年度}
      - {name: 单位}
"""
AWARDS = [
    {"级别": "国家", "项目": "焊接", "数量": "2", "年度": "2024", "单位": ""},
    {"级别": "国家", "项目": "焊接", "数量": "1.5", "年度": "2024-05", "单位": "d"},
    {"级别": "省", "项目": "汽修", "数量": "4", "年度": "2024", "单位": ""},
    {"级别": "", "项目": "汽修", "数量": "8", "年度": "", "单位": ""},             # no year: it counts in any
    {"级别": "省", "项目": "会计", "数量": "16", "年度": "2023", "单位": ""},
]
DEPARTMENT = {"code": "d", "name": "机械系", "kind": "部门", "parent": "s"}
FACTS = [
    fact("甲", "2024", "30"), fact("乙", "2024", "12"), fact("甲", "2023", "20"), fact("甲", "2022", "15"), fact("经费", "2024", "1.50"),
    fact("甲", "2024", "10", breakdown="任务=1"), fact("甲", "2024", "20", breakdown="任务=2"), fact("甲", "2024", "7", organisation="d"),
    fact("校训", "2024", "厚德"),
]
YEAR = parse_period("2024年")


@pytest.fixture
def known(tmp_path):
    return catalogue(tmp_path, indicators=DEFINITIONS, registers=REGISTER)


@pytest.fixture
def reckoner(tmp_path, known):
    organisations = ({**SCHOOL, "attributes": "地区类型=东部"}, DEPARTMENT)
    return Reckoner(book(tmp_path, known, FACTS, organisations=organisations, registers={"获奖": AWARDS}))


def evaluated(reckoner, text, period=YEAR, organisation="s"):
    found = reckoner.evaluate(text, "试", Context(organisation, period)).value
    return found.point if isinstance(found, Amount) else found


@pytest.mark.parametrize(("text", "result"), [
    ("甲", 30), ("丙", 42), ("比率", Fraction(5, 2)), ("生均经费", 500),                # 15000 元 ÷ 30 人
    ("经费 / 甲", 500), ("经费 = 1.5万元", True), ("上期(甲)", 20), ("上期(甲, 2)", 15), ("上期(上期(甲))", 15), ("甲 - 上期(甲)", 10),
    ("上期(甲 + 5)", 25), ('期间(甲, "2022年")', 15), ('细分(甲, 任务 = "2")', 20), ("合计(任务, 甲)", 30), ("最大(任务, 甲)", 20),
    ("合计(下级机构, 甲)", 7), ("最小(下级机构, 甲)", 7), ("加权平均(下级机构, 甲, 甲)", 7),
    ('属性("地区类型") = "东部"', True), ('属性("地区类型") = "西部"', False), ('校训 = "厚德"', True), ("有值(乙)", True), ("有值(上期(乙))", False),
    ("若(有值(上期(乙)), 1, 2)", 2), ("推算(丙)", 42),
    ("计数(获奖)", 4),                                  # two, the department's in May, and the one without a year
    ('计数(获奖, 级别 = "国家")', 2), ('计数(获奖, 级别 ≠ "国家")', 1),                # an empty cell is no answer
    ('计数(获奖, 级别 = "市")', 0), ("合计(获奖, 数量)", Fraction(31, 2)), ('合计(获奖, 数量, 级别 = "国家")', Fraction(7, 2)),   # 2 + 1.5
    ("最大(获奖, 数量)", 8), ("最小(获奖, 数量)", Fraction(3, 2)), ("不同(获奖, 项目)", 2), ("不同(获奖, 项目, 数量 > 2)", 1),
    ('合计(获奖, 数量, 级别 = "市")', 0), ("计数(获奖, 数量 ≥ 甲 - 26)", 2),          # 4 and 8
])
def test_what_a_formula_comes_to(reckoner, text, result):
    assert evaluated(reckoner, text) == result


@pytest.mark.parametrize(("text", "kind", "names"), [
    ("上期(乙)", "缺数据", "乙"), ("上期(丙)", "缺数据", "乙"), ("甲 / (乙 - 12)", "除数为零", ""), ('属性("性质")', "缺数据", "性质"),
    ('最大(获奖, 数量, 级别 = "市")', "缺数据", ""), ('细分(甲, 任务 = "3")', "缺数据", "任务=3"), ("填报(丙)", "缺数据", "丙"),
    ("圈一", "缺数据", "圈"),
])
def test_what_no_formula_can_know(reckoner, text, kind, names):
    found = evaluated(reckoner, text)
    assert isinstance(found, Missing)
    assert found.kind == kind
    assert names in "".join(found.names)


def test_a_department_counts_its_own(reckoner):
    assert evaluated(reckoner, "计数(获奖)", organisation="d") == 1
    assert evaluated(reckoner, "甲", organisation="d") == 7


@pytest.mark.parametrize(("text", "kind"), [("", "缺数据"), ("不适用", "不适用"), ("未采集", "未采集")])
def test_null_not_applicable_and_not_collected_differ(tmp_path, known, text, kind):
    reckoner = Reckoner(book(tmp_path, known, [fact("甲", "2024", text), fact("乙", "2024", "0")]))
    assert evaluated(reckoner, "甲").kind == kind
    assert evaluated(reckoner, "丙").kind == kind
    assert evaluated(reckoner, "乙") == 0
    assert evaluated(reckoner, "甲 / 乙").kind == kind
    assert evaluated(reckoner, "1 / 乙").kind == "除数为零"


@pytest.mark.parametrize(("code", "printed"), [
    ("C", "42"), ("R", "250.00"), ("RR", "2.5:1"), ("MP", "500.00"), ("M", "1.50"), ("A", "30"), ("T", "厚德"),
])
def test_a_figure_prints_as_its_definition_says(reckoner, code, printed):
    assert reckoner.figure(code, "s", YEAR).printed == printed


def test_a_gap_prints_as_one(reckoner):
    gap = reckoner.figure("B", "s", parse_period("2023年"))
    assert (gap.printed, gap.origin, gap.number) == ("〔缺：乙〕", "缺", None)


def test_a_figure_explains_itself_down_to_its_facts(reckoner):
    result = reckoner.figure("MP", "s", YEAR)
    assert (result.origin, result.formula, result.filled) == ("推算", "经费 / 甲", "1.50 ÷ 30")
    assert [(operand.label, operand.origin, operand.period.text, operand.fact.place.line) for operand in result.operands] == [
        ("经费", "事实", "2024财年", 6), ("甲", "事实", "2024年", 2),
    ]


def test_a_stated_figure_stands_beside_the_derived_one(tmp_path, known):
    rows = [fact("甲", "2024", "30"), fact("乙", "2024", "12"), stated("丙", "2024", "40", source="正文"), stated("比率", "2023", "90")]
    reckoner = Reckoner(book(tmp_path, known, rows))
    assert evaluated(reckoner, "丙") == 42                    # never silently replaced
    assert evaluated(reckoner, "填报(丙)") == 40
    assert evaluated(reckoner, "推算(丙)") == 42
    filled = reckoner.figure("C", "s", YEAR, as_filled=True)
    assert (filled.printed, filled.origin) == ("40", "填报")   # a form is checked as it was filled in
    only_stated = reckoner.figure("R", "s", parse_period("2023年"))
    assert (only_stated.printed, only_stated.origin) == ("90.00", "填报")
    derived = evaluated(reckoner, "推算(比率)", parse_period("2023年"))
    assert (derived.kind, derived.names) == ("缺数据", ("甲（2023年）", "乙（2023年）"))   # what is only stated was not derived


def test_an_old_year_keeps_its_own_formula(tmp_path):
    text = """
        set: 试
        title: 试
        calendar: 自然年
        indicators:
          - {code: A, name: 甲, unit: 人}
          - {code: B, name: 乙, unit: 人}
          - {code: R, name: 占比, formula: 甲 / 乙, valid: {to: 2023-12-31}}
          - {code: R, name: 占比, formula: 甲 / (甲 + 乙), valid: {from: 2024-01-01}}
    """
    rows = [fact(name, year, value) for year in ("2023", "2024") for name, value in (("甲", "1"), ("乙", "3"))]
    reckoner = Reckoner(book(tmp_path, catalogue(tmp_path, indicators=text), rows))
    assert evaluated(reckoner, "占比", parse_period("2023年")) == Fraction(1, 3)
    assert evaluated(reckoner, "占比") == Fraction(1, 4)
    assert evaluated(reckoner, "上期(占比)") == Fraction(1, 3)


def test_a_chain_of_any_length_is_followed_to_its_end(tmp_path, known):
    # 1 + 1 + … over 130 years, whichever year is asked for first
    years = range(1895, 2025)
    reckoner = Reckoner(book(tmp_path, known, [fact("甲", f"{year}年", "1") for year in years]))
    assert evaluated(reckoner, "累计") == len(years)
    assert evaluated(reckoner, "累计", parse_period("1900年")) == 6
    assert reckoner.computed <= 4 * len(years)


def test_a_book_of_registers_alone_has_figures(tmp_path, known):
    reckoner = Reckoner(book(tmp_path, known, [fact("甲", "2024", "1")], registers={"获奖": AWARDS[4:]}, organisations=(SCHOOL, DEPARTMENT)))
    assert evaluated(reckoner, "上期(合计(获奖, 数量))") == 16   # the register knows 2023, the facts do not
    assert evaluated(reckoner, "累计") == 1


def test_an_empty_book_has_gaps_only(tmp_path, known):
    reckoner = Reckoner(book(tmp_path, known))
    assert evaluated(reckoner, "甲").kind == "缺数据"
    assert evaluated(reckoner, "累计").kind == "缺数据"
    assert evaluated(reckoner, "1 + 1") == 2


@pytest.mark.parametrize(("text", "filled"), [
    ("合计(任务, 甲) + 上期(乙)", "30 + 〔缺：乙〕"), ("合计(下级机构, 乙) + 1", "〔缺：乙〕 + 1"), ("若(推算(甲) = 30, 1, 2)", "若(30 = 30, 1, 2)"),
])
def test_gaps_are_filled_in_in_words(reckoner, text, filled):
    assert reckoner.evaluate(text, "试", Context("s", YEAR)).filled == filled
