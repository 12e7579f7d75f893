"""A book of the size of a region: 12 schools × 10 years × 2,000 figures, with definitions and forms to match, made by a fixed seed.

    python benchmarks/make_site.py FOLDER [--schools 12] [--years 10] [--indicators 2000]

Writes FOLDER/book (the book's folder) and FOLDER/definitions (its indicators and forms of 50 tables of 40 rows; every tenth indicator is derived).
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

LAST = 2025
ROWS = 40


def definitions(folder: Path, indicators: int) -> None:
    """One set of indicators, and one form that asks for all of them, 40 a table."""
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    lines = ["set: 区域试验", "title: 区域试验指标", "calendar: 自然年", "indicators:"]
    for number in range(1, indicators + 1):
        formula = f', formula: "指标{number - 1} / 指标{number - 2} * 100"' if number % 10 == 0 else ""
        unit, decimals = ('"%"', 2) if formula else ("人", 0)
        lines.append(f"  - {{code: Z{number}, name: 指标{number}, unit: {unit}, decimals: {decimals}, organisations: {'重算' if formula else '合计'}{formula}}}")
    (folder / "indicators" / "region.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    form = folder / "forms" / "region"
    form.mkdir(parents=True, exist_ok=True)
    lines = ["form: 区域试验表", 'title: "{organisation}区域试验表（{year}年）"', "set: 区域试验", "layout: 表格", "tables:"]
    for first in range(1, indicators + 1, ROWS):
        lines += [
            f"  - table: 表{(first - 1) // ROWS + 1}", f"    title: 第{(first - 1) // ROWS + 1}组", "    columns:",
            "      - {title: 指标, show: 名称, width: 40}", "      - {title: 上年, show: 数值, offset: -1, width: 20}", "      - {title: 本年, show: 数值, width: 20}", "    rows:",
            *(f"      - {{indicator: 指标{number}}}" for number in range(first, min(first + ROWS, indicators + 1))),
        ]
    (form / "form.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def book(folder: Path, schools: int, years: int, indicators: int) -> int:
    """The book's folder; returns how many figures it holds (derived ones are not typed)."""
    chance = random.Random(1)
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    (folder / "book.yaml").write_text(
        f'title: 区域试验\norganisation: "R"\nsets: [区域试验]\nforms:\n  - {{form: 区域试验表, name: 区域试验表, period: {LAST}年}}\n', encoding="utf-8",
    )
    with (folder / "organisations.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("code", "name", "kind", "parent"))
        writer.writerow(("R", "试验市", "市", ""))
        writer.writerows((f"S{number:02}", f"第{number}职业学校", "学校", "R") for number in range(1, schools + 1))
    count = 0
    for year in range(LAST - years + 1, LAST + 1):
        with (folder / "facts" / f"{year}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("indicator", "organisation", "period", "value"))
            for school in range(1, schools + 1):
                rows = [(f"指标{number}", f"S{school:02}", f"{year}年", chance.randint(50, 9000)) for number in range(1, indicators + 1) if number % 10]
                writer.writerows(rows)
                count += len(rows)
    return count


def main() -> None:
    """Write what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--schools", type=int, default=12)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--indicators", type=int, default=2000)
    options = parser.parse_args()
    definitions(options.folder / "definitions", options.indicators)
    print(f"{book(options.folder / 'book', options.schools, options.years, options.indicators)} figures in {options.folder / 'book'}")


if __name__ == "__main__":
    main()
