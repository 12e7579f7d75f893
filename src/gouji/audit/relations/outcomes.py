"""“全部完成”与人数: persons that were to be dealt with and persons dealt with, where the text says that all were.

“审批培训 1494 人，已完成考核 1488 人，均已完成”: the two numbers stand side by side in one unit, the second behind 已完成 (已通过, 已参加), the words
全部, 均已, 所有 in the same sentence or the next; the second is a little less (within a tenth). All is not 1488 of 1494.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import squeeze
from gouji.messages import translate as _
from gouji.numbers import Verdict

_DONE = re.compile(r"已(?:经)?(?:全部)?(?:完成|通过|参加|落实|发放|录入)[^，。；]{0,6}$")
_ALL = re.compile(r"全部|均已|均完成|所有|全员|全覆盖")
_PERSONS = frozenset({"人", "名", "位", "人次", "户", "家"})
NEAR, NEXT, BEHIND = 10, 1, 20


def find(reading: Reading) -> Iterator[Claim]:
    """Pairs of numbers of persons side by side, of which the second is said to be all and is not."""
    for position, sentence in enumerate(reading.sentences):
        mentions = [reading.mentions[index] for index in sentence.mentions if reading.mentions[index].measured and reading.mentions[index].cell is None]
        following = reading.sentences[min(position + NEXT, len(reading.sentences) - 1)]
        for first, second in pairwise(mentions):
            if _short(first, second):
                behind = squeeze(reading.text[second.token.outer_start - len(second.left):min(following.end, following.start + BEHIND)])
                if following.block == sentence.block and _ALL.search(behind):
                    yield _claim(first, second)


def _short(first: Mention, second: Mention) -> bool:
    """Whether the second number is said to be done, of the same unit, and a little less than the first."""
    alike = first.token.unit == second.token.unit and first.token.unit in _PERSONS and first.plain and second.plain
    return alike and bool(_DONE.search(second.left)) and 0 < NEAR * (first.value - second.value) <= first.value


def _claim(first: Mention, second: Mention) -> Claim:
    words = _("说是全部完成，{done} 却少于 {due}，请核对").format(
        done=second.token.value_text + second.token.unit, due=first.token.value_text + first.token.unit,
    )
    return Claim(
        "restatement", Verdict.SUSPICIOUS, spot(second), (spot(first),), "a", decimal_value(first), 55, words, "all-done", subject=second.left,
    )
