"""What the values of a sheet do not tell, taken from its XML as it is unpacked, in constant memory: how far it reaches, percentage cells,
error values, formulas without a result, hidden rows and columns.

The XML is searched, not parsed: a search over a million cells takes a fifth of the time. It may find more than a parser would (in
comments), never less: a cell written in any other way than office programs write it is refused (P74).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.archive import MEBIBYTE
from gouji.papers.archive import Archive
from gouji.papers.archive import damaged
from gouji.papers.tables.model import column_position

Cell = tuple[int, int]
"""Row and column of a sheet, both from 1."""

_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_PREFIXED = re.compile(rb"<[^\s:<>/]+:c[\s/>]")
_DIGITS = b"0123456789"
_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
_LONGEST_ROW = 32 * MEBIBYTE  # 500 cells of 32,767 characters are half of it


@dataclass(slots=True)
class SheetScan:
    """What was found. `percents` are cells by style id; `hidden_columns` are first and last positions."""

    last_row: int = 0
    last_column: int = 0
    percents: dict[Cell, int] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Patterns:
    cells: re.Pattern[bytes]
    references: re.Pattern[bytes]
    formula: bytes
    percents: re.Pattern[bytes]
    errors: re.Pattern[bytes]
    uncalculated: re.Pattern[bytes]
    hidden_rows: re.Pattern[bytes]
    hidden_columns: re.Pattern[bytes]


def scan_sheet(archive: Archive, member: str, percent_styles: Collection[int]) -> SheetScan:
    """Search the sheet in `member` for what `SheetScan` holds; P74 where cells carry no position, P55 where the file is damaged."""
    scan, patterns = SheetScan(), None
    pieces = whole_rows(archive.stream(member), archive, member)
    for piece in pieces:
        if patterns is None:
            patterns = _patterns(prefix_of(piece), percent_styles)
        if not _scan_reach(scan, patterns, piece):
            deque(pieces, maxlen=0)  # whether the part is damaged is known at its end; then that is the reason
            raise GoujiError.of("P74", Place(str(archive.path), cell=member))
        _scan_oddities(scan, patterns, piece)
    return scan


def whole_rows(chunks: Iterator[bytes], archive: Archive, member: str) -> Iterator[bytes]:
    """Pieces that end where a row ends, so that no cell is cut in two (the last piece is what is left)."""
    tail = b""
    for chunk in chunks:
        joined = tail + chunk
        whole, end, tail = joined.rpartition(b"row>")
        if end:
            yield whole + end
        if len(tail) > _LONGEST_ROW:
            raise damaged(archive.path, member)
    yield tail


def prefix_of(piece: bytes) -> bytes:
    """The prefix ("x:" or nothing) of the elements of a sheet, from the piece in which its root stands."""
    root = _ROOT.search(piece)
    return root[1] or b"" if root else b""


def _patterns(prefix: bytes, percent_styles: Collection[int]) -> _Patterns:
    """The patterns for a sheet whose elements carry `prefix` ("x:" or nothing)."""
    cell, quote = b"<" + prefix + b"c", b"[\"']"
    position = rb"[^<>]*?\br=" + quote + rb"([A-Za-z]{1,3})(\d{1,7})" + quote
    styles = b"|".join(str(style).encode() for style in sorted(percent_styles)) or b"(?!)"
    formula = b"<" + prefix + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</" + prefix + b"f>)"
    no_value = b"(?:<" + prefix + rb"v\s*/>|<" + prefix + b"v></" + prefix + b"v>)?"
    here = rb"(?=\s)(?=" + position + b")"
    hidden = rb"[^<>]*?\bhidden=" + quote + b"(?:1|true)"
    return _Patterns(
        cells=re.compile(rb"<c[\s/>]"),
        references=re.compile(cell + rb"(?:\s\w+=[\"'][^\"'<>]*[\"'])*?\sr=" + quote + rb"([A-Za-z]{1,3}\d{1,7})" + quote),
        formula=b"<" + prefix + b"f",
        percents=re.compile(cell + rb"(?=[^<>]*?\ss=" + quote + b"(" + styles + b")" + quote + rb")(?![^<>]*?\st=.[sdieb])(?=\s)" + position),
        errors=re.compile(cell + here + rb"[^<>]*?\st=.e.[^<>]*>(?:" + formula + b")?<" + prefix + b"v>([^<]*)<"),
        uncalculated=re.compile(cell + here + rb"(?![^<>]*?\st=.str)[^<>/]*>" + formula + no_value + b"</" + prefix + b"c>"),
        hidden_rows=re.compile(b"<" + prefix + rb"row\s(?=[^<>]*?\br=.(\d{1,7}))" + hidden),
        hidden_columns=re.compile(b"<" + prefix + rb"col\s(?=[^<>]*?\bmin=.(\d{1,5}))(?=[^<>]*?\bmax=.(\d{1,5}))" + hidden),
    )


def _scan_reach(scan: SheetScan, patterns: _Patterns, piece: bytes) -> bool:
    """Take up how far the cells of a piece reach; False where one of them carries no position."""
    references = patterns.references.findall(piece)
    cells = len(patterns.cells.findall(piece)) + (len(_PREFIXED.findall(piece)) if b":c" in piece else 0)
    if len(references) != cells:
        return False
    if references:
        joined = b",".join(references)
        letters, numbers = set(joined.translate(None, _DIGITS).split(b",")), set(joined.translate(None, _LETTERS).split(b","))
        scan.last_column = max(scan.last_column, *(column_position(text.decode()) for text in letters))
        scan.last_row = max(scan.last_row, *map(int, numbers))
    return True


def _scan_oddities(scan: SheetScan, patterns: _Patterns, piece: bytes) -> None:
    for found in patterns.percents.finditer(piece):
        scan.percents[_cell(found[2], found[3])] = int(found[1])
    if b"hidden=" in piece:
        scan.hidden_rows += [int(found[1]) for found in patterns.hidden_rows.finditer(piece)]
        scan.hidden_columns += [(int(found[1]), int(found[2])) for found in patterns.hidden_columns.finditer(piece)]
    if b'"e"' in piece or b"'e'" in piece:
        scan.errors |= {_cell(found[1], found[2]): found[3].decode("utf-8", "replace") for found in patterns.errors.finditer(piece)}
    if patterns.formula in piece:
        scan.uncalculated |= {_cell(found[1], found[2]) for found in patterns.uncalculated.finditer(piece)}


def _cell(letters: bytes, number: bytes) -> Cell:
    return int(number), column_position(letters.decode())
