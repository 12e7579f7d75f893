"""A city report of 100 pages and more as a Word file: 2,000 paragraphs, 100 tables of 40 rows, 100 charts. The bar is 5 seconds.

Run: .venv/bin/python benchmarks/word_bench.py [--chapters 10]. Prints the seconds of one warm run and the size of the file.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from decimal import Decimal
from importlib.resources import as_file
from importlib.resources import files
from pathlib import Path

from gouji.papers.blocks import Block
from gouji.papers.blocks import Cell
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Cover
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import Heading
from gouji.papers.blocks import Run
from gouji.papers.blocks import Series
from gouji.papers.blocks import cell
from gouji.papers.blocks import paragraph
from gouji.papers.word import write

SECTIONS = 10  # in a chapter
PARAGRAPHS = 20  # in a section
ROWS = 40
SENTENCE = "全市中等职业学校坚持以立德树人为根本，深化产教融合，持续改善办学条件，"


def report(chapters: int) -> tuple[Block, ...]:
    """A report of `chapters` chapters of ten sections, each with twenty paragraphs, a table and a chart."""
    blocks: list[Block] = [Cover("中等职业教育质量报告", "2024年度", ("教育局",)), Contents()]
    for chapter in range(1, chapters + 1):
        blocks.append(Heading(1, f"第{chapter}章 培养质量"))
        for section in range(1, SECTIONS + 1):
            blocks.append(Heading(2, f"{chapter}.{section} 规模与结构"))
            blocks += [paragraph(SENTENCE * 4)] * PARAGRAPHS
            blocks += [table(section), chart(section)]
    return tuple(blocks)


def table(section: int) -> Grid:
    """Forty rows of five columns, all numbers being figures."""
    columns = tuple(GridColumn(title) for title in ("序号", "指标", "单位", "2023年", "2024年"))
    rows = tuple((cell(str(row)), cell(f"指标{row}"), cell("人"), number(row * 97), number(row * 101)) for row in range(ROWS))
    return Grid(f"表{section}", "计分卡", columns, rows, note="单位：见表")


def number(value: int) -> Cell:
    """A cell with a figure."""
    return Cell((Run(str(value), FigureMark(str(value))),), number=Decimal(value))


def chart(section: int) -> ChartBlock:
    """Three years of one quantity."""
    values = tuple(Decimal(section * 1000 + year) for year in range(3))
    return ChartBlock("图", "三年在校生", list(ChartKind)[section % 4], ("2022年", "2023年", "2024年"), (Series("在校生", values),), "人")


def main() -> None:
    """Write the report twice and print the time of the second run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapters", type=int, default=10)
    blocks = report(parser.parse_args().chapters)
    with as_file(files("gouji.definitions") / "templates" / "报告.docx") as template, tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.docx"
        for _warm in range(2):
            start = time.perf_counter()
            write(blocks, template, {"单位": "教育局"}, target)
            seconds = time.perf_counter() - start
        print(f"{len(blocks)} blocks, {seconds:.2f} s, {target.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
