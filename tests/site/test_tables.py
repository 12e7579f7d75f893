"""The twins of a table: exact figures, Chinese that Excel reads, no formula from anybody's text."""

import csv
import io
import json
from decimal import Decimal

import pytest

from gouji.rights import Role

COLUMNS = ("单位", "数值", "说明")
ROWS = [("一校", Decimal("12345678901234567890.12"), "=cmd|'/c calc'!A0"), ("二校", Decimal("-3.20"), "+1"), ("三校", None, "@SUM(A1)"), ("四校", 7, "平稳")]


@pytest.fixture
def answer(visit, person, monkeypatch):
    """What a page answers that offers the table above: answer("csv")."""
    from django.urls import path

    from gouji.web import urls
    from gouji.web.tables import table_response
    account = person("li", (Role.FILLER, "jiangmen", "JM01"))
    monkeypatch.setattr(urls, "urlpatterns", [path("t/", lambda request: table_response(request, "某表", COLUMNS, iter(ROWS)))])
    from django.urls import clear_url_caches
    clear_url_caches()
    yield lambda kind: visit(account).get(f"/t/?format={kind}")
    clear_url_caches()


def body(response):
    return b"".join(response.streaming_content)


def test_csv_has_a_mark_exact_figures_and_no_formulas(answer):
    response = answer("csv")
    assert "attachment" in response["Content-Disposition"]
    text = body(response)
    assert text.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text.decode("utf-8-sig")))) == [
        list(COLUMNS), ["一校", "12345678901234567890.12", "'=cmd|'/c calc'!A0"], ["二校", "-3.20", "'+1"], ["三校", "", "'@SUM(A1)"], ["四校", "7", "平稳"],
    ]


def test_json_gives_figures_as_texts(answer):
    told = json.loads(body(answer("json")))
    assert told["columns"] == list(COLUMNS)
    assert told["rows"][0] == {"单位": "一校", "数值": "12345678901234567890.12", "说明": "=cmd|'/c calc'!A0"}
    assert told["rows"][2]["数值"] is None


def test_a_workbook_has_numbers_only_where_they_are_exact(answer):
    from openpyxl import load_workbook
    sheet = load_workbook(io.BytesIO(body(answer("xlsx")))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1] == ["一校", "12345678901234567890.12", "'=cmd|'/c calc'!A0"]
    assert (cells[2][1], cells[3][1], cells[4][1]) == (-3.2, None, 7)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(text):
    from gouji.web.tables import harmless
    assert harmless(text) == f"'{text}"


def test_a_form_that_is_not_offered_is_said(answer):
    response = answer("exe")
    assert response.status_code == 422
    assert "S65" not in response.content.decode()  # words, not codes
    assert "exe" in response.content.decode()


def test_an_export_stands_in_the_trail(answer):
    from gouji.store.models import TrailRow
    answer("csv")
    line = TrailRow.objects.get(act="table.export")
    assert (line.thing, json.loads(line.details)) == ("/t/", {"format": "csv"})
