"""Sound sentences and tables that must not be accused: what a share is of, captions, kinds of units, points, levels and additions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.audit.reading_of import document_of

from gouji.audit.auditing import audit_document
from gouji.audit.relations import completion
from gouji.audit.relations import rates
from gouji.audit.tokens import TokenKind
from gouji.audit.tokens import tokenize
from gouji.numbers import Verdict

Ask = Callable[..., list[tuple[str, str, str]]]


@pytest.mark.parametrize("text", [
    # the share is of 设备支出, 杂项支出 stands nearest: 30 ÷ 900 = 3.33 is not what is meant
    "本年支出合计 900.00 万元，设备支出 620.50 万元，杂项支出 30.00 万元；设备支出占支出合计的 68.94%。",
    # the rest of the persons has no share of its own; another sentence has another subject
    "共有毕业生 1200 人。前三类合计 900 人，其余 300 人分布在别的专业。财经类人数最多，占毕业生的 41.25%。",
])
def test_a_share_of_another_subject_accuses_no_number(ask: Ask, text: str) -> None:
    assert [verdict for _kind, _value, verdict in ask(rates.find, text) if verdict != "holds"] == []


def test_a_wrong_share_of_the_named_part_is_still_accused(ask: Ask) -> None:
    # 150 ÷ 600 = 25 %, printed 35 %
    assert ask(rates.find, "教师 600 人，其中博士 150 人，占教师的 35%。") == [("ratio", "35", "contradicts")]


def test_a_caption_number_of_two_parts_is_a_label_whatever_word_follows() -> None:
    tokens = tokenize("表4-1  部门收支情况")
    assert [(token.kind, token.value_text) for token in tokens] == [(TokenKind.LABEL, "4-1")]


@pytest.mark.parametrize("text", [
    # a rate beside the number of persons asked
    "思政课满意度为 93.21%，比上年提高。\n\n| 项目 | 调查人数 | 满意度 |\n|---|---|---|\n| 思政课满意度 | 4312 | 93.21 |\n",
    # points lower than another rate
    "学生对食堂服务的满意率为 91.50%。\n\n另一方面，就业指导低于学生对食堂服务的满意率 3.25 个百分点。\n",
    # 人次 of a training beside the persons of a class
    "参加顶岗实习的学生有 1350 人。\n\n| 对象 | 人次 |\n|---|---|\n| 参加顶岗实习的学生 | 1362 |\n",
    # the points won beside the number of items
    "省赛选拔加权得分 27 分。\n\n| 项目 | 数量 |\n|---|---|\n| 省赛选拔加权得分 | 2 |\n",
])
def test_other_kinds_of_unit_are_not_held_against_one_another(text: str) -> None:
    audit = audit_document(document_of(text, "text.md"))
    assert [finding.message for finding in audit.findings if finding.verdict in (Verdict.CONTRADICTS, Verdict.SUSPICIOUS)] == []


def test_the_last_count_may_sum_up_what_was_done(ask: Ask) -> None:
    # 28 + 1 done of 30: 29 ÷ 30 = 96.67 %
    text = "共有任务 30 个，全部完成 28 个，基本完成 1 个，未完成 1 个，合计完成 29 个，完成率 96.67%。"
    assert ("ratio", "96.67", "holds") in ask(completion.find, text)
    assert all(verdict == "holds" for _kind, _value, verdict in ask(completion.find, text))
