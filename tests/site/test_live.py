"""A live book says what was recorded the moment it was recorded, and what a fresh reading says."""

import json

from gouji.book import parse_period


def test_a_figure_is_current_the_moment_it_is_recorded(book, catalogue):
    from gouji.book.tables import FACTS
    from gouji.store.live import live
    from gouji.store.models import RowVersion
    from gouji.store.reading import load
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    period = parse_period("2022-2023学年")
    with live(book.pk, catalogue).use() as reckoner:
        graduates = next(fact for fact in reckoner.book.facts.values() if fact.figure is not None and str(fact.figure.value) == "9414")
        before, computed = reckoner.figure(graduates.indicator, "440700", period).printed, reckoner
    versions = RowVersion.objects.filter(book=book, table="facts", indicator=graduates.indicator, organisation="440700", period=graduates.period)
    version = next(each for each in versions if json.loads(each.cells)["basis"] != "填报")
    with writing(book.pk, "甲") as writer:
        cells = json.loads(version.cells) | {"value": "9500"}
        writer.record([NewRow(FACTS.name, tuple(version.row_key.split("\x1f")), cells)])
    with live(book.pk, catalogue).use() as reckoner:
        assert reckoner is computed  # brought up to date, not made anew
        assert (before, reckoner.figure(graduates.indicator, "440700", period).printed) == ("9414", "9500")
    fresh = load(type(book).objects.get(pk=book.pk), catalogue)
    assert str(fresh.facts[graduates.key].figure.value) == "9500"
    assert fresh.facts[graduates.key].author == "江门市教育局"
