"""Reports on the site: built from the state asked for, kept as versions, seen by those who may see that state, shown in a frame of their own."""

import json
from datetime import UTC
from datetime import date
from datetime import datetime

import pytest

from gouji.rights import Role

REPORT = {"form": "中职质量年报", "organisation": "440700", "period": "2023-2024学年", "basis": "live"}
HERE = "/reports/jiangmen/质量报告/"


@pytest.fixture(autouse=True)
def no_office(monkeypatch):
    """Without LibreOffice, which takes its time; one test asks for it."""
    from gouji.actions.site import build_report_job
    monkeypatch.setattr(build_report_job, "office_program", lambda: None)


@pytest.fixture
def li(book, person):
    return person("li", (Role.FILLER, "jiangmen", "440700"))


def work_off():
    from gouji.actions.site.work import do
    from gouji.store import jobs
    while (job := jobs.claim()) is not None:
        do(job)


def latest():
    from gouji.store.models import ReportVersion
    return ReportVersion.objects.select_related("book").latest("pk")


def built(client, **more):
    from gouji.store.models import Job
    answer = client.post("/reports/jiangmen/", REPORT | more)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    work_off()
    job = Job.objects.latest("pk")
    assert job.state == "done", job.result
    return latest()


def submission(book, organisation="440700", **more):
    """A submission of the round that asks for the report's form."""
    from gouji.store.models import Round
    from gouji.store.models import Submission
    asked = Round.objects.create(
        book=book, form="中职质量年报", name="质量报告", period="2023-2024学年", title="年报", opens=date(2024, 9, 1), due=date(2024, 12, 1), steps="[]",
    )
    return Submission.objects.create(round=asked, organisation=organisation, **more)


def test_asked_for_built_and_taken_away(li, visit):
    from gouji.store.models import TrailRow
    client = visit(li)
    assert "还没有生成" in client.get("/reports/").content.decode()
    version = built(client)
    assert (version.name, version.form, version.account, version.basis) == ("质量报告", "中职质量年报", li, "live")
    assert version.version == version.book.version
    page = client.get(HERE).content.decode()
    assert "第 1 版" in page
    assert li.name in page
    for kind, beginning in (("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")):
        answer = client.get(f"{HERE}{version.pk}/{kind}/")
        assert b"".join(answer.streaming_content).startswith(beginning)
        assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert TrailRow.objects.filter(thing=f"report/{version.pk}", act="figures.view").count() == 3


def test_the_frame_has_a_policy_of_its_own(li, visit):
    client = visit(li)
    version = built(client)
    page = client.get(f"{HERE}{version.pk}/")
    assert 'sandbox="allow-scripts"' in page.content.decode()
    assert "unsafe" not in page["Content-Security-Policy"]
    frame = client.get(f"{HERE}{version.pk}/frame/")
    assert set(frame["Content-Security-Policy"].split("; ")) == {
        "sandbox allow-scripts", "default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'", "img-src data:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
    }
    assert frame["X-Content-Type-Options"] == "nosniff"
    assert frame["Content-Type"] == "text/html; charset=utf-8"
    assert "Set-Cookie" not in frame


def test_built_from_an_earlier_state_and_compared(li, visit):
    from gouji.store.models import BookRow
    from gouji.store.models import RowVersion
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    client = visit(li)
    book = BookRow.objects.get(slug="jiangmen")
    handed_in = submission(book, sent_version=book.version, state="submitted")
    fact = next(
        row for row in RowVersion.objects.filter(book=book, table="facts", organisation="440700", period="2023-2024学年").order_by("pk")
        if json.loads(row.cells)["value"] == "33577" and not json.loads(row.cells)["basis"]
    )
    with writing(book.pk, "测试") as writer:
        cells = json.loads(fact.cells) | {"value": "33600"}
        writer.record([NewRow("facts", tuple(fact.row_key.split("\x1f")), cells, about=(fact.indicator, fact.organisation, fact.period))])
    now = built(client)
    then = built(client, basis=f"submission/{handed_in.pk}")
    assert then.version < now.version
    assert (then.sent, then.publication) == (True, None)
    page = client.get(f"{HERE}compare/?before={then.pk}&after={now.pk}").content.decode()
    assert "33577" in page
    assert "33600" in page
    table = b"".join(client.get(f"{HERE}compare/?before={then.pk}&after={now.pk}&format=csv").streaming_content).decode("utf-8-sig")
    assert "33600" in table
    today = f"date/{datetime.now(UTC):%Y-%m-%d}"
    assert built(client, basis="date", day=today.removeprefix("date/")).basis == today


@pytest.mark.parametrize("basis", ["submission/999", "publication/1", "../x", "", "date/nonsense"])
def test_a_state_that_is_none_is_refused(li, visit, basis):
    assert visit(li).post("/reports/jiangmen/", REPORT | {"basis": basis}).status_code == 422


@pytest.mark.parametrize(("change", "status"), [
    ({"organisation": "nowhere"}, 422), ({"form": "没有的表"}, 422), ({"period": "某年"}, 422),
])
def test_what_does_not_exist_is_refused(li, visit, change, status):
    assert visit(li).post("/reports/jiangmen/", REPORT | change).status_code == status
    assert visit(li).get("/reports/nowhere/").status_code == 404
    assert visit(li).get("/reports/jiangmen/没有/").status_code == 404


def test_only_for_organisations_one_may_build_for(book, person, visit):
    school = person("xu", (Role.FILLER, "jiangmen", "JM01"))
    client = visit(school)
    assert client.post("/reports/jiangmen/", REPORT).status_code == 403
    choice = client.get("/reports/jiangmen/").content.decode()
    assert 'value="JM01"' in choice
    assert 'value="440700"' not in choice
    for role in (Role.READER, Role.EXPERT):
        other = person(role.name.lower(), (role, "jiangmen", "440700"))
        assert visit(other).post("/reports/jiangmen/", REPORT).status_code == 403
        assert visit(other).get("/reports/jiangmen/").status_code == 403
    stranger = person("yu", (Role.HEAD, "elsewhere", "440700"))
    assert "江门" not in visit(stranger).get("/reports/").content.decode()


def test_versions_of_others_stay_closed(li, person, visit):
    version = built(visit(li))
    for account in (person("xu", (Role.FILLER, "jiangmen", "JM01")), person("yu", (Role.HEAD, "elsewhere", "440700"))):
        client = visit(account)
        for path in ("", f"{version.pk}/", f"{version.pk}/frame/", f"{version.pk}/docx/", f"compare/?before={version.pk}&after={version.pk}"):
            assert client.get(f"{HERE}{path}").status_code == 404, path


def test_a_version_under_another_name_is_not_found(li, visit):
    client = visit(li)
    version = built(client)
    built(client, organisation="JM01")
    other = latest()
    assert client.get(f"/reports/jiangmen/{other.name}/{version.pk}/").status_code == 404
    assert client.get(f"/reports/jiangmen/{other.name}/{other.pk}/docx/").status_code == 200
    for kind in ("figures.json", "..", "zip", "%2e%2e%2fx"):
        assert client.get(f"{HERE}{version.pk}/{kind}/").status_code == 404


def test_readers_see_what_was_published_and_the_bureau_what_was_sent(book, li, person, visit):
    from gouji.store.models import Publication
    reader, bureau = person("du", (Role.READER, "jiangmen", "440700")), person("ju", (Role.BUREAU, "jiangmen", "440700"))
    handed_in = submission(book)
    draft = built(visit(li))
    assert not draft.sent
    assert visit(bureau).get(f"{HERE}{draft.pk}/").status_code == 404
    assert visit(bureau).post("/reports/jiangmen/", REPORT).status_code == 403
    handed_in.sent_version, handed_in.state = book.version, "published"
    handed_in.save()
    published = Publication.objects.create(submission=handed_in, number=1, version=book.version)
    sent = built(visit(li), basis=f"submission/{handed_in.pk}")
    shown = built(visit(li), basis=f"publication/{published.pk}")
    seen = {account.username: [visit(account).get(f"{HERE}{version.pk}/").status_code for version in (draft, sent, shown)] for account in (reader, bureau)}
    assert seen == {"du": [404, 404, 200], "ju": [404, 200, 200]}
    published.withdrawn = datetime.now(UTC)
    published.save()
    assert visit(reader).get(f"{HERE}{shown.pk}/").status_code == 404


def test_the_bureau_waits_for_all_below(book, person, visit):
    bureau = person("ju", (Role.BUREAU, "jiangmen", "440700"))
    submission(book, organisation="JM01")
    assert visit(bureau).post("/reports/jiangmen/", REPORT).status_code == 403


def test_a_job_begun_again_makes_no_second_version(li, visit):
    from gouji.actions.site.work import do
    from gouji.store import jobs
    from gouji.store.models import Job
    from gouji.store.models import ReportVersion
    built(visit(li))
    Job.objects.update(state=jobs.QUEUED)  # its worker was ended after the version was kept, before it said so
    do(jobs.claim())
    assert ReportVersion.objects.count() == 1
    assert Job.objects.get().state == jobs.DONE


def test_a_right_taken_away_meanwhile_stops_the_job(li, visit):
    from gouji.store.models import GrantRow
    from gouji.store.models import Job
    from gouji.store.models import ReportVersion
    from gouji.store.place import room
    before = len(list(room("reports").iterdir()))
    visit(li).post("/reports/jiangmen/", REPORT)
    GrantRow.objects.update(revoked=datetime.now(UTC))
    work_off()
    assert Job.objects.get().state == "failed"
    assert not ReportVersion.objects.exists()
    assert len(list(room("reports").iterdir())) == before


def test_a_worker_that_lost_its_job_keeps_nothing(li, visit, monkeypatch):
    from gouji.actions.site.work import do
    from gouji.store import jobs
    from gouji.store.models import ReportVersion
    visit(li).post("/reports/jiangmen/", REPORT)
    monkeypatch.setattr(jobs, "holds", lambda _job: False)
    do(jobs.claim())
    assert not ReportVersion.objects.exists()


def test_with_libreoffice_there_is_a_pdf(li, visit, monkeypatch):
    from gouji.actions.site import build_report_job
    from gouji.papers.documents.convert import office_program
    if office_program() is None:
        pytest.skip("LibreOffice is not installed")
    monkeypatch.setattr(build_report_job, "office_program", office_program)
    client = visit(li)
    version = built(client, as_stated="1")
    assert version.as_stated
    assert b"".join(client.get(f"{HERE}{version.pk}/pdf/").streaming_content).startswith(b"%PDF")


def test_nobody_who_records_waits_for_a_report(li, book, visit, monkeypatch):
    from threading import Thread

    from gouji.actions.site import build_report_job as module
    from gouji.actions.site.definitions import live_book
    live, real, free = live_book(book), module.lay_out, []

    def ask():
        if live.lock.acquire(blocking=False):
            live.lock.release()
            free.append(True)

    def watched(reckoner, use, **more):
        other = Thread(target=ask)
        other.start()
        other.join()
        return real(reckoner, use, **more)
    monkeypatch.setattr(module, "lay_out", watched)
    built(visit(li))
    submission(book, sent_version=book.version, state="submitted")
    built(visit(li), basis="live")
    assert free == [True, True]


def test_a_report_of_what_was_sent_shows_of_other_years_only_what_was_sent(li, book, visit):
    from gouji.store.models import Round
    from gouji.store.models import Submission
    from gouji.store.rooms import REPORTS
    from gouji.store.rooms import in_room
    from handed_in import change
    draft = Round.objects.create(
        book=book, form="中职质量年报", name="质量报告", period="2022-2023学年", title="上年", opens=date(2023, 9, 1), due=date(2023, 12, 1), steps="[]",
    )
    Submission.objects.create(round=draft, organisation="440700", state="filling")
    version = change(book, "SVQ-1.1", "440700", "7654321", period="2022-2023学年")
    handed_in = submission(book, sent_version=version, state="submitted")
    client = visit(li)
    live, sent = built(client), built(client, basis=f"submission/{handed_in.pk}")
    pages = [(in_room(REPORTS, row.room) / "report.html").read_text(encoding="utf-8").replace(",", "") for row in (live, sent)]
    assert ["7654321" in page for page in pages] == [True, False]
    assert [live.sent, sent.sent] == [False, True]
