"""Looking over an Excel template."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from pathlib import Path

from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.excel.fill import open_workbook
from gouji.papers.excel.fill import tags_of
from gouji.papers.excel.fill import unknown_name


def lint_excel(path: Path, known: Callable[[str], bool], names: Collection[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with an Excel template, cell by cell: names for which `known` says no (T04).

    `known` is asked for every tag as written: `名称`, `#台账`, and `台账.列` for {{.列}} in the row of that register; `names` are
    offered where one is near. Raises GoujiError P50, T01.
    """
    problems = []
    for sheet in open_workbook(path).worksheets:
        for row in range(1, sheet.max_row + 1):
            register = ""
            for cell, tags in tags_of(sheet, row):
                for name in tags:
                    register = name.removeprefix("#").strip() if name.startswith("#") else register
                    asked = f"{register}{name}" if name.startswith(".") else name
                    if not known(asked):
                        problems.append(unknown_name(name, Place(path.name, cell=f"{sheet.title}!{cell.coordinate}"), names))
    return tuple(problems)
