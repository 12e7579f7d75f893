"""Entry: what is typed is read as the book reads it, faults and conflicts come back cell by cell, nothing is overwritten unseen."""

import json

import pytest

from collecting import ask
from collecting import code_of
from collecting import codes
from collecting import origin
from collecting import record
from gouji.messages import GoujiError
from gouji.rights import Role


@pytest.fixture
def people(person):
    return {
        "filler": person("filler", (Role.FILLER, "jiangmen", "JM01")), "other": person("other", (Role.FILLER, "jiangmen", "JM01")),
        "head": person("head", (Role.HEAD, "jiangmen", "JM01")), "sibling": person("sibling", (Role.FILLER, "jiangmen", "JM02")),
        "bureau": person("bureau", (Role.BUREAU, "jiangmen", "440700")), "reader": person("reader", (Role.READER, "jiangmen", "440700")),
    }


@pytest.fixture
def submission(book):
    return ask(book, "JM01")["JM01"]


def value_of(book, name, organisation="JM01", period="2025年"):
    from gouji.actions.site.definitions import live_book
    from gouji.book import parse_period
    with live_book(book).use() as reckoner:
        return reckoner.figure(code_of(name), organisation, parse_period(period)).printed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("1234", "1234"), ("1,234", "1234"), ("0.12万", "1200"), (" 56 ", "56"), ("不适用", "不适用"), ("未采集", "未采集")],
)
def test_a_figure_is_read_as_the_book_reads_it(book, submission, people, typed, shown):
    from gouji.store.models import RowVersion
    from gouji.store.models import Submission
    result = record(people["filler"], submission, 毕业生人数=typed)
    assert (result.faults, result.conflicts, result.state) == ((), (), "filling")
    assert value_of(book, "毕业生人数") == shown
    row = RowVersion.objects.get(pk=result.saved[code_of("毕业生人数")])
    assert (row.organisation, row.recorded_by, row.account_id) == ("JM01", "测试filler", people["filler"].pk)
    assert Submission.objects.get(pk=submission.pk).state == "filling"


@pytest.mark.parametrize(("name", "value", "code"), [("毕业生人数", "很多", "N01"), ("毕业生人数", "12吨", "N02"), ("生师比", "17", "S07")])
def test_a_faulty_cell_comes_back_and_the_good_ones_are_taken(book, submission, people, name, value, code):
    result = record(people["filler"], submission, 升学人数="45", **{name: value})
    assert [(fault.key, fault.code, bool(fault.advice)) for fault in result.faults] == [(code_of(name), code, True)]
    assert list(result.saved) == [code_of("升学人数")]


def test_a_cell_that_is_not_of_the_form_is_refused(book, submission, people):
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    result = record_figures(origin(people["filler"]), submission.pk, [Typed("NO-SUCH", "1"), Typed(code_of("毕业生人数") + "|任务=1", "1")])
    assert [fault.code for fault in result.faults] == ["S06", "S06"]


def test_what_another_changed_is_not_overwritten_unseen(book, submission, people):
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    key = code_of("毕业生人数")
    first = record(people["filler"], submission, 毕业生人数="100").saved[key]
    second = record_figures(origin(people["other"]), submission.pk, [Typed(key, "200", seen=first)]).saved[key]
    third = record_figures(origin(people["filler"]), submission.pk, [Typed(key, "300", seen=first)])
    (conflict,) = third.conflicts
    assert (conflict.value, conflict.who, conflict.version, conflict.mine) == ("200", "测试other", second, "300")
    assert value_of(book, "毕业生人数") == "200"
    assert record_figures(origin(people["filler"]), submission.pk, [Typed(key, "300", seen=conflict.version)]).conflicts == ()
    assert value_of(book, "毕业生人数") == "300"


def test_the_same_value_twice_is_one_version(book, submission, people):
    first, second = (record(people["filler"], submission, 毕业生人数="100") for _ in range(2))
    assert first.saved == second.saved
    assert second.conflicts == ()


def test_an_emptied_cell_keeps_its_history(book, submission, people):
    from gouji.actions.site.cell_story import cell_story
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    key = code_of("毕业生人数")
    first = record(people["filler"], submission, 毕业生人数="100").saved[key]
    record_figures(origin(people["filler"]), submission.pk, [Typed(key, "", seen=first, note="名单未到")])
    story = cell_story(origin(people["head"]), submission.pk, key)
    assert (story.cell.state, story.cell.text, story.cell.note) == ("空", "", "名单未到")
    assert [version.value for version in story.versions] == ["", "100"]


@pytest.mark.parametrize(("who", "refused"), [("sibling", True), ("head", True), ("bureau", True), ("reader", True), ("filler", False)])
def test_who_may_fill_in(book, submission, people, who, refused):
    from gouji.actions.site.origin import Refused
    if refused:
        with pytest.raises(Refused):
            record(people[who], submission, 毕业生人数="1")
    else:
        assert record(people[who], submission, 毕业生人数="1").saved


def test_a_task_for_some_tables_lends_those_only(book, person):
    from gouji.actions.site.create_round import Share
    clerk = person("clerk")
    submission = ask(book, "JM01", shares=(Share("JM01", "clerk", ("表3",)),))["JM01"]
    result = record(clerk, submission, 毕业生人数="5", 专业群数量="4")
    assert [fault.code for fault in result.faults] == ["S42"]
    assert list(result.saved) == [code_of("专业群数量")]


@pytest.mark.parametrize("state", ["submitted", "approved", "published"])
def test_nothing_is_written_to_what_was_handed_in(book, submission, people, state):
    from gouji.store.models import Submission
    Submission.objects.filter(pk=submission.pk).update(state=state)
    with pytest.raises(GoujiError) as caught:
        record(people["filler"], submission, 毕业生人数="1")
    assert codes(caught) == ["S09"]


def test_nothing_is_written_before_the_round_begins(book, people):
    from datetime import date
    from datetime import timedelta
    submission = ask(book, "JM01", opens=date.today() + timedelta(days=3))["JM01"]  # noqa: DTZ011  # deadlines run by the calendar of the place
    with pytest.raises(GoujiError) as caught:
        record(people["filler"], submission, 毕业生人数="1")
    assert codes(caught) == ["S44"]


def test_a_large_paste_is_one_transaction(book, submission, people):
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    from gouji.reports.entry import input_cells
    from gouji.store.models import TrailRow
    who = origin(people["filler"])
    keys = [key for key, cell in input_cells(open_entry(who, submission.pk).tables).items() if not cell.textual]
    result = record_figures(who, submission.pk, [Typed(key, str(number)) for number, key in enumerate(keys, 1)])
    assert len(result.saved) == len(keys) > 100
    assert json.loads(TrailRow.objects.filter(act="figures.record", outcome="done").get().details)["cells"] == len(keys)
    with pytest.raises(GoujiError) as caught:
        record_figures(who, submission.pk, [Typed(str(number), "1") for number in range(5001)])
    assert codes(caught) == ["S40"]
