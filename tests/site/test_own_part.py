"""Somebody named for a part of a form says that it is done; who submits sees it; it can be taken back until then."""

import pytest

from collecting import ask
from collecting import codes
from collecting import origin
from collecting import record
from gouji.messages import GoujiError
from gouji.rights import Role


@pytest.fixture
def filler(person):
    return person("filler", (Role.FILLER, "jiangmen", "JM01"))


@pytest.fixture
def helper(person):
    return person("helper")


@pytest.fixture
def submission(book, helper):
    from gouji.actions.site.create_round import Share
    return ask(book, "JM01", shares=(Share("JM01", "helper", ("表1",)),))["JM01"]


def base(submission):
    return f"/collect/{submission.round_id}/{submission.pk}/"


def test_a_part_is_done_and_taken_back(submission, filler, helper, visit):
    from gouji.store.models import Task
    mine, office = visit(helper), visit(filler)
    assert "我这部分已填完" in mine.get(base(submission)).content.decode()
    record(helper, submission, 毕业生人数="120")
    assert mine.post(f"{base(submission)}part/done/").headers["Location"] == f"{base(submission)}part/"
    assert mine.get(base(submission)).status_code == 403  # what the task lent has ended
    task = Task.objects.get(account=helper)
    assert (task.done is not None, task.outcome) == (True, "part")
    home = mine.get("/").content.decode()
    assert ("我的部分已填完" in home, f"{base(submission)}part/" in home) == (True, True)
    page = office.get(f"{base(submission)}check/").content.decode()
    assert ("测试helper" in page, "已填完" in page, "没有说填完" in page, "分工 1 份，填完 1 份" in office.get("/").content.decode()) == (True, True, False, True)
    assert "重新打开" in mine.get(f"{base(submission)}part/").content.decode()
    mine.post(f"{base(submission)}part/again/")
    assert mine.get(base(submission)).status_code == 200
    assert "还有 1 人没有说填完：测试helper" in office.get(f"{base(submission)}check/").content.decode()
    assert [event.verb for event in submission.events.order_by("pk")][-3:] == ["开始填报", "分填完成", "分填重开"]


def test_once_it_is_handed_in_nothing_is_taken_back(submission, filler, helper, visit):
    from gouji.actions.site.own_part import finish_part
    from gouji.actions.site.own_part import resume_part
    from gouji.actions.site.submissions import find_submission
    from gouji.actions.site.submissions import hold
    from gouji.actions.site.submissions import move
    finish_part(origin(helper), submission.pk)
    move(hold(find_submission(submission.pk)), "submitted", origin(filler), "上报")
    with pytest.raises(GoujiError) as caught:
        resume_part(origin(helper), submission.pk)
    assert codes(caught) == ["S09"]
    assert "整份材料已经上报" in visit(helper).get(f"{base(submission)}part/").content.decode()


def test_a_line_of_what_was_handed_in_leads_only_who_may_see_it(submission, filler, helper, visit):
    from gouji.actions.site.own_part import finish_part
    from gouji.actions.site.submissions import find_submission
    from gouji.actions.site.submissions import hold
    from gouji.actions.site.submissions import move
    finish_part(origin(helper), submission.pk)
    move(hold(find_submission(submission.pk)), "submitted", origin(filler), "上报")
    mine, office = visit(helper), visit(filler)
    assert mine.get(base(submission)).status_code == 403
    home = mine.get("/").content.decode()
    assert (submission.round.title in home, f'href="{base(submission)}"' in home) == (True, False)
    assert f'href="{base(submission)}"' in office.get("/").content.decode()


def test_only_who_was_named_has_a_part(submission, filler, person, visit):
    from gouji.actions.site.own_part import finish_part
    with pytest.raises(GoujiError) as caught:
        finish_part(origin(filler), submission.pk)
    assert codes(caught) == ["S144"]
    for account in (person("stranger"), person("other", (Role.FILLER, "jiangmen", "JM02"))):
        assert visit(account).post(f"{base(submission)}part/done/").status_code == 403
        assert visit(account).get(f"{base(submission)}part/").status_code == 403


def test_returned_rows_open_the_part_they_stand_in(submission, helper, person):
    from gouji.actions.site.own_part import finish_part
    from gouji.actions.site.own_part import parts_of
    from gouji.actions.site.return_submission import _reopen
    finish_part(origin(helper), submission.pk)
    _reopen(submission, ())
    assert [part.done for part in parts_of(submission)] == [None]
