"""The audit as a workbook: findings, the ledger of every relation, what could not be checked."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from gouji.audit.claims import Claim
from gouji.audit.claims import Unassessed
from gouji.audit.delivery.notes import earlier_words
from gouji.audit.delivery.notes import status_title
from gouji.audit.delivery.view import Issue
from gouji.audit.delivery.view import Outline
from gouji.audit.delivery.view import View
from gouji.audit.delivery.words import arithmetic
from gouji.audit.delivery.words import coverage_words
from gouji.audit.delivery.words import kind_title
from gouji.audit.delivery.words import printed
from gouji.audit.delivery.words import verdict_title
from gouji.messages import translate as _
from gouji.papers import excel
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import cell

Row = Sequence[str]
Columns = tuple[tuple[str, int], ...]


def write_sheets(view: View, path: Path) -> None:
    """Write the workbook to `path`. Raises GoujiError P20 where it cannot be written."""
    places = _Places(view)
    title = view.audit.title or Path(view.document.path).name
    coverage = coverage_words(view.audit.coverage)
    findings = _grid(_finding_columns(), map(_finding, view.issues))
    ledger = _grid(_ledger_columns(), (_claim(number, claim, places) for number, claim in enumerate(view.audit.claims, start=1)))
    sheets = [
        excel.Sheet(_("问题"), findings, _("问题：{title}").format(title=title), (coverage, *view.audit.conventions, *view.audit.notices)),
        excel.Sheet(_("核对台账"), ledger, _("核对台账：{title}").format(title=title), (coverage,)),
    ]
    if view.audit.not_assessable:
        rows = (_unassessed(item, places) for item in view.audit.not_assessable)
        sheets.append(excel.Sheet(_("不可核"), _grid(_unassessed_columns(), rows), _("不可核：{title}").format(title=title)))
    excel.write(tuple(sheets), path)


def _finding_columns() -> Columns:
    return (
        (_("序号"), 4), (_("结论"), 5), (_("种类"), 7), (_("位置"), 18), (_("原文"), 34), (_("问题"), 26), (_("核算"), 26), (_("可能的原因"), 14),
        (_("怎样改"), 14), (_("对照"), 34), (_("决定"), 6), (_("理由"), 14),
    )


def _ledger_columns() -> Columns:
    return (
        (_("序号"), 4), (_("结论"), 5), (_("种类"), 7), (_("内容"), 18), (_("文中数"), 10), (_("核算"), 40), (_("说明"), 30), (_("位置"), 24),
        (_("把握"), 5),
    )


def _unassessed_columns() -> Columns:
    return ((_("种类"), 8), (_("文中数"), 10), (_("位置"), 30), (_("原因"), 30))


class _Places:
    """Places in words for every claim, headings looked up once."""

    def __init__(self, view: View) -> None:
        self._document, self._outline = view.document, Outline(view.document)

    def words(self, offset: int) -> str:
        """Heading and place."""
        return " · ".join(part for part in (self._outline.section(offset), self._document.place(offset).words) if part)


def _grid(columns: Columns, rows: Iterable[Row]) -> Grid:
    heads = tuple(GridColumn(title, Decimal(width)) for title, width in columns)
    return Grid("", "", heads, tuple(tuple(cell(text) for text in row) for row in rows), landscape=True)


def _finding(issue: Issue) -> Row:
    finding, decision = issue.finding, issue.standing.decision
    others = "\n".join(f"{other.place}：{other.text}" if other.place else other.text for other in issue.others)
    reason = decision.reason if decision else earlier_words(issue)
    advice = "\n".join(filter(None, (finding.repair, finding.advice)))
    return (
        str(issue.number), verdict_title(finding.verdict), kind_title(finding.kind), issue.passage.place, issue.passage.text, finding.message,
        "\n".join(issue.arithmetic), finding.culprit, advice, others, status_title(decision.status if decision else ""), reason,
    )


def _claim(number: int, claim: Claim, places: _Places) -> Row:
    return (
        str(number), verdict_title(claim.verdict), kind_title(claim.kind), claim.subject, printed(claim.claim), arithmetic(claim), claim.message,
        places.words(claim.claim.start), str(claim.confidence),
    )


def _unassessed(item: Unassessed, places: _Places) -> Row:
    return kind_title(item.kind), printed(item.claim), places.words(item.claim.start), item.reason
