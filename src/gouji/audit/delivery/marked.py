"""The user's own file given back with a mark on the number of every finding."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gouji.audit.delivery.notes import lines_of
from gouji.audit.delivery.notes import title_of
from gouji.audit.delivery.view import Issue
from gouji.audit.delivery.view import View
from gouji.numbers import Verdict
from gouji.papers.marking.mark import Mark

COLOURS = {Verdict.CONTRADICTS: "FF9A8F", Verdict.SUSPICIOUS: "FFD970", Verdict.TRUNCATED: "A9CFF0"}


def write_marked(view: View, target: Path, when: datetime | None = None) -> None:
    """Write a copy of the user's own DOCX, PDF or XLSX with a mark for every finding that is not dismissed. Raises GoujiError T01, P20."""
    marks = marks_of(view)
    match view.document.format:
        case "docx":
            from gouji.papers.marking.docx import mark_docx
            mark_docx(view.document, marks, target, when)
        case "pdf":
            from gouji.papers.marking.pdf import mark_pdf
            mark_pdf(view.document, marks, target, when)
        case "xlsx":
            from gouji.papers.marking.xlsx import mark_xlsx
            mark_xlsx(view.document, marks, target)
        case other:
            raise ValueError(other)


def marks_of(view: View) -> tuple[Mark, ...]:
    """A mark for each open issue, in the order of the text."""
    issues = sorted(view.open_issues, key=lambda issue: issue.finding.spot.start)
    return tuple(map(_mark, issues))


def _mark(issue: Issue) -> Mark:
    spot = issue.finding.spot
    return Mark(spot.start, spot.end, title_of(issue), tuple(lines_of(issue)), COLOURS[issue.finding.verdict])
