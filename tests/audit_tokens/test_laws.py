"""What holds for every text: tokens lie in order inside it, nothing raises, work grows with length only."""

import sys

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from gouji.audit.tokens import TokenKind
from gouji.audit.tokens import tokenize

LETTERS = "0123456789０９.,，:：/+-—~～至到%‰() （）[]〔〕<>_\t\n\r aXGB@①，。；、"
WORDS = "第图表近约达由从年月日届级号人次个项万亿元千百十几数上多余〇零一二两三四五九成半分之点大前首"
SOUP = st.text(alphabet=LETTERS + WORDS, max_size=60)
BITS = [
    *("12", "1,234", "3.5", " ", "\n", "%", "万元", "人", "2023年", "-", "至", "约", "增长", "达到", "三"),
    *("十二", "个", "第", "（", "）", "1.2", "表", "：", "；", "多", "以上", "学年", "a1", "5G"),
]
PATHOLOGICAL = [
    *("1", "1,", "1,234,", "1 ", "1\n\n ", "1.", "1-", "1+", "1/", "1:", "一", "一万亿", "a", "a.", "1@", "<a"),
    *("<", "(", "(1", ".", "2023年", "2023-", "1\t", "百分之", "[1,2", "http://a", "0", " ", "第", "-1", "约1,2 3.4-5:6/7%万"),
]
LENGTH = 4000


def check(text):
    tokens = tokenize(text)
    last = 0
    for token in tokens:
        assert last <= token.start < token.end <= len(text)
        assert token.outer_start <= token.start
        assert token.end <= token.outer_end <= len(text)
        assert token.value_text == text[token.start : token.end]
        last = token.end
        assert (token.figure is not None) == (token.kind in (TokenKind.MEASURE, TokenKind.RANGE))
        if token.figure is not None:
            token.figure.base()  # every unit is one that numbers can convert
            assert token.figure.place >= 0
    return tokens


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_any_soup_of_characters(text):
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=20).map("".join))
def test_any_soup_of_words(text):
    check(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text):
    check(text)


@given(st.integers(0, 10**12), st.sampled_from(["人", "万元", "项", "%", "个百分点", "平方米"]))
def test_a_plain_number_before_a_unit_reads_as_itself(number, unit):
    text = f"共计 {number:,} {unit}。"
    (token,) = tokenize(text)
    assert (token.figure.value, token.unit) == (number, unit)


def steps(text):
    """Calls made while the text is read, by counting and not by the clock."""
    count = 0

    def tick(_frame, _event, _argument):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        tokenize(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("bit", PATHOLOGICAL)
def test_work_grows_with_length_and_no_faster(bit):
    short, long = steps(bit * (LENGTH // len(bit))), steps(bit * (2 * LENGTH // len(bit)))
    assert long <= 2.5 * short + 200  # a quadratic pattern would take four times as many


@pytest.mark.parametrize("bit", ["1", "0", "a", "一", " ", "."])
def test_a_million_characters_without_end(bit):
    text = bit * 1_000_000
    assert steps(text) < 10**6
    check(text)
