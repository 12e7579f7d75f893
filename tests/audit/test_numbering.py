"""编号与互见: repeats contradict, gaps are asked about, restarts and shared captions are silent."""

from __future__ import annotations

import pytest
from reading_of import reading_of

from gouji.audit.relations import numbering
from gouji.audit.relations import references


def numbered(text: str) -> list[tuple[str, str]]:
    return [(claim.verdict.value, claim.claim.value) for claim in numbering.find(reading_of(text)) if claim.verdict.value != "holds"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第一章 概况\n\n正文。\n\n第二章 培养\n\n正文。\n\n第三章 保障\n\n正文。\n", []),
        ("第一章 概况\n\n正文。\n\n第二章 培养\n\n正文。\n\n第二章 保障\n\n正文。\n", [("contradicts", "二")]),
        ("第一章 概况\n\n正文。\n\n第二章 培养\n\n正文。\n\n第四章 保障\n\n正文。\n", [("suspicious", "四")]),
        ("1.1 规模\n\n正文一。\n\n1.2 结构\n\n正文二。\n\n1.2 师资\n\n正文三。\n", [("contradicts", "2")]),
        ("主要工作有：（1）修订章程；（2）召开会议；（3）完成验收。", []),
        ("主要工作有：（1）修订章程；（2）召开会议；（2）完成验收。", [("contradicts", "2")]),
        ("2022年：（1）修订章程；（2）召开会议。2023年：（1）完成验收；（2）总结。", []),
    ],
)
def test_headings_and_items(text: str, found: list[tuple[str, str]]) -> None:
    assert numbered(text) == found


def test_captions_count_on_within_their_chapter() -> None:
    text = "图 2-1 校门\n\n正文。\n\n图 2-2、2-3 操场\n\n正文。\n\n图 2-4 课堂\n\n正文。\n\n图 2-4 礼堂\n\n正文。\n"
    assert numbered(text) == [("contradicts", "4")]


def referred(text: str) -> list[tuple[str, str, str]]:
    return [(claim.verdict.value, claim.claim.value, claim.operands[0].value) for claim in references.find(reading_of(text))]


def test_a_reference_meets_its_caption() -> None:
    text = "学院举办成果展（如图 3-2 所示）。\n\n图 3-1 校门\n\n图 3-2 成果展\n\n正文。\n"
    assert referred(text) == [("holds", "2", "2")]


def test_contents_and_headings_agree_or_not() -> None:
    text = "目录\n\n第一章 概况.....1\n第二章 培养.....3\n\n第一章 概况\n\n正文在此。\n\n第三章 培养\n\n正文在此。\n"
    assert ("holds", "一", "一") in referred(text)
    assert ("contradicts", "三", "二") in referred(text)


def test_editions_of_one_event_agree() -> None:
    text = "学生在第三届青年技能竞赛中获奖。\n\n承办第三届青年技能竞赛开幕式。\n"
    assert ("holds", "三", "三") in referred(text)
