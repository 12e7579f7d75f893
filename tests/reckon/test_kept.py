"""A check that is kept and brought up to date finds what a fresh check finds, whatever was changed."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from gouji.actions.open_book import load_definitions
from gouji.actions.open_book import open_book
from gouji.book import parse_period
from gouji.book.facts import NULL
from gouji.reckon import KeptCheck
from gouji.reckon import Only
from gouji.reckon import Reckoner
from gouji.reckon import check

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = [("jiangmen-secondary-2024", "2023-2024学年"), ("jiangmen-technician-2022", "2022年"), ("guangzhou-mechatronics", "2023年")]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_what_is_kept_is_what_a_fresh_check_finds(name, text):
    book = open_book(EXAMPLES / name, load_definitions()).book
    period = parse_period(text)
    edition = book.edition(period)
    only = Only(frozenset(edition.indicators), frozenset(edition.registers), book.organisation, period)
    reckoner, kept, chance = Reckoner(book), KeptCheck(only), random.Random(1)  # noqa: S311  # no secret
    first = kept.report(reckoner, None)
    assert first == check(reckoner, only)
    assert kept.report(reckoner, frozenset()) is first, "nothing changed: nothing is assessed"
    facts, stated = sorted(book.facts), sorted(book.stated)
    for _count in range(12):
        changes = [changed(book.facts[key], chance) for key in chance.sample(facts, min(3, len(facts)))]
        changes += [changed(book.stated[key][0], chance) for key in chance.sample(stated, min(2, len(stated)))]
        found = kept.report(reckoner, reckoner.take(changes))
        assert found == check(Reckoner(reckoner.book), only)


@pytest.mark.parametrize(("name", "text"), CASES[1:])
def test_registers_that_change_are_assessed_again(name, text):
    book = open_book(EXAMPLES / name, load_definitions()).book
    period = parse_period(text)
    edition = book.edition(period)
    only = Only(frozenset(edition.indicators), frozenset(edition.registers), book.organisation, period)
    reckoner, kept, chance = Reckoner(book), KeptCheck(only), random.Random(2)  # noqa: S311  # no secret
    first = kept.report(reckoner, None)
    for _count in range(10):
        register = chance.choice(sorted(book.entries))
        left = tuple(entry for entry in book.entries[register] if chance.random() < 0.7)
        found = kept.report(reckoner, reckoner.take([], {register: left}))
        assert found == check(Reckoner(reckoner.book), only)
    for register, entries in book.entries.items():
        found = kept.report(reckoner, reckoner.take([], {register: entries}))
    assert found == first


def changed(fact, chance):
    """The fact with another figure, or emptied."""
    if fact.figure is None or chance.random() < 0.3:
        return replace(fact, state=NULL, figure=None, text="")
    return replace(fact, figure=replace(fact.figure, value=fact.figure.value + chance.randint(1, 900)))


def test_a_figure_of_a_place_that_knew_nothing_gives_rules_something_to_speak_of():
    book = open_book(EXAMPLES / "jiangmen-secondary-2024", load_definitions()).book
    now, later = parse_period("2023-2024学年"), parse_period("2024-2025学年")
    only = Only(frozenset(book.edition(later).indicators), frozenset(), book.organisation, later)
    reckoner, kept = Reckoner(book), KeptCheck(only)
    kept.report(reckoner, None)
    for fact in [fact for fact in book.facts.values() if fact.period == now.text][:40]:
        found = kept.report(reckoner, reckoner.take([replace(fact, period=later.text)]))
    assert found == check(Reckoner(reckoner.book), only)
    assert found.held + len(found.findings) + len(found.not_assessable) > 0
