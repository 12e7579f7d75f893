"""Errors as values with a place: a code from the table, where it happened, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Self

from gouji.messages.codes import CODES
from gouji.messages.language import translate


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file and, where known, line and column (from 1), or a cell such as 表1!C5."""

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
        if self.line and self.column:
            parts.append(str(self.column))
        text = ":".join(part for part in parts if part)
        return f"{text} {self.cell}".strip() if self.cell else text


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong (a code of the table with its parameters), where, and hence what to do. Renders in the current language."""

    code: str
    place: Place = Place()
    params: dict[str, object] = field(default_factory=dict)

    def message(self) -> str:
        """The sentence that says what is wrong."""
        return translate(CODES[self.code][0]).format(**self.params)

    def advice(self) -> str:
        """The sentence that says what to do; empty where the message says it all."""
        return translate(CODES[self.code][1]).format(**self.params) if CODES[self.code][1] else ""

    def __str__(self) -> str:
        place = f"{self.place}: " if str(self.place) else ""
        return " ".join(part for part in (f"{place}[{self.code}] {self.message()}", self.advice()) if part)


class GoujiError(Exception):
    """Unusable input. Carries one problem or several; its text lists them, a line each."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    @classmethod
    def of(cls, code: str, place: Place | None = None, **params: object) -> Self:
        """An error with one problem: its code, its place, the parameters of its text."""
        return cls(Problem(code, place or Place(), params))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
