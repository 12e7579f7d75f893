"""The process that reads PDF files: `python -m gouji.papers.pictures.drawing FILE [PAGE TARGET]` prints the number of pages, or draws one."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

_WIDTH = 1100
_MOST = 2600  # pixels of a side
_MEMORY = 1_500_000_000


def main(arguments: list[str]) -> str:
    """What is asked for: the number of pages as text, or "drawn"."""
    import pypdfium2 as pdfium
    _limit_memory()
    document = pdfium.PdfDocument(arguments[0])
    if len(arguments) == 1:
        return str(len(document))
    page = document[int(arguments[1]) - 1]
    width, height = page.get_size()
    scale = min(_WIDTH / max(width, 1), _MOST / max(height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=False)
    Path(arguments[2]).write_bytes(png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels))
    return "drawn"


def png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """A picture of rows of pixels (1: grey, 3: red, green, blue, 4: with transparency) as a PNG file."""
    kinds = {1: 0, 3: 2, 4: 6}
    rows = b"".join(b"\0" + pixels[row * stride:row * stride + width * channels] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, kinds[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _limit_memory() -> None:
    """No file may take more memory than this, where the system can see to it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
