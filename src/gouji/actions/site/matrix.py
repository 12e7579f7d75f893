"""The completeness matrix: organisations down, rounds across, each cell with its state, how much is filled, how late it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gouji.actions.site.asked import today
from gouji.actions.site.deciding import REMIND
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.actions.site.origin import allowed
from gouji.actions.site.round_lists import Handing
from gouji.actions.site.round_lists import RoundLine
from gouji.actions.site.round_lists import round_page
from gouji.actions.site.round_lists import rounds_of
from gouji.actions.site.submissions import OPEN
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.models import BookRow
from gouji.store.models import Event
from gouji.store.models import Round
from gouji.store.models import Submission

Spot = tuple[str, str, int]
"""Where a cell stands: the book's short name, the organisation's code, the round's number."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Where one organisation stands in one round. `late` counts days after the due date that it was, or still is, handed in."""

    number: int
    address: str
    state: str
    words: str
    percent: int
    late: int
    open: bool
    reminded: datetime | None
    may_remind: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An organisation with its cells, one for each round (None: not asked)."""

    book: str
    organisation: str
    name: str
    depth: int
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole: rounds across, organisations down, how many cells are in each state, how many are late and still not handed in."""

    rounds: tuple[RoundLine, ...]
    rows: tuple[MatrixRow, ...]
    counts: Mapping[str, int]
    late: int

    @property
    def may_remind(self) -> bool:
        """Whether some cell can be reminded."""
        return any(cell is not None and cell.open and cell.may_remind for row in self.rows for cell in row.cells)


def matrix_of(origin: Origin, number: int | None = None) -> Matrix:
    """The matrix of a round, or of all that are open. Raises as `round_page` for a round that may not be seen."""
    pages = [round_page(origin, number)] if number is not None else [round_page(origin, line.number) for line in rounds_of(origin) if not line.closed]
    rounds = {row.pk: row for row in Round.objects.filter(pk__in=[each.line.number for each in pages]).select_related("book")}
    cells = {place: own for each in pages for place, own in _cells(origin, rounds[each.line.number], each.handings)}
    rows = tuple(row for book in _books(rounds.values()) for row in _rows(book, [each.line.number for each in pages], cells))
    late = sum(cell.open and cell.late > 0 for cell in cells.values())
    return Matrix(tuple(each.line for each in pages), rows, Counter(cell.state for cell in cells.values()), late)


def _books(rounds: Iterable[Round]) -> list[BookRow]:
    return list({asked.book.pk: asked.book for asked in rounds}.values())


def _rows(book: BookRow, numbers: list[int], cells: Mapping[Spot, MatrixCell]) -> list[MatrixRow]:
    """The organisations of a book that are asked for something, those below after the one they belong to."""
    with live_book(book).use() as reckoner:
        organisations = reckoner.book.organisations
        order = {code: number for number, code in enumerate(organisations.codes())}
        asked = {code for slug, code, _number in cells if slug == book.slug}
        chains = {code: above(organisations, code, today()) for code in order if code in asked}
        names = {code: organisations.name(code) for code in chains}
    ranked = sorted(chains, key=lambda code: [order[each] for each in reversed(chains[code])])
    return [
        MatrixRow(
            book.title, code, names[code], sum(upper in chains for upper in chains[code][1:]), tuple(cells.get((book.slug, code, each)) for each in numbers),
        )
        for code in ranked
    ]


def _cells(origin: Origin, asked: Round, handings: Sequence[Handing]) -> Iterator[tuple[Spot, MatrixCell]]:
    """The cells of a round by their spot."""
    with live_book(asked.book).use() as reckoner:
        organisations = reckoner.book.organisations
    submissions = Submission.objects.in_bulk([handing.number for handing in handings])
    reminders = {event.submission_id: event.moment for event in Event.objects.filter(submission__round=asked, verb=REMIND).order_by("pk")}
    for handing in handings:
        submission = submissions[handing.number]
        submission.round = asked
        target = Target(asked.book.slug, above(organisations, handing.organisation, today()))
        waiting = submission.state in OPEN
        yield (asked.book.slug, handing.organisation, asked.pk), MatrixCell(
            handing.number, f"/collect/{asked.pk}/{handing.number}/" if waiting else f"/review/{handing.number}/", handing.state, handing.words,
            handing.filled * 100 // handing.total if handing.total else 0, days_late(submission), waiting and asked.closed is None,
            reminders.get(handing.number) if waiting else None, allowed(origin, Act.MANAGE_ROUNDS, target).allowed,
        )


def days_late(submission: Submission) -> int:
    """Days after the due date: until it was handed in, else until today; 0 where it is not late."""
    handed_in = submission.submitted is not None and submission.state not in OPEN
    day = submission.submitted.astimezone().date() if handed_in and submission.submitted is not None else today()
    return max((day - submission.round.due).days, 0)
