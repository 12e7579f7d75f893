"""Findings and score sheets as plain values, out of a reading."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace

from gouji.actions.site.answers_seen import AnswerSeen
from gouji.actions.site.answers_seen import answers_seen
from gouji.actions.site.reading import Reading
from gouji.book import Key
from gouji.book import SchemeUse
from gouji.book import parse_period
from gouji.messages import translate as _
from gouji.reckon import Context
from gouji.reckon import Finding
from gouji.reckon import Result
from gouji.reckon import ScoreLine
from gouji.reckon import ScoreSheet
from gouji.reckon import scheme_of
from gouji.reckon import score


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding: the rule, how grave, where, what; `figures` are what it rests on (label, as printed, what it is about), `answers` what was said to it."""

    rule: str
    statement: str
    severity: str
    level: str
    organisation: str
    place: str
    period: str
    subject: str
    message: str
    advice: str
    formula: str
    left: str
    right: str
    indicators: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, Key], ...]
    answers: tuple[AnswerSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """What became of all relations: how many held, were found, could not be assessed, do not apply."""

    held: int
    found: int
    not_assessable: int
    not_applicable: int


def finding_rows(reading: Reading) -> tuple[list[FindingRow], CheckCounts]:
    """The findings that may be seen, gravest first, and the counts of what was checked."""
    found = reading.findings()
    rows = [replace(finding_row(reading, each), answers=answers) for each, answers in zip(found, answers_seen(reading, found), strict=True)]
    reports = [(own.report(), reached) for own, reached in reading.views()]
    unassessed = sum(item.organisation in reached for report, reached in reports for item in report.not_assessable)
    # counts without a place are told to those who see every place of which something is known
    whole = all(organisation in reached for own, reached in reading.views() for organisation, _period in own.index().places)
    held = sum(report.held for report, _reached in reports) if whole else -1
    return rows, CheckCounts(held, len(rows), unassessed, sum(report.not_applicable for report, _reached in reports) if whole else -1)


def finding_row(reading: Reading, item: Finding) -> FindingRow:
    """One finding as plain values."""
    figures = [each for each in item.operands if isinstance(each, Result)]
    labels = {each.indicator.code: each.indicator.label for each in figures}
    return FindingRow(
        item.rule, item.statement, item.severity, item.level, item.organisation, reading.name(item.organisation), item.period, item.subject, item.message,
        item.advice, item.formula, item.left, item.right, tuple((code, labels.get(code, code)) for code in item.indicators),
        tuple((each.label, each.printed, each.key) for each in figures[:20]),
    )


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A line of a score sheet as printed; `key` is what its actual value is about, where it is one figure."""

    code: str
    name: str
    level: int
    points: str
    score: str
    status: str
    target: str
    actual: str
    completion: str
    rule: str
    arithmetic: str
    reason: str
    judge: str
    note: str
    evidence: int
    figures: tuple[tuple[str, str, Key], ...]
    share: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet: for whom, total of maximum, grade, what bit, lines, remarks."""

    title: str
    scheme: str
    regulation: str
    demonstration: bool
    organisation: str
    place: str
    period: str
    total: str
    maximum: str
    uncapped: str
    unscored: str
    grade: str
    effects: tuple[tuple[str, str, str], ...]
    lines: tuple[ScoreRow, ...]
    remarks: tuple[str, ...]


def score_sheets(reading: Reading, organisation: str = "") -> list[Sheet]:
    """The score sheets that the book keeps, of organisations that may be seen (of one where it is given)."""
    uses = [use for use in reading.book.schemes if use.organisation in reading.reaches and organisation in ("", use.organisation)]
    return [_sheet(reading, use) for use in uses]


def _sheet(reading: Reading, use: SchemeUse) -> Sheet:
    reckoner = reading.reckoner(use.organisation)
    context = Context(use.organisation, parse_period(use.period))
    sheet = score(reckoner, scheme_of(reckoner, use.scheme, context), context)
    scheme = sheet.scheme
    states = {"bit": _("已触发"), "idle": _("未触发")}
    return Sheet(
        scheme.title or scheme.name, scheme.name, scheme.regulation, scheme.demonstration, use.organisation, reading.name(use.organisation), use.period,
        sheet.printed(sheet.total), sheet.printed(scheme.total), sheet.printed(sheet.uncapped_total) if sheet.uncapped_total != sheet.total else "",
        sheet.printed(sheet.unscored) if sheet.unscored else "", sheet.grade,
        tuple((each.condition, each.reason, states.get(each.state, each.state)) for each in sheet.effects if each.state == "bit"),
        tuple(_line(reading, sheet, line) for line in sheet.lines), sheet.remarks,
    )


def _line(reading: Reading, sheet: ScoreSheet, line: ScoreLine) -> ScoreRow:
    figures = [each for each in line.operands if isinstance(each, Result) and each.organisation in reading.reaches]
    share = None if line.score is None or not line.points else int(100 * line.score / line.points)
    return ScoreRow(
        line.code, line.name, line.level, sheet.printed(line.points), sheet.printed(line.score) if line.score is not None else line.status, line.status,
        line.target, line.actual, line.completion, line.rule_text, line.arithmetic, line.reason, line.judge, line.note, line.evidence_count,
        tuple((each.label, each.printed, each.key) for each in figures[:20]), share,
    )
