"""What binds but makes no sense: a condition where a quantity is meant, a dimension nothing is broken down by, a count of what cannot be counted.

Without this such formulas would come to something silently (any quantity is *not true*, the extreme of one function is taken for another).
"""

from __future__ import annotations

import re
from typing import NoReturn
from typing import Protocol

from gouji.catalogue.definitions import Indicator
from gouji.catalogue.definitions import Register
from gouji.formulas import Binary
from gouji.formulas import Call
from gouji.formulas import Compare
from gouji.formulas import Logic
from gouji.formulas import Node
from gouji.formulas import Number
from gouji.formulas import Reference
from gouji.formulas import Text
from gouji.formulas import Unary
from gouji.formulas import walk
from gouji.formulas.lexer import fail
from gouji.formulas.syntax import children
from gouji.messages import translate as _

QUANTITY, TEXT, CONDITION, ANY = "quantity", "text", "condition", ""
_SLICES = ("上期", "期间", "细分", "推算", "填报")
_EXTREMES = ("最大", "最小")
_YEAR = re.compile(r"\d{4}")


class Known(Protocol):
    """What an edition must tell: what its indicators and registers are."""

    @property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators by code."""
        ...

    @property
    def registers(self) -> dict[str, Register]:
        """The registers by name."""
        ...


def check_sense(node: Node, text: str, known: Known, register: Register | None = None) -> None:
    """Look over a bound tree; `register` is the one whose columns bare names may mean. Raises FormulaError (F16) at the first part without sense."""
    _Sense(text, known, register).look(node)


class _Sense:
    """One formula being looked over; `register` changes inside functions over another register."""

    def __init__(self, text: str, known: Known, register: Register | None) -> None:
        self.text = text
        self.known = known
        self.register = register

    def look(self, node: Node) -> None:
        match node:
            case Logic():
                for operand in node.operands:
                    self.demand(operand, CONDITION)
            case Unary() | Binary():
                for operand in children(node):
                    self.demand(operand, QUANTITY)
            case Call():
                self.call(node)
                return
        for child in children(node):
            self.look(child)

    def call(self, node: Call) -> None:
        first = node.arguments[0] if node.arguments else None
        if isinstance(first, Reference) and first.kind == "register":
            self.over_register(node, self.known.registers.get(first.key))
            return
        if isinstance(first, Reference) and first.kind in ("organisations", "dimension"):
            if node.function in ("计数", "不同"):
                self.senseless(node, _("计数和不同只用于台账"))
            for argument in node.arguments[1:]:
                self.demand(argument, QUANTITY)
        elif node.function in ("合计", "绝对值", *_EXTREMES):
            for argument in node.arguments:
                self.demand(argument, QUANTITY)
        self.special(node)
        for argument in node.arguments:
            self.look(argument)

    def special(self, node: Call) -> None:
        match node.function:
            case "若":
                self.demand(node.arguments[0], CONDITION)
            case "上期" if len(node.arguments) > 1:
                steps = node.arguments[1]
                if not isinstance(steps, Number) or steps.value.denominator != 1 or steps.value < 1:
                    self.senseless(steps, _("期数应是 1、2 这样的正整数"))
            case "期间":
                period = node.arguments[1]
                if not isinstance(period, Text) or not _YEAR.search(period.value):
                    self.senseless(period, _("期间应写成“2024年”“2022-2025年”这样的文字"))
            case "细分":
                self.slice(node)

    def slice(self, node: Call) -> None:
        """A figure that nothing breaks down by the dimension would be taken as a whole."""
        chosen = node.arguments[1]
        dimension = chosen.operands[0] if isinstance(chosen, Compare) else chosen
        codes = [part.key for part in walk(node.arguments[0]) if isinstance(part, Reference) and part.kind == "indicator"]
        derived = any(self.known.indicators[code].formula is not None for code in codes)
        names = {name for code in codes for name in self.known.indicators[code].breakdowns}
        if isinstance(dimension, Reference) and dimension.key not in names and not derived:
            self.senseless(dimension, _("可用的细分维度：{names}").format(names="、".join(sorted(names)) or "—"))

    def over_register(self, node: Call, register: Register | None) -> None:
        if node.function == "加权平均":
            self.senseless(node, _("加权平均只用于下级机构和细分维度"))
        inner = _Sense(self.text, self.known, register)
        rest = node.arguments[1:]
        if node.function in _EXTREMES and inner.kind(rest[0]) != QUANTITY:
            self.senseless(rest[0], _("最大和最小只用于数量列"))
        for condition in rest if node.function == "计数" else rest[1:]:
            inner.demand(condition, CONDITION)
            inner.look(condition)

    def kind(self, node: Node) -> str:
        """Whether a part is a quantity, a text or a condition; "" where only the data can tell."""
        match node:
            case Number() | Unary() | Binary():
                return QUANTITY
            case Text():
                return TEXT
            case Compare() | Logic():
                return CONDITION
            case Reference():
                return self.named(node)
            case Call():
                return self.returned(node)
        return ANY

    def named(self, node: Reference) -> str:
        if node.kind == "indicator":
            return TEXT if self.known.indicators[node.key].type == "文本" else QUANTITY
        column = self.register.column(node.key) if self.register is not None and node.kind == "column" else None
        return QUANTITY if column is not None and column.type == "数量" else ANY

    def returned(self, node: Call) -> str:
        if node.function in _SLICES:
            return self.kind(node.arguments[0])
        if node.function == "若":
            return self.kind(node.arguments[1])
        return {"有值": CONDITION, "属性": ANY}.get(node.function, QUANTITY)

    def demand(self, node: Node, wanted: str) -> None:
        """The part must be able to be what is wanted."""
        if self.kind(node) not in (wanted, ANY):
            self.senseless(node, _("此处应是条件，如 人数 > 0") if wanted == CONDITION else _("此处应是数量"))

    def senseless(self, node: Node, hint: str) -> NoReturn:
        raise fail("F16", self.text, node.start, part=self.text[node.start:node.end], hint=hint)
