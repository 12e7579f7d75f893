"""A form as lines, one for each figure and each entry: what review, comparing, publication and completeness look at. Plain values, of any state of a book."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from gouji.actions.site.asked import round_form
from gouji.actions.site.definitions import live_book
from gouji.book import Key
from gouji.book import Period
from gouji.book import parse_period
from gouji.catalogue import Form
from gouji.messages import current_language
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reports.entry import DERIVED
from gouji.reports.entry import EARLIER
from gouji.reports.entry import INPUT
from gouji.reports.entry import EntryCell
from gouji.reports.entry import EntryTable
from gouji.reports.entry import entry_tables
from gouji.reports.entry_rows import RegisterRow
from gouji.store.editions import also_of
from gouji.store.live import State
from gouji.store.models import Publication
from gouji.store.models import Submission

SEPARATOR = "\x1f"
ENTRY = "entry"
GIVEN = "值"
_LONGEST = 300
_NAMING = 3  # columns that tell the rows of a table apart: 一级指标 二级指标 三级指标


@dataclass(frozen=True, slots=True)
class Line:
    """A figure or an entry of a form.

    `slot` is its place in the form, the same in every period; `row_key` what marks know it by (the figure's key within the submission, the
    register with the entry's key); `kind` whether it is typed (input), follows (derived) or is an entry; `state` 值, 空, 不适用 or 未采集;
    `former` last year's figure; `about` what the figure is, for links.
    """

    table: str
    slot: str
    row_key: str
    label: str
    column: str
    unit: str
    text: str
    kind: str
    state: str = GIVEN
    former: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    about: Key | None = None

    @property
    def name(self) -> str:
        """What the line is called in lists."""
        return f"{self.label} · {self.column}" if self.column else self.label


@dataclass(frozen=True, slots=True)
class LineTable:
    """A table of the form with its lines, headings over the lines they precede."""

    name: str
    title: str
    lines: tuple[Line, ...]
    headings: tuple[tuple[str, str], ...] = ()

    def heading(self, slot: str) -> str:
        """The heading that stands over a line; empty where none does."""
        return dict(self.headings).get(slot, "")


def sent_lines(submission: Submission) -> tuple[Line, ...]:
    """The lines of a submission as it was submitted."""
    return lines_at(submission, submission.sent_version)


def lines_at(submission: Submission, version: int, earlier: int = 0, also: frozenset[int] = frozenset()) -> tuple[Line, ...]:
    """The lines of a submission's form as they stood at a version of the book (`also` later ones that count besides it); `earlier` counts periods back
    (1: last year).

    Raises GoujiError where the form cannot be laid out.
    """
    return tuple(line for table in tables_at(submission, version, earlier, also) for line in table.lines)


def tables_at(submission: Submission, version: int, earlier: int = 0, also: frozenset[int] = frozenset()) -> tuple[LineTable, ...]:
    """The same, table by table."""
    form = round_form(submission.round)
    period = parse_period(submission.round.period).earlier(earlier)
    with live_book(submission.round.book).at(version, also) as state:
        return _laid(state, form, submission.organisation, period)


def published_lines(publication: Publication) -> tuple[Line, ...]:
    """The lines of a publication."""
    return tuple(line for table in published_tables(publication) for line in table.lines)


def published_tables(publication: Publication) -> tuple[LineTable, ...]:
    """The same, table by table."""
    return tables_at(publication.submission, publication.version, also=also_of(publication.also))


def digest(lines: Iterable[Line]) -> str:
    """The fingerprint of lines: hex digits of SHA-256 over what they are about and what they say."""
    return sha256("\n".join(SEPARATOR.join((line.table, line.slot, line.row_key, line.text, line.state)) for line in lines).encode()).hexdigest()


def form_tables(reckoner: Reckoner, form: Form, organisation: str, period: Period) -> tuple[LineTable, ...]:
    """A form for an organisation and a period."""
    return tuple(_lines(table, organisation) for table in entry_tables(reckoner, form, Context(organisation, period)))


def _laid(state: State, form: Form, organisation: str, period: Period) -> tuple[LineTable, ...]:
    """The tables from those laid out before; a state does not change."""
    key = (form.name, organisation, period.text, current_language())
    known = state.laid.get(key)
    if known is None:
        known = state.laid[key] = form_tables(state.reckoner, form, organisation, period)
    assert isinstance(known, tuple), "only tables are kept under such keys"
    return known


def _lines(table: EntryTable, organisation: str) -> LineTable:
    if table.register:
        return LineTable(table.name, table.title, tuple(_entry(table, row) for row in table.entries))
    lines: list[Line] = []
    headings: list[tuple[str, str]] = []
    waiting = ""
    for number, row in enumerate(table.rows):
        waiting = row.heading or waiting
        own = list(_figures(table, organisation, str(number) if not table.dimension else row.label, row.label, row.cells))
        if own and waiting:
            headings.append((own[0].slot, waiting))
            waiting = ""
        lines += own
    return LineTable(table.name, table.title, tuple(lines), tuple(headings))


def _figures(table: EntryTable, organisation: str, place: str, label: str, cells: tuple[EntryCell, ...]) -> Iterator[Line]:
    """The lines of a row: one for each figure of this period, its column named where there are several."""
    shown = [(number, cell) for number, cell in enumerate(cells) if cell.kind in (INPUT, DERIVED)]
    several = len({number for row in table.rows for number, cell in enumerate(row.cells) if cell.kind in (INPUT, DERIVED)}) > 1
    for number, cell in shown:
        slot = SEPARATOR.join((table.name, place, str(number)))
        former = cell.former or next((other.text for other in cells if not several and other.kind == EARLIER), "")
        yield Line(
            table.name, slot, _short(cell.key or slot), label, table.columns[number].title if several else "",
            "" if cell.unit == ":1" else cell.unit, cell.text or cell.offered, cell.kind, cell.state if not cell.offered else GIVEN, former, cell.note,
            cell.evidence, (cell.indicator, organisation, cell.period, cell.breakdown) if cell.key else None,
        )


def _entry(table: EntryTable, row: RegisterRow) -> Line:
    """An entry, called by what the form shows first, with its columns as they are written, what is personal hidden, what all rows share left out."""
    key = entry_mark(table.register, row.key)
    texts = [(each.title, row.cells[each.title]) for each in table.columns if row.cells.get(each.title) and each.title not in table.blank]
    label = " ".join(text for _name, text in texts[:_NAMING])
    return Line(table.name, key, key, label, "", "", "；".join(f"{name}：{text}" for name, text in texts), ENTRY, evidence=row.evidence)


def entry_mark(register: str, key: str) -> str:
    """What marks know an entry by: its register and the fingerprint of its key, which may hold names of persons."""
    return SEPARATOR.join((f"registers/{register}", sha256(key.encode()).hexdigest()))


def _short(key: str) -> str:
    """A key that fits where marks keep it; a long one by its beginning and its fingerprint."""
    return key if len(key) <= _LONGEST else f"{key[:_LONGEST - 65]}{SEPARATOR}{sha256(key.encode()).hexdigest()}"
