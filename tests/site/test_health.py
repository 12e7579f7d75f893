"""Health and metrics: sound or not, no details to strangers; log lines without what somebody typed."""

import json
import logging
import sys

import pytest
from django.test import override_settings

from gouji.rights import Role


def test_health_tells_sound_from_unsound_and_nothing_else(visit, monkeypatch):
    assert (visit().get("/health/").status_code, visit().get("/health/").json()) == (200, {"status": "ok"})
    monkeypatch.setattr("gouji.web.health.pages.answers", lambda: False)
    assert (visit().get("/health/").status_code, visit().get("/health/").json()) == (503, {"status": "unavailable"})


def test_metrics_count_requests_jobs_and_books(visit, person, book):
    client = visit(person("li", (Role.FILLER, "jiangmen", "440700")))
    client.get("/")
    text = visit().get("/metrics/").content.decode()
    numbers = dict(line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    assert int(numbers['gouji_requests_total{status="200"}']) >= 1
    assert numbers['gouji_request_seconds_bucket{le="+Inf"}'] == numbers["gouji_request_seconds_count"]
    assert int(numbers['gouji_book_rows{book="jiangmen"}']) > 400


@pytest.mark.parametrize(("token", "given", "address", "forwarded", "status"), [
    ("", "", "127.0.0.1", "", 200), ("", "", "10.0.0.9", "", 404), ("", "", "127.0.0.1", "10.0.0.9", 404),
    ("secret", "Bearer secret", "10.0.0.9", "", 200), ("secret", "Bearer wrong", "10.0.0.9", "", 404), ("secret", "", "127.0.0.1", "", 404),
])
def test_metrics_are_for_this_machine_or_with_the_token(visit, token, given, address, forwarded, status):
    headers = {"HTTP_AUTHORIZATION": given, "REMOTE_ADDR": address, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})}
    with override_settings(METRICS_TOKEN=token):
        assert visit().get("/metrics/", **headers).status_code == status


def test_a_log_line_of_an_error_says_where_but_not_what_was_typed():
    from gouji.web.logs import JsonLines
    try:
        int("身份证号 440700199001010000")
    except ValueError:
        record = logging.getLogger("gouji").makeRecord("gouji", logging.ERROR, "f", 1, "job 3", (), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["error"] == "ValueError"
    assert "440700199001010000" not in json.dumps(line, ensure_ascii=False)
    assert line["trace"]


def test_log_lines_of_requests_hold_no_query(visit, person, caplog):
    client = visit(person("li", (Role.FILLER, "jiangmen", "440700")))
    with caplog.at_level(logging.INFO, "gouji.web"):
        client.get("/?q=张三")
    lines = [json.dumps(getattr(record, "gouji", {}), ensure_ascii=False) + record.getMessage() for record in caplog.records]
    assert any('"path": "/"' in line for line in lines)
    assert all("张三" not in line for line in lines)
