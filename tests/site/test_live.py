"""A live book says what was recorded the moment it was recorded, and what a fresh reading says."""

import json
import random
from pathlib import Path

from collecting import ask
from gouji.book import parse_period

EXAMPLES = Path(__file__).parents[2] / "examples"


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


def whole(book, catalogue, moment=None):
    """The book as a fresh reading has it."""
    from gouji.store.reading import Moment
    from gouji.store.reading import load
    return load(type(book).objects.get(pk=book.pk), catalogue, moment or Moment())


def counted(reckoner, book):
    """All figures that count entries of registers, and what a check finds."""
    from gouji.reckon import check
    from gouji.reckon.places import registers
    figures = []
    for text in ("2022年", "2023年", "2024年"):
        period = parse_period(text)
        edition = book.edition(period)
        for code, indicator in edition.indicators.items():
            formula = edition.formula(indicator)
            if formula is not None and registers(edition, formula):
                figures.append((code, text, reckoner.figure(code, book.organisation, period).printed))
    return figures, check(reckoner)


def test_registers_are_taken_in_row_by_row_and_stand_as_a_fresh_reading_has_them(site, catalogue):
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.reckon import Reckoner
    from gouji.store.live import live
    from gouji.store.models import CurrentRow
    from gouji.store.reading import Moment
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    book = load_folder(PROGRAM, EXAMPLES / "guangzhou-mechatronics", "mechatronics", catalogue)
    chance = random.Random(3)  # noqa: S311  # no secret
    tables = [f"registers/{name}" for name in ("竞赛获奖", "培训评价", "合作", "用地", "绩效目标")]
    with live(book.pk, catalogue).use() as reckoner:
        computed, counts = reckoner, counted(reckoner, reckoner.book)
    versions = []
    for turn in range(8):
        table = chance.choice(tables)
        rows = list(CurrentRow.objects.filter(book=book, table=table).select_related("version"))
        chosen = chance.sample(rows, min(4, len(rows)))
        changes = [NewRow(table, tuple(row.row_key.split("\x1f")), None if chance.random() < 0.4 else changed(row, chance)) for row in chosen]
        changes.append(NewRow(table, (f"neu{turn}",), changed(rows[0], chance) | {"序号": f"9{turn}"}))
        with writing(book.pk, "甲") as writer:
            versions.append(writer.record(changes)[-1].pk)
        with live(book.pk, catalogue).use() as reckoner:
            fresh = whole(book, catalogue)
            assert reckoner is computed  # nothing was read anew
            assert (dict(reckoner.book.entries), list(reckoner.book.entries)) == (fresh.entries, list(fresh.entries))
            assert counted(reckoner, reckoner.book) == counted(Reckoner(fresh), fresh)
    assert counted(computed, computed.book) != counts
    with live(book.pk, catalogue).at(versions[2]) as state:
        assert state.reckoner.book.entries == whole(book, catalogue, Moment(version=versions[2])).entries


def changed(row, chance):
    """The row with other numbers in it, and perhaps of another year."""
    cells = json.loads(row.version.cells)
    for name in ("数量", "人数", "目标值", "面积"):
        if name in cells:
            cells[name] = str(chance.randint(1, 90))
    if cells.get("年度") and chance.random() < 0.3:
        cells["年度"] = chance.choice(["2015年", "2022年", "2024年"])
    return cells


def test_what_others_see_of_a_register_follows_too(site, catalogue):
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.rights import Reach
    from gouji.store.live import live
    from gouji.store.models import CurrentRow
    from gouji.store.views import view
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    book = load_folder(PROGRAM, EXAMPLES / "jiangmen-technician-2022", "technician", catalogue)
    ask(book, "JMJS", form="部门整体支出绩效自评报告", period="2022年")  # its registers are not submitted yet: nobody above sees them
    row = CurrentRow.objects.filter(book=book, table="registers/评分").select_related("version").first()
    hidden = CurrentRow.objects.filter(book=book, table="registers/制度").select_related("version").first()
    with live(book.pk, catalogue).use():
        own = view(live(book.pk, catalogue), Reach.SENT)
        before, seen = own.reckoner(), own.reckoner().book.entries
        assert "制度" not in seen
    with writing(book.pk, "甲") as writer:
        writer.record([
            NewRow(each.table, tuple(each.row_key.split("\x1f")), json.loads(each.version.cells) | {name: "改过"})
            for each, name in ((row, "理由"), (hidden, "用途"))
        ])
    with live(book.pk, catalogue).use():
        assert own.reckoner() is before
        assert "制度" not in own.reckoner().book.entries
        assert "改过" in {entry.texts["理由"] for entry in own.reckoner().book.entries["评分"]}
