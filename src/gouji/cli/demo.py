"""gouji demo: the main job over the four examples: checked, scored, written up; where the files are and what was found."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from gouji.cli.check import STYLES
from gouji.cli.check import summary
from gouji.cli.output import console
from gouji.cli.output import say_item
from gouji.cli.output import say_problems
from gouji.cli.progress import Step
from gouji.cli.progress import progress_bar
from gouji.cli.report import figures_line
from gouji.cli.score import score_line
from gouji.cli.settings import Settings
from gouji.cli.settings import settings_of
from gouji.messages import GoujiError
from gouji.messages import translate as _

if TYPE_CHECKING:
    from rich.console import Console

    from gouji.actions.build_reports import Built
    from gouji.book import Book
    from gouji.catalogue import Catalogue
    from gouji.reckon import CheckReport
    from gouji.reckon import Finding
    from gouji.reckon.scoresheet import ScoreSheet

TELLING = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demonstration did with one book, and how long each step took (seconds)."""

    book: Book
    report: CheckReport
    sheets: list[ScoreSheet]
    built: list[Built]
    seconds: list[float]


def demo_command(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help=_("报告写到哪里"))] = Path("out"),
    examples: Annotated[Path | None, typer.Option(metavar="DIR", help=_("示例账簿所在的文件夹"))] = None,
) -> None:
    """Run the demonstration; exit status 0 although there are findings, 2 where an example cannot be used."""
    started = perf_counter()
    settings = settings_of(context)
    catalogue = settings.catalogue()
    folders = example_folders(examples)
    out = console()
    done = [_run(folder, catalogue, to / folder.name, settings, out) for folder in folders]
    seconds = perf_counter() - started
    out.print(_("完成：{count} 本账簿，{seconds:.1f} 秒。报告在 {folder}").format(count=len(folders), seconds=seconds, folder=to.resolve()), style="bold")
    _show_next([shown for shown in done if shown is not None], out)
    raise typer.Exit(2 if None in done else 0)


def example_folders(folder: Path | None = None) -> list[Path]:
    """The books under a folder; without one those of the clone that the package runs from, or of the folder one stands in. X15 where none."""
    candidates = [folder] if folder else [Path(__file__).parents[3] / "examples", Path("examples")]
    for candidate in candidates:
        found = sorted(path.parent for path in candidate.glob("*/book.yaml"))
        if found:
            return found
    raise GoujiError.of("X15")


def _run(folder: Path, catalogue: Catalogue, target: Path, settings: Settings, out: Console) -> Shown | None:
    """Do everything with one book and print it; None where the book cannot be used, which is printed, too."""
    try:
        with progress_bar(folder.name) as step:
            shown = _work(folder, catalogue, target, settings, step)
    except GoujiError as error:
        out.rule(folder.name, align="left", style="red")
        say_problems(error)
        return None
    _show(shown, folder, out)
    return shown


def _work(folder: Path, catalogue: Catalogue, target: Path, settings: Settings, step: Step) -> Shown:
    from gouji.actions.build_reports import Wanted
    from gouji.actions.build_reports import build_reports
    from gouji.actions.check_book import check_book
    from gouji.actions.open_book import open_book
    from gouji.actions.score_book import score_book

    times = [perf_counter()]
    step(_("检查"), 0, 3)
    book = open_book(folder, catalogue, settings.as_of).book
    report = check_book(book)
    times.append(perf_counter())
    step(_("评分"), 1, 3)
    sheets = score_book(book) if book.schemes else []
    times.append(perf_counter())
    built = build_reports(book, Wanted(target, progress=lambda what, _done, _all: step(what, 2, 3)))
    times.append(perf_counter())
    return Shown(book, report, sheets, built, [later - earlier for earlier, later in pairwise(times)])


def _show(shown: Shown, folder: Path, out: Console) -> None:
    """What a reader wants to know of one book: what it is, what was found, the score, the files."""
    out.rule(f"{shown.book.title}", align="left", style="blue")
    counts = _("{folder}：数据 {facts} · 填报数 {stated} · 台账记录 {entries} · 佐证 {evidence}").format(
        folder=folder.name, facts=len(shown.book.facts), stated=sum(map(len, shown.book.stated.values())),
        entries=sum(map(len, shown.book.entries.values())), evidence=len(shown.book.evidence))
    out.print(counts, style="dim")
    _show_check(shown, out)
    for sheet in shown.sheets:
        say_item(out, _("评分"), score_line(sheet), label_style="bold")
    for item in shown.built:
        say_item(out, _("报告"), item.report.name, label_style="bold")
        say_item(out, "", figures_line(item), indent=6, style="dim")
        for file in item.files:
            say_item(out, "", str(file), indent=6, style="dim")
    out.print(_("用时  检查 {check:.1f} 秒 · 评分 {score:.1f} 秒 · 报告 {report:.1f} 秒").format(
        check=shown.seconds[0], score=shown.seconds[1], report=shown.seconds[2]), style="dim")
    out.print()


def _show_check(shown: Shown, out: Console) -> None:
    say_item(out, _("检查"), summary(shown.report), label_style="bold")
    for finding in telling(shown.report.findings):
        place = _("，").join(part for part in (finding.period, finding.subject) if part)
        say_item(out, finding.rule, _("{message}（{place}）").format(message=finding.message, place=place), indent=6, label_style=STYLES[finding.severity])
    more = len(shown.report.findings) - TELLING
    if more > 0:
        say_item(out, "", _("……其余 {count} 处：gouji check {folder}").format(count=more, folder=shown.book.folder), indent=6, style="dim")


def _show_next(done: Iterable[Shown], out: Console) -> None:
    """A command to try next: the explanation of a figure that was found wanting."""
    for shown in done:
        for finding in shown.report.findings:
            if finding.indicators:
                command = f"{_program()} explain {shown.book.folder} {finding.indicators[0]}"
                out.print(_("接着可以试：{command}").format(command=command), style="dim")
                return


def _program() -> str:
    """How this program is called from here: by its name where the shell finds it, else by the path it was started with."""
    return "gouji" if shutil.which("gouji") else sys.argv[0]


def telling(findings: Iterable[Finding]) -> list[Finding]:
    """The few findings to show first: the gravest, and no two of one rule, so that they tell of different things."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.rule, finding)
    return list(first.values())[:TELLING]
