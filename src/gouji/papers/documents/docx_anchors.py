"""The text of a DOCX while it is gathered, and where each piece of it came from."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from bisect import bisect_right
from dataclasses import dataclass
from dataclasses import field

from gouji.messages import translate as _
from gouji.papers.documents.model import SourcePlace


@dataclass(frozen=True, slots=True)
class RunAnchors:
    """Parallel arrays: from `starts[i]` on, the text is that of run `runs[i]` in paragraph `paragraphs[i]`, beginning `offsets[i]` in it.

    `parts` = (first offset of the text, name of the part), ascending.
    """

    starts: array[int]
    paragraphs: array[int]
    runs: array[int]
    offsets: array[int]
    parts: tuple[tuple[int, str], ...]

    def place(self, offset: int) -> SourcePlace:
        """Paragraph and run of the character; of the one before it where the reader made the character."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        part = self.parts[max(bisect_right(self.parts, offset, key=_first) - 1, 0)][1] if self.parts else ""
        if not self.starts:
            return SourcePlace(part=part)
        inside = self.offsets[index] + max(offset - self.starts[index], 0)
        words = _("第 {number} 段").format(number=self.paragraphs[index] + 1)
        return SourcePlace(words, part=part, paragraph=self.paragraphs[index], run=self.runs[index], offset=inside)


@dataclass(slots=True)
class Gatherer:
    """Collects pieces of text with their origin; `length` is the offset of the next piece."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    starts: array[int] = field(default_factory=lambda: array("i"))
    paragraphs: array[int] = field(default_factory=lambda: array("i"))
    runs: array[int] = field(default_factory=lambda: array("i"))
    offsets: array[int] = field(default_factory=lambda: array("i"))
    parts: list[tuple[int, str]] = field(default_factory=list)

    def add(self, text: str, paragraph: int, run: int, offset: int) -> None:
        """Text of the source."""
        self.starts.append(self.length)
        self.paragraphs.append(paragraph)
        self.runs.append(run)
        self.offsets.append(offset)
        self.pieces.append(text)
        self.length += len(text)

    def separate(self, mark: str) -> None:
        """A tab or line end that the reader makes."""
        self.pieces.append(mark)
        self.length += len(mark)

    def forget(self, start: int, pieces: int) -> None:
        """Take back what was added from offset `start` on, where there were so many pieces, with the part that began there."""
        del self.pieces[pieces:]
        self.length = start
        kept = bisect_left(self.starts, start)
        for origins in (self.starts, self.paragraphs, self.runs, self.offsets):
            del origins[kept:]
        self.parts.pop()

    def begin_part(self, name: str) -> None:
        """What follows comes from this part."""
        self.parts.append((self.length, name))

    def anchors(self) -> RunAnchors:
        """The origins of all that was added."""
        return RunAnchors(self.starts, self.paragraphs, self.runs, self.offsets, tuple(self.parts))


def _first(part: tuple[int, str]) -> int:
    return part[0]
