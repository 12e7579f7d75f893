"""Every address and every operation, as every role, for one's own, a lower, a neighbouring, a higher and a foreign organisation, in every state: what the
matrix says is what is answered. What is expected is reckoned from the matrix and from what the world was made of, never from the site's own code.
"""

import io
import logging
import re
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest

from gouji.rights import MATRIX
from gouji.rights import Act
from gouji.rights import Actor
from gouji.rights import Capability
from gouji.rights import Grant
from gouji.rights import Reach
from gouji.rights import Role
from rights_lines import API
from rights_lines import DECIDE
from rights_lines import MORE
from rights_lines import OPEN
from rights_lines import PAGES
from rights_lines import SIGNED_IN
from rights_lines import About
from rights_world import BOOK
from rights_world import CHILD
from rights_world import FOREIGN
from rights_world import NOBODY
from rights_world import OWN
from rights_world import PARENT
from rights_world import PERSONAL
from rights_world import PLACES
from rights_world import PUBLISHED
from rights_world import REGISTER
from rights_world import SENT
from rights_world import SIBLING
from rights_world import UNSENT
from rights_world import WORKERS
from rights_world import Person
from rights_world import Spot
from rights_world import build

LINES = [line for line in (*PAGES, *MORE, *API) if line.rule != OPEN]
ASIDE = {"store_trail", "store_trail_head", "django_session"}
"""Tables a refusal may write to: the trail, and the session that is kept alive."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WRITES = re.compile(r'^(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?')


@pytest.fixture(scope="module")
def world(database):
    """The world, made once; all undone in the end."""
    from django.db import transaction

    from gouji.actions.site.definitions import site_catalogue
    from gouji.store.live import forget
    registers = site_catalogue().registers
    position = next(number for number, each in enumerate(registers) if each.name == REGISTER)
    before = registers[position]
    registers[position] = replace(before, columns=tuple(replace(each, personal=each.name == PERSONAL) for each in before.columns))
    logging.disable()  # thousands of requests
    with transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    registers[position] = before
    forget()


def addresses():
    """Every address of the site as its route."""
    from django.urls import URLPattern

    from gouji.web.urls import urlpatterns

    def walk(patterns, before):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern.url_patterns, route)
    return sorted(set(walk(urlpatterns, "/")))


def operations(browser):
    """Every operation of the API as its description names it."""
    paths = browser.get("/api/v1/openapi.json").json()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def test_every_address_has_a_line_and_every_line_an_address(world):
    browser, found = world.people[Role.SYSTEM].browser, set()
    of_api = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route in addresses()}
    known = operations(browser)
    assert {name.partition(" ")[2] for name in known} <= of_api
    for route in addresses():
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda match: "1" if match[1] == "int" else "x", route)
        if re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) in {name.partition(" ")[2] for name in known}:
            continue
        with undone():
            answer = browser.generic("TRACE", path)  # which no page answers: it says what it does
        if answer.status_code == 405:
            found |= {f"{method} {route}" for method in METHODS if method in answer["Allow"].split(", ")}
        else:
            found.add(f"GET {route}")
    lined = {line.what for line in PAGES}
    assert sorted(found - lined) == []
    assert sorted(lined - found) == []
    assert sorted(known ^ {line.what for line in API}) == []
    assert {line.what.rpartition(" ")[0] for line in MORE} <= lined


def test_every_act_decides_somewhere():
    assert {act for line in LINES if line.rule != SIGNED_IN for act in line.rule.acts()} == set(Act)


def undone():
    """A block whose changes are undone."""
    from gouji.store.units import rehearsed
    return rehearsed()


def spots(line, role):
    """Where a role asks: wherever the matrix could answer otherwise. Who works there asks in every state at his own place."""
    kinds = {rule.kind for rule in getattr(line.rule, "rules", (line.rule,)) if line.rule != SIGNED_IN}
    if line.rule == SIGNED_IN or kinds <= {"site"}:
        return [Spot()]
    if kinds <= {"site", "mine"}:
        return [Spot(), Spot(mine=False)] if line.args else [Spot()]
    reaches = {MATRIX[act].get(role) for act in line.rule.acts()} - {None}
    by_state = bool({Reach.SENT, Reach.PUBLISHED} & reaches) and not kinds <= {"place", "book", "status", "organisation", "site", "institution"}
    usual, most = (next((state for state in wanted if state in line.states), line.states[0]) for wanted in ((SENT,), (PUBLISHED, SENT)))
    least = UNSENT if UNSENT in line.states else usual
    if role not in WORKERS:
        return [Spot(OWN, most), Spot(FOREIGN, most)]
    own = list(line.states) if by_state else [least, usual] if reaches else [most]
    below = [usual, least] if by_state else [usual]
    return [
        *(Spot(OWN, state) for state in dict.fromkeys(own)), *(Spot(CHILD, state) for state in dict.fromkeys(below)),
        *(Spot(place, most) for place in (SIBLING, PARENT, FOREIGN)),
    ]


def ask(world, line, person, spot, *, token=None):
    """The request of a line, undone afterwards: its status, whether it was sent to sign in, what it wrote, the denials it left, its text."""
    from django.db import connection

    from gouji.store.models import TrailRow
    args = line.args(world, person, spot) if line.args else {}
    path = re.sub(r"<(?:\w+:)?(\w+)>|\{(\w+)\}", lambda match: str(args[match[1] or match[2]]), line.route.partition(" ")[0])
    data = line.data(world, person, spot) if line.data else {}
    body = line.body(world, person, spot) if line.body else None
    headers = {"authorization": f"Bearer {person.token if token is None else token}"} if path.startswith("/api/") else {}
    written = []

    def note(execute, sql, params, many, context):
        match = _WRITES.match(sql)
        if match and match[1] not in ASIDE | ({"store_token"} if headers else set()):
            written.append(match[1])
        return execute(sql, params, many, context)

    with undone(), connection.execute_wrapper(note):
        last = TrailRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        browser = person.browser
        if body is not None:
            answer = browser.generic(line.method, path, body, content_type="application/json", headers=headers)
        else:
            answer = getattr(browser, line.method.lower())(path, data, headers=headers)
        denied = TrailRow.objects.filter(pk__gt=last, outcome="denied", account=person.account.pk).exists()
        text = text_of(answer)
    return SimpleNamespace(
        status=answer.status_code, away=answer.get("Location", "").startswith("/sign-in/"), written=written, denied=denied, text=text,
    )


def text_of(answer):
    """What an answer says; of a packed file what its parts say."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace")


def expected(world, line, person, spot):
    """What the matrix says."""
    about = About((person if spot.mine else world.stranger).account.pk, world.thing(spot))
    if line.route.startswith("/api/") and not person.may_use_tokens():
        return False
    return line.rule == SIGNED_IN or line.rule.holds(person, about, spot)


def wrong(line, allowed, answer):
    """What is wrong with an answer; empty where it is as it should be."""
    if not allowed:
        if answer.status not in (403, 404):
            return f"refused by the matrix, answered {answer.status}"
        if answer.written:
            return f"refused, yet wrote to {answer.written}"
        return "" if answer.denied or (line.method == "GET" and answer.status == 404) else "refused without a line in the trail"
    if answer.away or answer.status >= 500 or answer.status in (400, 401, 403, 405):
        return f"allowed by the matrix, answered {answer.status}"
    if answer.status == 404 and (not line.missing or answer.denied):
        return "allowed by the matrix, answered 404"
    return ""


def leaks(world, person, answer):
    """What an answer tells that its reader may not know."""
    words = set(re.findall(r"[0-9]{7}|证明E9\d\d材料|某人甲\d+乙|报告页\d+号|年报 \w+ (?:not sent|sent|returned|published)", answer.text.replace(",", "")))
    return [told.what for told in world.told if told.text in words and not any(person.may(act, told.target) for act in told.acts)]


@pytest.mark.parametrize("line", LINES, ids=[line.what for line in LINES])
def test_what_the_matrix_says_is_what_is_answered(world, line):
    problems, allowances = [], 0
    for role, person in world.people.items():
        for spot in spots(line, role):
            allowed, answer = expected(world, line, person, spot), ask(world, line, person, spot)
            allowances += allowed
            told = [] if line.whole and allowed else leaks(world, person, answer)
            said = [wrong(line, allowed, answer), *(f"tells of {what}" for what in told)]
            problems += [f"{person.name} at {spot.place}, {spot.state}{'' if spot.mine else ', not own'}: {words}" for words in said if words]
    assert not problems, "\n".join(problems)
    assert allowances or line.what.endswith(" book"), "nobody may do this"


def test_who_is_not_signed_in_enters_nothing(world):
    from django.test import Client
    door = Person("", SimpleNamespace(pk=None), None, Client(raise_request_exception=False), token="gouji_unknown")  # noqa: S106  # opens nothing
    door.things = world.stranger.things
    problems = []
    for line in LINES:
        answer = ask(world, line, door, Spot(state=PUBLISHED))
        shut = answer.status == 401 if line.route.startswith("/api/") else answer.away
        problems += [] if shut and not answer.written else [f"{line.what}: {answer.status} {answer.written}"]
    assert not problems, "\n".join(problems)


TOKENS = (
    "figures.view", "figures.record", "findings.answer", "status.view", "submission.submit", "reports.build", "audits.use", "audits.view", "jobs.use",
)


@pytest.mark.parametrize("act", TOKENS)
def test_a_token_of_one_act_opens_what_that_act_decides(world, act):
    from gouji.store.models import Token
    whole, problems = world.people[Role.FILLER], []
    narrow = replace(whole, actor=replace(whole.actor, acts=frozenset({Act(act)})))
    with undone():
        Token.objects.filter(pk=whole.things["token"]).update(acts=act)
        for line in API:
            answer = ask(world, line, narrow, Spot())
            said = wrong(line, expected(world, line, narrow, Spot()), answer)
            problems += [f"{line.what}: {said}"] if said else []
            problems += [f"{line.what}: tells of {what}" for what in leaks(world, narrow, answer)]
    assert not problems, "\n".join(problems)


REVIEWING = frozenset({Act.VIEW_FIGURES, Act.VIEW_STATUS, Act.REVIEW, Act.APPROVE_TOLERANCE})
"""What being asked to review lends."""


def test_being_asked_to_review_opens_that_submission_until_it_is_done(world):
    from django.utils.timezone import now

    from gouji.store.models import Task
    asked, here = world.people[NOBODY], Spot(OWN, SENT)
    elsewhere = (Spot(OWN, PUBLISHED), Spot(FOREIGN, PUBLISHED))
    with undone():
        task = Task.objects.create(submission=world.submissions[here], kind="review", account=asked.account)
        lent = Capability(REVIEWING, here.book, here.organisation, world.thing(here), task.pk)
        reviewer = replace(asked, actor=replace(asked.actor, capabilities=(lent,)))
        problems, opened = visited(world, reviewer, (here, *elsewhere))
        Task.objects.filter(pk=task.pk).update(done=now())
        after, _none = visited(world, asked, (here,))
    assert not problems, "\n".join(problems)
    assert not after, "\n".join(after)
    assert {f"GET {DECIDE}", f"GET {DECIDE}sheet/", f"POST {DECIDE}approve/", "GET /compare/"} <= opened


def test_being_asked_to_fill_in_shows_of_other_years_what_was_sent(world):
    from gouji.store.models import Task
    asked, here = world.people[NOBODY], Spot(OWN, UNSENT)
    with undone():
        task = Task.objects.create(submission=world.submissions[here], kind="fill", account=asked.account)
        lent = Capability(frozenset({Act.VIEW_FIGURES, Act.VIEW_STATUS, Act.RECORD_FIGURES, Act.ANSWER_FINDINGS, Act.ADD_EVIDENCE}), here.book, here.organisation,
                          world.thing(here), task.pk)
        filler = replace(asked, actor=replace(asked.actor, capabilities=(lent,)))
        lines = [line for line in PAGES if line.what.startswith("GET /collect/<int:round_number>/<int:number>/")]
        answers = [(line, ask(world, line, filler, here)) for line in lines]
    assert [line.what for line, answer in answers if answer.status == 200]
    told = {what for _line, answer in answers for what in leaks(world, filler, answer)}
    assert told == {"own returned sent"}, "the year before, as it was sent and no further, stands beside what is filled in"


def visited(world, person, places):
    """What is wrong at all addresses that places decide on, and those that were opened by an act."""
    problems, opened = [], set()
    for line in (*PAGES, *MORE):
        if line.rule in (OPEN, SIGNED_IN) or {rule.kind for rule in getattr(line.rule, "rules", (line.rule,))} <= {"site", "mine"}:
            continue
        for spot in places:
            if spot.state not in line.states or (line.args is not None and line.route.startswith("/reports/") and spot not in world.reports):
                continue
            allowed, answer = expected(world, line, person, spot), ask(world, line, person, spot)
            said = [wrong(line, allowed, answer), *(f"tells of {what}" for what in leaks(world, person, answer))]
            problems += [f"{line.what} at {spot.place}, {spot.state}: {words}" for words in said if words]
            opened |= {line.what} if allowed else set()
    return problems, opened


@pytest.mark.parametrize("role", [Role.BUREAU, Role.READER])
def test_a_document_is_held_against_no_more_than_its_owner_may_read(world, role):
    from gouji.actions.site.accounts import grant_role
    from gouji.actions.site.audit_document_job import readable_part
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.origin import origin_of
    from gouji.store.models import BookRow
    with undone():
        account = world.people[NOBODY].account
        grant_role(PROGRAM, account, role, BOOK, PLACES[PARENT][1])
        whole = replace(world.people[NOBODY], actor=Actor(account.pk, (Grant(role, BOOK, PLACES[PARENT][1]),)))
        book = readable_part(origin_of(account), BookRow.objects.get(slug=BOOK))
        values = {f"{fact.figure.value:f}" for fact in book.facts.values() if fact.figure is not None}
    figures = [told for told in world.told if told.text.isdigit() and told.target.book == BOOK]
    assert {told.what for told in figures if told.text in values} == {told.what for told in figures if whole.may(Act.VIEW_FIGURES, told.target)}
