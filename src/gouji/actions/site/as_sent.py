"""A submission's form as those see it who may see only what was sent: laid out from the view of what was sent, as the pages of the book are.

What stood in a submission when it was handed in is its own; figures of other periods beside it (last year) are taken from that view, whatever the book
held then: they may never have been sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.definitions import live_book
from gouji.actions.site.findings import Findings
from gouji.actions.site.findings import findings_from
from gouji.actions.site.findings import report_of
from gouji.actions.site.form_lines import Line
from gouji.actions.site.form_lines import LineTable
from gouji.actions.site.form_lines import form_tables
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.messages import current_language
from gouji.reckon import CheckReport
from gouji.reports.entry import EARLIER
from gouji.reports.entry import EntryCell
from gouji.reports.entry import EntryTable
from gouji.reports.entry import entry_tables
from gouji.rights import Act
from gouji.rights import Reach
from gouji.rights import Target
from gouji.store.models import Submission
from gouji.store.views import View
from gouji.store.views import view


def sees_work(origin: Origin, target: Target) -> bool:
    """Whether the account sees figures of the organisation before they are submitted: by a role, not by a task that lends one submission."""
    return allowed(origin, Act.VIEW_FIGURES, replace(target, thing="", sent=False, published=False)).allowed


def fills_in(origin: Origin, target: Target) -> bool:
    """Whether it sees this one submission while it is being filled in: by a role, or because it was asked to fill it in."""
    return sees_work(origin, target) or allowed(origin, Act.RECORD_FIGURES, target).allowed


def entry_as_sent(submission: Submission) -> tuple[EntryTable, ...]:
    """The form as it is filled in, from what was sent."""
    form, context = round_form(submission.round), context_of(submission)
    with sent_view(submission) as own:
        key = ("entry", form.name, context.organisation, context.period.text, current_language())
        return own.kept(key, lambda: entry_tables(own.reckoner_now, form, context))


def lines_as_sent(submission: Submission, earlier: int = 0) -> tuple[LineTable, ...]:
    """The form as lines, from what was sent; `earlier` counts periods back."""
    form, context = round_form(submission.round), context_of(submission)
    period = context.period.earlier(earlier) if earlier else context.period
    with sent_view(submission) as own:
        key = ("lines", form.name, context.organisation, period.text, current_language())
        return own.kept(key, lambda: form_tables(own.reckoner_now, form, context.organisation, period))


def findings_as_sent(submission: Submission, tables: tuple[EntryTable, ...] = ()) -> Findings:
    """What a check of what was sent says of the submission, with the answers given so far."""
    with sent_view(submission) as own:
        key = ("findings", submission.pk, current_language())
        report: CheckReport = own.kept(key, lambda: report_of(own.reckoner_now, submission))
        return findings_from(report, own.reckoner_now.book.catalogue, submission, tables)


def former_as_sent(submission: Submission, tables: tuple[LineTable, ...]) -> tuple[LineTable, ...]:
    """The tables with the figures of the period before as they were sent."""
    known = {line.slot: line.former for table in lines_as_sent(submission) for line in table.lines}
    return tuple(replace(table, lines=tuple(_with_former(line, known.get(line.slot, "")) for line in table.lines)) for table in tables)


def entry_with_former(submission: Submission, tables: tuple[EntryTable, ...]) -> tuple[EntryTable, ...]:
    """A form being filled in, with the figures of other periods as they were sent: for who was asked to fill in this one."""
    sent = entry_as_sent(submission)
    formers = {cell.key: cell.former for table in sent for cell in table.cells()}
    earlier = {
        (table.name, row.label, place): cell for table in sent for row in table.rows for place, cell in enumerate(row.cells) if cell.kind == EARLIER
    }

    def cell_of(table: EntryTable, label: str, place: int, cell: EntryCell) -> EntryCell:
        if cell.kind == EARLIER:
            return earlier.get((table.name, label, place), replace(cell, text="", state="空"))
        return replace(cell, former=formers.get(cell.key, "")) if cell.former else cell

    return tuple(
        replace(table, rows=tuple(
            replace(row, cells=tuple(cell_of(table, row.label, place, cell) for place, cell in enumerate(row.cells))) for row in table.rows
        )) for table in tables
    )


@contextmanager
def sent_view(submission: Submission) -> Iterator[View]:
    """The view of what was sent, brought up to date, its live book held."""
    live = live_book(submission.round.book)
    with live.use():
        own = view(live, Reach.SENT)
        own.reckoner()
        yield own


def _with_former(line: Line, former: str) -> Line:
    return line if line.former == former else replace(line, former=former)
