"""The completeness matrix: organisations down, rounds across, each cell with its state, how much is filled, how late it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gouji.actions.site.asked import today
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import above
from gouji.actions.site.origin import allowed
from gouji.actions.site.remind import last_reminder
from gouji.actions.site.round_lists import Handing
from gouji.actions.site.round_lists import RoundLine
from gouji.actions.site.round_lists import round_page
from gouji.actions.site.round_lists import rounds_of
from gouji.actions.site.submissions import OPEN
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.models import BookRow
from gouji.store.models import Round
from gouji.store.models import Submission


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
    cells: dict[tuple[str, str], dict[int, MatrixCell]] = {}
    for each in pages:
        asked = rounds[each.line.number]
        for handing in each.handings:
            cells.setdefault((asked.book.slug, handing.organisation), {})[each.line.number] = _cell(origin, asked, handing)
    rows = tuple(row for book in _books(rounds.values()) for row in _rows(book, [each.line.number for each in pages], cells))
    every = [cell for own in cells.values() for cell in own.values()]
    return Matrix(tuple(each.line for each in pages), rows, Counter(cell.state for cell in every), sum(cell.open and cell.late > 0 for cell in every))


def _books(rounds: Iterable[Round]) -> list[BookRow]:
    return list({asked.book.pk: asked.book for asked in rounds}.values())


def _rows(book: BookRow, numbers: list[int], cells: Mapping[tuple[str, str], Mapping[int, MatrixCell]]) -> list[MatrixRow]:
    """The organisations of a book that are asked for something, those below after the one they belong to."""
    with live_book(book).use() as reckoner:
        organisations = reckoner.book.organisations
        order = {code: number for number, code in enumerate(organisations.codes())}
        chains = {code: above(organisations, code, today()) for code in order if (book.slug, code) in cells}
        names = {code: organisations.name(code) for code in chains}
    ranked = sorted(chains, key=lambda code: [order[each] for each in reversed(chains[code])])
    return [
        MatrixRow(
            book.title, code, names[code], sum(upper in chains for upper in chains[code][1:]), tuple(cells[book.slug, code].get(each) for each in numbers),
        )
        for code in ranked
    ]


def _cell(origin: Origin, asked: Round, handing: Handing) -> MatrixCell:
    submission = Submission.objects.get(pk=handing.number)
    submission.round = asked
    with live_book(asked.book).use() as reckoner:
        chain = above(reckoner.book.organisations, handing.organisation, today())
    reminder = last_reminder(submission)
    waiting = submission.state in OPEN
    return MatrixCell(
        handing.number, f"/collect/{asked.pk}/{handing.number}/" if waiting else f"/review/{handing.number}/", handing.state, handing.words,
        handing.filled * 100 // handing.total if handing.total else 0, days_late(submission), waiting and asked.closed is None,
        reminder.moment if reminder is not None else None, allowed(origin, Act.MANAGE_ROUNDS, Target(asked.book.slug, chain)).allowed,
    )


def days_late(submission: Submission) -> int:
    """Days after the due date: until it was handed in, else until today; 0 where it is not late."""
    handed_in = submission.submitted is not None and submission.state not in OPEN
    day = submission.submitted.astimezone().date() if handed_in and submission.submitted is not None else today()
    return max((day - submission.round.due).days, 0)
