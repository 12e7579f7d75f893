"""Against a book: which period a table row is of, and which cells state a value."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.audit.reading_of import document_of

from gouji.audit.against import _is_value
from gouji.audit.against import _period
from gouji.audit.reading import Mention
from gouji.audit.reading import read
from gouji.book import year_in


def _last(text: str) -> Mention:
    return [mention for mention in read(document_of(text, "text.md")).mentions if mention.measured][-1]


@pytest.mark.parametrize(("printed", "calendar", "expected"), [
    ("2022-2023学年", "学年", "2022-2023学年"),   # the row's own, not the audit's 2023-2024
    ("2023年", "自然年", "2023年"),
    ("2022-2023年", "自然年", None),             # two years together are no year's figure
])
def test_the_period_cell_of_a_row_decides(printed: str, calendar: str, expected: str | None) -> None:
    indicator = SimpleNamespace(calendar=calendar)
    mention = _last(f"| 指标 | 期间 | 填报数 |\n|---|---|---|\n| 在校生数 | {printed} | 4120 |\n")
    period = _period(mention, indicator, None, year_in(2024, "学年"))
    assert (period.text if period else None) == expected


@pytest.mark.parametrize(("head", "row", "stated"), [
    ("完成值", "就业率", True), ("2023年", "就业率", True), ("目标值", "就业率", False), ("分值", "就业率", False), ("得分", "就业率", False),
    ("完成率", "就业率", False), ("完成值", "完成数（任务=3）", False),
])
def test_only_a_head_that_names_a_value_accuses(head: str, row: str, *, stated: bool) -> None:
    assert _is_value(_last(f"| 指标 | {head} |\n|---|---|\n| {row} | 95.5 |\n")) is stated
