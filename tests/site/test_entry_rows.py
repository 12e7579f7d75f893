"""Rows of a register within a form: added, changed, taken out, none overwritten unseen; what is said about a cell; the drawer."""

import json
from pathlib import Path

import pytest

from collecting import ask
from collecting import code_of
from collecting import origin
from gouji.rights import Role

EXAMPLES = Path(__file__).parents[2] / "examples"
NEW = {"名称": "科研奖励办法", "类别": "制度", "文号": "江技师发〔2022〕9号", "领域": "教学"}


@pytest.fixture
def submission(site, catalogue):
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    book = load_folder(PROGRAM, EXAMPLES / "jiangmen-technician-2022", "technician", catalogue)
    return ask(book, "JMJS", form="部门整体支出绩效自评报告", period="2022年")["JMJS"]


@pytest.fixture
def filler(person):
    return person("filler", (Role.FILLER, "technician", "JMJS"))


def rows_of(submission, account, name="管理制度"):
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.row_keys import opaque
    found = open_entry(origin(account), submission.pk)
    return {row.cells["名称"]: (opaque(row.key), row) for table in found.tables if table.name == name for row in table.entries}


def record(submission, account, key="", seen=0, **cells):
    from gouji.actions.site.record_entries import EntryChange
    from gouji.actions.site.record_entries import record_entries
    return record_entries(origin(account), submission.pk, "制度", [EntryChange(key, cells or None, seen)])


def test_a_row_is_added_changed_and_taken_out(submission, filler):
    from gouji.store.models import RowVersion
    (saved,) = record(submission, filler, **NEW).saved
    key, row = rows_of(submission, filler)["科研奖励办法"]
    assert (saved.key, saved.version, row.cells["机构"]) == (key, row.version, "江门市技师学院")
    (renamed,) = record(submission, filler, key, row.version, **NEW | {"名称": "科研管理办法"}).saved
    found = rows_of(submission, filler)
    assert ("科研奖励办法" in found, "科研管理办法" in found) == (False, True)
    record(submission, filler, renamed.key, renamed.version)
    assert "科研管理办法" not in rows_of(submission, filler)
    assert RowVersion.objects.filter(table="registers/制度", account_id=filler.pk, change="删").count() == 2


@pytest.mark.parametrize(
    ("cells", "code"),
    [({"名称": ""}, "B35"), ({"类别": "别的"}, "B36"), ({"名称": "财务内部稽核控制制度"}, "B37"), ({"机构": "江门市"}, "S46"), ({"用途": "长" * 5001}, "S41")],
)
def test_a_row_that_cannot_be_taken_comes_back(submission, filler, cells, code):
    result = record(submission, filler, **NEW | cells)
    assert (result.saved, [fault.code for fault in result.faults]) == ([], [code])


def test_a_row_another_changed_is_not_overwritten(submission, filler):
    key, row = rows_of(submission, filler)["财务内部稽核控制制度"]
    record(submission, filler, key, row.version, **row.cells | {"文号": "甲"})
    late = record(submission, filler, key, row.version, **row.cells | {"文号": "乙"})
    assert [fault.code for fault in late.faults] == ["S39"]
    assert rows_of(submission, filler)["财务内部稽核控制制度"][1].cells["文号"] == "甲"


def test_who_may_change_rows(submission, person):
    from gouji.actions.site.origin import Refused
    for role in (Role.REVIEWER, Role.HEAD, Role.READER):
        with pytest.raises(Refused):
            record(submission, person(role.name.lower(), (role, "technician", "JMJS")), **NEW)


def test_rows_on_the_page(submission, filler, visit):
    base = f"/collect/{submission.round_id}/{submission.pk}/"
    body = {"register": "制度", "changes": [{"key": "", "cells": NEW, "seen": 0}]}
    told = visit(filler).post(f"{base}rows/", json.dumps(body), content_type="application/json").json()
    assert (told["rows"][0]["cells"]["名称"], told["faults"], told["state"]) == ("科研奖励办法", [], "filling")
    assert json.dumps("科研奖励办法")[1:-1] in visit(filler).get(f"{base}?table=管理制度").content.decode()
    opened = visit(filler).get(f"{base}table/?name=管理制度").json()
    assert "科研奖励办法" in [row["cells"]["名称"] for row in opened["table"]["entries"]]


def test_the_drawer_and_what_is_said_about_a_cell(submission, filler, person, visit):
    from gouji.store.models import Mark
    key = code_of("基本支出预算数", "部门整体绩效", "2022年")
    base = f"/collect/{submission.round_id}/{submission.pk}/"
    page = visit(filler).get(f"{base}cell/?key={key}").content.decode()
    assert all(words in page for words in ("基本支出预算数", "修改历史", "3479.18"))
    reviewer = person("reviewer", (Role.REVIEWER, "technician", "JMJS"))
    page = visit(reviewer).post(f"{base}comment/", {"key": key, "words": "<i>口径？</i>"}).content.decode()
    assert "&lt;i&gt;口径？&lt;/i&gt;" in page
    mark = Mark.objects.get()
    assert (mark.kind, mark.row_key, mark.closed) == ("批注", key, None)
    visit(filler).post(f"{base}comment/", {"key": key, "settled": mark.pk})
    assert Mark.objects.get().closed is not None
    assert visit(filler).post(f"{base}comment/", {"key": key, "words": " "}).status_code == 422
    assert visit(filler).get(f"{base}cell/?key=NO").status_code == 422
    outside = person("outside", (Role.FILLER, "jiangmen", "JM01"))
    assert visit(outside).get(f"{base}cell/?key={key}").status_code == 403
    assert visit(outside).post(f"{base}comment/", {"key": key, "words": "x"}).status_code == 403


def test_a_new_row_begins_with_what_its_table_says_and_the_next_number(site, catalogue, filler):
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.record_entries import EntryChange
    from gouji.actions.site.record_entries import record_entries
    book = load_folder(PROGRAM, EXAMPLES / "jiangmen-technician-2022", "technician", catalogue)
    asked = ask(book, "JMJS", form="部门整体预算绩效目标申报表", period="2023年")["JMJS"]
    table = next(each for each in open_entry(origin(filler), asked.pk).tables if each.name == "绩效指标")
    assert table.blank == {"清单": "部门整体", "年度": "2023年"}
    typed = {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "招收新生人数", "目标值": "2400"}
    changes = [EntryChange("", {**table.blank, **typed}), EntryChange("", {**table.blank, **typed, "三级指标": "毕业生人数"})]
    saved = record_entries(origin(filler), asked.pk, "绩效目标", changes).saved
    numbers = [int(row.cells["序号"]) for row in saved]
    assert numbers == [1, 2]  # last year's numbers end with last year
    shown = next(each for each in open_entry(origin(filler), asked.pk).tables if each.name == "绩效指标")
    assert [row.cells["三级指标"] for row in shown.entries] == ["招收新生人数", "毕业生人数"]


def test_a_row_of_another_organisation_is_not_taken_over(submission, filler):
    import json as plain

    from gouji.actions.site.row_keys import opaque
    from gouji.store.models import CurrentRow
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    key, row = rows_of(submission, filler)["财务内部稽核控制制度"]
    known = CurrentRow.objects.select_related("version").get(version=row.version)
    cells = plain.loads(known.version.cells) | {"名称": "城市的制度", "机构": "江门市"}
    with writing(submission.round.book_id, "甲") as writer:
        foreign = writer.record([NewRow("registers/制度", ("城市的制度",), cells)])[0]
    result = record(submission, filler, opaque("城市的制度\x1f江门市"), foreign.pk, **NEW | {"机构": "江门市技师学院"})
    assert ([fault.code for fault in result.faults], result.saved) == (["S46"], [])
    assert CurrentRow.objects.get(table="registers/制度", row_key="城市的制度").version_id == foreign.pk
    assert key != opaque("城市的制度\x1f江门市")


@pytest.fixture
def two_schools(book, person):
    """Submissions of two schools that keep the same register, and their fillers."""
    asked = ask(book, "JM01", "JM02", form="部门整体预算绩效目标申报表", period="2023年")
    return [(asked[code], person(f"filler{code}".lower(), (Role.FILLER, "jiangmen", code))) for code in ("JM01", "JM02")]


TARGET = {"清单": "部门整体", "年度": "2023年", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "招生人数", "目标值": "2400"}


def add(submission, account, **cells):
    from gouji.actions.site.record_entries import EntryChange
    from gouji.actions.site.record_entries import record_entries
    return record_entries(origin(account), submission.pk, "绩效目标", [EntryChange("", TARGET | cells)])


def test_each_school_numbers_its_own_rows_and_begins_anew_every_year(two_schools):
    (one, first), (two, second) = two_schools
    rows = ((one, first, {}), (two, second, {}), (one, first, {}), (one, first, {"年度": "2022年"}), (two, second, {"年度": "2023"}))
    numbers = [add(submission, account, **cells).saved[0].cells["序号"] for submission, account, cells in rows]
    assert numbers == ["1", "1", "2", "1", "2"]
    assert [fault.code for fault in add(one, first, 序号="2", 年度="2023").faults] == ["B37"]  # however the year is written
    assert not add(two, second, 序号="7").faults


def test_rows_kept_under_shorter_keys_go_on(two_schools):
    from gouji.actions.site.record_entries import EntryChange
    from gouji.actions.site.record_entries import record_entries
    from gouji.store.models import CurrentRow
    from gouji.store.models import RowVersion
    (one, first), (two, second) = two_schools
    (row,) = add(one, first).saved
    for model in (CurrentRow, RowVersion):  # as earlier versions kept it
        model.objects.filter(table="registers/绩效目标").update(row_key="1")
    assert add(two, second).saved[0].cells["序号"] == "1"
    (changed,) = record_entries(origin(first), one.pk, "绩效目标", [EntryChange(row.key, TARGET | {"序号": "1", "目标值": "9"}, row.version)]).saved
    assert (changed.key, CurrentRow.objects.get(version=changed.version).row_key) == (row.key, "1")
    (moved,) = record_entries(origin(first), one.pk, "绩效目标", [EntryChange(changed.key, TARGET | {"序号": "5"}, changed.version)]).saved
    assert moved.key != row.key
    assert sorted(CurrentRow.objects.filter(table="registers/绩效目标").values_list("row_key", flat=True)) == [
        "部门整体\x1f\x1f1\x1f2023年\x1f工贸学校", "部门整体\x1f\x1f5\x1f2023年\x1f江门一职"]
