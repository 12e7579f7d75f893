"""Reading CSV as Chinese offices write it: UTF-8 with or without BOM, GB18030 (Excel's "CSV"), UTF-16 with BOM (Excel's "Unicode text")."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.tables.grid import Grid
from gouji.papers.tables.model import Limits
from gouji.papers.tables.workbook import check_reach

_DELIMITERS = ",\t;"
_HEADER_SEARCH = 50  # lines in which the delimiter is looked for
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_delimited(path: Path, limits: Limits) -> Grid:
    """The records of a CSV file, every cell as text; row numbers are those Excel shows (a record with a newline in it is one row).

    Raises P51 (empty), P59 (encoding), P60 (NUL), P61 (quotes), P69 (too large), P70 (text too long).
    """
    encoding, text = decode(path, path.read_bytes())
    delimiter = sniff_delimiter(text)
    rows = records(path, text, delimiter, limits)
    width = max(map(len, rows), default=0)
    check_reach(path, "", len(rows), width, limits)
    notices = [] if encoding.startswith("utf-8") else [Problem("P83", Place(str(path)), {"encoding": encoding.upper()})]
    return Grid(path, "", 1, 1, rows, notices=notices, encoding=encoding, delimiter=delimiter, last_column=width)


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """The encoding of the bytes, tried in a fixed order and strictly, and their text. P51, P59, P60 as above.

    A file that is UTF-8 but for a few damaged bytes is refused: read as GB18030 it would silently turn into other characters.
    """
    encodings = ["utf-16"] if data.startswith(_UTF_16) else ["utf-8-sig"] if data.startswith(codecs.BOM_UTF8) else ["utf-8", "gb18030"]
    if encodings != ["utf-16"] and b"\0" in data:
        raise GoujiError.of("P60", Place(str(path), line=data.count(b"\n", 0, data.index(b"\0")) + 1))
    if encodings[0] == "utf-8" and _damaged_utf8(data):
        encodings = ["utf-8"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line, byte = data.count(b"\n", 0, error.start) + 1, data[error.start]
            continue
        if not text.strip():
            raise GoujiError.of("P51", Place(str(path)))
        return encoding, text
    raise GoujiError.of("P59", Place(str(path), line=line), byte=f"0x{byte:02X}", encodings="、".join(encodings).upper())


def sniff_delimiter(text: str) -> str:
    """The delimiter of a CSV text: the one that cuts some line of its first 50 into most cells without contradicting its quotes; a comma where none occurs."""
    lines = text[:100_000].splitlines()[:_HEADER_SEARCH]
    return max(_DELIMITERS, key=lambda delimiter: _columns(lines, delimiter))


def _columns(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Most cells of a row; first of all 1 where something stands behind a closing quote, as where the delimiter is but a sign within quoted cells."""
    most = max((len(row) for row in csv.reader(lines, delimiter=delimiter)), default=0)
    try:
        deque(csv.reader(lines, delimiter=delimiter, strict=True), maxlen=0)
    except csv.Error as error:
        if "expected after" in str(error):
            return min(most, 1), most
    return most, most


def _damaged_utf8(data: bytes) -> bool:
    """Whether the bytes are not UTF-8 but nearly all of their non-ASCII characters are; in GB18030 text hardly any would be."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return broken * 10 < sum(character > "\x7f" for character in text)
    return False


def records(path: Path, text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    """The records of a CSV text; P61 where quotes do not pair, P70 where a cell is too long, which is the same mistake as a rule."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for row in reader:
            rows.append(row)
            begin = reader.line_num + 1
            if len(rows) > limits.rows:
                break
    except csv.Error as error:
        too_long = "field limit" in str(error)
        code, params = ("P70", {"length": csv.field_size_limit(), "limit": limits.text}) if too_long else ("P61", {"line": begin})
        raise GoujiError.of(code, Place(str(path), line=begin), **params) from error
    return rows
