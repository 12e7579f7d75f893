"""Which files of a book are read, and that none is passed over in silence."""

import shutil

import pytest

from builders import book_folder
from builders import catalogue
from builders import fact
from gouji.book import load_book
from gouji.book.folder import read_folder
from gouji.messages import GoujiError

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 学年
    indicators:
      - {code: A, name: 在校生人数, unit: 人}
"""


@pytest.fixture
def known(tmp_path):
    return catalogue(tmp_path, indicators=DEFINITIONS)


@pytest.fixture
def folder(tmp_path, known):
    return book_folder(tmp_path, [fact("A", "2024", "5")])


@pytest.mark.parametrize(("name", "code"), [
    ("facts/二.xlsx", "B47"), ("facts/下级/二.csv", "B49"), ("registers/奖.xls", "B47"), ("facts/下级/二.xlsx", "B47"),
])
def test_a_table_that_would_not_be_read_is_named(folder, known, name, code):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"PK")
    with pytest.raises(GoujiError) as caught:
        load_book(folder, known)
    assert [(problem.code, problem.place.file) for problem in caught.value.problems] == [(code, str(path))]


@pytest.mark.parametrize("name", ["~$一.csv", "~$一.xlsx", ".~lock.一.csv#", "._一.csv", "说明.txt"])
def test_locks_and_hidden_files_are_passed_over(folder, known, name):
    (folder / "facts" / name).write_bytes(b"\x00\x05")
    assert (len(load_book(folder, known).facts), read_folder(folder, known).notices) == (1, ())


def test_an_empty_file_stops_nothing_and_is_named(folder, known):
    (folder / "facts" / "空.csv").write_bytes(b"\xef\xbb\xbf\r\n")
    loaded = read_folder(folder, known)
    assert [(notice.code, notice.place.file) for notice in loaded.notices] == [("B48", str(folder / "facts" / "空.csv"))]
    assert len(loaded.book.facts) == 1


def test_a_header_in_chinese_means_the_same(folder, known):
    shutil.rmtree(folder / "facts")
    (folder / "facts").mkdir()
    (folder / "facts" / "填报.CSV").write_text("指标,期间,数值,单位,备注\n在校生人数,2024,7,人,\n", "utf-8")
    assert [(key[0], str(item.figure.value)) for key, item in load_book(folder, known).facts.items()] == [("A", "7")]
