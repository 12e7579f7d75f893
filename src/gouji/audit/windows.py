"""The character pairs of stretches of a text that overlap: each paragraph is cleaned once, every number takes its window."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from gouji.audit.similarity import NOISE
from gouji.audit.similarity import YEAR
from gouji.audit.similarity import clean

_REMOVED = re.compile(f"{YEAR.pattern}|{NOISE.pattern}")


def pairs(*texts: str) -> frozenset[str]:
    """The pairs of neighbouring characters of texts."""
    found: set[str] = set()
    for text in texts:
        found.update(map(str.__add__, text, text[1:]))
    return frozenset(found)


class Paragraph:
    """A paragraph without blanks and noise, and where each character of it was printed."""

    def __init__(self, text: str) -> None:
        self.text = text
        squeezed = "".join(text.split())
        bare = len(squeezed) == len(text)
        printed: Sequence[int] = range(len(text)) if bare else [place for place, sign in enumerate(text) if not sign.isspace()]
        self._kept: list[int] = []
        self._cut: set[int] = set()  # places at which a window would cut what is removed as one: it may read otherwise
        pieces, position = [], 0
        for found in _REMOVED.finditer(squeezed):
            start, end = found.span()
            pieces.append(squeezed[position:start])
            self._kept += printed[position:start]
            self._cut.update(range(printed[start] + 1, printed[end - 1] + 1))
            position = end
        self._kept += printed[position:]
        self._words = "".join((*pieces, squeezed[position:]))
        self._sound = self._words == clean(squeezed)

    def pairs(self, start: int, end: int) -> frozenset[str]:
        """The pairs of the cleaned stretch from `start` to `end`, places in the paragraph."""
        if not self._sound or start in self._cut or end in self._cut:
            return pairs(clean("".join(self.text[start:end].split())))
        first, last = bisect_left(self._kept, start), bisect_left(self._kept, end)
        return pairs(self._words[first:last])
