"""Make a site ready to be served: tables brought up to date, the first account made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gouji.catalogue import Catalogue
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Role
from gouji.store.place import data_folder
from gouji.store.schema import connect
from gouji.store.schema import is_new
from gouji.store.schema import migrate
from gouji.store.schema import pending
from gouji.store.schema import require_usable


@dataclass(frozen=True, slots=True)
class Ready:
    """What was done, in lines for the person who started the site."""

    lines: tuple[str, ...]


def prepare(data: Path | None, catalogue: Catalogue | None = None, examples: Sequence[Path] = (), *, with_backup: bool = True) -> Ready:
    """Connect, migrate, and make the first accounts: those of the demonstration where `examples` are given, else one of each administrator.

    An older database is backed up before it is brought up to date; where that fails nothing is changed. Raises GoujiError S95, and what
    `connect` and `require_usable` raise.
    """
    connect(data)
    require_usable()
    lines = [_("数据文件夹：{folder}").format(folder=data_folder())]
    new = is_new()
    waiting = pending()
    if waiting:
        if with_backup and not new:
            lines += _backed_up()
        migrate()
        lines.append(_("数据库已建好。") if new else _("数据库已升级（{count} 步）。").format(count=len(waiting)))
    if examples and catalogue is not None:
        return Ready((*lines, *_demo(examples, catalogue)))
    return Ready((*lines, *(() if _peopled() else _first_accounts())))


def _backed_up() -> list[str]:
    """A backup of the database as it was, and the way back to it, in words."""
    from gouji.actions.site.backup import make_backup
    from gouji.store.snapshots import has_own_tools
    if not has_own_tools():  # rows can only be read by the version whose tables they are in
        raise GoujiError.of("S95", reason=_("升级前须先备份，而这台机器上没有 pg_dump；请安装 postgresql-client，或自行备份后加 --no-backup"))
    made = make_backup(note="-before-upgrade")
    return [
        _("升级前已备份：{path}").format(path=made.path),
        _("退回办法：停止网站，装回原来的版本，运行 gouji restore {path} --data 新文件夹，再以该文件夹启动。").format(path=made.path),
    ]


def _demo(examples: Sequence[Path], catalogue: Catalogue) -> list[str]:
    from gouji.actions.site.demo_site import demo_site
    accounts = demo_site(examples, catalogue)
    width = max(len(account.username) for account in accounts)
    return [_("示例账号（密码每次启动都会更换）："), *(f"  {account.username:<{width}}  {account.password}  {account.role.value}" for account in accounts)]


def _peopled() -> bool:
    """Whether there are accounts: a first start that was cut off has made none."""
    from gouji.store.models import Account
    return bool(Account.objects.exists())


def _first_accounts() -> list[str]:
    """One account for each of the three administrators, all or none: everything else is theirs to make."""
    from gouji.actions.site.accounts import create_account
    from gouji.actions.site.accounts import grant_role
    from gouji.actions.site.origin import PROGRAM
    from gouji.store.units import together
    lines = [_("首次启动，已建三个管理员账号；首次登录须改密码，请分给三个人：")]
    with together():
        for role, name in ((Role.SYSTEM, "system"), (Role.SECURITY, "security"), (Role.AUDIT, "audit")):
            account, password = create_account(PROGRAM, name, role.value)
            grant_role(PROGRAM, account, role)
            lines.append(f"  {name:<9} {password}  {role.value}")
    return lines
