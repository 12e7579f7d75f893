"""Coloured twins of the cell styles of a workbook: the same number format, font and border on a red ground.

Source: ECMA-376 part 1, 18.8.10 (cellXfs), 18.8.20 (fill).
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from dataclasses import field

from lxml import etree

from gouji.papers.archive import Archive
from gouji.papers.tables.parts import STYLES
from gouji.papers.tables.parts import parse_part

_GROUND = "FFFFC7CE"  # what Excel itself offers as "light red fill"


@dataclass(slots=True)
class StyleTwins:
    """The styles part being extended; `twins` are the new style ids by the old ones. Without a styles part nothing is coloured."""

    root: etree._Element | None
    fill: int = 0
    twins: dict[int, int] = field(default_factory=dict)
    wrapping: int | None = None

    @classmethod
    def of(cls, archive: Archive) -> StyleTwins:
        """The twins of the styles in `archive`, none made yet."""
        root = parse_part(archive, STYLES) if STYLES in archive.members else None
        formats = root.find("{*}cellXfs") if root is not None else None
        fills = root.find("{*}fills") if root is not None else None
        if root is None or formats is None or fills is None:
            return cls(None)
        number = len(fills)
        _append_fill(fills)
        return cls(root, number)

    def twin(self, style: int) -> int | None:
        """The id of the coloured twin of a style; None where the workbook has no such style."""
        if style in self.twins:
            return self.twins[style]
        formats = self.root.find("{*}cellXfs") if self.root is not None else None
        if formats is None or style >= len(formats):
            return None
        twin = deepcopy(formats[style])
        twin.set("fillId", str(self.fill))
        twin.set("applyFill", "1")
        formats.append(twin)
        formats.set("count", str(len(formats)))
        self.twins[style] = len(formats) - 1
        return self.twins[style]

    def wrapped(self) -> int | None:
        """The id of the coloured twin of the plain style whose text is wrapped, for the errors themselves."""
        twin = self.twin(0)
        formats = self.root.find("{*}cellXfs") if self.root is not None else None
        if twin is None or formats is None or self.wrapping is not None:
            return self.wrapping
        copy = deepcopy(formats[twin])
        for alignment in copy.findall("{*}alignment"):
            copy.remove(alignment)
        alignment = etree.Element(f"{{{etree.QName(copy).namespace}}}alignment", wrapText="1", vertical="top")
        copy.insert(0, alignment)
        copy.set("applyAlignment", "1")
        formats.append(copy)
        formats.set("count", str(len(formats)))
        self.wrapping = len(formats) - 1
        return self.wrapping

    def xml(self) -> bytes:
        """The extended styles part; empty where there was nothing to extend."""
        return b"" if self.root is None else etree.tostring(self.root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _append_fill(fills: etree._Element) -> None:
    namespace = etree.QName(fills).namespace
    fill = etree.SubElement(fills, f"{{{namespace}}}fill")
    pattern = etree.SubElement(fill, f"{{{namespace}}}patternFill", patternType="solid")
    etree.SubElement(pattern, f"{{{namespace}}}fgColor", rgb=_GROUND)
    etree.SubElement(pattern, f"{{{namespace}}}bgColor", indexed="64")
    fills.set("count", str(len(fills)))
