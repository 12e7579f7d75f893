"""gouji audit from the words typed to files and exit status, on real files read by the real readers."""

import csv
import json
import os
import zipfile
from pathlib import Path

import docx
import pytest

from gouji.actions import audit_documents
from gouji.actions.audit_documents import AuditOptions
from gouji.actions.audit_documents import audit_many
from gouji.actions.audit_documents import audit_path
from gouji.actions.audit_documents import documents_in
from gouji.audit.decisions import Decision
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import Status
from gouji.audit.decisions import decisions_path
from gouji.audit.decisions import save_decisions
from gouji.cli import main

WRONG = "2024 年共有毕业生 500 人，其中：男生 300 人，女生 210 人。\n"  # 300 + 210 = 510
RIGHT = "2024 年共有毕业生 510 人，其中：男生 300 人，女生 210 人。\n"
SHARE = "共有教师 320 人，其中双师型教师 240 人，占 85.0%。\n"  # 240 ÷ 320 = 75.0 %


@pytest.fixture
def wrong(tmp_path):
    (tmp_path / "报告.txt").write_text(SHARE, "utf-8")
    return tmp_path / "报告.txt"


def run(capsys, *words):
    status = main(["--lang", "zh", *map(str, words)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def write_docx(path, *paragraphs):
    file = docx.Document()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    file.save(path)
    return path


def test_a_wrong_share_is_shown_with_its_arithmetic(capsys, wrong):
    status, out, _err = run(capsys, "audit", wrong)
    assert status == 1
    assert "矛盾" in out
    assert "【85.0】%" in out
    assert "240 ÷ 320 × 100" in out


def test_json_goes_to_the_file_with_code_points(capsys, wrong, tmp_path):
    status, out, _err = run(capsys, "audit", wrong, "--definitions", "none", "--format", "json", "--output", tmp_path / "o.json")
    record = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert (status, out, record["schema"]) == (1, "", "gouji-audit/1")
    number = record["findings"][0]["number"]
    assert SHARE[number["start"]:number["end"]] == "85.0"
    assert {"claims", "findings", "not_assessable", "coverage"} <= record.keys()


def test_sarif_on_the_screen(capsys, wrong):
    status, out, _err = run(capsys, "audit", wrong, "--format", "sarif")
    assert status == 1
    assert json.loads(out)["runs"][0]["results"][0]["kind"] == "fail"


def test_a_clean_report_ends_with_zero(capsys, tmp_path):
    (tmp_path / "对.txt").write_text(RIGHT, "utf-8")
    assert run(capsys, "audit", tmp_path / "对.txt")[0] == 0


def test_a_dismissed_finding_is_no_finding_until_its_values_change(capsys, wrong, tmp_path):
    run(capsys, "audit", wrong, "--format", "json", "--output", tmp_path / "o.json")
    view = audit_documents.audit_file(wrong, AuditOptions()).view
    items = [Decision(issue.finding.fingerprint, Status.DISMISSED, "口径不同", "", "2024", issue.values) for issue in view.issues]
    save_decisions(decisions_path(wrong), wrong.name, Decisions(tuple(items)))
    status, out, _err = run(capsys, "audit", wrong)
    assert status == 0
    assert "已驳回 1" in out
    wrong.write_text(SHARE.replace("85.0", "86.0"), "utf-8")
    status, out, _err = run(capsys, "audit", wrong)
    assert status == 1
    assert "曾就其他数值作过决定：驳回（口径不同）" in out


def test_the_user_s_own_file_comes_back_with_comments(capsys, tmp_path):
    path = write_docx(tmp_path / "报告.docx", SHARE.strip())
    status, _out, _err = run(capsys, "audit", path, "--to", tmp_path / "出")
    written = sorted(each.name for each in (tmp_path / "出").iterdir())
    assert status == 1
    assert written == ["报告.docx.核对.docx", "报告.docx.核对.html", "报告.docx.核对.json", "报告.docx.核对.清单.xlsx"]
    marked = docx.Document(tmp_path / "出" / "报告.docx.核对.docx")
    assert "240 ÷ 320 × 100" in next(iter(marked.comments)).text
    assert [paragraph.text for paragraph in marked.paragraphs] == [SHARE.strip()]


def test_a_folder_gives_one_table_and_files_in_its_own_shape(capsys, tmp_path):
    folder = tmp_path / "报告"
    (folder / "甲校").mkdir(parents=True)
    (folder / "甲校" / "年报.txt").write_text(SHARE, "utf-8")
    (folder / "乙校.txt").write_text(RIGHT, "utf-8")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "~$甲.docx").write_bytes(b"lock")
    status, out, _err = run(capsys, "audit", folder, "--to", tmp_path / "出", "--formats", "html")
    assert status == 1
    with (tmp_path / "出" / "核对汇总.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[0] for row in rows[1:]] == [str(Path("甲校/年报.txt")), "乙校.txt", "坏.pdf"]  # the gravest first, the unreadable last
    assert rows[1][1:4] == ["1", "0", "0"]
    assert rows[3][-1]
    assert (tmp_path / "出" / "甲校" / "年报.txt.核对.html").is_file()
    assert "年报.txt" in out


def test_only_what_changed_is_done_again(tmp_path, monkeypatch):
    folder = tmp_path / "报告"
    folder.mkdir()
    (folder / "a.txt").write_text(SHARE, "utf-8")
    options = AuditOptions(str(tmp_path / "出"), str(folder), ("html",))
    first = audit_path(str(folder / "a.txt"), options)
    calls = []
    monkeypatch.setattr(audit_documents, "read_document", calls.append)
    assert audit_path(str(folder / "a.txt"), options) == first
    assert calls == []
    (tmp_path / "出" / "a.txt.核对.html").unlink()
    monkeypatch.undo()
    assert audit_path(str(folder / "a.txt"), options) == first  # the page is written again
    assert (tmp_path / "出" / "a.txt.核对.html").is_file()
    (folder / "a.txt").write_text(RIGHT, "utf-8")
    assert audit_path(str(folder / "a.txt"), options)["open"] == {"contradicts": 0, "suspicious": 0, "truncated": 0}


def end_process(path, _options):
    if path.endswith("死.txt"):
        os._exit(9)
    return {"document": path}


def test_a_document_that_ends_its_process_does_not_stop_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(audit_documents, "audit_path", end_process)
    records = {record["document"]: record for record in audit_many([Path("a.txt"), Path("死.txt"), Path("b.txt")], AuditOptions(), 2)}
    assert records.keys() == {"a.txt", "死.txt", "b.txt"}
    assert [record["problems"][0]["code"] for record in records.values() if "problems" in record] == ["A81"]


def test_what_is_taken_from_a_folder(tmp_path):
    for name in ("a.docx", "b.PDF", ".c.docx", "~$d.docx", "e.png", "a.docx.核对.docx", "出/f.txt", "子/g.et"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in documents_in(tmp_path, tmp_path / "出")] == ["a.docx", "b.PDF", "子/g.et"]


def test_an_unknown_format_is_told(capsys, wrong, tmp_path):
    status, _out, err = run(capsys, "audit", wrong, "--to", tmp_path / "出", "--formats", "doc")
    assert status == 2
    assert "A82" in err


def test_a_missing_file_is_told(capsys, tmp_path):
    status, _out, err = run(capsys, "audit", tmp_path / "没有.txt")
    assert status == 2
    assert "没有.txt" in err


def test_an_empty_folder_is_told(capsys, tmp_path):
    status, _out, err = run(capsys, "audit", tmp_path)
    assert status == 2
    assert "A84" in err


def test_a_converted_document_is_not_mistaken_for_one_that_can_be_marked(tmp_path):
    path = write_docx(tmp_path / "a.docx", SHARE)
    assert zipfile.is_zipfile(path)
    assert audit_documents._beginning(path) in audit_documents._BEGINNINGS["docx"]
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    assert audit_documents._beginning(tmp_path / "a.doc") not in audit_documents._BEGINNINGS["docx"]


def test_formats_without_a_folder_are_refused_and_told_where_to(capsys, wrong):
    status, out, err = run(capsys, "audit", wrong, "--formats", "docx")
    assert (status, out) == (2, "")
    assert "[A85]" in err
    assert "--to 核对结果 --formats docx" in err
