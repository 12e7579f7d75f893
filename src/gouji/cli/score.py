"""gouji score: the score sheets of a book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.cli.output import say_json
from gouji.cli.settings import Format
from gouji.cli.settings import settings_of
from gouji.messages import translate as _

if TYPE_CHECKING:
    from rich.console import Console

    from gouji.book import Book
    from gouji.reckon.scoresheet import ScoreLine
    from gouji.reckon.scoresheet import ScoreSheet

_IDLE = "idle"
_STYLES = {"小计": "bold", "未评": "yellow", "不适用": "dim"}


def score_command(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help=_("账簿文件夹"))],
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help=_("评分办法的名称；默认 book.yaml 写明的全部"))] = "",
    organisation: Annotated[str, typer.Option(metavar="NAME", help=_("机构的代码或名称"))] = "",
    period: Annotated[str, typer.Option(metavar="PERIOD", help=_("期间"))] = "",
    form: Annotated[Format, typer.Option("--format", help=_("输出文字或 JSON（gouji-score/1）"))] = Format.TEXT,
) -> None:
    """Score a book; exit status 1 where points could not be scored, or a cap or veto bit or could not be told."""
    from gouji.actions.score_book import score_book

    known = settings_of(context).book(book)
    sheets = score_book(known, scheme, organisation, period)
    if form is Format.JSON:
        say_json({"schema": "gouji-score/1", "sheets": [sheet.as_record() for sheet in sheets]})
    else:
        for sheet in sheets:
            show_sheet(sheet, known)
    raise typer.Exit(1 if any(is_open(sheet) for sheet in sheets) else 0)


def is_open(sheet: ScoreSheet) -> bool:
    """Whether somebody has to look at the sheet: points nobody could score, a cap or veto that bit or could not be told."""
    return bool(sheet.unscored) or any(effect.state != _IDLE for effect in sheet.effects)


def show_sheet(sheet: ScoreSheet, book: Book) -> None:
    """Print a score sheet for people: every point with target, actual and arithmetic, then total, grade and remarks."""
    from rich.table import Table

    out = console()
    label = _("（演示评分办法，不是正式结果）") if sheet.scheme.demonstration else ""
    out.print(f"{sheet.scheme.title}{label}", style="bold")
    out.print(" · ".join(part for part in (book.organisations.name(sheet.organisation), sheet.period, sheet.scheme.regulation) if part), style="dim")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, right in ((_("评分项"), False), (_("分值"), True), (_("得分"), True), (_("目标"), False), (_("实绩"), False), (_("依据"), False)):
        table.add_column(title, justify="right" if right else "left", overflow="fold")
    for line in sheet.lines:
        table.add_row(*_cells(line, sheet), style=_STYLES.get(line.status, ""))
    out.print(table)
    _show_end(sheet, out)


def _cells(line: ScoreLine, sheet: ScoreSheet) -> list[str]:
    score = sheet.printed(line.score) if line.score is not None else _statuses()[line.status]
    return [
        "  " * (line.level - 1) + f"{line.code} {line.name}", sheet.printed(line.points), score, line.target, line.actual,
        line.arithmetic if line.status != "未评" else line.reason or line.arithmetic,
    ]


def _statuses() -> dict[str, str]:
    """What stands in place of a score that is not there, in the current language."""
    return {"未评": _("未评"), "不适用": _("不适用"), "小计": "—"}


def score_line(sheet: ScoreSheet) -> str:
    """A score sheet in one line: total, grade, what is still open."""
    total = _("总分 {total} / {maximum}").format(total=sheet.printed(sheet.total), maximum=sheet.printed(sheet.scheme.total))
    parts = [total, _("等级 {grade}").format(grade=sheet.grade or _("未定"))]
    if sheet.unscored:
        parts.append(_("未评 {points} 分").format(points=sheet.printed(sheet.unscored)))
    return " · ".join([*parts, sheet.scheme.name])


def _show_end(sheet: ScoreSheet, out: Console) -> None:
    out.print(score_line(sheet), style="bold")
    for effect in sheet.effects:
        if effect.state != _IDLE:
            words = _("{reason}（{condition}）：{result}").format(reason=effect.reason, condition=effect.condition, result=effect.result)
            out.print("  " + words, style="yellow")
    for remark in sheet.remarks:
        out.print(f"  · {remark}", style="dim")
    out.print()
