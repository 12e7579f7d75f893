"""Adding a column to a sheet by editing its XML as it streams by: only rows that get a text, and cells that get a colour, are rewritten.

Source: ECMA-376 part 1, 18.3.1.73 (row), 18.3.1.4 (c), 18.3.1.17 (cols).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from gouji.papers.tables.archive import Archive
from gouji.papers.tables.model import column_letters
from gouji.papers.tables.model import column_position
from gouji.papers.tables.scan import prefix_of
from gouji.papers.tables.scan import whole_rows
from gouji.papers.tables.style_edit import StyleTwins

_WIDTH = 60  # characters
_LONGEST = 32_767  # characters of a cell
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(rb"\sr=[\"']([A-Za-z]+)(\d+)[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_SPANS = re.compile(rb"\sspans=[\"'][^\"']*[\"']")
_REACH = re.compile(rb"\smax=[\"'](\d+)[\"']")


@dataclass(frozen=True, slots=True)
class _Edit:
    """What is to be done, and the element prefix of the sheet."""

    prefix: bytes
    position: int
    said: Mapping[int, str]
    faulty: Mapping[int, Collection[int]]
    twins: StyleTwins
    cells: re.Pattern[bytes]


def edit_sheet(
    archive: Archive, member: str, position: int, said: Mapping[int, str], faulty: Mapping[int, Collection[int]], twins: StyleTwins
) -> Iterator[bytes]:
    """The XML of the sheet in `member` with the texts `said` (by row number) as column `position`, what that column held taken out,
    and the `faulty` cells (positions by row number) in the twin of their style.
    """
    edit, rows = None, re.compile(b"")
    for piece in whole_rows(archive.stream(member), archive, member):
        if edit is None:
            prefix = prefix_of(piece)
            cells = re.compile(b"<%bc(?=\\s)[^<>]*?(?:/>|>.*?</%bc>)" % (prefix, prefix), re.DOTALL)
            rows = re.compile(b"(<%brow(?:\\s[^<>]*)?(?<!/)>)(.*?)(</%brow>)" % (prefix, prefix), re.DOTALL)
            edit = _Edit(prefix, position, said, faulty, twins, cells)
            piece = _with_width(piece, edit)  # noqa: PLW2901
        yield rows.sub(lambda row, edit=edit: _row(row, edit), piece)  # type: ignore[misc]


def _row(row: re.Match[bytes], edit: _Edit) -> bytes:
    reference = _REFERENCE.search(row[2])
    number = int(reference[2]) if reference else 0
    letters = column_letters(edit.position).encode()
    held = b'"%b%d"' % (letters, number) in row[2]
    if not held and number not in edit.said and number not in edit.faulty:
        return row[0]
    cells = [_cell(cell, number, edit) for cell in edit.cells.findall(row[2]) if _position(cell) != edit.position]
    if number in edit.said:
        before = sum(_position(cell) < edit.position for cell in cells)
        cells.insert(before, _said(b"%b%d" % (letters, number), edit.said[number], edit))
    return _SPANS.sub(b"", row[1]) + b"".join(cells) + row[3]


def _position(cell: bytes) -> int:
    reference = _REFERENCE.search(cell)
    return column_position(reference[1].decode()) if reference else 0


def _cell(cell: bytes, number: int, edit: _Edit) -> bytes:
    """The cell, in the twin of its style where it is faulty."""
    if _position(cell) not in edit.faulty.get(number, ()):
        return cell
    tag, end, rest = cell.partition(b">")
    style = _STYLE.search(tag)
    twin = edit.twins.twin(int(style[1]) if style else 0)
    if twin is None:
        return cell
    name = b"<%bc" % edit.prefix
    return b'%b s="%d"%b' % (name, twin, _STYLE.sub(b"", tag)[len(name) :]) + end + rest


def _said(reference: bytes, text: str, edit: _Edit) -> bytes:
    twin = edit.twins.twin(0)
    style = b' s="%d"' % twin if twin is not None else b""
    content = escape(_NOT_XML.sub("\ufffd", text[:_LONGEST])).encode()
    tags = (edit.prefix, reference, style, edit.prefix, edit.prefix, content, edit.prefix, edit.prefix, edit.prefix)
    return b'<%bc r="%b"%b t="inlineStr"><%bis><%bt xml:space="preserve">%b</%bt></%bis></%bc>' % tags


def _with_width(piece: bytes, edit: _Edit) -> bytes:
    """The head of the sheet with a wide last column, and without its statement of the used range, which no longer holds."""
    head, data, rest = piece.partition(b"<%bsheetData" % edit.prefix)
    head = re.sub(rb"<(?:\w+:)?dimension\s[^<>]*/>", b"", head)
    width = b'<%bcol min="%d" max="%d" width="%d" customWidth="1"/>' % (edit.prefix, edit.position, edit.position, _WIDTH)
    if b"<%bcols>" % edit.prefix not in head:
        head += b"<%bcols>%b</%bcols>" % (edit.prefix, width, edit.prefix)
    elif all(int(reach) < edit.position for reach in _REACH.findall(head[head.index(b"cols>") :])):
        head = head.replace(b"</%bcols>" % edit.prefix, width + b"</%bcols>" % edit.prefix)
    return head + data + rest
