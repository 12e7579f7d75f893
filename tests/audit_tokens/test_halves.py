"""The numbers of a long text found on two cores are those found on one."""

import pytest

from gouji.audit.tokens import halves
from gouji.audit.tokens import tokenize
from gouji.audit.tokens import tokens_of
from gouji.papers.documents import beside

LINES = "2024年招生1,234人（含退役军人12人），比上年增长5.3%；\n教学楼第3期约2.5亿元，生师比18.2:1，占三分之一。\n2022—2023学年 30至40 项，零投诉，5G\n"


@pytest.mark.parametrize("possible", [True, False])
def test_two_halves_are_the_whole(monkeypatch, possible):
    monkeypatch.setattr(beside, "possible", lambda: possible)
    text = LINES * 1_500
    assert len(text) > halves.LONG
    assert tokens_of(text) == tokenize(text)


@pytest.mark.parametrize("across", ["共有3\n个专业", "2024年\n3月", "（1,234\n.5）%", "12.\n5%"])
def test_a_number_over_the_middle_is_one(monkeypatch, across):
    monkeypatch.setattr(beside, "possible", lambda: True)
    monkeypatch.setattr(halves, "LONG", 1)
    filling = "文" * 40
    text = f"{filling}{across}{filling}8项"
    assert tokens_of(text) == tokenize(text)
