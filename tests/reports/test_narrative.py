"""Narratives: tags, structure, mistakes all at once, typed figures by one rule."""

import pytest

from gouji.messages import GoujiError
from gouji.papers.blocks import Case
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Heading
from gouji.papers.blocks import ListBlock
from gouji.papers.blocks import PageBreak
from gouji.papers.blocks import Paragraph
from gouji.reports.narrative import narrate
from gouji.reports.placeholders import words_of
from gouji.reports.typed import typed_figures


@pytest.fixture
def read(figures, book):
    def insert(kind, name):
        if (kind, name) != ("分页", ""):
            raise GoujiError.of("T52", name=kind, known="分页")
        return (PageBreak(),)

    return lambda text: narrate(text, "文.md", figures, words_of(book, figures.context), insert)


def text_of(block):
    return "".join(run.text for run in block.runs)


def test_structure(read):
    blocks = read(
        "# 一、概况\n\n## 学生{{学生数}}人\n\n正文*斜*和**粗**\n续行。\n\n- 甲{{教师数}}\n- 乙\n\n1. 子\n\n[[分页]]\n\n"
        "> **案例：好**\n>\n> 故事。\n\n> 引文。\n",
    ).blocks
    assert blocks[0] == Heading(1, "一、概况")
    assert blocks[1] == Heading(2, "学生3540人")
    assert text_of(blocks[2]) == "正文斜和粗续行。"
    assert [(run.text, run.bold, run.italic) for run in blocks[2].runs][1:4] == [("斜", False, True), ("和", False, False), ("粗", True, False)]
    assert isinstance(blocks[3], ListBlock)
    assert [run.text for run in blocks[3].items[0]] == ["甲", "200"]
    assert blocks[4].ordered
    assert blocks[5] == PageBreak()
    assert isinstance(blocks[6], Case)
    assert blocks[6].title == "案例：好"
    assert text_of(blocks[6].blocks[0]) == "故事。"
    assert isinstance(blocks[7], Case)
    assert blocks[7].title == ""
    assert text_of(blocks[7].blocks[0]) == "引文。"


@pytest.mark.parametrize(("text", "title", "length"), [
    ("> 案例：某某\n>\n> 故事。\n", "案例：某某", 1),
    ("> 案例：某某\n", "", 1),  # nothing under it: all of it is the text of the box
    ("> ### 好\n>\n> 故事。\n", "好", 1),
    ("> 案例：某某做得很好。后来更好\n>\n> 故事。\n", "", 2),  # a sentence is no title
])
def test_every_quote_is_a_box(read, text, title, length):
    (box,) = read(text).blocks
    assert (type(box), box.title, len(box.blocks)) == (Case, title, length)


def test_figures_carry_marks_and_properties_do_not(read):
    (paragraph,) = read("{{机构}}{{年度}}年（{{校长}}）有学生{{学生数|万人|2}}万人，增长{{学生数 / 上期(学生数) - 1|%|1}}%。").blocks
    assert text_of(paragraph) == "某学校2023年（某某）有学生0.35万人，增长4.1%。"
    assert [(run.text, run.figure.state) for run in paragraph.runs if run.figure] == [("0.35", FigureState.BOUND), ("4.1", FigureState.DERIVED)]


def test_formula_signs_are_not_markdown(read):
    (paragraph,) = read("共{{教师数 * 2 * 3}}个**{{教师数 * 2}}**个").blocks
    assert text_of(paragraph) == "共1200个400个"
    assert [run.bold for run in paragraph.runs] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [("{{志愿者}}人", "20多人"), ("{{志愿者}}多人", "20多人"), ("{{志愿者}}余人", "20多余人"), ("{{占地面积}}平方米", "〔缺：占地面积〕平方米")],
)
def test_bounds_are_not_said_twice_and_gaps_are_seen(read, text, said):
    assert text_of(read(text).blocks[0]) == said


def test_mistakes_come_all_at_once_with_their_lines(read):
    with pytest.raises(GoujiError) as caught:
        read("{{学生书}}\n\n{{学生数|人|很多}}\n\n{{学生数\n\n见[[表:一]]。\n\n[[没有]]\n\n{{学生数|3x}}\n")
    assert [(problem.code, problem.place.line) for problem in caught.value.problems] == [
        ("F08", 1), ("T55", 3), ("T50", 5), ("T51", 7), ("T52", 9), ("N03", 11),
    ]
    assert all(problem.place.file == "文.md" for problem in caught.value.problems)


def test_typed_figures_are_marked_and_listed(read):
    narrative = read("第一行，学生{{学生数}}人。\n\n教师200人，\n增长3.5%。\n")
    assert [(typed.text, typed.line) for typed in narrative.typed] == [("200人", 3), ("3.5%", 4)]
    states = [run.figure.state for block in narrative.blocks if isinstance(block, Paragraph) for run in block.runs if run.figure]
    assert states.count(FigureState.TYPED) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("教师1,249人", ["1,249人"]), ("增长3.5％", ["3.5％"]), ("提高2个百分点", ["2个百分点"]), ("约3万元", ["3万元"]), ("20多名师生", ["20多名"]),
        ("生师比17.6:1。", ["17.6:1"]), ("占地5 亩", ["5 亩"]), ("2个项目3项", ["2个", "3项"]), ("投资1.5亿元", ["1.5亿元"]),
        ("2024年5月3日", []), ("2024届", []), ("第3名", []), ("表1项目", []), ("5G技能", []), ("1+X证书", []), ("三个", []), ("（3）", []),
        ("2023—2024学年", []),
    ],
)
def test_what_counts_as_typed(text, found):
    assert [text[start:end] for start, end in typed_figures(text)] == found
