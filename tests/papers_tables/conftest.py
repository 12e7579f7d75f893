"""Small files made for a test: workbooks by openpyxl, and workbooks whose parts are altered afterwards."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

TITLES = ["指标", "单位", "期间", "数值"]


@pytest.fixture
def workbook(tmp_path):
    """A function that writes rows to a workbook and gives its path; `shape` may alter the sheet before it is saved."""

    def write(rows, shape=lambda sheet: None, name="book.xlsx"):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "数据"
        for row in rows:
            sheet.append(row)
        shape(sheet)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def csv_file(tmp_path):
    """A function that writes bytes or text (UTF-8) to a file and gives its path."""

    def write(content, name="table.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / name

    return write


def altered(path: Path, changes: dict[str, bytes], added: dict[str, bytes] | None = None) -> Path:
    """A copy of a zip file with some members replaced (b"" removes one) and others added."""
    copy = path.with_name(f"altered-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content:
                new.writestr(name, content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return copy


def sheet_xml(path: Path, member: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The XML of a sheet."""
    with zipfile.ZipFile(path) as file:
        return file.read(member)
