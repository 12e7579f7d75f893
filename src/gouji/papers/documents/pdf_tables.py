"""Tables that are drawn on a page: rules that touch make a grid; cells without a rule between them are one; text falls into cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gouji.papers.documents.pdf_page import Page
from gouji.papers.documents.pdf_page import Piece
from gouji.papers.documents.pdf_page import Rule

_Place = tuple[int, int]
_Rules = tuple[list[Rule], list[Rule]]  # upright, level

_NEAR = 3.0  # points within which rules meet
_MOST_PAIRS = 1_000_000  # of rules compared on a page
_MOST_CELLS = 20_000  # elementary cells of a grid
_FULL = 0.82  # share of a cell's width that a broken line fills


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell with its place in the grid and its text as lines of pieces."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[tuple[Piece, ...], ...]
    joined: tuple[bool, ...]  # for each line but the last: whether it filled the cell, so that its text goes on in the next


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table on a page: cells in reading order, the positions of its columns' borders, its vertical extent, its first character."""

    page: int
    rows: int
    borders: tuple[float, ...]
    cells: tuple[DrawnCell, ...]
    top: float
    bottom: float
    first: int


def drawn_tables(page: Page) -> tuple[list[DrawnTable], set[int]]:
    """The tables of a page (two columns or more) and the first characters of the pieces that stand in them."""
    tables: list[DrawnTable] = []
    used: set[int] = set()
    for verticals, horizontals in _grids(page.verticals, page.horizontals):
        columns = _positions([*(rule.at for rule in verticals), *(end for rule in horizontals for end in (rule.low, rule.high))])
        rows = _positions([*(rule.at for rule in horizontals), *(end for rule in verticals for end in (rule.low, rule.high))])[::-1]
        if len(columns) < 3 or len(rows) < 2 or len(columns) * len(rows) > _MOST_CELLS:  # noqa: PLR2004
            continue
        inside = [piece for piece in page.pieces if piece.start not in used and _within(piece, columns, rows)]
        table = _table(page, columns, rows, (verticals, horizontals), inside)
        if table is not None:
            tables.append(table)
            used.update(piece.start for piece in inside)
    return tables, used


def _grids(verticals: Sequence[Rule], horizontals: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """The rules by groups that touch one another."""
    if not verticals or not horizontals or len(verticals) * len(horizontals) > _MOST_PAIRS:
        return []
    owner = list(range(len(verticals) + len(horizontals)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for one, vertical in enumerate(verticals):
        for two, horizontal in enumerate(horizontals, len(verticals)):
            across = horizontal.low - _NEAR <= vertical.at <= horizontal.high + _NEAR
            if across and vertical.low - _NEAR <= horizontal.at <= vertical.high + _NEAR:
                owner[root(one)] = root(two)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*verticals, *horizontals)):
        groups.setdefault(root(index), ([], []))[index >= len(verticals)].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _positions(values: Sequence[float]) -> list[float]:
    """The distinct positions, ascending; those nearer than the tolerance count as one (the mean)."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][-1] <= _NEAR:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _within(piece: Piece, columns: list[float], rows: list[float]) -> bool:
    _start, _end, left, bottom, right, top = piece
    return columns[0] - _NEAR < (left + right) / 2 < columns[-1] + _NEAR and rows[-1] - _NEAR < (bottom + top) / 2 < rows[0] + _NEAR


def _table(page: Page, columns: list[float], rows: list[float], rules: _Rules, inside: list[Piece]) -> DrawnTable | None:
    owners = _merged(columns, rows, rules)
    texts: dict[tuple[int, int], list[Piece]] = {}
    for piece in inside:
        for part in _split(page, piece, columns):
            row, column = _place(part, columns, rows)
            texts.setdefault(owners[row, column], []).append(part)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), owner in owners.items():
        deep, wide = spans.get(owner, (0, 0))
        spans[owner] = max(deep, row - owner[0] + 1), max(wide, column - owner[1] + 1)
    used_columns = {column for _row, column in spans}
    if len(used_columns) < 2 or len(texts) < 2:  # noqa: PLR2004
        return None
    cells = tuple(_cell(place, spans[place], columns, texts.get(place, [])) for place in sorted(spans))
    first = min(piece.start for piece in inside)
    return DrawnTable(page.number, len(rows) - 1, tuple(columns), cells, rows[0], rows[-1], first)


def _merged(columns: list[float], rows: list[float], rules: _Rules) -> dict[_Place, _Place]:
    """For every elementary cell the first cell of the area that no rule divides."""
    uprights = [[rule for rule in rules[0] if abs(rule.at - column) <= _NEAR] for column in columns]
    levels = [[rule for rule in rules[1] if abs(rule.at - row) <= _NEAR] for row in rows]
    owners: dict[_Place, _Place] = {}
    for row in range(len(rows) - 1):
        middle = (rows[row] + rows[row + 1]) / 2
        for column in range(len(columns) - 1):
            centre = (columns[column] + columns[column + 1]) / 2
            left = column > 0 and not _covers(uprights[column], middle)
            above = row > 0 and not _covers(levels[row], centre)
            if left:
                owners[row, column] = owners[row, column - 1]
            elif above:
                owners[row, column] = owners[row - 1, column]
            else:
                owners[row, column] = (row, column)
    return owners


def _covers(rules: list[Rule], along: float) -> bool:
    return any(rule.low - _NEAR <= along <= rule.high + _NEAR for rule in rules)


def _split(page: Page, piece: Piece, columns: list[float]) -> list[Piece]:
    """The piece, cut where a border of columns goes between two of its characters."""
    crossed = [border for border in columns[1:-1] if piece.left + _NEAR < border < piece.right - _NEAR]
    if not crossed or piece.end - piece.start < 2:  # noqa: PLR2004
        return [piece]
    share = (piece.right - piece.left) / (piece.end - piece.start)
    cuts = sorted({round((border - piece.left) / share) for border in crossed} - {0, piece.end - piece.start})
    gaps = [cut for cut in cuts if _gap(page, piece.start + cut) > share / 2]
    edges = [0, *gaps, piece.end - piece.start]
    return [
        Piece(piece.start + low, piece.start + high, piece.left + low * share, piece.bottom, piece.left + high * share, piece.top)
        for low, high in pairwise(edges)
    ]


def _gap(page: Page, index: int) -> float:
    """The white between a character and the one before it."""
    return page.boxes[4 * index] - page.boxes[4 * index - 2]


def _place(piece: Piece, columns: list[float], rows: list[float]) -> tuple[int, int]:
    x, y = piece.middle
    column = min(max(bisect_right(columns, x) - 1, 0), len(columns) - 2)
    row = min(max(bisect_right([-value for value in rows], -y) - 1, 0), len(rows) - 2)
    return row, column


def _cell(place: tuple[int, int], span: tuple[int, int], columns: list[float], pieces: list[Piece]) -> DrawnCell:
    lines = lines_of_pieces(pieces)
    wide = columns[place[1] + span[1]] - columns[place[1]]
    upright = all(len(line) == 1 and line[0].end - line[0].start == 1 for line in lines)
    joined = tuple(upright or _fills(line, wide) for line in lines[:-1])
    return DrawnCell(place[0], place[1], span[0], span[1], tuple(lines), joined)


def _fills(line: tuple[Piece, ...], wide: float) -> bool:
    room = wide - 2 * line[0].height
    return line[-1].right - line[0].left >= min(room, wide * _FULL)


def lines_of_pieces(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """The pieces, in the order of the file, by lines: those at one height that follow one another to the right."""
    lines: list[list[Piece]] = []
    last_left, last_middle, last_height = 0.0, 0.0, -1.0
    for piece in pieces:
        _start, _end, left, bottom, _right, top = piece
        middle, height = (bottom + top) / 2, top - bottom
        if left > last_left and abs(last_middle - middle) < min(last_height, height) * 0.5:
            lines[-1].append(piece)
        else:
            lines.append([piece])
        last_left, last_middle, last_height = left, middle, height
    return [tuple(line) for line in lines]
