"""gouji report: the reports of a book as Word, Excel and HTML files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.cli.output import say_json
from gouji.cli.progress import progress_bar
from gouji.cli.settings import Format
from gouji.cli.settings import settings_of
from gouji.messages import translate as _

if TYPE_CHECKING:
    from gouji.actions.build_reports import Built

SHOWN_WARNINGS = 20


def report_command(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help=_("账簿文件夹"))],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help=_("写到哪个文件夹"))],
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help=_("报告的名称；默认 book.yaml 写明的全部"))] = None,
    formats: Annotated[str, typer.Option(metavar="docx,xlsx,html", help=_("写成哪几种文件"))] = "docx,xlsx,html",
    as_stated: Annotated[bool, typer.Option("--as-stated", help=_("照填报的数写，不用推算的数"))] = False,
    template: Annotated[Path | None, typer.Option(metavar="FILE", help=_("自己的 Word 或 Excel 模板"))] = None,
    form: Annotated[Format, typer.Option("--format", help=_("输出文字或 JSON（gouji-report/1）"))] = Format.TEXT,
) -> None:
    """Write reports; exit status 1 where something a reader will miss was warned of (gaps, typed figures that differ …)."""
    from gouji.actions.build_reports import Wanted
    from gouji.actions.build_reports import build_reports

    known = settings_of(context).book(book)
    wanted_formats = tuple(dict.fromkeys(part.strip().lower() for part in formats.split(",") if part.strip()))
    with progress_bar(_("编制报告")) as step:
        built = build_reports(known, Wanted(to, tuple(names or ()), wanted_formats, as_stated, template, step))
    if form is Format.JSON:
        say_json({"schema": "gouji-report/1", "reports": [item.as_record() for item in built]})
    else:
        show_reports(built)
    raise typer.Exit(1 if any(item.report.warnings for item in built) else 0)


def show_reports(built: Sequence[Built]) -> None:
    """Print for each report its files, its figures and what a reader will miss."""
    out = console()
    for item in built:
        out.print(item.report.title, style="bold")
        for file in item.files:
            out.print(f"  {file}")
        out.print("  " + figures_line(item), style="dim")
        for warning in item.report.warnings[:SHOWN_WARNINGS]:
            out.print(f"  ! {warning}", style="yellow")
        if len(item.report.warnings) > SHOWN_WARNINGS:
            out.print(_("  ……其余 {count} 处").format(count=len(item.report.warnings) - SHOWN_WARNINGS))


def figures_line(built: Built) -> str:
    """How many figures of the report come from where: bound to facts, derived, stated, missing, differing, typed into the text."""
    counts = {state.value: count for state, count in built.report.counts.items()} | {"typed": len(built.report.typed)}
    titles = {
        "bound": _("引用"), "derived": _("推算"), "stated": _("填报"), "differs": _("有出入"), "missing": _("缺"), "typed": _("手写"),
    }
    parts = [f"{title} {counts.get(state, 0)}" for state, title in titles.items()]
    return _("数字：{parts}").format(parts=" · ".join(parts))
