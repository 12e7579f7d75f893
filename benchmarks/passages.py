"""Passages for error injection: texts whose numbers are marked and whose relations are written down, so that the truth does not come from the auditor.

A file of `injection/` is a text with marks `{name=text|unit}` (`{name=text|(unit)}` where the unit stands elsewhere, in a caption or a head) and,
after a line `====`, one relation a line: `sum t = a + b`, `growth g = n / o - 1`, `target a >= g` — plain arithmetic over the marked values in
base units (元, 1 for %); `direction w d` (the word w says which way d went), `numbering #1 #2 #3`, `count n = 4` (n as a Chinese numeral counts
too), `earlier n o` (o is what n was a year before; no relation of its own).
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from gouji.numbers import Interval
from gouji.numbers import chinese
from gouji.numbers import units

_MARK = re.compile(r"\{(?P<name>[#\w]+)=(?P<text>[^|}]*)(?:\|(?P<unit>[^}]*))?\}")
_RELATION = re.compile(r"(?P<kind>\w+) (?P<claim>\w+) (?P<sign>[<>]?=|[<>]) (?P<expression>.+)")
_ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_WORDED = ("direction", "numbering")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked number or word: name, as printed, unit (in parentheses: not printed behind it), its stretch of the rendered text."""

    name: str
    text: str
    unit: str
    start: int
    end: int

    @property
    def printed_unit(self) -> str:
        """The unit where it is printed behind the number, otherwise empty."""
        return "" if self.unit.startswith("(") else self.unit


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that holds: of arithmetic (`sign` and `expression`), or of words and marks in order (`others`)."""

    kind: str
    claim: str
    sign: str = ""
    expression: str = ""
    others: tuple[str, ...] = ()

    @property
    def operands(self) -> tuple[str, ...]:
        """The names of the marks on the right side, as often as they stand there once."""
        return tuple(dict.fromkeys(re.findall(r"[a-z]\w*", self.expression))) or self.others

    @property
    def names(self) -> tuple[str, ...]:
        """All marks that take part."""
        return (self.claim, *self.operands)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: file name, what stands before, between and behind the marks, the marks, relations, pairs (now, a year before)."""

    name: str
    pieces: tuple[str, ...]
    marks: tuple[Mark, ...]
    relations: tuple[Relation, ...]
    earlier: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The text as a reader sees it."""
        return "".join(piece + mark.text + mark.printed_unit for piece, mark in zip(self.pieces, self.marks, strict=False)) + self.pieces[-1]


def load_passages(folder: Path) -> list[Passage]:
    """All passages of a folder, by name."""
    return [parse(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.iterdir()) if path.suffix in {".md", ".txt"}]


def parse(name: str, source: str) -> Passage:
    """A passage from the text of its file. Raises ValueError where a relation names no mark or is none."""
    body, _bar, below = source.partition("====\n")
    found = list(_MARK.finditer(body))
    edges = [0, *(edge for match in found for edge in match.span()), len(body)]
    pieces = tuple(body[first:last] for first, last in zip(edges[::2], edges[1::2], strict=True))
    marks = [Mark(match["name"], match["text"], match["unit"] or "", 0, 0) for match in found]
    lines = [line.split() for line in below.splitlines()]
    relations = tuple(_relation(line) for line in below.splitlines() if not line.startswith("earlier"))
    passage = placed(name, pieces, marks, relations, tuple((line[1], line[2]) for line in lines if line[0] == "earlier"))
    unknown = {each for relation in relations for each in relation.names} - {mark.name for mark in marks}
    if unknown or len({mark.name for mark in marks}) < len(marks):
        raise ValueError(f"{name}: marks missing or named twice: {sorted(unknown)}")
    return passage


def _relation(line: str) -> Relation:
    kind, claim, *others = line.split()
    if kind in _WORDED:
        return Relation(kind, claim, others=tuple(others))
    match = _RELATION.fullmatch(line)
    if match is None:
        raise ValueError(f"no relation: {line}")
    return Relation(match["kind"], match["claim"], match["sign"], match["expression"])


def placed(name: str, pieces: tuple[str, ...], marks: list[Mark], relations: tuple[Relation, ...], earlier: tuple[tuple[str, str], ...]) -> Passage:
    """The passage with the places of its marks reckoned."""
    at, put = 0, []
    for piece, mark in zip(pieces, marks, strict=False):
        at += len(piece)
        put.append(Mark(mark.name, mark.text, mark.unit, at, at + len(mark.text)))
        at += len(mark.text) + len(mark.printed_unit)
    return Passage(name, pieces, tuple(put), relations, earlier)


def changed(passage: Passage, new: Mapping[str, tuple[str, str]]) -> Passage:
    """The passage with the (text, unit) of the marks named in `new` exchanged."""
    marks = [Mark(mark.name, *new.get(mark.name, (mark.text, mark.unit)), 0, 0) for mark in passage.marks]
    return placed(passage.name, passage.pieces, marks, passage.relations, passage.earlier)


def broken(passage: Passage) -> list[Relation]:
    """The relations of arithmetic that no rounding of the printed numbers makes true."""
    values = {mark.name: figure for mark in passage.marks if (figure := interval(mark)) is not None}
    return [relation for relation in passage.relations if relation.expression and not _true(relation, values)]


def interval(mark: Mark) -> Interval | None:
    """What the marked number stands for in base units: exact for whole numbers counted one by one or without unit, otherwise ± half its last
    place; None for words.
    """
    unit = mark.unit.strip("()")
    digits = mark.text.replace(",", "")
    try:
        value = Fraction(digits)
    except ValueError:
        numeral = chinese.parse(mark.text)
        return None if numeral is None else Interval.point(Fraction(numeral))
    decimals = len(digits.partition(".")[2])
    factor = units.scale(unit)[1]
    if not decimals and (not unit or units.is_count(unit)):
        return Interval.point(value * factor)
    return Interval.around(value * factor, factor / (2 * 10**decimals))


def _true(relation: Relation, values: Mapping[str, Interval]) -> bool:
    claim = values[relation.claim]
    right = _evaluate(ast.parse(relation.expression, mode="eval").body, values)
    match relation.sign:
        case "=":
            return claim.overlaps(right)
        case ">" | ">=":
            return not claim.lies_below(right) and (relation.sign == ">=" or claim != right)
        case _:
            return not right.lies_below(claim) and (relation.sign == "<=" or claim != right)


def _evaluate(node: ast.expr, values: Mapping[str, Interval]) -> Interval:
    match node:
        case ast.BinOp():
            left, right = _evaluate(node.left, values), _evaluate(node.right, values)
            done: Interval = _ARITHMETIC[type(node.op)](left, right)
            return done
        case ast.Name():
            return values[node.id]
        case ast.Constant(value=int(number)):
            return Interval.point(Fraction(number))
    raise ValueError(ast.dump(node))
