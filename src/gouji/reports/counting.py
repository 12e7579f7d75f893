"""The figures of a document: every run that carries a mark."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import Grid
from gouji.papers.blocks import ListBlock
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import Run


def figure_runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    """The runs that are figures, in reading order, cases and tables included."""
    for block in blocks:
        match block:
            case Paragraph():
                yield from (run for run in block.runs if run.figure)
            case ListBlock():
                yield from (run for item in block.items for run in item if run.figure)
            case Grid():
                yield from (run for row in (*block.header, *block.rows) for cell in row for run in cell.runs if run.figure)
            case Case():
                yield from figure_runs(block.blocks)
            case _:
                pass
