"""An Office file as its parts, to be given back with a few of them changed: every other part keeps its content and its place."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from gouji.messages import GoujiError
from gouji.messages import Place

Element = etree._Element  # noqa: SLF001 - lxml has no public name for it
CONTENT_TYPES = "[Content_Types].xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NO_RELATIONS = f'<Relationships xmlns="{_RELATION[1:].partition("}")[0]}"/>'
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".zip", ".mp4", ".emz", ".wmz")  # do not get smaller
_LEVEL = 3


class Package:
    """The parts of the file at `path`; changed parts are put back with `put`, all of it is written with `content`.

    Raises GoujiError T01 where the file is no zip of parts.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self._path, self._kind = path, kind
        try:
            with zipfile.ZipFile(path) as file:
                self._infos = file.infolist()
                self._parts = {info.filename: file.read(info) for info in self._infos}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error, zlib.error) as error:
            raise self.unusable() from error
        self._changed: dict[str, bytes] = {}

    def unusable(self) -> GoujiError:
        """The error of a file that is not what it should be."""
        return GoujiError.of("T01", Place(str(self._path)), kind=self._kind)

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name in self._parts

    def read(self, name: str) -> bytes:
        """The content of a part as it is by now."""
        if name not in self:
            raise self.unusable()
        return self._changed.get(name, self._parts.get(name, b""))

    def root(self, name: str) -> Element:
        """The root of an XML part, read without entities and network."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
        try:
            return etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.unusable() from error

    def put(self, name: str, root: Element) -> None:
        """Put an XML part back, or in."""
        self._changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def put_bytes(self, name: str, content: bytes) -> None:
        """Put a part back, or in."""
        self._changed[name] = content

    def content(self) -> bytes:
        """The file: known parts in their order, new ones at the end."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as file:
            for info in self._infos:
                self._write(file, info.filename, info.date_time)
            for name in self._changed.keys() - self._parts.keys():
                self._write(file, name, self._infos[0].date_time)
        return stream.getvalue()

    def _write(self, file: zipfile.ZipFile, name: str, date: tuple[int, int, int, int, int, int]) -> None:
        info = zipfile.ZipInfo(name, date)
        info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
        file.writestr(info, self.read(name), compresslevel=_LEVEL)

    def target(self, part: str, kind: str) -> str | None:
        """The first part that `part` is related to by a relation whose type ends in /`kind`; None without one."""
        relations = self.relations(part)
        found = next((each for each in relations if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External"), None)
        return None if found is None else resolve(part, found.get("Target", ""))

    def relations(self, part: str) -> Element:
        """The relations of a part (of the package itself for ""); empty where it has none."""
        name = relations_name(part)
        return self.root(name) if name in self else etree.fromstring(_NO_RELATIONS)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another by a relation of the full type `kind`; gives its id."""
        relations = self.relations(part)
        taken = {each.get("Id") for each in relations}
        name = next(f"rIdG{number}" for number in range(1, len(taken) + 2) if f"rIdG{number}" not in taken)
        etree.SubElement(relations, _RELATION, Id=name, Type=kind, Target=posixpath.relpath(target, posixpath.dirname(part) or "."))
        self.put(relations_name(part), relations)
        return name

    def declare(self, content_type: str, *, part: str = "", extension: str = "") -> None:
        """Enter the content type of a part, or of all parts with an extension, unless it stands there."""
        types = self.root(CONTENT_TYPES)
        tag, key, value = ("Default", "Extension", extension) if extension else ("Override", "PartName", f"/{part}")
        if any(each.get(key, "").lower() == value.lower() for each in types.iterfind(_TYPES + tag)):
            return
        element = etree.Element(_TYPES + tag, {key: value, "ContentType": content_type})
        types.insert(0, element) if extension else types.append(element)
        self.put(CONTENT_TYPES, types)


def relations_name(part: str) -> str:
    """The part that holds the relations of `part`: word/document.xml → word/_rels/document.xml.rels."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolve(part: str, target: str) -> str:
    """The name of the part that a relation of `part` points to."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
