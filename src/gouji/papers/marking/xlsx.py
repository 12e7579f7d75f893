"""Cell comments and a red ground for the cells they stand on, in a copy of the user's workbook; values and formulas stay as they are.

Only what must be is touched: the sheet (the look of its marked cells, the link to its comments), its comments and their drawing, styles.
Sources: ECMA-376 part 1, 18.7 (comments), 18.3.1 (worksheet); part 4, 19.4 (VML drawings of comments).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from gouji.papers.archive import open_archive
from gouji.papers.documents.model import Document
from gouji.papers.files import write_whole
from gouji.papers.marking.cell_comments import CellComments
from gouji.papers.marking.mark import Mark
from gouji.papers.marking.package import Package
from gouji.papers.marking.package import resolve
from gouji.papers.tables.model import Limits
from gouji.papers.tables.parts import STYLES
from gouji.papers.tables.style_edit import StyleTwins

_WORKBOOK = "xl/workbook.xml"
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b.*</\1sheetData>|<((?:\w+:)?)sheetData\b[^>]*/>", re.DOTALL)
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_AFTER = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def mark_xlsx(document: Document, marks: Sequence[Mark], target: Path) -> None:
    """Write a copy of the workbook that `document` was read from to `target`, with a comment for each mark on its cell.

    Raises GoujiError T01 where the file is no XLSX (any more), P53–P55 where it is damaged or too large, P20 where it cannot be written.
    """
    by_sheet: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        place = document.place(mark.start)
        by_sheet[place.sheet][place.cell].append(mark.text)
    mark_cells(Path(document.path), by_sheet, target)


def mark_cells(path: Path, remarks: Mapping[str, Mapping[str, Sequence[str]]], target: Path) -> None:
    """Write a copy of the workbook at `path` to `target`, with a comment on each cell (by sheet and place) that something is said about. Raises as above."""
    package = Package(path, "XLSX")
    twins = StyleTwins.of(open_archive(path, Limits()))
    members = _members(package)
    for sheet, cells in remarks.items():
        if sheet in members:
            _mark_sheet(package, members[sheet], cells, twins)
    styles = twins.xml()
    if styles:
        package.put_bytes(STYLES, styles)
    write_whole(target, package.content())


def _members(package: Package) -> dict[str, str]:
    """The parts of the sheets by name."""
    targets = {each.get("Id"): resolve(_WORKBOOK, each.get("Target", "")) for each in package.relations(_WORKBOOK)}
    sheets = package.root(_WORKBOOK).iterfind("{*}sheets/{*}sheet")
    found = {each.get("name", ""): next((value for name, value in each.attrib.items() if str(name).endswith("}id")), "") for each in sheets}
    return {name: targets[relation] for name, relation in found.items() if relation in targets}


def _mark_sheet(package: Package, member: str, cells: Mapping[str, Sequence[str]], twins: StyleTwins) -> None:
    comments = CellComments(package, member)
    for cell, texts in cells.items():
        comments.add(cell, "\n\n".join(texts))
    relation = comments.put()
    content = _coloured(package.read(member), cells, twins)
    package.put_bytes(member, content if relation is None else _linked(package, content, relation))


def _coloured(sheet: bytes, cells: Collection[str], twins: StyleTwins) -> bytes:
    """The sheet with the cells in the coloured twin of their style."""
    names = b"|".join(cell.encode() for cell in cells)
    pattern = re.compile(rb"<((?:\w+:)?c)(\s(?:[^>]*?\s)?r=[\"'](?:" + names + rb")[\"'][^>]*?)(/?)>")

    def paint(cell: re.Match[bytes]) -> bytes:
        style = _STYLE.search(cell[2])
        twin = twins.twin(int(style[1]) if style else 0)
        return cell[0] if twin is None else b'<%b s="%d"%b%b>' % (cell[1], twin, _STYLE.sub(b"", cell[2]), cell[3])

    return pattern.sub(paint, sheet)


def _linked(package: Package, sheet: bytes, relation: str) -> bytes:
    """The sheet with its link to the drawing of its comments, where the schema wants it; the rows are passed over untouched."""
    data = _DATA.search(sheet)
    if data is None:
        raise package.unusable()
    prefix = data[1] if data[1] is not None else data[2]
    hole = b"<%bsheetData/>" % prefix
    root = etree.fromstring(sheet[:data.start()] + hole + sheet[data.end():], etree.XMLParser(resolve_entities=False, no_network=True))
    namespace = etree.QName(root).namespace
    link = etree.Element(f"{{{namespace}}}legacyDrawing", {_RELATION_ID: relation}, {"r": _RELATION_ID[1:].partition("}")[0]})
    after = next((child for child in root if str(child.tag).rpartition("}")[2] in _AFTER), None)
    root.append(link) if after is None else after.addprevious(link)
    head, _hole, tail = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True).partition(hole)
    return head + data[0] + tail
