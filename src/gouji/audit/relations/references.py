"""互见: a reference meets what it refers to. Contents against headings, 如图 2-1 against captions, the edition of one event in two places.

A heading whose title stands in the contents under another number contradicts; a reference without a caption is only suspicious, since
captions get lost in conversion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import squeeze
from gouji.audit.similarity import clean
from gouji.audit.tokens import TokenKind
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.papers.documents import BlockKind

KIND = "restatement"
_HAN = "一二三四五六七八九十百零〇"
_NUMBERED = re.compile(
    rf"\s*(?:#+\s*)?(?:第\s*(?P<a>[{_HAN}\d]+)\s*[章篇部节]|(?P<b>[{_HAN}]+)、|[（(](?P<c>[{_HAN}]+)[）)]"
    rf"|(?P<d>\d{{1,2}}(?:\.\d{{1,2}})*)(?=[\s\u3000]|[^\d.]))\s*",
)
_TITLE = re.compile(r"[.…·\s]*\d*\s*$")
_LABEL = re.compile(r"(?P<word>[图表])\s*(?P<prefix>(?:\d{1,2}\s*[-—–－.．]\s*)*)(?P<number>\d{1,3})(?![\d%％])")
_MORE = re.compile(r"\s*[、，,和及至]\s*(?:如?[图表]\s*)?(?P<prefix>(?:\d{1,2}\s*[-—–－.．]\s*)+)(?P<number>\d{1,3})(?![\d%％])")
SHORTEST, WORDS = 2, 4


def find(reading: Reading) -> Iterator[Claim]:
    """Contents and headings, references and captions, editions."""
    yield from _contents(reading)
    yield from _labels(reading)
    yield from _editions(reading)


def _contents(reading: Reading) -> Iterator[Claim]:
    """Each heading against the contents; a title that several chapters share (基本情况) is confirmed by any entry and accused by none."""
    listed, headed = ({}, {})  # type: tuple[dict[str, list[Spot]], dict[str, list[Spot]]]
    for block in reading.document.blocks:
        if block.kind in (BlockKind.CONTENTS, BlockKind.HEADING):
            found = _numbered(reading.text, block.start, block.end)
            if found is not None:
                (listed if block.kind is BlockKind.CONTENTS else headed).setdefault(found[0], []).append(found[1])
    for title, spots in headed.items():
        entries = listed.get(title, [])
        for spot in spots:
            same = [entry for entry in entries if entry.value == spot.value]
            if same or (len(entries) == 1 and len(spots) == 1):
                yield _claim(spot, (same or entries)[0], _("标题与目录的编号"))


def _numbered(text: str, start: int, end: int) -> tuple[str, Spot] | None:
    """The title without its number and page, and the number's spot; None for lines without either."""
    match = _NUMBERED.match(text, start, end)
    if match is None:
        return None
    group = next(name for name in "abcd" if match[name])
    title = squeeze(_TITLE.sub("", text[match.end():end]))
    if len(title) < SHORTEST:
        return None
    return f"{group}{title}", Spot(match[group], "", *match.span(group))


def _labels(reading: Reading) -> Iterator[Claim]:
    """References such as （如图 3-2、3-3 所示） and the captions they mean; both name their chapter prefix."""
    captions: dict[tuple[str, str, int], Spot] = {}
    inside: list[tuple[int, int]] = []
    for block in reading.document.blocks:
        if block.kind is BlockKind.CAPTION:
            inside.append((block.start, block.end))
            for key, spot in _keys(reading.text, block.start, block.end):
                captions.setdefault(key, spot)
                break_at_title = spot.end
                if reading.text[break_at_title:break_at_title + 1] not in "、，, ":
                    break
    starts = {start for start, _end in inside}
    for block in reading.document.blocks:
        if block.start in starts or block.kind is BlockKind.CONTENTS:
            continue
        for key, spot in _keys(reading.text, block.start, block.end):
            if key in captions:
                yield _claim(spot, captions[key], _("图表的引用与图表标题"))


def _keys(text: str, start: int, end: int) -> Iterator[tuple[tuple[str, str, int], Spot]]:
    for match in _LABEL.finditer(text, start, end):
        word, prefix = match["word"], _prefix(match["prefix"])
        yield (word, prefix, int(match["number"])), Spot(match["number"], "", *match.span("number"))
        position = match.end()
        while more := _MORE.match(text, position, end):
            yield (word, _prefix(more["prefix"]), int(more["number"])), Spot(more["number"], "", *more.span("number"))
            position = more.end()


def _prefix(text: str) -> str:
    return re.sub(r"[^\d]+", "-", text)


def _editions(reading: Reading) -> Iterator[Claim]:
    """第四期, 第三届 with the same words behind them: one event, one edition."""
    seen: dict[tuple[str, str], Mention] = {}
    for mention in reading.mentions:
        if mention.token.kind is not TokenKind.ORDINAL:
            continue
        words = clean(mention.right)[:WORDS]
        if len(words) < WORDS:
            continue
        before = seen.get((words, mention.token.value_text))
        if before is not None:
            yield _claim(_spot(mention), _spot(before), _("届次、期次"))
        seen.setdefault((words, mention.token.value_text), mention)


def _spot(mention: Mention) -> Spot:
    return Spot(mention.token.value_text, mention.token.unit, mention.token.start, mention.token.end)


def _claim(number: Spot, other: Spot, words: str) -> Claim:
    same = squeeze(number.value) == squeeze(other.value)
    message = _("{words}一致：{value}") if same else _("{words}不一致：{value} 与 {other}")
    return Claim(
        KIND, Verdict.HOLDS if same else Verdict.CONTRADICTS, number, (other,), "", None, 70,
        message.format(words=words, value=number.value, other=other.value), "reference",
    )
