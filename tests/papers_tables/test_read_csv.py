"""CSV: encodings, delimiters, quotes, and the round trip of any text."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.papers.tables import Mark
from gouji.papers.tables import read_table
from gouji.papers.tables import row_faults
from gouji.papers.tables.delimited import decode
from gouji.papers.tables.delimited import sniff_delimiter

TEXT = "指标,单位,数值\n毕业生人数,某校,1200\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(csv_file, encoding):
    table = read_table(csv_file(TEXT.encode(encoding)))
    assert (table.encoding, table.columns, table.rows[0].cells) == (encoding, ("指标", "单位", "数值"), ("毕业生人数", "某校", "1200"))
    assert bool(table.notices) == (encoding in {"gb18030", "utf-16"})


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters(csv_file, delimiter):
    table = read_table(csv_file("表一；某年，数据\n" + TEXT.replace(",", delimiter)))
    assert (table.delimiter, table.header_row, len(table.columns)) == (delimiter, 2, 3)


def test_newline_in_quotes_counts_as_one_row(csv_file):
    table = read_table(csv_file('指标,备注\r\n甲,"一\r\n二,""三"""\r\n\r\n乙,四\r\n'))
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("甲", '一\r\n二,"三"')), (4, ("乙", "四"))]


def test_unquoted_thousands_are_a_fault_of_the_row(csv_file):
    table = read_table(csv_file("指标,数值\n甲,1,234\n乙,5,\n丙\n"))
    assert [(row.cells, dict(row.marks)) for row in table.rows] == [
        (("甲", "1"), {2: Mark.SURPLUS}),
        (("乙", "5"), {}),
        (("丙", ""), {}),
    ]
    problem = row_faults(table, table.rows[0])[0]
    assert (problem.code, problem.place.line, problem.place.cell) == ("P79", 2, "C2")


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5), st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]))
def test_any_text_survives(tmp_path_factory, rows, encoding):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([["指标", "单位", "备注说明"], *rows])
    path = tmp_path_factory.getbasetemp() / "round.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    kept = [tuple(row) for row in rows if "".join(row).strip()]
    if kept:
        assert [row.cells for row in read_table(path, expected=["指标", "单位", "备注说明"]).rows] == kept


@given(st.text("一二三毕业生人数某校甲乙丙丁", max_size=60))
def test_chinese_gb18030_is_never_taken_for_damaged_utf8(tmp_path_factory, cells):
    text = f"指标,数值\n{cells}\n"
    encoding, read = decode(tmp_path_factory.getbasetemp(), text.encode("gb18030"))
    assert (encoding, read) == ("gb18030", text)


def test_comma_where_there_is_one_column():
    assert sniff_delimiter("指标\n甲\n") == ","


def test_tabs_within_quoted_cells_do_not_part_them(tmp_path):
    path = tmp_path / "tabs.csv"
    path.write_text('"指标","单位","备注说明"\r\n"甲","1","\t\t\t"\r\n"乙","\t","\t"\r\n', "utf-8", newline="")
    assert [row.cells for row in read_table(path, expected=["指标", "单位", "备注说明"]).rows] == [("甲", "1", "\t\t\t"), ("乙", "\t", "\t")]
