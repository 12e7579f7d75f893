"""The comments of one sheet: the part with their texts and the drawing with their boxes, found or made."""

from __future__ import annotations

import re

from lxml import etree

from gouji.papers.marking.mark import AUTHOR
from gouji.papers.marking.package import Element
from gouji.papers.marking.package import Package
from gouji.papers.tables.model import column_position
from gouji.papers.text import printable

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_LONGEST = 32_000  # characters Excel takes
_FIRST_ID = 1025  # of shapes in the first block of 1024
_WIDE, _LINE = 24, 18  # characters and points of a line in the box
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_NO_COMMENTS = f'<comments xmlns="{_MAIN[1:-1]}"><authors/><commentList/></comments>'
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:260pt;height:{height}pt;z-index:{number};visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
    "<x:SizeWithCells/><x:Anchor>{left},15,{top},2,{right},15,{bottom},2</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class CellComments:
    """The comments of the sheet in `member`."""

    def __init__(self, package: Package, member: str) -> None:
        self._package, self._member = package, member
        self._known = package.target(member, "comments")
        self._root = package.root(self._known) if self._known else etree.fromstring(_NO_COMMENTS)
        self._list = self._root.find("{*}commentList")
        self._author = self._enter_author()
        self._drawing = package.target(member, "vmlDrawing")
        self._vml = package.read(self._drawing) if self._drawing else _DRAWING.encode()
        self._shapes: list[str] = []

    def add(self, cell: str, text: str) -> None:
        """Add a comment to a cell (“C5”); where it has one, the text is put below."""
        assert self._list is not None, "every comments part has its list"
        shown = printable(text)[:_LONGEST]
        there = next((each for each in self._list if each.get("ref") == cell), None)
        if there is not None:
            holder = there.find("{*}text")
            _run(there if holder is None else holder, f"\n\n{AUTHOR}：{shown}")
            return
        comment = etree.SubElement(self._list, _MAIN + "comment", ref=cell, authorId=str(self._author))
        _run(etree.SubElement(comment, _MAIN + "text"), shown)
        self._shapes.append(_shape(_FIRST_ID + self._vml.count(b"<v:shape ") + len(self._shapes), cell, shown))

    def put(self) -> str | None:
        """Put both parts into the package; gives the id of a new relation to the drawing, None where the sheet is linked to one already."""
        name = self._known or self._free("xl/comments{}.xml")
        self._list[:] = sorted(self._list, key=_position)  # type: ignore[index,arg-type]
        self._package.put(name, self._root)
        if self._known is None:
            self._package.relate(self._member, _RELATIONS + "comments", name)
            self._package.declare(_TYPE, part=name)
        head, closing, tail = self._vml.rpartition(b"</xml>")
        if not closing:
            raise self._package.unusable()
        kind = "" if b"_x0000_t202" in self._vml else _SHAPE_TYPE
        shapes = (kind + "".join(self._shapes)).encode() if self._shapes else b""
        target = self._drawing or self._free("xl/drawings/vmlDrawing{}.vml")
        self._package.put_bytes(target, head + shapes + closing + tail)
        if self._drawing:
            return None
        self._package.declare("application/vnd.openxmlformats-officedocument.vmlDrawing", extension="vml")
        return self._package.relate(self._member, _RELATIONS + "vmlDrawing", target)

    def _free(self, pattern: str) -> str:
        """The first name of the pattern that no part has."""
        number = 1
        while pattern.format(number) in self._package:
            number += 1
        return pattern.format(number)

    def _enter_author(self) -> int:
        authors = self._root.find("{*}authors")
        if authors is None:
            authors = etree.Element(_MAIN + "authors")
            self._root.insert(0, authors)
        etree.SubElement(authors, _MAIN + "author").text = AUTHOR
        return len(authors) - 1


def _run(holder: Element, text: str) -> None:
    element = etree.SubElement(etree.SubElement(holder, _MAIN + "r"), _MAIN + "t", {_SPACE: "preserve"})
    element.text = text


def _position(comment: Element) -> tuple[int, int]:
    column, row = _split(comment.get("ref", "A1"))
    return row, column


def _split(cell: str) -> tuple[int, int]:
    """Column and row of a cell, from 1."""
    found = re.fullmatch(r"([A-Za-z]+)(\d+)", cell)
    return (column_position(found[1]), int(found[2])) if found else (1, 1)


def _shape(number: int, cell: str, text: str) -> str:
    """The box of a comment, beside its cell and as high as its text wants."""
    column, row = _split(cell)
    lines = sum(1 + len(line) // _WIDE for line in text.split("\n"))
    height = min(40, lines + 1)
    return _SHAPE.format(number=number, height=height * _LINE, left=column, right=column + 4, top=max(0, row - 2), bottom=max(0, row - 2) + height,
                         row=row - 1, column=column - 1)
