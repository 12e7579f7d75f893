"""Folders of YAML → a catalogue. All mistakes of all files are shown in one go, each with file and line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Protocol
from typing import TypeVar

from gouji.catalogue.definitions import Indicator
from gouji.catalogue.definitions import Questionnaire
from gouji.catalogue.definitions import Register
from gouji.catalogue.definitions import Rule
from gouji.catalogue.definitions import Scheme
from gouji.catalogue.edition import Edition
from gouji.catalogue.layouts import Form
from gouji.catalogue.nodes import Section
from gouji.catalogue.nodes import read_yaml
from gouji.catalogue.read_forms import read_form
from gouji.catalogue.read_indicators import read_indicators
from gouji.catalogue.read_rules import read_questionnaire
from gouji.catalogue.read_rules import read_register
from gouji.catalogue.read_rules import read_rules
from gouji.catalogue.read_schemes import read_scheme
from gouji.catalogue.values import Validity
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem

ROOMS = ("indicators", "rules", "forms", "schemes", "registers", "questionnaires", "templates")


class _Dated(Protocol):
    @property
    def valid(self) -> Validity: ...
    @property
    def place(self) -> Place: ...


T = TypeVar("T", bound=_Dated)


@dataclass
class Catalogue:
    """All definitions of all years. `on(day)` gives what counts on a day."""

    indicators: list[Indicator] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    schemes: list[Scheme] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    questionnaires: list[Questionnaire] = field(default_factory=list)
    uses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    _editions: dict[int, Edition] = field(default_factory=dict)
    _boundaries: list[date] | None = None

    def on(self, day: date) -> Edition:
        """The definitions that count on a day; days between two changes share one edition."""
        slot = bisect_right(self.boundaries, day)
        if slot not in self._editions:
            self._editions[slot] = Edition(
                _valid(self.indicators, day), _valid(self.rules, day), _valid(self.registers, day), _valid(self.schemes, day),
                _valid(self.forms, day), _valid(self.questionnaires, day), self.uses,
            )
        return self._editions[slot]

    @property
    def boundaries(self) -> list[date]:
        """The days on which something begins to count or has ceased to."""
        if self._boundaries is None:
            spans = [item.valid for item in self._items()]
            first = {span.first for span in spans if span.first}
            after = {date.fromordinal(span.last.toordinal() + 1) for span in spans if span.last}
            self._boundaries = sorted(first | after)
        return self._boundaries

    def _items(self) -> Iterable[_Dated]:
        return (*self.indicators, *self.rules, *self.registers, *self.schemes, *self.forms, *self.questionnaires)


def _valid(items: list[T], day: date) -> tuple[T, ...]:
    return tuple(item for item in items if item.valid.covers(day))


def shipped_definitions() -> Path:
    """The folder of definitions that ship with Gouji."""
    return Path(str(files("gouji") / "definitions"))


def load_catalogue(*folders: Path | str, validate: bool = True) -> Catalogue:
    """The catalogue of the definition folders, later folders adding to earlier ones.

    Raises GoujiError with one problem per mistake: broken YAML, unknown keys, duplicate codes, names that mean nothing, circular formulas.
    """
    problems: list[Problem] = []
    catalogue = Catalogue(folders=tuple(Path(folder) for folder in folders))
    for folder in catalogue.folders:
        if not folder.is_dir():
            raise GoujiError.of("C26", Place(str(folder)))
        if not any((folder / room).is_dir() for room in ROOMS):
            raise GoujiError.of("C27", Place(str(folder)), rooms="、".join(ROOMS))
        _load_folder(folder, catalogue, problems)
    problems.extend(_duplicates(catalogue))
    if validate and not problems:
        problems.extend(_unbound(catalogue))
    if problems:
        raise GoujiError(*problems)
    return catalogue


def _load_folder(folder: Path, catalogue: Catalogue, problems: list[Problem]) -> None:
    readers: tuple[tuple[str, Callable[[Section], None]], ...] = (
        ("registers/*.yaml", lambda section: catalogue.registers.append(read_register(section))),
        ("indicators/*.yaml", lambda section: catalogue.indicators.extend(read_indicators(section))),
        ("rules/*.yaml", lambda section: catalogue.rules.extend(read_rules(section))),
        ("schemes/*.yaml", lambda section: catalogue.schemes.append(read_scheme(section))),
        ("questionnaires/*.yaml", lambda section: catalogue.questionnaires.append(read_questionnaire(section))),
        ("forms/*/form.yaml", lambda section: catalogue.forms.append(read_form(section))),
    )
    for pattern, read in readers:
        for path in sorted(folder.glob(pattern)):
            section = read_yaml(path, problems)
            if section is not None:
                read(section)
                name = section.text("set", "")
                catalogue.uses[name] = tuple(dict.fromkeys((*catalogue.uses.get(name, ()), *section.texts("uses"))))


def _duplicates(catalogue: Catalogue) -> list[Problem]:
    found: list[Problem] = []
    check = partial(_twice, found)
    check((item.code, item) for item in catalogue.indicators)
    check((item.number, item) for item in catalogue.rules)
    check((item.name, item) for item in catalogue.registers)
    check((item.name, item) for item in catalogue.schemes)
    check((item.name, item) for item in catalogue.forms)
    check((item.name, item) for item in catalogue.questionnaires)
    check((f"{item.set}::{item.label}", item) for item in catalogue.indicators)
    return found


def _twice(found: list[Problem], items: Iterable[tuple[str, _Dated]]) -> None:
    seen: dict[str, list[_Dated]] = {}
    for key, item in items:
        for other in seen.setdefault(key, []):
            if other.valid.meets(item.valid):
                found.append(Problem("C28", item.place, {"name": key, "other": str(other.place)}))
                break
        seen[key].append(item)


def _unbound(catalogue: Catalogue) -> list[Problem]:
    days = [date.min, *catalogue.boundaries]
    found: dict[tuple[str, Place], Problem] = {}
    for day in days:
        for problem in catalogue.on(day).problems():
            found.setdefault((problem.code, problem.place), problem)
    return list(found.values())
