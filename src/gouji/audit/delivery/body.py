"""The document laid out again as HTML, every number in the colour of its state. Every text goes through `escape`."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from gouji.audit.delivery.view import View
from gouji.numbers import Verdict
from gouji.papers.documents import Block
from gouji.papers.documents import BlockKind
from gouji.papers.documents import Cell
from gouji.papers.documents import Document
from gouji.papers.documents import Table
from gouji.papers.text import printable

STATES = ("contradicts", "suspicious", "truncated", "holds", "checked", "not_assessable", "unchecked")
"""The states of a number, the gravest first: a finding's own; in a relation that holds, that does not, that cannot be checked; in none."""
MARKS = dict(zip(STATES, "cstgkou", strict=True))
_CLASSES = {
    BlockKind.ITEM: "item", BlockKind.CAPTION: "caption", BlockKind.FOOTNOTE: "note", BlockKind.CONTENTS: "toc", BlockKind.PAGE_HEADER: "margin",
    BlockKind.PAGE_FOOTER: "margin", BlockKind.TEXTBOX: "box",
}
_DEEPEST = 5  # h1 is the page's own title


@dataclass(frozen=True, slots=True)
class Painted:
    """A number in the page: its stretch, its state, the issues and the claims (by number) it takes part in."""

    start: int
    end: int
    state: str
    issues: tuple[int, ...] = ()
    claims: tuple[int, ...] = ()


def painted_numbers(view: View, measured: Iterable[tuple[int, int]]) -> tuple[Painted, ...]:
    """Every number of the document once, in order: those of claims, of what could not be assessed, and the others `measured` (start, end)."""
    states: dict[tuple[int, int], str] = {}
    issues: dict[tuple[int, int], list[int]] = defaultdict(list)
    claims: dict[tuple[int, int], list[int]] = defaultdict(list)
    for issue in view.issues:
        own = (issue.finding.spot.start, issue.finding.spot.end)
        _grave(states, own, issue.finding.verdict.value)
        for place in (own, *((spot.start, spot.end) for spot in issue.operands)):
            issues[place].append(issue.number)
    for number, claim in enumerate(view.audit.claims):
        for spot in claim.spots:
            claims[spot.start, spot.end].append(number)
            _grave(states, (spot.start, spot.end), "holds" if claim.verdict is Verdict.HOLDS else "checked")
    for item in view.audit.not_assessable:
        _grave(states, (item.claim.start, item.claim.end), "not_assessable")
    for place in measured:
        _grave(states, place, "unchecked")
    kept = _apart(states, len(view.document.text))
    return tuple(Painted(*place, states[place], tuple(issues.get(place, ())), tuple(claims.get(place, ()))) for place in kept)


def _grave(states: dict[tuple[int, int], str], place: tuple[int, int], state: str) -> None:
    known = states.get(place)
    if known is None or STATES.index(state) < STATES.index(known):
        states[place] = state


def _apart(states: dict[tuple[int, int], str], length: int) -> list[tuple[int, int]]:
    """The stretches in order, without those that overlap a graver one."""
    taken = bytearray(length + 1)
    kept = []
    for start, end in sorted(states, key=lambda place: (STATES.index(states[place]), place)):
        if 0 <= start < end <= length and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end))
    return sorted(kept)


def body(document: Document, numbers: Sequence[Painted]) -> Markup:
    """The blocks of the document as HTML; text that stands in no block comes as a paragraph, so that nothing is lost."""
    writer = _Writer(document, numbers)
    return Markup("\n".join(writer.blocks()))  # noqa: S704 - every text was escaped piece by piece


class _Writer:
    def __init__(self, document: Document, numbers: Sequence[Painted]) -> None:
        self.document, self.numbers = document, numbers
        self.starts = [number.start for number in numbers]

    def blocks(self) -> Iterator[str]:
        """Each block, and what stands between blocks."""
        end = 0
        for block in self.document.blocks:
            yield from self.between(end, block.start)
            yield self.block(block)
            end = max(end, block.end)
        yield from self.between(end, len(self.document.text))

    def between(self, start: int, end: int) -> Iterator[str]:
        if self.document.text[start:end].strip():
            yield f"<p>{self.text(start, end)}</p>"

    def block(self, block: Block) -> str:
        if block.table is not None:
            return self.table(block.table)
        text = self.text(block.start, block.end)
        if block.kind is BlockKind.HEADING:
            level = min((block.level or _DEEPEST - 1) + 1, _DEEPEST)
            return f"<h{level}>{text}</h{level}>"
        name = _CLASSES.get(block.kind, "")
        return f'<p class="{name}">{text}</p>' if name else f"<p>{text}</p>"

    def table(self, table: Table) -> str:
        rows: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            rows[cell.row].append(cell)
        lines = "".join(f"<tr>{''.join(self.cell(cell, head=row < table.header_rows) for cell in rows[row])}</tr>" for row in sorted(rows))
        return f'<div class="scroll"><table>{lines}</table></div>'

    def cell(self, cell: Cell, *, head: bool) -> str:
        spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        text = self.text(cell.start, cell.end)
        if head:
            return f"<th{spans}>{text}</th>"
        figure = ' class="right"' if self.numeric(cell) else ""
        return f"<td{spans}{figure}>{text}</td>"

    def numeric(self, cell: Cell) -> bool:
        """Whether the cell is little more than a number."""
        text = self.document.text[cell.start:cell.end].strip()
        return bool(text) and sum(character.isdigit() for character in text) * 2 >= len(text)

    def text(self, start: int, end: int) -> str:
        """A stretch with its numbers marked."""
        pieces = []
        position = start
        for number in self.numbers[bisect_left(self.starts, start):bisect_left(self.starts, end)]:
            pieces += [self.plain(position, number.start), self.number(number)]
            position = max(position, number.end)
        pieces.append(self.plain(position, end))
        return "".join(pieces)

    def plain(self, start: int, end: int) -> str:
        return escape(printable(self.document.text[start:end])).replace("\n", "<br>")

    def number(self, number: Painted) -> str:
        text = self.plain(number.start, number.end)
        if not number.issues and not number.claims:
            return f'<b class="{MARKS[number.state]}">{text}</b>'
        known = f' data-i="{" ".join(map(str, number.issues))}"' if number.issues else ""
        known += f' data-k="{" ".join(map(str, number.claims))}"' if number.claims else ""
        name = f' id="n{number.start}"' if number.issues else ""
        return f'<b class="{MARKS[number.state]}"{name}{known} tabindex="0">{text}</b>'
