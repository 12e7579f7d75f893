"""What is said of a finding beside its number, in Word, PDF and Excel alike: what is wrong, the arithmetic, the repair, the other place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from gouji.audit.delivery.view import Issue
from gouji.audit.delivery.view import View
from gouji.audit.delivery.words import kind_title
from gouji.audit.delivery.words import verdict_title
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.papers.marking import Mark
from gouji.papers.marking import mark_docx
from gouji.papers.marking import mark_pdf
from gouji.papers.marking import mark_xlsx

COLOURS = {Verdict.CONTRADICTS: "FF9A8F", Verdict.SUSPICIOUS: "FFD970", Verdict.TRUNCATED: "A9CFF0"}
MARKED_FORMATS = ("docx", "pdf", "xlsx")
"""The formats of documents that can be given back with marks."""
_SHOWN = 4  # other places named; a total of thirty rows needs no thirty quotations


def write_marked(view: View, target: Path, when: datetime | None = None) -> None:
    """Write a copy of the user's own file with a mark for every finding that is not dismissed. Raises GoujiError T01, P20."""
    marks = marks_of(view)
    match view.document.format:
        case "docx":
            mark_docx(view.document, marks, target, when)
        case "pdf":
            mark_pdf(view.document, marks, target, when)
        case "xlsx":
            mark_xlsx(view.document, marks, target)
        case other:
            raise ValueError(other)


def marks_of(view: View) -> tuple[Mark, ...]:
    """A mark for each open issue, in the order of the text."""
    issues = sorted(view.open_issues, key=lambda issue: issue.finding.spot.start)
    return tuple(Mark(each.finding.spot.start, each.finding.spot.end, title_of(each), tuple(lines_of(each)), COLOURS[each.finding.verdict]) for each in issues)


def title_of(issue: Issue) -> str:
    """Number, verdict and kind of an issue: “3 矛盾 · 合计”."""
    return f"{issue.number} {verdict_title(issue.finding.verdict)} · {kind_title(issue.finding.kind)}"


def lines_of(issue: Issue) -> Iterator[str]:
    """The lines of a remark."""
    finding = issue.finding
    yield finding.message
    yield from (_("核算：{text}").format(text=text) for text in issue.arithmetic)
    if finding.culprit:
        yield _("可能的原因：{text}").format(text=finding.culprit)
    if finding.repair:
        yield _("怎样改：{text}").format(text=finding.repair)
    for other in issue.others[:_SHOWN]:
        place = f"{other.place}：" if other.place else ""
        yield _("对照：{place}“{quote}”").format(place=place, quote=other.text)
    if len(issue.others) > _SHOWN:
        yield _("对照：另有 {count} 处").format(count=len(issue.others) - _SHOWN)
    if finding.advice:
        yield f"→ {finding.advice}"
    if issue.standing.earlier is not None:
        yield earlier_words(issue)


def earlier_words(issue: Issue) -> str:
    """What to say where a decision was made on other values; empty where none was."""
    earlier = issue.standing.earlier
    if earlier is None:
        return ""
    reason = f"（{earlier.reason}）" if earlier.reason else ""
    return _("曾就其他数值作过决定：{status}{reason}，当时的数值：{values}").format(
        status=status_title(earlier.status), reason=reason, values="、".join(earlier.values))


def status_title(status: str) -> str:
    """The name of a decision in the current language; 待定 for none."""
    return {"confirmed": _("确认"), "dismissed": _("驳回"), "corrected": _("已改")}.get(status, _("待定"))
