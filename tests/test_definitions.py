"""The definitions that ship: they load, hang together, and each says what it means and where it comes from."""

import re
from collections import Counter
from pathlib import Path

import pytest

from gouji.book import parse_period
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.catalogue.loading import ROOMS
from gouji.formulas import Call
from gouji.formulas import Reference

ROOT = shipped_definitions()
KNOWN = load_catalogue(ROOT)
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.yaml"))
CODES = {      # file of indicators → how its codes are made
    "construction-plan": r"PLAN-[A-Z]\.[\w.]+", "department-budget": r"DB-\d[\w.-]*", "final-accounts": r"FA-\d[\w.-]*", "performance-targets": r"PT-\d+",
    "project-targets": r"PE-\d[\w.-]*", "secondary-quality": r"SVQ-\d+\.\d[\w.-]*", "secondary-quality-text": r"SVT-\d+\.\d[\w.-]*", "shuanggao-final": r"SG-\d+",
    "technician-quality": r"TQ-[\w.-]+",
}
NUMBERS = {    # file of rules → how its rules are numbered
    "construction-plan": r"PLAN-[A-Z]{1,2}-\d\d", "department-budget": r"DB-R\d\d", "final-accounts": r"FA-R\d\d", "performance-targets": r"PT-R\d\d",
    "project-targets": r"PE-\d\d", "secondary-quality": r"T[1-6DISXY]-\d\d", "secondary-quality-text": r"T[WD]-\d\d", "technician-conditions": r"TQ-C\d",
    "technician-quality": r"TQ-\d\d",
}
SIX_TABLES = {"表1": 12, "表2": 11, "表3": 46, "表4": 18, "表5": 15, "表6": 22}


def stem(item):
    return Path(item.place.file).stem


def test_every_file_is_taken_up():
    loaded = {Path(item.place.file) for item in (*KNOWN.indicators, *KNOWN.rules, *KNOWN.registers, *KNOWN.schemes, *KNOWN.forms, *KNOWN.questionnaires)}
    assert [path.relative_to(ROOT).as_posix() for path in FILES if path not in loaded] == []


@pytest.mark.parametrize("period", ["2023年", "2023-2024学年", "2024财年", "2030年"])
def test_every_edition_hangs_together(period):
    assert KNOWN.on(parse_period(period).last).problems() == []


def test_every_indicator_says_what_it_means_and_where_it_comes_from():
    assert [item.code for item in KNOWN.indicators if not item.definition] == []
    assert [item.code for item in KNOWN.indicators if not item.source] == []


def test_codes_follow_the_scheme_of_their_file():
    assert {stem(item) for item in KNOWN.indicators} == CODES.keys()
    assert [item.code for item in KNOWN.indicators if not re.fullmatch(CODES[stem(item)], item.code)] == []


def test_rule_numbers_follow_the_scheme_of_their_file():
    assert {stem(item) for item in KNOWN.rules} == NUMBERS.keys()
    assert [item.number for item in KNOWN.rules if not re.fullmatch(NUMBERS[stem(item)], item.number)] == []


def test_every_rule_has_a_statement_and_advice():
    assert [item.number for item in KNOWN.rules if not item.statement or not item.advice] == []


def test_every_rule_is_stated_in_its_own_words():
    twice = [statement for statement, count in Counter((item.set, item.statement) for item in KNOWN.rules).items() if count > 1]
    assert twice == []


def test_every_table_of_every_form_resolves():
    for form in KNOWN.forms:
        edition = KNOWN.on(parse_period("2024年").last)
        names = [table.name for table in form.tables]
        assert len(names) == len(set(names)), form.name
        for table in form.tables:
            register = edition.registers.get(table.entries) if table.entries else None
            assert not table.entries or register is not None, (form.name, table.name)
            assert not table.breakdown or edition.is_dimension(table.breakdown), (form.name, table.name)
            for row in table.rows:
                assert row.heading or isinstance(edition.bind(row.indicator.text, form.set), Reference | Call), (form.name, table.name, row.label)


def test_the_columns_of_a_table_over_entries_are_those_of_its_register():
    shown = {
        (form.name, table.name, column.show)
        for form in KNOWN.forms for table in form.tables if table.entries
        for column in table.columns if column.show and column.show not in ("序号", "来源", "佐证", "备注")
        for register in KNOWN.registers if register.name == table.entries and register.column(column.show) is None
    }
    assert shown == set()


def test_the_six_tables_have_all_their_rows():
    form = next(form for form in KNOWN.forms if form.name == "中职质量年报")
    rows = {name: [row for row in form.table(name).rows if row.indicator is not None] for name in SIX_TABLES}
    assert {name: len(found) for name, found in rows.items()} == SIX_TABLES
    assert sum(map(len, rows.values())) == 124
    assert len({row.indicator.text for found in rows.values() for row in found}) == 124


def test_schemes_add_up_and_grade_downwards():
    for scheme in KNOWN.schemes:
        assert sum(criterion.points for criterion in scheme.criteria) == scheme.total, scheme.name
        assert min(grade.start for grade in scheme.grades) == 0 or not scheme.grades, scheme.name


def test_questionnaires_feed_indicators():
    for questionnaire in KNOWN.questionnaires:
        codes = [question.code for question in questionnaire.questions]
        assert len(codes) == len(set(codes)), questionnaire.name
        assert questionnaire.tallies, questionnaire.name
