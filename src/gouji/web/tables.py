"""The twins of a table: the same rows as CSV, JSON or XLSX, exact, and harmless where they are opened in a spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from decimal import Decimal
from io import StringIO
from tempfile import TemporaryFile
from urllib.parse import quote

from django.http import FileResponse
from django.http import HttpRequest
from django.http import HttpResponseBase
from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

from gouji.actions.site.exports import note_export
from gouji.messages import GoujiError

Cell = str | int | Decimal | bool | date | datetime | None
FORMATS = ("csv", "json", "xlsx")
"""The forms in which every table can be had, besides the page."""
_HARMFUL = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width signs begin a formula too, in some places
_EXACT = 15  # significant digits a spreadsheet keeps
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_CHUNK = 200


def twin_wanted(request: HttpRequest) -> str:
    """Which twin the address asks for (`?format=csv`); empty where the page is wanted. Raises GoujiError S65 for a form that is not offered."""
    wanted = str(request.GET.get("format", "")).lower()
    if wanted and wanted not in FORMATS:
        raise GoujiError.of("S65", format=wanted[:20], known=", ".join(FORMATS))
    return wanted


def table_response(request: HttpRequest, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """The table as the address asks for it, as a file called `name`; an export, so it stands in the trail.

    `rows` may be a generator: CSV and JSON are sent as they are read. A figure goes as a Decimal or int (a number where the spreadsheet keeps it
    exactly, else text), as printed it goes as text. Raises GoujiError S65 where no form, or one that is not offered, is asked for.
    """
    wanted = twin_wanted(request)
    if not wanted:
        raise GoujiError.of("S65", format="", known=", ".join(FORMATS))
    note_export(request.origin, request.path, wanted, len(rows) if isinstance(rows, Sequence) else None)
    response: HttpResponseBase
    if wanted == "xlsx":
        response = _workbook(name, columns, rows)
    else:
        lines = _csv(columns, rows) if wanted == "csv" else _json(name, columns, rows)
        kind = "text/csv; charset=utf-8" if wanted == "csv" else "application/json"
        response = StreamingHttpResponse(_chunks(lines), content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{wanted}', safe='')}"
    return response


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like a formula gets a leading apostrophe."""
    return f"'{text}" if text.startswith(_HARMFUL) else text


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file with a byte order mark, as Excel and WPS want it for Chinese."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    stream.write("\ufeff")
    writer.writerow([harmless(title) for title in columns])
    for row in rows:
        writer.writerow([harmless(value) if isinstance(value, str) else _plain(value) for value in row])
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue()


def _json(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """One object: the table's name, its columns, its rows as objects; figures as texts, so that no reader rounds them."""
    yield f'{{"table": {_dumps(name)}, "columns": {_dumps(list(columns))}, "rows": [\n'
    before = ""
    for row in rows:
        cells = [value if value is None or isinstance(value, (str, bool, int)) else _plain(value) for value in row]
        yield before + _dumps(dict(zip(columns, cells, strict=True)))
        before = ",\n"
    yield "\n]}\n"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M:%S}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _workbook(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """A workbook written row by row to a file that nobody else sees and that goes when it has been sent."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "Sheet1")
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, harmless(title)) for title in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for number, row in enumerate(rows, 2):
        if number > _MOST_ROWS:
            raise GoujiError.of("S66", most=_MOST_ROWS - 1)
        sheet.append([_cell(value) for value in row])
    file = TemporaryFile()  # noqa: SIM115  # closed by the response
    book.save(file)
    file.seek(0)
    return FileResponse(file, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _cell(value: Cell) -> str | int | Decimal | None:
    """What stands in a cell of a workbook: a number only where the workbook keeps all its digits."""
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        exact = Decimal(value)
        return value if len(exact.normalize().as_tuple().digits) <= _EXACT else _plain(value)
    if isinstance(value, str):
        return harmless("".join(sign for sign in value if sign >= " " or sign in "\t\n\r"))[:_LONGEST_CELL]
    return None if value is None else _plain(value)


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines, many at a time: a table of many rows is not sent in as many pieces."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) >= _CHUNK:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()
