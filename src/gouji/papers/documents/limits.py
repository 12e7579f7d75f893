"""How much of a document is accepted; what is larger is refused with a clear message instead of taking hours or all memory."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`file`, `unpacked` and `part` in bytes (`part`: the largest XML part), `ratio` = unpacked ÷ packed, `text` in characters of the whole
    document, `cells` of all tables together, `depth` of tables in tables, `seconds` for a conversion by LibreOffice.
    """

    file: int = 200 * MEBIBYTE
    unpacked: int = 500 * MEBIBYTE
    part: int = 100 * MEBIBYTE
    ratio: int = 200
    members: int = 10_000
    pages: int = 5_000
    sheets: int = 200
    text: int = 20_000_000
    cells: int = 500_000
    depth: int = 20
    seconds: int = 120
