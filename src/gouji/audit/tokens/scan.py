"""One pass over a text: find the next number, decide what it is, go on behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from gouji.audit.tokens import dates
from gouji.audit.tokens import measures
from gouji.audit.tokens import names
from gouji.audit.tokens import spoken
from gouji.audit.tokens.plain import plain
from gouji.audit.tokens.token import Token

# What a number can begin with. Latin words are taken whole, so that no digit inside them is looked at again.
_NEXT = re.compile(
    r"(?P<mark>[①-⒛㈠-㈩])"
    r"|(?P<bracket>[(（〔\[](?=[0-9一二三四五六七八九十]))"
    r"|(?P<word>[A-Za-z<_])"
    r"|(?P<digit>[0-9])"
    r"|(?P<han>[〇零一二两三四五六七八九十百千万几数半首])"
)
Reader = Callable[[str, int], Token | int]


def tokenize(text: str) -> list[Token]:
    """All numbers of the text in their order, none overlapping. Never raises; time grows linearly with the length."""
    prepared = plain(text)
    tokens: list[Token] = []
    position = 0
    while found := _NEXT.search(prepared, position):
        position = found.end()
        for read in _READERS[found.lastgroup or ""]:
            token = read(prepared, found.start())
            if isinstance(token, Token):
                tokens.append(token if prepared is text else _as_printed(token, text))
                position = max(position, token.outer_end, token.end)
                break
            position = max(position, token)
    return tokens


_READERS: dict[str, tuple[Reader, ...]] = {
    "mark": (names.marker,),
    "bracket": (names.bracket, measures.negative),
    "word": (names.word,),
    "digit": (dates.digits, names.digits, measures.digits),
    "han": (dates.han, names.han, spoken.han),
}


def _as_printed(token: Token, text: str) -> Token:
    """The token with its number as the original text spells it."""
    printed = text[token.start : token.end]
    if printed == token.value_text:
        return token
    return replace(token, value_text=printed, figure=None if token.figure is None else replace(token.figure, text=printed))
