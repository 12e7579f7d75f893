"""Findings and their answers: hard rules cannot be explained away, answers lapse with the figures, what lacks data is not passed."""

import pytest

from collecting import ask
from collecting import code_of
from collecting import codes
from collecting import origin
from collecting import record
from gouji.messages import GoujiError
from gouji.rights import Role


@pytest.fixture
def people(person):
    return {
        "filler": person("filler", (Role.FILLER, "jiangmen", "JM01")), "reviewer": person("reviewer", (Role.REVIEWER, "jiangmen", "JM01")),
        "both": person("both", (Role.FILLER, "jiangmen", "JM01"), (Role.REVIEWER, "jiangmen", "JM01")),
        "sibling": person("sibling", (Role.FILLER, "jiangmen", "JM02")),
    }


@pytest.fixture
def submission(book):
    return ask(book, "JM01")["JM01"]


def found(submission, account):
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.findings_seen import findings_seen
    return findings_seen(open_entry(origin(account), submission.pk, registers=False))


def retype(account, submission, name, value):
    """Type over what stands there now."""
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    from gouji.reports.entry import input_cells
    who = origin(account)
    cell = input_cells(open_entry(who, submission.pk, registers=False).tables)[code_of(name)]
    return record_figures(who, submission.pk, [Typed(cell.key, value, cell.version)])


def answer(account, submission, card, kind, words="", limit=""):
    from gouji.actions.site.answer_finding import Reply
    from gouji.actions.site.answer_finding import answer_finding
    return answer_finding(origin(account), submission.pk, Reply(card.about, card.values, kind, words, limit))


@pytest.fixture
def hard(submission, people):
    """130 of 120 graduates found work: T1-01 fails."""
    record(people["filler"], submission, 毕业生人数="120", 毕业生去向落实人数="130")
    return lambda: next(card for card in found(submission, people["filler"]).cards if card.rule == "T1-01")


@pytest.fixture
def soft(submission, people):
    """91 % stay in the province, but only 90 of 100 found work at all: T1-04 asks."""
    record(people["filler"], submission, 毕业生人数="100", 毕业生去向落实人数="90", 毕业生本省去向落实率="91")
    return lambda: next(card for card in found(submission, people["filler"]).cards if card.rule == "T1-04")


def test_what_was_typed_is_checked_at_once_and_what_lacks_data_is_counted(submission, people, hard):
    findings = found(submission, people["filler"])
    assert [card.rule for card in findings.mending] == ["T1-01"]
    assert hard().cells == ((code_of("毕业生去向落实人数"), "毕业生去向落实人数"), (code_of("毕业生人数"), "毕业生人数"))
    assert any(item.rule == "T1-03" and "升学人数" in item.reason for item in findings.unchecked)
    retype(people["filler"], submission, "毕业生去向落实人数", "119")
    later = found(submission, people["filler"])
    assert (later.mending, later.held) == ((), 1)
    assert later.unchecked


@pytest.mark.parametrize("kind", ["确认", "说明"])
def test_a_hard_rule_cannot_be_explained_away(submission, people, hard, kind):
    with pytest.raises(GoujiError) as caught:
        answer(people["filler"], submission, hard(), kind, "系统导出如此")
    assert codes(caught) == ["S32"]


def test_a_tolerance_counts_once_another_has_approved_it_and_fails_beyond_it(submission, people, hard):
    from gouji.actions.site.answer_finding import approve_tolerance
    row = answer(people["both"], submission, hard(), "容差", "补录中", "10")
    assert not hard().settled
    with pytest.raises(GoujiError) as caught:
        approve_tolerance(origin(people["both"]), submission.pk, row.pk, hard().values)
    assert codes(caught) == ["S38"]
    approve_tolerance(origin(people["reviewer"]), submission.pk, row.pk, hard().values)
    assert (hard().settled, hard().answer.approver) == (True, "测试reviewer")
    retype(people["filler"], submission, "毕业生去向落实人数", "131")
    assert (hard().settled, hard().lapsed.kind) == (False, "容差")


def test_approvals_add_up_and_lapse_with_the_figures_they_were_given_for(submission, people, person, hard, visit):
    from gouji.actions.site.answer_finding import approve_tolerance
    from gouji.rights import Role
    head = person("head", (Role.HEAD, "jiangmen", "JM01"))
    row = answer(people["filler"], submission, hard(), "容差", "补录中", "10")
    first = hard().values
    for who in (people["reviewer"], head, head):
        approve_tolerance(origin(who), submission.pk, row.pk, first)
    assert [each.who for each in hard().answer.approvals] == ["测试reviewer", "测试head"]
    retype(people["filler"], submission, "毕业生去向落实人数", "129")  # within the tolerance, but nobody has seen it
    with pytest.raises(GoujiError) as caught:
        approve_tolerance(origin(head), submission.pk, row.pk, first)
    assert codes(caught) == ["S127"]
    assert (hard().settled, hard().answer.approvals, len(hard().answer.lapsed)) == (False, (), 2)
    base = f"/collect/{submission.round_id}/{submission.pk}/findings/"
    assert "已失效" in visit(people["reviewer"]).get(base).content.decode()
    assert "已失效" in visit(people["reviewer"]).post(f"{base}approve/", {"answer": row.pk, "values": hard().values}).content.decode()
    assert (hard().settled, len(hard().answer.approvals), len(hard().answer.lapsed)) == (True, 1, 2)


def test_an_explanation_needs_words_and_lapses_with_the_figures(submission, people, soft):
    with pytest.raises(GoujiError) as caught:
        answer(people["filler"], submission, soft(), "说明", "  ")
    assert codes(caught) == ["S13"]
    answer(people["filler"], submission, soft(), "说明", "分母不含升学")
    assert (soft().settled, soft().answer.words) == (True, "分母不含升学")
    retype(people["filler"], submission, "毕业生本省去向落实率", "92")
    assert (soft().settled, soft().lapsed.words) == (False, "分母不含升学")


def test_one_answers_what_one_has_seen(submission, people, soft):
    card = soft()
    retype(people["filler"], submission, "毕业生本省去向落实率", "93")
    with pytest.raises(GoujiError) as caught:
        answer(people["filler"], submission, card, "确认")
    assert codes(caught) == ["S33"]


@pytest.mark.parametrize("limit", ["", "0", "很多"])
def test_a_tolerance_is_a_number(submission, people, hard, limit):
    with pytest.raises(GoujiError) as caught:
        answer(people["filler"], submission, hard(), "容差", "补录中", limit)
    assert codes(caught) == ["S31"]


def test_a_tolerance_is_no_less_than_what_the_figures_are_apart_by(submission, people, hard):
    card = hard()
    assert card.measured
    assert card.gap.startswith("10")
    with pytest.raises(GoujiError) as caught:
        answer(people["filler"], submission, card, "容差", "更正中", "9")
    assert codes(caught) == ["S146"]
    answer(people["filler"], submission, card, "容差", "更正中", "10")
    assert hard().answer.limit == "10"
    assert hard().lapsed is None


def test_where_nothing_says_how_far_apart_figures_are_one_is_asked_for_them_as_they_are(submission, people, hard):
    from gouji.actions.site.findings import holds
    card = hard()
    given = answer(people["filler"], submission, card, "容差", "更正中", "12")
    assert holds(given, card.values, "")
    assert not holds(given, "others", "")
    assert not holds(given, card.values, "13")


def test_last_years_words_are_offered(book, submission, people, soft):
    from gouji.store.models import Answer
    Answer.objects.create(book=book, about="x", rule="T1-04", organisation="JM01", period="2023-2024学年", kind="说明", words="分母不同", values="y")
    assert soft().offered == "分母不同"


@pytest.mark.parametrize("who", ["sibling", "reviewer"])
def test_who_may_not_answer(submission, people, soft, who):
    from gouji.actions.site.origin import Refused
    with pytest.raises(Refused):
        answer(people[who], submission, soft(), "确认")


def test_the_cards_are_answered_on_the_page(submission, people, soft, visit):
    client = visit(people["filler"])
    base = f"/collect/{submission.round_id}/{submission.pk}/"
    sent = {"about": soft().about, "values": soft().values, "kind": "说明", "words": ""}
    assert "请写明理由" in client.post(f"{base}findings/answer/", sent).content.decode()
    page = client.post(f"{base}findings/answer/", {**sent, "words": "<b>分母</b>不同"}).content.decode()
    assert "&lt;b&gt;分母&lt;/b&gt;不同" in page
    assert soft().settled


def test_saving_brings_back_what_follows(submission, people, visit):
    import json
    client = visit(people["filler"])
    cells = [{"key": code_of(name), "value": value, "seen": 0} for name, value in (("面向第一产业就业人数", "5"), ("面向第二产业就业人数", "6"), ("面向第三产业就业人数", "7"))]
    told = client.post(f"/collect/{submission.round_id}/{submission.pk}/cells/", json.dumps({"cells": cells}), content_type="application/json").json()
    assert told["derived"][code_of("毕业生面向三次产业就业人数")]["text"] == "18"
    assert (told["state"], told["faults"], told["filled"][0]) == ("filling", [], 3)
    assert "未能核对" in told["counts"]
    bad = client.post(f"/collect/{submission.round_id}/{submission.pk}/cells/", "{", content_type="application/json")
    assert bad.status_code == 400
    assert visit(people["sibling"]).post(f"/collect/{submission.round_id}/{submission.pk}/cells/", json.dumps({"cells": cells}), content_type="application/json").status_code == 403


def test_the_checks_of_the_book_tell_what_was_answered(book, submission, people, person, hard, visit):
    card = hard()
    answer(people["filler"], submission, card, "容差", "学校另有说明", "10")
    page = visit(people["filler"]).get("/books/jiangmen/checks/?rule=T1-01").content.decode()
    assert all(words in page for words in ("容差 10", "学校另有说明", "测试filler"))
    assert "容差 10 学校另有说明（测试filler" in b"".join(
        visit(people["filler"]).get("/books/jiangmen/checks/?rule=T1-01&format=csv").streaming_content).decode("utf-8-sig")
    retype(people["filler"], submission, "毕业生去向落实人数", "140")
    assert "数已变，不再适用" in visit(people["filler"]).get("/books/jiangmen/checks/?rule=T1-01").content.decode()
    for name, role in (("reader", Role.READER), ("bureau", Role.BUREAU)):  # neither published nor submitted: nothing of it is told
        assert "学校另有说明" not in visit(person(name, (role, "jiangmen", "440700"))).get("/books/jiangmen/checks/").content.decode()
