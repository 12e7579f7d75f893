import pytest

from gouji.catalogue.nodes import read_yaml

WIDE = "全角“：”"


@pytest.mark.parametrize(("text", "line", "said"), [
    ("发布日期：2024\nname: a\n", 1, WIDE),  # the reader of YAML complains of line 2
    ("a: 1\n发布日期：2024\nb: 2\n", 2, WIDE),  # … of line 3
    ("name: a\nrules：\n  - number: 1\n", 2, WIDE),
    ("a: 1\n\nnote：x\n\nb: 1\n", 3, WIDE),
    ("a: 1\n只有名称\nb: 2\n", 2, "缺少冒号"),
    ("a: 说明：甲: 乙\n", 1, "没有加引号"),  # the full-width colon stands in the value and is none of the mistake
    ("note: |\n  说明：甲\n b: 1\n", 3, "缩进与上面各行没有对齐"),
    ("a: 1\n b: 2\n", 2, "没有对齐"),
    ("a:\n\t- 1\n", 2, "制表符"),
    ("a: 'x\nb: 2\n", 1, "引号没有配对"),
    ("a: [1, 2\nb: 3\n", 1, "方括号没有配对"),
    ("a: {x: 1\n", 1, "花括号没有配对"),
    ("a: @x\n", 1, "加上引号"),
    ("- 1\na: 2\n", 2, "没有对齐"),
    ("---\na: 1\n---\nb: 1\n", 3, "第二个"),
])
def test_a_mistake_in_yaml_is_told_in_chinese_at_its_line(tmp_path, text, line, said):
    path = tmp_path / "x.yaml"
    path.write_text(text, "utf-8")
    problems = []
    assert read_yaml(path, problems) is None
    assert [(each.code, each.place.line) for each in problems] == [("C04", line)]
    assert said in problems[0].message()
