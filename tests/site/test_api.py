"""The API: tokens and their acts, reading page by page, figures recorded in batches, the same request sent again, limits, errors with codes."""

import io
import json
from datetime import date
from datetime import timedelta
from pathlib import Path

import pytest

from gouji.rights import Act
from gouji.rights import Role

ROOT = Path(__file__).parents[2]
BOOK = "jiangmen"
ALL = ("figures.view", "figures.record", "status.view", "reports.build", "audits.use", "audits.view", "jobs.use")


@pytest.fixture
def token(site):
    """Makes a token of an account: token(account, "figures.view", …)."""
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.tokens import make_token
    return lambda account, *acts: make_token(origin_of(account), "测试", acts, 30)[1]


@pytest.fixture
def call(visit):
    """Calls the API: call(token, "GET", "/books")."""
    def send(token, method, path, body=None, **headers):
        client, named = visit(), {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        if token:
            named["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return client.generic(method, f"/api/v1{path}", **data, **named)
    return send


@pytest.fixture
def filler(person, book):
    return person("li", (Role.FILLER, BOOK, "440700"))


@pytest.fixture
def submission(filler, person, book):
    """A submission of the city that the filler may fill in."""
    from gouji.store.models import Round
    from gouji.store.models import Submission
    today = date.today()  # noqa: DTZ011
    asked = Round.objects.create(
        book=book, form="中职质量年报", name="质量年报", period="2024年", title="2024 年度质量年报", opens=today - timedelta(days=1), due=today + timedelta(days=9), steps="[]",
    )
    return Submission.objects.create(round=asked, organisation="440700")


def test_without_a_token_nothing_is_answered(call, visit, filler):
    answer = call("", "GET", "/books")
    assert (answer.status_code, answer.json()["code"], answer["WWW-Authenticate"]) == (401, "unauthorised", "Bearer")
    assert call("gouji_wrong", "GET", "/books").status_code == 401
    assert visit(filler).get("/api/v1/books").status_code == 401  # a session is no token


def test_a_token_taken_back_expired_or_of_a_closed_account_opens_nothing(call, token, filler):
    from gouji.store.models import Account
    from gouji.store.models import Token
    text = token(filler, "figures.view")
    assert call(text, "GET", "/books").status_code == 200
    Account.objects.filter(pk=filler.pk).update(is_active=False)
    assert call(text, "GET", "/books").status_code == 401
    Account.objects.filter(pk=filler.pk).update(is_active=True)
    Token.objects.update(expires="2020-01-01T00:00:00Z")
    assert call(text, "GET", "/books").status_code == 401


def test_a_token_does_only_what_it_was_made_for(call, token, filler, submission):
    text = token(filler, "status.view")
    assert call(text, "GET", f"/books/{BOOK}/facts").status_code == 403
    answer = call(text, "POST", f"/submissions/{submission.pk}/facts", {"cells": [{"key": "SVQ-1.1", "value": "1"}]})
    assert (answer.status_code, set(answer.json())) == (403, {"code", "message", "advice", "where", "others"})


def test_facts_come_page_by_page_and_none_twice(call, token, filler):
    text = token(filler, "figures.view")
    whole = call(text, "GET", f"/books/{BOOK}/facts?limit=1000").json()
    found, cursor = [], ""
    while cursor is not None:
        page = call(text, "GET", f"/books/{BOOK}/facts?limit=150&cursor={cursor}").json()
        found, cursor = found + page["items"], page["next"]
    assert found == whole["items"]
    assert len(found) > 300


def test_a_foreign_book_looks_like_none(call, token, person, book):
    stranger = person("wang", (Role.FILLER, "elsewhere", "X"))
    text = token(stranger, "figures.view")
    assert call(text, "GET", "/books").json() == []
    assert call(text, "GET", f"/books/{BOOK}/facts").status_code == 403
    assert call(text, "GET", "/books/none/facts").status_code == 404


@pytest.mark.parametrize("path", ["facts?limit=0", "facts?limit=5000", "facts?cursor=!!", "facts?cursor=e30", "explanation", "explanation?indicator=x&depth=99"])
def test_what_cannot_be_asked_is_said_with_its_place(call, token, filler, path):
    answer = call(token(filler, "figures.view"), "GET", f"/books/{BOOK}/{path}")
    assert answer.status_code == 422
    assert answer.json()["code"]


def test_checks_and_explanations(call, token, filler):
    text = token(filler, "figures.view")
    findings = call(text, "GET", f"/books/{BOOK}/checks").json()
    assert findings
    code = findings[0]["indicators"][0]
    answer = call(text, "GET", f"/books/{BOOK}/explanation?indicator={code}&organisation={findings[0]['organisation']}&period={findings[0]['period']}").json()
    assert answer["indicator"] == code
    assert answer["record"]["value"]
    assert call(text, "GET", f"/books/{BOOK}/explanation?indicator=NO-1").status_code == 404


def input_cell(call, text, submission):
    cells = call(text, "GET", f"/submissions/{submission.pk}/facts").json()
    return next(cell for cell in cells if cell["kind"] == "input" and cell["version"] and cell["text"].isdigit())


def test_figures_are_recorded_in_a_batch_with_errors_by_row(call, token, filler, submission):
    text = token(filler, *ALL)
    cell = input_cell(call, text, submission)
    body = {"cells": [{"key": cell["key"], "value": "123", "seen": cell["version"]}, {"key": "NO-1", "value": "1"}, {"key": cell["key"] + "|x=y", "value": "1"}]}
    tried = call(text, "POST", f"/submissions/{submission.pk}/facts", {**body, "dry_run": True}).json()
    assert (tried["dry_run"], list(tried["saved"]), {item["code"] for item in tried["faults"]}) == (True, [cell["key"]], {"S06"})
    assert input_cell(call, text, submission)["text"] == cell["text"]  # nothing was done
    done = call(text, "POST", f"/submissions/{submission.pk}/facts", body).json()
    assert done["saved"][cell["key"]] > cell["version"]
    assert input_cell(call, text, submission)["text"] == "123"


def test_what_somebody_else_changed_comes_back_as_a_conflict(call, token, filler, submission):
    text = token(filler, *ALL)
    cell = input_cell(call, text, submission)
    path = f"/submissions/{submission.pk}/facts"
    call(text, "POST", path, {"cells": [{"key": cell["key"], "value": "1", "seen": cell["version"]}]})
    [conflict] = call(text, "POST", path, {"cells": [{"key": cell["key"], "value": "2", "seen": cell["version"]}]}).json()["conflicts"]
    assert (conflict["value"], conflict["mine"]) == ("1", "2")


def test_the_same_request_sent_again_changes_nothing(call, token, filler, submission):
    from gouji.store.models import RowVersion
    text = token(filler, *ALL)
    cell = input_cell(call, text, submission)
    path, body = f"/submissions/{submission.pk}/facts", {"cells": [{"key": cell["key"], "value": "77", "seen": cell["version"]}]}
    first = call(text, "POST", path, body, idempotency_key="a").json()
    count = RowVersion.objects.count()
    assert call(text, "POST", path, body, idempotency_key="a").json() == first
    assert RowVersion.objects.count() == count
    other = call(text, "POST", path, {"cells": [{"key": cell["key"], "value": "78"}]}, idempotency_key="a")
    assert (other.status_code, other.json()["code"]) == (409, "S25")
    narrow = call(token(filler, "figures.view"), "POST", path, body, idempotency_key="a")  # may not record: is not told what came of it
    assert (narrow.status_code, narrow.json()["code"]) == (409, "S25")


def test_a_token_that_asks_too_fast_has_to_wait(call, token, filler):
    from gouji.store.models import Token
    text = token(filler, "figures.view")
    Token.objects.update(level=1500)
    codes = [call(text, "GET", "/books") for _number in range(2)]
    assert [answer.status_code for answer in codes] == [200, 429]
    assert int(codes[1]["Retry-After"]) >= 1


def test_a_report_is_asked_for_and_its_job_followed(call, token, filler, book):
    text = token(filler, *ALL)
    line = next(line for line in call(text, "GET", f"/books/{BOOK}/reports").json() if line["may_build"])
    body = {"form": line["form"], "organisation": line["organisation"], "period": line["period"]}
    job = call(text, "POST", f"/books/{BOOK}/reports", body, idempotency_key="r1")
    assert job.status_code == 202
    number = job.json()["number"]
    assert call(text, "POST", f"/books/{BOOK}/reports", body, idempotency_key="r1").json()["number"] == number
    assert call(text, "GET", f"/jobs/{number}").json()["state"] == "queued"
    assert call(text, "POST", f"/jobs/{number}/cancel").json()["state"] == "cancelled"


def test_a_document_is_handed_in_and_nobody_else_sees_it(call, token, visit, filler, person):
    text = token(filler, *ALL)
    file = io.BytesIO("本年度收入100万元，支出200万元，合计500万元。".encode())
    file.name = "report.txt"
    answer = visit().post("/api/v1/audits", {"file": file}, HTTP_AUTHORIZATION=f"Bearer {text}")
    assert answer.status_code == 202
    number = answer.json()["number"]
    assert call(text, "GET", f"/audits/{number}").json()["job"] == answer.json()["job"]
    assert call(text, "GET", f"/audits/{number}/record").status_code == 404  # not audited yet
    other = token(person("wang", (Role.FILLER, BOOK, "440700")), *ALL)
    assert call(other, "GET", f"/audits/{number}").status_code == 403
    assert call(other, "GET", f"/jobs/{answer.json()['job']}").status_code == 403


def test_the_description_is_complete_and_its_page_is_ours(call, visit):
    schema = call("", "GET", "/openapi.json").json()
    operations = [operation for methods in schema["paths"].values() for operation in methods.values()]
    assert len(operations) >= 15
    assert all(operation["summary"] and operation["security"] for operation in operations)
    page = visit().get("/api/v1/docs")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()


def test_a_file_of_the_same_name_and_size_is_another_document(visit, person, site):
    """The key of a request stands for its very content; what was kept for a repeated request is thrown away again."""
    from io import BytesIO

    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.tokens import make_token
    from gouji.store.models import Document
    from gouji.store.place import room
    account = person("sun", (Role.FILLER, "jiangmen", "440700"))
    text = make_token(origin_of(account), "核对", [Act.USE_AUDITS.value, Act.VIEW_AUDIT.value], 30)[1]
    client, head = visit(), {"HTTP_AUTHORIZATION": f"Bearer {text}", "HTTP_IDEMPOTENCY_KEY": "一号"}

    def send(content):
        file = BytesIO(content)
        file.name = "甲.txt"
        return client.post("/api/v1/audits", {"file": file, "book": "", "period": ""}, **head)

    codes = [send(content).status_code for content in (b"1 + 1 = 2 \n", b"1 + 1 = 2 \n", b"1 + 1 = 3 \n")]
    assert codes[:2] == [202, 202]
    assert codes[2] in {409, 422}
    assert Document.objects.filter(owner=account).count() == 1
    rooms = [path.name for path in room("documents").iterdir()]
    assert Document.objects.get(owner=account).room in rooms
