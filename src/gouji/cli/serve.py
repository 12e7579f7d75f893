"""gouji serve: the site on this machine; the database made or brought up to date, a worker for long work, the web server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep
from types import FrameType
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.cli.output import say_problems
from gouji.cli.ports import listens
from gouji.cli.ports import require_free
from gouji.cli.settings import settings_of
from gouji.messages import GoujiError
from gouji.messages import translate as _

HOST = "127.0.0.1"
_PATIENCE = 20  # seconds that requests at hand have when the site is stopped


def serve_command(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("端口"))] = 8800,
    host: Annotated[str, typer.Option(help=_("监听的地址；前面有反向代理时不必改"))] = HOST,
    data: Annotated[Path | None, typer.Option(metavar="DIR", help=_("数据文件夹；默认 GOUJI_DATA 或 gouji-data"))] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help=_("网页进程数"))] = 2,
    no_backup: Annotated[bool, typer.Option("--no-backup", help=_("升级旧数据库前不自动备份（已另行备份时）"))] = False,
    demo: Annotated[bool, typer.Option("--demo", help=_("装入四本示例账簿和各角色的示例账号"))] = False,
) -> None:
    """Run the site until it is stopped (Ctrl-C): then exit status 0; 2 where it cannot be started (S95, S160 to S165), 1 where the server ended by itself."""
    from gouji.actions.site.prepare import prepare

    require_free(host, port)
    folders = _examples() if demo else []
    ready = prepare(data, settings_of(context).catalogue() if demo else None, folders, with_backup=not no_backup)
    out = console()
    for line in ready.lines:
        out.print(line)
    address = f"http://{'localhost' if host == HOST else host}:{port}/"

    def ready_to_open() -> None:
        out.print(_("网址：{address}（按 Ctrl-C 停止）").format(address=address), style="bold")
        sys.stdout.flush()

    _forget_counts()
    status = _run(_server_command(host, port, workers), [sys.executable, "-m", "gouji.cli", "worker"], (host, port), ready_to_open)
    if status is not None:
        say_problems(GoujiError.of("S166", status=status))
        raise typer.Exit(1)


def worker_command(context: typer.Context) -> None:
    """Do long work until stopped: reports, audits, imports that people have asked for on the site."""
    del context
    from gouji.store.schema import connect

    connect()
    from gouji.actions.site.work import work  # knows tables, which must be ready first

    work()


def _server_command(host: str, port: int, workers: int) -> list[str]:
    """The web server in a process of its own: its workers are ended with it."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--backlog", "2048", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", str(_PATIENCE),
        "--log-level", "warning", "gouji.web.wsgi:application",
    ]


def _run(server_command: list[str], worker_command: list[str], address: tuple[str, int], tell: Callable[[], None]) -> int | None:
    """Keep the server and a worker running until the server ends or this process is told to stop (Ctrl-C, SIGTERM); a worker that ended, whatever
    ended it, is begun anew. `tell` is called once the address can be opened. Gives the status of a server that ended by itself, None where it was told to.
    """
    status: int | None = None
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _stop)
    server = subprocess.Popen(server_command, env=os.environ)  # noqa: S603  # our own program with our own arguments
    worker = subprocess.Popen(worker_command, env=os.environ)  # noqa: S603
    try:
        told = False
        while server.poll() is None:
            if not told and listens(*address):
                told = True
                tell()
            sleep(1 if told else 0.1)
            if worker.poll() is not None:
                worker = subprocess.Popen(worker_command, env=os.environ)  # noqa: S603
        status = server.returncode
    except KeyboardInterrupt:
        pass
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            process.wait()
    return status


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _forget_counts() -> None:
    """What earlier processes counted for the metrics."""
    from gouji.store.place import room
    for path in room("run").glob("metrics-*.json"):
        path.unlink(missing_ok=True)


def _examples() -> list[Path]:
    from gouji.cli.demo import example_folders
    return example_folders()
