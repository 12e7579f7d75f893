"""Rounds: who may ask for what, what comes of it, and the task list."""

from datetime import date
from datetime import timedelta

import pytest

from gouji.messages import GoujiError
from gouji.rights import Role

PERIOD = "2024-2025学年"
FORM = "中职质量年报"


@pytest.fixture
def plan():
    from gouji.actions.site.create_round import RoundPlan

    def make(*organisations, **more):
        today = date.today()  # noqa: DTZ011  # deadlines run by the calendar of the place
        return RoundPlan(**({"form": FORM, "period": PERIOD, "organisations": organisations, "opens": today, "due": today + timedelta(days=10)} | more))
    return make


@pytest.fixture
def people(person):
    return {
        "filler": person("filler", (Role.FILLER, "jiangmen", "JM01")), "head": person("head", (Role.HEAD, "jiangmen", "440700")),
        "bureau": person("bureau", (Role.BUREAU, "jiangmen", "440700")), "expert": person("expert", (Role.EXPERT, "jiangmen", "440700")),
        "outside": person("outside", (Role.HEAD, "jiangmen", "440781")),
    }


def origin(account):
    from gouji.actions.site.origin import origin_of
    from gouji.store.models import Account
    return origin_of(Account.objects.get(pk=account.pk))


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def test_a_round_brings_submissions_and_tasks(book, people, plan):
    from gouji.actions.site.create_round import create_round
    from gouji.actions.site.tasks import tasks_of
    from gouji.store.models import TrailRow
    row = create_round(origin(people["bureau"]), book, plan("440700", "JM01"))
    assert sorted(row.submissions.values_list("organisation", "state")) == [("440700", "empty"), ("JM01", "empty")]
    assert row.title == f"{FORM}（{PERIOD}）"
    mine = tasks_of(origin(people["filler"]))
    assert [(line.place, line.words, line.days) for line in mine.filling] == [("江门一职", "未填", 10)]
    assert mine.reviewing == ()
    assert [line.place for line in tasks_of(origin(people["head"])).waiting] == ["江门市"]
    assert TrailRow.objects.filter(act="rounds.manage", thing=f"round/{row.pk}", outcome="done").count() == 1


def test_tables_are_given_to_people_by_name(book, people, person, plan):
    from gouji.actions.site.create_round import Share
    from gouji.actions.site.create_round import create_round
    from gouji.actions.site.tasks import tasks_of
    clerk = person("clerk")
    row = create_round(origin(people["head"]), book, plan("JM01", shares=(Share("JM01", "clerk", ("表1",)),)))
    assert [line.title for line in tasks_of(origin(clerk)).filling] == [row.title]
    assert [lent.thing for lent in origin(clerk).actor.capabilities] == [f"submission/{row.submissions.get().pk}"]


def test_no_work_is_lent_to_an_administrator(book, people, person, plan):
    from gouji.actions.site.create_round import Share
    from gouji.actions.site.create_round import create_round
    person("keeper", Role.SECURITY)
    with pytest.raises(GoujiError) as caught:
        create_round(origin(people["head"]), book, plan("JM01", shares=(Share("JM01", "keeper"),)))
    assert codes(caught) == ["S19"]


@pytest.mark.parametrize(
    ("who", "organisations", "more", "code"),
    [
        ("head", (), {}, "S15"),
        ("head", ("JM01",), {"due": date(2020, 1, 1)}, "S14"),
        ("head", ("JM01",), {"form": "没有的报表"}, "T56"),
        ("head", ("JM01",), {"period": "去年"}, "B01"),
        ("head", ("JM01", "JM02"), {"shares": ("JM01", "nobody", ())}, "S17"),
        ("head", ("JM01",), {"shares": ("JM01", "filler", ("表99",))}, "S06"),
    ],
)
def test_what_cannot_be_asked(book, people, plan, who, organisations, more, code):
    from gouji.actions.site.create_round import Share
    from gouji.actions.site.create_round import create_round
    from gouji.messages import GoujiError
    from gouji.store.models import Round
    more = {**more, "shares": (Share(*more["shares"]),)} if "shares" in more else more
    with pytest.raises(GoujiError) as caught:
        create_round(origin(people[who]), book, plan(*organisations, **more))
    assert codes(caught) == [code]
    assert Round.objects.count() == 0


def test_nobody_is_asked_twice_for_the_same(book, people, plan):
    from gouji.actions.site.create_round import close_round
    from gouji.actions.site.create_round import create_round
    from gouji.messages import GoujiError
    row = create_round(origin(people["head"]), book, plan("JM01"))
    with pytest.raises(GoujiError) as caught:
        create_round(origin(people["head"]), book, plan("JM01", "JM02"))
    assert codes(caught) == ["S30"]
    assert close_round(origin(people["head"]), row.pk).closed is not None
    assert create_round(origin(people["head"]), book, plan("JM01")).pk


@pytest.mark.parametrize(("who", "organisation"), [("filler", "JM01"), ("expert", "440700"), ("outside", "JM01")])
def test_who_may_not_ask(book, people, plan, who, organisation):
    from gouji.actions.site.create_round import create_round
    from gouji.actions.site.origin import Refused
    with pytest.raises(Refused):
        create_round(origin(people[who]), book, plan(organisation))


def test_pages_show_what_one_may_see(book, people, plan, visit):
    from gouji.actions.site.create_round import create_round
    row = create_round(origin(people["head"]), book, plan("440700", "JM01", "JM05"))
    head, filler, outside = (visit(people[name]) for name in ("head", "filler", "outside"))
    assert all(name in head.get(f"/collect/{row.pk}/").content.decode() for name in ("江门一职", "台山培英"))
    page = filler.get(f"/collect/{row.pk}/").content.decode()
    assert ("江门一职" in page, "台山培英" in page) == (True, False)
    assert "台山培英" in outside.get("/collect/").content.decode() or outside.get(f"/collect/{row.pk}/").status_code == 200
    assert visit(people["expert"]).get(f"/collect/{row.pk}/").status_code == 403
    assert filler.get("/collect/99999/").status_code == 404
    assert filler.post(f"/collect/{row.pk}/close/").status_code == 403
    assert "JM05" in head.get(f"/collect/{row.pk}/?format=csv").getvalue().decode("utf-8-sig")


def test_the_form_proposes_the_next_period_and_asks(book, people, visit):
    from gouji.store.models import Round
    head = visit(people["head"])
    page = head.get("/collect/new/?book=jiangmen").content.decode()
    assert 'value="2024-2025学年"' in page
    sent = {"book": "jiangmen", "form": FORM, "period": PERIOD, "organisation": ["JM01"], "opens": "2026-01-01", "due": "2026-02-01", "role-0": "审核员", "at-0": "本单位", "mode-0": "会签"}
    answer = head.post("/collect/new/", sent)
    row = Round.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/collect/{row.pk}/")
    assert row.steps == '[{"role": "审核员", "at": "本单位", "mode": "会签"}]'
    again = head.post("/collect/new/", sent)
    assert again.status_code == 422
    assert "已经布置过" in again.content.decode()
    assert visit(people["filler"]).get("/collect/new/?book=jiangmen").status_code == 403


def test_the_home_page_of_an_administrator_leads_to_its_work(person, visit):
    page = visit(person("system", Role.SYSTEM)).get("/").content.decode()
    assert 'href="/admin/books/"' in page
    assert "待填报" not in page


def test_what_happened_is_kept_in_one_language_and_told_in_that_of_the_reader(book, people, plan):
    from gouji.actions.site.create_round import create_round
    from gouji.actions.site.review_story import verb_words
    from gouji.messages import use_language
    from gouji.store.models import Event
    use_language("en")
    create_round(origin(people["head"]), book, plan("JM01"))
    verb = Event.objects.latest("pk").verb
    assert (verb, verb_words(verb)) == ("布置", "Assign")
