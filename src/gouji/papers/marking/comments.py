"""The comments part of a Word file: found or made, comments added to it.

Source: ECMA-376 part 1, 17.13.4.2 (comment), 17.13.4.6 (comments).
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from gouji.papers.marking.mark import AUTHOR
from gouji.papers.marking.mark import INITIALS
from gouji.papers.marking.package import Element
from gouji.papers.marking.package import Package
from gouji.papers.text import printable

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_SIZE = "18"  # half points: 9 pt, as balloons have it, whatever the file's normal style is


class Comments:
    """The comments of the main part; `namespace` is that of WordprocessingML in this file."""

    def __init__(self, package: Package, main: str, namespace: str) -> None:
        self._package, self._main = package, main
        self._w = f"{{{namespace}}}"
        self._known = package.target(main, "comments")
        self._root = package.root(self._known) if self._known else etree.Element(self._w + "comments", nsmap={"w": namespace})
        numbers = [int(each.get(self._w + "id", "")) for each in self._root if each.get(self._w + "id", "").isdecimal()]
        self._next = max(numbers, default=-1) + 1

    def add(self, title: str, lines: Sequence[str], when: datetime) -> int:
        """Add a comment with a bold title; gives its id."""
        number, self._next = self._next, self._next + 1
        w = self._w
        about = {"id": str(number), "author": AUTHOR, "initials": INITIALS, "date": when.strftime("%Y-%m-%dT%H:%M:%SZ")}
        comment = etree.SubElement(self._root, w + "comment", {w + name: value for name, value in about.items()})
        for position, line in enumerate((title, *lines)):
            self._paragraph(comment, line, title=position == 0)
        return number

    def put(self) -> None:
        """Put the part into the package, and make it known where it is new."""
        name = self._known or posixpath.join(posixpath.dirname(self._main), "comments.xml")
        if self._known is None:
            self._package.relate(self._main, _STRICT if "purl.oclc.org" in self._w else _TRANSITIONAL, name)
            self._package.declare(_TYPE, part=name)
        self._package.put(name, self._root)

    def _paragraph(self, comment: Element, line: str, *, title: bool) -> None:
        w = self._w
        paragraph = etree.SubElement(comment, w + "p")
        if title:
            etree.SubElement(etree.SubElement(paragraph, w + "r"), w + "annotationRef")
        run = etree.SubElement(paragraph, w + "r")
        look = etree.SubElement(run, w + "rPr")
        if title:
            etree.SubElement(look, w + "b")
        etree.SubElement(look, w + "sz", {w + "val": _SIZE})
        text = etree.SubElement(run, w + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = printable(line)
