"""A short summary for the terminal: the gravest findings with their sentence, the arithmetic and the place; counts; coverage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gouji.audit.delivery.notes import earlier_words
from gouji.audit.delivery.view import GRAVITY
from gouji.audit.delivery.view import Issue
from gouji.audit.delivery.view import Passage
from gouji.audit.delivery.view import View
from gouji.audit.delivery.words import coverage_words
from gouji.audit.delivery.words import kind_title
from gouji.audit.delivery.words import verdict_title
from gouji.messages import translate as _
from gouji.numbers import Verdict

SHOWN = 20
"""Findings shown unless all are asked for."""
_OTHERS = 2
_CONTROL = dict.fromkeys(map(ord, "\a\b\v\f\r"))  # of the document's own characters those that would move on the screen
_STYLES = {Verdict.CONTRADICTS: "bold red", Verdict.SUSPICIOUS: "bold yellow", Verdict.TRUNCATED: "bold cyan"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as pieces of text, each with its style as the library for terminals calls it; as a text without the styles."""

    parts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "".join(text for text, _style in self.parts).translate(_CONTROL)


def summary(view: View, shown: int = SHOWN) -> Iterator[Line]:
    """The lines of the summary: the first `shown` findings that are not dismissed, then habits, counts and coverage."""
    issues = view.open_issues
    for issue in issues[:shown]:
        yield from _issue(issue)
    if len(issues) > shown:
        yield _said(_("……其余 {count} 处见网页、Excel 或加 --all").format(count=len(issues) - shown), "dim")
    for line in (*view.audit.conventions, *view.audit.notices):
        yield _said(f"· {line}", "dim")
    yield _said(counts_words(view), "bold")
    yield _said(coverage_words(view.audit.coverage))


def counts_words(view: View) -> str:
    """“矛盾 2 · 存疑 1 · 截位 0 · 相符 120 · 不可核 3”, and how many were dismissed."""
    held = sum(claim.verdict is Verdict.HOLDS for claim in view.audit.claims)
    parts = [f"{verdict_title(verdict)} {view.count(verdict)}" for verdict in GRAVITY]
    parts += [_("相符的关系 {count}").format(count=held), _("不可核 {count}").format(count=len(view.audit.not_assessable))]
    dismissed = len(view.issues) - len(view.open_issues)
    return " · ".join([*parts, _("已驳回 {count}").format(count=dismissed)] if dismissed else parts)


def _issue(issue: Issue) -> Iterator[Line]:
    finding, style = issue.finding, _STYLES[issue.finding.verdict]
    yield Line(((f"{issue.number} {verdict_title(finding.verdict)}", style), (f" {kind_title(finding.kind)} ", ""), (issue.passage.place, "dim")))
    yield _said(f"  {finding.message}", "bold")
    yield _quotation("  ", issue.passage, style)
    yield from (_said(f"  {line}", "cyan") for line in issue.arithmetic)
    for title, text in ((_("可能的原因"), finding.culprit), (_("怎样改"), finding.repair)):
        if text:
            yield _said("  " + _("{title}：{text}").format(title=title, text=text))
    for other in issue.others[:_OTHERS]:
        yield _quotation(f"  {_('对照')} {other.place} ".rstrip() + " ", other, "bold")
    if len(issue.others) > _OTHERS:
        yield _said("  " + _("……对照另有 {count} 处").format(count=len(issue.others) - _OTHERS), "dim")
    if finding.advice:
        yield _said(f"  → {finding.advice}", "green")
    if issue.standing.earlier is not None:
        yield _said(f"  {earlier_words(issue)}", "magenta")
    yield Line()


def _quotation(before: str, passage: Passage, style: str) -> Line:
    return Line(((before, "dim"), *((f"【{piece}】", style) if spot else (piece, "") for piece, spot in passage.parts)))


def _said(text: str, style: str = "") -> Line:
    return Line(((text, style),))
