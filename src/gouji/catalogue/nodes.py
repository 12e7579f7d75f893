"""YAML with places: reads mappings key by key, collects what is wrong with file and line, and goes on, so that one run shows all mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

import yaml

from gouji.catalogue.values import Formula
from gouji.catalogue.values import Validity
from gouji.catalogue.yaml_words import syntax_problem
from gouji.formulas import FormulaError
from gouji.formulas import parse
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.messages.system import reason_of
from gouji.numbers import read_figure

MAX_FILE = 5_000_000
MAX_NESTING = 40
_SUSPICIOUS = 10_000  # so many brackets or dashes are needed before a file can be nested deep enough to do harm
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, problems: list[Problem]) -> Section | None:
    """The top mapping of a YAML file; None (and a problem noted) where the file cannot be read as one."""
    place = Place(str(path))
    try:
        if path.stat().st_size > MAX_FILE:
            problems.append(Problem("C01", place, {"limit": MAX_FILE // 1_000_000}))
            return None
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem("C02", place, {"position": error.start}))
        return None
    except OSError as error:
        problems.append(Problem("C03", place, {"reason": reason_of(error)}))
        return None
    return parse_yaml(text, str(path), problems)


def parse_yaml(text: str, file: str, problems: list[Problem]) -> Section | None:
    """The top mapping of a YAML text (`file` names it in messages); None (and a problem noted) where it cannot be read as one."""
    try:
        _refuse_deep(text)
        node = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(syntax_problem(Path(file), text, error))
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem("C05", Place(file), {}))
        return None
    return Section(node, file, problems)


def _refuse_deep(text: str) -> None:
    """The composer of libyaml calls itself for each level and would end the whole program in a file nested ten thousand deep."""
    if sum(map(text.count, "[{-?")) < _SUSPICIOUS:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_NESTING:
            reason = _("嵌套超过 {limit} 层").format(limit=MAX_NESTING)
            raise yaml.MarkedYAMLError(problem=reason, problem_mark=event.start_mark)  # type: ignore[arg-type]  # libyaml's own mark


@dataclass(slots=True)
class Item:
    """One node that is not a mapping: its text and its place."""

    text: str
    place: Place


class Section:
    """A mapping of a YAML file. Each getter notes a problem where the value is missing or unfit and returns a harmless default."""

    def __init__(self, node: yaml.MappingNode, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.place = _place(file, node)
        self._values: dict[str, yaml.Node] = {}
        self._places: dict[str, Place] = {}
        self._used: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in self._values:
                self.note("C06", _place(file, key_node), key=key)
            self._values[key] = value_node
            self._places[key] = _place(file, key_node)

    def note(self, code: str, place: Place | None = None, **params: object) -> None:
        """Note a problem at a place (the section's own by default)."""
        self.problems.append(Problem(code, place or self.place, params))

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """The keys in the order of the file."""
        return tuple(self._values)

    def place_of(self, key: str) -> Place:
        """The place of a key's value; the section's own where the key is missing."""
        return _place(self.file, self._values[key]) if key in self._values else self.place

    def text(self, key: str, default: str | None = None) -> str:
        """A scalar as text; a missing key without default is a problem."""
        node = self._get(key, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node, yaml.ScalarNode):
            self.note("C08", self.place_of(key), key=key)
            return default or ""
        value = "" if _is_null(node) else str(node.value).strip()
        if not value and default is None:
            self.note("C14", self._places[key], key=key)
        return value

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        """A scalar out of the options."""
        value = self.text(key, default)
        if value not in options and (value or default is None) and self.has(key):
            self.note("C09", self.place_of(key), key=key, value=value, options="、".join(options))
            return default if default is not None else options[0]
        return value

    def integer(self, key: str, default: int) -> int:
        """A whole number."""
        value = self.text(key, str(default))
        if not _INTEGER.fullmatch(value):
            self.note("C10", self.place_of(key), key=key, value=value)
            return default
        return int(value)

    def number(self, key: str) -> Fraction | None:
        """An exact number such as 12.5 or 130% (as 1.3); None where the key is missing."""
        if not self.has(key):
            return None
        text = self.text(key)
        try:
            return read_figure(text).base_value()
        except GoujiError:
            self.note("C10", self.place_of(key), key=key, value=text)
            return Fraction(0)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """true/false, yes/no, 是/否."""
        value = self.text(key, "").lower()
        if value and value not in _FLAGS:
            self.note("C09", self.place_of(key), key=key, value=value, options="true、false")
        return _FLAGS.get(value, default)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of scalars (a single scalar counts as a list of one); empty where missing."""
        return tuple(item.text for item in self.items(key))

    def items(self, key: str) -> tuple[Item, ...]:
        """A list of scalars with their places."""
        node = self._get(key, required=False)
        if node is None:
            return ()
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not all(isinstance(part, yaml.ScalarNode) for part in nodes):
            self.note("C08", self.place_of(key), key=key)
            return ()
        return tuple(Item(str(part.value).strip(), _place(self.file, part)) for part in nodes if not _is_null(part))

    def sections(self, key: str, *, required: bool = False) -> Iterator[Section]:
        """The mappings of a list; what is not a mapping is noted and passed over."""
        node = self._get(key, required=required)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.note("C11", self.place_of(key), key=key)
            return
        for part in node.value:
            if isinstance(part, yaml.MappingNode):
                yield Section(part, self.file, self.problems)
            else:
                self.note("C11", _place(self.file, part), key=key)

    def section(self, key: str) -> Section | None:
        """A mapping below this one."""
        node = self._get(key, required=False)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.note("C11", self.place_of(key), key=key)
            return None
        return Section(node, self.file, self.problems)

    def formula(self, key: str) -> Formula | None:
        """A formula, parsed once so that mistakes are shown with their place; None where missing or faulty."""
        if not self.has(key):
            return None
        text, place = self.text(key), self.place_of(key)
        try:
            parse(text)
        except FormulaError as error:
            self.problems.extend(Problem(problem.code, place, problem.params) for problem in error.problems)
            return None
        return Formula(text, place)

    def day(self, key: str) -> date | None:
        """An ISO date; None where missing."""
        text = self.text(key, "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.note("C12", self.place_of(key), key=key, value=text)
            return None

    def validity(self, default: Validity) -> Validity:
        """The `valid: {from: …, to: …}` of the section, or the default of the file."""
        section = self.section("valid")
        if section is None:
            return default
        validity = Validity(section.day("from"), section.day("to"))
        section.finish()
        if validity.first and validity.last and validity.first > validity.last:
            self.note("C13", section.place)
        return validity

    def finish(self) -> None:
        """Note keys that nobody asked for, with the nearest known one."""
        for key in self._values.keys() - self._used:
            near = get_close_matches(key, sorted(self._used), n=1)
            self.note("C07", self._places[key], key=key, known="、".join(near or sorted(self._used)[:12]))

    def _get(self, key: str, *, required: bool) -> yaml.Node | None:
        self._used.add(key)
        if key not in self._values and required:
            self.note("C14", self.place, key=key)
        return self._values.get(key)


_INTEGER = re.compile(r"-?[0-9]{1,9}")
_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def _is_null(node: yaml.Node) -> bool:
    return str(node.tag) == "tag:yaml.org,2002:null"


def _place(file: str, node: yaml.Node) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
