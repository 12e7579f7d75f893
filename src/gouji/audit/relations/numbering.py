"""编号: chapters, items, figures and tables, contents and references run without gap or repeat.

A repeated number contradicts; a gap is only suspicious, since pages and pictures get lost in conversion. A list is a run of markers of one
shape in one block; a sequence of captions is counted within its chapter prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.reading import Reading
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.numbers import chinese
from gouji.papers.documents import Block
from gouji.papers.documents import BlockKind

KIND = "numbering"
LONGEST = 60
_CHAPTER = "chapter"
_DOTTED = "dotted "
_TOP = "top"  # the first level of dotted numbers
_HAN = "一二三四五六七八九十百零〇"
_HEADING = re.compile(
    rf"\s*(?:#+\s*)?(?:第\s*(?P<chapter>[{_HAN}\d]+)\s*[章篇部]|(?P<han>[{_HAN}]+)、|[（(](?P<bracket>[{_HAN}]+)[）)]"
    rf"|(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}})+)(?![\d.%％]))",
)
_CAPTION = re.compile(r"\s*(?P<word>图|表|附件|附表|案例)\s*(?P<prefix>(?:\d{1,2}\s*[-—–－.．]\s*)*)(?P<number>\d{1,3})(?![\d%％.])")
_MORE = re.compile(r"\s*[、，,和及]\s*(?:[图表]\s*)?(?:\d{1,2}\s*[-—–－.．]\s*)*(?P<number>\d{1,3})(?![\d%％.])")
_MARKER = re.compile(r"[（(]\s*(?P<bracket>\d{1,2})\s*[）)]|(?<![\d.])(?P<stop>\d{1,2})\s*[.．、](?![\d])|(?P<circle>[①-⑳])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a sequence: which sequence it counts in, its value, its place."""

    series: str
    value: int
    spot: Spot


def find(reading: Reading) -> Iterator[Claim]:
    """Headings, contents, captions and list markers."""
    blocks = reading.document.blocks
    yield from _headings(reading, [block for block in blocks if block.kind is BlockKind.HEADING], _("标题"))
    yield from _headings(reading, [block for block in blocks if block.kind is BlockKind.CONTENTS], _("目录"))
    yield from _captions(reading, [block for block in blocks if block.kind is BlockKind.CAPTION])
    for block in blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.CAPTION):
            stretches = [(cell.start, cell.end) for cell in block.table.cells] if block.table is not None else [(block.start, block.end)]
            for start, end in stretches:
                yield from _list(reading.text, start, end)


def _spot(text: str, start: int, end: int) -> Spot:
    return Spot(text[start:end], "", start, end)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    parsed = chinese.parse(text)
    return int(parsed) if parsed is not None else 0


def _headings(reading: Reading, blocks: Sequence[Block], where: str) -> Iterator[Claim]:
    """Each level counts on within its parent; a new parent begins at 1 (where it begins elsewhere nothing is said)."""
    numbers = list(_levels(reading, blocks))
    last: dict[str, Number] = {}
    for number in numbers:
        previous = last.get(number.series)
        last[number.series] = number
        if previous is None:
            continue
        if number.series == _TOP:  # 3.2 behind 1.4: a whole chapter is missing; all other steps are those of the level below
            if number.value > previous.value + 1:
                yield _step(previous, number, where)
        elif not _begins_anew(number) and not _elsewhere(reading.text, previous, number):
            yield _step(previous, number, where)
    for parent, child in _only_children(numbers):
        yield _claim(parent, child, Verdict.SUSPICIOUS, _("{where}只有一个下级编号，没有第二个").format(where=where), 45)


def _levels(reading: Reading, blocks: Sequence[Block]) -> Iterator[Number]:
    """The numbers of headings in their order, each in the series of its level and parent; 2.3 counts for its first level too."""
    parent = ""
    for block in blocks:
        match = _HEADING.match(reading.text, block.start, block.end)
        if match is None:
            continue
        shape = str(match.lastgroup)
        start, end = match.span(shape)
        if shape == "dotted":
            stop = start + match[shape].find(".")
            yield Number(_TOP, int(reading.text[start:stop]), _spot(reading.text, start, stop))
            above, item = match[shape].rsplit(".", 1)
            yield Number(f"{_DOTTED}{above}", int(item), _spot(reading.text, end - len(item), end))
            continue
        series = f"bracket {parent}" if shape == "bracket" else shape
        yield Number(series, _number(match[shape]), _spot(reading.text, start, end))
        if shape != "bracket":
            parent = f"{shape} {start}"


def _begins_anew(number: Number) -> bool:
    """Whether a 1 may follow any number: a part that was not recognised may have begun."""
    return number.value == 1 and number.series != _CHAPTER


def _only_children(numbers: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """Levels with one item: the dotted number and its only child."""
    children: dict[str, list[Number]] = {}
    for number in numbers:
        children.setdefault(number.series, []).append(number)
    for number in numbers:
        below = children.get(f"{number.series}.{number.value}", []) if number.series.startswith(_DOTTED) else []
        if len(below) == 1 and below[0].value == 1 and below[0].spot.start > number.spot.start:
            yield number, below[0]


def _elsewhere(text: str, previous: Number, number: Number) -> bool:
    """Whether a heading that seems to be missing stands at the beginning of some other line (it was not recognised, not left out)."""
    series, missing = number.series, previous.value + 1
    if number.value <= missing:
        return False
    if series.startswith(_DOTTED):
        return bool(re.search(rf"^\s*{re.escape(series.removeprefix(_DOTTED))}\.{missing}(?![\d.])", text, re.MULTILINE))
    printed = "、" if series == "han" else "[）)]" if series.startswith("bracket") else ""
    lines = re.findall(rf"^\s*[（(]?([{_HAN}]+){printed}", text[previous.spot.end:number.spot.start], re.MULTILINE) if printed else ()
    return missing in map(_number, lines)


def _captions(reading: Reading, blocks: Sequence[Block]) -> Iterator[Claim]:
    """图 and 表 count on within their chapter prefix; a number already used contradicts."""
    last: dict[str, Number] = {}
    used: dict[tuple[str, int], Number] = {}
    for block in blocks:
        match = _CAPTION.match(reading.text, block.start, block.end)
        if match is None:
            continue
        series = match["word"] + re.sub(r"\s", "", match["prefix"])
        number = Number(series, int(match["number"]), _spot(reading.text, *match.span("number")))
        before = used.get((series, number.value))
        if before is not None and reading.text[block.start:block.end].strip()[:LONGEST] != _line(reading.text, before.spot.start)[:LONGEST]:
            yield _claim(before, number, Verdict.CONTRADICTS, _("{series}{value} 用了两次").format(series=series, value=number.value), 70)
        elif before is None and (previous := last.get(series)) is not None:
            yield _step(previous, number, match["word"])
        for further in _further(reading.text, match, block, number):
            used.setdefault((series, further.value), further)
            last[series] = further


def _further(text: str, match: re.Match[str], block: Block, number: Number) -> Iterator[Number]:
    """All numbers of a caption that several pictures share: 图 3-2、3-3、3-4."""
    yield number
    position = match.end("number")
    while more := _MORE.match(text, position, block.end):
        yield Number(number.series, int(more["number"]), _spot(text, *more.span("number")))
        position = more.end()


def _line(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start:end if end >= 0 else len(text)].strip()


def _list(text: str, start: int, end: int) -> Iterator[Claim]:
    """Markers of one shape in one block or cell: 1, 2, 3 …; a new 1 begins a new list, any other step back repeats."""
    last: dict[str, Number] = {}
    for match in _MARKER.finditer(text, start, end):
        shape = str(match.lastgroup)
        if shape == "stop" and not _begins_item(text, start, match.start()):
            continue
        position = match.span(shape)
        value = ord(match[shape]) - ord("①") + 1 if shape == "circle" else int(match[shape])
        number = Number(shape, value, _spot(text, *position))
        previous = last.get(shape)
        if previous is not None and not (value == 1 and _new_list(text, previous.spot.end, position[0])):
            yield _step(previous, number, _("列项"))
        if previous is not None or value == 1:
            last[shape] = number


def _begins_item(text: str, start: int, position: int) -> bool:
    """Whether a marker such as 2. stands where an item can begin: at the start, on a new line, or behind a stop."""
    before = text[start:position].rstrip(" \u3000\t")
    return not before or before[-1] in "\n。；;：:"


def _new_list(text: str, start: int, end: int) -> bool:
    """Whether something between two markers opens a new list: a year, a colon, a heading word, a line break."""
    between = text[start:end]
    return bool(re.search(r"\d{4}\s*年|[：:]\s*$|\n", between[-40:]))


def _step(previous: Number, number: Number, where: str) -> Claim:
    if number.value == previous.value + 1:
        return _claim(previous, number, Verdict.HOLDS, _("{where}编号连续").format(where=where), 60)
    if number.value == previous.value:
        return _claim(previous, number, Verdict.CONTRADICTS, _("{where}编号 {value} 重复").format(where=where, value=number.value), 65)
    words = _("{where}编号由 {before} 跳到 {value}（也可能是转换时丢失）")
    return _claim(previous, number, Verdict.SUSPICIOUS, words.format(where=where, before=previous.value, value=number.value), 50)


def _claim(previous: Number, number: Number, verdict: Verdict, message: str, confidence: int) -> Claim:
    return Claim(KIND, verdict, number.spot, (previous.spot,), "", None, confidence, message, KIND)
