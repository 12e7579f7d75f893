"""The zip around a DOCX or XLSX file: opened by the guarded `papers.archive`, its errors told in words that fit a document."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.archive import Archive
from gouji.papers.archive import open_archive
from gouji.papers.documents.limits import MEBIBYTE
from gouji.papers.documents.limits import Limits

_CODES = {"P53": "D08", "P54": "D05", "P55": "D06", "P62": "D09"}
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@contextmanager
def document_errors(path: Path) -> Iterator[None]:
    """Errors of the archive raised inside become D05 (password), D06 (damaged, broken XML, parts missing), D08 (unpacks to too much), D09 (DTD)."""
    try:
        yield
    except GoujiError as error:
        problem = error.problems[0]
        if problem.code == "P69":
            rows, columns = int(str(problem.params["rows"])), int(str(problem.params["columns"]))
            limits = {"limit_text": Limits().text, "limit_cells": Limits().cells}
            raise GoujiError.of("D07", Place(str(path)), text=0, cells=rows * columns, **limits) from error
        if not problem.code.startswith("P"):
            raise
        part = f" {problem.place.cell}" if problem.place.cell else ""
        raise GoujiError.of(_CODES.get(problem.code, "D06"), Place(str(path)), **{"part": part, **problem.params}) from error
    except (etree.XMLSyntaxError, OSError, ValueError, struct.error) as error:
        raise GoujiError.of("D06", Place(str(path)), part="") from error


def open_package(path: Path, limits: Limits) -> Archive:
    """The zip at `path`, its sizes checked; raises as `document_errors` says."""
    return open_archive(path, limits)


def parse(archive: Archive, member: str, limits: Limits) -> etree._Element:
    """The root of a small XML part: no entities, no network, no DTD."""
    check_part(archive, member, limits)
    return etree.fromstring(archive.read(member), xml_parser())


def xml_parser() -> etree.XMLParser:
    """A parser that resolves nothing and fetches nothing, with the depth and size limits of libxml2."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)


def check_part(archive: Archive, member: str, limits: Limits) -> None:
    """D08 where the XML part is so large that its tree would fill the memory."""
    size = archive.members[member].file_size if member in archive.members else 0
    if size > limits.part:
        packed = max(archive.members[member].compress_size, 1)
        raise GoujiError.of("D08", Place(str(archive.path)), size=size // MEBIBYTE, ratio=size // packed, members=len(archive.members))


def related(archive: Archive, member: str, limits: Limits) -> list[tuple[str, str]]:
    """The parts that `member` ("" = the package) refers to: last word of the relation's type, name of the part; none outside."""
    folder, name = posixpath.split(member)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in archive.members:
        return []
    found = []
    for relation in parse(archive, relations, limits).iter(_RELATIONS):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            resolved = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((relation.get("Type", "").rpartition("/")[2], resolved))
    return found
