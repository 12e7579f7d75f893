"""Folders of YAML → a catalogue. All mistakes of all files are shown in one go, each with file and line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import timedelta
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
from gouji.messages import translate as _

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
    """The catalogue of the definition folders, later folders adding to earlier ones; a later folder's version of something takes over on its first day.

    Raises GoujiError with one problem per mistake: broken YAML, unknown keys, duplicate codes, names that mean nothing, circular formulas.
    """
    problems: list[Problem] = []
    distinct = {Path(folder).resolve(): Path(folder) for folder in reversed(folders)}  # a folder named twice counts once, where it is named first
    catalogue = Catalogue(folders=tuple(reversed(distinct.values())))
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
    """Read a folder into the catalogue. What earlier folders define under the same code ends the day before the folder's own begins."""
    followers = (
        _successor(catalogue.indicators, lambda item: item.code), _successor(catalogue.rules, lambda item: item.number),
        _successor(catalogue.registers, lambda item: item.name), _successor(catalogue.schemes, lambda item: item.name),
        _successor(catalogue.forms, lambda item: item.name), _successor(catalogue.questionnaires, lambda item: item.name),
    )
    _read_folder(folder, catalogue, problems)
    for take_over in followers:
        take_over()


def _successor(items: list[T], key: Callable[[T], str]) -> Callable[[], None]:
    """Ends what is in the list now, when called after the next folder has been read into it."""
    known = len(items)

    def take_over() -> None:
        begins: dict[str, date] = {}
        for item in items[known:]:
            if item.valid.first is not None:
                begins[key(item)] = min(item.valid.first, begins.get(key(item), item.valid.first))
        items[:known] = [_until(item, begins.get(key(item))) for item in items[:known]]

    return take_over


def _until(item: T, day: date | None) -> T:
    """A definition as it counts before another takes its place on that day; as it is where it begins no earlier or has ended."""
    first, last = item.valid.first, item.valid.last
    if day is None or (first is not None and first >= day) or (last is not None and last < day):
        return item
    return replace(item, valid=Validity(first, day - timedelta(days=1)))  # type: ignore[type-var]  # all definitions are dataclasses


def _read_folder(folder: Path, catalogue: Catalogue, problems: list[Problem]) -> None:
    readers: tuple[tuple[str, Callable[[Section], None]], ...] = (
        ("registers/*", lambda section: catalogue.registers.append(read_register(section))),
        ("indicators/*", lambda section: catalogue.indicators.extend(read_indicators(section))),
        ("rules/*", lambda section: catalogue.rules.extend(read_rules(section))),
        ("schemes/*", lambda section: catalogue.schemes.append(read_scheme(section))),
        ("questionnaires/*", lambda section: catalogue.questionnaires.append(read_questionnaire(section))),
        ("forms/*/form", lambda section: catalogue.forms.append(read_form(section))),
    )
    for pattern, read in readers:
        for path in sorted((*folder.glob(f"{pattern}.yaml"), *folder.glob(f"{pattern}.yml"))):
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
            found.setdefault((problem.code, problem.place), _dated(problem, catalogue, day))
    return list(found.values())


def _dated(problem: Problem, catalogue: Catalogue, day: date) -> Problem:
    """An unknown name that means something at other times is told so: what speaks of it lacks a `valid`."""
    name = re.split(r"/|::", str(problem.params.get("name", "")))[-1]
    known = [indicator.valid for indicator in catalogue.indicators if name in {path[-1] for path in indicator.alternatives}]
    if problem.code != "F08" or not known or any(valid.covers(day) for valid in known):
        return problem
    hint = _("这个指标只在{spans}有效，请给这一条（或整个文件）写上相应的 valid。").format(spans=_("、").join(dict.fromkeys(map(str, known))))
    return Problem(problem.code, problem.place, {**problem.params, "hint": hint})
