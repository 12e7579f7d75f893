"""Adding a column to a sheet by editing its XML as it streams by: only rows that get a text, and cells that get a colour, are rewritten.

Source: ECMA-376 part 1, 18.3.1.73 (row), 18.3.1.4 (c), 18.3.1.17 (cols).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape  # that of xml.sax loads what reads from the network

from gouji.papers.archive import Archive
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
_HEIGHT = re.compile(rb"\s(?:ht|customHeight)=[\"'][^\"']*[\"']")
_REACH = re.compile(rb"\smax=[\"'](\d+)[\"']")


_ONE_WIDE = b' fitToWidth="1" fitToHeight="0"'
# What may stand behind the page set-up of a sheet (18.3.1.99), in any prefix.
_AFTER_PAPER = re.compile(
    rb"<(?:\w+:)?(?:headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|"
    rb"drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b|<(?:\w+:)?AlternateContent\b|</(?:\w+:)?worksheet>"
)


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
        piece = rows.sub(lambda row, edit=edit: _row(row, edit), piece)  # type: ignore[misc]  # noqa: PLW2901
        yield _with_paper(piece, edit) if b"<%bsheetData/>" % edit.prefix in piece or b"</%bsheetData>" % edit.prefix in piece else piece


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
    head = _HEIGHT.sub(b"", row[1]) if number in edit.said else row[1]  # as high as its text needs
    return _SPANS.sub(b"", head) + b"".join(cells) + row[3]


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
    twin = edit.twins.wrapped()
    style = b' s="%d"' % twin if twin is not None else b""
    content = escape(_NOT_XML.sub("\ufffd", text[:_LONGEST]), quote=False).encode()
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
    return _fitting(head, edit.prefix) + data + rest


def _fitting(head: bytes, prefix: bytes) -> bytes:
    """The head of the sheet, saying that it is printed fitted to its paper."""
    fit = b'<%bpageSetUpPr fitToPage="1"/>' % prefix
    if b"<%bpageSetUpPr" % prefix in head:
        return re.sub(rb"<(?:\w+:)?pageSetUpPr\b[^<>]*/>", fit, head, count=1)
    if b"</%bsheetPr>" % prefix in head:
        return head.replace(b"</%bsheetPr>" % prefix, fit + b"</%bsheetPr>" % prefix, 1)
    whole = re.compile(rb"<(?:\w+:)?sheetPr\b([^<>]*)/>")
    if whole.search(head):
        return whole.sub(lambda found: b"<%bsheetPr%b>%b</%bsheetPr>" % (prefix, found[1], fit, prefix), head, count=1)
    return re.sub(rb"(<(?:\w+:)?worksheet\b[^<>]*>)", lambda found: found[1] + b"<%bsheetPr>%b</%bsheetPr>" % (prefix, fit, prefix), head, count=1)


def _with_paper(piece: bytes, edit: _Edit) -> bytes:
    """The end of the sheet, printed one page wide and as many pages high as it takes, so that no error stands on a sheet of its own."""
    data, end, tail = piece.rpartition(b"sheetData")
    paper = re.search(rb"<(?:\w+:)?pageSetup\b[^<>]*/>", tail)
    if paper:
        tag = re.sub(rb"\s(?:fitToWidth|fitToHeight|scale)=[\"'][^\"']*[\"']", b"", paper[0])
        tail = tail.replace(paper[0], tag[:-2].rstrip() + _ONE_WIDE + b"/>", 1)
    else:
        place = _AFTER_PAPER.search(tail)
        at = place.start() if place else len(tail)
        tail = tail[:at] + b"<%bpageSetup%b/>" % (edit.prefix, b' orientation="landscape"' + _ONE_WIDE) + tail[at:]
    return data + end + tail
