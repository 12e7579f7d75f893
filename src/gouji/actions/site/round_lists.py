"""Rounds as an account may see them: the list, one round with its organisations, what a new one would sensibly be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta

from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import form_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.kept_counts import filled_counts
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import STATES
from gouji.actions.site.submissions import state_words
from gouji.actions.site.targets import submission_target
from gouji.book import Book
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.reckon import Reckoner
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.actors import submission_thing
from gouji.store.live import LiveBook
from gouji.store.models import BookRow
from gouji.store.models import Round
from gouji.store.models import Submission
from gouji.store.prepared import Prepared

USUAL_DAYS = 30
_ROUND = Prepared(lambda number: Round.objects.select_related("book").defer("book__frame").filter(pk=number), int)
_ASKED = Prepared(lambda number: Submission.objects.filter(round_id=number).order_by("pk"), int)


@dataclass(frozen=True, slots=True)
class Handing:
    """What one organisation hands in: its state, how many cells are filled of how many, when it last changed."""

    number: int
    organisation: str
    name: str
    kind: str
    state: str
    words: str
    filled: int
    total: int
    changed: datetime
    may_open: bool
    address: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round: what is asked, by when, and how many organisations stand where (state, words, count)."""

    number: int
    title: str
    form: str
    period: str
    book: str
    opens: date
    due: date
    days: int
    closed: bool
    states: tuple[tuple[str, str, int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with what its organisations hand in, as far as the account may see it, and whether it may end it."""

    line: RoundLine
    instructions: str
    handings: tuple[Handing, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new round of a book would sensibly be: forms with their next period, organisations with whether they were asked last."""

    forms: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str, str, int, bool], ...]
    opens: date
    due: date
    tables: Mapping[str, tuple[str, ...]]


def rounds_of(origin: Origin) -> list[RoundLine]:
    """The rounds of which the account may see the state of some organisation, those not yet due first."""
    found: list[RoundLine] = []
    for row in Round.objects.select_related("book").prefetch_related("submissions").order_by("-due", "-pk"):
        if _concerned(origin, row.book.slug):
            seen = _seen(origin, row, row.submissions.all())
            if seen:
                found.append(_line(row, seen))
    return sorted(found, key=lambda line: (line.closed, line.days < 0, abs(line.days)))


def round_page(origin: Origin, number: int) -> RoundPage:
    """A round. Raises GoujiError S05, Refused (status.view) where the account may see none of it."""
    row: Round | None = _ROUND.first(number)
    if row is None:
        raise GoujiError.of("S05")
    asked: list[Submission] = _ASKED(row.pk)
    seen = _seen(origin, row, asked)
    with live_book(row.book).use() as reckoner:
        book = reckoner.book
    if not seen:
        require(origin, Act.VIEW_STATUS, _target(row, asked[0].organisation if asked else row.book.organisation, book))
    live = live_book(row.book)
    with live.use() as reckoner:
        handings = tuple(_handings(origin, live, reckoner, row, seen))
        may = all(allowed(origin, Act.MANAGE_ROUNDS, _target(row, each.organisation, book)).allowed for each in asked)
    return RoundPage(_line(row, seen), row.instructions, handings, may)


def books_to_ask(origin: Origin) -> list[BookRow]:
    """The books in which the account may ask somebody for something."""
    actor = origin.actor
    slugs = {grant.book for grant in actor.grants} if actor is not None else None
    rows = BookRow.objects.order_by("title") if slugs is None else BookRow.objects.filter(slug__in=slugs).order_by("title")
    return [row for row in rows if _askable(origin, row)]


def proposal(origin: Origin, book: BookRow) -> Proposal:
    """What a new round of a book would be: its forms for the period after that of the book, the organisations that were asked last (else its own).

    Raises Refused (rounds.manage) where the account may ask none of its organisations.
    """
    codes = _askable(origin, book)
    with live_book(book).use() as reckoner:
        known = reckoner.book
    if not codes:
        require(origin, Act.MANAGE_ROUNDS, Target(book.slug, above(known.organisations, book.organisation, today())))
    last = Round.objects.filter(book=book).order_by("-pk").first()
    asked = set(last.submissions.values_list("organisation", flat=True)) if last is not None else {book.organisation}
    forms = tuple((use.form, _next_period(book, use.form, use.period)) for use in known.forms)
    rows = _organisations(known, codes, asked)
    tables = {form: tuple(table.name for table in form_of(form, parse_period(period)).tables) for form, period in forms}
    return Proposal(forms, rows, today(), today() + timedelta(days=USUAL_DAYS), tables)


def _concerned(origin: Origin, slug: str) -> bool:
    actor = origin.actor
    return actor is None or any(grant.book == slug for grant in actor.grants) or any(lent.book == slug for lent in actor.capabilities)


def _askable(origin: Origin, book: BookRow) -> list[str]:
    with live_book(book).use() as reckoner:
        organisations = reckoner.book.organisations
    codes = organisations.codes()
    return [code for code in codes if allowed(origin, Act.MANAGE_ROUNDS, Target(book.slug, above(organisations, code, today()))).allowed]


def _organisations(book: Book, codes: Sequence[str], asked: Collection[str]) -> tuple[tuple[str, str, str, int, bool], ...]:
    """The organisations that may be asked, in the order of the tree's file, with how deep they lie below the first."""
    depths = {code: len(above(book.organisations, code, today())) for code in codes}
    least = min(depths.values(), default=0)
    kinds = {code: found.kind if (found := book.organisations.on(code, today())) is not None else "" for code in codes}
    return tuple((code, book.organisations.name(code), kinds[code], depths[code] - least, code in asked) for code in codes)


def _next_period(book: BookRow, form: str, period: str) -> str:
    """The period after the last one that was asked for, or that the book reports on."""
    periods = [parse_period(text) for text in (period, *Round.objects.filter(book=book, form=form).values_list("period", flat=True))]
    return max(periods, key=lambda each: each.last).earlier(-1).text


def _target(row: Round, organisation: str, book: Book) -> Target:
    return Target(row.book.slug, above(book.organisations, organisation, today()))


def _seen(origin: Origin, row: Round, asked: Iterable[Submission]) -> list[Submission]:
    """The submissions of a round whose state the account may see."""
    with live_book(row.book).use() as reckoner:
        organisations = reckoner.book.organisations
    found = []
    for each in asked:
        target = Target(row.book.slug, above(organisations, each.organisation, today()), submission_thing(each.pk))
        if allowed(origin, Act.VIEW_STATUS, target).allowed:
            found.append(each)
    return found


def _line(row: Round, seen: Sequence[Submission]) -> RoundLine:
    counts = Counter(each.state for each in seen)
    states = tuple((state, state_words(state), counts[state]) for state in STATES if counts[state])
    days = (row.due - today()).days
    return RoundLine(
        row.pk, row.title, row.form, row.period, row.book.title, row.opens, row.due, days, row.closed is not None, states, len(seen),
    )


def _address(origin: Origin, submission: Submission, book: Book) -> str:
    """Where the account looks at a submission: the form in work, or what was submitted where it sees no more than that."""
    in_work = replace(submission_target(submission, book.organisations), sent=False)
    return f"/collect/{submission.round_id}/{submission.pk}/" if allowed(origin, Act.VIEW_FIGURES, in_work).allowed else f"/review/{submission.pk}/"


def _handings(origin: Origin, live: LiveBook, reckoner: Reckoner, row: Round, seen: Sequence[Submission]) -> list[Handing]:
    book = reckoner.book
    for each in seen:
        each.round = row
    counts, total = filled_counts(live, reckoner, round_form(row), context_of(seen[0]), [each.organisation for each in seen]) if seen else ({}, 0)
    found: list[Handing] = []
    for each in seen:
        organisation = book.organisations.on(each.organisation, today())
        found.append(Handing(
            each.pk, each.organisation, book.organisations.name(each.organisation), organisation.kind if organisation is not None else "",
            each.state, state_words(each.state), counts[each.organisation], total, each.changed,
            allowed(origin, Act.VIEW_FIGURES, submission_target(each, book.organisations)).allowed, _address(origin, each, book),
        ))
    return found
