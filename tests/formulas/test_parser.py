"""Any text becomes a tree or an error that points at its first mistake; both spellings of every sign mean the same."""

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from gouji.formulas import Binary
from gouji.formulas import Call
from gouji.formulas import Compare
from gouji.formulas import FormulaError
from gouji.formulas import Logic
from gouji.formulas import Name
from gouji.formulas import Number
from gouji.formulas import Text
from gouji.formulas import Unary
from gouji.formulas import parse
from gouji.formulas import walk


def shown(node):  # noqa: C901  # one case for each kind of node
    """The tree with every part in brackets."""
    match node:
        case Number():
            return str(node.value)
        case Text():
            return f"“{node.value}”"
        case Name():
            return str(node)
        case Unary():
            return f"(-{shown(node.operand)})"
        case Binary():
            return f"({shown(node.left)}{node.operator}{shown(node.right)})"
        case Call():
            return f"{node.function}({', '.join(map(shown, node.arguments))})"
        case Logic() if node.operator == "非":
            return f"(非 {shown(node.operands[0])})"
        case Logic():
            return "(" + f" {node.operator} ".join(map(shown, node.operands)) + ")"
        case Compare():
            pieces = [shown(node.operands[0])]
            for operator, operand in zip(node.operators, node.operands[1:], strict=True):
                pieces.append(f" {operator} {shown(operand)}")
            return "(" + "".join(pieces) + ")"


@pytest.mark.parametrize(("text", "tree"), [
    ("甲 + 乙 * 丙", "(甲+(乙×丙))"),
    ("(甲 + 乙) × 丙", "((甲+乙)×丙)"),
    ("甲 - 乙 - 丙", "((甲-乙)-丙)"),                       # from the left
    ("甲 / 乙 ÷ 丙", "((甲÷乙)÷丙)"),
    ("-甲 + -乙", "((-甲)+(-乙))"),
    ("甲 - -乙", "(甲-(-乙))"),
    ("（甲 ＋ 乙）／ 丙 － 1", "(((甲+乙)÷丙)-1)"),          # full-width
    ("甲 ＝ 乙 ＜ 丙 ＞ 丁", "(甲 = 乙 < 丙 > 丁)"),
    ("甲 == 乙 != 丙", "(甲 = 乙 ≠ 丙)"),
    ("甲 <= 乙 >= 丙 ⩽ 丁 ⩾ 戊", "(甲 ≤ 乙 ≥ 丙 ≤ 丁 ≥ 戊)"),
    ("甲 ≤ 乙 ≤ 丙", "(甲 ≤ 乙 ≤ 丙)"),
    ("甲 = 1 且 乙 = 2 或 非 丙 = 3", "(((甲 = 1) 且 (乙 = 2)) 或 (非 (丙 = 3)))"),
    ("非 非 甲", "(非 (非 甲))"),
    ("若(甲 > 0, 乙, 丙)", "若((甲 > 0), 乙, 丙)"),
    ("合计（甲，乙，丙）", "合计(甲, 乙, 丙)"),
    ("计数(台账, 级别 = “国家级”)", "计数(台账, (级别 = “国家级”))"),
    ('计数(台账, 级别 = "国家级")', "计数(台账, (级别 = “国家级”))"),
])
def test_what_a_formula_means(text, tree):
    assert shown(parse(text)) == tree


@pytest.mark.parametrize(("text", "parts"), [
    ("省级数量/接入平台数", ("省级数量", "接入平台数")),
    ("「1+X证书试点专业数」", ("1+X证书试点专业数",)),
    ("专业数/「其中：1+X（试点）」", ("专业数", "其中：1+X（试点）")),
    ("「2023年末人数」/女", ("2023年末人数", "女")),
    ("甲/乙/丙", ("甲", "乙", "丙")),
])
def test_a_slash_without_blanks_joins_a_path(text, parts):
    node = parse(text)
    assert isinstance(node, Name)
    assert node.path == parts


@pytest.mark.parametrize("text", ["甲 / 乙", "甲 /乙", "甲/ 乙", "甲÷乙", "甲／乙", "(甲)/乙", "甲/(乙)"])
def test_a_slash_with_a_blank_or_a_bracket_divides(text):
    node = parse(text)
    assert isinstance(node, Binary)
    assert node.operator == "÷"


@pytest.mark.parametrize(("text", "scope", "path"), [
    ("质量年报::毕业生人数", "质量年报", ("毕业生人数",)),
    ("质量年报::专业数/省级", "质量年报", ("专业数", "省级")),
    ("质量年报::「1+X专业数」", "质量年报", ("1+X专业数",)),
    ("「质量年报::1+X专业数」", "质量年报", ("1+X专业数",)),
])
def test_a_set_may_be_named_outright(text, scope, path):
    node = parse(text)
    assert (node.scope, node.path) == (scope, path)


@pytest.mark.parametrize(("text", "value"), [
    ("50%", "1/2"), ("50％", "1/2"), ("3‰", "3/1000"), ("3万", "30000"), ("1.5", "3/2"), ("3万元", "30000"), ("2亿元", "200000000"),
    ("0.5亩", "1000/3"), ("100人", "100"), ("１２", "12"),
])
def test_numbers_are_in_base_units(text, value):
    assert str(parse(text).value) == value


@pytest.mark.parametrize(("text", "code", "column"), [
    ("", "F03", 1), ("   ", "F03", 1),
    ("甲 乙", "F04", 3),
    ("(甲 + 乙", "F05", 7),
    ("若(甲 乙)", "F05", 5),
    ("甲 +", "F07", 4), ("+ 甲", "F07", 1), ("甲 且", "F07", 4), ("合计(,)", "F07", 4),
    ("甲 = ", "F07", 5),
    ("甲 { 乙", "F02", 3), ("甲 + “乙", "F02", 5), ("「甲", "F02", 1), ("甲 ! 乙", "F02", 3), (".5", "F02", 1),
    ("1.5.2", "F14", 1),              # .2 is no unit
    ("级别 = 3且 数量 > 5", "F14", 6),  # the blank before 且 is missing: never read as a unit
    ("(" * 41 + "甲" + ")" * 41, "F06", 41),
    ("-" * 60 + "1", "F06", 41), ("非 " * 60 + "甲", "F06", 81),
    (" + ".join(["甲"] * 101), "F15", 401),
    ("甲" * 2001, "F01", 1),
])
def test_a_mistake_has_a_code_and_a_column(text, code, column):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    problem = caught.value.problems[0]
    assert (problem.code, problem.place.column) == (code, column)
    assert problem.message()


def test_the_caret_stands_under_the_mistake():
    # 甲 and + are one column each; a Chinese sign is as wide as the full-width blank that stands for it
    with pytest.raises(FormulaError) as caught:
        parse("甲 + {")
    assert str(caught.value.problems[0].params["formula"]).splitlines() == ["甲 + {", "    　   ^"]


def test_positions_lead_back_to_the_text():
    text = "合计(甲, 乙/丙) ÷ 3"
    pieces = [text[node.start:node.end] for node in walk(parse(text))]
    assert pieces == [text, "合计(甲, 乙/丙)", "甲", "乙/丙", "3"]


signs = st.sampled_from('甲乙/ 且或非若+-×÷=≠<≤>≥()（），,「」“”"1.%万:：!{}\n')


@given(st.text(signs, max_size=60))
@example("1e9999")
@example("「」")
@example("::")
def test_any_text_is_a_tree_or_a_formula_error(text):
    node, error = tree_or_error(text)
    if node is not None:
        assert all(0 <= part.start <= part.end <= len(text) for part in walk(node))
    else:
        assert 1 <= error.problems[0].place.column <= len(text) + 1
        assert str(error)


@given(st.text(max_size=80))
def test_any_text_at_all(text):
    assert tree_or_error(text) != (None, None)


def tree_or_error(text):
    try:
        return parse(text), None
    except FormulaError as error:
        return None, error
