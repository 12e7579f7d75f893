"""The house as a whole: what holds for every room, so that it need not be remembered.

Layers between the rooms are import-linter's matter (pyproject.toml); style is ruff's.
"""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "gouji"
MODULES = sorted(path for folder in (SOURCE, ROOT / "tools") for path in folder.rglob("*.py") if path.parent.name != "migrations")  # Django writes those
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
EXACT_ROOMS = ("numbers", "formulas", "catalogue", "book", "reckon")
NO_FIGURES = {"cutoff"}  # how alike two spellings must be (difflib)
LOCKS = sorted(ROOT.glob("*.lock"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_LINE = 160  # 140 is what we aim at
# path or path::function → why it may be longer
MAY_BE_LONG: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def public(path):
    """The functions and classes of a module that others may use, and the methods of those classes."""
    for node in tree(path).body:
        if isinstance(node, (*Function.__args__, ast.ClassDef)) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from ((f"{node.name}.{method.name}", method) for method in node.body if isinstance(method, Function) and method.name[0] != "_")


@cache
def tracked():
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def test_every_module_says_what_belongs_there():
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_everything_public_says_what_it_does():
    assert [f"{name_of(path)}::{name}" for path in MODULES for name, node in public(path) if not ast.get_docstring(node)] == []


def test_files_are_short():
    long = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE and name not in MAY_BE_LONG} == {}


def test_functions_are_short():
    long = {f"{name_of(path)}::{node.name}": node.end_lineno - node.lineno + 1 for path in MODULES for node in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION and name not in MAY_BE_LONG} == {}


def test_lines_are_short():
    long = [f"{name_of(path)}:{number}" for path in MODULES for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if len(line) > LONGEST_LINE]
    assert long == []


def test_exceptions_have_a_reason_and_a_subject():
    assert all(len(reason) > 20 for reason in MAY_BE_LONG.values())
    assert [name for name in MAY_BE_LONG if not (ROOT / name.partition("::")[0]).exists()] == []


@pytest.mark.parametrize("room", EXACT_ROOMS)
def test_no_binary_float_where_figures_live(room):
    assert [f"{name_of(path)}:{line}" for path in sorted((SOURCE / room).rglob("*.py")) for line in floats(tree(path))] == []


def floats(root):
    """The lines on which a binary float is written or made."""
    harmless = {id(node.value) for node in ast.walk(root) if isinstance(node, ast.keyword) and node.arg in NO_FIGURES}
    return [node.lineno for node in ast.walk(root) if is_float(node) and id(node) not in harmless]


def is_float(node):
    """A float written out (1.5), or made: float(…)."""
    written = isinstance(node, ast.Constant) and isinstance(node.value, float)
    return written or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 1.5", True),
        ("x = float(y)", True),
        ("x = f(limit=1.5)", True),
        ("x = Decimal('1.5')", False),
        ("isinstance(x, float)", False),
        ("get_close_matches(name, names, cutoff=0.6)", False),
    ],
)
def test_what_counts_as_a_binary_float(source, found):
    assert bool(floats(ast.parse(source))) is found


def test_numbers_stands_on_the_standard_library_alone():
    foreign = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in sorted((SOURCE / "numbers").rglob("*.py"))
        for node in ast.walk(tree(path))
        for name in imported(node)
        if name.partition(".")[0] not in sys.stdlib_module_names and not re.match(r"gouji\.(numbers|messages)\b", name)
    ]
    assert foreign == []


def imported(node):
    """The modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


TESTED_TOGETHER = {"store": "site", "web": "site"}  # a site is more than either


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_tests(room):
    assert list((ROOT / "tests").glob(f"{TESTED_TOGETHER.get(room, room)}*/test_*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_stands_on_the_map(room):
    assert re.search(rf"^## .*\b{room}\b", (ROOT / "docs" / "map.md").read_text("utf-8"), re.MULTILINE)


def test_nothing_names_the_place_it_was_made_at():
    """A path of one machine, or the address of a package index, makes the clone depend on that machine."""
    places = re.compile(rb"(?<![\w.:/-])/(?:work|root|home|opt)/[\w.]|pypi\.org|pythonhosted")
    named = [name_of(path) for path in tracked() if path != Path(__file__) and places.search(path.read_bytes())]
    assert named == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_hashes_and_no_address(lock):
    text = lock.read_text("utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host|^-e|@ ", text, re.MULTILINE)
    pins = re.findall(r"^[a-z0-9][^\n]*", text, re.MULTILINE)
    assert pins
    assert [pin for pin in pins if not re.match(r"[a-z0-9._\[\]-]+==[^ ]+ .*\\$", pin)] == []
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE) if block)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def dependencies():
    """The names of all direct dependencies, those of extras and groups too."""
    extras = project()["project"]["optional-dependencies"]
    lists = [project()["project"]["dependencies"], *extras.values(), *project()["dependency-groups"].values()]
    return sorted({re.match(r"[\w-]+", entry)[0] for entries in lists for entry in entries if isinstance(entry, str)})


def test_every_dependency_is_accounted_for():
    account = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert [name for name in dependencies() if f"| {name} |" not in account] == []


USED_BY_NAME = {"argon2-cffi": "Argon2PasswordHasher", "django-axes": "axes.backends", "granian": '"-m", "granian"', "whitenoise": "whitenoise.middleware"}


def test_every_dependency_is_used():
    """What nobody imports, or names in a setting or a command, need not be installed, pinned and watched."""
    named = "".join((SOURCE / file).read_text("utf-8") for file in ("web/settings.py", "cli/serve.py"))
    modules = {name for path in SOURCE.rglob("*.py") for node in ast.walk(tree(path)) for full in imported(node) for name in [full.partition(".")[0]]}
    used = {canonical(package) for module, packages in packages_distributions().items() if module in modules for package in packages}
    used |= {package for package, words in USED_BY_NAME.items() if words in named}
    assert {canonical(re.match(r"[\w-]+", entry)[0]) for entry in project()["project"]["dependencies"]} - used == set()


def canonical(package):
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_first_screen_shows_the_two_commands(name):
    first_screen = (ROOT / name).read_text("utf-8").splitlines()[:12]
    assert any(line.startswith("make demo ") for line in first_screen)
    assert any(line.startswith("make test ") for line in first_screen)


def test_continuous_integration_ends_with_the_test_command_of_the_readme():
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().splitlines()[-1] == "make test"


def test_documents_link_to_what_exists():
    broken = [
        f"{name_of(path)}: {target}"
        for path in tracked()
        if path.suffix == ".md" and path.is_relative_to(ROOT) and "texts" not in path.parts
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []
