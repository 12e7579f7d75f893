"""Tables in plain text: runs of lines with tabs, of Markdown pipes, or of columns set apart by blanks that align."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.papers.documents.grids import table_of
from gouji.papers.documents.headers import is_value
from gouji.papers.documents.lines import Line
from gouji.papers.documents.lines import width
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Cell
from gouji.papers.documents.shapes import has_open_bracket
from gouji.papers.documents.shapes import is_open

Span = tuple[int, int]
_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_PIPE = re.compile(r"(?<!\\)\|")
_TAB = re.compile("\t")
_RULE_SIGNS = " \t|:+=─—-"
_MOST_BLANKS = 6  # blank lines that a page end leaves inside a table
_LEAST_ROWS = 3  # of columns that only blanks set apart
_SLACK = 2  # half-width columns by which aligned texts may differ


@dataclass(slots=True)
class _Rows:
    """A table while it is read: stretches of the cells by row, the last line taken, the number of columns."""

    fields: list[list[Span]]
    lines: list[Line]
    columns: int = 0

    def add(self, line: Line, fields: list[Span]) -> None:
        self.columns = max(self.columns, len(fields))
        self.fields.append(fields)
        self.lines.append(line)

    def extend(self, line: Line, fields: list[Span]) -> None:
        """Let the last row go on: the first stretch belongs to its last cell."""
        last = self.fields[-1]
        self.fields[-1] = [*last[:-1], (last[-1][0], fields[0][1]), *fields[1:]]
        self.lines[-1] = line


_Splitter = Callable[[Line], list[Span]]


def tables_of(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int, Block]]:
    """The tables found, in order: index of the first line, index after the last, block (without caption and number)."""
    index = 0
    failed = dict.fromkeys(_SPLITTERS, 0)
    while index < len(lines):
        end = index + 1
        for splitter, is_table in _SPLITTERS.items():
            if index < failed[splitter]:
                continue
            rows, after = _run(text, lines, index, splitter)
            if rows.fields and is_table(text, rows):
                yield index, after, _block(text, rows)
                end = after
                break
            failed[splitter] = after
        index = end


def _run(text: str, lines: Sequence[Line], index: int, splitter: _Splitter) -> tuple[_Rows, int]:
    rows, end = _Rows([], []), index
    while end < len(lines) and _take(text, rows, lines, end, splitter):
        end += 1
    return rows, end


def _take(text: str, rows: _Rows, lines: Sequence[Line], index: int, splitter: _Splitter) -> bool:
    """Add the line to the table; False where it is no part of it."""
    line = lines[index]
    if rows.fields and line.blanks > (_MOST_BLANKS if splitter is _by_tabs else 0):
        return False
    if rows.fields and _is_rule(line.text):
        return True
    fields = [] if line.shape.kind is BlockKind.CONTENTS else splitter(line)
    if not fields:
        return splitter is _by_tabs and _rejoin(rows, line, lines[index + 1:index + 2])
    if line.blanks and rows.fields:
        return _after_page_end(text, rows, line, fields)
    if rows.fields and _completes(rows, fields):
        rows.extend(line, fields)
    else:
        rows.add(line, fields)
    return True


def _is_rule(text: str) -> bool:
    """Whether the line is a rule: “---|---”, “=====”."""
    return not text.strip(_RULE_SIGNS) and any(pair in text for pair in ("--", "==", "──"))


def _after_page_end(text: str, rows: _Rows, line: Line, fields: list[Span]) -> bool:
    """Rows go on behind blank lines if they have as many columns; a last text cut in two by the page end is one again."""
    if len(fields) != rows.columns:
        return False
    filled = [number for number, (start, end) in enumerate(fields) if start < end]
    before = rows.fields[-1]
    if filled == [rows.columns - 1] and len(before) == rows.columns and _runs_on(text[slice(*before[-1])]):
        before[-1] = (before[-1][0], fields[-1][1])
        rows.lines[-1] = line
    else:
        rows.add(line, fields)
    return True


def _runs_on(text: str) -> bool:
    return bool(text) and (has_open_bracket(text) or (is_open(text) and not is_value(text)))


def _completes(rows: _Rows, fields: list[Span]) -> bool:
    """Whether a line holds just the rest of the row before it, whose last text was broken: together they have all columns."""
    last = rows.fields[-1]
    return len(rows.fields) > 1 and len(last) < rows.columns == len(last) + len(fields) - 1 and last[-1][0] < last[-1][1]


def _rejoin(rows: _Rows, line: Line, following: Sequence[Line]) -> bool:
    """A line without columns inside a table goes on with the text before it, if that is open and rows follow at once."""
    if not rows.fields or line.blanks or line.shape.kind is not BlockKind.PARAGRAPH or not following:
        return False
    (start, end), short = rows.fields[-1][-1], len(rows.fields[-1]) < rows.columns
    if start == end or following[0].blanks or not _by_tabs(following[0]) or not (short or is_open(rows.lines[-1].text)):
        return False
    rows.extend(line, [(line.start, line.end)])
    return True


def _by_tabs(line: Line) -> list[Span]:
    return _split(line.raw, line.raw_start, _TAB.finditer(line.raw)) if "\t" in line.raw else []


def _by_pipes(line: Line) -> list[Span]:
    if "|" not in line.text:
        return []
    fields = _split(line.text, line.start, _PIPE.finditer(line.text))
    return fields[line.text.startswith("|"):len(fields) - line.text.endswith("|")]


def _by_blanks(line: Line) -> list[Span]:
    fields = _split(line.text, line.start, _GAP.finditer(line.text))
    return fields if len(fields) > 1 else []


def _split(text: str, offset: int, separators: Iterable[re.Match[str]]) -> list[Span]:
    """The stretches between the separators, white space around them left out."""
    spans, start = [], 0
    for found in (*separators, None):
        end = found.start() if found else len(text)
        part = text[start:end]
        left = start + len(part) - len(part.lstrip())
        spans.append((offset + left, offset + max(left, start + len(part.rstrip()))))
        start = found.end() if found else end
    return spans


def _is_tabbed(_text: str, rows: _Rows) -> bool:
    return len(rows.fields) > 1 and any(sum(start < end for start, end in row) > 1 for row in rows.fields)


def _is_piped(text: str, rows: _Rows) -> bool:
    """Two rows or more, all of them between pipes, or a line of dashes under the first as Markdown asks for."""
    if len(rows.fields) == 1 or rows.columns == 1:
        return False
    between = text[rows.lines[0].end:rows.lines[1].start].strip()
    return bool(between and _is_rule(between)) or all(line.text.startswith("|") and line.text.endswith("|") for line in rows.lines)


def _is_aligned(text: str, rows: _Rows) -> bool:
    """Columns set apart by blanks: as many in each row, their texts begin or end below one another, figures in half of the rows."""
    if len(rows.fields) < _LEAST_ROWS or any(len(row) != rows.columns for row in rows.fields):
        return False
    if sum(any(is_value(text[start:end]) for start, end in row) for row in rows.fields) * 2 < len(rows.fields):
        return False
    edges = [[_edges(text, line, span) for span in row] for line, row in zip(rows.lines, rows.fields, strict=True)]
    columns = list(zip(*edges, strict=True))
    return all(_close(left for left, _right in column) or _close(right for _left, right in column) for column in columns)


def _edges(text: str, line: Line, span: Span) -> Span:
    left = width(text[line.raw_start:span[0]])
    return left, left + width(text[span[0]:span[1]])


def _close(places: Iterable[int]) -> bool:
    known = list(places)
    return max(known) - min(known) <= _SLACK


_SPLITTERS: dict[_Splitter, Callable[[str, _Rows], bool]] = {_by_tabs: _is_tabbed, _by_pipes: _is_piped, _by_blanks: _is_aligned}


def _block(text: str, rows: _Rows) -> Block:
    """The table; a header repeated after a page end is in its stretch, but in no cell."""
    header = _words(text, rows.fields[0])
    kept = [row for number, row in enumerate(rows.fields) if not number or _words(text, row) != header]
    cells = tuple(Cell(start, end, number, column) for number, row in enumerate(kept) for column, (start, end) in enumerate(row))
    end = max(rows.lines[-1].end, rows.fields[-1][-1][1])
    return Block(BlockKind.TABLE, rows.fields[0][0][0], end, table=table_of(text, cells, len(kept), rows.columns))


def _words(text: str, row: Sequence[Span]) -> list[str]:
    """The texts of a row without white space, which page ends and margins change."""
    return ["".join(text[start:end].split()) for start, end in row]
