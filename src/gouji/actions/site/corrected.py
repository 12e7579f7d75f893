"""An edition with figures put right: which figures can be, what the corrections say as rows, what follows from them. Asks no rights, changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.comparing import SAME
from gouji.actions.site.comparing import Difference
from gouji.actions.site.comparing import differences
from gouji.actions.site.definitions import live_book
from gouji.actions.site.findings import findings_of
from gouji.actions.site.form_lines import form_tables
from gouji.actions.site.row_keys import figure_key
from gouji.actions.site.row_keys import joined
from gouji.actions.site.words import words_in
from gouji.book.csvrows import CsvRow
from gouji.book.reading import FactReader
from gouji.book.tables import FACT_COLUMNS
from gouji.book.tables import FACTS
from gouji.book.tables import fact_row_key
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.reckon import Reckoner
from gouji.reports.entry import EntryCell
from gouji.reports.entry import entry_tables
from gouji.reports.entry import input_cells
from gouji.store.editions import also_of
from gouji.store.editions import current_version
from gouji.store.editions import row_in
from gouji.store.live import State
from gouji.store.live import facts_of
from gouji.store.models import Correction
from gouji.store.models import Publication
from gouji.store.models import RowVersion


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction asked for: the cell of the form, the right value as typed, why."""

    key: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edition would be with corrections: what differs from the former besides the figures named; the hard rules that would no longer hold."""

    follows: tuple[Difference, ...]
    broken: tuple[str, ...]


def figures_in(publication: Publication) -> dict[str, EntryCell]:
    """The typed figures of a publication, by cell: what an erratum may put right."""
    submission = publication.submission
    with live_book(submission.round.book).at(publication.version, also_of(publication.also)) as state:
        return _inputs(state, publication)


def correction_rows(publication: Publication, wanted: Sequence[Wanted], author: str) -> list[Correction]:
    """The corrections, read as the book reads figures; not saved.

    Raises GoujiError: no such figure in the publication (S06), no reason (S13), too many words (S41), the value cannot be read (B…), it is what was
    published (S121).
    """
    submission = publication.submission
    with live_book(submission.round.book).at(publication.version, also_of(publication.also)) as state:
        cells = _inputs(state, publication)
        reader = FactReader(state.reckoner.book, {}, fact_row_key)
        found = []
        for each in wanted:
            if each.key not in cells:
                raise GoujiError.of("S06", name=each.key[:80])
            found.append(_correction(publication, cells[each.key], each, reader, author))
    return found


def outcome_of(publication: Publication, corrections: Sequence[Correction]) -> Outcome:
    """What the publication would be with the corrections. Raises GoujiError where it could not be shown."""
    submission = publication.submission
    form, context = round_form(submission.round), context_of(submission)
    own = {each.key for each in corrections}
    with live_book(submission.round.book).at(publication.version, also_of(publication.also)) as state:
        book = state.reckoner.book
        facts = facts_of(book, [version_of(each) for each in corrections])
        later = Reckoner(book.with_facts(facts or ()))
        before, after = (
            [line for table in form_tables(reckoner, form, context.organisation, context.period) for line in table.lines if line.row_key not in own]
            for reckoner in (state.reckoner, later)
        )
        held = {card.about for card in findings_of(state.reckoner, submission, ()).mending}
        broken = tuple(card.message for card in findings_of(later, submission, ()).mending if card.about not in held)
    return Outcome(tuple(each for each in differences(before, after) if each.kind != SAME), broken)


def version_of(correction: Correction) -> RowVersion:
    """The row that a correction says, as a version that is not recorded."""
    indicator, organisation, period = json.loads(correction.about)
    return RowVersion(
        table=FACTS.name, row_key=correction.row_key, cells=correction.cells, recorded=datetime.now(UTC), recorded_by="", indicator=indicator,
        organisation=organisation, period=period,
    )


def _inputs(state: State, publication: Publication) -> dict[str, EntryCell]:
    submission = publication.submission
    known = state.laid.get("inputs", {})
    assert isinstance(known, dict), "only cells are kept under this key"
    if submission.pk not in known:
        tables = entry_tables(state.reckoner, round_form(submission.round), context_of(submission))
        state.laid["inputs"] = known | {submission.pk: input_cells(tables)}
        return input_cells(tables)
    return dict(known[submission.pk])


def _correction(publication: Publication, cell: EntryCell, wanted: Wanted, reader: FactReader, author: str) -> Correction:
    submission = publication.submission
    reason, value = words_in(wanted.reason, wanted=True), words_in(wanted.value, wanted=True)
    row_key = joined(figure_key(cell.indicator, submission.organisation, cell.period, cell.breakdown))
    row = row_in(publication, FACTS.name, row_key)
    before = json.loads(row.cells) if row is not None else {}
    cells = {
        **dict.fromkeys(FACT_COLUMNS, ""), "indicator": cell.indicator, "organisation": submission.organisation, "period": cell.period, **before,
        "breakdown": cell.breakdown, "value": value, "unit": "", "author": author,
    }
    problems: list[Problem] = []
    fact = reader.read(CsvRow(cells, Place()), problems)
    if fact is None:
        raise GoujiError(*problems)
    if before.get("value", "") == value:
        raise GoujiError.of("S121", name=cell.label, value=value[:40])
    return Correction(
        key=cell.key, row_key=row_key, label=cell.label[:300], unit="" if cell.unit == ":1" else cell.unit[:40], before=said(cell), after=value,
        cells=json.dumps(cells, ensure_ascii=False), about=json.dumps(fact.key[:3], ensure_ascii=False), reason=reason,
        seen=current_version(submission.round.book_id, FACTS.name, row_key),
    )


def said(cell: EntryCell) -> str:
    """What a published figure says: its text, or why there is none."""
    return cell.text or cell.offered or ("" if cell.state in ("值", "空") else cell.state)
