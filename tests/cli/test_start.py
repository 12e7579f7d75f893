"""The start of a command: only what it uses is loaded, and words typed become values without the slow road where they are plain."""

import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
import typer

from gouji.cli.app import Command

UNUSED = ("pydantic", "yaml", "openpyxl", "gouji.book", "gouji.catalogue", "gouji.reckon", "gouji.papers.tables", "concurrent.futures")


def test_an_audit_loads_no_definitions_no_tables_and_no_checker_of_types(tmp_path):
    report = tmp_path / "报告.txt"
    report.write_text("学校有教师120人。\n", "utf-8")
    told = f"import sys; from gouji.cli import main; main(['audit', {str(report)!r}]); print([name for name in {UNUSED} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def _command():
    app = typer.Typer(add_completion=False)
    seen = {}

    @app.command(cls=Command)
    def _program(
        paths: list[Path],
        *,
        name: Annotated[str, typer.Option()] = "",
        colour: Annotated[Colour, typer.Option()] = Colour.RED,
        to: Annotated[Path | None, typer.Option()] = None,
        depth: Annotated[int, typer.Option(min=1)] = 12,
        loud: Annotated[bool, typer.Option("--loud")] = False,
        more: Annotated[list[str] | None, typer.Option()] = None,
        upper: Annotated[str, typer.Option(parser=str.upper)] = "",
    ) -> None:
        seen.update(paths=paths, name=name, colour=colour, to=to, depth=depth, loud=loud, more=more, upper=upper)

    return typer.main.get_command(app), seen


def test_words_become_values_of_the_kind_asked_for():
    command, seen = _command()
    words = "a.docx b.docx --name 1 --colour blue --to out --depth 3 --loud --more x --more y --upper q"
    command(args=words.split(), standalone_mode=False)
    assert seen == {"paths": [Path("a.docx"), Path("b.docx")], "name": "1", "colour": Colour.BLUE, "to": Path("out"), "depth": 3, "loud": True,
                    "more": ["x", "y"], "upper": "Q"}
    command(args=["a"], standalone_mode=False)
    assert seen == {"paths": [Path("a")], "name": "", "colour": Colour.RED, "to": None, "depth": 12, "loud": False, "more": seen["more"], "upper": ""}
    assert not seen["more"]


@pytest.mark.parametrize("words", ["a --colour green", "a --depth 0", "a --depth x", ""])
def test_wrong_words_are_refused_by_the_library(words):
    command, _seen = _command()
    with pytest.raises(Exception, match=r"green|greater|integer|Missing"):
        command(args=words.split(), standalone_mode=False)
