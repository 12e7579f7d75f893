"""The tables in a book's folders facts/ and registers/: which files are read, which would be passed over in silence, headers in Chinese."""

from __future__ import annotations

from pathlib import Path

from gouji.book.csvrows import CsvRow
from gouji.book.csvrows import read_rows
from gouji.messages import Place
from gouji.messages import Problem

FACT_TITLES: dict[str, tuple[str, ...]] = {
    "indicator": ("指标", "指标名称", "指标代码"), "organisation": ("机构", "机构名称", "机构代码", "学校", "学校名称"),
    "period": ("期间", "年度", "学年", "年份"), "breakdown": ("细分",), "basis": ("依据",), "value": ("数值", "值", "数据"),
    "unit": ("单位", "计量单位"), "source": ("来源", "出处", "数据来源"), "evidence": ("佐证", "佐证材料"), "author": ("填报人",), "note": ("备注", "说明"),
}
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et")
_BLANK = 1000  # bytes; a larger file is not looked through for blanks
_PASSING = (".", "~$")  # hidden files, and the locks that office programs leave beside an open file


def fact_files(folder: Path) -> list[Path]:
    """The CSV files of a book's facts/, in order, without hidden and lock files and without files that are empty."""
    return [path for path in _csv_files(folder / "facts") if not _is_empty(path)]


def empty_files(folder: Path) -> list[Problem]:
    """One notice for each CSV file of facts/ in which nothing stands (B48)."""
    return [Problem("B48", Place(str(path))) for path in _csv_files(folder / "facts") if _is_empty(path)]


def misplaced_tables(folder: Path) -> list[Problem]:
    """One fault for each table that would otherwise be ignored: a workbook (B47), or a CSV file in a folder below (B49)."""
    found = []
    for room in ("facts", "registers"):
        for path in sorted((folder / room).rglob("*")):
            kind = path.suffix.lower()
            if kind not in _TABLES or not path.is_file() or path.name.startswith(_PASSING):
                continue
            if kind != ".csv":
                found.append(Problem("B47", Place(str(path)), {"kind": kind}))
            elif path.parent != folder / room:
                found.append(Problem("B49", Place(str(path)), {"room": room}))
    return found


def read_fact_rows(path: Path, required: tuple[str, ...] = ()) -> list[CsvRow]:
    """The rows of a table of facts by column, whatever known name its header gives a column. Raises GoujiError as `read_rows` does."""
    names = {title: name for name, titles in FACT_TITLES.items() for title in titles}
    return read_rows(path, required, tuple(FACT_TITLES), names)


def _csv_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix.lower() == ".csv" and path.is_file() and not path.name.startswith(_PASSING))


def _is_empty(path: Path) -> bool:
    """Whether nothing but blanks, line ends and a byte order mark stands in a small file."""
    return path.stat().st_size <= _BLANK and not path.read_bytes().removeprefix(b"\xef\xbb\xbf").strip()
