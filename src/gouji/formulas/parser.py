"""Tokens → tree, by recursive descent. Precedence: 或, 且, 非, comparison (chained), + -, × ÷, sign."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from gouji.formulas.lexer import LOGIC
from gouji.formulas.lexer import FormulaError
from gouji.formulas.lexer import Token
from gouji.formulas.lexer import fail
from gouji.formulas.lexer import tokens
from gouji.formulas.syntax import Binary
from gouji.formulas.syntax import Call
from gouji.formulas.syntax import Compare
from gouji.formulas.syntax import Logic
from gouji.formulas.syntax import Name
from gouji.formulas.syntax import Node
from gouji.formulas.syntax import Number
from gouji.formulas.syntax import Text
from gouji.formulas.syntax import Unary
from gouji.messages import GoujiError
from gouji.numbers import units

__all__ = ["FormulaError", "parse"]

COMPARISONS = ("=", "≠", "<", "≤", ">", "≥")
MAX_DEPTH = 40
MAX_TERMS = 100  # of one formula; a chain of sums is as deep a tree as it is long
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(.*)")


@lru_cache(maxsize=20_000)
def parse(text: str) -> Node:
    """The tree of a formula, e.g. "全日制在校生人数 / 专任教师总数".

    Raises FormulaError with the position of the first mistake. `/` with blanks divides, without blanks it joins a path.
    """
    return _Parser(text).formula()


class _Parser:
    """Walks over the tokens once; holds the position and the nesting depth."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0
        self.depth = 0
        self.terms = 0

    def formula(self) -> Node:
        if not self.tokens:
            raise fail("F03", self.text, 0)
        node = self.either()
        if (token := self.peek()) is not None:
            raise fail("F04", self.text, token.start, word=token.text)
        return node

    def peek(self) -> Token | None:
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    def take(self, kind: str, *texts: str) -> Token | None:
        token = self.peek()
        if token is None or token.kind != kind or (texts and token.text not in texts):
            return None
        self.index += 1
        return token

    def expect(self, sign: str) -> Token:
        if (token := self.take("operator", sign)) is None:
            raise fail("F05", self.text, self.position(), sign=sign)
        return token

    def position(self) -> int:
        token = self.peek()
        return token.start if token is not None else len(self.text)

    def deeper(self, part: Callable[[], Node]) -> Node:
        """One level further down, up to a limit: what is nested without end would end the program."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise fail("F06", self.text, self.position(), limit=MAX_DEPTH)
        node = part()
        self.depth -= 1
        return node

    def either(self) -> Node:
        return self.deeper(lambda: self._logic("或", self.both))

    def both(self) -> Node:
        return self._logic("且", self.negation)

    def _logic(self, word: str, part: Callable[[], Node]) -> Node:
        operands = [part()]
        while self.take("logic", word):
            operands.append(part())
        return operands[0] if len(operands) == 1 else Logic(word, tuple(operands), operands[0].start, operands[-1].end)

    def negation(self) -> Node:
        if token := self.take("logic", "非"):
            operand = self.deeper(self.negation)
            return Logic("非", (operand,), token.start, operand.end)
        return self.comparison()

    def comparison(self) -> Node:
        operands, operators = [self.sum()], []
        while token := self.take("operator", *COMPARISONS):
            operators.append(token.text)
            operands.append(self.sum())
        if not operators:
            return operands[0]
        return Compare(tuple(operators), tuple(operands), operands[0].start, operands[-1].end)

    def sum(self) -> Node:
        node = self.product()
        while token := self.take("operator", "+", "-"):
            right = self.product()
            node = Binary(token.text, node, right, node.start, right.end)
        return node

    def product(self) -> Node:
        node = self.sign()
        while token := self.take("operator", "×", "÷"):
            right = self.sign()
            node = Binary(token.text, node, right, node.start, right.end)
        return node

    def sign(self) -> Node:
        if token := self.take("operator", "-"):
            operand = self.deeper(self.sign)
            return Unary(operand, token.start, operand.end)
        return self.primary()

    def primary(self) -> Node:
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise fail("F15", self.text, self.position(), limit=MAX_TERMS)
        if token := self.take("number"):
            return self.number(token)
        if token := self.take("text"):
            return Text(token.text, token.start, token.end)
        if token := self.take("name"):
            return self.name_or_call(token)
        if opening := self.take("operator", "("):
            node = self.either()
            return replace(node, start=opening.start, end=self.expect(")").end)
        raise fail("F07", self.text, self.position())

    def number(self, token: Token) -> Number:
        match = _NUMBER.fullmatch(token.text)
        assert match is not None, "the lexer gives only digits with a suffix"
        unit = match[2].replace("％", "%")
        if any(word in unit for word in LOGIC):
            raise fail("F14", self.text, token.start, number=token.text, unit=unit)
        try:
            _, factor = units.scale(unit)
        except GoujiError as error:
            raise fail("F14", self.text, token.start, number=token.text, unit=unit) from error
        return Number(Fraction(match[1]) * factor, token.text, token.start, token.end)

    def name_or_call(self, token: Token) -> Node:
        if len(token.parts) == 1 and self.take("operator", "("):
            arguments: list[Node] = []
            while not (closing := self.take("operator", ")")):
                if arguments:
                    self.expect(",")
                arguments.append(self.either())
            return Call(token.text, tuple(arguments), token.start, closing.end)
        scope, _, first = token.parts[0].rpartition("::")
        return Name((first, *token.parts[1:]), scope, token.start, token.end)
