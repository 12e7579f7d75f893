"""Handing in: nothing that fails or waits for an answer goes up; what was handed in stands still; it can be taken back until somebody decides."""

import pytest

from collecting import ask
from collecting import codes
from collecting import origin
from collecting import record
from gouji.messages import GoujiError
from gouji.rights import Role


@pytest.fixture
def people(person):
    return {
        "filler": person("filler", (Role.FILLER, "jiangmen", "JM01")), "reviewer": person("reviewer", (Role.REVIEWER, "jiangmen", "JM01")),
        "head": person("head", (Role.HEAD, "jiangmen", "JM01")), "bureau": person("bureau", (Role.BUREAU, "jiangmen", "440700")),
        "sibling": person("sibling", (Role.FILLER, "jiangmen", "JM02")),
    }


@pytest.fixture
def submission(book):
    return ask(book, "JM01")["JM01"]


def again(submission):
    from gouji.store.models import Submission
    return Submission.objects.select_related("round__book").get(pk=submission.pk)


def hand_in(account, submission):
    from gouji.actions.site.submit import submit
    return submit(origin(account), submission.pk, again(submission).moves)


def take_back(account, submission):
    from gouji.actions.site.submit import withdraw
    return withdraw(origin(account), submission.pk, again(submission).moves)


def sound(account, submission):
    return record(account, submission, 毕业生人数="100", 毕业生去向落实人数="90")


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"毕业生人数": "100", "毕业生去向落实人数": "101"}, "S10"),
        ({"毕业生人数": "100", "毕业生去向落实人数": "90", "毕业生本省去向落实率": "91"}, "S11"),
    ],
)
def test_what_fails_or_is_unanswered_is_not_handed_in(submission, people, figures, code):
    record(people["filler"], submission, **figures)
    with pytest.raises(GoujiError) as caught:
        hand_in(people["filler"], submission)
    assert codes(caught) == [code]
    assert again(submission).state == "filling"


def test_what_is_handed_in_stands_still_and_is_reviewed(book, submission, people):
    from gouji.actions.site.tasks import tasks_of
    from gouji.store.models import TrailRow
    sound(people["filler"], submission)
    held = hand_in(people["filler"], submission)
    assert (held.state, held.step, held.sent_version) == ("submitted", 0, again(submission).round.book.version)
    with pytest.raises(GoujiError) as caught:
        record(people["filler"], submission, 升学人数="5")
    assert codes(caught) == ["S09"]
    assert [(line.address, line.words) for line in tasks_of(origin(people["reviewer"])).reviewing] == [(f"/review/{submission.pk}/", "待审核")]
    mine = tasks_of(origin(people["filler"]))
    assert (mine.filling, [line.detail for line in mine.waiting]) == ((), ["由审核员审核"])
    assert TrailRow.objects.filter(act="submission.submit", outcome="done").count() == 1


def test_one_hands_in_what_one_has_seen(submission, people):
    from gouji.actions.site.submit import submit
    sound(people["filler"], submission)
    with pytest.raises(GoujiError) as caught:
        submit(origin(people["filler"]), submission.pk, 0)
    assert codes(caught) == ["S12"]


def test_it_is_taken_back_until_somebody_decides(submission, people):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.tasks import tasks_of
    sound(people["filler"], submission)
    hand_in(people["filler"], submission)
    assert take_back(people["head"], submission).state == "filling"
    assert tasks_of(origin(people["reviewer"])).reviewing == ()
    assert len(tasks_of(origin(people["filler"])).filling) == 1
    hand_in(people["filler"], submission)
    approve(origin(people["reviewer"]), submission.pk, again(submission).moves)
    with pytest.raises(GoujiError) as caught:
        take_back(people["filler"], submission)
    assert codes(caught) == ["S34"]


def test_what_was_not_handed_in_cannot_be_taken_back(submission, people):
    with pytest.raises(GoujiError) as caught:
        take_back(people["filler"], submission)
    assert codes(caught) == ["S43"]


def test_a_round_without_review_is_approved_at_once(book, people):
    submission = ask(book, "JM01", steps=())["JM01"]
    sound(people["filler"], submission)
    assert hand_in(people["filler"], submission).state == "approved"


@pytest.mark.parametrize("who", ["sibling", "reviewer", "bureau"])
def test_who_may_not_hand_in(submission, people, who):
    from gouji.actions.site.origin import Refused
    sound(people["filler"], submission)
    with pytest.raises(Refused):
        hand_in(people[who], submission)


def test_a_returned_row_is_settled_by_mending_it(submission, people):
    from collecting import code_of
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    from gouji.actions.site.return_submission import ReturnedRow
    from gouji.actions.site.return_submission import return_submission
    key = code_of("毕业生人数")
    sound(people["filler"], submission)
    hand_in(people["filler"], submission)
    return_submission(origin(people["reviewer"]), submission.pk, again(submission).moves, "", [ReturnedRow(key, "data", "与名单不符")])
    found = open_entry(origin(people["filler"]), submission.pk)
    assert [(mark.key, mark.words) for mark in found.marks] == [(key, "与名单不符")]
    cell = next(cell for table in found.tables for cell in table.cells() if cell.key == key)
    record_figures(origin(people["filler"]), submission.pk, [Typed(key, "99", cell.version)])
    assert open_entry(origin(people["filler"]), submission.pk).marks == ()
    assert hand_in(people["filler"], submission).state == "submitted"


def test_the_page_before_handing_in(submission, people, visit):
    client = visit(people["filler"])
    base = f"/collect/{submission.round_id}/{submission.pk}/"
    record(people["filler"], submission, 毕业生人数="100", 毕业生去向落实人数="101")
    page = client.get(f"{base}check/").content.decode()
    assert "还不能上报" in page
    assert "修改" in page
    refused = client.post(f"{base}submit/", {"seen": again(submission).moves})
    assert refused.status_code == 422
    assert "硬性规则不成立" in refused.content.decode()
    assert visit(people["reviewer"]).get(f"{base}check/").status_code == 200
    assert visit(people["sibling"]).get(f"{base}check/").status_code == 403


def test_what_is_filled_and_what_is_missing_make_the_whole(submission, people, visit):
    import re
    sound(people["filler"], submission)
    page = visit(people["filler"]).get(f"/collect/{submission.round_id}/{submission.pk}/check/").content.decode()
    filled, every = (int(number) for number in re.search(r"已填 (\d+) / (\d+) 格", page).groups())
    missing = int(re.search(r'不适用或未采集 <span class="soft">(\d+)</span>', page)[1])
    assert (filled > 0, filled + missing) == (True, every)
