"""The zip around an Office file, opened with suspicion: sizes, ratio, duplicates and passwords are checked before anything is unpacked,
every member is then unpacked under guard, because declared sizes can lie, and XML with a DTD (entity tricks) is refused.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from typing import Protocol

from gouji.messages import GoujiError
from gouji.messages import Place

MEBIBYTE = 1024 * 1024
CHUNK = 1 << 20
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Limits(Protocol):
    """How much an archive may unpack to."""

    @property
    def unpacked(self) -> int:
        """Bytes of all members together."""

    @property
    def ratio(self) -> int:
        """Bytes unpacked ÷ bytes packed."""

    @property
    def members(self) -> int:
        """Members."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file whose directory has been found sound; `members` by name."""

    path: Path
    members: dict[str, zipfile.ZipInfo]

    def stream(self, name: str) -> Iterator[bytes]:
        """The unpacked content of a member in chunks; P55 where it is damaged or longer or shorter than declared, P62 where XML holds a DTD."""
        info = self.members[name]
        with self.path.open("rb") as file:
            chunks = _inflate(file, info, self.path)
            yield from _without_entities(chunks, self.path, name) if name.endswith((".xml", ".rels", ".vml")) else chunks

    def read(self, name: str) -> bytes:
        """The whole unpacked content of a (small) member; raises as `stream`, P55 where there is no such member."""
        if name not in self.members:
            raise damaged(self.path, name)
        return b"".join(self.stream(name))


def open_archive(path: Path, limits: Limits) -> Archive:
    """The archive at `path`: P55 where it is no sound zip, P54 where it has a password, P53 where it would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as file:
            infos = file.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise damaged(path) from error
    members = {info.filename: info for info in infos}
    if len(members) != len(infos) or any(info.compress_type not in _METHODS for info in infos):
        raise damaged(path)
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise GoujiError.of("P54", Place(str(path)))
    _check_sizes(path, infos, limits)
    return Archive(path, members)


def damaged(path: Path, part: str = "") -> GoujiError:
    """The error of a damaged workbook, with the part (member) that is damaged."""
    return GoujiError.of("P55", Place(str(path), cell=part))


def _check_sizes(path: Path, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked, members = sum(info.file_size for info in infos), len(infos)
    size, limit, ratio = unpacked // MEBIBYTE, limits.unpacked // MEBIBYTE, unpacked // max(path.stat().st_size, 1)
    if unpacked > limits.unpacked or ratio > limits.ratio or members > limits.members:
        raise GoujiError.of("P53", Place(str(path)), size=size, ratio=ratio, members=members, limit=limit)


def _inflate(file: IO[bytes], info: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """Unpack a member chunk by chunk; never yields more than its declared size, which the sum of all sizes was checked with."""
    _seek_data(file, info, path)
    packed = _packed(file, info.compress_size)
    left, check = info.file_size, 0
    for chunk in _deflated(packed, info, path) if info.compress_type == zipfile.ZIP_DEFLATED else packed:
        left -= len(chunk)
        check = zlib.crc32(chunk, check)
        if left < 0:
            raise damaged(path, info.filename)
        yield chunk
    if left or check != info.CRC:
        raise damaged(path, info.filename)


def _packed(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size and (packed := file.read(min(CHUNK // 4, size))):
        size -= len(packed)
        yield packed


def _deflated(packed: Iterator[bytes], info: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in packed:
            rest = piece
            while chunk := inflater.decompress(rest, CHUNK):
                rest = inflater.unconsumed_tail
                yield chunk
    except zlib.error as error:
        raise damaged(path, info.filename) from error


def _seek_data(file: IO[bytes], info: zipfile.ZipInfo, path: Path) -> None:
    if info.header_offset < 0:  # a damaged directory
        raise damaged(path, info.filename)
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) != _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise damaged(path, info.filename)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    file.seek(name_length + extra_length, 1)


def _without_entities(chunks: Iterator[bytes], path: Path, name: str) -> Iterator[bytes]:
    """The chunks as they are; P62 where a DTD begins in them, P55 where they are not in UTF-8 (or ASCII), as office programs write XML."""
    tail, first = b"", True
    for chunk in chunks:
        if first and (b"\0" in chunk[:4] or chunk[:2] in (b"\xff\xfe", b"\xfe\xff")):
            raise damaged(path, name)
        joined = tail + chunk
        if b"<!DOCTYPE" in joined or b"<!ENTITY" in joined:
            raise GoujiError.of("P62", Place(str(path), cell=name))
        tail, first = joined[-10:], False
        yield chunk
