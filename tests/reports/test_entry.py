"""A form as it is filled in: which cells are typed, which follow, what stands beside them."""

from pathlib import Path

import pytest

from gouji.actions.open_book import load_definitions
from gouji.actions.open_book import open_book
from gouji.book import parse_period
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reports.entry import DERIVED
from gouji.reports.entry import EARLIER
from gouji.reports.entry import INPUT
from gouji.reports.entry import entry_tables
from gouji.reports.entry import input_cells

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def catalogue():
    return load_definitions()


@pytest.fixture(scope="module")
def tables(catalogue):
    books = {}

    def of(name, form, period, organisation):
        reckoner = books.setdefault(name, Reckoner(open_book(EXAMPLES / name, catalogue).book))
        when = parse_period(period)
        return entry_tables(reckoner, reckoner.book.edition(when).forms[form], Context(organisation, when), {"SVQ-1.1": 7})
    return of


def row_of(found, table, label):
    return next(row for each in found if each.name == table for row in each.rows if row.label == label)


def test_figures_are_typed_derived_or_of_last_year(tables):
    found = tables("jiangmen-secondary-2024", "中职质量年报", "2023-2024学年", "440700")
    graduates, total = row_of(found, "表1", "毕业生人数*"), row_of(found, "表1", "毕业生面向三次产业就业人数")
    assert [cell.kind for cell in graduates.cells] == ["said", "said", "said", EARLIER, INPUT]
    last, this = graduates.cells[3:]
    assert (last.text, this.text, this.former, this.state, this.unit, this.version) == ("9414", "10726", "9414", "值", "人", 7)
    assert (total.cells[4].kind, total.cells[4].formula != "", total.cells[4].filled != "") == (DERIVED, True, True)
    assert this.evidence


def test_the_next_period_is_blank_with_last_year_beside(tables):
    found = tables("jiangmen-secondary-2024", "中职质量年报", "2024-2025学年", "440700")
    cell = row_of(found, "表1", "毕业生人数*").cells[4]
    assert (cell.text, cell.state, cell.former) == ("", "空", "10726")
    assert all(cell.state == "空" for cell in input_cells(found).values())


def test_parts_of_a_row_have_cells_of_their_own(tables):
    found = tables("jiangmen-secondary-2024", "中职质量年报", "2023-2024学年", "440700")
    row = row_of(found, "表2", "在校生满意度*")
    assert [cell.kind for cell in row.cells[4:]] == [INPUT] * 3
    assert row.cells[6].textual


def test_a_breakdown_has_a_row_for_each_value_and_keys_with_it(tables):
    found = tables("jiangmen-secondary-2024", "中职质量年报", "2023-2024学年", "440700")
    table = next(each for each in found if each.dimension)
    assert table.codes == ("", table.rows[0].cells[1].indicator)
    assert table.rows[0].cells[1].key == f"{table.codes[1]}|专业大类={table.rows[0].label}"


def test_what_formulas_need_and_no_column_shows_gets_a_column(tables):
    found = tables("maoming-plan-2022-2025", "建设计划中期自评报告", "2022-2023年", "MMZY")
    table = next(each for each in found if each.name == "任务完成情况")
    assert "任务名称" in [column.title for column in table.columns]
    assert [cell.kind for cell in table.rows[0].cells][-1] == INPUT


def test_rows_of_registers_are_told_whole_and_names_of_persons_hidden(tables, catalogue):
    found = tables("jiangmen-technician-2022", "部门整体支出绩效自评报告", "2022年", "JMJS")
    table = next(each for each in found if each.register == "制度")
    assert [column.title for column in table.columns][:2] == ["领域", "名称"]  # those the form shows come first
    assert all(row.cells["名称"] for row in table.entries)
    personal = {(register.name, column.name) for register in catalogue.registers for column in register.columns if column.personal}
    for register, column in personal:
        from gouji.reports.entry_rows import masked
        owner = next(each for each in catalogue.registers if each.name == register)
        assert masked(owner, {column: "张三"})[column] == "〔已隐去〕"
