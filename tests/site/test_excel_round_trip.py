"""A form goes out as a workbook and comes back: what was changed is taken, what others changed is asked about, what is wrong is said on its cell."""

from io import BytesIO

import pytest

from collecting import ask
from collecting import code_of
from collecting import codes
from collecting import origin
from collecting import record
from gouji.messages import GoujiError
from gouji.rights import Role


@pytest.fixture
def filler(person):
    return person("filler", (Role.FILLER, "jiangmen", "JM01"))


@pytest.fixture
def submission(book):
    return ask(book, "JM01")["JM01"]


@pytest.fixture
def filled(filler, submission, tmp_path):
    """Downloads, lets somebody write into cells by the name of their indicator, uploads."""
    from openpyxl import load_workbook

    from gouji.actions.site.entry_excel import download_entry
    from gouji.actions.site.entry_excel import upload_entry

    def go(between=None, sheet="表1", **values):
        path = tmp_path / "form.xlsx"
        download_entry(origin(filler), submission.pk, path)
        book = load_workbook(path)
        for row in book[sheet].iter_rows():
            if row[1].value in values:
                row[4].value = values[row[1].value]
        book.save(path)
        if between:
            between()
        return upload_entry(origin(filler), submission.pk, path)
    return go


def value_of(book, name, period="2025年"):
    from gouji.actions.site.definitions import live_book
    from gouji.book import parse_period
    with live_book(book).use() as reckoner:
        return reckoner.figure(code_of(name), "JM01", parse_period(period)).printed


def test_the_workbook_is_the_form_with_its_words_protected(submission, filler, tmp_path):
    from openpyxl import load_workbook

    from gouji.actions.site.entry_excel import download_entry
    record(filler, submission, 毕业生人数="120", 毕业生本省去向落实率="95.4")
    path = tmp_path / "form.xlsx"
    download_entry(origin(filler), submission.pk, path)
    book = load_workbook(path)
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"][3:6] == ["表1", "表2", "表3"]
    assert book["勾稽键"].sheet_state == "veryHidden"
    sheet = book["表1"]
    rows = {row[1].value: row for row in sheet.iter_rows() if row[1].value}
    assert (sheet.protection.sheet, rows["毕业生人数*"][4].protection.locked, rows["毕业生人数*"][1].protection.locked) == (True, False, True)
    rate = rows["毕业生本省去向落实率"][4]
    assert (rows["毕业生人数*"][4].value, float(rate.value), rate.number_format) == (120, 95.4, "0.00")
    assert rows["毕业生面向三次产业就业人数"][4].protection.locked  # derived


def test_changed_cells_are_taken_and_the_others_left(book, submission, filler, filled):
    record(filler, submission, 毕业生人数="120")
    result = filled(毕业生去向落实人数=100, 毕业生本省去向落实率="95.4%")
    assert (result.taken, result.faults, result.conflicts) == (2, (), ())
    assert (value_of(book, "毕业生人数"), value_of(book, "毕业生去向落实人数"), value_of(book, "毕业生本省去向落实率")) == ("120", "100", "95.40")


def test_what_both_changed_is_asked_about_and_chosen(book, submission, filler, filled, person, visit):
    record(filler, submission, 毕业生人数="120")
    other = person("other", (Role.FILLER, "jiangmen", "JM01"))

    def meanwhile():
        from gouji.actions.site.entry_page import open_entry
        from gouji.actions.site.record_figures import Typed
        from gouji.actions.site.record_figures import record_figures
        cell = next(cell for table in open_entry(origin(other), submission.pk).tables for cell in table.cells() if cell.key == code_of("毕业生人数"))
        record_figures(origin(other), submission.pk, [Typed(cell.key, "125", cell.version)])

    result = filled(meanwhile, **{"毕业生人数*": 130, "毕业生去向落实人数": 100})
    ((label, conflict),) = result.conflicts
    assert (label, conflict.base, conflict.value, conflict.mine, result.taken) == ("毕业生人数", "120", "125", "130", 1)
    assert value_of(book, "毕业生人数") == "125"
    key = conflict.key
    sent = {f"choice-{key}": "mine", f"mine-{key}": "130", f"seen-{key}": str(conflict.version)}
    assert visit(filler).post(f"/collect/{submission.round_id}/{submission.pk}/excel/resolve/", sent).status_code == 302
    assert value_of(book, "毕业生人数") == "130"


def test_what_is_wrong_is_said_on_its_cell_of_the_same_file(book, submission, filler, filled):
    from openpyxl import load_workbook

    from gouji.actions.site.entry_excel import returned_file
    result = filled(毕业生去向落实人数="许多", 月收入=3500)
    assert (result.taken, [fault.cell for fault in result.faults]) == (1, ["E4"])
    sheet = load_workbook(returned_file(origin(filler), submission.pk))["表1"]
    assert "不是数字" in sheet["E4"].comment.text
    assert sheet["E4"].value == "许多"


def test_a_figure_in_two_tables_must_be_the_same_in_both(submission, filler, tmp_path, book):
    from openpyxl import load_workbook

    from gouji.actions.site.entry_excel import download_entry
    from gouji.actions.site.entry_excel import upload_entry
    path = tmp_path / "form.xlsx"
    download_entry(origin(filler), submission.pk, path)
    workbook = load_workbook(path)
    for name, column, value in (("表1", 4, 120), ("办学规模", 3, 121)):
        row = next(row for row in workbook[name].iter_rows() if "毕业生人数*" in [cell.value for cell in row])
        row[column].value = value
    workbook.save(path)
    result = upload_entry(origin(filler), submission.pk, path)
    assert (result.taken, len(result.faults)) == (0, 1)
    assert "填得不一样" in result.faults[0].words


def test_files_that_are_not_of_this_submission(book, submission, filler, tmp_path, person):
    from openpyxl import Workbook

    from gouji.actions.site.entry_excel import download_entry
    from gouji.actions.site.entry_excel import upload_entry
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.origin import Refused
    other = ask(book, "JM02")["JM02"]
    path = tmp_path / "other.xlsx"
    download_entry(PROGRAM, other.pk, path)
    with pytest.raises(GoujiError) as caught:
        upload_entry(origin(filler), submission.pk, path)
    assert codes(caught) == ["S36"]
    Workbook().save(path)
    with pytest.raises(GoujiError) as caught:
        upload_entry(origin(filler), submission.pk, path)
    assert codes(caught) == ["S35"]
    download_entry(PROGRAM, submission.pk, path)
    with pytest.raises(Refused):
        upload_entry(origin(person("head", (Role.HEAD, "jiangmen", "JM01"))), submission.pk, path)
    with pytest.raises(Refused):
        download_entry(origin(person("sibling", (Role.FILLER, "jiangmen", "JM02"))), submission.pk, path)


def test_the_pages(submission, filler, visit):
    client = visit(filler)
    base = f"/collect/{submission.round_id}/{submission.pk}/"
    sent = client.get(f"{base}excel/")
    assert sent["Content-Disposition"].startswith("attachment")
    content = BytesIO(sent.content)
    content.name = "form.xlsx"
    page = client.post(f"{base}excel/upload/", {"file": content}).content.decode()
    assert "收下 0 格" in page
    bad = BytesIO(b"%PDF-1.4")
    bad.name = "form.xlsx"
    assert client.post(f"{base}excel/upload/", {"file": bad}).status_code == 422
    assert client.get(f"{base}excel/returned/").status_code == 404


def test_rows_of_a_register_go_out_and_come_back(site, catalogue, person, tmp_path):
    from pathlib import Path

    from openpyxl import load_workbook

    from gouji.actions.site.entry_excel import download_entry
    from gouji.actions.site.entry_excel import upload_entry
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    book = load_folder(PROGRAM, Path(__file__).parents[2] / "examples" / "jiangmen-technician-2022", "technician", catalogue)
    submission = ask(book, "JMJS", form="部门整体支出绩效自评报告", period="2022年")["JMJS"]
    who = origin(person("clerk", (Role.FILLER, "technician", "JMJS")))
    path = tmp_path / "form.xlsx"
    download_entry(who, submission.pk, path)
    workbook = load_workbook(path)
    sheet = workbook["管理制度"]
    titles = [cell.value for cell in sheet[2]]
    last = next(number for number in range(3, 60) if not sheet.cell(number, 1).value)
    first = sheet.cell(3, titles.index("名称") + 1)
    first.value = f"{first.value}（修订）"
    changed = first.value
    for position, title in enumerate(titles, 1):
        sheet.cell(last, position).value = {"名称": "新制度"}.get(title, sheet.cell(last - 1, position).value)
    workbook.save(path)
    result = upload_entry(who, submission.pk, path)
    names = [row.cells["名称"] for table in open_entry(who, submission.pk).tables for row in table.entries if table.name == "管理制度"]
    assert (result.rows, result.faults) == (2, ())
    assert {changed, "新制度"} <= set(names)


def test_files_with_remarks_are_not_kept_for_ever(submission, filler, filled):
    from datetime import UTC
    from datetime import datetime
    from datetime import timedelta

    from gouji.actions.site.entry_excel import clear_returned
    from gouji.actions.site.entry_excel import returned_file
    filled(月收入="许多")
    now = datetime.now(UTC)
    assert clear_returned(now - timedelta(days=1)) == 0
    assert returned_file(origin(filler), submission.pk).exists()
    assert clear_returned(now + timedelta(minutes=1)) >= 1
