"""Reading a table of 100,000 rows from XLSX: time and peak memory of `read_table` and `write_annotated`, and of the peers in the same run.

    python benchmarks/import_bench.py [ROWS]

Every measurement runs in a process of its own, so that memory is its own. The file is made first (xlsxwriter) and is the same for all:
指标, 单位(组织), 期间, 数值, 单位, 完成率 (percentages), 填报日期, 备注. Peers read the values only: no check of size, entities, hidden
or merged cells, no percentages, no error values; those not installed are named as such.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TITLES = ["指标", "单位(组织)", "期间", "数值", "单位", "完成率", "填报日期", "备注"]


def main(rows: int) -> None:
    """Make the file, run every measurement in a process of its own, print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        make_table(path, rows)
        print(f"{rows} rows × {len(TITLES)} columns, {path.stat().st_size / 1e6:.1f} MB; seconds, peak memory, ratio to read_table")
        base = 0.0
        for name, (module, _) in MEASURED.items():
            if importlib.util.find_spec(module) is None:
                print(f"{name:32} skipped: {module} is not installed")
                continue
            output = subprocess.run([sys.executable, __file__, name, str(path)], capture_output=True, text=True, check=True).stdout
            seconds, mebibytes = map(float, output.split())
            base = base or seconds
            print(f"{name:32} {seconds:6.2f} s {mebibytes:6.0f} MiB   × {seconds / base:.2f}")


def make_table(path: Path, rows: int) -> None:
    """Write the table: figures with two decimals, rates as percentages, dates as dates; the same at every run."""
    import xlsxwriter

    chance = random.Random(20240305)
    book = xlsxwriter.Workbook(path)
    sheet, percent, date = book.add_worksheet("数据"), book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, TITLES)
    for row in range(1, rows + 1):
        sheet.write_row(row, 0, [f"指标{row % 300}", f"学校{row % 977}", "2023-2024学年", round(chance.random() * 1e5, 2), "人"])
        sheet.write_number(row, 5, round(chance.random(), 4), percent)
        sheet.write_datetime(row, 6, dt.datetime(2024, 1, 1) + dt.timedelta(days=row % 300), date)  # noqa: DTZ001 (Excel knows no zones)
        sheet.write_string(row, 7, f"备注{row}")
    book.close()


def by_gouji(path: Path) -> None:
    """Our reading, with everything checked."""
    from gouji.papers.tables import read_table

    read_table(path, expected=TITLES)


def by_gouji_and_back(path: Path) -> None:
    """Our reading, and the file given back with an error in every second row."""
    from gouji.papers.tables import Annotation
    from gouji.papers.tables import read_table
    from gouji.papers.tables import write_annotated

    table = read_table(path, expected=TITLES)
    numbers = [row.number for row in table.rows[::2]]
    errors = dict.fromkeys(numbers, "数值不是数字。")
    write_annotated(table, path.with_name("annotated.xlsx"), Annotation(errors, dict.fromkeys(numbers, (3,)), f"{len(errors)} 行有错"))


def by_calamine(path: Path) -> None:
    """Bare calamine: values as Python objects."""
    import python_calamine

    python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def by_openpyxl(path: Path) -> None:
    """openpyxl, read-only mode."""
    import openpyxl

    list(openpyxl.load_workbook(path, read_only=True).active.values)


def by_pandas(path: Path) -> None:
    """Pandas with its calamine engine."""
    import pandas as pd

    pd.read_excel(path, engine="calamine")


def by_polars(path: Path) -> None:
    """Polars with its calamine engine (fastexcel)."""
    import polars as pl

    pl.read_excel(path, engine="calamine")


MEASURED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "read_table": ("gouji", by_gouji),
    "read_table + write_annotated": ("gouji", by_gouji_and_back),
    "python-calamine, values only": ("python_calamine", by_calamine),
    "openpyxl read-only": ("openpyxl", by_openpyxl),
    "pandas, calamine engine": ("pandas", by_pandas),
    "polars, calamine engine": ("fastexcel", by_polars),
}


def measure(name: str, path: Path) -> None:
    """Run one measurement and print its seconds (imports included) and the peak memory of this process in MiB (Linux)."""
    start = time.perf_counter()
    MEASURED[name][1](path)
    seconds = time.perf_counter() - start
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))  # ru_maxrss would count the parent's
    print(seconds, int(peak[1]) / 1024 if peak else 0)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
