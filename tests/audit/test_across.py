"""文件之间: the same words, unit and year must carry the same number; other words say nothing."""

from __future__ import annotations

from dataclasses import replace

from reading_of import reading_of

from gouji.audit import across
from gouji.audit.claims import Claim
from gouji.audit.reading import Reading


def compared(first: str, second: str) -> list[Claim]:
    readings = [named(reading_of(text), path) for text, path in ((first, "甲.txt"), (second, "乙.txt"))]
    return across.compare(readings)["乙.txt"]


def named(reading: Reading, path: str) -> Reading:
    return replace(reading, document=replace(reading.document, path=path))


def test_the_same_quantity_in_two_documents() -> None:
    first = "2023年，学校全日制在校生人数达到 8013 人，专任教师总数为 420 人。"
    second = "2023年，学校全日制在校生人数达到 7806 人，专任教师总数为 420 人。"
    verdicts = {claim.claim.value: claim.verdict.value for claim in compared(first, second)}
    assert verdicts == {"7806": "contradicts", "420": "holds"}


def test_another_year_is_another_quantity() -> None:
    assert compared("2022年，学校全日制在校生人数达到 8013 人。", "2023年，学校全日制在校生人数达到 7806 人。") == []


def test_the_coarser_print_decides() -> None:
    # 1.2 万 stands for 11,500 … 12,500; 12,345 lies in it
    claims = compared("2023年，全年社会培训总规模为 1.2 万人次。", "2023年，全年社会培训总规模为 12345 人次。")
    assert [claim.verdict.value for claim in claims] == ["holds"]
