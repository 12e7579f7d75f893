"""A check narrowed to a form's place finds what the whole check finds there, and nothing else."""

from pathlib import Path

import pytest

from gouji.actions.open_book import load_definitions
from gouji.actions.open_book import open_book
from gouji.book import parse_period
from gouji.reckon import Only
from gouji.reckon import Reckoner
from gouji.reckon import check

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = [("jiangmen-secondary-2024", "2023-2024学年"), ("jiangmen-technician-2022", "2022年"), ("guangzhou-mechatronics", "2023年")]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_narrowed_to_everything_of_a_place_is_the_whole_check_there(name, text):
    book = open_book(EXAMPLES / name, load_definitions()).book
    period = parse_period(text)
    edition = book.edition(period)
    only = Only(frozenset(edition.indicators), frozenset(edition.registers), book.organisation, period)
    whole, narrow = check(Reckoner(book)), check(Reckoner(book), only)
    here = [finding for finding in whole.findings if not finding.rule.startswith(("G-03", "G-04")) and finding.organisation == book.organisation]
    assert [f for f in narrow.findings if not only.place(f.organisation, f.period)] == []
    told = {(f.rule, f.subject, f.message) for f in narrow.findings}
    assert {(f.rule, f.subject, f.message) for f in here if only.place(f.organisation, f.period)} == told
    assert narrow.held > 0


def test_only_what_touches_the_indicators_is_checked():
    book = open_book(EXAMPLES / "jiangmen-secondary-2024", load_definitions()).book
    period = parse_period("2023-2024学年")
    graduates = book.edition(period).resolve("中职质量年报", "毕业生人数").code
    some = check(Reckoner(book), Only(frozenset({graduates}), frozenset(), book.organisation, period))
    every = check(Reckoner(book), Only(frozenset(book.edition(period).indicators), frozenset(), book.organisation, period))
    assert 0 < some.held < every.held
