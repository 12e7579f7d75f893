"""Text → tokens. Chinese names are bare words; what holds operators, brackets or blanks is quoted with 「」."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gouji.messages import GoujiError
from gouji.messages import Place

MAX_LENGTH = 2000

_OPERATORS = {
    "+": "+", "＋": "+", "-": "-", "－": "-", "−": "-", "*": "×", "×": "×", "÷": "÷", "/": "÷", "／": "÷",
    "=": "=", "＝": "=", "==": "=", "≠": "≠", "!=": "≠", "<": "<", "＜": "<", ">": ">", "＞": ">",
    "<=": "≤", "≤": "≤", "⩽": "≤", ">=": "≥", "≥": "≥", "⩾": "≥", "(": "(", "（": "(", ")": ")", "）": ")", ",": ",", "，": ",",
}
_SPECIAL = re.escape("".join({sign for key in _OPERATORS for sign in key} | set("\"“”「」!|{}'")))
_WORD = rf"[^\s{_SPECIAL}]+"
_SEGMENT = rf"(?:(?:{_WORD}(?<=::))?「[^」]*」|(?![0-9.]){_WORD})"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?(?:{_WORD})?[%％‰]?)|(?P<text>\"[^\"]*\"|“[^”]*”)"
    rf"|(?P<name>{_SEGMENT}(?:/{_SEGMENT})*)|(?P<operator><=|>=|!=|==|[{_SPECIAL}])",
)
_PART = re.compile(_SEGMENT)
LOGIC = ("且", "或", "非")
_FIRST_WIDE = 0x2E80  # from here on signs are as wide as a Chinese character


class FormulaError(GoujiError):
    """A formula that cannot be read or bound. The place's column is the position in the formula, from 1."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the formula: kind is number, text, name, logic or operator; parts are the segments of a path."""

    kind: str
    text: str
    start: int
    end: int
    parts: tuple[str, ...] = ()


def fail(code: str, text: str, position: int, **params: object) -> FormulaError:
    """An error that points at the place: the formula with a caret under the position."""
    pointer = f"{text}\n{' ' * 4}{_padding(text[:position])}^"
    return FormulaError.of(code, Place(column=position + 1), formula=pointer, **params)


def tokens(text: str) -> list[Token]:
    """The tokens of a formula. Raises FormulaError where a character fits nothing."""
    if len(text) > MAX_LENGTH:
        raise fail("F01", text[:40] + "…", 0, limit=MAX_LENGTH)
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or not match.group():
            raise fail("F02", text, position, sign=text[position])
        token = _token(match, text)
        if token is not None:
            found.append(token)
        position = match.end()
    return found


def _token(match: re.Match[str], text: str) -> Token | None:
    kind, word, start, end = str(match.lastgroup), match.group(), match.start(), match.end()
    if kind == "space":
        return None
    if kind == "operator":
        if word not in _OPERATORS:
            raise fail("F02", text, start, sign=word)
        return Token(kind, _OPERATORS[word], start, end)
    if kind == "text":
        return Token(kind, word[1:-1], start, end)
    if kind == "name" and word in LOGIC:
        return Token("logic", word, start, end)
    parts = tuple(part.replace("「", "").replace("」", "") for part in _PART.findall(word)) if kind == "name" else ()
    return Token(kind, word, start, end, parts)


def _padding(text: str) -> str:
    return "".join("　" if ord(sign) >= _FIRST_WIDE else " " for sign in text)
