"""Habits of a whole document: what it says of its own rounding, and whether it cuts rates off instead of rounding them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import islice

from gouji.audit.claims import Claim
from gouji.messages import translate as _
from gouji.numbers import Verdict

HABIT = 3
_DISCLAIMER = re.compile(r"[^。；\n]{0,40}(?:四舍五入|修约误差|未作机械调整|不作机械调整|尾数[^。；\n]{0,6}差)[^。；\n]{0,40}")

_HINT = re.compile("四舍五入|修约误差|作机械调整|尾数")
_STOPS = "。；\n"


def conventions(text: str, claims: Sequence[Claim]) -> tuple[str, ...]:
    """The habits in words: a published disclaimer quoted, and the number of truncated figures where they are a habit (three and more)."""
    found = [_("文中说明：“{words}”").format(words=match.group().strip()) for match in islice(_disclaimers(text), 2)]
    truncated = [claim for claim in claims if claim.verdict is Verdict.TRUNCATED]
    if len(truncated) >= HABIT:
        found.append(_("本文有 {count} 处比率是截去尾数而不是四舍五入，合并为一个问题").format(count=len(truncated)))
    return tuple(found)


def _disclaimers(text: str) -> Iterator[re.Match[str]]:
    """The disclaimers, looked for only in the sentences that bear a word of them."""
    end = 0
    for hint in _HINT.finditer(text):
        if hint.start() >= end:
            start = max(text.rfind(stop, 0, hint.start()) for stop in _STOPS) + 1
            end = min((place for stop in _STOPS if (place := text.find(stop, hint.start())) >= 0), default=len(text))
            yield from _DISCLAIMER.finditer(text, start, end)


def is_habit(claims: Sequence[Claim]) -> bool:
    """Whether truncation is a habit of the document: then it is one finding."""
    return sum(claim.verdict is Verdict.TRUNCATED for claim in claims) >= HABIT
