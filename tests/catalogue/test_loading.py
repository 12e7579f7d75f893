"""Definition files: what they say is read; every mistake comes out with its code, its file and its line, all in one go."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from builders import catalogue
from builders import definitions
from builders import problems
from gouji.catalogue import load_catalogue
from gouji.catalogue.nodes import read_yaml

HEAD = "set: 试\ntitle: 试\ncalendar: 自然年\nindicators:\n"          # four lines: the first indicator stands on line 5
RULES = "set: 试\ntitle: 试\nrules:\n"                                 # three lines

def indicators(*lines):
    return HEAD + "".join(f"  - {{{line}}}\n" for line in lines)


PLAIN = indicators("code: A, name: 甲, unit: 人", "code: B, name: 乙, unit: 人")


def test_what_is_said_is_read(tmp_path):
    known = catalogue(tmp_path, indicators="""
        set: 试
        title: 试
        regulation: 一号文
        calendar: 学年
        valid: {from: 2022-09-01, to: 2025-08-31}
        source: 表1
        indicators:
          - code: A-1.2
            name: 专业数
            aliases: [专业总数]
            unit: 个
            starred: 是
            direction: 越大越好
            organisations: 合计
            periods: 期末
            breakdowns: [任务]
            definition: 开设的专业
          - {code: A-1.2.1, name: 省级, under: 专业总数, calendar: 自然年, decimals: 1, source: 表2}
    """)
    first, second = known.indicators
    assert (first.label, first.unit, first.calendar, first.starred, first.organisations, first.periods) == ("专业数", "个", "学年", True, "合计", "期末")
    assert (first.source, second.source, second.label, second.calendar, second.decimals) == ("表1", "表2", "专业数/省级", "自然年", 1)
    assert second.alternatives == (("专业数", "省级"), ("专业总数", "省级"))
    assert first.valid.first.isoformat() == "2022-09-01"
    assert known.uses == {"试": ()}


@pytest.mark.parametrize(("text", "found"), [
    (indicators("code: A, name: 甲, unti: 人"), [("C07", 5)]),
    (indicators("code: A"), [("C14", 5)]),
    (HEAD + "  - code: A\n    name:\n", [("C14", 6)]),                               # a name without a name
    (indicators("code: a, name: 甲"), [("C15", 5)]),
    (indicators("code: A, name: 甲, decimals: 一"), [("C10", 5)]),
    (indicators("code: A, name: 甲, decimals: --2"), [("C10", 5)]),
    (indicators("code: A, name: 甲, decimals: ²"), [("C10", 5)]),
    (indicators("code: A, name: 甲, decimals: 11"), [("C10", 5)]),
    (indicators("code: A, name: 甲, kind: 时段"), [("C09", 5)]),
    (indicators("code: A, name: 甲, unit: 3个"), [("N03", 5)]),
    (indicators("code: A, name: 甲, organisations: 加权平均"), [("C14", 5)]),
    (indicators("code: A, name: 甲, under: 丙"), [("C16", 5)]),
    (indicators("code: A, name: 甲, under: 乙", "code: B, name: 乙, under: 甲"), [("C16", 6), ("C16", 5)]),
    (indicators("code: A, name: 甲", "code: A, name: 乙"), [("C28", 6)]),
    (indicators("code: A, name: 甲", "code: B, name: 甲"), [("C28", 6)]),
    (indicators("code: A, name: 甲, code: B"), [("C06", 5)]),
    (indicators("code: A, name: [甲]"), [("C08", 5)]),
    (indicators("code: A, name: 甲, valid: {from: 2024-13-01}"), [("C12", 5)]),
    (indicators("code: A, name: 甲, valid: {from: 2024-01-02, to: 2024-01-01}"), [("C13", 5)]),
    (indicators("code: A, name: 甲, formula: 乙 +"), [("F07", 5)]),
    (indicators("code: A, name: 甲, formula: 乙 + 丙", "code: B, name: 乙"), [("F08", 5)]),
    (indicators("code: A, name: 甲, formula: 乙 + 1", "code: B, name: 乙, formula: 甲 × 2"), [("F13", 5)]),
    (indicators("code: A, name: 甲, formula: 甲 + 1"), [("F13", 5)]),
    (indicators("code: A, name: 甲, formula: 上期(甲) + 1"), []),                     # an earlier period is no circle
    ("indicators: []\ntitle: 试\n", [("C14", 1)]),                                    # no set
    ("set: 试\nindicators:\n  - 甲\n", [("C11", 3)]),
    ("set: 试\nindicators: 甲\n", [("C11", 2)]),
    ("set: 试\n  indicators: [\n", [("C04", 2)]),
    ("- 甲\n", [("C05", 0)]),
    ("[" * 50_000, [("C04", 1)]),                                                     # libyaml would end the program
])
def test_a_mistake_in_an_indicator_file_has_code_and_line(tmp_path, text, found):
    folder = definitions(tmp_path, indicators=text)
    assert problems(lambda: load_catalogue(folder)) == [(code, "0.yaml", line) for code, line in found]


@pytest.mark.parametrize(("line", "code"), [
    ("number: R1, statement: 甲, check: 甲 = 丁", "F08"),
    ("number: R1, statement: 甲", "C17"),
    ("number: R1, statement: 甲, check: 甲 = 乙, derives: 甲", "C17"),
    ("number: R1, statement: 甲, check: 甲 = 乙, severity: 很重", "C09"),
    ("number: R1, statement: 甲, check: 甲 = 乙, entries: 无此台账", "C25"),
    ("number: R1, statement: 甲, check: 甲甲(乙) = 1", "F10"),
    ("number: R1, statement: 甲, check: 上期() = 1", "F11"),
    ("number: R1, statement: 甲, check: '合计(获奖, 分) = 1'", "F12"),
])
def test_a_mistake_in_a_rule_file_has_code_and_line(tmp_path, line, code):
    register = "register: 获奖\ncolumns:\n  - {name: 级别}\n  - {name: 数量, type: 数量, unit: 项}\n"
    folder = definitions(tmp_path, indicators=PLAIN, registers=register, rules=RULES + f"  - {{{line}}}\n")
    assert problems(lambda: load_catalogue(folder)) == [(code, "0.yaml", 4)]


def test_all_mistakes_of_all_files_come_out_together(tmp_path):
    folder = definitions(
        tmp_path, indicators=[indicators("code: a, name: 甲"), indicators("code: B, name: 乙, decimals: x")], rules=RULES + "  - {number: R1, statement: 甲}\n",
    )
    assert problems(lambda: load_catalogue(folder)) == [("C15", "0.yaml", 5), ("C10", "1.yaml", 5), ("C17", "0.yaml", 4)]


@pytest.mark.parametrize(("criterion", "code"), [
    ("code: X, name: 项, points: 100", "C20"),
    ("code: X, name: 项, points: 90, method: 比例, value: 甲, target: '1'", "C21"),
    ("code: X, name: 项, points: 100, method: 比例, value: 甲", "C30"),
    ("code: X, name: 项, points: 100, method: 分档, value: 甲", "C30"),
    ("code: X, name: 项, points: 100, method: 扣分, value: 甲, target: '1'", "C30"),
    ("code: X, name: 项, points: 100, method: 公式", "C30"),
    ("code: X, name: 项, points: 100, method: 评判, out_of: 0", "C29"),
    ("code: X, name: 项, points: 100, method: 扣分, value: 甲, target: '1', deduct: 1, unit: 0", "C29"),
    ("code: X, name: 项, points: 100, either: [{code: Y, name: 一, points: 50, method: 评判}]", "C21"),
    ("code: X, name: 项, points: 100, either: [{code: Y, name: 一, points: 100, targets: 甲 = 1}]", "C20"),
    ("code: X, name: 项, points: 100, children: [{code: Y, name: 一, points: 99, method: 评判}]", "C21"),
    ("code: X, name: 项, points: 100, method: 比例, value: 丁, target: '1'", "F08"),
])
def test_a_mistake_in_a_scheme_has_a_code(tmp_path, criterion, code):
    targets = "register: 绩效目标\ncolumns: [{name: 目标}]\n"
    scheme = f"scheme: 办法\nset: 试\ngrades: [{{name: 优, from: 90}}]\ncriteria:\n  - {{{criterion}}}\n"
    folder = definitions(tmp_path, indicators=PLAIN, registers=targets, schemes=scheme)
    found = problems(lambda: load_catalogue(folder))
    assert code in {problem for problem, _file, _line in found}
    assert {line for problem, _file, line in found if problem == code} <= {1, 5}


def test_a_scheme_is_read(tmp_path):
    known = catalogue(tmp_path, indicators=PLAIN, schemes="""
        scheme: 办法
        set: 试
        over_achievement: {from: 130%}
        grades: [{name: 优, from: 90}]
        criteria:
          - {code: X, name: 项, points: 60.5, method: 比例, value: 甲, target: '80%', direction: ≤}
          - {code: Y, name: 项, points: 39.5, method: 扣分, value: 甲, target: '1', deduct: 0.1, unit: 2%}
    """)
    scheme = known.schemes[0]
    assert scheme.over_achievement == Fraction(13, 10)
    assert [criterion.points for criterion in scheme.criteria] == [Fraction(121, 2), Fraction(79, 2)]
    assert scheme.criteria[1].unit == Fraction(1, 50)


def test_folders_that_hold_no_definitions(tmp_path):
    (tmp_path / "empty").mkdir()
    assert problems(lambda: load_catalogue(tmp_path / "nowhere")) == [("C26", "nowhere", 0)]
    assert problems(lambda: load_catalogue(tmp_path / "empty")) == [("C27", "empty", 0)]


def test_a_folder_of_ones_own_adds_to_the_others(tmp_path):
    shipped = definitions(tmp_path / "a", indicators=PLAIN)
    own = definitions(tmp_path / "b", indicators="set: 自\ntitle: 自\nindicators:\n  - {code: Z, name: 己, formula: 甲 + 试::乙}\n")
    assert [indicator.code for indicator in load_catalogue(shipped, own).indicators] == ["A", "B", "Z"]
    assert problems(lambda: load_catalogue(own)) == [("F08", "0.yaml", 4)]


def test_bytes_that_are_no_text(tmp_path):
    folder = definitions(tmp_path, indicators=PLAIN)
    (folder / "indicators" / "0.yaml").write_bytes("set: 试".encode("gb18030"))
    assert problems(lambda: load_catalogue(folder)) == [("C02", "0.yaml", 0)]


@settings(max_examples=60)
@given(st.text(st.sampled_from("set:试 \n-[]{}'\"|>&*!?#%@`indcators甲"), max_size=80))
def test_any_text_is_read_or_has_a_problem(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("yaml") / "a.yaml"
    path.write_text(text, encoding="utf-8")
    found = []
    section = read_yaml(path, found)
    assert (section is None) == bool(found)
