"""Printing: sentences to people on the terminal, JSON to programs, errors with place and advice."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gouji.messages import GoujiError
from gouji.messages import translate as _

if TYPE_CHECKING:
    from rich.console import Console

    from gouji.audit.delivery.terminal import Line

SHOWN_PROBLEMS = 50
_WIDE = 200


def console(*, stderr: bool = False) -> Console:
    """A console that colours only on a terminal (NO_COLOR respected) and does not break lines anywhere else."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, highlight=False, markup=False, emoji=False, width=None if stream.isatty() else _WIDE)


def say_item(out: Console, label: str, text: str, *, indent: int = 0, label_style: str = "", style: str = "") -> None:
    """A label and a text beside it: on a terminal wrapped under itself, elsewhere one line, so that it can be searched."""
    if not out.is_terminal:
        out.file.write(f"{' ' * indent}{label}{'  ' if label else ''}{text}\n")
        return
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    if label:
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(*([Text(label, label_style)] if label else []), Text(text, style))
    out.print(Padding(grid, (0, 0, 0, indent)))


def say_lines(lines: Iterable[Line]) -> None:
    """Lines of coloured pieces. Only a terminal shows colours and breaks lines; for all else the library that does it need not be loaded."""
    if not sys.stdout.isatty() and not os.environ.get("FORCE_COLOR"):
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    from rich.text import Text

    out = console()
    for line in lines:
        out.print(Text.assemble(*line.parts))


def say_json(record: object) -> None:
    """Print a record as JSON; characters the stream cannot show are escaped."""
    plain = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
    print(json.dumps(record, ensure_ascii=plain, indent=2))  # noqa: T201


def say_aside(text: str) -> None:
    """A remark beside the answer, on stderr."""
    print(text, file=sys.stderr)  # noqa: T201


def say_error(text: str) -> None:
    """Why the program stops, on stderr."""
    say_aside(_("错误：") + text)


def say_problems(error: GoujiError) -> None:
    """Every problem of an error with its place and advice on stderr; of many the first 50 and how many there are."""
    for problem in error.problems[:SHOWN_PROBLEMS]:
        place = f"{problem.place}\n  " if str(problem.place) else ""
        advice = problem.advice()
        say_error(f"{place}{problem.message()} [{problem.code}]" + (f"\n  → {advice}" if advice else ""))
    more = len(error.problems) - SHOWN_PROBLEMS
    if more > 0:
        say_aside(_("……共 {count} 处错误，只列出前 {shown} 处。").format(count=len(error.problems), shown=SHOWN_PROBLEMS))
