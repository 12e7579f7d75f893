"""History: appended to, never changed; what is appended leads exactly to the present, and any moment before can be read back."""

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import book_folder
from builders import catalogue
from builders import fact
from builders import stated
from gouji.book import load_book
from gouji.book.folder import read_folder
from gouji.book.history import HistoryTable
from gouji.book.history import differences
from gouji.book.history import history_file
from gouji.book.history import history_text
from gouji.book.history import last_seal
from gouji.book.history import replay
from gouji.book.tables import FACTS
from gouji.messages import GoujiError

START = datetime(2024, 5, 1, 12, tzinfo=UTC)
DEFINITIONS = """
    set: 试
    title: 试
    calendar: 自然年
    indicators:
      - {code: A, name: 甲, unit: 人}
      - {code: B, name: 乙, unit: 人}
"""
REGISTER = "register: 讲座\nperiod: 年度\ncolumns: [{name: 题目}, {name: 年度}]\n"     # no key: nothing tells two equal rows apart


def append(folder, table, changes, moment, author="教务处"):
    path = history_file(folder, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = tuple(path.read_text("utf-8").splitlines()[0].split(",")) if path.exists() else ()
    with path.open("a", encoding="utf-8") as stream:
        stream.write(history_text(table, changes, moment, author, header, last_seal(path)))


def record(folder, known, moment):
    """Append what history does not know yet."""
    loaded = read_folder(folder, known)
    for name, table in loaded.tables.items():
        append(folder, table, [change for change in loaded.pending if change.table == name], moment)
    return [change.change for change in loaded.pending]


@pytest.fixture
def known(tmp_path):
    return catalogue(tmp_path, indicators=DEFINITIONS, registers=REGISTER)


def values(book):
    return {key[0]: str(item.figure.value) for key, item in book.facts.items()}


def test_the_book_can_be_read_as_of_any_moment(tmp_path, known):
    folder = book_folder(tmp_path, [fact("A", "2024", "5")], registers={"讲座": [{"题目": "一", "年度": "2024"}]})
    assert record(folder, known, START) == ["加", "加", "加"]      # the organisation, the fact, the entry
    book_folder(tmp_path, [fact("A", "2024", "6"), fact("B", "2024", "1")])
    assert record(folder, known, START + timedelta(days=1)) == ["改", "加"]
    book_folder(tmp_path, [fact("B", "2024", "1")])
    (folder / "registers" / "讲座.csv").unlink()
    assert record(folder, known, START + timedelta(days=2)) == ["删", "删"]
    assert record(folder, known, START + timedelta(days=3)) == []
    for days, expected, entries in ((0, {"A": "5"}, 1), (1, {"A": "6", "B": "1"}, 1), (2, {"B": "1"}, 0), (9, {"B": "1"}, 0)):
        then = load_book(folder, known, START + timedelta(days=days))
        assert values(then) == expected
        assert len(then.entries.get("讲座", ())) == entries


def test_a_moment_without_an_offset_is_meant_here(tmp_path, known):
    folder = book_folder(tmp_path, [fact("A", "2024", "5")])
    record(folder, known, START)
    assert values(load_book(folder, known, datetime(2030, 1, 1))) == {"A": "5"}  # noqa: DTZ001  # that is the case


def test_who_recorded_it_and_when_is_known(tmp_path, known):
    folder = book_folder(tmp_path, [fact("A", "2024", "5"), fact("B", "2024", "5", author="人事处")])
    record(folder, known, START)
    found = load_book(folder, known).facts
    assert [(item.recorded, item.author) for item in found.values()] == [(START, "教务处"), (START, "人事处")]


def test_equal_rows_are_as_many_in_history_as_in_the_book(tmp_path, known):
    lecture = {"题目": "安全", "年度": "2024"}
    folder = book_folder(tmp_path, registers={"讲座": [lecture, lecture, lecture]})
    record(folder, known, START)
    assert len(load_book(folder, known, START).entries["讲座"]) == 3
    book_folder(tmp_path, registers={"讲座": [lecture, lecture]})
    assert record(folder, known, START + timedelta(days=1)) == ["删"]
    assert len(load_book(folder, known, START + timedelta(days=1)).entries["讲座"]) == 2


def test_two_figures_stated_in_one_place_settle(tmp_path, known):
    folder = book_folder(tmp_path, [stated("A", "2024", "5", source="正文"), stated("A", "2024", "6", source="正文")])
    record(folder, known, START)
    assert record(folder, known, START + timedelta(days=1)) == []
    then = load_book(folder, known, START)
    assert [str(item.figure.value) for group in then.stated.values() for item in group] == ["5", "6"]


def test_a_moment_nobody_can_read(tmp_path, known):
    folder = book_folder(tmp_path, [fact("A", "2024", "5")])
    record(folder, known, START)
    path = history_file(folder, FACTS)
    path.write_text(path.read_text("utf-8").replace("2024-05-01T", "昨天T"), encoding="utf-8")
    with pytest.raises(GoujiError) as caught:
        load_book(folder, known)
    assert (caught.value.problems[0].code, caught.value.problems[0].place.line) == ("B18", 2)


def test_lines_of_an_earlier_version_knew_rows_by_fewer_columns(tmp_path):
    former = HistoryTable("t", ("序号", "年度"), lambda row: (row["序号"],))
    present = HistoryTable("t", ("序号", "年度"), lambda row: (row["序号"], row["年度"]), former.key)
    append(tmp_path, former, differences(former, {}, [{"序号": "1", "年度": "2023"}]), START)
    append(tmp_path, former, differences(former, replay(tmp_path, former), [{"序号": "1", "年度": "2024"}]), START + timedelta(days=1))
    assert [recorded.row for recorded in replay(tmp_path, present).values()] == [{"序号": "1", "年度": "2024"}]
    rows = [{"序号": "1", "年度": "2024"}, {"序号": "1", "年度": "2025"}]
    append(tmp_path, present, differences(present, replay(tmp_path, present), rows), START + timedelta(days=2))
    assert [recorded.row for recorded in replay(tmp_path, present).values()] == rows


KEYED = HistoryTable("t", ("键", "值"), lambda row: (row["键"],))
WHOLE = HistoryTable("t", ("键", "值"), lambda row: (row["键"], row["值"]))
row = st.fixed_dictionaries({"键": st.sampled_from(["甲", "乙", "丙"]), "值": st.sampled_from(["", "1", "2", "a,b", '“引”"号"', "两\n行"])})
states = st.lists(st.lists(row, max_size=6), min_size=1, max_size=4)


@given(st.sampled_from([KEYED, WHOLE]), states)
def test_what_is_appended_leads_to_the_present(table, history):
    with TemporaryDirectory() as name:
        folder = Path(name)
        for days, rows in enumerate(history):
            append(folder, table, differences(table, replay(folder, table), rows), START + timedelta(days=days))
            assert differences(table, replay(folder, table), rows) == []
        for days, rows in enumerate(history):
            then = [recorded.row for recorded in replay(folder, table, START + timedelta(days=days)).values()]
            assert multiset(then) == multiset(rows)


def multiset(rows):
    return sorted((item["键"], item["值"]) for item in rows)


def test_a_line_altered_by_hand_is_noticed(tmp_path):
    known = catalogue(tmp_path, indicators=DEFINITIONS)
    folder = book_folder(tmp_path / "b", facts=[fact("甲", "2023", "100"), fact("乙", "2023", "200")])
    record(folder, known, datetime(2024, 1, 1, tzinfo=UTC))
    path = folder / "history" / "facts.csv"
    honest = path.read_text("utf-8")
    path.write_text(honest.replace("100", "777"), encoding="utf-8")
    with pytest.raises(GoujiError, match="B46"):
        load_book(folder, known)
    lines = honest.splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")     # a line taken out
    with pytest.raises(GoujiError, match="B46"):
        load_book(folder, known)
    path.write_text(honest, encoding="utf-8")
    assert len(load_book(folder, known).facts) == 2
