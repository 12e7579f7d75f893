"""The number to blame: sentences of our own with one slip, the number named and the value offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.audit import audit_document
from gouji.audit import naming
from gouji.papers.documents import read_document


@pytest.mark.parametrize(("text", "named", "right"), [
    # 6842.17 + 2915.63 = 9757.80; 2915.63 ÷ 9757.80 = 29.88 %: total and project money confirm each other, 6824.17 stands alone
    ("本年支出9757.80万元，其中：基本支出6824.17万元，占70.12%；项目支出2915.63万元，占29.88%。", "6824.17", "6842.17"),
    # 19006.00 − 18233.75 = 772.25, 4.24 %: the amount is the one number both other relations do without
    ("收入预算19006.00万元，比2024年的18233.75万元增加727.25万元，增长4.24%。", "727.25", "772.25"),
    # nothing confirms either count: the rate is what is claimed (471 ÷ 486 = 96.91 %)
    ("毕业生486人，就业471人，占毕业生的96.19%。", "96.19", "96.91"),
])
def test_the_number_to_blame(tmp_path: Path, text: str, named: str, right: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    findings = audit_document(read_document(path)).findings
    assert [finding.spot.value for finding in findings] == [named]
    assert right in findings[0].repair


def test_no_relation_is_solved_twice_for_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    solve = naming.solved
    monkeypatch.setattr(naming, "solved", lambda claim, spot: asked.append((id(claim), spot)) or solve(claim, spot))
    path = tmp_path / "text.txt"
    path.write_text("# 一、基本情况\n" + "其中男生100人，女生200人，" * 100, encoding="utf-8")
    assert audit_document(read_document(path)).findings
    assert asked
    assert len(asked) == len(set(asked))
