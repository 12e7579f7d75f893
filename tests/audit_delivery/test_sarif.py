import json

import openpyxl

from gouji.audit.decisions import Decision
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import Status
from gouji.audit.decisions import values_seen
from gouji.audit.delivery import sarif_log
from gouji.audit.delivery import view_of
from gouji.audit.delivery.sheet import write_sheets


def results(log):
    return log["runs"][0]["results"]


def snippet(document, location):
    region = location["physicalLocation"]["region"]
    return document.text[region["charOffset"]:region["charOffset"] + region["charLength"]]


def test_findings_passes_and_what_cannot_be_checked(document, audit):
    log = sarif_log(view_of(document, audit))
    assert json.loads(json.dumps(log)) == log
    assert (log["version"], log["runs"][0]["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert [(each["kind"], each["level"]) for each in results(log)] == [
        ("fail", "error"), ("fail", "error"), ("review", "none"), ("fail", "note"), ("pass", "none"), ("open", "none"),
    ]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in results(log))


def test_places_are_code_points_of_the_numbers(document, audit):
    first = results(sarif_log(view_of(document, audit)))[0]
    assert snippet(document, first["locations"][0]) == "95.34"
    assert [snippet(document, each) for each in first["relatedLocations"]] == ["9946", "10421"]
    assert first["partialFingerprints"] == {"goujiFinding/v1": audit.findings[0].fingerprint}
    assert "9946 ÷ 10421 × 100" in first["message"]["text"]


def test_a_dismissed_finding_is_suppressed_with_its_reason(document, audit):
    finding = audit.findings[0]
    known = Decisions((Decision(finding.fingerprint, Status.DISMISSED, "口径不同", "", "", values_seen(audit, finding)),))
    suppressions = [each.get("suppressions") for each in results(sarif_log(view_of(document, audit, known)))]
    assert suppressions[0] == [{"kind": "external", "status": "accepted", "justification": "口径不同"}]
    assert suppressions[1:] == [None] * 5


def test_fail_only_leaves_out_what_viewers_would_take_for_failures(document, audit):
    assert {each["kind"] for each in results(sarif_log(view_of(document, audit), fail_only=True))} == {"fail"}


def test_the_workbook_lists_findings_ledger_and_what_cannot_be_checked(document, audit, tmp_path):
    write_sheets(view_of(document, audit), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["问题", "核对台账", "不可核"]
    rows = [[cell.value for cell in row] for row in book["问题"].iter_rows(min_row=2, max_row=4)]
    assert rows[0][:4] == ["序号", "结论", "种类", "位置"]
    assert rows[2][1:7] == ["矛盾", "合计", "1.1 资助 · 表 1 第 4 行第 2 列", "合计 | 人数：【2,100】", "各项之和为 2,000 人，合计栏为 2,100 人", "1,200 + 800 = 2000，文中为 2,100人"]
    assert [row[1].value for row in book["核对台账"].iter_rows(min_row=3, max_row=7)] == ["矛盾", "矛盾", "存疑", "截位", "相符"]
