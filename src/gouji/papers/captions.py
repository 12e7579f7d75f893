"""Caption numbers of tables and charts (表1-1, 图2-3): one way of counting, shared by Word and HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import Grid
from gouji.papers.blocks import Heading

_ORDINAL = re.compile(r"^(?:第?([一二三四五六七八九十]{1,3})[章、部编]|第?(\d{1,2})(?:章|[、.．]\s*\D|\s))")
_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, slots=True)
class CaptionNumber:
    """A caption's number in parts: `kind` 表 or 图, `prefix` (chapter and hyphen, "" without chapters), the running `ordinal` under that prefix.

    `own` is the label of the issued form where it has one; then nothing is counted.
    """

    kind: str
    prefix: str = ""
    ordinal: int = 0
    own: str = ""

    @property
    def text(self) -> str:
        """The number as printed: 表1-1, 图3, or the form's own label."""
        return self.own or f"{self.kind}{self.prefix}{self.ordinal}"


def caption_numbers(blocks: tuple[Block, ...]) -> tuple[CaptionNumber, ...]:
    """The numbers of all captioned grids and charts in document order, cases included.

    By chapter (表2-1) where the document has at least two level-1 headings that state an ordinal (第二章, 二、, 2.); the running number
    starts anew in each. Under headings without an ordinal (前言, 附录) and in documents without chapters the plain running number is used.
    """
    chapters = sum(_stated_ordinal(block.text) > 0 for block in blocks if isinstance(block, Heading) and block.level == 1)
    return tuple(_numbered(blocks, by_chapter=chapters > 1))


def is_captioned(block: Block) -> bool:
    """Whether the block takes a number: a grid or chart with a caption."""
    return isinstance(block, Grid | ChartBlock) and bool(block.caption)


def _numbered(blocks: tuple[Block, ...], *, by_chapter: bool) -> Iterator[CaptionNumber]:
    counts: Counter[str] = Counter()
    prefix = ""
    for block in _flat(blocks):
        if isinstance(block, Heading) and block.level == 1 and by_chapter:
            ordinal = _stated_ordinal(block.text)
            prefix = f"{ordinal}-" if ordinal else ""
        elif isinstance(block, Grid | ChartBlock) and block.caption:
            kind = "表" if isinstance(block, Grid) else "图"
            if block.label:
                yield CaptionNumber(kind, own=block.label)
                continue
            counts[kind + prefix] += 1
            yield CaptionNumber(kind, prefix, counts[kind + prefix])


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Case):
            yield from _flat(block.blocks)
        else:
            yield block


def _stated_ordinal(text: str) -> int:
    """The ordinal a chapter heading states (第二章 → 2, 十二、 → 12, 3 → 3); 0 where it states none."""
    found = _ORDINAL.match(text.strip())
    if not found:
        return 0
    han, arabic = found.groups()
    if arabic:
        return int(arabic)
    tens, ten, ones = han.partition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else _DIGITS.get(tens, 0)) + _DIGITS.get(ones, 0)
