"""数据: facts and stated figures, entries of registers, evidence; all append-only values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gouji.messages import Place
from gouji.numbers import Figure

Key = tuple[str, str, str, str]
"""Indicator code, organisation code, canonical period text, canonical breakdown text."""

FACT = "事实"
STATED = "填报"
VALUE = "值"
NULL = "空"
NOT_APPLICABLE = "不适用"
NOT_COLLECTED = "未采集"


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of one indicator for an organisation, a period and a breakdown.

    `basis` is 事实 or 填报 (what a document or office states). `state` is 值, 空, 不适用 or 未采集; only 值 has a figure (or, for text
    indicators, a text).
    """

    indicator: str
    organisation: str
    period: str
    breakdown: str
    basis: str
    state: str
    figure: Figure | None
    text: str = ""
    source: str = ""
    evidence: tuple[str, ...] = ()
    author: str = ""
    note: str = ""
    recorded: datetime | None = None
    place: Place = Place()

    @property
    def key(self) -> Key:
        """What the figure is about."""
        return (self.indicator, self.organisation, self.period, self.breakdown)


@dataclass(frozen=True, slots=True)
class Entry:
    """记录: one row of a register. `figures` holds the columns of type 数量, `texts` all columns as written."""

    register: str
    number: int
    texts: dict[str, str]
    figures: dict[str, Figure]
    organisation: str
    period: str
    source: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Evidence:
    """佐证材料: a file with its hash (SHA-256, hex); `found` tells whether it lies in the book, `intact` whether the hash agrees."""

    id: str
    file: str
    title: str
    kind: str
    date: str
    issuer: str
    sha256: str
    found: bool
    intact: bool
    place: Place = Place()


def breakdown_text(parts: dict[str, str]) -> str:
    """The canonical text of a breakdown: dimensions in alphabetical order, e.g. 任务=3;性别=女."""
    return ";".join(f"{dimension}={parts[dimension]}" for dimension in sorted(parts))


def breakdown_parts(text: str) -> dict[str, str]:
    """The dimensions and values of a breakdown text; full-width signs are understood. Raises ValueError where a part has no `=`."""
    parts: dict[str, str] = {}
    for piece in text.replace("；", ";").replace("＝", "=").split(";"):
        if piece.strip():
            dimension, sign, value = piece.partition("=")
            if not sign or not dimension.strip() or not value.strip():
                raise ValueError(piece)
            parts[dimension.strip()] = value.strip()
    return parts
