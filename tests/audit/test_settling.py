"""What one relation confirms, another may only ask about; capped rates are no ratios; rows of one column are two things."""

from __future__ import annotations

import pytest
from reading_of import document_of

from gouji.audit import audit_document


def failing(text: str) -> list[tuple[str, str, str]]:
    claims = audit_document(document_of(text)).claims
    return [(claim.kind, claim.verdict.value, claim.claim.value) for claim in claims if claim.verdict.value != "holds"]


@pytest.mark.parametrize(
    "text",
    [
        "质量指标计划7个，完成12个，完成率按100%封顶。",
        "编号\t核对情况\t备注\n甲\t完成数 12 个，相差 1 个\t见附件\n乙\t完成数 25 个，相差 1 个\t见附件\n",
    ],
)
def test_nothing_is_wrong(text: str) -> None:
    assert failing(text) == []


def test_a_confirmed_rate_is_asked_about_at_most() -> None:
    # 39 ÷ 40 = 97.5 %; 35 ÷ 40 = 87.5 % is another reading
    found = failing("中期任务点40个，全部完成35个，基本完成4个，未完成1个，表列完成39个，完成率97.50%。")
    assert all(verdict == "suspicious" for _kind, verdict, _value in found)


def test_a_wrong_rate_is_accused() -> None:
    assert ("ratio", "contradicts", "95.0") in failing("全年计划培训40人，实际完成培训39人，完成率95.0%。")
