"""The parts of a workbook that say what its sheets are and how its cells look: workbook.xml, its relations, styles.xml.

Source: ECMA-376 part 1, 18.2 (workbook), 18.8 (styles).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from gouji.papers.archive import Archive
from gouji.papers.archive import damaged

WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_PERCENT_FORMATS = {9: 0, 10: 2}  # built-in formats 0% and 0.00%: id → decimals
_NOT_PRINTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook: its name, whether it is visible, and the member of the archive that holds it."""

    name: str
    visible: bool
    member: str


def sheets_of(archive: Archive) -> list[SheetPart]:
    """The sheets in the order of the workbook; P55 where the parts cannot be read."""
    targets = {node.get("Id", ""): node.get("Target", "") for node in parse_part(archive, _RELATIONS)}
    sheets = parse_part(archive, WORKBOOK).iterfind("{*}sheets/{*}sheet")
    return [SheetPart(node.get("name", ""), node.get("state", "visible") == "visible", _member(targets, node)) for node in sheets]


def percent_styles(archive: Archive) -> dict[int, int]:
    """The cell styles that print a number as a percentage: style id → decimals printed."""
    if STYLES not in archive.members:
        return {}
    root = parse_part(archive, STYLES)
    formats: dict[int, int] = dict(_PERCENT_FORMATS)
    for node in root.iterfind("{*}numFmts/{*}numFmt"):
        decimals = _percent_decimals(node.get("formatCode", ""))
        if decimals is not None:
            formats[_format_id(node)] = decimals
    styles = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    ids = {number: _format_id(node) for number, node in styles}
    return {number: formats[format_id] for number, format_id in ids.items() if format_id in formats}


def parse_part(archive: Archive, name: str) -> etree._Element:
    """The root of an XML member, read without entities, network or huge texts; P55 where it is missing or malformed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(archive.path, name) from error


def _member(targets: dict[str, str], node: etree._Element) -> str:
    relation = next((value for name, value in node.attrib.items() if str(name).endswith("}id")), "")
    target = targets.get(str(relation), "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _format_id(node: etree._Element) -> int:
    text = node.get("numFmtId", "")
    return int(text) if text.isdecimal() else -1


def _percent_decimals(format_code: str) -> int | None:
    """Decimals of a percentage format, of its first section (positive numbers); None where it prints no percentage."""
    section = _NOT_PRINTED.sub("", format_code).split(";")[0]
    if "%" not in section:
        return None
    _, _, fraction = section.partition(".")
    return len(re.match(r"[0#?]*", fraction)[0])  # type: ignore[index]
