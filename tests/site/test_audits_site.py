"""Documents uploaded for an audit: whole round, nobody else's, hostile ones, gone for good."""

import io
import json
import os
import sys
import zipfile
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gouji.rights import Role

WRONG = "# 年度报告\n\n去年在校生1000人，今年在校生1100人，增长20%。\n\n在校生1100人，其中男生600人，女生480人。\n".encode()
# 1100 ÷ 1000 − 1 = 10 %, not 20 %; 600 + 480 = 1080, not 1100
CORRECTED = WRONG.replace("增长20%".encode(), "增长10%".encode())


@pytest.fixture
def li(person):
    return person("li", (Role.FILLER, "jiangmen", "440700"))


@pytest.fixture
def wang(person):
    return person("wang", (Role.FILLER, "jiangmen", "440700"))


def upload(client, content=WRONG, name="年度报告.md", address="/audits/upload/", **more):
    return client.post(address, {"files": SimpleUploadedFile(name, content), **more})


def work_off():
    """Do what waits in the queue, as the worker does."""
    from gouji.actions.site.work import do
    from gouji.store import jobs
    while (job := jobs.claim()) is not None:
        do(job)
        job.refresh_from_db()
    return job


def document():
    from gouji.store.models import Document
    return Document.objects.select_related("job").latest("pk")


def view_of(made):
    from gouji.actions.site.own_documents import result_file
    return json.loads(result_file(made, "view").read_bytes())


def audited(client, **more):
    upload(client, **more)
    work_off()
    return document()


def test_from_upload_to_the_commented_file(li, visit):
    client = visit(li)
    assert upload(client)["Location"] == f"/audits/{document().pk}/"
    assert "排队" in client.get(f"/audits/{document().pk}/").content.decode()
    work_off()
    made = document()
    assert made.job.state == "done", made.job.result
    page = client.get(f"/audits/{made.pk}/").content.decode()
    assert "600 + 480 = 1080" in page
    assert "<mark>20%</mark>" in page or "<mark>20</mark>" in page
    assert 'sandbox="allow-scripts"' in page
    for key, beginning in (("list", b"PK"), ("json", b"{"), ("sarif", b"{"), ("page", b"<!DOCTYPE html>"), ("original", WRONG[:20])):
        answer = client.get(f"/audits/{made.pk}/files/{key}/")
        assert b"".join(answer.streaming_content).startswith(beginning), key
        assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''"), key
        assert answer["X-Content-Type-Options"] == "nosniff"
    record = b"".join(client.get(f"/audits/{made.pk}/files/json/").streaming_content).decode()
    assert str(os.environ["GOUJI_DATA"]) not in record


def test_findings_are_filtered_and_had_as_a_table(li, visit):
    client = visit(li)
    made = audited(client)
    issues = view_of(made)["issues"]
    kind = issues[0]["kind"]
    page = client.get(f"/audits/{made.pk}/?kind={kind}").content.decode()
    assert page.count('<article class="finding') == sum(issue["kind"] == kind for issue in issues)
    assert "没有符合条件的问题" in client.get(f"/audits/{made.pk}/?status=dismissed").content.decode()
    table = b"".join(client.get(f"/audits/{made.pk}/?format=csv").streaming_content).decode("utf-8-sig")
    assert len(table.splitlines()) == len(issues) + 1


def test_decisions_stay_when_a_new_version_comes(li, visit):
    client = visit(li)
    made = audited(client)
    issues = view_of(made)["issues"]
    stays = next(issue for issue in issues if "20%" not in issue["message"])
    given = {"fingerprint": stays["fingerprint"], "values": stays["values"], "status": "dismissed"}
    address = f"/audits/{made.pk}/decide/{stays['number']}/"
    assert client.post(address, given).status_code == 422  # dismissed without a reason
    answer = client.post(address, given | {"reason": "<i>另有口径</i>"}).content.decode()
    assert "&lt;i&gt;另有口径" in answer
    assert 'id="counts"' in answer
    assert "下载的文件还没有写进最近的决定" in client.get(f"/audits/{made.pk}/").content.decode()
    upload(client, CORRECTED, "年度报告（改）.md", f"/audits/{made.pk}/version/")
    work_off()
    again = document()
    assert (again.pk, again.edition, again.name) == (made.pk, 2, "年度报告（改）.md")
    assert len(view_of(again)["issues"]) < len(issues)
    assert "另有口径" in client.get(f"/audits/{made.pk}/?status=dismissed").content.decode()
    assert json.loads(again.summary)["verdicts"].get("contradicts", 0) == 0


def test_what_is_decided_while_an_audit_runs_is_not_lost(li, visit, monkeypatch):
    from gouji.actions.site import audit_document_job
    client = visit(li)
    made = audited(client)
    issue = view_of(made)["issues"][0]
    given = {"fingerprint": issue["fingerprint"], "values": issue["values"], "status": "confirmed"}
    run = audit_document_job.run_apart

    def meanwhile(*asked):
        status = run(*asked)
        assert client.post(f"/audits/{made.pk}/decide/{issue['number']}/", given).status_code == 200
        return status
    monkeypatch.setattr(audit_document_job, "run_apart", meanwhile)
    client.post(f"/audits/{made.pk}/again/")
    work_off()
    summary = json.loads(document().summary)
    assert (summary["pending"], summary["decided"]) == (summary["findings"] - 1, True)
    monkeypatch.undo()
    client.post(f"/audits/{made.pk}/again/")
    work_off()
    assert not json.loads(document().summary)["decided"]


def test_a_decision_can_be_taken_back_and_is_about_what_was_seen(li, visit):
    client = visit(li)
    made = audited(client)
    issue = view_of(made)["issues"][0]
    given = {"fingerprint": issue["fingerprint"], "values": issue["values"]}
    address = f"/audits/{made.pk}/decide/{issue['number']}/"
    assert client.post(address, given | {"status": "confirmed"}).status_code == 200
    pending = json.loads(document().summary)["pending"]
    assert client.post(address, given | {"status": ""}).status_code == 200
    assert json.loads(document().summary)["pending"] == pending + 1
    assert client.post(address, given | {"values": ["1"], "status": "confirmed"}).status_code == 422
    assert client.post(address, given | {"status": "whatever"}).status_code == 422


def test_the_frame_has_a_policy_of_its_own_and_is_sandboxed(li, visit):
    client = visit(li)
    made = audited(client)
    answer = client.get(f"/audits/{made.pk}/frame/")
    policy = answer["Content-Security-Policy"]
    for part in ("sandbox allow-scripts", "default-src 'none'", "script-src 'unsafe-inline'", "frame-ancestors 'self'", "form-action 'none'"):
        assert part in policy
    for never in ("allow-same-origin", "connect-src", "https:"):
        assert never not in policy
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in client.get(f"/audits/{made.pk}/")["Content-Security-Policy"]


def test_documents_of_others_stay_closed(li, wang, visit):
    made = audited(visit(li))
    client = visit(wang)
    for method, path in (
        ("get", ""), ("get", "frame/"), ("get", "files/original/"), ("get", "files/json/"), ("post", "delete/"), ("post", "again/"), ("post", "decide/1/"),
    ):
        assert getattr(client, method)(f"/audits/{made.pk}/{path}").status_code == 403, path
    assert upload(client, address=f"/audits/{made.pk}/version/").status_code == 403
    assert "年度报告" not in client.get("/audits/").content.decode()
    assert document().edition == 1
    assert client.get("/audits/999999/").status_code == 404


def test_a_companion_must_be_ones_own(li, wang, visit):
    made = audited(visit(li))
    assert upload(visit(wang), name="另一份.md", companions=[made.pk]).status_code == 403


def test_administrators_do_not_audit(person, visit):
    client = visit(person("root", (Role.SYSTEM,)))
    assert client.get("/audits/").status_code == 403
    assert upload(client).status_code == 403


def test_only_books_one_may_read_can_be_held_against(book, li, person, visit):
    elsewhere = person("zhao", (Role.FILLER, "jiangmen", "JM01"))
    assert book.title not in visit(elsewhere).get("/audits/").content.decode()
    assert upload(visit(elsewhere), book="jiangmen").status_code == 403
    assert upload(visit(li), book="nowhere").status_code == 404
    client = visit(li)
    assert book.title in client.get("/audits/").content.decode()
    made = audited(client, content="2023-2024学年，全日制在校生33578人。\n".encode(), name="对照.txt", book="jiangmen", period="2023-2024学年")
    assert made.job.state == "done", made.job.result
    assert any(issue["kind"] == "book" for issue in view_of(made)["issues"])  # the book knows 33577


def test_documents_are_compared_with_one_another(li, visit):
    client = visit(li)
    first = audited(client, content="学校有专任教师100人。\n".encode(), name="去年报告.txt")
    second = audited(client, content="学校有专任教师120人。\n".encode(), name="今年报告.txt", companions=[first.pk])
    assert second.job.state == "done", second.job.result
    assert "去年报告" in json.dumps(view_of(second), ensure_ascii=False)


@pytest.mark.parametrize(("name", "content", "status"), [
    ("程序.exe", b"MZ\x00\x00", 422), ("图.png", b"\x89PNG\r\n\x1a\n\x00", 422), ("假.pdf", WRONG, 422), ("假.docx", b"PK\x03\x04nothing", 422),
    ("空.md", b"", 422), ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 422),
])
def test_what_is_no_document_is_refused(li, visit, name, content, status):
    from gouji.store.models import Document
    from gouji.store.place import room
    before = len(list(room("documents").iterdir()))
    assert upload(visit(li), content, name).status_code == status
    assert not Document.objects.exists()
    assert len(list(room("documents").iterdir())) == before


def test_the_size_is_limited(li, visit, settings_changed):
    settings_changed(UPLOAD_LIMIT=100)
    answer = upload(visit(li))
    assert answer.status_code == 422
    assert "文件太大" in answer.content.decode()
    assert upload(visit(li), b"x" * 6_000_000).status_code == 400  # refused before it is read


def test_the_scanner_of_the_site_is_asked(li, visit, monkeypatch):
    monkeypatch.setenv("GOUJI_SCAN_COMMAND", "false")
    assert upload(visit(li)).status_code == 422
    monkeypatch.setenv("GOUJI_SCAN_COMMAND", "true")
    assert upload(visit(li)).status_code == 302


@pytest.mark.parametrize("name", ["../../../etc/passwd.md", "..\\..\\boot.md", "/etc/报告.md", "a\x00b.md", "<img src=x onerror=alert(1)>.md", "CON.md", "x" * 300 + ".md"])
def test_the_name_given_is_never_a_path_nor_markup(li, visit, name):
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.own_documents import file_of
    from gouji.actions.site.upload_document import Given
    from gouji.actions.site.upload_document import upload_document
    from gouji.store.place import room
    made = upload_document(origin_of(li), Given(name, io.BytesIO(WRONG), len(WRONG)))
    assert file_of(made).parent.parent == room("documents")
    assert file_of(made).name == "document-1.md"
    assert "/" not in made.name
    assert "\\" not in made.name
    page = visit(li).get(f"/audits/{made.pk}/").content.decode()
    assert "<img src=x" not in page
    assert "<img src=x" not in visit(li).get("/audits/").content.decode()
    disposition = visit(li).get(f"/audits/{made.pk}/files/original/")["Content-Disposition"]
    assert "\n" not in disposition
    assert "<" not in disposition


def test_a_long_or_harmful_name_does_not_hinder_the_audit(li, visit):
    made = audited(visit(li), name="<b>“报告”:*?" + "长" * 150 + ".md")
    assert made.job.state == "done", made.job.result


def test_only_the_files_of_the_audit_can_be_taken(li, visit):
    made = audited(visit(li))
    for key in ("..", "view", "passwd", "work", "%2e%2e%2fgouji.sqlite3"):
        assert visit(li).get(f"/audits/{made.pk}/files/{key}/").status_code == 404, key


def test_markup_in_a_document_stays_text(li, visit):
    client = visit(li)
    made = audited(client, content="在校生<script>alert(1)</script>1100人，其中男生600人，女生480人。\n".encode(), name="x.txt")
    assert "<script>alert(1)" not in client.get(f"/audits/{made.pk}/").content.decode()
    assert b"<script>alert(1)" not in b"".join(client.get(f"/audits/{made.pk}/frame/").streaming_content)


def test_a_document_that_takes_too_long_fails_and_the_queue_goes_on(li, visit, settings_changed, monkeypatch):
    from gouji.actions.site import audit_document_job
    settings_changed(AUDIT_SECONDS=1)
    monkeypatch.setattr(audit_document_job, "_COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    made = audited(visit(li))
    assert made.job.state == "failed"
    assert "1 秒内没有核对完" in visit(li).get(f"/audits/{made.pk}/").content.decode()


@pytest.mark.parametrize("harm", ["import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "raise SystemExit(3)"])
def test_a_document_that_ends_its_process_fails_in_words(li, visit, monkeypatch, harm):
    from gouji.actions.site import audit_document_job
    monkeypatch.setattr(audit_document_job, "_COMMAND", [sys.executable, "-c", harm])
    made = audited(visit(li))
    assert made.job.state == "failed"
    assert "意外中止" in visit(li).get(f"/audits/{made.pk}/").content.decode()


@pytest.mark.skipif(os.name != "posix", reason="limits of memory are the system's")
def test_memory_is_limited(li, visit, settings_changed, monkeypatch):
    from gouji.actions.site import audit_document_job
    greedy = "from gouji.actions.site import audit_alone as a; a.audit_file = lambda *_all: bytearray(2_000_000_000); raise SystemExit(a.main())"
    monkeypatch.setattr(audit_document_job, "_COMMAND", [sys.executable, "-c", greedy])
    settings_changed(AUDIT_MEMORY=1_000_000_000)
    assert audited(visit(li)).job.state == "failed"


def test_a_package_that_unpacks_to_a_bomb_is_refused(li, visit):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 120_000_000)
    made = audited(visit(li), content=stream.getvalue(), name="炸弹.docx")
    assert made.job.state == "failed"
    assert json.loads(made.job.result)["problems"]


def test_deleted_for_good(li, visit):
    from gouji.actions.site.own_documents import folder_of
    from gouji.store.models import Document
    from gouji.store.models import Job
    from gouji.store.models import TrailRow
    made = audited(visit(li))
    folder = folder_of(made)
    assert folder.is_dir()
    visit(li).post(f"/audits/{made.pk}/delete/")
    assert not folder.exists()
    assert not Document.objects.exists()
    assert not Job.objects.exists()
    assert visit(li).get(f"/audits/{made.pk}/").status_code == 404
    lines = [row.details for row in TrailRow.objects.filter(thing=f"document/{made.pk}")]
    assert any('"delete"' in line for line in lines)
    assert not any("年度报告" in line for line in lines)


def test_cleared_when_its_time_is_over(li, visit):
    from gouji.actions.site.clear_old import clear_old
    from gouji.actions.site.own_documents import folder_of
    from gouji.store.models import Document
    from gouji.store.rooms import new_room
    kept, gone = audited(visit(li)), audited(visit(li), name="旧.md")
    Document.objects.filter(pk=gone.pk).update(expires=datetime.now(UTC) - timedelta(days=1))
    unnamed = new_room("documents")
    os.utime(folder_of(kept).parent / unnamed, (0, 0))
    clear_old(datetime.now(UTC))
    assert [row.pk for row in Document.objects.all()] == [kept.pk]
    assert not folder_of(gone).exists()
    assert folder_of(kept).is_dir()
    assert not (folder_of(kept).parent / unnamed).exists()


def test_a_deleted_document_ends_its_running_audit(li, visit):
    from gouji.actions.site.delete_document import delete_document
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.work import do
    from gouji.store import jobs
    from gouji.store.models import Job
    upload(visit(li))
    job = jobs.claim()
    delete_document(origin_of(li), document().pk)
    do(job)
    assert not Job.objects.exists()


def test_what_could_not_be_checked_is_listed_with_place_and_reason(li, visit):
    client = visit(li)
    lines = "".join(f"\n\n第{number}项收入{number}00元，占总收入的{number}%。" for number in range(1, 60))
    made = audited(client, content=f"# 年度报告\n\n## 收入{lines}\n".encode())
    count = len(view_of(made)["unassessed"])
    assert count > 40
    page = client.get(f"/audits/{made.pk}/").content.decode()
    assert ("认出了但无法核对" in page, "第1项收入100元" in page, "收入 · " in page, f"共 {-(-count // 40)} 页" in page) == (True, True, True, True)
    assert "第59项收入" not in page.partition('id="unassessed"')[2]
    assert "第59项收入" in client.get(f"/audits/{made.pk}/?rest={-(-count // 40)}").content.decode().partition('id="unassessed"')[2]
    rows = b"".join(client.get(f"/audits/{made.pk}/?list=unassessed&format=csv").streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == count + 1
