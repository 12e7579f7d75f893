"""gouji new: the beginning of a book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.cli.settings import settings_of
from gouji.messages import translate as _


def new_command(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("新的文件夹"))],
    title: Annotated[str, typer.Option(metavar="TEXT", help=_("账簿的标题"))],
    organisation: Annotated[str, typer.Option(metavar="NAME", help=_("机构的名称"))],
    code: Annotated[str, typer.Option(metavar="CODE", help=_("机构的代码，默认同名称"))] = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help=_("机构的类别：省、市、县、学校、部门……"))] = "学校",
    report: Annotated[str, typer.Option("--form", metavar="FORM", help=_("要报的报表，按它备好填报表"))] = "",
    period: Annotated[str, typer.Option(metavar="PERIOD", help=_("报表的期间"))] = "",
) -> None:
    """Begin a book. Exit status 0."""
    from gouji.actions.new_book import Beginning
    from gouji.actions.new_book import new_book

    catalogue = settings_of(context).for_writing().catalogue()
    files = new_book(folder, catalogue, Beginning(title, code or organisation, organisation, kind, report, period))
    out = console()
    out.print(_("账簿已建立：{folder}").format(folder=folder), style="bold")
    for file in files:
        out.print(f"  {file}")
    out.print(_("下一步：在 facts 里的表格中填写数值（value 一栏），然后运行 gouji check {folder}").format(folder=folder))
