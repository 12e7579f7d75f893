"""The commands and the options all of them share, put together in the current language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from typing import Annotated
from typing import Any

import typer
from typer.core import TyperCommand
from typer.core import TyperGroup
from typer.main import get_command

from gouji.cli.audit import audit_command
from gouji.cli.backup import backup_command
from gouji.cli.backup import restore_command
from gouji.cli.check import check_command
from gouji.cli.definitions import check_definitions_command
from gouji.cli.definitions import list_definitions_command
from gouji.cli.demo import demo_command
from gouji.cli.explain import explain_command
from gouji.cli.import_table import import_command
from gouji.cli.new import new_command
from gouji.cli.record import record_command
from gouji.cli.report import report_command
from gouji.cli.score import score_command
from gouji.cli.serve import serve_command
from gouji.cli.serve import worker_command
from gouji.cli.settings import Settings
from gouji.cli.typed import in_short
from gouji.cli.wording import in_words
from gouji.messages import GoujiError
from gouji.messages import translate as _

if TYPE_CHECKING:
    from datetime import datetime

_HELP = frozenset(("--help", "-h"))
_DEFINITIONS, _WORKER = "definitions", "worker"
_CONTEXT = {"help_option_names": ["--help", "-h"], "max_content_width": 120}


class Command(TyperCommand):
    """A command whose help page speaks the current language."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, --help among them."""
        return in_short(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_words(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help page speaks the current language; commands in the order of a working day, not of the alphabet."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, --help among them."""
        return in_short(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_words(super().get_help(ctx))


def build_command(words: Sequence[str] = ()) -> Any:
    """The program as a command to be called with arguments; built anew for the language at hand. Where `words` name commands, only those are
    part of it: looking at the parameters of all takes as long as reading a short report.
    """
    app = _group(_("勾稽：每个数字只存一次，互相核对，据以评分、出报告。"), callback=_program)
    commands = _commands()
    asked = [name for name in commands if name in words and not _HELP.intersection(words)]
    for name in asked or commands:
        if name == _DEFINITIONS:
            app.add_typer(_definitions(), name=name)
        else:
            command, help_text = commands[name]
            app.command(name, cls=Command, help=help_text, hidden=name == _WORKER)(command)
    return get_command(app)


def _commands() -> dict[str, tuple[Any, str]]:
    """The commands by name, in the order of a working day, with what their help says."""
    return {
        "audit": (audit_command, _("核查报告中的数字")),
        "check": (check_command, _("检查勾稽关系")),
        "score": (score_command, _("按评分办法评分")),
        "report": (report_command, _("编制报告（Word、Excel、网页）")),
        "explain": (explain_command, _("说明一个数字从何而来")),
        "import": (import_command, _("从 CSV 或 Excel 导入")),
        "record": (record_command, _("把手工改动记入历史")),
        "new": (new_command, _("新建一本账簿")),
        "serve": (serve_command, _("启动网站")),
        "backup": (backup_command, _("备份网站")),
        "restore": (restore_command, _("从备份恢复网站")),
        _WORKER: (worker_command, _("办理后台任务（由 serve 启动）")),
        "demo": (demo_command, _("用四本示例账簿演示")),
        _DEFINITIONS: (None, ""),
    }


def _definitions() -> typer.Typer:
    definitions = _group(_("检查、列出定义"))
    definitions.command("check", cls=Command, help=_("检查自己的定义文件夹"))(check_definitions_command)
    definitions.command("list", cls=Command, help=_("列出现有的定义"))(list_definitions_command)
    return definitions


def _group(help_text: str, **options: Any) -> typer.Typer:
    return typer.Typer(
        cls=Group, help=help_text, add_completion=False, rich_markup_mode=None, no_args_is_help=True, context_settings=_CONTEXT,
        pretty_exceptions_enable=False, **options,
    )


def _program(
    context: typer.Context,
    lang: Annotated[str, typer.Option(metavar="zh|en", help=_("语言，默认随系统"))] = "",
    definitions: Annotated[list[str] | None, typer.Option(metavar="DIR", help=_("自己的定义文件夹，可多次；none 表示不用自带的定义"))] = None,
    as_of: Annotated[str, typer.Option(metavar="DATE", help=_("查看账簿在某日（或某时刻）的样子"))] = "",
    _debug: Annotated[bool, typer.Option("--debug", help=_("程序出错时显示出错的位置"))] = False,
    _version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version, help=_("显示版本"))] = False,
) -> None:
    if lang not in ("", "zh", "en"):
        raise GoujiError.of("X08", text=lang)
    context.obj = Settings(tuple(definitions or ()), _moment(as_of) if as_of else None)


def _moment(text: str) -> datetime:
    from gouji.actions.open_book import moment_of

    return moment_of(text)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"gouji {version('gouji')}")
        raise typer.Exit
