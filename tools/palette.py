"""Makes PNG pictures of screens and pages smaller: 256 colours instead of millions. No library for pictures is needed for that."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST = 256
Colour = tuple[int, int, int]


def shrink(path: Path) -> None:
    """Rewrite an RGB or RGBA picture (8 bits, not interlaced; alpha is dropped) with a palette of its commonest colours."""
    chunks = list(_chunks(path.read_bytes()))
    width, height, _bits, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    size = {2: 3, 6: 4}.get(kind)
    if size is None:
        return
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows = [[(row[at], row[at + 1], row[at + 2]) for at in range(0, len(row), size)] for row in _rows(data, width * size, size)]
    counts = Counter(_rounded(pixel) for row in rows for pixel in row)
    palette = [colour for colour, _count in counts.most_common(MOST)]
    number = {colour: _nearest(colour, palette) for colour in counts}
    pixels = b"".join(b"\0" + bytes(number[_rounded(pixel)] for pixel in row) for row in rows)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)), (b"PLTE", bytes(value for colour in palette for value in colour)),
        (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""),
    ]
    path.write_bytes(SIGNATURE + b"".join(_chunk(name, body) for name, body in parts))


def _rounded(colour: Colour) -> Colour:
    """The colour in five bits a channel: white stays white, black black."""
    red, green, blue = colour
    return (red >> 3) * 255 // 31, (green >> 3) * 255 // 31, (blue >> 3) * 255 // 31


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    return min(range(len(palette)), key=lambda number: sum((one - other) ** 2 for one, other in zip(colour, palette[number], strict=True)))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at:at + 4])
        yield data[at + 4:at + 8], data[at + 8:at + 8 + length]
        at += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _rows(data: bytes, length: int, size: int) -> Iterator[bytearray]:
    """The rows of a picture, their filters undone (PNG specification, section 9)."""
    above = bytearray(length)
    for start in range(0, len(data), length + 1):
        row = bytearray(data[start + 1:start + 1 + length])
        kind = data[start]
        for at in range(length):
            left = row[at - size] if at >= size else 0
            corner = above[at - size] if at >= size else 0
            row[at] = (row[at] + (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]) & 255
        yield row
        above = row


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))
