"""Comparing two states of what was handed in: submissions, last year, publications, dates; nobody compares what he may not see."""

import json
from datetime import date

import pytest

from gouji.messages import GoujiError
from gouji.rights import Role
from handed_in import REVIEWERS
from handed_in import a_round
from handed_in import change
from handed_in import submitted

HERE = "440700"


@pytest.fixture
def people(person):
    return {
        "filler": person("tian", (Role.FILLER, "jiangmen", HERE)), "reviewer": person("shen", (Role.REVIEWER, "jiangmen", HERE)),
        "head": person("zhang", (Role.HEAD, "jiangmen", HERE)), "bureau": person("ju", (Role.BUREAU, "jiangmen", "440000")),
        "reader": person("du", (Role.READER, "jiangmen", HERE)),
    }


@pytest.fixture
def acts(people):
    from gouji.actions.site.origin import origin_of
    return lambda name, verb, *given: verb(origin_of(people[name]), *given)


@pytest.fixture
def twice(book, people, acts):
    """Submitted, returned, a figure changed, submitted again, another changed since."""
    from gouji.actions.site.return_submission import return_submission
    row = submitted(a_round(book, REVIEWERS), HERE, people["filler"])
    acts("reviewer", return_submission, row.pk, 1, "请核对")
    change(book, "SVQ-1.1", HERE, "10800")
    row = submitted(row.round, HERE, people["filler"])
    change(book, "SVQ-1.2", HERE, "10500")
    return row


def changed(found):
    return {(line.table, line.name, line.before, line.after, line.gap) for line in found.lines if line.kind == "changed"}


def test_two_submissions_differ_in_what_was_put_right(twice, acts):
    from gouji.actions.site.comparing import compare
    found = acts("head", compare, twice.pk)
    assert (found.first.code, found.second.code) == ("last", "sent")
    assert ("表1", "毕业生人数*", "10726", "10800", "+74") in changed(found)
    assert not any(name == "毕业生去向落实人数" for _table, name, *_rest in changed(found))  # that came later
    assert found.counts["changed"] == len(changed(found))


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("sent", "now", ("表1", "毕业生去向落实人数", "10469", "10500", "+31")),
        ("year", "sent", ("表1", "毕业生人数*", "9414", "10800", "+1386")),
        ("last", "now", ("表1", "毕业生人数*", "10726", "10800", "+74")),
    ],
)
def test_any_two_states_can_be_compared(twice, acts, first, second, line):
    from gouji.actions.site.comparing import compare
    assert line in changed(acts("head", compare, twice.pk, first, second))


def test_a_date_means_the_end_of_that_day(twice, acts):
    from gouji.actions.site.comparing import compare
    today = date.today().isoformat()  # noqa: DTZ011  # the site runs by the calendar of the place
    assert not changed(acts("head", compare, twice.pk, today, "now"))
    with pytest.raises(GoujiError) as caught:
        acts("head", compare, twice.pk, "1990-01-01", "sent")  # nothing had been recorded yet
    assert caught.value.problems[0].code == "S57"


def test_a_publication_is_a_state(book, twice, acts):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.comparing import compare
    from gouji.actions.site.publish import publish
    acts("reviewer", approve, twice.pk, 3)
    acts("head", publish, twice.pk, 4)
    found = acts("reader", compare, twice.pk, "p1", "p1")
    assert {choice.code for choice in found.choices} == {"p1"}  # readers compare publications only
    assert not changed(found)


@pytest.mark.parametrize(("who", "code"), [("bureau", "now"), ("bureau", "2026-01-01"), ("head", "p7"), ("head", "gestern")])
def test_what_one_may_not_see_is_no_state(twice, acts, who, code):
    from gouji.actions.site.comparing import compare
    with pytest.raises(GoujiError) as caught:
        acts(who, compare, twice.pk, code, "sent")
    assert caught.value.problems[0].code == "S57"


def test_the_page_counts_and_has_twins(twice, people, visit):
    head, address = visit(people["head"]), f"/compare/?submission={twice.pk}&from=last&to=sent"
    text = head.get(address).content.decode()
    assert "<del>10726</del>" in text
    assert "<ins>10800</ins>" in text
    rows = json.loads(b"".join(head.get(f"{address}&format=json").streaming_content))["rows"]
    assert {"类别": "修改", "表": "表1", "指标": "毕业生人数*", "计量单位": "人", "上次上报": "10726", "本次上报": "10800", "增减": "+74"} in rows
    csv = b"".join(head.get(f"{address}&format=csv").streaming_content).decode()
    assert "'+74" in csv  # no formula from a text
    assert visit(people["reader"]).get(address).status_code == 403
    assert head.get("/compare/").status_code == 404
