"""gouji check: the rules of a book, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.cli.output import say_item
from gouji.cli.output import say_json
from gouji.cli.settings import Format
from gouji.cli.settings import one_of
from gouji.cli.settings import settings_of
from gouji.messages import translate as _

if TYPE_CHECKING:
    from rich.console import Console

    from gouji.book import Book
    from gouji.reckon import CheckReport
    from gouji.reckon import Finding
    from gouji.reckon import Operand

SEVERITIES = {"错误": "错误", "警告": "警告", "提示": "提示", "error": "错误", "warning": "警告", "info": "提示"}
STYLES = {"错误": "bold red", "警告": "bold yellow", "提示": "bold cyan"}


def check_command(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help=_("账簿文件夹"))],
    severity: Annotated[list[str] | None, typer.Option(
        metavar="error|warning|info", parser=one_of(SEVERITIES), help=_("只列出这一级别（错误、警告、提示），可多次"))] = None,
    rule: Annotated[list[str] | None, typer.Option(metavar="NUMBER", help=_("只列出这条规则，可多次，可用 *"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("也列出因缺数据而不可评的"))] = False,
    form: Annotated[Format, typer.Option("--format", help=_("输出文字或 JSON（gouji-check/1）"))] = Format.TEXT,
) -> None:
    """Check a book; exit status 1 where there is any finding, of whatever severity."""
    from gouji.actions.check_book import check_book

    known = settings_of(context).book(book)
    report = check_book(known, severity or (), rule or ())
    if form is Format.JSON:
        say_json(report.as_record())
    else:
        show_report(report, known, everything=everything)
    raise typer.Exit(1 if report.findings else 0)


def show_report(report: CheckReport, book: Book, *, everything: bool = False) -> None:
    """Print a check for people: findings by severity, then one line that sums up."""
    out = console()
    for severity, style in STYLES.items():
        group = [finding for finding in report.findings if finding.severity == severity]
        if group:
            out.print(_("{severity}（{count}）").format(severity=_words()[severity], count=len(group)), style=style)
            for finding in group:
                show_finding(finding, book, out)
    if everything:
        _show_unassessed(report, book, out)
    out.print(summary(report), style="bold")


def _words() -> dict[str, str]:
    """The severities in the current language."""
    return {"错误": _("错误"), "警告": _("警告"), "提示": _("提示")}


def summary(report: CheckReport) -> str:
    """How many findings of each severity, how many relations held, how many could not be assessed or do not apply."""
    counts = [sum(1 for finding in report.findings if finding.severity == severity) for severity in STYLES]
    return _("错误 {errors} · 警告 {warnings} · 提示 {remarks} · 已成立 {held} · 不可评 {unassessed} · 不适用 {idle}").format(
        errors=counts[0], warnings=counts[1], remarks=counts[2], held=report.held, unassessed=len(report.not_assessable),
        idle=report.not_applicable,
    )


def show_finding(finding: Finding, book: Book, out: Console) -> None:
    """Print one finding: rule, place, arithmetic, advice, and where each figure comes from."""
    say_item(out, finding.rule, finding.message, indent=2, label_style="bold")
    place = " · ".join(part for part in (book.organisations.name(finding.organisation), finding.period, finding.subject) if part)
    say_item(out, "", place, indent=4, style="dim")
    for operand in finding.operands:
        say_item(out, "", f"· {operand_line(operand)}", indent=4, style="dim")
    if finding.advice:
        say_item(out, "", f"→ {finding.advice}", indent=4, style="green")
    say_item(out, "", "")


def operand_line(operand: Operand) -> str:
    """An operand as one line: name, value, and where it was read; for a count how many entries took part."""
    from gouji.reckon import Result

    if not isinstance(operand, Result):
        return f"{operand.label} = {operand.printed}"
    unit = "" if operand.indicator.unit.startswith(":") or operand.missing else operand.indicator.unit
    facts = [operand.fact] if operand.fact is not None else []
    sources = [part for fact in facts for part in (fact.basis, fact.source, *fact.evidence) if part]
    if not facts and operand.filled:
        sources = [f"{operand.formula} = {operand.filled}"]
    return f"{operand.label}（{operand.period}）= {operand.printed}{unit}" + (f"　[{' · '.join(sources)}]" if sources else "")


def _show_unassessed(report: CheckReport, book: Book, out: Console) -> None:
    from gouji.reckon import gap_words

    if report.not_assessable:
        out.print(_("不可评（{count}）").format(count=len(report.not_assessable)), style="bold")
    for item in report.not_assessable:
        place = " · ".join(part for part in (book.organisations.name(item.organisation), item.period, item.subject) if part)
        line = _("{place}：{reason} {names}").format(place=place, reason=gap_words(item.reason), names=_("、").join(item.missing))
        say_item(out, item.rule, line, indent=2)
    if report.not_assessable:
        out.print()
