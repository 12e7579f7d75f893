"""A text made plain without moving a character: full-width digits, blanks and dashes in one spelling each."""

from __future__ import annotations

import re

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，。；（）！？、"}
_DASHES = dict.fromkeys(map(ord, "−–﹣‐‑‒―⁃"), "-")
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"), " ")
_OTHER = {
    ord("∶"): ":",
    ord("〜"): "~",
    ord("∼"): "~",
    ord("○"): "〇",
    ord("Ｏ"): "O",
    ord("﹪"): "%",
    ord("兩"): "两",
    ord("．"): ".",
    ord("："): "：",
}
_PLAIN = {chr(code): sign for code, sign in (_WIDE | _DASHES | _BLANKS | _OTHER).items()}
_CHANGED = re.compile(f"[{re.escape(''.join(_PLAIN))}]")  # few characters of a text; str.translate would ask about every one
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def plain(text: str) -> str:
    """The text with the same number of code points, fit for the patterns of this package. The em dash and 全角 brackets and commas stay."""
    return _CHANGED.sub(lambda found: _PLAIN[found[0]], _WIDE_COMMA.sub(",", text))
