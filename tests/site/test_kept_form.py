"""A form that is kept laid out stands as one laid out anew, whoever changed what meanwhile; so do its findings."""

import random

import pytest

from collecting import ask


@pytest.fixture
def submission(book):
    from gouji.actions.site.submissions import find_submission
    return find_submission(ask(book, "JM01")["JM01"].pk)


def opened(submission):
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.origin import PROGRAM
    return open_entry(PROGRAM, submission.pk)


def cells_of(submission):
    from gouji.reports.entry import input_cells
    return {key: cell for key, cell in input_cells(opened(submission).tables).items() if not cell.textual}


def typed(submission, figures):
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    cells = cells_of(submission)
    return record_figures(PROGRAM, submission.pk, [Typed(key, value, cells[key].version) for key, value in figures.items()])


def kept(submission):
    from gouji.actions.site.findings_seen import findings_seen
    found = opened(submission)
    return found.tables, findings_seen(found), found.filled


def anew(submission):
    """The same of a process that keeps nothing yet; what this one keeps stays."""
    from gouji.store import live
    known = dict(live._books)  # the memory of a process is what is tested
    live.forget()
    fresh = kept(submission)
    live._books.clear()
    live._books.update(known)
    return fresh


def test_what_is_kept_is_what_is_laid_out_anew(submission):
    chance = random.Random(1)  # noqa: S311  # no secret
    assert kept(submission) == anew(submission)
    for _count in range(6):
        keys = chance.sample(sorted(cells_of(submission)), 5)
        told = typed(submission, {key: str(chance.randint(1, 900)) for key in keys})
        assert (told.conflicts, sorted(told.saved)) == ((), sorted(keys))
        assert kept(submission) == anew(submission)


def test_only_tables_that_a_change_touches_are_laid_out_anew(submission):
    before = opened(submission).tables
    key = next(iter(cells_of(submission)))
    typed(submission, {key: "12"})
    after = opened(submission)
    laid = [table.name for table, was in zip(after.tables, before, strict=True) if table is not was]
    assert 0 < len(laid) < len(after.tables)
    assert {name for name, version in after.laid_at.items() if version == after.version} == set(laid)


def test_what_was_only_rehearsed_is_not_kept(submission):
    from gouji.store.units import rehearsed
    key, before = next((key, cell.text) for key, cell in cells_of(submission).items())
    with rehearsed():
        typed(submission, {key: "4321"})
        assert cells_of(submission)[key].text == "4321"
    assert cells_of(submission)[key].text == before
    typed(submission, {key: "77"})
    assert cells_of(submission)[key].text == "77"
    assert kept(submission) == anew(submission)
