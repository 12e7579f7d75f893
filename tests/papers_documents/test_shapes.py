"""What a line is by its shape: headings by their numbering, items, captions, contents, page numbers; quantities and sentences are none."""

import pytest

from gouji.papers.documents.headers import is_value
from gouji.papers.documents.shapes import shape_of

CASES = [
    ("第一章 学校概况", "heading", 1),
    ("第3章 办学条件", "heading", 1),
    ("第二节 财务情况", "heading", 2),
    ("一、总体情况", "heading", 1),
    ("（三）质量保障", "heading", 2),
    ("2. 经费执行情况", "heading", 3),
    ("2、经费执行情况", "heading", 3),
    ("（2）经费执行情况", "heading", 4),
    ("1.1 人才培养", "heading", 2),
    ("5.3 公共基础部情况", "heading", 2),
    ("3.2.1 建设平台，组建团队。", "heading", 3),
    ("## 经费", "heading", 2),
    ("前 言", "heading", 1),
    ("2.5亿元", "paragraph", 0),
    ("3.4 万平方米的校舍", "paragraph", 0),
    ("1.35个百分点", "paragraph", 0),
    ("2023 年招生 1938 人", "paragraph", 0),
    ("1、完成任务 12 项；其中重点 3 项。", "item", 0),
    ("（一）主动公开情况。全年公开信息 5500 条。", "item", 0),
    ("一是加强领导。", "item", 0),
    ("表 1-1 师资队伍", "caption", 0),
    ("图2-6、2-7 运动会", "caption", 0),
    ("附件3", "caption", 0),
    ("表1所示的结果说明，收入增加。", "paragraph", 0),
    ("单位：万元", "caption", 0),
    ("部门名称：某局 单位：万元", "caption", 0),
    ("编制单位：某某公司", "paragraph", 0),
    ("第一章 学校概况.....\t1", "contents", 0),
    ("1.2 学生概况……………………12", "contents", 0),
    ("三、名词解释 …………………………………", "contents", 0),
    ("- 3 -", "page_footer", 0),
    ("第 3 页 共 10 页", "page_footer", 0),
    ("全年收入增加。", "paragraph", 0),
]


@pytest.mark.parametrize(("line", "kind", "level"), CASES)
def test_shape(line, kind, level):
    shape = shape_of(line)
    assert (shape.kind.value, shape.level) == (kind, level)


@pytest.mark.parametrize("text", ["557", "525 人", "99.71%", "33,555.52", "-1.6", "(1,234.56)", "≥95%", "0", "600 平方米", "1万元"])
def test_figures_are_values(text):
    assert is_value(text)


@pytest.mark.parametrize("text", ["", "2023 年", "2023", "2022-2025年", "2023 完成情况", "12月末", "1-3月", "第一季度", "人数", "1.加强领导", "2018 年 1-3 月"])
def test_periods_and_words_are_no_values(text):
    assert not is_value(text)
