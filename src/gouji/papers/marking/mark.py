"""A mark: what is to be said about which stretch of a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

AUTHOR, INITIALS = "勾稽", "勾"


@dataclass(frozen=True, slots=True)
class Mark:
    """A remark on the stretch [start, end) of `Document.text`: a short title, the lines of the remark, and its colour as RRGGBB."""

    start: int
    end: int
    title: str
    lines: tuple[str, ...]
    colour: str = "FFC7CE"

    @property
    def text(self) -> str:
        """Title and lines, each on a line of its own."""
        return "\n".join((self.title, *self.lines))


def now() -> datetime:
    """The time marks are dated with: this second, UTC."""
    return datetime.now(UTC).replace(microsecond=0)
