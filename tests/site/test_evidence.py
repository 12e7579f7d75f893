"""Evidence: what is taken in and what is refused, put behind figures, seen by those who may see them, never run by a browser."""

import io
import json
import zipfile
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest

from gouji.messages import GoujiError
from gouji.rights import Role

YEAR = "2023-2024学年"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\ntrailer<</Root 1 0 R>>"
)


def package(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(("name", "content", "code"), [
    ("照片.png", PNG, ""), ("照片.jpg", PNG, "S21"), ("a.pdf", PDF, ""), ("a.docx", PDF, "S21"), ("a.docx", package("word/document.xml"), ""),
    ("a.xlsx", package("xl/workbook.xml"), ""), ("a.xlsx", package("xl/workbook.xml", "xl/vbaProject.bin"), "S23"), ("a.zip", package("a.txt"), "S23"),
    ("a.csv", "指标,数值\n甲,1\n".encode(), ""), ("a.txt", b"<html><script>1</script>", "S23"), ("a.svg", b"<svg xmlns='x'/>", "S23"), ("a.html", b"hello", "S23"),
    ("a.exe", b"MZ\0\0", "S23"), ("a.csv", b"\0\1\2", "S23"), ("a.txt", b"", "S23"), ("a.ofd", package("OFD.xml"), ""), ("a", b"hello", "S23"),
    ("a.csv", b"\xef\xbb\xbf <!DOCTYPE html>", "S23"), ("a.jpeg", b"\xff\xd8\xff\xe0abc", ""),
])
def test_kinds_are_told_by_content(tmp_path, name, content, code):
    from gouji.actions.site.evidence_kinds import evidence_kind
    path = tmp_path / "file"
    path.write_bytes(content)
    if not code:
        assert evidence_kind(path, name)
        return
    with pytest.raises(GoujiError) as caught:
        evidence_kind(path, name)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.fixture
def add(book):
    """Takes a file in: add(account, "a.png", content, "JM05") gives its number."""
    from gouji.actions.site.add_evidence import NewEvidence
    from gouji.actions.site.add_evidence import add_evidence
    from gouji.actions.site.origin import origin_of

    def run(account, name="a.png", content=PNG, organisation="440700", *, again=False, **more):
        given = NewEvidence(name, io.BytesIO(content), len(content), organisation, **more)
        return add_evidence(origin_of(account), book, given, again=again)
    return run


@pytest.fixture
def filler(person):
    return person("tian", (Role.FILLER, "jiangmen", "440700"))


def code_of(caught):
    return [problem.code for problem in caught.value.problems]


@pytest.fixture
def figure(book, catalogue):
    """What a fact of the city is about that the form asks for."""
    from gouji.actions.site.link_evidence import Behind
    from gouji.store.live import live
    with live(book.pk, catalogue).use() as reckoner:
        return Behind(next(key for key in reckoner.book.facts if key[0] == "SVQ-1.1" and key[2] == YEAR))


def test_a_file_is_kept_with_its_hash_and_a_line_in_the_trail(book, site, add, filler):
    from hashlib import sha256

    from gouji.store.models import RowVersion
    from gouji.store.models import TrailRow
    number = add(filler, "毕业生 名册?.png", title="毕业生名册", kind="名单", date="2024-06", issuer="学生处")
    row = RowVersion.objects.get(book=book, table="evidence", row_key=number)
    cells = json.loads(row.cells)
    assert (cells["title"], cells["kind"], cells["date"], cells["issuer"], cells["sha256"]) == ("毕业生名册", "名单", "2024-06", "学生处", sha256(PNG).hexdigest())
    assert (site.data / "books" / "jiangmen" / "evidence" / cells["file"]).read_bytes() == PNG
    assert "?" not in cells["file"]
    assert TrailRow.objects.filter(act="evidence.add", thing=f"jiangmen/evidence/{number}").count() == 1


def test_a_name_leads_nowhere_else(book, add, filler):
    from gouji.store.models import RowVersion
    number = add(filler, "../../../etc/passwd.png")
    file = json.loads(RowVersion.objects.get(book=book, table="evidence", row_key=number).cells)["file"]
    assert "/" not in file


def test_what_is_refused_leaves_nothing(book, site, add, filler, monkeypatch, settings_limit):
    before = sorted((site.data / "books" / "jiangmen").rglob("*"))
    with pytest.raises(GoujiError) as caught:
        add(filler, "a.exe", b"MZ")
    assert code_of(caught) == ["S23"]
    settings_limit(10)
    with pytest.raises(GoujiError) as caught:
        add(filler)
    assert code_of(caught) == ["S22"]
    settings_limit(10_000)
    for command in ("/bin/false", "/no/such/scanner"):
        monkeypatch.setenv("GOUJI_SCAN_COMMAND", command)
        with pytest.raises(GoujiError) as caught:
            add(filler)
        assert code_of(caught) == ["S71"]
    monkeypatch.setenv("GOUJI_SCAN_COMMAND", "/bin/true")
    with pytest.raises(GoujiError) as caught:
        add(filler, date="去年")
    assert code_of(caught) == ["S72"]
    assert sorted((site.data / "books" / "jiangmen").rglob("*")) == before
    assert add(filler)


@pytest.fixture
def settings_limit():
    from django.conf import settings
    before = settings.UPLOAD_LIMIT
    yield lambda limit: setattr(settings, "UPLOAD_LIMIT", limit)
    settings.UPLOAD_LIMIT = before


def test_the_same_content_is_taken_twice_only_when_asked(add, filler):
    add(filler)
    with pytest.raises(GoujiError) as caught:
        add(filler, "b.png")
    assert code_of(caught) == ["S73"]
    assert add(filler, "b.png", again=True)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.HEAD, Role.BUREAU, Role.EXPERT, Role.READER])
def test_only_fillers_add(add, person, role):
    from gouji.actions.site.origin import Refused
    with pytest.raises(Refused):
        add(person("ta", (role, "jiangmen", "440700")))


def test_a_filler_adds_for_his_own_organisation_only(add, person):
    from gouji.actions.site.origin import Refused
    school = person("xiao", (Role.FILLER, "jiangmen", "JM05"))
    with pytest.raises(Refused):
        add(school, organisation="JM06")
    assert add(school, organisation="JM05")


def test_the_live_book_knows_new_evidence_without_reading_all_anew(book, add, filler):
    from gouji.actions.site.definitions import live_book
    with live_book(book).use() as reckoner:
        before = reckoner
    number = add(filler)
    with live_book(book).use() as reckoner:
        assert reckoner is before
        assert reckoner.book.evidence[number].intact


def links(account, book, number):
    from gouji.actions.site.evidence_seen import links_of
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.reading import reading
    with reading(origin_of(account), book) as found:
        return links_of(found, number)


def test_evidence_is_linked_and_unlinked(book, add, filler, figure):
    from gouji.actions.site.link_evidence import link_evidence
    from gouji.actions.site.link_evidence import unlink_evidence
    from gouji.actions.site.origin import origin_of
    number = add(filler)
    version = link_evidence(origin_of(filler), book, figure, number, "第3页")
    (link,) = links(filler, book, number)
    assert (link.key, link.anchor, link.version) == (figure.key, "第3页", version)
    assert link_evidence(origin_of(filler), book, figure, number, "第3页") == version  # nothing changes, nothing is recorded
    with pytest.raises(GoujiError) as caught:
        unlink_evidence(origin_of(filler), book, figure, link.link, seen_version=version - 1)
    assert code_of(caught) == ["S74"]
    unlink_evidence(origin_of(filler), book, figure, link.link, seen_version=version)
    assert links(filler, book, number) == []


def test_what_was_handed_in_is_locked(book, add, filler, figure):
    from gouji.actions.site.link_evidence import link_evidence
    from gouji.actions.site.origin import origin_of
    from gouji.store.models import Round
    from gouji.store.models import Submission
    number = add(filler)
    made = Round.objects.create(
        book=book, form="中职质量年报", name="质量报告", period=YEAR, title="年报", opens=date(2024, 9, 1), due=date(2024, 12, 1), steps="[]",
    )
    Submission.objects.create(round=made, organisation="440700", state="submitted", sent_version=1)
    with pytest.raises(GoujiError) as caught:
        link_evidence(origin_of(filler), book, figure, number)
    assert code_of(caught) == ["S09"]
    assert links(filler, book, number) == []


def test_no_figure_no_link(book, add, filler, figure):
    from dataclasses import replace

    from gouji.actions.site.link_evidence import link_evidence
    from gouji.actions.site.origin import origin_of
    number = add(filler)
    for wrong, evidence, code in ((replace(figure, key=("SVQ-1.1", "440700", "2001-2002学年", "")), number, "S75"), (figure, "E99", "S70")):
        with pytest.raises(GoujiError) as caught:
            link_evidence(origin_of(filler), book, wrong, evidence)
        assert code_of(caught) == [code]


def test_evidence_is_seen_with_the_figures_behind_which_it_stands(book, add, person, visit, filler, figure):
    from gouji.actions.site.link_evidence import link_evidence
    from gouji.actions.site.origin import origin_of
    number = add(filler)
    bureau, school = person("ju", (Role.BUREAU, "jiangmen", "440700")), person("xiao", (Role.HEAD, "jiangmen", "JM05"))
    address = f"/evidence/jiangmen/{number}/"
    assert [visit(each).get(address).status_code for each in (filler, bureau, school)] == [200, 404, 404]
    link_evidence(origin_of(filler), book, figure, number)
    assert [visit(each).get(address).status_code for each in (filler, bureau, school)] == [200, 200, 404]
    assert [visit(each).get(f"{address}file/").status_code for each in (bureau, school)] == [200, 404]
    assert visit(person("du", (Role.READER, "jiangmen", "440700"))).get(address).status_code == 404


def test_files_go_out_as_attachments_that_no_browser_runs(add, visit, filler):
    number = add(filler)
    answer = visit(filler).get(f"/evidence/jiangmen/{number}/file/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    shown = visit(filler).get(f"/evidence/jiangmen/{number}/picture/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")


def test_a_pdf_is_shown_page_by_page_as_pictures(add, visit, filler):
    number = add(filler, "a.pdf", PDF)
    assert "第 1 页，共 1 页" in visit(filler).get(f"/evidence/jiangmen/{number}/").content.decode()
    answer = visit(filler).get(f"/evidence/jiangmen/{number}/page/1/")
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert visit(filler).get(f"/evidence/jiangmen/{number}/page/9/").status_code == 422
    broken = add(filler, "b.pdf", b"%PDF-1.4 nothing")
    assert "不在网页中预览" in visit(filler).get(f"/evidence/jiangmen/{broken}/").content.decode()


def test_texts_and_tables_are_shown_escaped(add, visit, filler):
    number = add(filler, "a.csv", "指标,说明\n甲,<script>alert(1)</script>\n".encode())
    text = visit(filler).get(f"/evidence/jiangmen/{number}/").content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


def test_uploading_in_the_browser(visit, filler, book):
    from django.core.files.uploadedfile import SimpleUploadedFile
    client = visit(filler)
    key = f"SVQ-1.1\x1f440700\x1f{YEAR}\x1f"
    form = {"organisation": "440700", "title": "名册", "kind": "名单", "behind": key, "anchor": "第2页"}
    answer = client.post("/evidence/jiangmen/add/", {**form, "file": SimpleUploadedFile("a.png", PNG)})
    assert answer.status_code == 302
    assert "第2页" in client.get(answer["Location"]).content.decode()
    again = client.post("/evidence/jiangmen/add/", {**form, "file": SimpleUploadedFile("b.png", PNG)})
    assert again.status_code == 422
    assert "仍要登记" in again.content.decode()
    assert client.post("/evidence/jiangmen/add/", form).status_code == 422


def test_oddities_are_flagged(book, add, filler, figure):
    from gouji.actions.site.evidence_seen import evidence_rows
    from gouji.actions.site.link_evidence import link_evidence
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.reading import reading
    first, second = add(filler, date="2022-06"), add(filler, "b.png", again=True)
    link_evidence(origin_of(filler), book, figure, first)
    with reading(origin_of(filler), book) as found:
        flags = {row.id: [code for code, _words in row.flags] for row in evidence_rows(found)}
    assert flags[first] == ["twin", "earlier"]
    assert flags[second] == ["twin", "unused"]


def test_coverage_counts_facts_with_evidence(visit, filler, add):
    text = visit(filler).get("/evidence/jiangmen/coverage/").content.decode()
    assert "个数有佐证" in text
    table = visit(filler).get(f"/evidence/jiangmen/index/?form=中职质量年报&organisation=440700&period={YEAR}&format=json")
    rows = json.loads(b"".join(table.streaming_content))["rows"]
    assert next(row for row in rows if row["指标"] == "毕业生人数")["佐证编号"] == "E01"


def test_no_file_is_taken_in_that_cannot_be_put_behind_its_figure(book, visit, filler, figure):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from gouji.store.models import RowVersion
    form = {"organisation": "440700", "title": "名册", "kind": "名单"}
    key = "\x1f".join((figure.key[0], "440700", "1999-2000学年", ""))
    before = RowVersion.objects.filter(book=book, table="evidence").count()
    answer = visit(filler).post("/evidence/jiangmen/add/", form | {"behind": key, "file": SimpleUploadedFile("c.png", PNG)})
    assert answer.status_code == 422
    assert RowVersion.objects.filter(book=book, table="evidence").count() == before


def test_who_has_only_a_task_adds_evidence_for_its_figures(book, person, visit):
    from collecting import ask
    from collecting import code_of
    from collecting import record
    from gouji.actions.site.create_round import Share
    from gouji.actions.site.definitions import live_book
    helper = person("helper")
    submission = ask(book, "JM01", "JM02", shares=(Share("JM01", "helper", ()),))["JM01"]
    record(helper, submission, 毕业生人数="120")
    with live_book(book).use() as reckoner:
        key = next(key for key, fact in reckoner.book.facts.items() if key[:2] == (code_of("毕业生人数"), "JM01") and fact.text == "" and fact.author == "测试helper")
    client = visit(helper)
    page = client.get(f"/evidence/jiangmen/add/?behind={'%1F'.join(key)}")
    content = page.content.decode()
    assert (page.status_code, "江门一职" in content, "工贸学校" in content, "毕业生人数" in content) == (200, True, False, True)
    file = io.BytesIO(PNG)
    file.name = "名单.png"
    home = f"/collect/{submission.round_id}/{submission.pk}/"
    answer = client.post("/evidence/jiangmen/add/", {"file": file, "organisation": "JM01", "behind": "\x1f".join(key)})
    assert answer.headers["Location"] == home
    with live_book(book).use() as reckoner:
        fact = reckoner.book.fact(key)
        assert len(fact.evidence) == 1
    assert client.get(f"/evidence/jiangmen/{fact.evidence[0]}/").status_code == 403  # the book itself stays closed
    other = io.BytesIO(PNG + b"1")
    other.name = "别校.png"
    assert client.post("/evidence/jiangmen/add/", {"file": other, "organisation": "JM02", "behind": ""}).status_code == 403
    assert visit(person("stranger")).get("/evidence/jiangmen/add/").status_code == 403


def word():
    from docx import Document
    stream = io.BytesIO()
    made = Document()
    made.add_heading("师资情况", 1)
    made.add_paragraph("专任教师 <script>alert(1)</script> 120 人。")
    made.add_paragraph("表2 双师型教师名单")
    made.add_table(rows=1, cols=2).rows[0].cells[0].text = "张三"
    made.save(stream)
    return stream.getvalue()


def workbook():
    from openpyxl import Workbook
    stream = io.BytesIO()
    made = Workbook()
    made.active.title = "学生"
    for row in (("专业", "人数"), ("机电", 50), ("<img src=x>", 60)):
        made.active.append(row)
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("name", "anchor", "marked", "text"), [
    ("名单.docx", "表2", "表2 双师型教师名单", "&lt;script&gt;"), ("人数.xlsx", "学生!B3", "60", "&lt;img src=x&gt;"), ("人数.xlsx", "B2", "50", "机电"),
    ("名单.docx", "第9页", "", "没有找到“第9页”"),
])
def test_documents_are_shown_as_a_plain_page_with_the_anchor_marked(add, visit, filler, name, anchor, marked, text):
    client = visit(filler)
    number = add(filler, name, word() if name.endswith("docx") else workbook())
    page = client.get(f"/evidence/jiangmen/{number}/?anchor={anchor}").content.decode()
    assert ("sandbox referrerpolicy" in page, "/frame/?anchor=" in page) == (True, True)
    answer = client.get(f"/evidence/jiangmen/{number}/frame/?anchor={anchor}")
    inside = answer.content.decode()
    assert text in inside
    assert (f'id="here">{marked}</b>' in inside) == bool(marked)
    assert "<script" not in inside
    assert "<img" not in inside
    policy = answer["Content-Security-Policy"]
    assert ("sandbox" in policy, "allow-scripts" in policy, "default-src 'none'" in policy, answer["X-Content-Type-Options"]) == (True, False, True, "nosniff")


def test_a_document_is_drawn_once_and_apart_and_cleared_later(add, visit, filler, monkeypatch):
    from gouji.actions.site import evidence_drawn
    client, begun, apart = visit(filler), [], evidence_drawn.run_apart
    address = f"/evidence/jiangmen/{add(filler, '人数.xlsx', workbook())}/frame/?anchor="
    evidence_drawn.clear_drawn(datetime.now(UTC) + timedelta(days=1))  # what other tests had drawn
    monkeypatch.setattr(evidence_drawn, "run_apart", lambda *given: begun.append(1) or apart(*given))
    pages = [client.get(address + anchor).content.decode() for anchor in ("B2", "B2", "B3")]
    assert (pages[0] == pages[1], pages[0] == pages[2], len(begun)) == (True, False, 2)
    assert (evidence_drawn.clear_drawn(datetime.now(UTC) - timedelta(days=7)), evidence_drawn.clear_drawn(datetime.now(UTC) + timedelta(days=1))) == (0, 2)

    def slow(*_given):
        raise evidence_drawn.TookTooLong
    monkeypatch.setattr(evidence_drawn, "run_apart", slow)
    assert "秒内没有打开" in client.get(address + "B2").content.decode()
    monkeypatch.setattr(evidence_drawn, "run_apart", lambda *_given: -9)
    assert "内容太多，或者文件有问题" in client.get(address + "B2").content.decode()


def test_what_is_not_shown_says_what_to_do(add, visit, filler):
    client = visit(filler)
    old = add(filler, "旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    assert "另存为 .docx、.xlsx 或 PDF" in client.get(f"/evidence/jiangmen/{old}/").content.decode()
    assert client.get(f"/evidence/jiangmen/{old}/frame/").status_code == 422
    broken = add(filler, "坏.docx", package("word/document.xml"))
    assert "不能在网页中显示" in client.get(f"/evidence/jiangmen/{broken}/frame/").content.decode()


def test_the_cell_of_a_table_is_marked(add, visit, filler):
    number = add(filler, "a.csv", "专业,人数\n机电,50\n电子,60\n".encode())
    page = visit(filler).get(f"/evidence/jiangmen/{number}/?anchor=B3").content.decode()
    assert '<td class="self">60</td>' in page
    assert '<tr class="self"><td class="soft">2</td>' in visit(filler).get(f"/evidence/jiangmen/{number}/?anchor=第2行").content.decode()
