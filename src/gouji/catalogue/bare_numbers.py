"""Bare numbers in formulas: 30 beside a quantity in 天 means 30天, 500 beside one in 万元 means 500万元.

Formulas are worked out in base units; a number without unit that is added to, subtracted from or compared with a quantity is therefore read in
the unit of that quantity as defined. Shares (%, ‰, 倍, :1) are pure numbers: 1 is 100%. A product or quotient of quantities that are not in their
base units (万元 ÷ 人) has no unit of its own: beside it a number must say its unit, only 0 needs none. A number with a unit must fit its
neighbour's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from gouji.catalogue.definitions import Register
from gouji.catalogue.sense import Known
from gouji.formulas import Binary
from gouji.formulas import Call
from gouji.formulas import Compare
from gouji.formulas import Logic
from gouji.formulas import Node
from gouji.formulas import Number
from gouji.formulas import Reference
from gouji.formulas import Unary
from gouji.formulas import walk
from gouji.formulas.lexer import fail
from gouji.numbers import read_figure
from gouji.numbers import units

FREE = ""  # pure numbers, counts of entries, texts, and whatever is in base units anyway
_UNCLEAR = "?"  # a quantity without a unit of its own
_SUFFIX = re.compile(r"\d+(?:\.\d+)?(.*)")
_OVER_ALTERNATIVES = ("合计", "最大", "最小")
_SAME_UNIT = ("上期", "期间", "推算", "填报", "细分", "绝对值")


def in_own_units(node: Node, text: str, known: Known, register: Register | None = None) -> Node:
    """The bound tree with every bare number in the unit of what it stands beside. Raises FormulaError: F18 (no clear unit), F19 (another quantity)."""
    return _Reading(text, known, register).read(node)


def bare_factor(number: str, value: Node, text: str, known: Known) -> Fraction:
    """By how much a bare number given for a value (a target, the start of a band) is to be multiplied; raises FormulaError (F18) where it is unclear."""
    unit = _Reading(text, known, None).unit(value)
    if unit == _UNCLEAR and number.strip("0."):
        raise fail("F18", text, value.start, part=number)
    return units.ONE if unit == _UNCLEAR else _factor(number, unit)


def written_start(written: str, number: Fraction, value: Node, text: str, known: Known) -> Fraction:
    """A number of a definition (the start of a band, a step) in base units: in the unit of the value where it was written without. Raises F18."""
    return number if not number or read_figure(written).unit else number * bare_factor(written, value, text, known)


def unit_of(node: Node, text: str, known: Known) -> str:
    """The unit a formula's value is in as its operands are defined (天 for 实践天数 - 30); empty for pure numbers and where there is none."""
    unit = _Reading(text, known, None).unit(node)
    return FREE if unit == _UNCLEAR or not units.scale(unit)[0] else unit


def is_bare(node: Node) -> bool:
    """Whether a tree consists of numbers without units only."""
    return all(isinstance(part, Unary | Binary) or (isinstance(part, Number) and _bare(part)) for part in walk(node))


class _Reading:
    """One formula being read; `register` changes inside functions over another register."""

    def __init__(self, text: str, known: Known, register: Register | None) -> None:
        self.text = text
        self.known = known
        self.register = register

    def read(self, node: Node) -> Node:
        match node:
            case Unary():
                return replace(node, operand=self.read(node.operand))
            case Binary():
                left, right = self.read(node.left), self.read(node.right)
                if node.operator in ("+", "-"):
                    left, right = self.alike((left, right))
                return replace(node, left=left, right=right)
            case Compare():
                return replace(node, operands=self.alike(tuple(map(self.read, node.operands))))
            case Logic():
                return replace(node, operands=tuple(map(self.read, node.operands)))
            case Call():
                return self.call(node)
            case _:
                return node

    def call(self, node: Call) -> Call:
        first = node.arguments[0] if node.arguments else None
        if isinstance(first, Reference) and first.kind == "register":
            inner = _Reading(self.text, self.known, self.known.registers.get(first.key))
            return replace(node, arguments=(first, *map(inner.read, node.arguments[1:])))
        if node.function in ("上期", "期间", "细分"):
            return replace(node, arguments=(self.read(node.arguments[0]), *node.arguments[1:]))
        arguments = tuple(map(self.read, node.arguments))
        if node.function == "若":
            arguments = (arguments[0], *self.alike(arguments[1:]))
        elif node.function in _OVER_ALTERNATIVES and not _over_places(node):
            arguments = self.alike(arguments)
        return replace(node, arguments=arguments)

    def alike(self, nodes: Sequence[Node]) -> tuple[Node, ...]:
        """Parts that are added or compared: the bare ones in the unit of the first that has one."""
        found = [self.unit(node) for node in nodes if not is_bare(node) and not isinstance(node, Number)]
        clear = next((unit for unit in found if unit not in (FREE, _UNCLEAR)), FREE)
        return tuple(self.beside(node, clear or (_UNCLEAR if _UNCLEAR in found else FREE)) for node in nodes)

    def beside(self, node: Node, unit: str) -> Node:
        """One part beside a quantity in a unit."""
        if is_bare(node):
            if unit == _UNCLEAR and any(isinstance(part, Number) and part.value for part in walk(node)):
                raise fail("F18", self.text, node.start, part=self.text[node.start:node.end])
            return node if unit in (FREE, _UNCLEAR) else _scaled(node, unit)
        if isinstance(node, Number) and unit not in (FREE, _UNCLEAR) and not _fits(_suffix(node), unit):
            raise fail("F19", self.text, node.start, part=node.text, unit=unit)
        return node

    def unit(self, node: Node) -> str:
        """The unit a part is in: FREE for pure numbers and what is in base units, _UNCLEAR where quantities in other units are multiplied or divided."""
        match node:
            case Number():
                return _suffix(node) if not _bare(node) else FREE
            case Reference():
                return self.named(node)
            case Unary():
                return self.unit(node.operand)
            case Binary(operator="+" | "-"):
                return self.common((node.left, node.right))
            case Binary():
                return _product(node.operator, self.unit(node.left), self.unit(node.right))
            case Call():
                return self.returned(node)
            case _:
                return FREE

    def named(self, node: Reference) -> str:
        if node.kind == "indicator":
            indicator = self.known.indicators[node.key]
            return FREE if indicator.type == "文本" else indicator.unit
        column = self.register.column(node.key) if self.register is not None and node.kind == "column" else None
        return column.unit if column is not None and column.type == "数量" else FREE

    def common(self, nodes: Sequence[Node]) -> str:
        found = [self.unit(node) for node in nodes]
        return next((unit for unit in found if unit not in (FREE, _UNCLEAR)), _UNCLEAR if _UNCLEAR in found else FREE)

    def returned(self, node: Call) -> str:
        if node.function in _SAME_UNIT:
            return self.unit(node.arguments[0])
        if node.function == "若":
            return self.common(node.arguments[1:])
        first = node.arguments[0] if node.arguments else None
        if node.function in ("合计", "最大", "最小", "加权平均"):
            if not _over_places(node):
                return self.common(node.arguments)
            over_register = isinstance(first, Reference) and first.kind == "register"
            inner = _Reading(self.text, self.known, self.known.registers.get(first.key)) if over_register and isinstance(first, Reference) else self
            return inner.unit(node.arguments[1])
        return FREE


def _over_places(node: Call) -> bool:
    first = node.arguments[0]
    return isinstance(first, Reference) and first.kind in ("organisations", "dimension", "register")


def _suffix(number: Number) -> str:
    match = _SUFFIX.fullmatch(number.text)
    return match[1].replace("％", "%") if match else ""


def _bare(number: Number) -> bool:
    suffix = _suffix(number)
    return not suffix or suffix in units.SCALE_WORDS


def _product(operator: str, left: str, right: str) -> str:
    """The unit of a product or quotient: that of the one quantity times or by a pure number; none of its own for two quantities."""
    if _UNCLEAR in (left, right):
        return _UNCLEAR
    (left_base, left_factor), (right_base, right_factor) = units.scale(left), units.scale(right)
    if operator == "÷" and left_base == right_base:
        return FREE
    if not right_base:
        return left
    if not left_base and operator == "×":
        return right
    return FREE if (not left_base or left_factor == 1) and right_factor == 1 else _UNCLEAR


def _fits(unit: str, other: str) -> bool:
    """Whether two units measure the same quantity; things counted one by one (人, 个, 项) may be named differently."""
    return units.scale(unit)[0] == units.scale(other)[0] or (units.is_count(unit) and units.is_count(other))


def _factor(number: str, unit: str) -> Fraction:
    """A scale word of the number takes the place of that of the unit: 300万 beside 万元 is 300万元."""
    base, factor = units.scale(unit)
    if not base:
        return units.ONE
    match = _SUFFIX.fullmatch(number)
    return units.scale(units.without_scale_word(unit))[1] if match and match[1] else factor


def _scaled(node: Node, unit: str) -> Node:
    """A tree of bare numbers in a unit: in sums every term, in products and quotients the first factor."""
    match node:
        case Number():
            return replace(node, value=node.value * _factor(node.text, unit))
        case Unary():
            return replace(node, operand=_scaled(node.operand, unit))
        case Binary():
            right = _scaled(node.right, unit) if node.operator in ("+", "-") else node.right
            return replace(node, left=_scaled(node.left, unit), right=right)
        case _:
            return node
