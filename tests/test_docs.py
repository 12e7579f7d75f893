"""What users read: every command in it exists, what it prints is what is printed, every picture and link is there."""

import importlib.util
import re
import shlex
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from gouji.cli.app import build_command
from gouji.messages.codes import CODES

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
PAGES_WITH_COMMANDS = [*PAGES, ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs" / "definitions.md"]
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LARGEST_PICTURE = 150_000


def tool(name):
    """A script under tools as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(name, module)
    spec.loader.exec_module(module)
    return module


def commands(text):
    """Every `gouji …` of a page, as words: of blocks and of code within lines."""
    lines = [line.removeprefix("$ ") for block in FENCE.findall(text) for line in block.splitlines()]
    lines += re.findall(r"`(gouji [^`]+)`", FENCE.sub("", text))
    for line in lines:
        if match := re.match(r"(?:\S*[/\\])?gouji (.*)", line.strip()):
            yield shlex.split(match[1].replace("…", ""), comments=True)


def faults(words):
    """The commands and options among the words that do not exist."""
    command = build_command()
    options = set(option_names(command))
    wrong = []
    for word in words:
        if word in (">", "|", "→"):
            break
        if word.startswith("--"):
            wrong += [] if word.partition("=")[0] in options else [word]
        elif isinstance(command, click.Group) or hasattr(command, "commands"):
            if word in command.commands:
                command = command.commands[word]
                options |= set(option_names(command))
            elif re.fullmatch(r"[a-z]+", word) and word not in ("none", "zh", "en"):
                wrong.append(word)
    return wrong


def option_names(command):
    return [name for parameter in command.params for name in parameter.opts] + ["--help"]


@pytest.mark.parametrize("path", PAGES_WITH_COMMANDS, ids=lambda path: path.stem)
def test_every_command_exists(path):
    wrong = [f"gouji {shlex.join(words)}: {faults(words)}" for words in commands(path.read_text("utf-8")) if faults(words)]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("gouji check 账簿 --rule T1", []),
        ("gouji --lang en definitions list --set 决算", []),
        ("gouji chekc 账簿", ["chekc"]),
        ("gouji check 账簿 --rules T1", ["--rules"]),
        ("gouji report 账簿 --dry-run", ["--dry-run"]),
    ],
)
def test_what_counts_as_a_wrong_command(line, wrong):
    assert [faults(words) for words in commands(f"```sh\n{line}\n```\n")] == [wrong]


@pytest.mark.skipif(shutil.which("bash") is None, reason="the pages are run in bash")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_guide_shows_what_is_printed(path):
    assert tool("guide").current(path) == path.read_text("utf-8"), "run tools/guide.py --write and look at the difference"


def test_every_error_has_its_line_in_the_guide():
    text = (GUIDE / "10-常见问题.md").read_text("utf-8")
    assert [code for code in CODES if f"\n| {code} | " not in text] == []


@pytest.mark.parametrize("path", PAGES_WITH_COMMANDS, ids=lambda path: path.stem)
def test_links_and_pictures_are_there(path):
    text = FENCE.sub("", path.read_text("utf-8"))
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
        file, _sign, heading = unquote(target).partition("#")
        page = path.parent / file if file else path
        assert page.exists(), target
        if heading and page.suffix == ".md":
            assert heading in {anchor(line) for line in page.read_text("utf-8").splitlines() if line.startswith("#")}, target


def anchor(heading):
    """The anchor a forge gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()).replace(" ", "-")


def test_pictures_are_small_and_used():
    text = "".join(path.read_text("utf-8") for path in PAGES_WITH_COMMANDS)
    pictures = sorted((GUIDE / "pictures").iterdir())
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []
    assert [path.name for path in pictures if f"pictures/{path.name}" not in text] == []


def test_the_overview_of_definitions_is_true():
    assert tool("list_definitions").main(["--check"]) == 0, "run tools/list_definitions.py"
