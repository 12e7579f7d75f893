"""Names → what they mean: turns the names of a formula into references to indicators, registers, columns and dimensions."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NoReturn
from typing import Protocol

from gouji.catalogue.definitions import Indicator
from gouji.catalogue.definitions import Register
from gouji.formulas import Binary
from gouji.formulas import Call
from gouji.formulas import Compare
from gouji.formulas import FormulaError
from gouji.formulas import Logic
from gouji.formulas import Name
from gouji.formulas import Node
from gouji.formulas import Reference
from gouji.formulas import Text
from gouji.formulas import Unary
from gouji.formulas import parse
from gouji.formulas.lexer import fail
from gouji.messages import translate as _

SUB_ORGANISATIONS = "下级机构"
_FOLDS = ("合计", "最大", "最小", "计数", "不同", "加权平均")
_HELP = {
    "上期": "上期(指标) 或 上期(指标, 2)", "推算": "推算(指标)", "填报": "填报(指标)", "若": "若(条件, 甲, 乙)", "绝对值": "绝对值(量)",
    "有值": "有值(量)", "属性": '属性("名称")', "细分": '细分(指标, 维度 = "值")',
    "本条": "本条(列)，用在按记录检查的规则里，指正在检查的那条记录",
    "期间": '期间(指标, "2022-2025年")',
    "合计": "合计(下级机构, 指标)、合计(维度, 指标)、合计(台账, 列, 条件) 或 合计(甲, 乙)", "计数": "计数(台账, 条件)",
    "最大": "最大(下级机构, 指标)、最大(台账, 列, 条件) 或 最大(甲, 乙)", "最小": "最小(下级机构, 指标)、最小(台账, 列, 条件) 或 最小(甲, 乙)",
    "不同": "不同(台账, 列, 条件)", "加权平均": "加权平均(下级机构, 指标, 权数)",
}
_ARITY = {"上期": (1, 2), "推算": (1, 1), "填报": (1, 1), "若": (3, 3), "绝对值": (1, 1), "有值": (1, 1), "属性": (1, 1), "细分": (2, 2), "期间": (2, 2)}


class Vocabulary(Protocol):
    """What an edition must tell the binder."""

    def find(self, set_name: str, path: tuple[str, ...]) -> list[Indicator]:
        """The indicators that a path may mean, best set first."""
        ...

    def register(self, name: str) -> Register | None:
        """The register of that name."""
        ...

    def is_dimension(self, name: str) -> bool:
        """Whether indicators may be broken down by it."""
        ...

    def names(self) -> list[str]:
        """All names and aliases, for suggestions."""
        ...


def bind(text: str, vocabulary: Vocabulary, set_name: str, register: Register | None = None) -> Node:
    """The tree of a formula with every name resolved.

    `register` makes bare names mean its columns first. Raises FormulaError pointing at the first name that means nothing or too much.
    """
    return _Binder(text, vocabulary, set_name, register).node(parse(text))


class _Binder:
    """One formula being bound; keeps its text for error messages."""

    def __init__(
        self, text: str, vocabulary: Vocabulary, set_name: str, register: Register | None, outer: Register | None = None,
    ) -> None:
        self.outer = outer
        self.text = text
        self.vocabulary = vocabulary
        self.set_name = set_name
        self.register = register

    def node(self, node: Node) -> Node:
        match node:
            case Name():
                return self.name(node)
            case Call():
                return self.call(node)
            case Unary():
                return Unary(self.node(node.operand), node.start, node.end)
            case Binary():
                return Binary(node.operator, self.node(node.left), self.node(node.right), node.start, node.end)
            case Compare():
                return Compare(node.operators, tuple(map(self.node, node.operands)), node.start, node.end)
            case Logic():
                return Logic(node.operator, tuple(map(self.node, node.operands)), node.start, node.end)
            case _:
                return node

    def name(self, node: Name) -> Reference:
        if self.register is not None and len(node.path) == 1 and self.register.column(node.path[0]) is not None:
            return Reference("column", node.path[0], node.path[0], node.start, node.end)
        found = self.vocabulary.find(node.scope or self.set_name, node.path)
        if len(found) == 1:
            return Reference("indicator", found[0].code, found[0].label, node.start, node.end)
        if found:
            same_set = len({indicator.set for indicator in found}) == 1
            hint = _("或").join(indicator.label if same_set else f"{indicator.set}::{indicator.label}" for indicator in found[:3])
            raise fail("F09", self.text, node.start, name=str(node), hint=hint)
        raise self.unknown(node)

    def unknown(self, node: Name) -> FormulaError:
        if len(node.path) > 1 and all(self.vocabulary.find(self.set_name, (part,)) for part in node.path):
            return fail("F08", self.text, node.start, name=str(node), hint=_("若要相除，请在 / 两边留空格。"))
        known = self.vocabulary.names()
        if self.register is not None:
            known = [column.name for column in self.register.columns] + known
        near = get_close_matches(node.path[-1], known, n=2, cutoff=0.5)
        hint = _("您是不是想写：{names}？").format(names=_("、").join(near)) if near else _("请先在指标定义中加入它，或核对名称。")
        return fail("F08", self.text, node.start, name=str(node), hint=hint)

    def call(self, node: Call) -> Node:
        if node.function in _FOLDS:
            return self.fold(node)
        if node.function == "本条":
            return self.own_cell(node)
        if node.function not in _ARITY:
            near = get_close_matches(node.function, _HELP, n=1, cutoff=0.3)
            hint = _HELP[near[0]] if near else "、".join(_HELP)
            raise fail("F10", self.text, node.start, name=node.function, hint=_("可用的函数：{names}。").format(names=hint))
        low, high = _ARITY[node.function]
        if not low <= len(node.arguments) <= high:
            self.misused(node)
        if node.function == "细分":
            return self.slice(node)
        arguments = tuple(map(self.node, node.arguments))
        if node.function in ("推算", "填报") and not isinstance(arguments[0], Reference):
            self.misused(node)
        if node.function in ("属性", "期间") and not isinstance(arguments[-1], Text):
            self.misused(node)
        return Call(node.function, arguments, node.start, node.end)

    def own_cell(self, node: Call) -> Reference:
        """本条(列): a column of the entry a rule is being checked for, inside a condition on other entries."""
        column = node.arguments[0] if len(node.arguments) == 1 else None
        if self.outer is None or not isinstance(column, Name) or self.outer.column(str(column)) is None:
            self.misused(node)
        return Reference("own", str(column), str(column), node.start, node.end)

    def slice(self, node: Call) -> Call:
        condition = node.arguments[1]
        fits = isinstance(condition, Compare) and condition.operators == ("=",) and isinstance(condition.operands[1], Text)
        if not fits or not isinstance(condition, Compare) or not isinstance(dimension := condition.operands[0], Name):
            self.misused(node)
        reference = Reference("dimension", str(dimension), str(dimension), dimension.start, dimension.end)
        chosen = Compare(("=",), (reference, condition.operands[1]), condition.start, condition.end)
        return Call(node.function, (self.node(node.arguments[0]), chosen), node.start, node.end)

    def fold(self, node: Call) -> Call:
        if not node.arguments:
            self.misused(node)
        first = node.arguments[0]
        if isinstance(first, Name) and len(first.path) == 1:
            name = first.path[0]
            if (register := self.vocabulary.register(name)) is not None:
                return self.over_register(node, first, register)
            kind = "organisations" if name == SUB_ORGANISATIONS else "dimension" if self.vocabulary.is_dimension(name) else ""
            if kind and len(node.arguments) == (3 if node.function == "加权平均" else 2):
                head = Reference(kind, name, name, first.start, first.end)
                return Call(node.function, (head, *map(self.node, node.arguments[1:])), node.start, node.end)
        if node.function in ("计数", "不同", "加权平均"):
            self.misused(node)
        return Call(node.function, tuple(map(self.node, node.arguments)), node.start, node.end)

    def over_register(self, node: Call, first: Name, register: Register) -> Call:
        head = Reference("register", register.name, register.name, first.start, first.end)
        inner = _Binder(self.text, self.vocabulary, self.set_name, register, outer=self.register)
        rest = node.arguments[1:]
        if len(rest) > (1 if node.function == "计数" else 2):
            self.misused(node)
        if node.function == "计数":
            return Call(node.function, (head, *map(inner.node, rest)), node.start, node.end)
        if not rest or not isinstance(column := rest[0], Name):
            self.misused(node)
        if (known := register.column(str(column))) is not None and known.personal and node.function != "不同":
            raise fail("F17", self.text, column.start, register=register.name, name=str(column))
        if register.column(str(column)) is None:
            near = get_close_matches(str(column), [known.name for known in register.columns], n=2, cutoff=0.3)
            hint = _("现有的列：{names}。").format(names=_("、").join(near or [known.name for known in register.columns]))
            raise fail("F12", self.text, column.start, register=register.name, name=str(column), hint=hint)
        return Call(node.function, (head, *map(inner.node, rest)), node.start, node.end)

    def misused(self, node: Call) -> NoReturn:
        raise fail("F11", self.text, node.start, name=node.function, hint=_HELP[node.function])


__all__ = ["FormulaError", "Vocabulary", "bind"]
