"""The years each number is stated for: the date before it, the date that opened its paragraph, its column, row or caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.similarity import clean
from gouji.audit.tokens import TokenKind

FIRM = 40
JOINED = re.compile(r"[、和及与，,\s]*")


def stated_years(reading: Reading) -> dict[int, tuple[tuple[int, int], bool]]:
    """The years each measured number is stated for, and whether firmly: the last date before it in its sentence, else the date that opened
    an earlier sentence of its paragraph or cell (“2022年：（1）…（2）…”), else its column, row or caption.
    """
    found: dict[int, tuple[tuple[int, int], bool]] = {}
    opened: tuple[int, int] | None = None
    said: tuple[int, int] | None = None
    place: object = None
    sentence, end = -1, 0
    for mention in reading.mentions:
        here = (mention.block, None if mention.cell is None else (mention.cell.row, mention.cell.column))
        opened, place = (None, here) if here != place else (opened, place)
        said, sentence = (None, mention.sentence) if mention.sentence != sentence else (said, sentence)
        told = _told(mention)
        if told is not None:
            said, end = told, mention.token.outer_end
            opened = told if not clean(mention.before) else opened
        elif mention.measured:
            years = said or opened or _labelled(reading, mention)
            if years is not None:
                found[mention.index] = years, mention.cell is not None or (said is not None and mention.token.start - end <= FIRM)
    _respectively(reading, found)
    return found


def _respectively(reading: Reading, found: dict[int, tuple[tuple[int, int], bool]]) -> None:
    """“2022—2023年…分别为 a、b”: as many numbers in a row as years named take one year each."""
    for sentence in reading.sentences:
        run: list[Mention] = []
        if not any("分别" in reading.mentions[index].left for index in sentence.mentions):
            continue
        for mention in (reading.mentions[index] for index in sentence.mentions if reading.mentions[index].measured):
            joined = run and JOINED.fullmatch(reading.text, run[-1].token.outer_end, mention.token.outer_start)
            run = [*run, mention] if joined else [mention]
            years = found.get(run[0].index)
            if years is not None and len(run) == years[0][1] - years[0][0] + 1 > 1 and "分别" in run[0].left:
                for offset, item in enumerate(run):
                    found[item.index] = (years[0][0] + offset, years[0][0] + offset), True


def _told(mention: Mention) -> tuple[int, int] | None:
    token = mention.token
    if token.kind not in (TokenKind.DATE, TokenKind.PERIOD):
        return None
    if token.span is not None:
        return token.span[0].year, token.span[1].year
    return (token.year, token.year) if token.year is not None else None


_YEARS = re.compile(r"((?:19|20)\d{2})\s*[-—–~～至]+\s*((?:19|20)\d{2})|((?:19|20)\d{2})\s*(?:年|学年|届|$)")


def _labelled(reading: Reading, mention: Mention) -> tuple[int, int] | None:
    cell = mention.cell
    labels: Sequence[str] = () if cell is None else (cell.column_label, cell.row_label, reading.tables[cell.table].title)
    return next((years for label in labels if (years := _years_in(label)) is not None), None)


@lru_cache(maxsize=1 << 12)
def _years_in(label: str) -> tuple[int, int] | None:
    match = _YEARS.search(label)
    return (int(match[1] or match[3]), int(match[2] or match[3])) if match else None
