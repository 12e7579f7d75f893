"""Entries of a form written as text: “实施周期指标值：95%；年度指标值：95%。” – two labelled values of one record.

Neighbouring entries whose labels end alike (…指标值) are two values of the one thing the record is about. Where they are equal they
confirm each other; where they differ nothing follows, for a part of the period may have another aim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import pairwise

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import squeeze
from gouji.audit.relations.restating.comparing import run
from gouji.audit.relations.restating.comparing import unit_kind
from gouji.audit.topics import Topics

REACH, ALIKE = 40, 3
_LABEL = re.compile(r"([^：:，,。；;]{2,16})[：:][^：:，,。；;]{0,12}$")


def recorded(reading: Reading, measured: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention]]:
    """(the later value of a record, the equal value before it)."""
    for first, second in pairwise(measured):
        near = first.block == second.block and second.token.start - first.token.end <= REACH
        if not near or topics[first.index].same != topics[second.index].same:
            continue
        one, other = (_label(reading, mention) for mention in (first, second))
        if one != other and run(one[::-1], other[::-1]) >= ALIKE and unit_kind(first) == unit_kind(second):
            yield second, first


def _label(reading: Reading, mention: Mention) -> str:
    """The label of the entry a number stands in; empty where it stands in none."""
    before = squeeze(reading.text[max(0, mention.token.start - REACH):mention.token.start])
    match = _LABEL.search(before)
    return match[1] if match else ""
