"""CSV tables of a folder book: rows as dictionaries of text with their place; UTF-8 (with or without BOM) or GB18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place

MAX_FILE = 200_000_000


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row: its cells by column name, and where it stands."""

    cells: dict[str, str]
    place: Place


def read_rows(path: Path, required: Sequence[str], optional: Sequence[str], titles: Mapping[str, str] | None = None) -> list[CsvRow]:
    """The rows of a CSV file; blank rows are passed over. `titles` gives the column that another name in the header stands for.

    Raises GoujiError: file too large (B10), not decodable (B11), columns missing, unknown or twice (B12–B14), a row with too many cells (B15), quotation marks
    that do not pair (B16), no header (B17).
    """
    text = _text(path)
    records = _records(text, path)
    header, _place = next(records, ([], None))
    header = [(titles or {}).get(name, name) for name in header]
    _check_header(header, required, optional, path)
    rows: list[CsvRow] = []
    for cells, place in records:
        if not any(cells):
            continue
        if any(cells[len(header):]):
            raise GoujiError.of("B15", place, count=len(cells), expected=len(header))
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append(CsvRow(dict(zip(header, padded, strict=False)), place))
    return rows


def _records(text: str, path: Path) -> Iterator[tuple[list[str], Place]]:
    """The cells of each record, stripped, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield [cell.strip() for cell in cells], Place(str(path), line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise GoujiError.of("B16", Place(str(path), line), reason=str(error)) from error


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_FILE:
        raise GoujiError.of("B10", Place(str(path)), limit=MAX_FILE // 1_000_000)
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise GoujiError.of("B11", Place(str(path)))


def _check_header(header: list[str], required: Sequence[str], optional: Sequence[str], path: Path) -> None:
    place = Place(str(path), 1)
    if not any(header):
        raise GoujiError.of("B17", place)
    if missing := [name for name in required if name not in header]:
        raise GoujiError.of("B12", place, names="、".join(missing), found="、".join(header))
    if unknown := [name for name in header if name not in (*required, *optional)]:
        raise GoujiError.of("B13", place, names="、".join(unknown) or "（空）", known="、".join((*required, *optional)))
    if twice := [name for name in dict.fromkeys(header) if header.count(name) > 1]:
        raise GoujiError.of("B14", place, names="、".join(twice))


def rows_text(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    """The rows as the text of a CSV file, with a byte order mark, so that Excel shows Chinese."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return "\ufeff" + buffer.getvalue()
