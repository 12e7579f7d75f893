"""What each role sees of a book: everything, what was submitted, what was published; the same in lists, figures, explanations and findings."""

import json
from datetime import UTC
from datetime import date
from datetime import datetime

import pytest

from gouji.book import parse_period
from gouji.rights import Role

YEAR = "2023-2024学年"
FORM = "中职质量年报"


@pytest.fixture
def ask(book):
    """Reads as an account: ask(account) gives a function that runs another with the reading."""
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.reading import reading

    def run(account, what):
        with reading(origin_of(account), book) as found:
            return what(found)
    return run


@pytest.fixture
def asked(book):
    """A round for the form and year of which the city's office has handed in nothing yet."""
    from gouji.store.models import Round
    from gouji.store.models import Submission
    made = Round.objects.create(
        book=book, form=FORM, name="质量报告", period=YEAR, title="年报", opens=date(2024, 9, 1), due=date(2024, 12, 1), steps="[]",
    )
    return Submission.objects.create(round=made, organisation="440700", state="filling")


@pytest.fixture
def fact(book, catalogue):
    """A fact that the form asks for: its key, and a function that records another value."""
    from gouji.book.tables import FACTS
    from gouji.store.covers import asked_by
    from gouji.store.live import live
    from gouji.store.models import RowVersion
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    with live(book.pk, catalogue).use() as reckoner:
        codes = asked_by(catalogue.on(parse_period(YEAR).last), FORM)
        key = next(
            key for key, fact in reckoner.book.facts.items()
            if key[0] in codes and key[1] == "440700" and parse_period(key[2]).year == 2024 and fact.figure is not None and not key[3]
        )
        value = reckoner.book.facts[key].figure.text

    def record(text):
        rows = RowVersion.objects.filter(book=book, table="facts", indicator=key[0], organisation=key[1], period=key[2]).order_by("-pk")
        row = next(each for each in rows if (json.loads(each.cells)["basis"] or "事实") == "事实")
        with writing(book.pk, "甲") as writer:
            writer.record([NewRow("facts", tuple(row.row_key.split("\x1f")), json.loads(row.cells) | {"value": text}, about=key[:3])])
            return writer.book.version
    assert FACTS.name == "facts"
    return key, value, record


@pytest.fixture
def schools(book, catalogue):
    """Two schools' numbers of an indicator that rolls up to their county: its code and the period."""
    from gouji.store.live import live
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    period = YEAR
    with live(book.pk, catalogue).use() as reckoner:
        code = next(
            each.code for each in reckoner.book.edition(parse_period(period)).indicators.values()
            if each.set == FORM and each.organisations == "合计" and each.formula is None and each.calendar == "学年" and not each.breakdowns
            and reckoner.figure(each.code, "440781", parse_period(period)).missing
        )
    with writing(book.pk, "甲") as writer:
        for school, value in (("JM05", "100"), ("JM06", "200")):
            cells = {"indicator": code, "organisation": school, "period": period, "basis": "事实", "value": value}
            writer.record([NewRow("facts", (code, school, period, "", "事实", ""), cells, about=(code, school, period))])
    return code, parse_period(period)


def figure(key):
    return lambda reading: reading.figure(key[0], key[1], parse_period(key[2]))


def hand_in(submission, version):
    submission.sent_version, submission.state, submission.submitted = version, "submitted", datetime.now(UTC)
    submission.save()


@pytest.mark.parametrize("role", [Role.FILLER, Role.REVIEWER, Role.HEAD])
def test_those_who_work_with_figures_see_the_present(ask, person, asked, fact, role):
    key, value, record = fact
    account = person("li", (role, "jiangmen", "440700"))
    assert ask(account, figure(key)).fact.figure.text == value
    record("77")
    assert ask(account, figure(key)).printed.startswith("77")


@pytest.mark.parametrize("role", [Role.BUREAU, Role.EXPERT])
def test_the_bureau_sees_what_was_handed_in_as_it_was_handed_in(ask, person, book, asked, fact, role):
    key, value, record = fact
    account = person("ju", (role, "jiangmen", "440700"))
    assert ask(account, figure(key)).fact is None  # asked for and not handed in
    book.refresh_from_db()
    hand_in(asked, book.version)
    assert ask(account, figure(key)).fact.figure.text == value
    later = record("77")
    assert ask(account, figure(key)).fact.figure.text == value
    hand_in(asked, later)
    assert ask(account, figure(key)).fact.figure.text == "77"


def test_the_bureau_sees_at_once_what_no_round_asks_for(ask, person, fact):
    key, _value, record = fact
    account = person("ju", (Role.BUREAU, "jiangmen", "440700"))
    record("66")
    assert ask(account, figure(key)).fact.figure.text == "66"
    record("67")
    assert ask(account, figure(key)).fact.figure.text == "67"


def test_a_reader_sees_what_was_published_as_it_was_published(ask, person, book, asked, fact):
    from gouji.store.models import Publication
    key, value, record = fact
    account = person("du", (Role.READER, "jiangmen", "440700"))
    assert ask(account, figure(key)).fact is None
    assert ask(account, lambda reading: reading.periods()) == []
    assert ask(account, lambda reading: reading.findings()) == []
    book.refresh_from_db()
    made = Publication.objects.create(submission=asked, number=1, version=book.version)
    assert ask(account, figure(key)).fact.figure.text == value
    later = record("77")
    assert ask(account, figure(key)).fact.figure.text == value
    second = Publication.objects.create(submission=asked, number=2, version=later, erratum="更正")
    assert ask(account, figure(key)).fact.figure.text == "77"
    for each in (made, second):
        each.withdrawn = datetime.now(UTC)
        each.save()
    assert ask(account, figure(key)).fact is None


def test_the_list_of_facts_shows_what_a_figure_shows(ask, person, book, asked, fact):
    key, _value, _record = fact
    everything = frozenset(["440700"])
    head, bureau, reader = (
        person(name, (role, "jiangmen", "440700")) for name, role in (("he", Role.HEAD), ("ju", Role.BUREAU), ("du", Role.READER))
    )

    def keys(reading):
        return [found for found, _view in reading.keys(everything)]
    assert key in ask(head, keys)
    assert key not in ask(bureau, keys)
    assert ask(reader, keys) == []
    book.refresh_from_db()
    hand_in(asked, book.version)
    assert ask(bureau, keys) == ask(head, keys)


def test_a_school_sees_itself_only(ask, person, schools):
    from gouji.actions.site.origin import Refused
    account = person("xiao", (Role.HEAD, "jiangmen", "JM05"))
    assert ask(account, lambda reading: reading.organisations()) == [("JM05", "台山培英")]
    with pytest.raises(Refused):
        ask(account, lambda reading: reading.reckoner("JM06"))
    own = ask(account, lambda reading: {key[1] for key, _view in reading.keys(frozenset(["JM05", "JM06"]))})
    assert own == {"JM05"}


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_administrators_see_no_figures(ask, person, book, role):
    from gouji.actions.site.origin import Refused
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.reading import readable_books
    account = person("guan", role)
    assert readable_books(origin_of(account)) == []
    with pytest.raises(Refused):
        ask(account, lambda reading: reading.main())


def test_an_explanation_hides_what_may_not_be_seen(ask, person, schools):
    from dataclasses import replace

    from gouji.actions.site.explained import explained
    code, period = schools
    city = person("shi", (Role.HEAD, "jiangmen", "440700"))
    whole = ask(city, lambda reading: explained(reading, reading.figure(code, "440781", period)))
    assert whole.record["value"] == "300"
    assert [part.record["value"] for part in whole.parts if not part.missing] == ["100", "200"]
    assert "100" in whole.record["filled"]

    def narrowed(reading):
        reaches = {code: reach for code, reach in reading.reaches.items() if code != "JM06"}
        only = replace(reading, reaches=reaches)
        return explained(only, only.figure(code, "440781", period))
    part = ask(city, narrowed)
    assert [each.key for each in part.parts if each.hidden] == [None]
    assert "filled" not in part.record


def test_a_total_over_schools_is_made_of_what_was_handed_in(ask, person, book, schools):
    from gouji.store.models import Round
    from gouji.store.models import Submission
    code, period = schools
    made = Round.objects.create(
        book=book, form=FORM, name="质量报告", period=period.text, title="年报", opens=date(2024, 9, 1), due=date(2024, 12, 1), steps="[]",
    )
    book.refresh_from_db()
    for school, version in (("JM05", book.version), ("JM06", 0)):
        Submission.objects.create(round=made, organisation=school, sent_version=version, state="submitted" if version else "filling")
    bureau = person("ju", (Role.BUREAU, "jiangmen", "440700"))
    assert ask(bureau, lambda reading: [reading.figure(code, school, period).missing for school in ("JM05", "JM06")]) == [False, True]
    assert ask(bureau, lambda reading: reading.figure(code, "440781", period).printed) != "300"


def test_what_an_indicator_is_used_in(ask, person, book):
    from gouji.actions.site.explained import uses_of
    city = person("shi", (Role.HEAD, "jiangmen", "440700"))

    def used(reading):
        edition = reading.book.edition(parse_period(YEAR))
        indicator = next(each for each in edition.indicators.values() if each.name == "升学人数" and each.set in reading.book.sets)
        return uses_of(reading, edition, indicator.code)
    found = ask(city, used)
    assert any("升学" in label for _code, label in found.indicators)
    assert found.rules
    assert FORM in [name for name, _title in found.forms]


def test_what_a_task_lends_opens_no_book(ask, person, asked):
    from gouji.actions.site.origin import Refused
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.reading import readable_books
    from gouji.store.models import Task
    account = person("wai")
    Task.objects.create(submission=asked, kind="review", account=account)
    assert readable_books(origin_of(account)) == []
    with pytest.raises(Refused):
        ask(account, lambda reading: reading.main())


def test_what_stands_in_a_column_of_a_form_is_asked_for_too(catalogue):
    from gouji.store.covers import asked_by
    asked = asked_by(catalogue.on(parse_period(YEAR).last), FORM)
    assert {"SVQ-1.1", "SVQ-2.1", "SVQ-2.1N", "SVQ-2.1M"} <= asked  # 调查人数 and 调查方式 have columns of their own
