"""What decides at each address and operation of the site, one line each: method and route, the rule, how the request is made.

Content that follows is such that the verb refuses it where it would change much: whoever may is told what is wrong with it, whoever may not is refused.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from gouji.rights import Act
from gouji.rights import Target
from rights_world import ABOVE
from rights_world import CODE
from rights_world import FORM
from rights_world import NAME
from rights_world import PUBLISHED
from rights_world import REGISTER
from rights_world import RETURNED
from rights_world import SENT
from rights_world import TODAY
from rights_world import UNSENT

OPEN, SIGNED_IN = "open to all", "anybody signed in"
"""Rules where no act decides: signing in and what machines ask for; one's own account, and lists that hold only what one may see."""


@dataclass(frozen=True)
class At:
    """An act for a kind of target."""

    act: Act
    kind: str

    def holds(self, person, about, spot):
        return any(person.may(self.act, target) for target in TARGETS[self.kind](about, spot))

    def acts(self):
        return {self.act}


@dataclass(frozen=True)
class Any:
    """One of several rules is enough."""

    rules: tuple

    def holds(self, person, about, spot):
        return any(rule.holds(person, about, spot) for rule in self.rules)

    def acts(self):
        return {act for rule in self.rules for act in rule.acts()}


@dataclass(frozen=True)
class All(Any):
    """All of them are wanted."""

    def holds(self, person, about, spot):
        return all(rule.holds(person, about, spot) for rule in self.rules)


def _of(spot, **more):
    return [Target(spot.book, spot.above, **more)]


def _in_book(spot):
    return [Target(spot.book, above, sent=True, published=True) for above in ABOVE.values()]


@dataclass(frozen=True)
class About:
    """Whose thing is asked for, and as what the submission of the spot is known."""

    owner: int
    thing: str


TARGETS = {
    "site": lambda _about, _spot: [Target()],
    "mine": lambda about, _spot: [Target(owner=about.owner)],
    "book": lambda _about, spot: _in_book(spot),
    "institution": lambda _about, spot: [Target(spot.book, ABOVE["440700"], sent=True)],
    "place": lambda _about, spot: _of(spot, sent=True, published=True),
    "organisation": lambda _about, spot: _of(spot),
    "figures": lambda _about, spot: _of(spot, sent=spot.state != UNSENT, published=spot.state == PUBLISHED),
    "status": lambda about, spot: _of(spot, thing=about.thing),
    "work": lambda about, spot: _of(spot, thing=about.thing, sent=spot.state == SENT),
    "submission": lambda about, spot: _of(spot, thing=about.thing, sent=spot.state != UNSENT),
    "publication": lambda about, spot: _of(spot, thing=about.thing, sent=spot.state != UNSENT, published=spot.state == PUBLISHED),
    "live": lambda _about, spot: _of(spot, sent=spot.state == SENT),
}
"""Kinds of targets. Figures as they stand now ("live"), a form in work with them, were sent only where nothing has changed since."""


@dataclass(frozen=True)
class Line:
    """A request: what it is of the table, the rule, its arguments, query or form, body; `states` it makes sense in, `missing` where what is asked for
    is not there for anybody (404, told from a refusal by the trail), `whole` where who may gets the whole book.
    """

    what: str
    rule: object
    args: object = None
    data: object = None
    body: object = None
    states: tuple = (UNSENT, RETURNED, SENT, PUBLISHED)
    missing: bool = False
    whole: bool = False

    @property
    def method(self):
        return self.what.partition(" ")[0]

    @property
    def route(self):
        return self.what.partition(" ")[2]


def _submission(world, _person, spot):
    made = world.submissions[spot]
    return {"round_number": made.round_id, "number": made.pk}


def _round(world, _person, spot):
    return {"number": world.submissions[spot].round_id}


def _publication(world, _person, spot):
    return {"number": world.publications[spot].pk}


def _erratum(world, _person, spot):
    return {"number": world.errata[spot].pk}


def _book(_world, _person, spot):
    return {"slug": spot.book}


def _indicator(_world, _person, spot):
    return {"slug": spot.book, "code": CODE}


def _register(_world, _person, spot):
    return {"slug": spot.book, "name": REGISTER}


def _form(_world, _person, spot):
    return {"slug": spot.book, "name": FORM}


def _evidence(world, _person, spot):
    return {"slug": spot.book, "number": world.evidence[spot], "page": 1}


def _report(world, _person, spot):
    key, number = world.reports[spot]
    return {"slug": spot.book, "key": key, "number": number, "kind": "html"}


def _thing(name):
    def args(world, person, spot):
        return {"number": (person if spot.mine else world.stranger).things[name], "key": "original", "issue": 1}
    return args


def _account(world, _person, _spot):
    return {"number": world.spare.pk, "grant": world.spare.grants.get().pk}


def _place(_world, _person, spot):
    return {"organisation": spot.organisation, "period": spot.period}


def _file(name="x.exe", **more):
    from django.core.files.uploadedfile import SimpleUploadedFile
    return lambda _world, _person, spot: {"file": SimpleUploadedFile(name, b"MZ"), "files": SimpleUploadedFile(name, b"MZ"), **{
        key: value(spot) for key, value in more.items()}}


def _wanted(basis):
    def data(world, _person, spot):
        made = world.submissions[spot]
        text = f"submission/{made.pk}" if basis == "sent" else f"publication/{world.publications[spot].pk}" if basis == "published" else "live"
        return {"form": FORM, "organisation": spot.organisation, "period": spot.period, "basis": text}
    return data


def _json(make):
    return lambda world, person, spot: json.dumps(make(world, person, spot))


SEEN = {"seen": "77"}
MOVES = {"seen": 77}
"""A number of moves that no submission has: whoever may decide is told that it changed meanwhile."""
UNTIL = f"{TODAY + timedelta(days=3)}T12:00"
ENTRY, FIGURES, PLACE, IN_BOOK = (At(Act.VIEW_FIGURES, kind) for kind in ("work", "figures", "place", "book"))
SUBMISSION, PUBLICATION = (At(Act.VIEW_FIGURES, kind) for kind in ("submission", "publication"))
RECORD, REVIEW, SUBMIT, MANAGE, PUBLISH = (
    At(act, "submission") for act in (Act.RECORD_FIGURES, Act.REVIEW, Act.SUBMIT, Act.MANAGE_ROUNDS, Act.PUBLISH)
)
STATUS = At(Act.VIEW_STATUS, "status")
DOCUMENT, JOB, TOKEN = (At(act, "mine") for act in (Act.VIEW_AUDIT, Act.USE_JOBS, Act.USE_TOKENS))
AUDITS, ACCOUNTS, GRANTS, EXPLAIN, TRAIL, BOOKS, OPERATE = (At(act, "site") for act in (
    Act.USE_AUDITS, Act.MANAGE_ACCOUNTS, Act.GRANT_ROLES, Act.EXPLAIN_RIGHTS, Act.VIEW_TRAIL, Act.MANAGE_BOOKS, Act.OPERATE,
))
EITHER = Any((ACCOUNTS, GRANTS))
HERE = "/collect/<int:round_number>/<int:number>/"
DECIDE = "/review/<int:number>/"
PIECE = "/evidence/<str:slug>/<str:number>/"
VERSION = "/reports/<str:slug>/<str:key>/"
PAPER = "/audits/<int:number>/"
PERSON = "/admin/accounts/<int:number>/"
HAD = (SENT, PUBLISHED)
"""The states with a publication: that of what was only sent was taken back."""

PAGES = (
    Line("GET /", SIGNED_IN),
    Line("GET /collect/", SIGNED_IN),
    Line("GET /collect/new/", At(Act.MANAGE_ROUNDS, "book"), data=lambda _w, _p, spot: {"book": spot.book}),
    Line("POST /collect/new/", At(Act.MANAGE_ROUNDS, "organisation"), data=lambda _w, _p, spot: {
        "book": spot.book, "form": FORM, "period": spot.period, "organisation": spot.organisation, "due": "2001-01-01"}),
    Line("GET /collect/<int:number>/", STATUS, _round),
    Line("POST /collect/<int:number>/close/", At(Act.MANAGE_ROUNDS, "status"), _round),
    Line(f"GET {HERE}", ENTRY, _submission),
    Line(f"POST {HERE}cells/", RECORD, _submission, body=_json(lambda _w, _p, _s: {"cells": []})),
    Line(f"GET {HERE}table/", ENTRY, _submission, lambda _w, _p, _s: {"cell": CODE}),
    Line(f"GET {HERE}cell/", ENTRY, _submission, lambda _w, _p, _s: {"key": CODE}),
    Line(f"POST {HERE}comment/", Any((RECORD, REVIEW)), _submission, lambda _w, _p, _s: {"key": CODE}),
    Line(f"POST {HERE}rows/", RECORD, _submission, body=_json(lambda _w, _p, _s: {"register": REGISTER, "changes": []})),
    Line(f"GET {HERE}excel/", ENTRY, _submission),
    Line(f"GET {HERE}excel/upload/", ENTRY, _submission),
    Line(f"POST {HERE}excel/upload/", RECORD, _submission, _file("form.xlsx")),
    Line(f"GET {HERE}excel/returned/", ENTRY, _submission, missing=True),
    Line(f"POST {HERE}excel/resolve/", RECORD, _submission),
    Line(f"GET {HERE}part/", RECORD, _submission),
    Line(f"POST {HERE}part/done/", RECORD, _submission),
    Line(f"POST {HERE}part/again/", RECORD, _submission),
    Line(f"GET {HERE}facts/", RECORD, _submission),
    Line(f"POST {HERE}facts/", RECORD, _submission, _file("facts.csv")),
    Line(f"POST {HERE}facts/accept/", RECORD, _submission),
    Line(f"POST {HERE}facts/drop/", RECORD, _submission),
    Line(f"GET {HERE}facts/returned/", RECORD, _submission, missing=True),
    Line(f"GET {HERE}findings/", ENTRY, _submission),
    Line(f"POST {HERE}findings/answer/", At(Act.ANSWER_FINDINGS, "submission"), _submission),
    Line(f"POST {HERE}findings/approve/", At(Act.APPROVE_TOLERANCE, "work"), _submission),
    Line(f"GET {HERE}check/", ENTRY, _submission),
    Line(f"POST {HERE}submit/", SUBMIT, _submission, lambda _w, _p, _s: SEEN),
    Line(f"POST {HERE}withdraw/", SUBMIT, _submission, lambda _w, _p, _s: SEEN),
    Line(f"GET {DECIDE}", SUBMISSION, _submission),
    Line(f"GET {DECIDE}sheet/", SUBMISSION, _submission),
    Line(f"POST {DECIDE}approve/", REVIEW, _submission, lambda _w, _p, _s: SEEN),
    Line(f"POST {DECIDE}return/", REVIEW, _submission, lambda _w, _p, _s: SEEN | {"words": "请核对"}),
    Line(f"POST {DECIDE}ask/", REVIEW, _submission, lambda _w, _p, _s: SEEN | {"verb": "hand-on", "username": "spare"}),
    Line(f"POST {DECIDE}reassign/", MANAGE, _submission, lambda _w, _p, _s: SEEN | {"task": "1", "username": "spare"}),
    Line(f"POST {DECIDE}permit/", MANAGE, _submission, lambda _w, _p, _s: SEEN | {"until": UNTIL, "words": "补报"}),
    Line(f"POST {DECIDE}permit/end/", MANAGE, _submission),
    Line(f"POST {DECIDE}publish/", PUBLISH, _submission, lambda _w, _p, _s: SEEN),
    Line(f"GET {DECIDE}erratum/", SUBMISSION, _submission),
    Line(f"POST {DECIDE}erratum/", Any((RECORD, PUBLISH)), _submission, lambda _w, _p, _s: SEEN | {"words": "更正"}),
    Line("POST /errata/<int:number>/approve/", PUBLISH, _erratum, states=(PUBLISHED,)),
    Line("POST /errata/<int:number>/refuse/", PUBLISH, _erratum, states=(PUBLISHED,)),
    Line("GET /published/", SIGNED_IN),
    Line("GET /published/<int:number>/", PUBLICATION, _publication, states=HAD),
    Line("POST /published/<int:number>/withdraw/", PUBLISH, _publication, lambda _w, _p, _s: SEEN | {"words": "撤销"}, states=HAD),
    Line("GET /matrix/", SIGNED_IN),
    Line("GET /collect/<int:number>/matrix/", STATUS, _round),
    Line("POST /collect/remind/", At(Act.MANAGE_ROUNDS, "status"), data=lambda world, _p, spot: {"submission": world.submissions[spot].pk}),
    Line("GET /compare/", PUBLICATION, data=lambda world, _p, spot: {"submission": world.submissions[spot].pk, "show": "all"}),
    Line("GET /dashboard/<str:slug>/", PLACE, _book, _place),
    Line("GET /dashboard/<str:slug>/findings/", PLACE, _book, _place),
    Line("GET /dashboard/<str:slug>/outliers/", PLACE, _book, _place),
    Line("GET /evidence/", SIGNED_IN),
    Line("GET /evidence/<str:slug>/", IN_BOOK, _book),
    Line("GET /evidence/<str:slug>/add/", At(Act.ADD_EVIDENCE, "book"), _book),
    Line("POST /evidence/<str:slug>/add/", At(Act.ADD_EVIDENCE, "place"), _book, _file(organisation=lambda spot: spot.organisation)),
    Line("GET /evidence/<str:slug>/coverage/", IN_BOOK, _book),
    Line("GET /evidence/<str:slug>/index/", PLACE, _book, _place),
    Line(f"GET {PIECE}", FIGURES, _evidence),
    Line(f"GET {PIECE}file/", FIGURES, _evidence),
    Line(f"GET {PIECE}picture/", FIGURES, _evidence),
    Line(f"GET {PIECE}page/<int:page>/", FIGURES, _evidence),
    Line(f"GET {PIECE}frame/", FIGURES, _evidence),
    Line(f"POST {PIECE}link/", All((FIGURES, At(Act.ADD_EVIDENCE, "figures"))), _evidence, lambda _w, _p, spot: {
        "indicator": NAME, "organisation": spot.organisation, "period": spot.period}),
    Line(f"POST {PIECE}unlink/", At(Act.ADD_EVIDENCE, "figures"), _evidence, lambda world, _p, spot: {
        "key": f"{CODE}\x1f{spot.organisation}\x1f{spot.period}\x1f", "link": world.evidence[spot]}),
    Line("GET /books/search/", SIGNED_IN, data=lambda _w, _p, _s: {"q": "年报"}),
    Line("GET /books/search/suggest/", SIGNED_IN, data=lambda _w, _p, _s: {"q": "年报"}),
    Line("GET /books/", SIGNED_IN),
    Line("GET /books/<str:slug>/", PLACE, _book, _place),
    Line("GET /books/<str:slug>/indicators/", PLACE, _book, _place),
    Line("GET /books/<str:slug>/indicators/<path:code>/", PLACE, _indicator, _place),
    Line("GET /books/<str:slug>/facts/", IN_BOOK, _book),
    Line("GET /books/<str:slug>/registers/<str:name>/", IN_BOOK, _register),
    Line("GET /books/<str:slug>/forms/<str:name>/", FIGURES, _form, _place),
    Line("GET /books/<str:slug>/checks/", IN_BOOK, _book),
    Line("GET /books/<str:slug>/scores/", IN_BOOK, _book),
    Line("GET /reports/", SIGNED_IN),
    Line("GET /reports/<str:slug>/", At(Act.BUILD_REPORTS, "book"), _book),
    Line("POST /reports/<str:slug>/", At(Act.BUILD_REPORTS, "live"), _book, _wanted("live")),
    Line(f"GET {VERSION}", FIGURES, _report),
    Line(f"GET {VERSION}compare/", FIGURES, _report, lambda world, _p, spot: dict.fromkeys(("before", "after"), world.reports[spot][1])),
    Line(f"GET {VERSION}<int:number>/", FIGURES, _report),
    Line(f"GET {VERSION}<int:number>/frame/", FIGURES, _report),
    Line(f"GET {VERSION}<int:number>/<str:kind>/", FIGURES, _report),
    Line("GET /audits/", AUDITS),
    Line("POST /audits/upload/", AUDITS, data=_file()),
    Line(f"GET {PAPER}", DOCUMENT, _thing("document")),
    Line(f"GET {PAPER}frame/", DOCUMENT, _thing("document"), missing=True),
    Line(f"GET {PAPER}files/<str:key>/", DOCUMENT, _thing("document")),
    Line(f"POST {PAPER}decide/<int:issue>/", DOCUMENT, _thing("document"), lambda _w, _p, _s: {"fingerprint": "x", "status": "x"}, missing=True),
    Line(f"POST {PAPER}version/", All((DOCUMENT, AUDITS)), _thing("document"), _file()),
    Line(f"POST {PAPER}again/", All((DOCUMENT, AUDITS)), _thing("document")),
    Line(f"POST {PAPER}delete/", DOCUMENT, _thing("document")),
    Line("GET /jobs/", JOB),
    Line("GET /jobs/part/", JOB),
    Line("GET /jobs/<int:number>/", JOB, _thing("job")),
    Line("GET /jobs/<int:number>/part/", JOB, _thing("job")),
    Line("POST /jobs/<int:number>/cancel/", JOB, _thing("job")),
    Line("GET /account/", SIGNED_IN),
    Line("POST /account/", SIGNED_IN),
    Line("GET /account/password/", SIGNED_IN),
    Line("POST /account/password/", SIGNED_IN),
    Line("GET /account/tokens/", TOKEN),
    Line("POST /account/tokens/", TOKEN),
    Line("POST /account/tokens/<int:number>/revoke/", TOKEN, _thing("token")),
    Line("GET /account/second-factor/", SIGNED_IN),
    Line("POST /account/second-factor/", SIGNED_IN),
    Line("GET /account/second-factor/picture/", SIGNED_IN),
    Line("POST /account/second-factor/recovery/", SIGNED_IN),
    Line("POST /account/second-factor/remove/", SIGNED_IN),
    Line("GET /admin/accounts/", EITHER),
    Line("GET /admin/accounts/new/", ACCOUNTS),
    Line("POST /admin/accounts/new/", ACCOUNTS),
    Line(f"GET {PERSON}", EITHER, _account),
    Line(f"POST {PERSON}", GRANTS, _account),
    Line(f"POST {PERSON}active/", ACCOUNTS, _account),
    Line(f"POST {PERSON}password/", ACCOUNTS, _account),
    Line(f"POST {PERSON}subject/", ACCOUNTS, _account, lambda _w, _p, _s: {"subject": "x"}),
    Line(f"POST {PERSON}second-factor/", ACCOUNTS, _account),
    Line(f"POST {PERSON}grants/<int:grant>/revoke/", GRANTS, _account),
    Line("GET /admin/books/", BOOKS),
    Line("POST /admin/books/", BOOKS),
    Line("POST /admin/books/<str:slug>/zip/", BOOKS, _book, whole=True),
    Line("GET /admin/rights/", EXPLAIN),
    Line("GET /admin/rights/matrix/", EXPLAIN),
    Line("GET /admin/trail/", TRAIL),
    Line("POST /admin/trail/verify/", TRAIL),
    Line("POST /admin/trail/archive/", TRAIL),
    Line("GET /admin/system/", OPERATE),
    Line("POST /admin/system/second-factor/", OPERATE, data=lambda _w, _p, _s: {"role": "nobody"}),
    Line("GET /sign-in/", OPEN),
    Line("POST /sign-in/", OPEN),
    Line("GET /sign-in/code/", OPEN),
    Line("POST /sign-in/code/", OPEN),
    Line("POST /sign-out/", OPEN),
    Line("POST /language/", OPEN),
    Line("GET /health/", OPEN),
    Line("GET /metrics/", OPEN),
    Line("GET /api/v1/docs", OPEN),
    Line("GET /api/v1/openapi.json", OPEN),
    Line("GET /api/v1/", OPEN, missing=True),
)

MORE = (
    Line("GET /books/<str:slug>/registers/<str:name>/ personal", All((PLACE, At(Act.VIEW_PERSONAL, "place"))), _register,
         lambda _w, _p, spot: {"organisation": spot.organisation, "personal": "1"}),
    Line("GET /books/<str:slug>/facts/ table", IN_BOOK, _book, lambda _w, _p, _s: {"format": "csv"}),
    Line("GET /compare/ work", At(Act.VIEW_FIGURES, "organisation"), data=lambda world, _p, spot: {"submission": world.submissions[spot].pk, "from": "now", "to": "now"}),
    Line("POST /reports/<str:slug>/ sent", At(Act.BUILD_REPORTS, "submission"), _book, _wanted("sent"), states=(RETURNED, SENT, PUBLISHED)),
    Line("POST /reports/<str:slug>/ published", At(Act.BUILD_REPORTS, "figures"), _book, _wanted("published"), states=(PUBLISHED,)),
    Line("POST /audits/upload/ book", All((AUDITS, At(Act.VIEW_FIGURES, "institution"))), data=_file("a.txt", book=lambda spot: spot.book)),
)
"""Addresses that are asked for in more than one way, and where what is asked for decides."""

API = (
    Line("GET /api/v1/books", SIGNED_IN),
    Line("GET /api/v1/books/{slug}/facts", IN_BOOK, _book),
    Line("GET /api/v1/books/{slug}/checks", IN_BOOK, _book),
    Line("GET /api/v1/books/{slug}/explanation", PLACE, _book, lambda _w, _p, spot: {
        "indicator": CODE, "organisation": spot.organisation, "period": spot.period}),
    Line("GET /api/v1/books/{slug}/reports", Any((At(Act.BUILD_REPORTS, "book"), IN_BOOK)), _book),
    Line("POST /api/v1/books/{slug}/reports", At(Act.BUILD_REPORTS, "live"), _book, body=_json(_wanted("live"))),
    Line("GET /api/v1/rounds", SIGNED_IN),
    Line("GET /api/v1/rounds/{number}/submissions", STATUS, _round),
    Line("GET /api/v1/submissions/{number}/facts", ENTRY, _submission),
    Line("POST /api/v1/submissions/{number}/facts", RECORD, _submission, body=_json(lambda _w, _p, _s: {"cells": [{"key": "x", "value": "1"}]})),
    Line("GET /api/v1/tasks", SIGNED_IN),
    Line("GET /api/v1/submissions/{number}", STATUS, _submission),
    Line("GET /api/v1/submissions/{number}/findings", ENTRY, _submission),
    Line("POST /api/v1/submissions/{number}/answers", At(Act.ANSWER_FINDINGS, "submission"), _submission, body=_json(lambda _w, _p, _s: {
        "answers": [{"about": "x", "values": "x", "kind": "确认"}]})),
    Line("POST /api/v1/submissions/{number}/submit", SUBMIT, _submission, body=_json(lambda _w, _p, _s: MOVES)),
    Line("POST /api/v1/submissions/{number}/withdraw", SUBMIT, _submission, body=_json(lambda _w, _p, _s: MOVES)),
    Line("GET /api/v1/submissions/{number}/lines", SUBMISSION, _submission),
    Line("POST /api/v1/submissions/{number}/return", REVIEW, _submission, body=_json(lambda _w, _p, _s: MOVES | {"words": "请核对"})),
    Line("POST /api/v1/submissions/{number}/approve", REVIEW, _submission, body=_json(lambda _w, _p, _s: MOVES)),
    Line("GET /api/v1/audits", AUDITS),
    Line("POST /api/v1/audits", AUDITS, data=_file()),
    Line("GET /api/v1/audits/{number}", DOCUMENT, _thing("document")),
    Line("GET /api/v1/audits/{number}/record", DOCUMENT, _thing("document"), missing=True),
    Line("GET /api/v1/jobs", JOB),
    Line("GET /api/v1/jobs/{number}", JOB, _thing("job")),
    Line("POST /api/v1/jobs/{number}/cancel", JOB, _thing("job")),
)
