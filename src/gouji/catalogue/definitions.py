"""What may be known, as values: indicators, rules, registers, questionnaires. Field names are those of docs/formats.md."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gouji.catalogue.values import Formula
from gouji.catalogue.values import Validity
from gouji.messages import Place


@dataclass(frozen=True, slots=True)
class Header:
    """What a definition file says about itself."""

    set: str
    title: str
    regulation: str
    region: str
    valid: Validity
    calendar: str
    uses: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标: a dated definition of a quantity. `path` is the full path of names; `formula` makes it a derived one."""

    code: str
    name: str
    path: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]
    set: str
    unit: str
    decimals: int
    kind: str
    calendar: str
    type: str
    direction: str
    organisations: str
    weight: str
    periods: str
    formula: Formula | None
    definition: str
    source: str
    starred: bool
    breakdowns: tuple[str, ...]
    valid: Validity
    place: Place

    @property
    def label(self) -> str:
        """The full path as people read it: 专业教学资源库数/省级数量."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Rule:
    """勾稽规则: a relation that must hold. Either `check` (an expression) or `derives` (a stated figure against its formula)."""

    number: str
    set: str
    statement: str
    check: Formula | None
    derives: Formula | None
    level: str
    severity: str
    advice: str
    when: Formula | None
    missing: str
    organisations: tuple[str, ...]
    breakdown: str
    entries: str
    region: str
    source: str
    valid: Validity
    place: Place


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column of a register: type is 文本, 数量, 日期 or 选项."""

    name: str
    type: str
    unit: str
    decimals: int
    options: tuple[str, ...]
    required: bool
    personal: bool


@dataclass(frozen=True, slots=True)
class Register:
    """台账: rows that are counted. `period` and `organisation` name the columns that place an entry."""

    name: str
    title: str
    kind: str
    key: tuple[str, ...]
    period: str
    organisation: str
    columns: tuple[RegisterColumn, ...]
    valid: Validity
    place: Place

    def column(self, name: str) -> RegisterColumn | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a questionnaire."""

    code: str
    text: str
    type: str
    options: tuple[str, ...]
    required: bool
    show_if: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How answers become an indicator: the share of answers to `question` that are among `counts`."""

    indicator: Formula
    question: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """问卷: structure of a survey and the indicators its answers feed."""

    name: str
    title: str
    population: str
    set: str
    questions: tuple[Question, ...]
    tallies: tuple[Tally, ...]
    valid: Validity
    place: Place


@dataclass(frozen=True, slots=True)
class Band:
    """From this value on (inclusive), this share of the points."""

    start: Fraction
    share: Fraction
    written: str = "0%"  # the start as written: without unit it is in that of the value


@dataclass(frozen=True, slots=True)
class Criterion:
    """评分项: a leaf with a method, or a group with children, or an either/or of criteria."""

    code: str
    name: str
    points: Fraction
    method: str
    value: Formula | None
    target: Formula | None
    direction: str
    formula: Formula | None
    bands: tuple[Band, ...]
    unit: Fraction
    unit_written: str  # as written: without unit it is in that of the value
    deduct: Fraction
    out_of: Fraction | None
    targets: Formula | None
    children: tuple[Criterion, ...]
    either: tuple[Criterion, ...]
    rescale: bool
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the total from which on it is given (inclusive)."""

    name: str
    start: Fraction


@dataclass(frozen=True, slots=True)
class Veto:
    """A condition that forces a grade."""

    when: Formula
    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cap:
    """A condition under which the total may not exceed a maximum."""

    when: Formula
    maximum: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """评分办法: regulation, region, year; a weighted tree of criteria with grades, caps and vetoes."""

    name: str
    title: str
    regulation: str
    region: str
    year: str
    set: str
    demonstration: bool
    note: str
    total: Fraction
    decimals: int
    rounding: str
    over_achievement: Fraction | None
    grades: tuple[Grade, ...]
    criteria: tuple[Criterion, ...]
    vetoes: tuple[Veto, ...]
    caps: tuple[Cap, ...]
    valid: Validity
    place: Place
