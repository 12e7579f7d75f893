"""Small values that all definitions share: validity in time, and a formula with its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gouji.messages import Place


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when a definition counts (both ends included; None is open)."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the definition counts on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        return f"{self.first or '…'}～{self.last or '…'}"

    def meets(self, other: Validity) -> bool:
        """Whether there is a day on which both count."""
        starts_late = self.first is not None and other.last is not None and self.first > other.last
        ends_early = self.last is not None and other.first is not None and self.last < other.first
        return not (starts_late or ends_early)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula or condition as its author wrote it, and where."""

    text: str
    place: Place = Place()

    def __str__(self) -> str:
        return self.text
