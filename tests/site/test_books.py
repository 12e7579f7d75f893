"""The pages of books and dashboards: who may open them, twins, paging, personal columns, forms of what is not published."""

import csv
import io
import json
import re

import pytest

from gouji.rights import Role

YEAR = "2023-2024学年"
PAGES = [
    "/books/", "/books/jiangmen/", "/books/jiangmen/indicators/", "/books/jiangmen/indicators/SVQ-1.1/", "/books/jiangmen/indicators/SVQ-3.1/",
    "/books/jiangmen/facts/", "/books/jiangmen/registers/典型案例/", "/books/jiangmen/forms/中职质量年报/", "/books/jiangmen/checks/",
    "/books/jiangmen/scores/", "/dashboard/jiangmen/", "/evidence/jiangmen/", "/evidence/jiangmen/E01/", "/evidence/jiangmen/coverage/",
]
OF_ALL = ["/books/jiangmen/", "/books/jiangmen/indicators/", "/books/jiangmen/facts/", "/books/jiangmen/checks/", "/dashboard/jiangmen/", "/evidence/jiangmen/"]


@pytest.fixture
def head(person, book):
    return person("he", (Role.HEAD, "jiangmen", "440700"))


def test_the_head_opens_everything(visit, head):
    client = visit(head)
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert " style=" not in text, address
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text), address
        assert "<h1>" in text, address


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_administrators_open_no_book(visit, person, book, role):
    client = visit(person("guan", role))
    assert {address: client.get(address).status_code for address in PAGES[1:]} == dict.fromkeys(PAGES[1:], 403)


@pytest.mark.parametrize("role", [Role.READER, Role.EXPERT, Role.BUREAU, Role.FILLER, Role.REVIEWER])
def test_every_role_opens_what_lists(visit, person, book, role):
    client = visit(person("ta", (role, "jiangmen", "440700")))
    assert {address: client.get(address).status_code for address in OF_ALL} == dict.fromkeys(OF_ALL, 200)


def test_a_school_opens_nothing_of_others(visit, person, book):
    client = visit(person("xiao", (Role.HEAD, "jiangmen", "JM05")))
    for address in (
        "/books/jiangmen/?organisation=JM06", "/books/jiangmen/indicators/?organisation=JM06", "/books/jiangmen/indicators/SVQ-1.1/?organisation=440700",
        "/books/jiangmen/facts/?organisation=JM06", "/books/jiangmen/facts/?organisation=JM06&format=csv", "/dashboard/jiangmen/?organisation=440700",
        "/books/jiangmen/forms/中职质量年报/?organisation=440700", "/books/jiangmen/indicators/?organisation=JM06&format=json",
    ):
        assert client.get(address).status_code == 403, address
        assert client.get(address.replace("JM06", "JM05").replace("440700", "JM05")).status_code == 200, address


def test_another_book_is_closed(visit, person, book):
    stranger = visit(person("wai", (Role.HEAD, "maoming", "MMZY")))
    assert stranger.get("/books/jiangmen/").status_code == 403
    assert "jiangmen" not in stranger.get("/books/").content.decode()
    assert stranger.get("/books/none/").status_code == 404


def test_what_is_not_there_is_said(visit, head):
    client = visit(head)
    for address in ("/books/jiangmen/indicators/NONE/", "/books/jiangmen/registers/没有/", "/books/jiangmen/forms/没有/", "/evidence/jiangmen/E99/"):
        assert client.get(address).status_code == 404, address


def test_a_reader_sees_no_form_before_it_is_published(visit, person, book):
    reader = visit(person("du", (Role.READER, "jiangmen", "440700")))
    assert reader.get("/books/jiangmen/forms/中职质量年报/").status_code == 403
    page = reader.get("/books/jiangmen/indicators/SVQ-1.1/").content.decode()
    assert "尚未发布" in page
    assert "10726" not in page


def test_paging_shows_every_line_once(visit, head):
    client = visit(head)
    address, seen = "/books/jiangmen/facts/", []
    for _page in range(30):
        text = client.get(address).content.decode()
        seen += re.findall(r'<tr>\s*<th scope="row"><a href="([^"]+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        if following is None:
            break
        address = "/books/jiangmen/facts/" + following[1].replace("&amp;", "&")
    table = b"".join(client.get("/books/jiangmen/facts/?format=csv").streaming_content).decode("utf-8-sig")
    assert len(seen) == len(list(csv.reader(io.StringIO(table)))) - 1


def test_filters_narrow_list_and_twin_alike(visit, head):
    client = visit(head)
    address = "/books/jiangmen/facts/?indicator=SVQ-1.1&basis=事实"
    rows = json.loads(b"".join(client.get(f"{address}&format=json").streaming_content))["rows"]
    assert {(row["代码"], row["依据"]) for row in rows} == {("SVQ-1.1", "事实")}
    assert len(re.findall(r'<tr>\s*<th scope="row">', client.get(address).content.decode())) == len(rows)


def test_an_explanation_leads_down_to_evidence(visit, head):
    client = visit(head)
    ratio = client.get(f"/books/jiangmen/indicators/SVQ-3.1/?period={YEAR}").content.decode()
    assert "33577 ÷ 1903" in ratio
    assert "/evidence/jiangmen/E" in ratio
    graduates = client.get(f"/books/jiangmen/indicators/SVQ-1.1/?period={YEAR}").content.decode()
    assert "/evidence/jiangmen/E01/?anchor=" in graduates
    assert "升学率" in graduates  # used in


@pytest.fixture
def personal(catalogue):
    """The city's book with a register whose column of names is personal."""
    from dataclasses import replace

    from gouji.actions.site.definitions import site_catalogue
    found = site_catalogue()
    position = next(number for number, each in enumerate(found.registers) if each.name == "典型案例")
    before = found.registers[position]
    column = before.columns[0]
    found.registers[position] = replace(before, columns=(replace(column, personal=True), *before.columns[1:]))
    yield column.name
    found.registers[position] = before


def test_personal_columns_are_hidden_and_a_look_is_noted(visit, person, book, personal):
    from gouji.store.models import TrailRow
    address = "/books/jiangmen/registers/典型案例/"
    filler, head = visit(person("tian", (Role.FILLER, "jiangmen", "440700"))), visit(person("he", (Role.HEAD, "jiangmen", "440700")))
    hidden = filler.get(address).content.decode()
    assert "〔已隐去〕" in hidden
    assert "personal=1" in hidden
    assert "personal=1" not in head.get(address).content.decode()
    assert head.get(f"{address}?personal=1").status_code == 403
    assert "〔已隐去〕" not in filler.get(f"{address}?personal=1").content.decode()
    assert TrailRow.objects.filter(act="personal.view", outcome="done").count() == 1
    table = b"".join(filler.get(f"{address}?format=csv").streaming_content).decode()
    assert "〔已隐去〕" in table


def test_a_dashboard_and_its_parts(visit, head):
    client = visit(head)
    assert 'data-chart="data-trend1"' in client.get("/dashboard/jiangmen/").content.decode()
    part = client.get("/dashboard/jiangmen/findings/", HTTP_HX_REQUEST="true").content.decode()
    assert "错误" in part
    assert "<html" not in part
    assert client.get("/dashboard/jiangmen/outliers/").status_code == 200
