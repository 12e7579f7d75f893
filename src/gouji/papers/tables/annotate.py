"""Giving the user's own file back with an error column: a CSV in its own encoding and delimiter, a workbook with all its own parts.

Of a workbook only two parts are touched, and only where it must be: the rows of the sheet that get an error, and the styles, which get a
coloured twin of each style a faulty cell has. Everything else is copied as it is, also what no library would keep.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.archive import open_archive
from gouji.papers.files import write_whole
from gouji.papers.tables.delimited import decode
from gouji.papers.tables.delimited import records
from gouji.papers.tables.model import ERROR_COLUMN
from gouji.papers.tables.model import Limits
from gouji.papers.tables.model import RawTable
from gouji.papers.tables.parts import STYLES
from gouji.papers.tables.parts import sheets_of
from gouji.papers.tables.sheet_edit import edit_sheet
from gouji.papers.tables.style_edit import StyleTwins


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is to be said: `errors` by row number of the file, `faulty` columns (indexes into the table's columns) by row number."""

    errors: Mapping[int, str]
    faulty: Mapping[int, Collection[int]] = field(default_factory=dict)
    summary: str = ""

    @property
    def title(self) -> str:
        """The title of the error column, with the summary where there is one."""
        return f"{ERROR_COLUMN}（{self.summary}）" if self.summary else ERROR_COLUMN


def write_annotated(table: RawTable, target: Path, annotation: Annotation, limits: Limits = Limits()) -> None:  # noqa: B008
    """Write a copy of the file that `table` was read from to `target`, with the error column; an earlier error column is replaced.

    Raises P73 where `target` is the file itself, P20 where it cannot be written; then nothing is written.
    """
    if target.resolve() == table.path.resolve() or (target.exists() and target.samefile(table.path)):
        raise GoujiError.of("P73", Place(str(target)))
    content = _workbook(table, annotation, limits) if table.sheet else _delimited(table, annotation, limits)
    write_whole(target, content)


def _delimited(table: RawTable, annotation: Annotation, limits: Limits) -> bytes:
    _, text = decode(table.path, table.path.read_bytes())
    first_line = text.partition("\n")[0]
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=table.delimiter, lineterminator="\r\n" if first_line.endswith("\r") else "\n")
    before = table.error_position - 1
    for number, row in enumerate(records(table.path, text, table.delimiter, limits), start=1):
        said = annotation.title if number == table.header_row else annotation.errors.get(number, "")
        padded = row + [""] * (before - len(row))
        writer.writerow([*padded[:before], said, *padded[before + 1 :]] if row else row)
    return output.getvalue().encode(table.encoding)


def _workbook(table: RawTable, annotation: Annotation, limits: Limits) -> bytes:
    archive = open_archive(table.path, limits)
    sheet = next(part.member for part in sheets_of(archive) if part.name == table.sheet)
    twins = StyleTwins.of(archive)
    said = {**annotation.errors, table.header_row: annotation.title}
    faulty = {row: {*map(table.positions.__getitem__, columns)} for row, columns in annotation.faulty.items()}
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as copy:
        with copy.open(sheet, "w") as stream:
            for piece in edit_sheet(archive, sheet, table.error_position, said, faulty, twins):
                stream.write(piece)
        for name in archive.members:
            if name not in (sheet, STYLES):
                copy.writestr(name, archive.read(name))
        if STYLES in archive.members:
            copy.writestr(STYLES, twins.xml() or archive.read(STYLES))
    return output.getvalue()
