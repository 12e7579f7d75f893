"""The tree of organisations on a day: schools that change their parent or name, and rows that cannot be."""

from datetime import date

import pytest

from builders import SCHOOL
from builders import book
from builders import book_folder
from builders import catalogue
from builders import fact
from builders import problems
from gouji.book import load_book
from gouji.messages import GoujiError

DEFINITIONS = "set: 试\ntitle: 试\ncalendar: 自然年\nindicators:\n  - {code: A, name: 甲, unit: 人, organisations: 合计}\n"
CITY = {"code": "c", "name": "某市", "kind": "市"}
COUNTIES = ({"code": "c1", "name": "东县", "kind": "县", "parent": "c"}, {"code": "c2", "name": "西县", "kind": "县", "parent": "c"})
MOVED = (
    {"code": "s", "name": "第一职校", "kind": "学校", "parent": "c1", "to": "2023-12-31", "attributes": "地区类型=东部；办学层次=中职", "aliases": "一职;老一职"},
    {"code": "s", "name": "第一技校", "kind": "学校", "parent": "c2", "from": "2024-01-01"},
)


@pytest.fixture
def known(tmp_path):
    return catalogue(tmp_path, indicators=DEFINITIONS)


@pytest.fixture
def organisations(tmp_path, known):
    return book(tmp_path, known, organisations=(CITY, *COUNTIES, *MOVED)).organisations


@pytest.mark.parametrize(("code", "day", "children"), [
    ("c1", date(2023, 12, 31), ("s",)), ("c2", date(2023, 12, 31), ()), ("c1", date(2024, 1, 1), ()), ("c2", date(2024, 1, 1), ("s",)),
    ("c", date(2024, 1, 1), ("c1", "c2")), ("s", date(2024, 1, 1), ()),
])
def test_a_school_that_changes_its_parent(organisations, code, day, children):
    assert organisations.children(code, day) == children


def test_what_an_organisation_was_on_a_day(organisations):
    assert organisations.on("s", date(2023, 1, 1)).name == "第一职校"
    assert organisations.on("s", date(2023, 1, 1)).attributes == {"地区类型": "东部", "办学层次": "中职"}
    assert organisations.on("s", date(2024, 1, 1)).name == organisations.name("s") == "第一技校"
    assert organisations.on("x", date(2024, 1, 1)) is None
    assert set(organisations.below("c", date(2024, 1, 1))) == {"c", "c1", "c2", "s"}


@pytest.mark.parametrize(("name", "code"), [("s", "s"), ("第一职校", "s"), ("第一技校", "s"), ("老一职", "s"), ("某市", "c"), ("无此校", None)])
def test_names_of_all_times_are_understood(organisations, name, code):
    assert organisations.code_of(name) == code


def test_a_name_that_two_bear_is_asked_about(tmp_path, known):
    offices = tuple({"code": code, "name": "教务处", "kind": "部门", "parent": "s"} for code in ("d1", "d2"))
    folder = book_folder(tmp_path, [fact("甲", "2024", "5", organisation="教务处")], organisations=(SCHOOL, *offices))
    with pytest.raises(GoujiError) as caught:
        load_book(folder, known)
    problem = caught.value.problems[0]
    assert (problem.code, problem.place.line, problem.params["codes"]) == ("B38", 2, "d1、d2")
    book_folder(tmp_path, [fact("甲", "2024", "5", organisation="d2")], organisations=(SCHOOL, *offices))
    assert [key[1] for key in load_book(folder, known).facts] == ["d2"]


@pytest.mark.parametrize(("rows", "code", "line"), [
    ((SCHOOL, {"code": "d", "name": "系", "kind": "部门", "parent": "x"}), "B02", 3),
    (({**SCHOOL, "parent": "d"}, {"code": "d", "name": "系", "kind": "部门", "parent": "s"}), "B03", 2),
    (({**SCHOOL, "parent": "s"},), "B03", 2),
    ((CITY, *COUNTIES, {**MOVED[0], "to": ""}, MOVED[1]), "B39", 6),            # the old row was not ended: counted twice
    ((CITY, *COUNTIES, MOVED[0], {**MOVED[1], "from": "2023-12-31"}), "B39", 6),
    (({**SCHOOL, "from": "2024-02-30"},), "B27", 2),
])
def test_rows_that_cannot_be(tmp_path, known, rows, code, line):
    folder = book_folder(tmp_path, organisations=rows)
    assert problems(lambda: load_book(folder, known)) == [(code, "organisations.csv", line)]


def test_two_that_change_places_make_no_circle(tmp_path, known):
    # the first was under the second until 2021, the second is under the first since 2022
    rows = (
        {"code": "a", "name": "甲校", "kind": "学校", "parent": "b", "to": "2021-12-31"}, {"code": "a", "name": "甲校", "kind": "学校", "from": "2022-01-01"},
        {"code": "b", "name": "乙校", "kind": "学校", "to": "2021-12-31"}, {"code": "b", "name": "乙校", "kind": "学校", "parent": "a", "from": "2022-01-01"},
    )
    organisations = book(tmp_path, known, organisations=rows).organisations
    assert organisations.below("b", date(2021, 1, 1)) == ("b", "a")
    assert organisations.below("a", date(2022, 1, 1)) == ("a", "b")


def test_the_books_own_organisation_must_be_there(tmp_path, known):
    folder = book_folder(tmp_path)
    (folder / "book.yaml").write_text("title: 测\norganisation: x\nsets: [试]\n", encoding="utf-8")
    assert problems(lambda: load_book(folder, known)) == [("B22", "organisations.csv", 0)]
