"""A book folder goes into the database and comes back without loss."""

import shutil
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

from gouji.book import load_book

EXAMPLES = Path(__file__).parents[2] / "examples"


def told(book):
    """All that a book says, as plain values; not the authors that a history adds where a row names none."""
    facts = sorted(repr((fact.key, fact.basis, fact.state, fact.figure, fact.text, fact.source, fact.evidence, fact.note)) for fact in book.select())
    entries = {name: [(entry.texts, entry.source, entry.evidence, entry.note) for entry in group] for name, group in book.entries.items()}
    evidence = {key: (item.file, item.title, item.sha256, item.intact) for key, item in book.evidence.items()}
    organisations = [(row.code, row.name, row.parent, row.first, row.attributes) for row in book.organisations.rows]
    return facts, entries, evidence, organisations, book.forms, book.properties


@pytest.mark.parametrize("name", ["guangzhou-mechatronics", "jiangmen-secondary-2024", "jiangmen-technician-2022", "maoming-plan-2022-2025"])
def test_a_book_comes_back_as_it_went_in(site, catalogue, tmp_path, name):
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.write_folder import write_folder
    from gouji.store.reading import load
    row = load_folder(PROGRAM, EXAMPLES / name, name, catalogue)
    before = told(load_book(EXAMPLES / name, catalogue))
    assert told(load(row, catalogue)) == before
    back = write_folder(PROGRAM, row, tmp_path / "back", catalogue)
    assert told(load_book(back, catalogue)) == before
    assert sorted(path.relative_to(back) for path in (back / "texts").rglob("*")) == sorted(
        path.relative_to(EXAMPLES / name) for path in (EXAMPLES / name / "texts").rglob("*"))


def test_history_goes_in_and_comes_back(site, catalogue, tmp_path):
    from gouji.actions.record_changes import record_changes
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.write_folder import write_folder
    from gouji.store.reading import Moment
    from gouji.store.reading import load
    folder = shutil.copytree(EXAMPLES / "jiangmen-secondary-2024", tmp_path / "book")
    record_changes(folder, catalogue, "甲", datetime(2026, 3, 1, 9, tzinfo=UTC))
    path = folder / "facts" / "01-表1.csv"
    path.write_text(path.read_text("utf-8-sig").replace("9414", "9415"), "utf-8")
    record_changes(folder, catalogue, "乙", datetime(2026, 3, 2, 9, tzinfo=UTC))
    row = load_folder(PROGRAM, folder, "history", catalogue)
    back = write_folder(PROGRAM, row, tmp_path / "back", catalogue)
    for name in ("facts", "organisations", "evidence"):
        assert (back / "history" / f"{name}.csv").read_bytes() == (folder / "history" / f"{name}.csv").read_bytes()
    changed = row.versions.filter(table="facts", change="改").order_by("pk").first()
    graduates = next(key for key, fact in load(row, catalogue).facts.items() if fact.figure is not None and str(fact.figure.value) == "9415")
    assert str(load(row, catalogue, Moment(version=changed.pk - 1)).facts[graduates].figure.value) == "9414"


def test_a_name_is_taken_once(book, catalogue):
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.messages import GoujiError
    with pytest.raises(GoujiError) as caught:
        load_folder(PROGRAM, EXAMPLES / "jiangmen-secondary-2024", "jiangmen", catalogue)
    assert [problem.code for problem in caught.value.problems] == ["S01"]
