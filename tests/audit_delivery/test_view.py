from fractions import Fraction

import pytest

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.delivery import counts_words
from gouji.audit.delivery import summary
from gouji.audit.delivery import view_of
from gouji.audit.delivery.marked import marks_of
from gouji.audit.delivery.words import arithmetic
from gouji.numbers import Verdict


def claim(expression, recomputed, printed, *operands):
    spots = tuple(Spot(value, unit, 0, 1) for value, unit in operands)
    return Claim("sum", Verdict.HOLDS, Spot(*printed, 0, 1), spots, expression, recomputed, 90, "")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (claim("a / b * 100", Fraction(994600, 10421), ("95.34", "%"), ("9946", "人"), ("10421", "人")), "9946 ÷ 10421 × 100 = 95.4419…，文中为 95.34%"),
        (claim("a + b - c", Fraction(5), ("5", "项"), ("3", "项"), ("4", "项"), ("2", "项")), "3 + 4 − 2 = 5，文中为 5项"),
        (claim("(a - b) / b * 100", Fraction(-4), ("4", "%"), ("96", ""), ("100", "")), "(96 − 100) ÷ 100 × 100 = -4，文中为 4%"),
        (claim("a - b", Fraction(3), ("3", ""), ("1", ""), ("-2", "")), "1 − (-2) = 3，文中为 3"),
        (claim("a", Fraction(10421), ("10241", "人"), ("10421", "人")), "另一处为 10421人，此处为 10241人"),
        (claim("", None, ("3", ""), ("1", "")), ""),
        (claim(" + ".join("abcdefghijklmn"), Fraction(14), ("15", ""), *[("1", "")] * 14), "1 + 1 + 1 + 1 + … + 1 + 1 = 14，文中为 15"),
    ],
)
def test_arithmetic_can_be_redone_by_hand(given, shown):
    assert arithmetic(given) == shown


def test_a_finding_quotes_its_sentence_and_the_other_places(document, audit):
    first, second, third, fourth = view_of(document, audit).issues
    assert first.passage.text == "2024 届毕业生 10421 人，去向落实 9946 人，去向落实率【95.34】%。"
    assert first.others == ()  # its operands stand in the same sentence
    assert first.passage.place == "第一章 学生发展"
    assert second.passage.text == "合计 | 人数：【2,100】"
    assert second.passage.place == "1.1 资助 · 表 1 第 4 行第 2 列"
    assert [other.text for other in second.others] == ["国家助学金 | 人数：【1,200】", "免学费 | 人数：【800】"]
    assert [other.text for other in third.others] == ["2024 届毕业生【10421】人，去向落实 9946 人，去向落实率 95.34%。"]
    assert (second.chapter, fourth.chapter) == ("第一章 学生发展", "第二章 教师队伍")


def test_two_operands_in_one_sentence_are_quoted_once(make):
    document = make.plain(["毕业生 10421 人，落实 9946 人。", "落实率 95.34%。"])
    spots = [make.spot(document.text, value) for value in ("9946", "10421")]
    claims = (Claim("ratio", Verdict.CONTRADICTS, make.spot(document.text, "95.34"), tuple(spots), "a/b*100", Fraction(994600, 10421), 90, "不符"),)
    audit = make.audit_of(document, claims)
    assert [each.text for each in view_of(document, audit).issues[0].others] == ["毕业生【10421】人，落实【9946】人。"]


def test_very_long_sentences_are_cut_far_from_the_number(make):
    document = make.plain(["甲" * 500 + " 12 人，" + "乙" * 500])
    claims = (Claim("ratio", Verdict.CONTRADICTS, make.spot(document.text, "12"), (), "", None, 90, "不符"),)
    text = view_of(document, make.audit_of(document, claims)).issues[0].passage.text
    assert text.startswith("…甲")
    assert text.endswith("乙…")
    assert len(text) < 140


def test_remarks_say_what_is_wrong_how_to_mend_it_and_where_the_other_place_is(document, audit):
    marks = marks_of(view_of(document, audit))
    by_title = {mark.title: mark for mark in marks}
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
    assert by_title["2 矛盾 · 合计"].lines == (
        "各项之和为 2,000 人，合计栏为 2,100 人",
        "核算：1,200 + 800 = 2000，文中为 2,100人",
        "怎样改：应为 2,000",
        "对照：1.1 资助 · 表 1 第 2 行第 2 列：“国家助学金 | 人数：【1,200】”",
        "对照：1.1 资助 · 表 1 第 3 行第 2 列：“免学费 | 人数：【800】”",
    )
    assert document.text[by_title["3 存疑 · 前后一致"].start:by_title["3 存疑 · 前后一致"].end] == "10241"


def test_the_terminal_shows_the_gravest_first_and_what_was_looked_at(document, audit):
    lines = [str(line) for line in summary(view_of(document, audit), shown=2)]
    assert lines[0].startswith("1 矛盾 比率")
    assert "  9946 ÷ 10421 × 100 = 95.4419…，文中为 95.34%" in lines
    assert lines[-3:] == ["· 本报告的百分比按截位书写", "矛盾 2 · 存疑 1 · 截位 1 · 相符的关系 1 · 不可核 1", "共 14 个数字，10 个参加了核对，3 个见于相符的关系"]
    assert any("其余 2 处" in line for line in lines)
    assert counts_words(view_of(document, audit)) in lines
