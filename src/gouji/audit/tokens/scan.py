"""One pass over a text: find the next number, decide what it is, go on behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from string import ascii_letters

from gouji.audit.tokens import dates
from gouji.audit.tokens import measures
from gouji.audit.tokens import names
from gouji.audit.tokens import spoken
from gouji.audit.tokens.ordinary import ordinary
from gouji.audit.tokens.plain import plain
from gouji.audit.tokens.token import Token

Reader = Callable[[str, int], Token | int]  # the token that begins at a place, or where to go on


def tokenize(text: str) -> list[Token]:
    """All numbers of the text in their order, none overlapping. Never raises; time grows linearly with the length."""
    return scanned(text, plain(text), 0, len(text))[0]


def scanned(text: str, prepared: str, position: int, stop: int) -> tuple[list[Token], int]:
    """The numbers that begin from `position` up to `stop` in a text made plain, and where the next one may begin."""
    tokens: list[Token] = []
    while found := _NEXT.search(prepared, position, stop):
        position, start = found.end(), found.start()
        if found[0] in _DIGITS and (printed := ordinary(prepared, start)):
            tokens.append(_as_printed(measures.ordinary(prepared, start, printed), text))
            position = max(position, tokens[-1].outer_end)
            continue
        for read in _READERS[prepared[start]]:
            token = read(prepared, start)
            if isinstance(token, Token):
                tokens.append(_as_printed(token, text))
                position = max(position, token.outer_end)
                break
            position = max(position, token)
    return tokens, position


_DIGITS = "0123456789"
# By the character with which something begins. Latin words are taken whole, so that no digit inside them is looked at again.
_READERS: dict[str, tuple[Reader, ...]] = {
    **dict.fromkeys((chr(code) for code in (*range(0x2460, 0x249C), *range(0x3220, 0x322A))), (names.marker,)),  # ① ⑴ ⒈ ㈠
    **dict.fromkeys("(（〔[【", (names.bracket, measures.negative)),
    **dict.fromkeys(ascii_letters + "<_", (names.word,)),
    **dict.fromkeys(_DIGITS, (dates.digits, names.digits, measures.digits)),
    **dict.fromkeys("〇零一二两三四五六七八九十百千万几数半首", (dates.han, names.han, spoken.han)),
}
_NEXT = re.compile(f"[{re.escape(''.join(_READERS))}]")


def _as_printed(token: Token, text: str) -> Token:
    """The token with its number as the original text spells it."""
    printed = text[token.start : token.end]
    if printed == token.value_text:
        return token
    return replace(token, value_text=printed, figure=None if token.figure is None else replace(token.figure, text=printed))
