"""Deciding on what was submitted: who may, whose turn it is, what closes a level, what an asked reviewer sees and for how long."""

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest

from gouji.messages import GoujiError
from gouji.rights import Role
from handed_in import BUREAU
from handed_in import REVIEWERS
from handed_in import a_round
from handed_in import change
from handed_in import submitted

HERE = "440700"


@pytest.fixture
def people(person):
    """The filler who hands in, and those who decide."""
    return {
        "filler": person("tian", (Role.FILLER, "jiangmen", HERE), (Role.REVIEWER, "jiangmen", HERE)),
        "reviewer": person("shen", (Role.REVIEWER, "jiangmen", HERE)),
        "second": person("er", (Role.REVIEWER, "jiangmen", HERE)),
        "bureau": person("ju", (Role.BUREAU, "jiangmen", "440000")),
        "head": person("zhang", (Role.HEAD, "jiangmen", HERE)),
        "stranger": person("lu", (Role.REVIEWER, "jiangmen", "440705")),
        "guest": person("ke", (Role.EXPERT, "jiangmen", "440705")),
        "system": person("xi", Role.SYSTEM),
    }


@pytest.fixture
def acts(people):
    """acts("reviewer", approve, …): calls a verb as one of the people, with the rights he has now."""
    from gouji.actions.site.origin import origin_of
    return lambda name, verb, *given: verb(origin_of(people[name]), *given)


@pytest.fixture
def handed_in(book, people):
    """Submitted for two levels: the office's own reviewers, then the authority above."""
    return submitted(a_round(book, REVIEWERS, BUREAU), HERE, people["filler"])


def code_of(caught):
    return caught.value.problems[0].code


def test_two_levels_agree_and_it_is_approved(handed_in, acts):
    from gouji.actions.site.approve import approve
    from gouji.store.models import Event
    from gouji.store.models import Task
    first = acts("reviewer", approve, handed_in.pk, 1, "数据一致")
    assert (first.state, first.step) == ("submitted", 1)
    second = acts("bureau", approve, handed_in.pk, 2)
    assert (second.state, second.step) == ("approved", 1)
    assert list(Event.objects.filter(submission=handed_in).order_by("pk").values_list("verb", "step", "words")) == [
        ("上报", 0, ""), ("审核", 0, "数据一致"), ("审核", 1, ""),
    ]
    assert not Task.objects.filter(submission=handed_in, done__isnull=True).exists()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("filler", "S50"), ("bureau", "S24"), ("stranger", "elsewhere"), ("guest", "no-role"), ("system", "no-role")],
)
def test_who_may_not_decide_is_refused_and_nothing_changes(handed_in, acts, who, refusal):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.origin import Refused
    from gouji.actions.site.return_submission import return_submission
    for verb, words in ((approve, "好"), (return_submission, "请核对")):
        with pytest.raises((Refused, GoujiError)) as caught:
            acts(who, verb, handed_in.pk, 1, words)
        assert refusal == (caught.value.decision.reason if isinstance(caught.value, Refused) else code_of(caught))
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.moves, handed_in.step) == ("submitted", 1, 0)


def test_a_refusal_stands_in_the_trail(handed_in, acts):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.origin import Refused
    from gouji.store.models import TrailRow
    with pytest.raises(Refused):
        acts("stranger", approve, handed_in.pk, 1)
    assert TrailRow.objects.filter(act="submission.review", outcome="denied", thing=f"submission/{handed_in.pk}").exists()


def test_nobody_decides_on_what_he_has_not_seen(handed_in, acts):
    from gouji.actions.site.approve import approve
    with pytest.raises(GoujiError) as caught:
        acts("reviewer", approve, handed_in.pk, 0)
    assert code_of(caught) == "S12"
    acts("reviewer", approve, handed_in.pk, 1)
    with pytest.raises(GoujiError) as caught:
        acts("second", approve, handed_in.pk, 1)
    assert code_of(caught) == "S12"


def test_of_several_one_is_enough_or_all_are_wanted(book, people, acts):
    from gouji.actions.site.approve import approve
    either = submitted(a_round(book, REVIEWERS), HERE, people["filler"])
    assert acts("second", approve, either.pk, 1).state == "approved"
    every = submitted(a_round(book, ("审核员", "本单位", "会签")), HERE, people["head"])
    assert acts("reviewer", approve, every.pk, 1).left == 2  # the second reviewer and the filler, who is one too
    with pytest.raises(GoujiError) as caught:
        acts("reviewer", approve, every.pk, 1)  # once each
    assert code_of(caught) == "S24"
    assert acts("second", approve, every.pk, 1).left == 1
    assert acts("filler", approve, every.pk, 1).state == "approved"  # a reviewer too, and this one another has submitted


def test_the_whole_is_returned_with_a_reason_and_can_be_filled_again(handed_in, acts):
    from gouji.actions.site.return_submission import return_submission
    from gouji.actions.site.submissions import shut
    from gouji.store.models import Task
    with pytest.raises(GoujiError) as caught:
        acts("reviewer", return_submission, handed_in.pk, 1, "  ")
    assert code_of(caught) == "S13"
    assert acts("reviewer", return_submission, handed_in.pk, 1, "表3 与表6 的教师数不一致").state == "returned"
    handed_in.refresh_from_db()
    assert shut(handed_in) == ""
    assert list(Task.objects.filter(submission=handed_in, done__isnull=True).values_list("kind", flat=True)) == ["fill"]


def test_single_rows_are_returned_each_with_its_reason(handed_in, acts):
    from gouji.actions.site.return_submission import ReturnedRow
    from gouji.actions.site.return_submission import return_submission
    from gouji.actions.site.return_submission import returned_rows
    for rows, code in (
        ([ReturnedRow("SVQ-1.1", "data", "")], "S13"), ([ReturnedRow("SVQ-1.1", "mood", "x")], "S58"), ([ReturnedRow("SVQ-9.9", "data", "x")], "S06"),
    ):
        with pytest.raises(GoujiError) as caught:
            acts("reviewer", return_submission, handed_in.pk, 1, "", rows)
        assert code_of(caught) == code
    acts("reviewer", return_submission, handed_in.pk, 1, "", [ReturnedRow("SVQ-1.1", "data", "与学籍系统不符"), ReturnedRow("SVQ-3.2", "evidence", "缺名册")])
    handed_in.refresh_from_db()
    assert [(mark.row_key, mark.reason, mark.words) for mark in returned_rows(handed_in)] == [
        ("SVQ-1.1", "data", "与学籍系统不符"), ("SVQ-3.2", "evidence", "缺名册"),
    ]


def test_a_returned_row_opens_the_task_of_who_fills_its_table(handed_in, acts, people):
    import json

    from gouji.actions.site.form_lines import sent_lines
    from gouji.actions.site.return_submission import ReturnedRow
    from gouji.actions.site.return_submission import return_submission
    from gouji.store.models import Task
    lines = sent_lines(handed_in)
    at = next(line.table for line in lines if line.row_key == "SVQ-1.1")
    other = next(line.table for line in lines if line.table != at)
    given = {"submission": handed_in, "kind": "fill", "account": people["guest"], "done": datetime.now(UTC), "outcome": "sent"}
    own, foreign = (Task.objects.create(**given, tables=json.dumps([name], ensure_ascii=False)) for name in (at, other))
    acts("reviewer", return_submission, handed_in.pk, 1, "", [ReturnedRow("SVQ-1.1", "data", "请核对")])
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.done, own.outcome, foreign.outcome) == (None, "", "sent")


def test_what_is_approved_can_be_opened_again_by_who_manages_rounds(book, people, acts):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.origin import Refused
    from gouji.actions.site.return_submission import return_submission
    row = submitted(a_round(book, REVIEWERS), HERE, people["filler"])
    acts("reviewer", approve, row.pk, 1)
    with pytest.raises(Refused):
        acts("reviewer", return_submission, row.pk, 2, "漏了一项")
    assert acts("head", return_submission, row.pk, 2, "漏了一项").state == "returned"


def test_handing_on_ends_the_first_task_and_lends_to_the_next(handed_in, acts, people):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.hand_on import hand_on
    task = acts("reviewer", hand_on, handed_in.pk, 1, "ke", "请代为审核")
    assert task.handed_from.outcome == "转办"
    with pytest.raises(GoujiError) as caught:
        acts("second", approve, handed_in.pk, 1)  # was a task of the role, now of one person
    assert code_of(caught) == "S24"
    assert acts("guest", approve, handed_in.pk, 1).step == 1


@pytest.mark.parametrize(("name", "code"), [("nobody", "S17"), ("xi", "S19"), ("tian", "S50"), ("shen", "S51")])
def test_not_everybody_can_be_asked(handed_in, acts, name, code):
    from gouji.actions.site.hand_on import add_signer
    from gouji.actions.site.hand_on import delegate
    from gouji.actions.site.hand_on import hand_on
    for verb in (hand_on, delegate, add_signer):
        with pytest.raises(GoujiError) as caught:
            acts("reviewer", verb, handed_in.pk, 1, name)
        assert code_of(caught) == code


def test_who_was_delegated_gives_an_opinion_and_the_first_decides(handed_in, acts, people):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.hand_on import delegate
    from gouji.actions.site.return_submission import return_submission
    from gouji.store.models import Event
    acts("reviewer", delegate, handed_in.pk, 1, "ke", "请先看表3")
    with pytest.raises(GoujiError) as caught:
        acts("guest", return_submission, handed_in.pk, 1, "不对")
    assert code_of(caught) == "S52"
    assert acts("guest", approve, handed_in.pk, 1, "表3 无误").state == "submitted"
    handed_in.refresh_from_db()
    assert (handed_in.step, handed_in.moves) == (0, 1)
    assert acts("reviewer", approve, handed_in.pk, 1).step == 1
    assert list(Event.objects.filter(submission=handed_in).order_by("pk").values_list("verb", flat=True)) == ["上报", "委派", "委派意见", "审核"]


def test_who_delegated_may_decide_meanwhile_and_takes_it_back(handed_in, acts):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.hand_on import delegate
    from gouji.actions.site.review_story import cards_of
    from gouji.actions.site.submissions import find_submission
    from gouji.store.models import Task
    task = acts("reviewer", delegate, handed_in.pk, 1, "ke")
    acts("reviewer", approve, handed_in.pk, 1)
    assert Task.objects.get(pk=task.pk).outcome == "收回"
    told = [(each.who, each.outcome) for each in cards_of(find_submission(handed_in.pk))[0].decisions]
    assert told == [("测试shen", "同意"), ("测试ke", "委派人已收回")]


def test_an_added_signer_must_agree_too(handed_in, acts):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.hand_on import add_signer
    acts("reviewer", add_signer, handed_in.pk, 1, "ke")
    assert acts("reviewer", approve, handed_in.pk, 1).left == 1
    assert acts("guest", approve, handed_in.pk, 1).step == 1


def test_a_signer_that_was_added_does_not_decide_in_the_others_place(handed_in, acts):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.hand_on import add_signer
    from gouji.actions.site.hand_on import hand_on
    acts("reviewer", add_signer, handed_in.pk, 1, "ke")
    acts("reviewer", hand_on, handed_in.pk, 1, "er")  # the added signer stays
    first = acts("guest", approve, handed_in.pk, 1)
    assert (first.step, first.left) == (0, 1)
    assert acts("second", approve, handed_in.pk, 1).step == 1


def test_who_submitted_it_is_not_waited_for_where_all_must_agree(book, people, acts):
    from gouji.actions.site.approve import approve
    row = submitted(a_round(book, ("审核员", "本单位", "会签")), HERE, people["filler"])  # himself a reviewer
    assert acts("reviewer", approve, row.pk, 1).left == 1
    assert acts("second", approve, row.pk, 1).state == "approved"


def test_who_manages_the_round_gives_a_task_to_another(handed_in, acts):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.hand_on import reassign
    from gouji.actions.site.origin import Refused
    from gouji.store.models import Task
    task = Task.objects.get(submission=handed_in, kind="review")
    with pytest.raises(Refused):
        acts("second", reassign, handed_in.pk, 1, task.pk, "ke")
    for number, name, code in ((task.pk + 99, "ke", "S24"), (task.pk, "tian", "S50"), (task.pk, "xi", "S19")):
        with pytest.raises(GoujiError) as caught:
            acts("head", reassign, handed_in.pk, 1, number, name)
        assert code_of(caught) == code
    acts("head", reassign, handed_in.pk, 1, task.pk, "zhang")  # to himself, where nobody else is there
    assert acts("head", approve, handed_in.pk, 1).step == 1


def test_being_asked_opens_exactly_that_submission_until_it_is_done(book, handed_in, acts, people, visit):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.definitions import live_book
    from gouji.actions.site.hand_on import hand_on
    from gouji.actions.site.origin import allowed
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.targets import figures_target
    from gouji.rights import Act
    other = submitted(a_round(book, REVIEWERS, period="2022-2023学年"), HERE, people["filler"])
    guest = visit(people["guest"])
    assert guest.get(f"/review/{handed_in.pk}/").status_code == 403
    acts("reviewer", hand_on, handed_in.pk, 1, "ke")
    for path, status in ((f"/review/{handed_in.pk}/", 200), (f"/review/{handed_in.pk}/sheet/", 200), (f"/compare/?submission={handed_in.pk}", 200),
                         (f"/review/{other.pk}/", 403), (f"/compare/?submission={other.pk}", 403)):
        assert guest.get(path).status_code == status, path
    with live_book(book).use() as reckoner:
        target = figures_target(book, reckoner.book.organisations, HERE, "2023-2024学年")
    assert not allowed(origin_of(people["guest"]), Act.VIEW_FIGURES, target).allowed  # not the figures elsewhere
    assert not allowed(origin_of(people["guest"]), Act.RECORD_FIGURES, target).allowed
    acts("guest", approve, handed_in.pk, 1)
    assert guest.get(f"/review/{handed_in.pk}/").status_code == 403


def test_an_exception_opens_a_locked_submission_for_a_while(book, handed_in, acts):
    from gouji.actions.site.origin import Refused
    from gouji.actions.site.permit import end_permit
    from gouji.actions.site.permit import permit
    from gouji.actions.site.submissions import shut_for
    until = datetime.now(UTC) + timedelta(days=2)
    assert shut_for(book.pk, HERE, "2023-2024学年", "SVQ-1.1")
    with pytest.raises(Refused):
        acts("reviewer", permit, handed_in.pk, 1, until, "改错字")
    for moment, reason, code in ((until, " ", "S13"), (until - timedelta(days=3), "改", "S55"), (until + timedelta(days=60), "改", "S55")):
        with pytest.raises(GoujiError) as caught:
            acts("head", permit, handed_in.pk, 1, moment, reason)
        assert code_of(caught) == code
    acts("head", permit, handed_in.pk, 1, until, "学籍系统更正")
    assert shut_for(book.pk, HERE, "2023-2024学年", "SVQ-1.1") == ""
    acts("head", end_permit, handed_in.pk)
    assert shut_for(book.pk, HERE, "2023-2024学年", "SVQ-1.1")


def test_the_words_of_a_lock_say_which_state_who_and_when(book, handed_in):
    from django.utils.timezone import localtime

    from gouji.actions.site.submissions import shut
    assert shut(handed_in) == f"已上报（测试tian，{localtime(handed_in.events.get().moment):%Y-%m-%d %H:%M}）"


@pytest.mark.parametrize(
    ("period", "what", "locked"),
    [
        ("2023-2024学年", "SVQ-1.1", True), ("2024年", "SVQ-6.2", True),  # the same report, another calendar
        ("2024-05", "SVQ-1.1", True), ("2023-2024学年", "SVQ-2.1N", True),
        ("2022-2023学年", "SVQ-1.1", False), ("2023-2024学年", "PT-1", False), ("2023-2024学年", "", True),
    ],
)
def test_a_lock_holds_for_all_that_the_form_shows_and_nothing_else(book, handed_in, period, what, locked):
    from gouji.actions.site.submissions import shut_for
    assert bool(shut_for(book.pk, HERE, period, what)) is locked


def test_the_page_shows_what_was_submitted_beside_what_came_before(book, handed_in, people, acts, visit):
    from gouji.actions.site.return_submission import return_submission
    acts("reviewer", return_submission, handed_in.pk, 1, "请核对毕业生人数")
    change(book, "SVQ-1.1", HERE, "10800")
    again = submitted(handed_in.round, HERE, people["filler"])
    change(book, "SVQ-1.1", HERE, "10900")  # after submitting, under an exception: not what is reviewed
    text = visit(people["reviewer"]).get(f"/review/{again.pk}/").content.decode()
    assert "<del>10726</del>" in text
    assert "10800" in text
    assert "10900" not in text
    assert "9414" in text  # last year
    assert "请核对毕业生人数" in text


def test_rows_are_returned_from_the_page(handed_in, people, visit):
    from gouji.store.models import Mark
    client = visit(people["reviewer"])
    answer = client.post(f"/review/{handed_in.pk}/return/", {"seen": 1, "words": "请核对", "row": ["SVQ-1.1", "SVQ-3.2"], "reason": "data"})
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{handed_in.pk}/")
    assert Mark.objects.filter(submission=handed_in).count() == 2
    stale = client.post(f"/review/{handed_in.pk}/approve/", {"seen": 1})
    assert stale.status_code == 422
    assert "刚刚有了变化" in stale.content.decode()
