"""An audit as people see it: every finding with its numbers quoted in their sentences, places, the arithmetic, the decision on it.

Made once; every output (page, comments, sheets, terminal, SARIF) shows the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.audit.claims import Audit
from gouji.audit.claims import Claim
from gouji.audit.claims import Finding
from gouji.audit.claims import Spot
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import Standing
from gouji.audit.decisions import values_seen
from gouji.audit.delivery.words import arithmetic
from gouji.audit.delivery.words import filled_in
from gouji.audit.reading import squeeze
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.papers.documents import BlockKind
from gouji.papers.documents import Document
from gouji.papers.documents import cell_at

GRAVITY = (Verdict.CONTRADICTS, Verdict.SUSPICIOUS, Verdict.TRUNCATED)
"""The verdicts of findings, the gravest first."""
_REACH = 60  # characters of a sentence shown on each side of the number
_STOPS = "。；;！？!?\n"


@dataclass(frozen=True, slots=True)
class Passage:
    """引文: a sentence or cell with the numbers in question, and its place in words (heading, page, table or cell).

    `pieces` are words and numbers in turn, words first; `spots` are the numbers. The quotation is cut to size far from its numbers.
    """

    spots: tuple[Spot, ...]
    pieces: tuple[str, ...]
    place: str

    @property
    def parts(self) -> tuple[tuple[str, Spot | None], ...]:
        """The pieces in order, numbers with their spots."""
        return tuple((piece, self.spots[index // 2] if index % 2 else None) for index, piece in enumerate(self.pieces))

    @property
    def text(self) -> str:
        """The sentence with its numbers in marks: 毕业生 9946 人，占【95.43】%."""
        return "".join(f"【{piece}】" if spot else piece for piece, spot in self.parts)


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding with all that is shown of it: its sentence (`passage`, only its own number marked), the other sentences its operands stand
    in, all `operands` (also those beside it); `values` are what a decision on it is tied to.
    """

    number: int
    finding: Finding
    passage: Passage
    others: tuple[Passage, ...]
    operands: tuple[Spot, ...]
    arithmetic: tuple[str, ...]
    chapter: str
    values: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class View:
    """An audit made ready to be shown; issues gravest first, in the audit's order."""

    document: Document
    audit: Audit
    issues: tuple[Issue, ...]
    chapters: tuple[str, ...]

    @property
    def open_issues(self) -> tuple[Issue, ...]:
        """The issues that no reviewer has dismissed."""
        return tuple(issue for issue in self.issues if not issue.standing.dismissed)

    def count(self, verdict: Verdict) -> int:
        """How many open issues have this verdict."""
        return sum(issue.finding.verdict is verdict for issue in self.open_issues)


class Outline:
    """The headings of a document, to find under which one a place stands."""

    def __init__(self, document: Document) -> None:
        headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
        top = min((block.level for block in headings if block.level), default=0)
        self._starts = [block.start for block in headings]
        self._texts = [" ".join(document.text[block.start:block.end].split()) for block in headings]
        self._chapter_starts = [block.start for block in headings if block.level == top]
        self.chapters = tuple(text for block, text in zip(headings, self._texts, strict=True) if block.level == top)

    def section(self, offset: int) -> str:
        """The nearest heading above; empty before the first."""
        index = bisect_right(self._starts, offset) - 1
        return self._texts[index] if index >= 0 else ""

    def chapter(self, offset: int) -> str:
        """The chapter (heading of the highest level) it stands in; empty before the first."""
        index = bisect_right(self._chapter_starts, offset) - 1
        return self.chapters[index] if index >= 0 else ""


def view_of(document: Document, audit: Audit, decisions: Decisions = Decisions()) -> View:  # noqa: B008 - frozen
    """The audit of the document made ready to be shown."""
    outline = Outline(document)
    issues = tuple(_issue(number, finding, document, audit, decisions, outline) for number, finding in enumerate(audit.findings, start=1))
    chapters = {issue.chapter for issue in issues}
    return View(document, audit, issues, tuple(dict.fromkeys(chapter for chapter in outline.chapters if chapter in chapters)))


def passages_of(document: Document, spots: Iterable[Spot], outline: Outline) -> tuple[Passage, ...]:
    """The sentences or cells in which the numbers stand, each once, in the order of the numbers."""
    groups: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[_sentence(document, spot)].append(spot)
    return tuple(_passage(document, stretch, sorted(group, key=lambda spot: spot.start), outline) for stretch, group in groups.items())


def claims_of(audit: Audit, finding: Finding) -> tuple[Claim, ...]:
    """The claims that the finding's error breaks, the strongest first."""
    return tuple(audit.claims[number] for number in finding.claims)


def _issue(number: int, finding: Finding, document: Document, audit: Audit, decisions: Decisions, outline: Outline) -> Issue:
    claims = claims_of(audit, finding)
    own = finding.spot
    operands = _unique(spot for claim in claims for spot in claim.spots if (spot.start, spot.end) != (own.start, own.end))
    here = _sentence(document, own)
    values = values_seen(audit, finding)
    return Issue(
        number, finding, _passage(document, here, [own], outline),
        passages_of(document, (spot for spot in operands if _sentence(document, spot) != here), outline), tuple(operands),
        _untold(finding.message, claims), outline.chapter(own.start), values,
        decisions.standing(finding.fingerprint, values),
    )


def _untold(message: str, claims: Iterable[Claim]) -> tuple[str, ...]:
    """The arithmetic of the claims as far as the message does not show it itself."""
    told = squeeze(message)
    return tuple(dict.fromkeys(line for claim in claims if (line := arithmetic(claim)) and squeeze(filled_in(claim)) not in told))


def _unique(spots: Iterable[Spot]) -> list[Spot]:
    return list({(spot.start, spot.end): spot for spot in spots}.values())


def _sentence(document: Document, spot: Spot) -> tuple[int, int]:
    """The stretch of the sentence, or of the cell, in which a number stands."""
    low, high = _limits(document, spot)
    text = document.text
    start = max((text.rfind(stop, low, spot.start) + 1 for stop in _STOPS), default=low)
    ends = [position + (stop == "。") for stop in _STOPS if (position := text.find(stop, spot.end, high)) >= 0]
    return max(low, start), min(ends, default=high)


def _passage(document: Document, stretch: tuple[int, int], spots: Sequence[Spot], outline: Outline) -> Passage:
    """The quotation of a stretch with its numbers; words far from every number are left out."""
    words: list[str] = []
    position = stretch[0]
    for spot in spots:
        words += [document.text[position:spot.start], document.text[spot.start:spot.end]]
        position = max(position, spot.end)
    words.append(document.text[position:stretch[1]])
    pieces = [_flat(word) for word in words]
    pieces[0] = _row_label(document, spots[0]) + (pieces[0] if len(pieces[0]) <= _REACH else f"…{pieces[0][-_REACH:]}")
    for index in range(2, len(pieces) - 1, 2):
        pieces[index] = pieces[index] if len(pieces[index]) <= _REACH else f"{pieces[index][:_REACH // 2]}…{pieces[index][-_REACH // 2:]}"
    pieces[-1] = pieces[-1] if len(pieces[-1]) <= _REACH else f"{pieces[-1][:_REACH]}…"
    section, place = outline.section(spots[0].start), document.place(spots[0].start).words
    return Passage(tuple(spots), tuple(pieces), " · ".join(part for part in (section, place) if part))


def _limits(document: Document, spot: Spot) -> tuple[int, int]:
    """The stretch a quotation may not leave: the cell, else the block, else the text."""
    index = document.block_at(spot.start)
    if index is None:
        return 0, len(document.text)
    block = document.blocks[index]
    cell = cell_at(block.table, spot.start) if block.table else None
    return (cell.start, cell.end) if cell else (block.start, block.end)


def _row_label(document: Document, spot: Spot) -> str:
    """“行名 | 列名：” for a number in a table; empty elsewhere and where the cell is its own label."""
    index = document.block_at(spot.start)
    table = document.blocks[index].table if index is not None else None
    cell = cell_at(table, spot.start) if table else None
    if table is None or cell is None:
        return ""
    beside = (each for each in table.cells if each.row <= cell.row < each.row + each.row_span and each.column < cell.column)
    row = [each for each in beside if any(map(str.isalpha, document.text[each.start:each.end]))][:1]
    above = (each for each in table.cells if each.row < min(table.header_rows, cell.row))
    heads = [each for each in above if each.column <= cell.column < each.column + each.column_span]
    labels = [document.text[each.start:each.end].strip() for each in (*row, *heads)]
    shown = " | ".join(dict.fromkeys(_flat(label)[:20] for label in labels if label))
    return _("{words}：").format(words=shown) if shown else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
