"""Opening, recording, beginning, checking and scoring books."""

import sys
from datetime import UTC
from datetime import date
from datetime import datetime

import pytest

from gouji.actions.build_reports import Wanted
from gouji.actions.build_reports import build_reports
from gouji.actions.check_book import check_book
from gouji.actions.explain_figure import Question
from gouji.actions.explain_figure import explain_figure
from gouji.actions.new_book import Beginning
from gouji.actions.new_book import new_book
from gouji.actions.open_book import load_definitions
from gouji.actions.open_book import moment_of
from gouji.actions.open_book import open_book
from gouji.actions.record_changes import record_changes
from gouji.actions.score_book import score_book
from gouji.actions.transaction import JOURNAL
from gouji.catalogue import shipped_definitions
from gouji.messages import GoujiError

MAY = datetime(2024, 5, 1, 12, tzinfo=UTC)
JUNE = datetime(2024, 6, 1, 12, tzinfo=UTC)


def code_of(action, *arguments):
    with pytest.raises(GoujiError) as caught:
        action(*arguments)
    return caught.value.problems[0].code


def change(book, before, after):
    path = book / "facts" / "一.csv"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def figures(book, catalogue, as_of=None):
    return {fact.indicator: fact.figure.text for fact in open_book(book, catalogue, as_of).book.select()}


def test_what_was_changed_by_hand_is_recorded_once(book, catalogue):
    assert len(record_changes(book, catalogue, "甲", MAY)) == 6  # 3 facts, 2 organisations, 1 evidence
    assert record_changes(book, catalogue, "甲", MAY) == ()
    change(book, ",300,", ",301,")
    change(book, "教师人数,,2023年,,,20,,表1,E01#第2行,甲,\n", "")
    changes = record_changes(book, catalogue, "乙", JUNE)
    assert [(item.change, item.row["indicator"], item.row["value"]) for item in changes] == [("改", "学生人数", "301"), ("删", "教师人数", "20")]
    history = (book / "history" / "facts.csv").read_text("utf-8").splitlines()
    assert history[0].startswith("recorded,recorded_by,change,indicator")
    assert history[-1].startswith("2024-06-01T12:00:00+00:00,乙,删,教师人数")


def test_the_book_as_of_a_moment(book, catalogue):
    record_changes(book, catalogue, "甲", MAY)
    change(book, ",300,", ",301,")
    record_changes(book, catalogue, "乙", JUNE)
    assert figures(book, catalogue, MAY)["X-1"] == "300"
    assert figures(book, catalogue, JUNE)["X-1"] == figures(book, catalogue)["X-1"] == "301"
    assert code_of(open_book, book, catalogue, datetime(2024, 4, 1, tzinfo=UTC)) == "X04"


def test_a_book_without_history_has_no_past(book, catalogue):
    assert code_of(open_book, book, catalogue, MAY) == "X03"


def test_opening_writes_nothing(book, catalogue):
    before = sorted((path, path.stat().st_mtime_ns) for path in book.rglob("*"))
    assert len(open_book(book, catalogue).pending) == 6
    assert sorted((path, path.stat().st_mtime_ns) for path in book.rglob("*")) == before


def test_a_book_in_the_middle_of_a_write_is_not_read(book, catalogue):
    (book / JOURNAL).write_text("{}", "utf-8")
    assert code_of(open_book, book, catalogue) == "X02"


def test_a_book_written_while_it_was_read_is_read_again(book, catalogue, monkeypatch):
    opening = sys.modules["gouji.actions.open_book"]

    read, seen = opening.read_folder, []

    def disturbed(*arguments):
        seen.append(read(*arguments))
        if len(seen) == 1:
            change(book, ",300,", ",301,")
            (book / JOURNAL).write_text("{}", "utf-8")
            (book / JOURNAL).unlink()
        return seen[-1]

    monkeypatch.setattr(opening, "read_folder", disturbed)
    assert figures(book, catalogue)["X-1"] == "301"
    assert len(seen) == 2


def test_moments():
    assert moment_of("2024-09-01").replace(tzinfo=None) == datetime(2024, 9, 1, 23, 59, 59, 999999)  # noqa: DTZ001
    assert moment_of("2024-09-01T12:00+08:00").astimezone(UTC) == datetime(2024, 9, 1, 4, tzinfo=UTC)
    assert code_of(moment_of, "昨天") == "X07"


def test_findings_narrowed_by_severity_and_rule(book, catalogue):
    change(book, ",300,", ",3,")
    known = open_book(book, catalogue).book
    assert [finding.rule for finding in check_book(known).findings] == ["X-R1"]
    assert [finding.rule for finding in check_book(known, ["错误"], ["x-r*"]).findings] == ["X-R1"]
    assert check_book(known, ["警告"]).findings == ()
    assert check_book(known, rules=["G-01"]).findings == ()
    assert code_of(check_book, known, (), ["X-R9"]) == "X06"


def test_explaining_takes_the_latest_period_with_a_value(book, catalogue):
    change(book, "经费,,2023年", "学生人数,,2024年,,,310,,表1,,甲,\n经费,,2023年")
    known = open_book(book, catalogue).book
    answer, place = explain_figure(known, Question("生师比"))  # 300 ÷ 20 = 15; no teachers are known of 2024
    assert (answer.printed, place.period.text) == ("15.0:1", "2023年")
    answer, place = explain_figure(known, Question("学生人数"))
    assert (answer.printed, place.period.text) == ("310", "2024年")
    answer, _place = explain_figure(known, Question("学生人数 - 教师人数", "第一学校", "2023"))
    assert answer.filled == "300 - 20"
    assert code_of(explain_figure, known, Question("学生数")) == "F08"
    assert code_of(explain_figure, known, Question("学生人数", "无此校")) == "B30"
    assert code_of(explain_figure, known, Question("学生人数", breakdown="任务")) == "B33"


def test_a_new_book_loads(tmp_path, catalogue):
    new_book(tmp_path / "新", catalogue, Beginning('引号"和\\斜线: 的学校', "S1", "某校"))
    known = open_book(tmp_path / "新", catalogue).book
    assert (known.title, known.organisation, known.organisations.name("S1")) == ('引号"和\\斜线: 的学校', "S1", "某校")
    assert code_of(new_book, tmp_path / "新", catalogue, Beginning("x", "S1", "x")) == "X10"


def test_a_new_book_for_each_shipped_form_loads_and_asks_for_what_is_typed(tmp_path):
    catalogue = load_definitions()
    for form in catalogue.forms:
        folder = tmp_path / form.name
        new_book(folder, catalogue, Beginning("试", "S1", "某校", form=form.name, period="2023"))
        known = open_book(folder, catalogue).book
        assert {fact.state for fact in known.select()} <= {"空"}
        assert len(known.facts) > 0 or list((folder / "registers").glob("*.csv"))
    assert code_of(new_book, tmp_path / "无", catalogue, Beginning("试", "S1", "某校", form="无此报表", period="2023")) == "X11"
    assert code_of(new_book, tmp_path / "无", catalogue, Beginning("试", "S1", "某校", form=catalogue.forms[0].name)) == "X12"
    assert not (tmp_path / "无").exists()


def test_a_new_book_of_any_form_is_reported_and_says_where_to_fill_in(tmp_path):
    catalogue = load_definitions()
    schemes = catalogue.on(date(2023, 12, 31)).schemes
    for form in (form for form in catalogue.forms if not form.scheme or form.scheme in schemes):
        folder = tmp_path / form.name
        new_book(folder, catalogue, Beginning("试", "S1", "某校", form=form.name, period="2023"))
        report = build_reports(open_book(folder, catalogue).book, Wanted(tmp_path / "out", formats=("html",)))[0].report
        assert [problem for problem in report.warnings if problem.place.file.startswith(str(shipped_definitions()))] == []
        rows = (folder / "facts" / f"{form.name}.csv").read_text("utf-8").splitlines()[1:] if (folder / "facts" / f"{form.name}.csv").exists() else []
        assert not {row.partition(",")[0] for row in rows} & {indicator.code for indicator in catalogue.indicators}


def test_a_text_left_open_is_a_gap_that_points_to_the_book(tmp_path):
    catalogue, folder = load_definitions(), tmp_path / "新"
    new_book(folder, catalogue, Beginning("试", "S1", "某校", form="中职质量年报", period="2023"))
    page = folder / "book.yaml"
    assert '  编制单位: "某校"\n  发布日期: "20' in page.read_text("utf-8")
    page.write_text("".join(line for line in page.read_text("utf-8").splitlines(keepends=True) if "发布日期" not in line), "utf-8")
    report = build_reports(open_book(folder, catalogue).book, Wanted(tmp_path / "out", formats=("html",)))[0].report
    assert [(problem.place.file, problem.params) for problem in report.warnings if problem.code == "T53"] == [(str(page), {"name": "发布日期"})]
    assert "〔缺：发布日期〕" in report.blocks[0].lines


def test_scoring_asks_for_a_scheme(book, catalogue):
    assert code_of(score_book, open_book(book, catalogue).book) == "X09"
    assert code_of(score_book, open_book(book, catalogue).book, "无此办法") == "R01"


def test_what_is_no_book_is_told_apart(tmp_path, book, catalogue):
    (tmp_path / "表.xlsx").write_bytes(b"PK")
    found = [code_of(open_book, path, catalogue) for path in (tmp_path / "无", tmp_path / "表.xlsx", book / "book.yaml", tmp_path)]
    assert found == ["X20", "X21", "X22", "B20"]


def test_a_folder_of_definitions_named_twice_counts_once(tmp_path, monkeypatch):
    (tmp_path / "我的" / "registers").mkdir(parents=True)
    (tmp_path / "我的" / "registers" / "一.yaml").write_text("register: 我的台账\ncolumns:\n  - {name: 序号}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert [register.name for register in load_definitions(["none", "我的", str(tmp_path / "我的")]).registers] == ["我的台账"]
