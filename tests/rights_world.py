"""A world for the test of rights: two books with the same organisations, every state of a submission at five places, an account for each role.

What counts at each place and state is told by numbers that stand nowhere else (`Told`), so that any answer shows whether it tells too much.
"""

import json
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from gouji.rights import Act
from gouji.rights import Actor
from gouji.rights import Grant
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights import decide
from handed_in import FORM
from handed_in import REVIEWERS
from handed_in import a_round

TODAY = date.today()  # noqa: DTZ011  # grants run by the calendar of the place
BOOK, OTHER = "jiangmen", "other"
OWN, CHILD, SIBLING, PARENT, FOREIGN = "own", "child", "sibling", "parent", "foreign"
PLACES = {OWN: (BOOK, "440783"), CHILD: (BOOK, "JM07"), SIBLING: (BOOK, "440784"), PARENT: (BOOK, "440700"), FOREIGN: (OTHER, "440783")}
"""Roles are held for 开平市; below it lies 开平机电, beside it 鹤山市, over it 江门市; the foreign one has the same code in another book."""
ABOVE = {"440783": ("440783", "440700", "440000"), "JM07": ("JM07", "440783", "440700", "440000"), "440784": ("440784", "440700", "440000"),
         "440700": ("440700", "440000")}
UNSENT, RETURNED, SENT, PUBLISHED = "not sent", "returned", "sent", "published"
PERIODS = {UNSENT: "2025-2026学年", RETURNED: "2024-2025学年", PUBLISHED: "2023-2024学年", SENT: "2027-2028学年"}
"""Of what was sent nothing has changed since; what is published was changed again, by an exception, and stands before what was returned."""
DRAFT = "2026-2027学年"
"""The year before what was sent: begun at every place and never handed in, before anything else was."""
STATE_NAMES = {UNSENT: "filling", RETURNED: "returned", SENT: "submitted", PUBLISHED: "published"}
CODE, NAME, REGISTER, PERSONAL = "SVQ-1.1", "毕业生人数", "竞赛获奖", "项目"
NOBODY, FORMER = "nobody", "former"
VIEW = (Act.VIEW_FIGURES,)
ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
WORKERS = tuple(role for role in Role if role not in ADMINISTRATORS)


@dataclass(frozen=True)
class Spot:
    """Where a request goes: a place and the state of what was asked there for; `mine` whether a thing of one's own is meant."""

    place: str = OWN
    state: str = SENT
    mine: bool = field(default=True, compare=False)

    @property
    def book(self):
        return PLACES[self.place][0]

    @property
    def organisation(self):
        return PLACES[self.place][1]

    @property
    def period(self):
        return PERIODS[self.state]

    @property
    def above(self):
        return ABOVE[self.organisation]


@dataclass(frozen=True)
class Told:
    """A number or text that only some may see: those who may do one of the acts with the target."""

    text: str
    acts: tuple
    target: Target
    what: str


@dataclass
class Person:
    """An account with what the policy knows of it, made here and not read from the site."""

    name: str
    account: object
    actor: Actor
    browser: object = None
    token: str = ""
    things: dict = field(default_factory=dict)

    def may(self, act, target):
        return decide(self.actor, act, target, TODAY).allowed

    def may_use_tokens(self):
        """Whether any token of the account opens something; the token's own acts do not matter."""
        return decide(replace(self.actor, acts=None), Act.USE_TOKENS, Target(owner=self.account.pk), TODAY).allowed


@dataclass
class World:
    """Everything there is, by spot."""

    people: dict
    submissions: dict
    publications: dict
    errata: dict
    reports: dict
    evidence: dict
    told: list
    stranger: Person
    spare: object

    def thing(self, spot):
        """As what the submission of a spot is known."""
        return f"submission/{self.submissions[spot].pk}"


def build():
    """The world; the transaction it is made in is the caller's."""
    from pathlib import Path

    from gouji.actions.site.definitions import site_catalogue
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    folder = Path(__file__).parents[1] / "examples" / "jiangmen-secondary-2024"
    books = {slug: load_folder(PROGRAM, folder, slug, site_catalogue()) for slug in (BOOK, OTHER)}
    people = {role: _person(role.name.lower(), role) for role in Role} | {NOBODY: _person(NOBODY), FORMER: _person(FORMER, Role.FILLER, until=TODAY - timedelta(days=1))}
    world = World(people, {}, {}, {}, {}, {}, [], _person("stranger", Role.FILLER), _person("spare", Role.REVIEWER).account)
    spots = [Spot(place, state) for place in PLACES for state in STATE_NAMES]
    for spot in spots:
        _ask(world, books[spot.book], spot)
    _fill(world, books, spots)
    for person in (*people.values(), world.stranger):
        _give(person)
    return world


def _person(name, role=None, until=None):
    from gouji.actions.site.accounts import create_account
    from gouji.actions.site.accounts import grant_role
    from gouji.actions.site.origin import PROGRAM
    account, _password = create_account(PROGRAM, name, f"测试{name}", password="Right-horse-7")  # noqa: S106  # lives as long as the test
    grants = ()
    if role is not None:
        where = () if role in ADMINISTRATORS else PLACES[OWN]
        grant_role(PROGRAM, account, role, *where, last=until)
        grants = (Grant(role, *where, last=until),)
    return Person(name, account, Actor(account.pk, grants))


def _ask(world, book, spot):
    """A round for the one place, the submission in its state."""
    from gouji.store.models import Submission
    from gouji.store.models import Task
    asked = a_round(book, REVIEWERS, period=spot.period)
    asked.title = f"年报 {spot.place} {spot.state}"
    asked.opens = TODAY - timedelta(days=1)
    asked.save()
    made = Submission.objects.create(round=asked, organisation=spot.organisation, state=STATE_NAMES[spot.state], moves=5)
    world.submissions[spot] = made
    target = Target(spot.book, spot.above, world.thing(spot), sent=spot.state != UNSENT, published=spot.state == PUBLISHED)
    world.told.append(Told(asked.title, (Act.VIEW_STATUS, Act.VIEW_FIGURES), target, f"round of {spot.place} {spot.state}"))
    if spot.state == SENT:
        Task.objects.create(submission=made, kind="review", role="审核员", organisation=spot.organisation)


def _fill(world, books, spots):
    """Figures, evidence and entries: what was sent or published first, then what is still in work."""
    from gouji.store.models import BookRow
    from gouji.store.models import Erratum
    from gouji.store.models import Publication
    _draft(world, books)
    _record(world, books, [(spot, "published") for spot in spots if spot.state == PUBLISHED])
    for spot in spots:
        if spot.state == PUBLISHED:
            world.submissions[spot].sent_version = BookRow.objects.get(slug=spot.book).version
    _record(world, books, [(spot, "sent") for spot in spots if spot.state in (SENT, RETURNED)])
    for spot in spots:
        made = world.submissions[spot]
        if spot.state in (SENT, RETURNED):
            made.sent_version = BookRow.objects.get(slug=spot.book).version
        if spot.state != UNSENT:
            made.submitted = datetime.now(UTC)
        made.save()
        if spot.state in (SENT, PUBLISHED):  # that of what was only sent was taken back
            world.publications[spot] = Publication.objects.create(
                submission=made, number=1, version=made.sent_version, withdrawn=None if spot.state == PUBLISHED else datetime.now(UTC),
            )
        if spot.state == PUBLISHED:
            world.errata[spot] = Erratum.objects.create(submission=made, former=world.publications[spot], words="更正")
        if spot.place == OWN or spot.state == PUBLISHED or (spot.place == CHILD and spot.state in (SENT, UNSENT)):
            _build_report(world, books[spot.book], spot)
    _record(world, books, [(spot, "work") for spot in spots if spot.state != SENT])


def reach_target(world, spot, stage):
    """What figures of a stage are, for the policy: in work, sent or published."""
    return Target(spot.book, spot.above, world.thing(spot), sent=stage != "work", published=stage == "published")


def _record(world, books, wanted):
    """A number of its own for each spot and stage, with evidence at the first of each, and an entry with something personal."""
    from gouji.actions.site.row_keys import entry_key
    from gouji.actions.site.row_keys import figure_key
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    for slug, book in books.items():
        with writing(book.pk, "甲") as writer:
            rows = []
            for spot, stage in wanted:
                if spot.book != slug:
                    continue
                number = 4_000_000 + 7919 * (len(world.told) + 1)
                world.told.append(Told(str(number), VIEW, reach_target(world, spot, stage), f"{spot.place} {spot.state} {stage}"))
                if spot not in world.evidence:
                    rows += _evidence(world, book, spot, stage)
                    rows += _entry(world, spot, entry_key)
                cells = {
                    "indicator": NAME, "organisation": spot.organisation, "period": spot.period, "basis": "", "value": str(number),
                    "source": "表1", "evidence": world.evidence[spot], "author": "甲",
                }
                rows.append(NewRow("facts", figure_key(CODE, spot.organisation, spot.period), cells, about=(CODE, spot.organisation, spot.period)))
            writer.record(rows)


def _draft(world, books):
    """The figures of the year before that nobody ever handed in, each a number of its own."""
    from gouji.actions.site.row_keys import figure_key
    from gouji.store.models import Submission
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    for place, (slug, organisation) in PLACES.items():
        made = Submission.objects.create(round=a_round(books[slug], REVIEWERS, period=DRAFT), organisation=organisation, state="filling")
        number = 4_000_000 + 7919 * (len(world.told) + 1)
        target = Target(slug, ABOVE[organisation], f"submission/{made.pk}")
        world.told.append(Told(str(number), VIEW, target, f"draft of the year before at {place}"))
        cells = {"indicator": NAME, "organisation": organisation, "period": DRAFT, "value": str(number), "source": "表1", "author": "甲"}
        with writing(books[slug].pk, "甲") as writer:
            writer.record([NewRow("facts", figure_key(CODE, organisation, DRAFT), cells, about=(CODE, organisation, DRAFT))])


def _evidence(world, book, spot, stage):
    from hashlib import sha256

    from gouji.store.place import book_folder
    from gouji.store.writing import NewRow
    number = f"E9{len(world.evidence):02}"
    world.evidence[spot] = number
    title = f"证明{number}材料"
    file = f"{spot.organisation}/{number}.txt"
    path = book_folder(book.slug) / "evidence" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(title, encoding="utf-8")
    world.told.append(Told(title, VIEW, reach_target(world, spot, stage), f"evidence of {spot.place} {spot.state}"))
    cells = {"id": number, "file": file, "title": title, "kind": "文件", "date": "", "issuer": "", "sha256": sha256(path.read_bytes()).hexdigest()}
    return [NewRow("evidence", (number,), cells, about=("", spot.organisation, ""))]


def _entry(world, spot, entry_key):
    from gouji.actions.site.definitions import site_catalogue
    from gouji.store.writing import NewRow
    if spot.state != UNSENT:
        return []
    register = next(each for each in reversed(site_catalogue().registers) if each.name == REGISTER)
    name = f"某人甲{len(world.told)}乙"
    world.told.append(Told(name, (Act.VIEW_PERSONAL,), reach_target(world, spot, "work"), f"personal data of {spot.place}"))
    cells = {"序号": f"A{len(world.told)}", "单位": spot.organisation, "年度": "2024年", "赛事": "技能大赛", "级别": "省", "奖项": "一等奖", PERSONAL: name, "口径": "明细"}
    return [NewRow(f"registers/{REGISTER}", entry_key(register, cells), cells, about=("", spot.organisation, "2024年"))]


def _build_report(world, book, spot):
    """A version of a report from the state of the spot, its page with a word of its own."""
    from gouji.store.models import ReportVersion
    from gouji.store.rooms import REPORTS
    from gouji.store.rooms import in_room
    from gouji.store.rooms import new_room
    room, name = new_room(REPORTS), f"报告{spot.place}{spot.state}".replace(" ", "")
    word = f"报告页{len(world.told)}号"
    (in_room(REPORTS, room) / "report.html").write_text(f"<!DOCTYPE html><title>{word}</title>", encoding="utf-8")
    (in_room(REPORTS, room) / "figures.json").write_text(json.dumps([[NAME, spot.organisation, spot.period, word, ""]]), encoding="utf-8")
    made = [
        ReportVersion.objects.create(
            book=book, form=FORM, name=name, organisation=spot.organisation, period=spot.period, title=name, basis="live", version=book.version, room=room,
            sent=spot.state != UNSENT, publication=world.publications.get(spot), files=json.dumps({"html": "report.html"}),
        )
    ]
    world.reports[spot] = (name, made[0].pk)
    target = Target(spot.book, spot.above, sent=spot.state != UNSENT, published=spot.state == PUBLISHED)
    world.told.append(Told(word, VIEW, target, f"report of {spot.place} {spot.state}"))


def _give(person):
    """A document, a job and a token of one's own, with every act (rights decide what becomes of it), and a way in."""
    from django.test import Client

    from gouji.actions.site.tokens import PREFIX
    from gouji.actions.site.tokens import digest_of
    from gouji.store.models import Document
    from gouji.store.models import Job
    from gouji.store.models import Token
    from gouji.store.rooms import DOCUMENTS
    from gouji.store.rooms import in_room
    from gouji.store.rooms import new_room
    now, room = datetime.now(UTC), new_room(DOCUMENTS)
    text = f"{PREFIX}{person.name}-for-a-test-of-rights"
    (in_room(DOCUMENTS, room) / "document-1.txt").write_text("去年在校生1000人。", encoding="utf-8")
    person.token = text
    person.things = {
        "document": Document.objects.create(
            owner=person.account, name=f"{person.name}.txt", room=room, sha256="0" * 64, size=3, kind=".txt", expires=now + timedelta(days=9),
        ).pk,
        "job": Job.objects.create(kind="build_report", arguments="{}", account=person.account, title=f"任务{person.name}").pk,
        "token": Token.objects.create(
            account=person.account, name=person.name, digest=digest_of(text), acts=" ".join(act.value for act in Act), expires=now + timedelta(days=9), level=60_000,
            refilled=now,
        ).pk,
    }
    person.browser = Client(raise_request_exception=False)
    person.browser.force_login(person.account, backend="gouji.web.signin.backend.PasswordBackend")
