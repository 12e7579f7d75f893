"""The shared strings of a workbook, checked before calamine sees them: it reserves memory for as many texts as the part claims to hold,
and a false claim would end the process. Source: ECMA-376 part 1, 18.4.9 (sst).
"""

from __future__ import annotations

import re

from lxml import etree

from gouji.papers.archive import Archive
from gouji.papers.archive import damaged

_TABLE = re.compile(rb"<(?:[^\s<>/:]+:)?sst[\s/>]")
_OVERLAP = 200  # bytes of the chunk before, for a tag cut in two


def check_strings(archive: Archive, name: str) -> None:
    """P55 where the part claims more texts than it has bytes, or holds more than the one table at its root."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    tables, tail, root = 0, b"", None
    for chunk in archive.stream(name):
        tables += len(_TABLE.findall(tail + chunk)) - len(_TABLE.findall(tail))
        tail = chunk[-_OVERLAP:]
        if root is None:
            root = _root(parser, chunk, archive, name)
    claim = root.get("uniqueCount", "0") if root is not None else ""
    if tables != 1 or not claim.isdecimal() or int(claim) > archive.members[name].file_size:
        raise damaged(archive.path, name)


def _root(parser: etree.XMLPullParser, chunk: bytes, archive: Archive, name: str) -> etree._Element | None:
    try:
        parser.feed(chunk)
        return next((element for _, element in parser.read_events() if isinstance(element, etree._Element)), None)  # noqa: SLF001
    except etree.XMLSyntaxError as error:
        raise damaged(archive.path, name) from error
