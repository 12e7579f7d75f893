"""gouji import: a CSV or Excel file of facts, or of a register's entries, into a book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from gouji.cli.output import SHOWN_PROBLEMS
from gouji.cli.output import console
from gouji.cli.output import say_aside
from gouji.cli.output import say_json
from gouji.cli.progress import progress_bar
from gouji.cli.settings import Format
from gouji.cli.settings import settings_of
from gouji.messages import GoujiError
from gouji.messages import translate as _

if TYPE_CHECKING:
    from gouji.actions.import_table import Imported


def import_command(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help=_("账簿文件夹"))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("CSV 或 XLSX 文件"))],
    sheet: Annotated[str, typer.Option(metavar="NAME", help=_("工作表，默认第一个可见的"))] = "",
    into: Annotated[str, typer.Option(metavar="facts|REGISTER", help=_("导入数据（facts）还是某个台账"))] = "facts",
    mapping: Annotated[list[str] | None, typer.Option("--map", metavar=_("列=栏目"), help=_("表里的列对应账簿的哪个栏目，可多次；“列=”表示不要这一列"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("只检查，不写入账簿"))] = False,
    author: Annotated[str, typer.Option(metavar="NAME", help=_("谁导入的；默认本机的用户名"))] = "",
    errors: Annotated[Path | None, typer.Option(metavar="FILE", help=_("有错的行标注后写到哪里；默认“原文件名-错误”"))] = None,
    form: Annotated[Format, typer.Option("--format", help=_("输出文字或 JSON（gouji-import/1）"))] = Format.TEXT,
) -> None:
    """Import a table; exit status 1 where rows were faulty and left out, 2 where the whole file was refused."""
    from gouji.actions.import_table import Import
    from gouji.actions.import_table import import_table

    settings = settings_of(context).for_writing()
    wanted = Import(file, sheet or None, into, _pairs(mapping or ()), author, errors, dry_run)
    with progress_bar(_("导入")):
        result = import_table(book, settings.catalogue(), wanted)
    if form is Format.JSON:
        say_json(result.as_record())
    else:
        _show(result)
    raise typer.Exit(1 if result.faults else 0)


def _pairs(texts: list[str] | tuple[()]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in texts:
        title, sign, name = text.partition("=")
        if not sign or not title.strip():
            raise GoujiError.of("I01", text=text)
        pairs[title.strip()] = name.strip()
    return pairs


def _show(result: Imported) -> None:
    for notice in result.notices:
        say_aside(str(notice))
    out = console()
    listed = [problem for problems in result.faults.values() for problem in problems]
    for problem in listed[:SHOWN_PROBLEMS]:
        out.print(f"  {problem.place.cell or problem.place.line}  ", style="bold red", end="")
        out.print(" ".join(part for part in (problem.message(), problem.advice()) if part))
    if len(listed) > SHOWN_PROBLEMS:
        out.print(_("  ……其余 {count} 处").format(count=len(listed) - SHOWN_PROBLEMS))
    out.print(_("新增 {new} · 更改 {changed} · 未变 {unchanged} · 空白 {blank} · 有错 {failed}").format(
        new=result.new, changed=result.changed, unchanged=result.unchanged, blank=result.blank, failed=len(result.faults)), style="bold")
    for name in result.files:
        out.print(_("已写入 {name}").format(name=name))
    if result.dry_run:
        out.print(_("只检查，没有写入账簿。"))
    if result.errors_file is not None:
        out.print(_("有错的行没有导入；改正后可再次导入：{file}").format(file=result.errors_file), style="yellow")
