import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.audit.claims import Audit
from gouji.audit.decisions import Decision
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import Status
from gouji.audit.decisions import decisions_path
from gouji.audit.decisions import fingerprint
from gouji.audit.decisions import load_decisions
from gouji.audit.decisions import save_decisions
from gouji.audit.decisions import values_seen
from gouji.audit.delivery import view_of
from gouji.messages import GoujiError

DECISION = Decision("0123456789abcdef", Status.DISMISSED, "口径不同", "张三", "2024-11-05T08:00:00Z", ("95.34%", "9946人"))
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
decisions = st.builds(Decision, texts, st.sampled_from(Status), texts, texts, texts, st.lists(texts, max_size=3).map(tuple))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("ratio", "去向落实率", "第三章 就业", "%", ["人", "人"]), ("ratio", "去向 落实率", "第四章 就业", "%", ["人", "人"]), True),  # chapter moved, a blank
        (("ratio", "去向落实率", "3.2 就业", "%", ["人"]), ("ratio", "去向落实率", "（二）就业", "％", ["人"]), True),  # full width
        (("ratio", "去向落实率", "就业", "%", ["人"]), ("sum", "去向落实率", "就业", "%", ["人"]), False),
        (("ratio", "去向落实率", "就业", "%", ["人"]), ("ratio", "升学率", "就业", "%", ["人"]), False),
        (("ratio", "去向落实率", "就业", "%", ["人"]), ("ratio", "去向落实率", "升学", "%", ["人"]), False),
        (("ratio", "去向落实率", "就业", "%", ["人"]), ("ratio", "去向落实率", "就业", "个百分点", ["人"]), False),
        (("ratio", "去向落实率", "就业", "%", ["分子", "分母"]), ("ratio", "去向落实率", "就业", "%", ["分母", "分子"]), False),
        (("ratio", "2023年去向落实率", "就业", "%", ["人"]), ("ratio", "2024年去向落实率", "就业", "%", ["人"]), False),
    ],
)
def test_what_makes_a_finding_the_same(one, other, same):
    assert (fingerprint(*one) == fingerprint(*other)) is same


def test_a_fingerprint_is_sixteen_hex_digits():
    assert len(bytes.fromhex(fingerprint("sum", "合计", "", "人", []))) == 8


@given(st.lists(decisions, max_size=6))
def test_what_was_saved_is_loaded(tmp_path_factory, items):
    path = tmp_path_factory.mktemp("d") / "报告.docx.勾稽.json"
    known = Decisions().merge(items)
    save_decisions(path, "报告.docx", known)
    assert load_decisions(path).items == known.items


def test_the_file_lies_beside_the_document(tmp_path):
    assert decisions_path(tmp_path / "报告.docx").name == "报告.docx.勾稽.json"
    assert load_decisions(tmp_path / "没有.勾稽.json").items == ()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "other", "decisions": []}', '{"schema": "gouji-decisions/1", "decisions": [{"status": "confirmed"}]}',
                                     '{"schema": "gouji-decisions/1", "decisions": [{"fingerprint": "1", "status": "no"}]}', "[" * 100_000])
def test_a_broken_file_is_told(tmp_path, content):
    path = tmp_path / "坏.json"
    path.write_text(content, "utf-8")
    with pytest.raises(GoujiError) as error:
        load_decisions(path)
    assert error.value.problems[0].code == "A80"


def test_the_later_decision_counts_and_other_values_keep_theirs():
    later = replace(DECISION, status=Status.CONFIRMED, when="2024-12-01T00:00:00Z")
    elsewhere = replace(DECISION, values=("95.44%",))
    merged = Decisions((DECISION,)).merge([later, elsewhere, replace(DECISION, when="2020-01-01T00:00:00Z")])
    assert merged.standing(DECISION.fingerprint, DECISION.values).decision == later
    assert merged.standing(DECISION.fingerprint, ("95.44%",)).decision == elsewhere
    assert len(merged.items) == 2


def test_a_decision_on_other_values_is_shown_but_does_not_count():
    standing = Decisions((DECISION,)).standing(DECISION.fingerprint, ("95.35%", "9946人"))
    assert (standing.decision, standing.earlier, standing.dismissed) == (None, DECISION, False)


def test_a_decision_survives_the_next_version_of_the_document(document, audit, make):
    finding = audit.findings[0]
    known = Decisions((Decision(finding.fingerprint, Status.DISMISSED, "口径不同", "", "", values_seen(audit, finding)),))
    longer = make.plain(["前言。", *make.lines])  # everything stands elsewhere now
    view = view_of(longer, make.audit(longer.text), known)
    assert [issue.standing.dismissed for issue in view.issues] == [True, False, False, False]
    changed = make.plain([line.replace("9946", "9947") if isinstance(line, str) else line for line in make.lines])
    moved = make.audit(changed.text.replace("9947", "9946"))
    claims = tuple(replace(claim, operands=tuple(replace(spot, value=spot.value.replace("9946", "9947")) for spot in claim.operands)) for claim in moved.claims)
    other = view_of(changed, Audit(**{name: getattr(moved, name) for name in Audit.__slots__} | {"claims": claims}), known)
    assert other.issues[0].standing.earlier.reason == "口径不同"
    assert not other.issues[0].standing.dismissed


def test_the_file_is_plain_json_for_people(tmp_path):
    save_decisions(tmp_path / "a.json", "报告.docx", Decisions((DECISION,)))
    record = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert record["document"] == "报告.docx"
    assert record["decisions"][0]["reason"] == "口径不同"
    assert "口径不同" in (tmp_path / "a.json").read_text("utf-8")
