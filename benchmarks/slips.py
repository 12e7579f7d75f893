"""The slips of people who write reports, made one at a time in a passage whose relations hold."""

from __future__ import annotations

import random
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass

from passages import Mark
from passages import Passage
from passages import Relation
from passages import broken
from passages import changed
from passages import interval

OPPOSITES = {"增加": "减少", "增长": "下降", "提高": "降低"} | {"减少": "增加", "下降": "增长", "降低": "提高"}
SCALES = (("万", ""), ("万", "亿"), ("亿", "万"), ("亿", ""))
New = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Injected:
    """A passage with one slip: its kind, the marks changed, the relations no longer true."""

    slip: str
    passage: Passage
    marks: tuple[str, ...]
    relations: tuple[Relation, ...]


def injected(passage: Passage, chance: random.Random) -> Iterator[Injected]:
    """Every slip that breaks a relation of the passage, each once for every place where it can be made."""
    for slip, make in SLIPS.items():
        for new in make(passage, chance):
            after = changed(passage, new)
            touched = tuple(new)
            relations = tuple(broken(after)) or tuple(each for each in passage.relations if not each.expression and set(touched) & set(each.names))
            if relations and after.text != passage.text:
                yield Injected(slip, after, touched, relations)


def _numbers(passage: Passage) -> Iterator[Mark]:
    return (mark for mark in passage.marks if mark.text[0].isdigit() and interval(mark) is not None and not mark.name.startswith("#"))


def _digit(passage: Passage, chance: random.Random) -> Iterator[New]:
    """One digit wrong."""
    for mark in _numbers(passage):
        place = chance.choice([place for place, sign in enumerate(mark.text) if sign.isdigit()])
        digit = chance.choice([sign for sign in "123456789" if sign != mark.text[place]])
        yield {mark.name: (mark.text[:place] + digit + mark.text[place + 1:], mark.unit)}


def _exchanged(passage: Passage, chance: random.Random) -> Iterator[New]:
    """Two neighbouring digits exchanged, no zero brought to the front."""
    for mark in _numbers(passage):
        text = mark.text
        places = [place for place in range(len(text) - 1) if text[place:place + 2].isdigit() and text[place] != text[place + 1] and not (place == 0 and text[1] == "0")]
        if places:
            place = chance.choice(places)
            yield {mark.name: (text[:place] + text[place + 1] + text[place] + text[place + 2:], mark.unit)}


def _unit(passage: Passage, chance: random.Random) -> Iterator[New]:
    """万 or 亿 left out or exchanged."""
    for mark in _numbers(passage):
        fitting = [(old, new) for old, new in SCALES if old in mark.printed_unit]
        if fitting:
            old, new = chance.choice(fitting)
            yield {mark.name: (mark.text, mark.unit.replace(old, new))}


def _column(passage: Passage, _chance: random.Random) -> Iterator[New]:
    """A cell of a table gets the number of its right neighbour (the year beside it)."""
    for piece, mark, after in zip(passage.pieces[1:], passage.marks, passage.marks[1:], strict=False):
        if piece.strip(" ") in {"|", "\t"} and mark.unit == after.unit:
            yield {mark.name: (after.text, mark.unit)}


def _earlier(passage: Passage, _chance: random.Random) -> Iterator[New]:
    """Last year's number was left standing."""
    marks = {mark.name: mark for mark in passage.marks}
    for now, before in passage.earlier:
        yield {now: (marks[before].text, marks[now].unit)}


def _off_by_one(passage: Passage, chance: random.Random) -> Iterator[New]:
    """A whole total or a count of things is one too many or too few."""
    numerals = "零一二三四五六七八九十"
    marks = {mark.name: mark for mark in passage.marks}
    for relation in passage.relations:
        text, step = marks[relation.claim].text, chance.choice((-1, 1))
        if relation.kind in {"sum", "count"} and text.isascii() and text.isdigit():
            yield {relation.claim: (str(int(text) + step), marks[relation.claim].unit)}
        elif relation.kind == "count" and text in numerals:
            yield {relation.claim: (numerals[numerals.index(text) + step], marks[relation.claim].unit)}


def _inverse(passage: Passage, _chance: random.Random) -> Iterator[New]:
    """The ratio of denominator to numerator is printed."""
    marks = {mark.name: mark for mark in passage.marks}
    for relation in passage.relations:
        claim = marks[relation.claim]
        if relation.kind == "ratio" and relation.expression.count(" ") == 2 and claim.unit.strip("()") == "%":
            first, second = (interval(marks[name]) for name in relation.operands)
            if first is not None and second is not None and first.middle and second.middle:
                yield {claim.name: (f"{float(100 * second.middle / first.middle):.{len(claim.text.partition('.')[2])}f}", claim.unit)}


def _operands(passage: Passage, _chance: random.Random) -> Iterator[New]:
    """The two numbers that a ratio, growth or difference is made of stand in each other's place."""
    marks = {mark.name: mark for mark in passage.marks}
    for relation in passage.relations:
        if relation.kind in {"ratio", "growth", "difference"} and len(relation.operands) == 2:
            first, second = (marks[name] for name in relation.operands)
            if first.unit == second.unit:
                yield {first.name: (second.text, first.unit), second.name: (first.text, second.unit)}


def _direction(passage: Passage, _chance: random.Random) -> Iterator[New]:
    """Increase is said where there is a decrease, or the reverse."""
    marks = {mark.name: mark for mark in passage.marks}
    for relation in passage.relations:
        if relation.kind == "direction":
            yield {relation.claim: (OPPOSITES[marks[relation.claim].text], "")}


def _repeated(passage: Passage, _chance: random.Random) -> Iterator[New]:
    """A number of a list, a heading or a caption stands twice."""
    marks = {mark.name: mark for mark in passage.marks}
    for relation in passage.relations:
        if relation.kind == "numbering":
            for before, name in zip(relation.names, relation.names[1:], strict=False):
                yield {name: (marks[before].text, "")}


SLIPS: dict[str, Callable[[Passage, random.Random], Iterator[New]]] = {
    "one digit": _digit, "digits exchanged": _exchanged, "unit 万/亿": _unit, "neighbouring column": _column, "last year's value": _earlier,
    "off by one": _off_by_one, "ratio upside down": _inverse, "operands exchanged": _operands, "direction word": _direction, "number repeated": _repeated,
}
