"""Reads rule files (definitions/rules/*.yaml), registers and questionnaires."""

from __future__ import annotations

from gouji.catalogue.definitions import Question
from gouji.catalogue.definitions import Questionnaire
from gouji.catalogue.definitions import Register
from gouji.catalogue.definitions import RegisterColumn
from gouji.catalogue.definitions import Rule
from gouji.catalogue.definitions import Tally
from gouji.catalogue.nodes import Section
from gouji.catalogue.read_indicators import check_unit
from gouji.catalogue.read_indicators import read_header
from gouji.catalogue.values import Formula
from gouji.catalogue.values import Validity

LEVELS = ("硬性", "软性")
SEVERITIES = ("错误", "警告", "提示")
REGISTER_KINDS = ("台账", "绩效目标", "建设任务", "验收要点", "标志性成果", "经费", "评分", "案例")


def read_rules(section: Section) -> list[Rule]:
    """All rules of a file."""
    header = read_header(section)
    if not header.set:
        section.note("C14", key="set")
    source = section.text("source", "")
    rules = [_rule(item, header.set, header.region, header.valid, source) for item in section.sections("rules", required=True)]
    section.finish()
    return rules


def _rule(item: Section, set_name: str, region: str, valid: Validity, source: str) -> Rule:
    rule = Rule(
        number=item.text("number"), set=set_name, statement=item.text("statement"), check=item.formula("check"),
        derives=item.formula("derives"), level=item.choice("level", LEVELS, "硬性"),
        severity=item.choice("severity", SEVERITIES, "错误" if item.text("level", "硬性") == "硬性" else "警告"),
        advice=item.text("advice", ""), when=item.formula("when"), missing=item.choice("missing", ("不可评", "不适用"), "不可评"),
        organisations=item.texts("organisations"), breakdown=item.text("breakdown", ""), entries=item.text("entries", ""),
        region=item.text("region", region), source=item.text("source", source), valid=item.validity(valid), place=item.place,
    )
    if item.has("check") == item.has("derives"):
        item.note("C17", number=rule.number)
    item.finish()
    return rule


def read_register(section: Section) -> Register:
    """The register of a file."""
    columns = tuple(_column(item) for item in section.sections("columns", required=True))
    register = Register(
        name=section.text("register"), title=section.text("title", ""), kind=section.choice("kind", REGISTER_KINDS, "台账"),
        key=section.texts("key"), period=section.text("period", ""), organisation=section.text("organisation", ""),
        columns=columns, valid=section.validity(Validity()), place=section.place,
    )
    for key in ("regulation", "region", "source", "note", "set", "definition"):
        section.text(key, "")
    for name in (*register.key, register.period, register.organisation):
        if name and register.column(name) is None:
            section.note("C18", column=name)
    section.finish()
    return register


def _column(item: Section) -> RegisterColumn:
    column = RegisterColumn(
        name=item.text("name"), type=item.choice("type", ("文本", "数量", "日期", "选项"), "文本"), unit=item.text("unit", ""),
        decimals=item.integer("decimals", 0), options=item.texts("options"), required=item.flag("required"),
        personal=item.flag("personal"),
    )
    item.text("definition", "")
    item.text("note", "")
    check_unit(item, column.unit)
    item.finish()
    return column


def read_questionnaire(section: Section) -> Questionnaire:
    """The questionnaire of a file."""
    header = read_header(section)
    questions = tuple(_question(item) for item in section.sections("questions", required=True))
    codes = {question.code for question in questions}
    tallies = tuple(tally for item in section.sections("indicators") if (tally := _tally(item, codes)) is not None)
    questionnaire = Questionnaire(
        section.text("questionnaire"), header.title, section.text("population", ""), header.set, questions, tallies, header.valid, section.place,
    )
    section.text("source", "")
    section.text("note", "")
    section.finish()
    return questionnaire


def _question(item: Section) -> Question:
    question = Question(
        item.text("code"), item.text("text"), item.choice("type", ("单选", "多选", "量表", "填空"), "单选"),
        item.texts("options"), item.flag("required"), item.text("show_if", ""),
    )
    item.finish()
    return question


def _tally(item: Section, codes: set[str]) -> Tally | None:
    indicator, question = item.formula("indicator"), item.text("question")
    counts = item.texts("counts")
    if question not in codes:
        item.note("C19", item.place_of("question"), question=question)
    item.finish()
    return Tally(indicator, question, counts) if isinstance(indicator, Formula) else None
