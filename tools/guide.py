"""The guide under docs/guide kept true: what its commands print, and the table of error codes.

`tools/guide.py` runs the pages and lists what is no longer so; `tools/guide.py --write` puts what is so in its place. A page is run from top to bottom in an
empty folder that has `examples` in it. What counts in a page:

- a ```console block: a line `$ command` is run in a shell; the lines below it are what it prints (answers and remarks). A line `……` stands
  for what was left out: so many lines as there are above it are the beginning, so many as below it the end;
- a block after a line that ends in 存为 `path`： is written to that file;
- `<!-- run: command -->` is run and not shown (a hand that types into Excel, as it were);
- between `<!-- codes -->` and `<!-- /codes -->` stands the table of error codes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from gouji.messages.codes import CODES

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
CUT = "……"
ROOMS = {
    "N": "数字的写法", "F": "公式", "C": "定义文件", "B": "账簿", "R": "推算与评分", "P": "导入的表格与写出的文件", "T": "模板与报告", "I": "导入",
    "D": "别人的文档", "A": "核查", "X": "命令", "S": "网站",
}
_FILE = re.compile(r"存为 `([^`]+)`[^`]*：$")
_RUN = re.compile(r"<!-- run: (.*) -->")
_CODES = re.compile(r"(<!-- codes -->\n).*?(<!-- /codes -->)", re.DOTALL)


def current(path: Path) -> str:
    """The page as it would have to read today."""
    text = path.read_text("utf-8")
    if "<!-- codes -->" in text:
        text = _CODES.sub(lambda part: f"{part[1]}\n{codes_table()}\n\n{part[2]}", text)
    with TemporaryDirectory() as name:
        return run_page(text, Path(name))


def codes_table() -> str:
    """Every error code with what is wrong and what to do, a table for each room, in Markdown."""
    parts: list[str] = []
    for letter, title in ROOMS.items():
        rows = [f"| {code} | {_cell(what)} | {_cell(todo)} |" for code, (what, todo) in CODES.items() if code[0] == letter]
        if rows:  # a room may have no codes yet
            parts.append("\n".join([f"### {letter}：{title}", "", "| 编号 | 意思 | 怎么办 |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts)


def _cell(message: str) -> str:
    """A message as a cell of a table: its placeholders as dots, doubled braces as they print."""
    shown = re.sub(r"(?<!\{)\{[a-z_]+\}(?!\})", "…", message.partition("\n")[0])
    return shown.replace("{{", "{").replace("}}", "}").replace("|", "\\|").rstrip("：")


def run_page(text: str, folder: Path) -> str:
    """The page with what its commands print when they are run in a folder; what they write stays there."""
    examples = folder / "examples"
    if not examples.exists():
        examples.symlink_to(ROOT / "examples")
    return "\n".join(_lines(text.split("\n"), folder, _session(folder)))


def _lines(lines: list[str], folder: Path, run: Callable[[str], list[str]]) -> Iterator[str]:
    """The lines of a page, with what its commands print now."""
    before, number = "", 0
    while number < len(lines):
        line = lines[number]
        yield line
        number += 1
        if hidden := _RUN.fullmatch(line):
            run(hidden[1])
        elif line.startswith("```"):
            end = number + lines[number:].index("```")
            block = lines[number:end]
            if named := _FILE.search(before):
                (folder / named[1]).parent.mkdir(parents=True, exist_ok=True)
                (folder / named[1]).write_text("\n".join([*block, ""]), "utf-8")
            yield from _console(block, run) if line == "```console" else block
            yield "```"
            number = end + 1
        if line.strip():
            before = line


def _console(block: list[str], run: Callable[[str], list[str]]) -> Iterator[str]:
    starts = [number for number, line in enumerate(block) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        yield block[start]
        yield from _shown(run(block[start].removeprefix("$ ")), block[start + 1:end])


def _shown(printed: list[str], before: list[str]) -> list[str]:
    """What is printed now, cut where the page cut it before."""
    if CUT not in before:
        return printed
    head = before.index(CUT)
    tail = len(before) - head - 1
    return printed if len(printed) <= head + tail else [*printed[:head], CUT, *(printed[-tail:] if tail else [])]


def _session(folder: Path) -> Callable[[str], list[str]]:
    """A shell in a folder: commands in, lines out; `$?` is that of the command before."""
    status = 0
    folders = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    environment = os.environ | {"PATH": os.pathsep.join(folders), "LC_ALL": "C.UTF-8", "LANGUAGE": "", "PYTHONIOENCODING": "utf-8"}

    def run(command: str) -> list[str]:
        nonlocal status
        script = f"(exit {status}); {command}"
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )
        status = done.returncode
        return [line.rstrip() for line in done.stdout.decode("utf-8").rstrip("\n").split("\n")] if done.stdout.strip() else []

    return run


def main(arguments: list[str]) -> int:
    """Check or write the pages named, by default all of the guide. Returns the exit status: 1 where a page is no longer true."""
    write = "--write" in arguments
    named = [Path(part).resolve() for part in arguments if part != "--write"]
    stale: list[Path] = []
    for path in named or sorted(GUIDE.glob("*.md")):
        text = current(path)
        if text != path.read_text("utf-8"):
            stale.append(path)
            if write:
                path.write_text(text, "utf-8")
    for path in stale:
        print(("rewritten: " if write else "no longer true, run tools/guide.py --write: ") + path.relative_to(ROOT).as_posix())
    return 1 if stale and not write else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
