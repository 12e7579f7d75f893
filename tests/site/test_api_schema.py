"""The API tried against its own description: whatever fits it is answered as described, and never by an error of ours."""

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance
from schemathesis.specs.openapi.checks import status_code_conformance

from gouji.rights import Role

ACTS = (
    "figures.view", "figures.record", "findings.answer", "submission.submit", "submission.review", "status.view", "reports.build", "audits.use", "audits.view",
    "jobs.use",
)
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
BOUNDED = settings(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture
def one_connection(database):
    """What the server does after each request would end the transaction of the test."""
    from django.core.signals import request_finished
    from django.core.signals import request_started
    from django.db import close_old_connections
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def operations(one_connection, site):
    from gouji.web.wsgi import application
    return [item.ok() for item in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).get_all_operations()]


@pytest.fixture
def authorisation(person, book):
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.tokens import make_token
    account = person("li", (Role.FILLER, "jiangmen", "440700"), (Role.REVIEWER, "jiangmen", "440700"))
    return {"Authorization": f"Bearer {make_token(origin_of(account), '测试', ACTS, 30)[1]}"}


@pytest.fixture
def submissions(book):
    """One that is being filled in, one that was handed in."""
    from gouji.store.models import Round
    from gouji.store.models import Submission
    day = date.today()  # noqa: DTZ011
    asked = [Round.objects.create(
        book=book, form="中职质量年报", name="质量年报", period=period, title=period, opens=day, due=day + timedelta(days=9), steps='[{"role": "审核员"}]',
    ) for period in ("2024年", "2023年")]
    return [
        Submission.objects.create(round=asked[0], organisation="440700"),
        Submission.objects.create(round=asked[1], organisation="440700", state="submitted", sent_version=book.version, submitted=datetime.now(UTC)),
    ]


def test_nothing_that_is_asked_breaks_it(operations, authorisation, submissions):
    from gouji.store.models import Token
    tried = []

    def ask(case):
        Token.objects.update(level=60_000)  # how fast one may ask is tested by itself
        if "slug" in (case.path_parameters or {}) and len(tried) % 3:
            case.path_parameters["slug"] = "jiangmen"
        if "/submissions/{number}" in case.operation.label and len(tried) % 4:
            case.path_parameters["number"] = submissions[len(tried) % 2].pk
        tried.append(case.operation.label)
        case.call_and_validate(headers=authorisation, checks=CHECKS)

    for operation in operations:
        BOUNDED(given(case=operation.as_strategy())(ask))()
    assert len(set(tried)) == len(operations) >= 24
