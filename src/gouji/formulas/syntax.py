"""The syntax tree. Every node knows where it stands in the text: start and end in code points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """A literal such as 95%, 3万元 or 1.5; value in base units."""

    value: Fraction
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A literal text in quotation marks."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name or a path of names, as written: 省级数量/接入国家智慧教育平台数. `scope` is the set before `::`, or empty."""

    path: tuple[str, ...]
    scope: str
    start: int
    end: int

    def __str__(self) -> str:
        path = "/".join(self.path)
        return f"{self.scope}::{path}" if self.scope else path


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name turned out to mean once definitions are known: kind is indicator, register, column, dimension or organisations."""

    kind: str
    key: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied to arguments."""

    function: str
    arguments: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign (-) before an expression."""

    operand: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic: operator is one of + - × ÷."""

    operator: str
    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain of comparisons: a ≤ b ≤ c has three operands and two operators of = ≠ < ≤ > ≥."""

    operators: tuple[str, ...]
    operands: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Logic:
    """且 (all), 或 (any), 非 (not, one operand)."""

    operator: str
    operands: tuple[Node, ...]
    start: int
    end: int


Node = Number | Text | Name | Reference | Call | Unary | Binary | Compare | Logic


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, left to right."""
    match node:
        case Call():
            return node.arguments
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Compare() | Logic():
            return node.operands
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)
