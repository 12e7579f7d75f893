"""gouji backup and gouji restore: the whole site in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.messages import translate as _


def backup_command(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help=_("写到哪个文件；默认数据文件夹的 backups"))] = None,
    data: Annotated[Path | None, typer.Option(metavar="DIR", help=_("数据文件夹；默认 GOUJI_DATA 或 gouji-data"))] = None,
    portable: Annotated[bool, typer.Option("--portable", help=_("写成各种数据库都能装回的形式，供更换数据库"))] = False,
    with_key: Annotated[bool, typer.Option("--with-key", help=_("连同密钥文件；备份须与密码同样保管"))] = False,
) -> None:
    """Back up while the site runs. Exit status 0; 2 where it could not be done."""
    del context
    from gouji.store.schema import connect
    from gouji.store.schema import require_usable

    connect(data)
    require_usable()
    from gouji.actions.site.backup import backup
    from gouji.actions.site.origin import PROGRAM

    made = backup(PROGRAM, to, portable=portable, with_key=with_key)
    out = console()
    out.print(_("已备份：{path}").format(path=made.path), style="bold")
    out.print(_("数据库 {rows} 行（{kind}），文件 {files} 个，共 {size} 字节").format(rows=made.rows, kind=made.kind, files=made.files, size=made.size))
    if not with_key:
        out.print(_("不含密钥（secret.key）：恢复后会生成新的，大家须重新登录。"), style="dim")


def restore_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("gouji backup 写的文件"))],
    data: Annotated[Path | None, typer.Option(metavar="DIR", help=_("恢复到哪个文件夹（还不存在或空的）；默认 GOUJI_DATA 或 gouji-data"))] = None,
) -> None:
    """Put a backup into a new data folder, verified. Exit status 0; 2 where it is not whole, then nothing has changed."""
    del context
    from gouji.actions.site.restore import restore
    from gouji.store.place import data_folder

    done = restore(file, data.resolve() if data is not None else data_folder())
    out = console()
    out.print(_("已恢复到：{folder}").format(folder=done.folder), style="bold")
    out.print(_("备份于 {made}（版本 {program}）：数据库 {rows} 行、文件 {files} 个与清单一致，审计日志 {lines} 条核对无误。").format(
        made=done.made, program=done.program, rows=done.rows, files=done.files, lines=done.lines))
    out.print(_("启动：gouji serve --data {folder}").format(folder=done.folder))
