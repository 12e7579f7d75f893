"""Habits, disclaimers and what could not be assessed."""

from __future__ import annotations

from fractions import Fraction

from reading_of import document_of
from reading_of import reading_of

from gouji.audit import audit_document
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.conventions import conventions
from gouji.audit.findings import gather
from gouji.numbers import Verdict


def truncated(start: int) -> Claim:
    return Claim("ratio", Verdict.TRUNCATED, Spot("94.68", "%", start, start + 5), (), "a/b*100", Fraction("94.6886"), 80, "")


def test_three_truncated_rates_are_one_finding_and_a_habit() -> None:
    reading = reading_of("占 94.68%，占 94.68%，占 94.68%。")
    claims = [truncated(position) for position in (2, 10, 18)]
    assert len(gather(reading, claims)) == 1
    assert len(gather(reading, claims[:2])) == 2
    assert any("截去尾数" in words for words in conventions(reading.text, claims))
    assert conventions(reading.text, claims[:2]) == ()


def test_a_disclaimer_is_quoted() -> None:
    assert "四舍五入" in conventions("注：部分数据因四舍五入，存在总计与分项合计不等的情况。", ())[0]


def test_a_rate_without_operands_is_listed_and_never_counted_as_held() -> None:
    audit = audit_document(document_of("学校毕业生就业率为 98.37%，居全省前列。"))
    assert [item.claim.value for item in audit.not_assessable] == ["98.37"]
    assert audit.coverage.held == 0
    assert audit.coverage.measured == 1


def test_comparable_prices_cannot_be_recomputed() -> None:
    audit = audit_document(document_of("全年总产值 120 亿元，按可比价计算增长 5.3%。"))
    assert any("可比口径" in item.reason for item in audit.not_assessable)
