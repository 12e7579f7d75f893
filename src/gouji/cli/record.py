"""gouji record: what was changed by hand, put into the book's history."""

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
    from gouji.book.history import Change

SHOWN = 50
_STYLES = {"加": "green", "改": "yellow", "删": "red"}


def record_command(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help=_("账簿文件夹"))],
    author: Annotated[str, typer.Option(metavar="NAME", help=_("谁改的；默认本机的用户名"))] = "",
    form: Annotated[Format, typer.Option("--format", help=_("输出文字或 JSON（gouji-record/1）"))] = Format.TEXT,
) -> None:
    """Record changes; a write that was cut off earlier is completed first. Exit status 0."""
    from gouji.actions.record_changes import record_changes

    settings = settings_of(context).for_writing()
    changes = record_changes(book, settings.catalogue(), author)
    if form is Format.JSON:
        say_json({"schema": "gouji-record/1", "changes": [{"table": item.table, "change": item.change, "row": item.row} for item in changes]})
        return
    out = console()
    words = {"加": _("加"), "改": _("改"), "删": _("删")}
    for change in changes[:SHOWN]:
        out.print(f"  {words[change.change]}  ", style=_STYLES[change.change], end="")
        out.print(_line(change))
    if len(changes) > SHOWN:
        out.print(_("  ……其余 {count} 处").format(count=len(changes) - SHOWN))
    out.print(_("已记入历史 {count} 处改动。").format(count=len(changes)) if changes else _("没有需要记入历史的改动。"), style="bold")


def _line(change: Change) -> str:
    shown = [text for text in change.row.values() if text]
    return f"{change.table}：{' · '.join(shown)[:100]}"
