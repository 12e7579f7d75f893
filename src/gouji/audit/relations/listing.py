"""清单与个数: a stated number of items against the items listed beside it.

The list stands before the number (甲、乙和丙 3 个), in brackets behind it (3 个（甲、乙、丙）), as titles (《甲》《乙》2 项) or as points
behind a colon (3 个方面：一是…，二是…). With 等 or 包括 the list is open: it bounds the number from below. 和, 与, 及 may join two items or
stand inside one, so a list allows more than one count; only a count outside all of them is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.messages import translate as _
from gouji.numbers import Verdict

REACH, LONGEST_ITEM, MOST = 400, 30, 2000
FEWEST, GAP, NOUN = 2, 4, 20
_COUNTERS = frozenset("个名位项门所家件间台套次场期本册部支条款篇届班组类种份座队批方大章处校系院国省市县区村镇乡")
_OPEN = re.compile(r"等[^、，。；]{0,14}$")
_STOP = re.compile(r"[，,。；;：:！!？?\t]")
_JOIN = re.compile(r"[和与及]|以及")
_QUOTED = re.compile(r"《[^《》]{1,60}》|“[^“”]{1,60}”|（[^（）]{0,60}）|\([^()]{0,60}\)")
_TITLE = re.compile(r"《[^《》]{1,60}》")
_BRACKET = re.compile(r"^[^，。；：、（(\t]{0,14}[（(](?P<list>(?:[^（）()]|[（(][^（）()]{0,60}[）)]){3,300})[）)]")
_ORDINALS = re.compile(r"([一二三四五六七八九十])是")
_HAN = "一二三四五六七八九十"
_OPEN_WORDS = re.compile(r"等|包括|主要|例如|比如")


@dataclass(frozen=True, slots=True)
class Listed:
    """The items found, the counts they allow, and whether more may exist than are named."""

    items: tuple[Spot, ...]
    counts: frozenset[int]
    open: bool
    sure: bool


def find(reading: Reading) -> Iterator[Claim]:
    """Stated counts with lists beside them."""
    for mention in reading.mentions:
        if not mention.measured or not mention.plain or not _counts(mention):
            continue
        for listed in (_before(reading, mention), _titles(reading, mention), _behind(reading, mention), _points(reading, mention)):
            claim = None if listed is None else _judged(mention, listed)
            if claim is not None:
                yield claim
                break


def _counts(mention: Mention) -> bool:
    stated = mention.value
    return mention.token.unit[:1] in _COUNTERS and stated == int(stated) and 1 <= stated <= MOST and mention.token.change != "by"


def _judged(mention: Mention, listed: Listed) -> Claim | None:
    stated = int(mention.value)
    if stated in listed.counts or (listed.open and stated >= min(listed.counts)):
        verdict = Verdict.HOLDS
    elif listed.sure:
        verdict = Verdict.SUSPICIOUS
    else:
        return None
    printed = mention.token.value_text + mention.token.unit
    words = _("列出 {count} 项，写明 {printed}").format(count=len(listed.items), printed=printed)
    return Claim(
        "count", verdict, spot(mention), listed.items, "", None, 75 if listed.sure else 60, words, "open-list" if listed.open else "list",
        subject=mention.left,
    )


def _before(reading: Reading, mention: Mention) -> Listed | None:
    """甲、乙和丙（等）N 个: the enumeration that ends at the number."""
    start = reading.sentences[mention.sentence].start
    low = max(start, mention.token.outer_start - REACH)
    stretch = reading.text[low:mention.token.outer_start]
    masked = _QUOTED.sub(lambda found: "\x00" * len(found[0]), stretch)
    cut = max((found.end() for found in _STOP.finditer(masked)), default=0)
    clause = masked[cut:]
    tail = clause.rstrip()
    is_open = bool(_OPEN.search(tail))
    if is_open:
        return _open_list(reading, mention, low + cut, tail[:tail.rindex("等")])
    pieces, joins = tail.count("、") + 1, len(_JOIN.findall(tail))
    stated = int(mention.value)
    if stated < FEWEST or not pieces <= stated <= pieces + joins:
        return None
    items = _items(reading, low + cut, tail, parted=stated > pieces)
    return Listed(items, frozenset({stated}), open=False, sure=False) if len(items) > 1 else None


def _open_list(reading: Reading, mention: Mention, start: int, masked: str) -> Listed | None:
    """甲、乙、丙等 N 个: at least as many as the pieces between 、."""
    if not masked.strip():
        return None
    pieces, stated = masked.count("、") + 1, int(mention.value)
    items = _items(reading, start, masked, parted=stated > pieces)
    return Listed(items, frozenset({pieces}), open=True, sure=pieces > FEWEST and "等" not in masked) if items else None


def _items(reading: Reading, start: int, masked: str, *, parted: bool) -> tuple[Spot, ...]:
    """The pieces between 、, the last one also parted at its last 和 or 与 where that is asked for."""
    bounds: list[tuple[int, int]] = []
    position = 0
    for piece in masked.split("、"):
        bounds.append((position, position + len(piece)))
        position += len(piece) + 1
    low, high = bounds[-1]
    joins = list(_JOIN.finditer(masked, low + 1, max(low + 1, high - 1))) if parted else []
    if joins:
        bounds[-1:] = [(low, joins[-1].start()), (joins[-1].end(), high)]
    return tuple(item for low, high in bounds if (item := _spot(reading, start + low, start + high)) is not None)


def _spot(reading: Reading, low: int, high: int) -> Spot | None:
    """A stretch without the blanks around it, its end kept where it is long (the head word stands last)."""
    text = reading.text[low:high]
    low += len(text) - len(text.lstrip())
    high -= len(text) - len(text.rstrip())
    low = max(low, high - LONGEST_ITEM)
    return Spot(reading.text[low:high], "", low, high) if low < high else None


def _titles(reading: Reading, mention: Mention) -> Listed | None:
    """《甲》《乙》等 N 项: the titles of the sentence before the number, or directly behind it."""
    sentence = reading.sentences[mention.sentence]
    low = max(sentence.start, mention.token.outer_start - REACH)
    before = list(_TITLE.finditer(reading.text, low, mention.token.outer_start))
    gap = reading.text[before[-1].end():mention.token.outer_start].strip() if before else ""
    if len(before) > 1 and len(gap) <= GAP and not _STOP.search(gap):
        run = _run(reading, before)
        is_open = "等" in gap
        return Listed(tuple(_title_spot(found) for found in run), frozenset({len(run)}), is_open, sure=len(run) > 1)
    high = min(sentence.end, mention.token.outer_end + REACH)
    behind = list(_TITLE.finditer(reading.text, mention.token.outer_end, high))
    if behind and len(behind) == int(mention.value) and behind[0].start() - mention.token.outer_end <= NOUN:
        return Listed(tuple(_title_spot(found) for found in behind), frozenset({len(behind)}), open=False, sure=False)
    return None


def _run(reading: Reading, titles: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last titles that follow one another with nothing but 、和与 or a comma between them."""
    run = [titles[-1]]
    for title in reversed(titles[:-1]):
        if len(reading.text[title.end():run[0].start()].strip("、和与及以，, \n\r")) > 0:
            break
        run.insert(0, title)
    return run


def _title_spot(found: re.Match[str]) -> Spot:
    low, high = found.start(), min(found.end(), found.start() + LONGEST_ITEM)
    return Spot(found.string[low:high], "", low, high)


def _behind(reading: Reading, mention: Mention) -> Listed | None:
    """N 个（甲、乙、丙）: the list in the brackets that follow the number and its noun."""
    high = min(len(reading.text), mention.token.outer_end + REACH)
    found = _BRACKET.match(reading.text[mention.token.outer_end:high])
    if found is None:
        return None
    start, stated = mention.token.outer_end + found.start("list"), int(mention.value)
    noun = found[0][:found.start("list") - 1].strip()
    if stated == 1 and len(noun) > 1 and found["list"].strip().endswith(noun[-2:]):  # 1 个学会（某某学会）
        item = _spot(reading, start, start + len(found["list"]))
        return None if item is None else Listed((item,), frozenset({1}), open=False, sure=False)
    masked = _QUOTED.sub(lambda quoted: "\x00" * len(quoted[0]), found["list"])
    masked = masked.replace("、", " ").replace("；", "、").replace(";", "、") if re.search("[；;]", masked) else masked
    pieces, joins = masked.count("、") + 1, len(_JOIN.findall(masked))
    if pieces + joins < FEWEST or any(character.isdigit() for character in masked):
        return None
    is_open = bool(_OPEN_WORDS.search(masked))
    items = _items(reading, start, masked, parted=stated > pieces)
    return Listed(items, frozenset(range(pieces, pieces + joins + 1)), is_open, sure=pieces > FEWEST and not joins)


def _points(reading: Reading, mention: Mention) -> Listed | None:
    """N 个方面：一是…二是…: the points of the paragraph behind the number."""
    if reading.text[mention.token.start - 1:mention.token.start] in ("“", "‘", "「"):  # a slogan (“三项工程”) counts nothing here
        return None
    block = reading.document.blocks[mention.block]
    high = min(block.end, mention.token.outer_end + 10 * REACH)
    points: list[re.Match[str]] = []
    for found in _ORDINALS.finditer(reading.text, mention.token.outer_end, high):
        if found[1] == _HAN[len(points)]:
            points.append(found)
    if len(points) < FEWEST or points[0].start() - mention.token.outer_end > NOUN:
        return None
    items = tuple(Spot(found[0], "", found.start(), found.end()) for found in points)
    return Listed(items, frozenset({len(points)}), open=False, sure=True)
