"""The completeness matrix: who sees which organisations, states and lateness, reminding exactly those who are late."""


import pytest

from gouji.rights import Role
from handed_in import REVIEWERS
from handed_in import a_round
from handed_in import submitted

SCHOOLS = ("JM01", "JM02", "JM04")


@pytest.fixture
def people(person):
    return {
        "bureau": person("ju", (Role.BUREAU, "jiangmen", "440700")), "county": person("xian", (Role.BUREAU, "jiangmen", "440705")),
        "filler": person("tian", (Role.FILLER, "jiangmen", "JM01")), "reader": person("du", (Role.READER, "jiangmen", "440700")),
    }


@pytest.fixture
def asked(book, people):
    """Three schools asked, two days late; one has handed in."""
    from gouji.store.models import Submission
    row = a_round(book, REVIEWERS, due=-2)
    for code in SCHOOLS:
        Submission.objects.create(round=row, organisation=code)
    submitted(row, "JM02", people["bureau"])
    return row


@pytest.mark.parametrize(("who", "codes"), [("bureau", {"JM01", "JM02", "JM04"}), ("county", {"JM04"}), ("filler", {"JM01"})])
def test_each_sees_the_organisations_of_his_own(asked, people, who, codes):
    from gouji.actions.site.matrix import matrix_of
    from gouji.actions.site.origin import origin_of
    for number in (None, asked.pk):
        found = matrix_of(origin_of(people[who]), number)
        assert {row.organisation for row in found.rows} == codes


def test_a_cell_says_state_share_and_lateness(asked, people):
    from gouji.actions.site.matrix import matrix_of
    from gouji.actions.site.origin import origin_of
    found = matrix_of(origin_of(people["bureau"]), asked.pk)
    cells = {row.organisation: row.cells[0] for row in found.rows}
    assert [(code, cells[code].state, cells[code].late, cells[code].open) for code in SCHOOLS] == [
        ("JM01", "empty", 2, True), ("JM02", "submitted", 2, False), ("JM04", "empty", 2, True),
    ]
    assert all(0 <= cell.percent <= 100 for cell in cells.values())
    assert cells["JM01"].address == f"/collect/{asked.pk}/{cells['JM01'].number}/"
    assert cells["JM02"].address == f"/review/{cells['JM02'].number}/"
    assert (dict(found.counts), found.late) == ({"empty": 2, "submitted": 1}, 2)


def test_a_round_nobody_may_see_is_refused(asked, people, visit):
    assert visit(people["reader"]).get(f"/collect/{asked.pk}/matrix/").status_code == 403
    assert "没有进行中的填报任务" in visit(people["reader"]).get("/matrix/").content.decode()
    assert visit(people["bureau"]).get("/collect/999999/matrix/").status_code == 404


def test_those_who_are_late_are_reminded_once_a_day(asked, people, visit):
    from gouji.store.models import Event
    numbers = list(asked.submissions.order_by("organisation").values_list("pk", flat=True))
    bureau = visit(people["bureau"])
    answer = bureau.post("/collect/remind/", {"submission": numbers, "round": asked.pk})
    assert (answer.status_code, answer["Location"]) == (302, f"/collect/{asked.pk}/matrix/")
    assert Event.objects.filter(verb="催办").count() == 2  # not the one that has handed in
    assert "已催办 2 家；1 家" in bureau.get(f"/collect/{asked.pk}/matrix/").content.decode()
    bureau.post("/collect/remind/", {"submission": numbers})
    assert Event.objects.filter(verb="催办").count() == 2


def test_nobody_reminds_beyond_his_own(asked, people, visit):
    from gouji.store.models import Event
    numbers = list(asked.submissions.values_list("pk", flat=True))
    assert visit(people["county"]).post("/collect/remind/", {"submission": numbers}).status_code == 403
    assert visit(people["filler"]).post("/collect/remind/", {"submission": numbers}).status_code == 403
    assert not Event.objects.filter(verb="催办").exists()


def test_a_reminder_counts_until_it_is_handed_in(asked, people):
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.remind import last_reminder
    from gouji.actions.site.remind import remind
    from gouji.store.models import Submission
    late = Submission.objects.get(round=asked, organisation="JM01")
    remind(PROGRAM, [late.pk], "请尽快")
    assert last_reminder(late).words == "请尽快"
    assert last_reminder(submitted(asked, "JM01", people["filler"])) is None


def test_a_reminder_shows_on_the_home_page_of_those_who_fill_in(asked, people, visit):
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.remind import remind
    from gouji.store.models import Submission
    from gouji.store.models import Task
    late = Submission.objects.get(round=asked, organisation="JM01")
    Task.objects.create(submission=late, kind="fill", role="填报员", organisation="JM01")
    assert "催办：请尽快" not in visit(people["filler"]).get("/").content.decode()
    remind(PROGRAM, [late.pk], "请尽快")
    assert "催办：请尽快" in visit(people["filler"]).get("/").content.decode()


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_the_matrix_has_twins(asked, people, visit, form):
    answer = visit(people["bureau"]).get(f"/collect/{asked.pk}/matrix/?format={form}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
