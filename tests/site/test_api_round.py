"""A round driven by programs: tasks, findings and answers, handing in, returning rows, agreeing; dry runs, keys, errors by row, scopes."""

import json
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest

from collecting import ask
from collecting import record
from gouji.rights import Role
from handed_in import REVIEWERS
from handed_in import a_round
from handed_in import submitted

HERE = "440700"
FILLING = ("figures.view", "figures.record", "findings.answer", "submission.submit", "status.view")
REVIEWING = ("figures.view", "submission.review", "status.view")


@pytest.fixture
def people(person):
    return {"filler": person("tian", (Role.FILLER, "jiangmen", HERE)), "reviewer": person("shen", (Role.REVIEWER, "jiangmen", HERE))}


@pytest.fixture
def call(visit, people):
    """call("filler", "GET", "/tasks"): with a token of the acts that somebody needs (or those given)."""
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.tokens import make_token
    texts = {}

    def send(who, method, path, body=None, key="", acts=None):
        wanted = acts or (FILLING if who == "filler" else REVIEWING)
        if (who, wanted) not in texts:
            texts[who, wanted] = make_token(origin_of(people[who]), "测试", wanted, 30)[1]
        named = {"HTTP_AUTHORIZATION": f"Bearer {texts[who, wanted]}"} | ({"HTTP_IDEMPOTENCY_KEY": key} if key else {})
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return visit().generic(method, f"/api/v1{path}", **data, **named)
    return send


@pytest.fixture
def sent(book, people):
    return submitted(a_round(book, REVIEWERS), HERE, people["filler"])


@pytest.fixture
def open_one(book, people):
    """A school's form with a stated rate that differs from the one that follows."""
    submission = ask(book, "JM01")["JM01"]
    record(people["filler"], submission, 毕业生人数="100", 毕业生去向落实人数="90", 毕业生本省去向落实率="91")
    return submission


def test_whoever_fills_in_sees_findings_answers_them_and_hands_in(open_one, call):
    path = f"/submissions/{open_one.pk}"
    [task] = [line for line in call("filler", "GET", "/tasks").json() if line["submission"] == open_one.pk]
    assert (task["group"], task["round"]) == ("filling", open_one.round_id)
    found = call("filler", "GET", f"{path}/findings").json()
    assert (found["mending"], found["answering"] > 0) == (0, True)
    moves = call("filler", "GET", path).json()["moves"]
    assert call("filler", "POST", f"{path}/submit", {"seen": moves}).json()["code"] == "S11"
    soft = [card for card in found["findings"] if not card["settled"]]
    assert all(card["kinds"][:2] == ["确认", "说明"] for card in soft)
    answers = [{"about": card["about"], "values": card["values"], "kind": "说明", "words": "已核对原始台账"} for card in soft]
    mixed = [*answers, {"about": "NO|x", "values": "x", "kind": "确认"}]
    tried = call("filler", "POST", f"{path}/answers", {"answers": mixed, "dry_run": True}).json()
    assert (tried["taken"], [fault["code"] for fault in tried["faults"]]) == ([card["about"] for card in soft], ["S33"])
    assert call("filler", "GET", f"{path}/findings").json() == found
    call("filler", "POST", f"{path}/answers", {"answers": mixed})
    after = call("filler", "GET", f"{path}/findings").json()
    assert (after["answering"], {card["answer"]["words"] for card in after["findings"] if card["answer"]}) == (0, {"已核对原始台账"})
    assert call("filler", "POST", f"{path}/submit", {"seen": moves, "dry_run": True}).json()["state"] == "submitted"
    assert call("filler", "POST", f"{path}/submit", {"seen": moves}).json() == {"dry_run": False, "state": "submitted", "moves": moves + 1}


def test_a_dry_run_says_what_would_come_of_it_and_the_same_key_does_it_once(sent, call):
    from gouji.store.models import Event
    from gouji.store.models import TrailRow
    path, body = f"/submissions/{sent.pk}", {"seen": sent.moves, "words": "同意"}
    assert call("reviewer", "GET", path).json()["state"] == "submitted"
    lines, events = TrailRow.objects.count(), Event.objects.count()
    tried = call("reviewer", "POST", f"{path}/approve", {**body, "dry_run": True}).json()
    assert tried == {"dry_run": True, "state": "approved", "moves": sent.moves + 1, "step": 0, "left": 0, "opinion": False}
    assert (call("reviewer", "GET", path).json()["state"], TrailRow.objects.count(), Event.objects.count()) == ("submitted", lines, events)
    done = call("reviewer", "POST", f"{path}/approve", body, "one").json()
    assert done == tried | {"dry_run": False}
    assert call("reviewer", "POST", f"{path}/approve", body, "one").json() == done
    again = call("reviewer", "POST", f"{path}/approve", body, "two")
    assert (again.status_code, again.json()["code"]) == (409, "S12")
    assert Event.objects.filter(submission=sent, verb="审核").count() == 1


def test_rows_are_returned_all_or_none_and_each_wrong_one_is_told(sent, call):
    path = f"/submissions/{sent.pk}"
    rows = [line["row"] for line in call("reviewer", "GET", f"{path}/lines").json() if line["kind"] == "input"]
    wrong = [{"row": rows[0], "reason": "data"}, {"row": "no such", "reason": "data"}, {"row": rows[1], "reason": "mood"}]
    answer = call("reviewer", "POST", f"{path}/return", {"seen": sent.moves, "words": "请核对", "rows": wrong})
    told = answer.json()
    assert answer.status_code == 422
    assert [(each["code"], each["where"]) for each in (told, *told["others"])] == [("S06", "rows[1]"), ("S58", "rows[2]")]
    assert call("reviewer", "GET", path).json()["state"] == "submitted"
    done = call("reviewer", "POST", f"{path}/return", {"seen": sent.moves, "words": "请核对", "rows": wrong[:1]}).json()
    assert done["state"] == "returned"
    assert [line["detail"] for line in call("filler", "GET", "/tasks").json() if line["submission"] == sent.pk] == ["退回 1 处待改"]


def test_what_was_handed_in_is_taken_back(sent, call):
    from gouji.store.models import Submission
    Submission.objects.filter(pk=sent.pk).update(submitted=datetime.now(UTC) - timedelta(minutes=1))
    path = f"/submissions/{sent.pk}"
    assert call("filler", "POST", f"{path}/withdraw", {"seen": sent.moves + 5}).json()["code"] == "S12"
    assert call("filler", "POST", f"{path}/withdraw", {"seen": sent.moves, "dry_run": True}).json()["state"] == "filling"
    assert call("filler", "POST", f"{path}/withdraw", {"seen": sent.moves}).json() == {"dry_run": False, "state": "filling", "moves": sent.moves + 1}


@pytest.mark.parametrize(("who", "acts", "method", "path", "body"), [
    ("filler", ("figures.view",), "POST", "submit", {"seen": 1}),
    ("filler", ("figures.view",), "POST", "withdraw", {"seen": 1}),
    ("filler", ("figures.view", "submission.submit"), "POST", "answers", {"answers": [{"about": "x", "values": "x", "kind": "确认"}]}),
    ("filler", FILLING, "POST", "approve", {"seen": 1}),
    ("reviewer", ("figures.view", "status.view"), "POST", "approve", {"seen": 1}),
    ("reviewer", ("submission.review",), "GET", "lines", None),
    ("reviewer", ("submission.review",), "GET", "", None),
])
def test_a_token_does_only_what_it_was_made_for(sent, call, who, acts, method, path, body):
    answer = call(who, method, f"/submissions/{sent.pk}/{path}".rstrip("/"), body, acts=acts)
    assert answer.status_code == 403
    assert answer.json()["message"]


def test_a_token_without_the_state_of_things_sees_no_tasks(sent, call):
    assert call("reviewer", "GET", "/tasks").json()
    assert call("reviewer", "GET", "/tasks", acts=("figures.view",)).json() == []
