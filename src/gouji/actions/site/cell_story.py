"""One cell of a submission in full: what it means, how it is reckoned, what it was, who changed it, what was said about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime

from gouji.actions.site.as_sent import fills_in
from gouji.actions.site.as_sent import sees_work
from gouji.actions.site.as_sent import sent_view
from gouji.actions.site.asked import context_of
from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import COMMENT
from gouji.actions.site.entry_page import MarkLine
from gouji.actions.site.entry_page import Writable
from gouji.actions.site.entry_page import marks_of
from gouji.actions.site.entry_page import tables_seen
from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.entry_page import writable_of
from gouji.actions.site.in_work import see_in_work
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.row_keys import figure_key
from gouji.actions.site.row_keys import joined
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.words import words_in
from gouji.book.tables import FACTS
from gouji.catalogue import Indicator
from gouji.messages import GoujiError
from gouji.reports.entry import EntryCell
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.models import Mark
from gouji.store.models import RowVersion
from gouji.store.models import Submission
from gouji.store.units import together

YEARS = 5
MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class Version:
    """What a cell once said, who put it there and when."""

    number: int
    value: str
    note: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class CellStory:
    """The cell, its indicator's definition, its earlier years (period, figure), its versions, the evidence (id, title), the remarks on it."""

    submission: Submission
    cell: EntryCell
    indicator: Indicator
    years: tuple[tuple[str, str], ...]
    versions: tuple[Version, ...]
    evidence: tuple[tuple[str, str], ...]
    marks: tuple[MarkLine, ...]
    writable: Writable
    may_comment: bool
    tables: tuple[str, ...]


def cell_story(origin: Origin, number: int, key: str) -> CellStory:
    """The story of a cell; who sees only what was handed in is not told what was typed before. Raises GoujiError S05, S06; Refused (figures.view)."""
    submission = find_submission(number)
    target, place = target_and_name(submission)
    see_in_work(origin, submission, target, place)
    live = live_book(submission.round.book)
    reach = YEARS if allowed(origin, Act.VIEW_FIGURES, replace(target, thing="")).allowed else 1  # a task lends the form, in which the year before stands
    whole, filling = sees_work(origin, target), fills_in(origin, target)
    with live.use() as reckoner, sent_view(submission) as sent:
        tables = tables_seen(origin, submission, target)
        cell = next((cell for table in tables for cell in table.cells() if cell.key == key), None)
        if cell is None:
            raise GoujiError.of("S06", name=key[:80])
        context = context_of(submission)
        indicator = reckoner.book.edition(context.period).indicators[cell.indicator]
        known = reckoner if whole else sent.reckoner_now  # of other periods only what was sent
        earlier = (known.figure(cell.indicator, context.organisation, context.period.earlier(back), cell.breakdown) for back in range(1, reach + 1))
        years = tuple((result.period.text, result.printed) for result in earlier if not result.missing)
        found = (reckoner.book.evidence.get(link.partition("#")[0]) for link in cell.evidence)
        evidence = tuple((item.id, item.title or item.file) for item in found if item is not None)
    writable = writable_of(origin, submission, target)
    named = tuple(table.name for table in tables if any(each.key == key for each in table.cells()))
    return CellStory(
        submission, cell, indicator, years, _versions(submission, cell)[:None if filling else 1], evidence,
        tuple(mark for mark in marks_of(submission) if mark.key == key),
        writable, _may_comment(origin, submission), named,
    )


def comment_cell(origin: Origin, number: int, key: str, words: str) -> Mark:
    """Say something about a cell, for all who fill in and review.

    Raises Refused (figures.record where submission.review is not held either), GoujiError: no words (S13), too many (S41), no such cell (S06).
    """
    submission = find_submission(number)
    if not _may_comment(origin, submission):
        require(origin, Act.RECORD_FIGURES, *target_and_name(submission))
    text = words_in(words, wanted=True)
    cell_story(origin, number, key)
    with together():
        mark = Mark.objects.create(submission=submission, kind=COMMENT, row_key=key, words=text, account_id=origin.number)
        trail.append(origin.trail, Act.RECORD_FIGURES.value, submission_thing(submission.pk), details={"verb": "comment", "mark": mark.pk})
    return mark


def close_comment(origin: Origin, number: int, mark: int) -> None:
    """A comment is settled. Raises as `comment_cell`."""
    submission = find_submission(number)
    if not _may_comment(origin, submission):
        require(origin, Act.RECORD_FIGURES, *target_and_name(submission))
    with together():
        Mark.objects.filter(pk=mark, submission=submission, kind=COMMENT, closed__isnull=True).update(closed=datetime.now(UTC))
        trail.append(origin.trail, Act.RECORD_FIGURES.value, submission_thing(submission.pk), details={"verb": "settle", "mark": mark})


def _may_comment(origin: Origin, submission: Submission) -> bool:
    target, _place = target_and_name(submission)
    return any(allowed(origin, act, target).allowed for act in (Act.RECORD_FIGURES, Act.REVIEW))


def _versions(submission: Submission, cell: EntryCell) -> tuple[Version, ...]:
    key = joined(figure_key(cell.indicator, submission.organisation, cell.period, cell.breakdown))
    rows = RowVersion.objects.filter(book=submission.round.book, table=FACTS.name, row_key=key).order_by("-pk")[:MOST_VERSIONS]
    told = ((row, json.loads(row.cells)) for row in rows)
    return tuple(Version(row.pk, cells.get("value", ""), cells.get("note", ""), row.recorded_by, row.recorded) for row, cells in told)
