"""Importing: every row checked, good rows in one go, nothing lost, faulty rows given back in the user's own file."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from gouji.actions.import_table import Import
from gouji.actions.import_table import import_table
from gouji.actions.open_book import open_book
from gouji.actions.record_changes import record_changes
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.tables import Limits

HEAD = "指标,机构,期间,数值,单位,来源\n"


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def table(tmp_path, text, name="表.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding)
    return path


def run(book, catalogue, path, **wanted):
    return import_table(book, catalogue, Import(path, author="丁", **wanted))


def codes(error):
    return [problem.code for problem in error.value.problems]


def test_new_changed_unchanged_blank_and_faulty_rows(book, catalogue, tmp_path):
    path = table(tmp_path, HEAD + (
        "学生人数,,2023年,310,,表9\n"      # changed
        "教师人数,,2023,20,,表1\n"         # the same figure, the year written otherwise
        "学生人数,,2024年,320,,表9\n"      # new
        "教师人数,,2024年,,,表9\n"         # blank: nothing is known, nothing is replaced
        "教师人数,,2022年,很多,,表9\n"   # no number
        "学生数,,2024年,1,,表9\n"          # no such indicator
    ))
    result = run(book, catalogue, path)
    assert (result.new, result.changed, result.unchanged, result.blank, len(result.faults)) == (1, 1, 1, 1, 2)
    assert {row: [problem.code for problem in problems] for row, problems in result.faults.items()} == {6: ["N01"], 7: ["F08"]}
    known = open_book(book, catalogue).book
    values = {(key[0], key[2]): fact.figure.text for key, fact in known.facts.items() if fact.figure}
    assert values == {("X-1", "2023年"): "310", ("X-2", "2023年"): "20", ("X-4", "2023年"): "12.50", ("X-1", "2024年"): "320"}


def test_a_replaced_row_stays_where_it_stands_and_history_keeps_the_old_one(book, catalogue, tmp_path):
    run(book, catalogue, table(tmp_path, HEAD + "X-1,S1,2023,310,,表9\n"))
    rows = rows_of(book / "facts" / "一.csv")
    assert [(row["indicator"], row["value"], row["source"], row["evidence"], row["author"]) for row in rows] == [
        ("学生人数", "310", "表9", "E01#第1行", "甲"), ("教师人数", "20", "表1", "E01#第2行", "甲"), ("经费", "12.50", "表2", "", "乙"),
    ]
    history = rows_of(book / "history" / "facts.csv")
    assert [(row["change"], row["indicator"], row["value"], row["recorded_by"]) for row in history] == [
        ("加", "学生人数", "300", "丁"), ("加", "教师人数", "20", "丁"), ("加", "经费", "12.50", "丁"), ("改", "学生人数", "310", "丁"),
    ]
    assert open_book(book, catalogue).pending == ()


def test_what_was_changed_by_hand_before_goes_into_history_first(book, catalogue, tmp_path):
    record_changes(book, catalogue, "甲")
    path = book / "facts" / "一.csv"
    path.write_text(path.read_text("utf-8").replace(",300,", ",305,"), "utf-8")
    run(book, catalogue, table(tmp_path, HEAD + "学生人数,,2023年,310,,表1\n"))
    values = [row["value"] for row in rows_of(book / "history" / "facts.csv") if row["indicator"] == "学生人数"]
    assert values == ["300", "305", "310"]


def test_the_unit_goes_with_the_value(book, catalogue, tmp_path):
    path = book / "facts" / "一.csv"
    path.write_text(path.read_text("utf-8").replace("12.50,,", "125000,元,"), "utf-8")
    run(book, catalogue, table(tmp_path, "指标,期间,数值\n经费,2023年,13\n"))  # 万元, as the table names no unit
    fact = open_book(book, catalogue).book.facts[("X-4", "S1", "2023年", "")]
    assert (fact.figure.value, fact.figure.unit) == (13, "万元")


def test_importing_twice_changes_nothing(book, catalogue, tmp_path):
    path = table(tmp_path, HEAD + "学生人数,,2024年,320,,表9\n经费,,2023年,12.5,,表2\n")  # 12.5 is 12.50: Excel drops the zero
    run(book, catalogue, path)
    before = files_of(book)
    result = run(book, catalogue, path)
    assert (result.new, result.changed, result.unchanged) == (0, 0, 2)
    assert files_of(book) == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("学校,期间\nx,2024\n", ["P71", "P71"]),  # no indicator, no value
        ("指标,期间,数值,指标\nx,2024,1,y\n", ["P66"]),
        ("指标,期间,数值,序号\nx,2024,1,1\n", ["P72"]),
        ("", ["P51"]),
    ],
)
def test_a_structural_fault_refuses_the_file(book, catalogue, tmp_path, text, expected):
    before = files_of(book)
    with pytest.raises(GoujiError) as caught:
        run(book, catalogue, table(tmp_path, text))
    assert codes(caught) == expected
    assert files_of(book) == before


def test_columns_may_have_names_of_their_own(book, catalogue, tmp_path):
    path = table(tmp_path, "序号,项目,年,数\n1,学生人数,2024年,5\n")
    result = run(book, catalogue, path, mapping={"项目": "指标", "年": "period", "数": "value", "序号": ""})
    assert (result.new, len(result.faults)) == (1, 0)
    with pytest.raises(GoujiError) as caught:
        run(book, catalogue, path, mapping={"项目": "无此栏目"})
    assert codes(caught) == ["I02"]
    with pytest.raises(GoujiError) as caught:
        run(book, catalogue, table(tmp_path, HEAD + "学生人数,,2024年,1,,\n"), mapping={"无此列": "value"})
    assert codes(caught) == ["I03"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_as_office_programs_save_it(book, catalogue, tmp_path, encoding):
    result = run(book, catalogue, table(tmp_path, HEAD + "学生人数,,2024年,320,,表9\n", encoding=encoding))
    assert (result.new, len(result.faults)) == (1, 0)


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("生师比,,2024年,15,,x", "B32", "A2"),
        ("学生人数,无此校,2024年,15,,x", "B30", "B2"),
        ("学生人数,,昨天,15,,x", "B01", "C2"),
        ("学生人数,,2024年,若干,,x", "N01", "D2"),
        ("学生人数,,2024年,15,万元,x", "N02", "E2"),
    ],
)
def test_a_faulty_row_names_its_cell(book, catalogue, tmp_path, row, code, cell):
    result = run(book, catalogue, table(tmp_path, HEAD + row + "\n"))
    (problem,) = result.faults[2]
    assert (problem.code, problem.place.cell) == (code, cell)


def test_a_row_twice_in_the_table_is_a_fault(book, catalogue, tmp_path):
    result = run(book, catalogue, table(tmp_path, HEAD + "学生人数,,2024年,1,,\n学生人数,S1,2024,2,,\n"))
    assert (result.new, [problem.code for problem in result.faults[3]]) == (1, ["I04"])


def test_stated_figures_may_stand_beside_each_other(book, catalogue, tmp_path):
    path = table(tmp_path, "指标,期间,依据,数值,来源\n生师比,2023年,填报,15.0,表3\n生师比,2023年,填报,15.1,正文\n生师比,2023年,填报,15.0,表3\n")
    result = run(book, catalogue, path)
    assert (result.new, list(result.faults)) == (2, [4])
    assert [fact.figure.text for fact in open_book(book, catalogue).book.stated[("X-3", "S1", "2023年", "")]] == ["15.0", "15.1"]


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_the_own_workbook_comes_back_with_an_error_column(book, catalogue, tmp_path):
    path = workbook(tmp_path / "数.xlsx", [["指标", "期间", "数值"], ["学生人数", "2024年", 320], ["学生人数", "2022年", "很多"]])
    result = run(book, catalogue, path)
    assert result.errors_file == tmp_path / "数-错误.xlsx"
    rows = list(openpyxl.load_workbook(result.errors_file).active.iter_rows(values_only=True))
    assert rows[0][3].startswith("错误信息")
    assert rows[1][3] is None
    assert "不是数字" in rows[2][3]
    again = run(book, catalogue, result.errors_file)  # the error column is passed over
    assert (again.unchanged, len(again.faults)) == (1, 1)


def test_a_date_in_a_number_column_is_a_fault(book, catalogue, tmp_path):
    sheet = openpyxl.Workbook()
    sheet.active.append(["指标", "期间", "数值"])
    sheet.active.append(["学生人数", "2024年", 12])
    sheet.active["C2"].number_format = "yyyy-mm-dd"  # shows 1900-01-12
    sheet.save(tmp_path / "日期.xlsx")
    result = run(book, catalogue, tmp_path / "日期.xlsx")
    assert [problem.code for problem in result.faults[2]] == ["P75"]


def test_a_dry_run_writes_nothing_into_the_book(book, catalogue, tmp_path):
    before = files_of(book)
    result = run(book, catalogue, table(tmp_path, HEAD + "学生人数,,2024年,1,,\n"), dry_run=True)
    assert (result.new, result.files, result.dry_run) == (1, (), True)
    assert files_of(book) == before


def test_a_dry_run_gives_no_file_back_unless_it_is_named(book, catalogue, tmp_path):
    faulty = table(tmp_path, HEAD + "没有的指标,,2024年,1,,\n")
    result = run(book, catalogue, faulty, dry_run=True)
    assert (len(result.faults), result.errors_file) == (1, None)
    assert not list(tmp_path.glob("*-错误*"))
    assert run(book, catalogue, faulty, dry_run=True, errors=tmp_path / "看.csv").errors_file == tmp_path / "看.csv"


def test_entries_of_a_register(book, catalogue, tmp_path):
    (book / "registers" / "竞赛.csv").write_text("序号,级别,数量\n1,国,1\n2,省,2\n", "utf-8")
    path = table(tmp_path, "序号,级别,数量,备注\n2,国,2,升级\n3,省,4,\n4,市,1,\n,省,1,\n1,国,1,\n")
    result = run(book, catalogue, path, into="竞赛")
    assert (result.new, result.changed, result.unchanged) == (1, 1, 1)
    assert {row: [problem.code for problem in problems] for row, problems in result.faults.items()} == {4: ["B36"], 5: ["B35"]}
    entries = open_book(book, catalogue).book.entries["竞赛"]
    assert [(entry.texts["序号"], entry.texts["级别"], entry.note) for entry in entries] == [("1", "国", ""), ("2", "国", "升级"), ("3", "省", "")]
    with pytest.raises(GoujiError) as caught:
        run(book, catalogue, path, into="无此台账")
    assert codes(caught) == ["B24"]


def test_a_file_larger_than_the_limit(book, catalogue, tmp_path):
    path = table(tmp_path, HEAD + "学生人数,,2024年,1,,\n" * 100)
    with pytest.raises(GoujiError) as caught:
        run(book, catalogue, path, limits=Limits(file=1000))
    assert codes(caught) == ["P52"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("step", [1, 2, 4, 6])
def test_killed_while_importing_the_book_is_whole(book, catalogue, definitions, tmp_path, step):
    path = table(tmp_path, HEAD + "学生人数,,2023年,310,,\n学生人数,,2024年,320,,\n")
    script = f"""
import os
from pathlib import Path
from gouji.actions.open_book import load_definitions
from gouji.actions.import_table import Import, import_table
left, flush = {step}, os.fsync
def dying(handle):
    global left
    flush(handle)
    left -= 1
    if not left:
        os.kill(os.getpid(), 9)
os.fsync = dying
import_table(Path({str(book)!r}), load_definitions(["none", {str(definitions)!r}]), Import(Path({str(path)!r}), author="丁"))
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    if step > 1:  # the journal stands: the book says so until it is completed
        with pytest.raises(GoujiError) as caught:
            open_book(book, catalogue)
        assert codes(caught) == ["X02"]
    record_changes(book, catalogue, "戊")
    values = {fact.period: fact.figure.text for fact in open_book(book, catalogue).book.select(["X-1"])}
    taken = step > 1
    assert values == ({"2023年": "310", "2024年": "320"} if taken else {"2023年": "300"})
    kept = [row["value"] for row in rows_of(book / "history" / "facts.csv") if row["indicator"] == "学生人数"]
    assert kept == (["300", "310", "320"] if taken else ["300"])
    assert not [path for path in Path(book).rglob(".*") if path.is_file()]


@pytest.mark.parametrize(("line", "expected"), [
    ("学生人数，2024年,5,,,", ["I05"]), ("学生人数，2024年，5", ["I05"]), ("学生人素,,2024年,1,,表1，第2行", []), ("学生人素,,2024年,1,,", []),
])
def test_a_row_shifted_by_full_width_commas_is_told_so(book, catalogue, tmp_path, line, expected):
    result = run(book, catalogue, table(tmp_path, HEAD + line + "\n"))
    assert [problem.code for problem in result.faults[2] if problem.code == "I05"] == expected


def test_missing_and_unknown_columns_are_named_in_chinese(book, catalogue, tmp_path):
    for text, names in (("学校,期间\nx,2024\n", ["指标", "数值"]), ("指标,期间,数值,序号\nx,2024,1,1\n", ["指标、机构、期间"]), ("一,二\n3,4\n", ["指标、"])):
        with pytest.raises(GoujiError) as caught:
            run(book, catalogue, table(tmp_path, text))
        said = str(caught.value)
        assert all(name in said for name in names)
        assert not {"indicator", "value", "period"} & set(re.findall("[a-z]+", said.split("] ", 1)[1]))


def test_an_ambiguous_name_in_a_table_is_not_told_of_uses(book, catalogue, tmp_path, monkeypatch):
    fault = Problem("F09", Place("x.csv", 2), {"name": "学生人数", "formula": "", "hint": "A::学生人数或B::学生人数"})
    monkeypatch.setattr("gouji.actions.imported_rows._fact_reader", lambda _book: lambda _row, problems: problems.append(fault))
    result = run(book, catalogue, table(tmp_path, HEAD + "学生人数,,2024年,1,,\n"))
    assert [problem.code for problem in result.faults[2]] == ["I06"]
    assert "uses" not in str(result.faults[2][0])
    assert "A::学生人数" in str(result.faults[2][0])
