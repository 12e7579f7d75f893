"""问题清单: what the check found about the figures of a report, in neutral words: stated, derived, difference; relations that do not hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gouji.numbers import Verdict
from gouji.papers.blocks import Align
from gouji.papers.blocks import Block
from gouji.papers.blocks import Cell
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import ParagraphStyle
from gouji.papers.blocks import Run
from gouji.papers.blocks import cell
from gouji.papers.blocks import paragraph
from gouji.reckon import Finding
from gouji.reckon import Result
from gouji.reckon import check
from gouji.reports.differences import Difference
from gouji.reports.differences import differences
from gouji.reports.figures import Figures

_SOFTENED = {Verdict.TRUNCATED: "只在截去尾数时成立", Verdict.SUSPICIOUS: "请说明原因"}


@dataclass(frozen=True, slots=True)
class Issues:
    """What the check found about a report: differing figures, findings of other rules, and how many hints (提示) there are besides."""

    differing: tuple[tuple[Result, Difference], ...]
    findings: tuple[Finding, ...]
    hints: int = 0

    @property
    def count(self) -> int:
        """How many are listed."""
        return len(self.differing) + len(self.findings)


def issues_of(figures: Figures) -> Issues:
    """The issues of the figures shown so far. Hints (提示) are only counted, they are left to the check itself."""
    differing: dict[tuple[str, ...], tuple[Result, Difference]] = {}
    others: dict[str, Finding] = {}
    hints: set[str] = set()
    for finding in check(figures.reckoner).findings:
        if not _concerns(finding, figures):
            continue
        stated = _stated(finding)
        if stated is None:
            name = finding.message + finding.period + finding.subject
            if finding.severity == "提示":
                hints.add(name)
            else:
                others.setdefault(name, finding)
            continue
        for difference in differences(figures.reckoner, stated):
            differing[difference.label, difference.period, difference.stated] = (stated, difference)
    return Issues(tuple(differing.values()), tuple(others.values()), len(hints))


def issue_grids(issues: Issues, figures: Figures) -> tuple[Grid, ...]:
    """The tables of the list; those without rows are left out."""
    grids = []
    if issues.differing:
        rows = tuple(_differing_row(number, *each, figures) for number, each in enumerate(issues.differing, start=1))
        grids.append(Grid("问题清单-数字", "填报数与推算数不同的指标", _columns(_DIFFERING), rows, label="核对表1", kind="问题清单"))
    if issues.findings:
        rows = tuple(_finding_row(number, finding) for number, finding in enumerate(issues.findings, start=1))
        grids.append(Grid("问题清单-关系", "勾稽关系核对情况", _columns(_RELATIONS), rows, label=f"核对表{len(grids) + 1}", kind="问题清单"))
    return tuple(grids)


def issue_blocks(issues: Issues, figures: Figures) -> tuple[Block, ...]:
    """The list as blocks of a document; one sentence where nothing was found, and a note where there are hints, which are not listed."""
    nothing = paragraph("本报告的数字经逐条核对，没有发现填报数与推算数不同的情况，也没有错误和警告。")
    note = f"注：本清单列填报数与推算数的出入、错误和警告；另有提示 {issues.hints} 条，只供核对时参考，未列入。"
    return (*(issue_grids(issues, figures) or (nothing,)), *((paragraph(note, ParagraphStyle.NOTE),) if issues.hints else ()))


_DIFFERING = (("序号", 6, Align.CENTRE), ("指标", 30, Align.LEFT), ("期间", 16, Align.CENTRE), ("填报数", 13, Align.RIGHT), ("填报出处", 18, Align.LEFT),
              ("推算数或账簿数", 15, Align.RIGHT), ("相差", 11, Align.RIGHT))
_RELATIONS = (("序号", 6, Align.CENTRE), ("应有的关系", 34, Align.LEFT), ("期间", 15, Align.CENTRE), ("核对情况", 54, Align.LEFT))


def _columns(titles: tuple[tuple[str, int, Align], ...]) -> tuple[GridColumn, ...]:
    return tuple(GridColumn(title, Decimal(width), align) for title, width, align in titles)


def _concerns(finding: Finding, figures: Figures) -> bool:
    """Whether a finding speaks of a figure or a register that the report shows."""
    results = [operand for operand in finding.operands if isinstance(operand, Result)]
    if results:
        return any(result.key in figures.shown for result in results)
    return finding.subject.split(" ", 1)[0] in figures.registers


def _stated(finding: Finding) -> Result | None:
    """The stated figure of a finding that compares one with what the book derives."""
    first = finding.operands[0] if finding.operands else None
    compares = finding.verdict in (Verdict.CONTRADICTS, Verdict.TRUNCATED) and isinstance(first, Result) and first.origin == "填报"
    known = any(isinstance(operand, Result) and isinstance(first, Result) and operand.key == first.key for operand in finding.operands[1:])
    return first if compares and known and isinstance(first, Result) else None


def _differing_row(number: int, stated: Result, difference: Difference, figures: Figures) -> tuple[Cell, ...]:
    known = figures.reckoner.figure(stated.indicator.code, stated.organisation, stated.period, stated.breakdown)
    mark = FigureMark(figures.explainer.figure(known), FigureState.DIFFERS)
    unit = stated.indicator.unit if stated.indicator.unit not in ("", ":1") else ""
    label = f"{difference.label}（{unit}）" if unit else difference.label
    return (
        cell(str(number)), cell(label), cell(difference.period), cell(difference.stated), cell("、".join(difference.sources)),
        Cell((Run(difference.known, mark),)), cell(difference.gap or "—"),
    )


def _finding_row(number: int, finding: Finding) -> tuple[Cell, ...]:
    statement = finding.statement + (f"（{finding.subject}）" if finding.subject else "")
    return (cell(str(number)), cell(statement), cell(finding.period), Cell(_situation(finding)))


def _situation(finding: Finding) -> tuple[Run, ...]:
    """What was found, in the words of the check without the statement itself, softened where a reader only asks."""
    text = finding.message.removeprefix(finding.statement).removeprefix("：")
    if text.startswith("（") and text.endswith("）"):
        text = text[1:-1]
    text = text or "未见说明"
    softened = _SOFTENED.get(finding.verdict)
    return (Run(f"{text}（{softened}）" if softened else text),)
